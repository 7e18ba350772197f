"""Tables of parameters with dates of force and the act that set them."""

from datetime import date
from typing import Generic, TypeVar

import attrs

T = TypeVar("T")

CONFIDENCES = ("H", "M")  # read in an official text, or in a secondary source; a weaker fact is no parameter


@attrs.frozen(kw_only=True)
class LegalSource:
    """Where a parameter or a rule stands."""

    act: str
    article: str
    confidence: str = attrs.field(default="H", validator=attrs.validators.in_(CONFIDENCES))


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
