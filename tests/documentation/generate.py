"""Writes the generated parts of the documentation anew: everything between the marks `generated: NAME` and `end`.

Run `.venv/bin/python tests/documentation/generate.py` after a change of commands, findings, parameters, invariants or
errors. With --check nothing is written, and the exit code is 1 where a page does not say what the code says.
"""

import csv
import difflib
import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click

import esep
from esep.adapters.rule_tables.packaged import packaged_rulebook, packaged_texts
from esep.domain.errors import EsepError, Unavailable
from esep.domain.model.invariants import ALL_INVARIANTS
from esep.domain.rules import line_rules, order_rules
from esep.domain.rules.rulebook import UNREADABLE_MESSAGE, FindingKind
from esep.entrypoints.cli.main import command as main_command
from esep.entrypoints.cli.options import EsepCommand, takes_invocation

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"(<!-- generated: ([a-z_-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
RULES = {"order": order_rules, "line": line_rules}
NOTES_OF_AUTHORS = re.compile(r" \((?:facts|design) [0-9., ]+\)")  # papers that readers do not have
FIRST_YEAR = 2005


def main() -> int:
    """Bring every page up to date, or tell which are not."""
    is_check = "--check" in sys.argv[1:]
    stale = 0
    for page in sorted(ROOT.glob("docs/**/*.md")):
        old = page.read_text(encoding="utf-8")
        new = BLOCK.sub(_renewed, old)
        if new == old:
            continue
        stale += 1
        if is_check:
            lines = difflib.unified_diff(
                old.splitlines(), new.splitlines(), str(page.name), "as the code is", lineterm=""
            )
            sys.stdout.write("\n".join(lines) + "\n")
        else:
            page.write_text(new, encoding="utf-8")
            sys.stdout.write(f"{page.relative_to(ROOT)} written\n")
    return 1 if is_check and stale else 0


def _renewed(block: re.Match[str]) -> str:
    text = "\n".join(CONTENTS[block[2]]()).strip("\n")
    return f"{block[1]}\n{text}\n\n{block[3]}"


# Commands and settings ---------------------------------------------------------------------------------------


def commands() -> Iterator[tuple[str, click.Command, click.Context]]:
    """Every command by its full name, groups before their commands."""
    yield from _commands_below(main_command, click.Context(main_command, info_name="esep", terminal_width=100))


def _commands_below(group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command, click.Context]]:
    yield context.command_path, group, context
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if found is None:
            raise LookupError(name)
        inner = click.Context(found, info_name=name, parent=context, terminal_width=100)
        if isinstance(found, click.Group):
            yield from _commands_below(found, inner)
        else:
            yield inner.command_path, found, inner


def shared_options() -> dict[str, click.Option]:
    """Options that every command takes which uses the store."""

    @click.command(cls=EsepCommand)
    @takes_invocation()
    def nothing(invocation: object) -> None:
        """Only its options are wanted."""

    return {_name(option): option for option in _options(nothing)}


def command_pages() -> Iterator[str]:
    """A section per command: usage, what it does, its own options."""
    shared = shared_options()
    for name, found, context in commands():
        formatter = context.make_formatter()
        found.format_usage(context, formatter)
        found.format_help_text(context, formatter)
        yield f"## `{name}`\n\n```text\n{formatter.getvalue().rstrip()}\n```\n"
        is_sharing = any(_name(option) == "--format" for option in _options(found))
        own = [option for option in _options(found) if not (is_sharing and _name(option) in shared)]
        if own:
            yield from _option_table(own, _named)
            yield ""
        if is_sharing:
            forms = next(_choices(option) for option in _options(found) if _name(option) == "--format")
            yield f"Answers as {forms}; takes the [shared options](#shared-options).\n"


def shared_option_page() -> Iterator[str]:
    """Shared options, once for all commands."""
    return _option_table(shared_options().values(), _named)


def variables() -> Iterator[str]:
    """Every option as a variable."""
    used: dict[str, tuple[click.Option, list[str]]] = {}
    shared = shared_options()
    for name, found, _ in commands():
        for option in _options(found):
            if option.envvar:
                used.setdefault(_name(option), (option, []))[1].append(name)
    everyone = {name for name, found, _ in commands() if any(_name(option) == "--format" for option in _options(found))}
    rows = [
        (
            f"`{option.envvar}`",
            _named(option),
            _values(option),
            _told(option),
            ", ".join(
                [
                    *(["all that use the store"] if name in shared else []),
                    *(f"`{each}`" for each in by if name not in shared or each not in everyone),
                ]
            ),
        )
        for name, (option, by) in used.items()
    ]
    return _table(("variable", "option", "value", "meaning", "commands"), rows)


def _options(found: click.Command) -> list[click.Option]:
    return [param for param in found.params if isinstance(param, click.Option)]


def _name(option: click.Option) -> str:
    return max(option.opts, key=len)


def _named(option: click.Option) -> str:
    return f"`{_name(option)}`" + (" (required)" if option.required else "")


def _option_table(options: Iterable[click.Option], name: Callable[[click.Option], str]) -> Iterator[str]:
    return _table(("option", "value", "meaning"), [(name(each), _values(each), _told(each)) for each in options])


def _values(option: click.Option) -> str:
    if option.is_flag:
        return "none"
    return _choices(option) or option.make_metavar(click.Context(main_command))


def _choices(option: click.Option) -> str:
    return ", ".join(option.type.choices) if isinstance(option.type, click.Choice) else ""


def _told(option: click.Option) -> str:
    # click marks "no default" by None or by a sentinel of its own, and a flag's by False.
    is_default_told = isinstance(option.default, str) and "[default" not in (option.help or "")
    return (option.help or "") + (f" [default: {option.default}]" if is_default_told else "")


# The rulebook ------------------------------------------------------------------------------------------------


def finding_table() -> Iterator[str]:
    """All findings at a look."""
    kinds = packaged_rulebook().kinds.values()
    rows = [(f"[`{kind.code}`](#{kind.code})", kind.on, kind.severity.value, _what(kind)) for kind in kinds]
    return _table(("code", "on", "severity", "what was found"), rows)


def finding_pages() -> Iterator[str]:
    """A section per finding, with its texts."""
    for kind in packaged_rulebook().kinds.values():
        yield f"### `{kind.code}`\n"
        yield f"{_what(kind)}\n"
        where = "the order" if kind.on == "order" else "a line"
        yield f"- on {where}, severity **{kind.severity.value}**" + (f", field `{kind.field}`" if kind.field else "")
        yield f"- {kind.source.act}: {kind.source.article}"
        if kind.may_be_accepted:
            yield f"- an operator may release an order in spite of it: `--accept {kind.code}`"
        yield from (f"- {language}: {kind.texts[language]}" for language in ("en", "ru", "kk"))
        yield ""


def _what(kind: FindingKind) -> str:
    if kind.code == UNREADABLE_MESSAGE:
        return "The message cannot be read; made by the reader, once for each defect."
    documented = getattr(RULES[kind.on], kind.function_name).__doc__
    return NOTES_OF_AUTHORS.sub("", " ".join(documented.split()))


def parameter_table(name: str) -> Iterator[str]:
    """One table of parameters, whole."""
    head, *rows = csv.reader(packaged_texts()[name].splitlines())
    return _table([column.replace("_", " ") for column in head], rows)


def unknown_parameters() -> Iterator[str]:
    """Years for which a bound cannot be computed, because a parameter is not shipped."""
    parameters = packaged_rulebook().parameters
    last = max(row.valid_from.year for row in parameters.minimum_wages.rows)
    days = [date(year, 1, 1) for year in range(FIRST_YEAR, last + 1)]
    for what, table in (
        ("minimum wage", parameters.minimum_wages),
        ("contribution rate", parameters.contribution_rates),
    ):
        years = ", ".join(str(day.year) for day in days if table.at(day) is None)
        yield f"- {what}: {years or 'no year'} of {FIRST_YEAR}-{last}"
    yield f"- minimum wage: every year after {last}, until a row is added"


# Invariants, errors ------------------------------------------------------------------------------------------


def invariant_table() -> Iterator[str]:
    """The checks of `esep verify`."""
    return _table(
        ("check", "what holds", "counts"), [(f"`{one.name}`", one.promise, one.counts) for one in ALL_INVARIANTS]
    )


def error_table() -> Iterator[str]:
    """Every refusal, with the exit code that it leads to."""
    for module in pkgutil.walk_packages(esep.__path__, "esep."):
        importlib.import_module(module.name)
    found = {one.code: one for one in _below(EsepError) if one is not EsepError}
    rows = [
        (f"`{code}`", "4" if issubclass(error, Unavailable) else "1", (error.__doc__ or "").split("\n")[0])
        for code, error in sorted(found.items())
    ]
    return _table(("code", "exit code", "what it says"), rows)


def _below(error: type[EsepError]) -> Iterator[type[EsepError]]:
    """The classes below first, so that a code shared with its parent is told by the parent."""
    for one in error.__subclasses__():
        yield from _below(one)
    yield error


def _table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    heads = list(head)
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |"


CONTENTS: dict[str, Callable[[], Iterable[str]]] = {
    "commands": command_pages,
    "shared-options": shared_option_page,
    "variables": variables,
    "finding-table": finding_table,
    "findings": finding_pages,
    "unknown-parameters": unknown_parameters,
    "invariants": invariant_table,
    "errors": error_table,
    **{name: partial(parameter_table, name) for name in packaged_texts() if name != "findings"},
}

if __name__ == "__main__":
    sys.exit(main())
