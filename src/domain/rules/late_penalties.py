"""The penalty that is due for paying late (Social Code 256(1)).

1.25 base rates of the National Bank for each day of delay, the day of payment among them. The act does not say how the
annual rate becomes a daily one: here it is divided by the days of the year, 365 or 366 (decision of the product).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import floor

import attrs

from esep.domain.model.month import Month
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.payment_terms import due_day

BASE_RATES = Fraction(5, 4)
DAYS_OF_YEAR, DAYS_OF_LEAP_YEAR = 365, 366


@attrs.frozen(kw_only=True)
class LatePayment:
    """What came late on one day for one month."""

    received_on: date
    amount_tiyn: int
    days_late: int
    penalty_tiyn: int | None  # None where the base rate of a day is not known
    unknown_days: tuple[tuple[date, date], ...]  # of which it is not, as first and last of each run


def late_payments(month: Month, received: Mapping[date, int], parameters: Parameters) -> list[LatePayment]:
    """The penalty of each day on which something came late for a month, by day.

    Takes tiyn by day of receipt. Each day's penalty is exact and rounded once, half a tiyn up.
    """
    due = due_day(month, parameters)
    if due is None:
        return []
    return [
        _late_payment(due, received_on, amount, parameters)
        for received_on, amount in sorted(received.items())
        if received_on > due and amount > 0
    ]


def _late_payment(due: date, received_on: date, amount_tiyn: int, parameters: Parameters) -> LatePayment:
    days = [due + timedelta(days=place) for place in range(1, (received_on - due).days + 1)]
    rates = {day: parameters.base_rates.at(day) for day in days}
    unknown = [day for day, rate in rates.items() if rate is None]
    penalty = None
    if not unknown:
        share = sum((rate / _days_of_year(day) for day, rate in rates.items() if rate is not None), Fraction(0))
        penalty = floor(amount_tiyn * BASE_RATES * share + Fraction(1, 2))
    return LatePayment(
        received_on=received_on,
        amount_tiyn=amount_tiyn,
        days_late=len(days),
        penalty_tiyn=penalty,
        unknown_days=_runs(unknown),
    )


def _days_of_year(day: date) -> int:
    return DAYS_OF_LEAP_YEAR if Month(day.year, 2).last_day.day == 29 else DAYS_OF_YEAR


def _runs(days: list[date]) -> tuple[tuple[date, date], ...]:
    """First and last day of each run of days that follow one another."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and runs[-1][1] + timedelta(days=1) == day:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return tuple(runs)
