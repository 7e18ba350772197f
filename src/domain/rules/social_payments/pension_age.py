"""The day on which somebody reaches the pension age (Social Code 207(1))."""

from datetime import date

from esep.domain.model.month import Month
from esep.domain.model.sex import Sex
from esep.domain.rules.social_payments.parameters import SocialPaymentParameters


def pension_age_on(birth_date: date, sex: Sex, parameters: SocialPaymentParameters) -> date | None:
    """The first day on which the person's age is that of the table; None where the table ends before.

    The age of women rises from time to time: who had not reached it while it was lower waits for the higher one.
    """
    for row in sorted(parameters.pension_ages.rows, key=lambda one: one.valid_from):
        if row.value.sex is not sex:
            continue
        reached = months_later(birth_date, row.value.half_years * 6)
        if row.valid_to is None or reached <= row.valid_to:
            return max(reached, row.valid_from)
    return None


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that has none such."""
    month = Month.of(day).minus(-months)
    return month.first_day.replace(day=min(day.day, month.last_day.day))
