"""What `verify` tells of its checks."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from esep.domain.model.invariants import ALL_INVARIANTS
from esep.domain.ports.verification import Check
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.wording import counted

_PROMISES = {invariant.name: invariant.promise for invariant in ALL_INVARIANTS}
_COUNTS = {invariant.name: invariant.counts for invariant in ALL_INVARIANTS}


def verification_shape(checks: Iterable[Check]) -> Shape:
    """`verify`."""
    shapes = [
        {"name": check.name, "ok": check.ok, "checked": check.checked, "detail": _detail(check)} for check in checks
    ]
    return {"ok": all(shape["ok"] for shape in shapes), "checks": shapes}


def _detail(check: Check) -> str:
    """What holds, or what is wrong."""
    if check.ok:
        return _PROMISES.get(check.name, "")
    rest = check.fault_count - len(check.faults)
    return "; ".join((*check.faults, *([f"and {rest} more"] if rest else [])))


def show_checks(checks: Iterable[Check], screen: Console) -> bool:
    """Print each check as it is done; whether all hold."""
    is_ok = True
    for check in checks:
        is_ok = is_ok and check.ok
        screen.print(_check_line(check), no_wrap=True, overflow="ellipsis")
        if not check.ok:
            for fault in _faults(check):
                screen.print(Text(f"    {fault}", style="red"))
    screen.print(Text("All checks hold." if is_ok else "The store is damaged, see above.", style="bold"))
    return is_ok


def _check_line(check: Check) -> Text:
    line = Text("ok     ", style="green") if check.ok else Text("FAILS  ", style="bold red")
    line.append(f"{check.name:<28}", style="default")
    line.append(f"{check.checked:>10,}".replace(",", " "), style="default")
    detail = _COUNTS.get(check.name, "") if check.ok else counted(check.fault_count, "fault", "faults")
    return line.append(f" {detail}", style="dim" if check.ok else "default")


def _faults(check: Check) -> Iterator[str]:
    yield from check.faults
    if rest := check.fault_count - len(check.faults):
        yield f"… and {rest} more"
