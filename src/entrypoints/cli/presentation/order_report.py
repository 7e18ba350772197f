"""Orders as lines of text, printed as they come: outcome, counts, and why."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

import attrs
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from esep.domain.model.finding import Finding, Severity
from esep.domain.model.order_summary import QuarantineSummary
from esep.domain.model.outcome import Outcome, Part
from esep.domain.model.receipt import Receipt
from esep.entrypoints.cli.presentation.shapes import TextOf
from esep.entrypoints.cli.presentation.wording import counted, number_of_lines, payer_number, tenge

FINDINGS_SHOWN_MAX = 10  # of one order; `orders show` tells all
ACCEPTED_SHOWN_MAX = 20  # orders without peculiarity, unless all are asked for

STYLES = {
    Outcome.ACCEPTED: "green",
    Outcome.CUT: "yellow",
    Outcome.RETURNED: "red",
    Outcome.HELD: "magenta",
    Outcome.QUARANTINED: "bold red",
    Outcome.DUPLICATE: "dim",
}
SEVERITY_STYLES = {
    Severity.QUARANTINE: "red",
    Severity.HOLD: "magenta",
    Severity.RETURN: "yellow",
    Severity.WARNING: "dim",
}
PLAIN = (Outcome.ACCEPTED, Outcome.DUPLICATE)


@attrs.define
class OrderReport:
    """Prints orders under the name of their file. Of the many plain ones only the first are listed."""

    _screen: Console
    _text_of: TextOf
    _is_verbose: bool = False
    findings_shown_max: int = FINDINGS_SHOWN_MAX
    _file_name: str | None = None
    _plain_count: int = 0

    def show(self, receipt: Receipt) -> None:
        """One order and what was found on it."""
        if receipt.outcome in PLAIN and receipt.returned is None and not self._is_verbose:
            self._plain_count += 1
            if self._plain_count > ACCEPTED_SHOWN_MAX:
                return
        if receipt.file_name != self._file_name:
            self._file_name = receipt.file_name
            self._screen.print(Text(receipt.file_name, style="bold"), overflow="ellipsis", no_wrap=True)
        self._screen.print(order_line(receipt, self._screen.width), no_wrap=True, overflow="ellipsis")
        if receipt.returned is not None:
            said = f"received before by `esep payments receive-returns`, as returned order {receipt.returned.name}"
            self._screen.print(Text(INDENT + said), overflow="ellipsis")
        if receipt.outcome is not Outcome.DUPLICATE:
            self._show_parts(receipt)
            self._show_findings(receipt)

    def close(self) -> None:
        """Tell how many were not listed."""
        if (left_out := self._plain_count - ACCEPTED_SHOWN_MAX) > 0 and not self._is_verbose:
            self._screen.print(
                f"… {counted(left_out, 'accepted order or duplicate', 'accepted orders and duplicates')} not listed;"
                " --verbose lists them",
                style="dim",
            )

    def _show_parts(self, receipt: Receipt) -> None:
        order = receipt.order
        if order is None or receipt.outcome is not Outcome.CUT:
            return
        self._screen.print(
            Text(f"{INDENT}credited {_part(order.credited)}; returned {_part(order.returned)}"), overflow="ellipsis"
        )

    def _show_findings(self, receipt: Receipt) -> None:
        findings = _findings(receipt)
        shown = sorted(findings, key=_gravity)[: self.findings_shown_max]
        if not shown:
            return
        shown.sort(key=lambda finding: finding.line or 0)
        for line in finding_lines(shown, self._text_of, self._screen.width):
            self._screen.print(line, no_wrap=True)
        if left_out := len(findings) - len(shown):
            more = counted(left_out, "finding", "findings")
            reference = receipt.order.key.reference if receipt.order else ""
            self._screen.print(
                Text(f"{INDENT}… and {more} more: esep orders show {reference}", style="dim"), overflow="ellipsis"
            )


INDENT = " " * 6
PLACE_WIDTH_MIN = 9
CODE_WIDTH = 25  # the longest code and two blanks
TEXT_WIDTH_MIN = 30


def order_line(receipt: Receipt, width: int) -> Text:
    """Outcome, reference, lines, tenge, payer."""
    shown = receipt.order or receipt.quarantined or receipt.returned
    if shown is None:
        raise TypeError("a receipt is of an order, of a quarantined message or of returned payments")
    reference = shown.reference if isinstance(shown, QuarantineSummary) else shown.key.reference
    name, number = shown.payer_name or "", payer_number(shown.payer_id) or ""
    payer = f"{name}, {number}" if name and number else name or number
    line = Text("  ")
    line.append(set_cell_size(receipt.outcome.value, 13), style=STYLES[receipt.outcome])
    line.append(set_cell_size(reference or f"(message {receipt.position})", 18))
    count = receipt.order.decided_line_count if receipt.order else shown.line_count
    line.append(number_of_lines(count).rjust(12))
    line.append(tenge(shown.total_tiyn).rjust(16))
    line.append("   ")
    line.append(payer, style="dim")
    line.truncate(width, overflow="ellipsis")
    return line


def finding_lines(findings: Sequence[Finding], text_of: TextOf, width: int) -> Iterator[Text]:
    """Place, code and text of each, the text wrapped beside them."""
    places = [f"line {finding.line}" if finding.line else finding.field or "order" for finding in findings]
    place_width = max(PLACE_WIDTH_MIN, *(cell_len(place) + 2 for place in places))
    indent = len(INDENT) + place_width + CODE_WIDTH
    for finding, place in zip(findings, places, strict=True):
        texts = textwrap.wrap(text_of(finding), max(width - indent, TEXT_WIDTH_MIN)) or [""]
        first = Text(INDENT + set_cell_size(place, place_width))
        first.append(set_cell_size(finding.code, CODE_WIDTH), style=SEVERITY_STYLES[finding.severity])
        yield first.append(texts[0])
        yield from (Text(" " * indent + text) for text in texts[1:])


def _findings(receipt: Receipt) -> Sequence[Finding]:
    if receipt.order is not None:
        return receipt.order.findings
    return receipt.quarantined.findings if receipt.quarantined is not None else ()


def _gravity(finding: Finding) -> int:
    """Gravest first, where not all can be shown."""
    return list(Severity).index(finding.severity)


def _part(part: Part) -> str:
    return f"{number_of_lines(part.lines)}, {tenge(part.tiyn)}"


@attrs.define
class ReceiptTotals:
    """What a run received. Money and lines only of orders newly recorded."""

    outcomes: Counter[Outcome] = attrs.field(factory=Counter)
    lines: int = 0
    received_tiyn: int = 0
    credited_tiyn: int = 0
    returned_tiyn: int = 0
    held_tiyn: int = 0

    def add(self, receipt: Receipt) -> None:
        """Count one message."""
        self.outcomes[receipt.outcome] += 1
        order = receipt.order
        if order is None or receipt.outcome is Outcome.DUPLICATE:
            return
        self.lines += order.decided_line_count
        self.received_tiyn += order.total_tiyn
        self.credited_tiyn += order.credited.tiyn
        self.returned_tiyn += order.returned.tiyn
        self.held_tiyn += order.held.tiyn

    @property
    def has_exceptions(self) -> bool:
        """Whether an order is held or a message quarantined."""
        return bool(self.outcomes[Outcome.HELD] or self.outcomes[Outcome.QUARANTINED])

    def shape(self) -> dict[str, int]:
        """As in the JSON answer."""
        return {
            "orders": self.outcomes.total(),
            "lines": self.lines,
            "received_tiyn": self.received_tiyn,
            "credited_tiyn": self.credited_tiyn,
            "returned_tiyn": self.returned_tiyn,
            "held_tiyn": self.held_tiyn,
        }

    def show(self, screen: Console) -> None:
        """Two lines of sums."""
        by_outcome = ", ".join(f"{self.outcomes[one]} {one.value}" for one in Outcome if self.outcomes[one])
        screen.print()
        screen.print(f"{counted(self.outcomes.total(), 'message', 'messages')}: {by_outcome or 'none'}", style="bold")
        screen.print(
            f"received {tenge(self.received_tiyn)} ({number_of_lines(self.lines)})"
            f" = credited {tenge(self.credited_tiyn)} + returned {tenge(self.returned_tiyn)}"
            f" + held {tenge(self.held_tiyn)} tenge"
        )
