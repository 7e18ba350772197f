"""Tables of parameters with dates of force and the act that set them."""

import csv
from collections.abc import Callable, Iterable
from datetime import date
from typing import Generic, TypeVar

import attrs

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class LegalSource:
    """Where a parameter or a rule stands."""

    act: str
    article: str
    confidence: str = "H"  # H read in an official text, M a secondary source; nothing weaker is shipped


@attrs.frozen(kw_only=True)
class Dated(Generic[T]):
    """A value in force from a day to a day, both included; without an end it is still in force."""

    value: T
    valid_from: date
    valid_to: date | None
    source: LegalSource

    def is_in_force(self, day: date) -> bool:
        """Whether the value applies on this day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@attrs.frozen
class DatedTable(Generic[T]):
    """Rows of one table; rows of the same thing never overlap."""

    rows: tuple[Dated[T], ...]

    def in_force(self, day: date) -> list[T]:
        """All values in force on a day."""
        return [row.value for row in self.rows if row.is_in_force(day)]

    def at(self, day: date) -> T | None:
        """The value in force on a day, of a table of one thing; None where none is known."""
        values = self.in_force(day)
        return values[0] if values else None


def read_table(text: str, value_of: Callable[[dict[str, str]], T]) -> DatedTable[T]:
    """A table from its CSV text. Raises ValueError where a row is weaker than confidence M."""
    return DatedTable(tuple(_dated(row, value_of(row)) for row in _rows(text)))


def _rows(text: str) -> Iterable[dict[str, str]]:
    return csv.DictReader(text.splitlines())


def _dated(row: dict[str, str], value: T) -> Dated[T]:
    source = LegalSource(act=row["act"], article=row["article"], confidence=row["confidence"])
    if source.confidence not in ("H", "M"):
        raise ValueError(f"confidence {source.confidence!r}: only facts of confidence H or M are shipped ({row})")
    valid_to = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return Dated(value=value, valid_from=date.fromisoformat(row["valid_from"]), valid_to=valid_to, source=source)
