"""The rulebook: which rules there are, where they stand in law, since when, and what they say to people."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from types import ModuleType

import attrs

from esep.domain.model.finding import Finding, Severity
from esep.domain.rules import line_rules, order_rules
from esep.domain.rules.dated_table import LegalSource
from esep.domain.rules.examined_order import ExaminedOrder
from esep.domain.rules.order_rules import Fault
from esep.domain.rules.parameters import Parameters

LANGUAGES = ("kk", "ru", "en")
NOTHING = {"kk": "ештеңе", "ru": "ничего", "en": "nothing"}  # in a text, where nothing was found
UNREADABLE_MESSAGE = "unreadable-message"  # the one finding that the reader makes, before any rule can look


@attrs.frozen(kw_only=True)
class FindingKind:
    """One row of `tables/findings.toml`."""

    code: str
    on: str  # "order" or "line"
    severity: Severity
    field: str
    source: LegalSource
    valid_from: date  # orders of an earlier value date are not judged by it
    may_be_accepted: bool  # whether an operator may release an order in spite of it
    texts: Mapping[str, str]  # by language; {found}, {expected} and {field} stand for what a finding carries

    @property
    def function_name(self) -> str:
        """Name of the rule's function in `order_rules` or `line_rules`."""
        return self.code.replace("-", "_")


@attrs.frozen(kw_only=True)
class Rulebook:
    """All rules and parameters. `find_faults` is the one way in which an order is judged.

    Raises ValueError where a row of the table of findings names no rule.
    """

    parameters: Parameters
    kinds: Mapping[str, FindingKind]

    def __attrs_post_init__(self) -> None:
        """Raise ValueError where a row names no rule."""
        missing = [kind.code for kind, rule in self._rules if rule is None]
        if missing:
            raise ValueError(f"findings without a rule of that name: {missing}; write it in {{order,line}}_rules.py")

    def find_faults(self, examined: ExaminedOrder) -> list[Finding]:
        """Every finding on an order, never only the first: order rules, then lines, each in the table's order."""
        day = examined.order.value_date
        findings: list[Finding] = []
        for kind, rule in self._order_rules:
            fault = rule(examined) if kind.valid_from <= day else None
            if fault is not None:
                findings.append(_finding(kind, None, fault))
        by_line: list[Finding] = []
        for kind, line_rule in self._line_rules:
            if kind.valid_from <= day:
                by_line.extend(_finding(kind, index + 1, _NO_DETAIL) for index in line_rule(examined))
        return findings + sorted(by_line, key=_line)

    def text(self, finding: Finding, language: str) -> str:
        """The finding in words, in kk, ru or en."""
        text, nothing = self.kinds[finding.code].texts[language], NOTHING[language]
        for name, value in (("{found}", finding.found), ("{expected}", finding.expected), ("{field}", finding.field)):
            text = text.replace(name, value or nothing)
        return text

    def unreadable(self, *, field: str, found: str, expected: str) -> Finding:
        """The finding of a message that cannot be read."""
        kind = self.kinds[UNREADABLE_MESSAGE]
        return Finding(code=kind.code, severity=kind.severity, field=field, found=found, expected=expected)

    @cached_property
    def _rules(self) -> list[tuple[FindingKind, Callable[..., object] | None]]:
        modules: dict[str, ModuleType] = {"order": order_rules, "line": line_rules}
        judged = [kind for kind in self.kinds.values() if kind.code != UNREADABLE_MESSAGE]
        return [(kind, getattr(modules[kind.on], kind.function_name, None)) for kind in judged]

    @cached_property
    def _order_rules(self) -> list[tuple[FindingKind, Callable[[ExaminedOrder], Fault | None]]]:
        return [(kind, getattr(order_rules, kind.function_name)) for kind, _ in self._rules if kind.on == "order"]

    @cached_property
    def _line_rules(self) -> list[tuple[FindingKind, Callable[[ExaminedOrder], Iterable[int]]]]:
        return [(kind, getattr(line_rules, kind.function_name)) for kind, _ in self._rules if kind.on == "line"]


_NO_DETAIL = Fault()


def _finding(kind: FindingKind, line: int | None, fault: Fault) -> Finding:
    return Finding(
        code=kind.code,
        severity=kind.severity,
        line=line,
        field=kind.field,
        found=fault.found,
        expected=fault.expected,
    )


def _line(finding: Finding) -> int:
    return finding.line or 0
