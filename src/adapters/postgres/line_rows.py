"""Lines and personal entries as rows in COPY's text format: a row per line, so as little as possible for each."""

from collections.abc import Iterable
from functools import lru_cache

from esep.domain.model.decision import DecidedLines, Decision
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month

LINE_COLUMNS = (
    "order_number", "amount_tiyn", "iin", "line_number", "period_from", "period_to", "decision_number", "outcome",
    "level",
)  # fmt: skip
ENTRY_COLUMNS = (
    "person_key", "order_number", "amount_tiyn", "line_number", "period_from", "period_to", "entry_number",
    "decision_number", "debit", "credit",
)  # fmt: skip

NULL = "\\N"


@lru_cache(maxsize=4096)
def period_columns(month: int | None) -> str:
    """First days of the first and last month of a line's period, divided by a tab."""
    if month is None:
        return f"{NULL}\t{NULL}"
    day = Month.from_number(month).first_day.isoformat()
    return f"{day}\t{day}"


def line_rows(decision: Decision) -> list[str]:
    """One row per line of the decision."""
    lines = decision.lines
    order, tails = decision.order_number, _tails(lines, decision.decision_number)
    columns = zip(lines.amounts_tiyn, lines.numbers, tails, strict=True)
    return [
        f"{order}\t{amount}\t{NULL if iin is None else iin}\t{place}\t{tail}"
        for place, (amount, iin, tail) in enumerate(columns, 1)
    ]


def _tails(lines: DecidedLines, decision_number: int) -> Iterable[str]:
    """The end of each row. Lines of an order share a few of them."""
    keys = list(zip(lines.months, lines.outcomes, lines.levels, strict=True))
    made = {
        key: f"{period_columns(key[0])}\t{decision_number}\t{key[1].value}\t{key[2]}\n" for key in dict.fromkeys(keys)
    }
    return map(made.__getitem__, keys)


def entry_rows(decision: Decision) -> list[str]:
    """One row per credited line: from unallocated to the participant's account."""
    credited = decision.credited_lines
    if credited is None:
        return []
    order = decision.order_number
    end = f"1\t{decision.decision_number}\t{Account.UNALLOCATED.value}\t{credited.account.value}\n"
    tails = {month: f"{period_columns(month)}\t{end}" for month in set(credited.months)}
    columns = zip(credited.person_keys, credited.amounts_tiyn, credited.line_numbers, credited.months, strict=True)
    return [f"{person}\t{order}\t{amount}\t{line}\t{tails[month]}" for person, amount, line, month in columns]
