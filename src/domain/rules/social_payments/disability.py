"""Disability: (average income - half a minimum wage) x replacement x length x degree (Order 238 item 42)."""

from fractions import Fraction

from esep.domain.model.calculation import CalculationInvalid, CalculationStep
from esep.domain.rules.social_payments.basis import Basis, Outcome, coefficient_step, needed
from esep.domain.rules.social_payments.deducted_base import deducted_base
from esep.domain.rules.social_payments.figures import DEGREE_MAXIMUM, DEGREE_MINIMUM, Figure, Figures, money_text


def disability(basis: Basis) -> Outcome:
    """The amount of one month. Raises `CalculationInvalid` for a degree out of bounds, `PaymentNegative`."""
    given = needed(basis.request.degree_percent, "--degree", "the degree of loss of ability to work in percent")
    degree = degree_coefficient(given, basis.figures)
    common = deducted_base(basis)
    amount = common.amount * degree.value
    return Outcome(
        amount=amount,
        coefficients={
            "income_replacement": common.rate.value,
            "length": common.length.value,
            "disability": degree.value,
        },
        steps=(
            *common.steps,
            coefficient_step("coefficient of loss of ability to work (КУТ)", degree),
            CalculationStep(
                what="(average income - half the minimum wage) x КЗД x КСУ x КУТ",
                value=money_text(amount),
                reference="Order 238 of 22.06.2023, 42",
            ),
        ),
    )


def degree_coefficient(percent: int, figures: Figures) -> Figure:
    """The coefficient of a degree (КУТ), 30 to 100 percent. Raises `CalculationInvalid` for another."""
    least, most = figures.number(DEGREE_MINIMUM), figures.number(DEGREE_MAXIMUM)
    if not least.value <= percent <= most.value:
        raise CalculationInvalid(
            f"a degree of {percent} percent; expected {least.value} to {most.value} ({least.reference})"
        )
    return Figure(Fraction(percent, 100), least.reference)
