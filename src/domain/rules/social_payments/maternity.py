"""Maternity and adoption: average income of twelve months x days of incapacity / 30 (Order 248 item 47)."""

from collections.abc import Iterator
from fractions import Fraction

from esep.domain.model.calculation import CalculationInvalid, CalculationStep, NoContributions
from esep.domain.rules.social_payments.basis import Basis, Outcome, coefficient_step, needed
from esep.domain.rules.social_payments.figures import DAYS_OF_MONTH, PAYMENT_CAP, Figure, Figures, money_text
from esep.domain.rules.social_payments.rounding import one_decimal_half_up


def maternity(basis: Basis) -> Outcome:
    """The one amount of the whole leave; since the changes of 2025 at most 7 minimum wages x the coefficient.

    Raises `CalculationInvalid` without days, `NoContributions` where the averaged months hold none (item 11(6)).
    """
    days = days_coefficient(needed(basis.request.days, "--days", "the number of days of leave"), basis.figures)
    if not basis.has_contributions:
        raise NoContributions(
            "no contribution counts in the 12 months before the month of right: the maternity payment is not "
            "appointed (Order 248 item 11(6))"
        )
    exact = basis.average * days.value
    cap = _cap(basis.figures, days)
    amount = exact if cap is None else min(exact, cap.value)
    return Outcome(
        amount=amount,
        coefficients={"days": days.value},
        payments=1,
        steps=tuple(_steps(days, exact, cap)),
    )


def days_coefficient(days: int, figures: Figures) -> Figure:
    """Days through thirty, to one decimal, half up (ККД). Raises `CalculationInvalid` under one day."""
    if days < 1:
        raise CalculationInvalid(f"{days} days of leave; expected at least one")
    month = figures.number(DAYS_OF_MONTH)
    return Figure(one_decimal_half_up(Fraction(days) / month.value), month.reference)


def _cap(figures: Figures, days: Figure) -> Figure | None:
    if not figures.has_number(PAYMENT_CAP):
        return None
    wages = figures.number(PAYMENT_CAP)
    return Figure(wages.value * figures.minimum_wage.value * days.value, wages.reference)


def _steps(days: Figure, exact: Fraction, cap: Figure | None) -> Iterator[CalculationStep]:
    yield coefficient_step("coefficient of days of incapacity (ККД), to one decimal", days)
    yield CalculationStep(what="average income x ККД", value=money_text(exact), reference="Order 248 of 27.06.2023, 47")
    if cap is not None:
        is_reached = "reached" if exact > cap.value else "not reached"
        yield CalculationStep(
            what=f"at most 7 minimum wages x ККД: {is_reached}", value=money_text(cap.value), reference=cap.reference
        )
