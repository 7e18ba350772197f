"""The days on which the State Corporation works."""

from datetime import date
from typing import Protocol

from esep.domain.errors import InvalidInput


class CalendarUnknown(InvalidInput):
    """The calendar does not cover the year asked for."""

    code = "calendar-unknown"

    def __init__(self, year: int, first_year: int, last_year: int) -> None:
        """Take the year asked for and the years that the calendar covers."""
        super().__init__(f"no working days are known for {year}; give a day of {first_year} to {last_year}")
        self.year = year


class WorkingCalendar(Protocol):
    """Working days, with holidays and transferred days off. Not the operating days of the payment system."""

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day; raises CalendarUnknown."""

    def next_working_day(self, after: date) -> date:
        """The first working day strictly after the day given; raises CalendarUnknown."""
