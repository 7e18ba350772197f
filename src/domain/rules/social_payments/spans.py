"""Spans of months and years, counted from a day."""

from datetime import date, timedelta

from esep.domain.rules.social_payments.pension_age import months_later

ADULT_YEARS = 18
STUDENT_YEARS_MAX = 23
CARED_FOR_YEARS_MAX = 3
MONTHS_PER_YEAR = 12


def years_after(day: date, years: int) -> date:
    """The day on which somebody born on a day is so many years old."""
    return months_later(day, years * MONTHS_PER_YEAR)


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)
