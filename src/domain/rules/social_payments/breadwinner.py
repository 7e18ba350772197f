"""Loss of breadwinner: (average income - half a minimum wage) x replacement x length x dependants (Order 239)."""

from esep.domain.model.calculation import CalculationInvalid, CalculationStep
from esep.domain.rules.social_payments.basis import Basis, Outcome, coefficient_step, needed
from esep.domain.rules.social_payments.deducted_base import deducted_base
from esep.domain.rules.social_payments.figures import Figure, Figures, money_text


def breadwinner(basis: Basis) -> Outcome:
    """The amount of one month for all dependants. Raises `CalculationInvalid` without any, `PaymentNegative`."""
    given = needed(basis.request.dependants, "--dependants", "the number of dependants")
    dependants = dependants_coefficient(given, basis.figures)
    common = deducted_base(basis)
    amount = common.amount * dependants.value
    return Outcome(
        amount=amount,
        coefficients={
            "income_replacement": common.rate.value,
            "length": common.length.value,
            "dependants": dependants.value,
        },
        steps=(
            *common.steps,
            coefficient_step("coefficient of the number of dependants (ККИ)", dependants),
            CalculationStep(
                what="(average income - half the minimum wage) x КЗД x КСУ x ККИ",
                value=money_text(amount),
                reference="Order 239 of 22.06.2023, 40",
            ),
        ),
    )


def dependants_coefficient(count: int, figures: Figures) -> Figure:
    """The coefficient of a number of dependants (ККИ). Raises `CalculationInvalid` under one."""
    if count < 1:
        raise CalculationInvalid(f"{count} dependants; expected at least one")
    return figures.dependants_coefficient(count)
