"""Job loss: average income x replacement x length (Order 237 item 37; Social Code 118(2))."""

from esep.domain.model.calculation import CalculationStep, LengthTooShort, NoContributions
from esep.domain.rules.social_payments.basis import Basis, Outcome, coefficient_step
from esep.domain.rules.social_payments.figures import money_text
from esep.domain.rules.social_payments.length_coefficient import length_coefficient


def job_loss(basis: Basis) -> Outcome:
    """The amount of one month and the number of months.

    Raises `LengthTooShort` where no bracket holds the length, `NoContributions` where the averaged months hold none.
    """
    rate, length = basis.figures.replacement_rate, length_coefficient(basis.length_months, basis.figures)
    if length is None:
        raise LengthTooShort(
            f"the length of participation is {basis.length_months} months; the job-loss payment is appointed from 6 "
            "months on (Order 237 items 31 and 37, Social Code 118(1))"
        )
    if not basis.has_contributions:
        raise NoContributions(
            "no contribution counts in the 24 months before the month of right: the job-loss payment is not appointed "
            "(Order 237 item 8(6), Social Code 115(1)(6))"
        )
    duration = basis.figures.duration(basis.length_months)
    amount = basis.average * rate.value * length.value
    return Outcome(
        amount=amount,
        coefficients={"income_replacement": rate.value, "length": length.value},
        payments=int(duration.value),
        steps=(
            coefficient_step("coefficient of income replacement (КЗД)", rate),
            coefficient_step("coefficient of length of participation (КСУ)", length),
            coefficient_step("monthly payments", duration),
            CalculationStep(
                what="average income x КЗД x КСУ", value=money_text(amount), reference="Order 237 of 22.06.2023, 37"
            ),
        ),
    )
