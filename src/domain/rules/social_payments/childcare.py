"""Childcare to one and a half years: average income x 0.4, between a floor and a cap (Order 248 item 50)."""

from collections.abc import Iterator
from fractions import Fraction

from esep.domain.model.calculation import CalculationInvalid, CalculationStep, NoContributions
from esep.domain.rules.social_payments.basis import Basis, Outcome, coefficient_step, needed
from esep.domain.rules.social_payments.figures import PAYMENT_CAP, Figure, Figures, money_text


def childcare(basis: Basis) -> Outcome:
    """The amount of one month. Raises `NoContributions` (item 51), `CalculationInvalid` without an order of birth."""
    birth_order = needed(basis.request.birth_order, "--birth-order", "the order of birth of the child")
    floor = childcare_floor(birth_order, basis.figures, is_pension_exempt=basis.request.is_pension_exempt)
    if not basis.has_contributions:
        raise NoContributions(
            "no contribution counts in the 24 months before the month of right: the state childcare benefit is due "
            "instead (Order 248 item 51)"
        )
    rate = basis.figures.replacement_rate
    exact, cap = basis.average * rate.value, _cap(basis.figures, rate)
    return Outcome(
        amount=max(floor.value, min(exact, cap.value)),
        coefficients={"income_replacement": rate.value},
        steps=tuple(_steps(rate, exact, cap, floor)),
    )


def childcare_floor(birth_order: int, figures: Figures, *, is_pension_exempt: bool) -> Figure:
    """The least payment in tiyn: the state benefit, so much more that it is left after the pension contribution.

    Social Code 82 and 85(2); the acts give no formula for the addition, it is benefit / (1 - 10 %). Who is exempt
    from pension contributions has nothing withheld, and gets the benefit itself. Raises `CalculationInvalid`.
    """
    if birth_order < 1:
        raise CalculationInvalid(f"an order of birth of {birth_order}; expected 1 for the first child")
    indexes = figures.floor_indexes(birth_order)
    benefit = indexes.value * figures.monthly_index.value
    withheld = Fraction(0) if is_pension_exempt else figures.pension_share.value
    return Figure(benefit / (1 - withheld), indexes.reference)


def _cap(figures: Figures, rate: Figure) -> Figure:
    wages = figures.number(PAYMENT_CAP)
    return Figure(wages.value * figures.minimum_wage.value * rate.value, wages.reference)


def _steps(rate: Figure, exact: Fraction, cap: Figure, floor: Figure) -> Iterator[CalculationStep]:
    yield coefficient_step("coefficient of income replacement (КЗД)", rate)
    yield CalculationStep(what="average income x КЗД", value=money_text(exact), reference="Order 248 of 27.06.2023, 50")
    for what, bound, is_reached in (
        ("at most 40 % of 7 minimum wages", cap, exact > cap.value),
        ("at least the state benefit with the pension contribution added", floor, exact < floor.value),
    ):
        yield CalculationStep(
            what=f"{what}: {'reached' if is_reached else 'not reached'}",
            value=money_text(bound.value),
            reference=bound.reference,
        )
