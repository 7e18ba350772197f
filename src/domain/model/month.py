"""A calendar month: the period that a contribution is paid for."""

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Self

import attrs

from esep.domain.errors import InvalidInput

_MMYYYY = re.compile(r"([0-9]{2})([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})")
_TEXTS_REMEMBERED_MAX = 4096  # 341 years of months: more than honest files hold


class InvalidMonth(InvalidInput, ValueError):
    """The text or the numbers name no month of the years 1 to 9999."""

    code = "month-invalid"


@attrs.frozen(order=True)
class Month:
    """A month of the Gregorian calendar, years 1 to 9999; anything else raises InvalidMonth. Earlier is less."""

    year: int
    month: int

    def __attrs_post_init__(self) -> None:
        """Refuse what is no month."""
        if type(self.year) is not int or not date.min.year <= self.year <= date.max.year:
            raise InvalidMonth(f"{self.year!r} is no year; give a whole number from 1 to 9999")
        if type(self.month) is not int or not 1 <= self.month <= 12:
            raise InvalidMonth(f"{self.month!r} is no month of a year; give a whole number from 1 to 12")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read exactly `MMYYYY`, as payment orders write it, in ASCII digits; raises InvalidMonth."""
        return _parse_mmyyyy(text)

    @classmethod
    def parse_iso(cls, text: str) -> Self:
        """Read exactly `YYYY-MM` in ASCII digits, what `str` gives; raises InvalidMonth."""
        match = _ISO.fullmatch(text)
        if match is None:
            raise InvalidMonth(f"{text[:20]!r} is no month; write it like 2020-01")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The month in which the day lies."""
        return cls(day.year, day.month)

    @classmethod
    def from_number(cls, number: int) -> Self:
        """The month of which `to_number` gives this number; raises InvalidMonth."""
        year, month = divmod(number, 12)
        return cls(year, month + 1)

    def to_number(self) -> int:
        """Months since January of the year 0: the difference of two is the distance in months."""
        return self.year * 12 + self.month - 1

    def next(self) -> Self:
        """The following month."""
        return self.minus(-1)

    def minus(self, months: int) -> Self:
        """The month that lies so many months earlier; later for a negative number."""
        return self.from_number(self.to_number() - months)

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        """The month as `2020-01`."""
        return f"{self.year:04}-{self.month:02}"


# Millions of lines name a few dozen months. Errors are not remembered.
@lru_cache(maxsize=_TEXTS_REMEMBERED_MAX)
def _parse_mmyyyy(text: str) -> Month:
    match = _MMYYYY.fullmatch(text)
    if match is None:
        raise InvalidMonth(f"{text[:20]!r} is no month; write it like 012020 (MMYYYY)")
    return Month(int(match[2]), int(match[1]))
