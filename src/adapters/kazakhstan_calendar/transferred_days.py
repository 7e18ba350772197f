"""The table of transferred days: it has the last word over the computed calendar."""

import csv
from collections.abc import Iterable
from datetime import date
from importlib.resources import files

import attrs

from esep.domain.errors import InvalidInput

COLUMNS = ["day", "is_working", "act", "note"]
_WORDS = {"yes": True, "no": False}


class InvalidTransferredDays(InvalidInput):
    """The table of transferred days cannot be read; the message names the row."""

    code = "transferred-days-invalid"


@attrs.frozen(kw_only=True)
class TransferredDay:
    """One day on which people work, or rest, by an act of its own."""

    day: date
    is_working: bool
    act: str  # what transferred it; never empty
    note: str = ""


def shipped_transferred_days() -> tuple[TransferredDay, ...]:
    """The table that comes with the product."""
    text = files(__package__).joinpath("transferred_days.csv").read_text(encoding="utf-8")
    return read_transferred_days(text.splitlines())


def read_transferred_days(lines: Iterable[str]) -> tuple[TransferredDay, ...]:
    """Read comma-separated lines under the header `day,is_working,act,note`; lines that begin with # are comments.

    Raises InvalidTransferredDays for another header, an unreadable row or a day named twice.
    """
    rows = csv.reader(line for line in lines if line.strip() and not line.startswith("#"))
    if next(rows, None) != COLUMNS:
        raise InvalidTransferredDays(f"the first line must be {','.join(COLUMNS)}")
    days = tuple(_read_row(row) for row in rows)
    if len({each.day for each in days}) < len(days):
        raise InvalidTransferredDays("a day stands in the table twice; leave one row per day")
    return days


def _read_row(row: list[str]) -> TransferredDay:
    try:
        day, is_working, act, note = row
        if not act:
            raise ValueError("no act")
        return TransferredDay(day=date.fromisoformat(day), is_working=_WORDS[is_working], act=act, note=note)
    except (ValueError, KeyError) as error:
        raise InvalidTransferredDays(
            f"the row {','.join(row)!r} cannot be read; write it like 2024-05-04,yes,act,note"
        ) from error
