"""Spans of months and years, counted from a day."""

import calendar
from datetime import date, timedelta

from esep.domain.model.month import Month

ADULT_YEARS = 18
STUDENT_YEARS_MAX = 23
CARED_FOR_YEARS_MAX = 3
MONTHS_PER_YEAR = 12


def months_after(day: date, months: int) -> date:
    """The same day so many months later (earlier for a negative number), the month's last one where it has no such."""
    month = Month.of(day).minus(-months)
    last = calendar.monthrange(month.year, month.month)[1]
    return date(month.year, month.month, min(day.day, last))


def years_after(day: date, years: int) -> date:
    """The day on which somebody born on a day is so many years old."""
    return months_after(day, years * MONTHS_PER_YEAR)


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)
