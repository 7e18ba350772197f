"""A social payment from what is known of the insured person: the one way in which it is calculated."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from esep.domain.model.calculation import (
    Calculation,
    CalculationInputs,
    CalculationInvalid,
    CalculationRequest,
    CalculationStep,
    CountedEntry,
    PensionAgeReached,
)
from esep.domain.model.contribution import Contribution
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.social_payment import CALCULATED_KINDS, SocialPaymentKind
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.basis import Basis, Outcome
from esep.domain.rules.social_payments.breadwinner import breadwinner
from esep.domain.rules.social_payments.childcare import childcare
from esep.domain.rules.social_payments.disability import disability
from esep.domain.rules.social_payments.figures import AVERAGE_MONTHS, Figures, require_parameters
from esep.domain.rules.social_payments.income import average_income
from esep.domain.rules.social_payments.job_loss import job_loss
from esep.domain.rules.social_payments.length import Length, credited_rows, length_of
from esep.domain.rules.social_payments.maternity import maternity
from esep.domain.rules.social_payments.parameters import CutOff
from esep.domain.rules.social_payments.pension_age import months_later
from esep.domain.rules.social_payments.rounding import whole_tenge_half_up, whole_tiyn_half_up
from esep.domain.rules.social_payments.timeliness import in_time_for_income, known_at_application
from esep.domain.rules.social_payments.windows import months_before
from esep.domain.rules.social_payments.withholding import exempt_by_age, withheld_pension_tiyn

FORMULAS: Mapping[SocialPaymentKind, Callable[[Basis], Outcome]] = {
    SocialPaymentKind.JOB_LOSS: job_loss,
    SocialPaymentKind.DISABILITY: disability,
    SocialPaymentKind.BREADWINNER: breadwinner,
    SocialPaymentKind.MATERNITY: maternity,
    SocialPaymentKind.CHILDCARE: childcare,
}
KINDS_WITH_LENGTH = (SocialPaymentKind.JOB_LOSS, SocialPaymentKind.DISABILITY, SocialPaymentKind.BREADWINNER)
UNTIL_PENSION_AGE = {
    SocialPaymentKind.JOB_LOSS: "Order 237 of 22.06.2023, 31; Social Code 118(1), 243",
    SocialPaymentKind.DISABILITY: "Order 238 of 22.06.2023, 3",
}
ROUNDING_ITEMS = {
    SocialPaymentKind.JOB_LOSS: "Order 237 of 22.06.2023, 32",
    SocialPaymentKind.DISABILITY: "Order 238 of 22.06.2023, 35",
    SocialPaymentKind.BREADWINNER: "Order 239 of 22.06.2023, 33",
    SocialPaymentKind.MATERNITY: "Order 248 of 27.06.2023, 38",
    SocialPaymentKind.CHILDCARE: "Order 248 of 27.06.2023, 38",
}


def calculate(request: CalculationRequest, inputs: CalculationInputs, parameters: Parameters) -> Calculation:
    """The size of a payment by the rules in force on the day of right, with every step. It decides nothing.

    Raises `CalculationInvalid` where the request lacks what the formula needs, and a `CalculationRefused`:
    `ParameterUnknown`, `EditionUnknown`, `LengthTooShort`, `PaymentNegative`, `NoContributions`, `PensionAgeReached`.
    """
    if request.kind not in CALCULATED_KINDS:
        raise CalculationInvalid(f"the {request.kind.word} payment is recorded, not calculated: its formula is unknown")
    request = exempt_by_age(request, inputs.pension_age_on)
    figures = Figures(parameters=parameters, kind=request.kind, day=request.right_on)
    require_parameters(figures)
    known = list(known_at_application(inputs.contributions, request))
    length = length_of(request, inputs, known, figures)
    income = average_income(
        _window(inputs, request, figures), in_time_for_income(known, request, figures), inputs, figures
    )
    basis = Basis(
        request=request,
        figures=figures,
        length_months=length.months,
        average=income.average,
        has_contributions=income.has_contributions,
    )
    outcome = _up_to_pension_age(FORMULAS[request.kind](basis), request, inputs)
    counted = (*income.counted, *_counted_for_length(known, income.counted, length, request))
    return attrs.evolve(_sized(outcome, basis, (*length.steps, *income.steps)), incomes=income.incomes, counted=counted)


def _sized(outcome: Outcome, basis: Basis, steps: Sequence[CalculationStep]) -> Calculation:
    """The amount to a whole tenge, what is withheld of it, and the steps before and after."""
    request, figures = basis.request, basis.figures
    amount_tiyn = whole_tenge_half_up(outcome.amount)
    withheld_tiyn = withheld_pension_tiyn(
        request.kind,
        amount_tiyn,
        request.right_on,
        figures.parameters,
        is_pension_exempt=request.is_pension_exempt,
    )
    return Calculation(
        kind=request.kind,
        law=figures.law.law,
        length_months=basis.length_months,
        average_income=basis.average,
        average_income_tiyn=whole_tiyn_half_up(basis.average),
        coefficients=outcome.coefficients,
        amount_tiyn=amount_tiyn,
        payments=outcome.payments,
        withheld_pension_tiyn=withheld_tiyn,
        steps=(
            *_law_steps(figures),
            *steps,
            *outcome.steps,
            *_last_steps(amount_tiyn, withheld_tiyn, figures, request),
        ),
        incomes=(),
        counted=(),
    )


def _window(inputs: CalculationInputs, request: CalculationRequest, figures: Figures) -> Sequence[Month]:
    rows = credited_rows(inputs.credited_months, figures.parameters.social_payments)
    replaced = {month for (_, month), row in rows.items() if row.is_replaced}
    return months_before(request.right_month, int(figures.number(AVERAGE_MONTHS).value), replaced)


def _up_to_pension_age(outcome: Outcome, request: CalculationRequest, inputs: CalculationInputs) -> Outcome:
    """Job loss and disability are paid until the pension age at the latest, and not appointed after it."""
    reached_on = inputs.pension_age_on
    if request.kind not in UNTIL_PENSION_AGE or reached_on is None:
        return outcome
    if reached_on <= request.right_on:
        raise PensionAgeReached(
            f"the pension age was reached on {reached_on}, by the day of right: the {request.kind.word} payment is not "
            f"appointed ({UNTIL_PENSION_AGE[request.kind]})"
        )
    if outcome.payments is None:
        return outcome
    begun = [month for month in range(outcome.payments) if months_later(request.right_on, month) < reached_on]
    if len(begun) == outcome.payments:
        return outcome
    step = CalculationStep(
        what=f"monthly payments until the pension age, reached on {reached_on}",
        value=str(len(begun)),
        reference="Order 237 of 22.06.2023, 31; Social Code 118(1)",
    )
    return attrs.evolve(outcome, payments=len(begun), steps=(*outcome.steps, step))


def _counted_for_length(
    known: Iterable[Contribution], for_income: Iterable[CountedEntry], length: Length, request: CalculationRequest
) -> Iterator[CountedEntry]:
    """The other lines whose months made the length, where the payment depends on it."""
    if request.kind not in KINDS_WITH_LENGTH:
        return
    # A line of a month that was averaged counted as far as its cap let it: the rest of it goes back on application.
    # By months, not by lines: a line for several months can have some of them in the average, others before it.
    averaged_months = {entry.month for entry in for_income}
    for one in known:
        if one.month in length.contributed and one.month not in averaged_months:
            yield CountedEntry(
                person_key=one.person_key,
                order_number=one.order_number,
                line_number=one.line_number,
                month=one.month,
                amount_tiyn=one.amount_tiyn,
                is_income=False,
            )


def _law_steps(figures: Figures) -> Iterator[CalculationStep]:
    law = figures.law
    yield CalculationStep(
        what=f"the rules in force on the day of right, {figures.day}", value=law.law, reference=law.law
    )
    until = "the day of application"
    if law.cut_off is CutOff.RIGHT:
        until = "the day of right; for the month before it the day of application"
    yield CalculationStep(
        what="contributions count for income that came by", value=until, reference=figures.cut_off.reference
    )


def _last_steps(
    amount_tiyn: int, withheld_tiyn: int, figures: Figures, request: CalculationRequest
) -> Iterator[CalculationStep]:
    yield CalculationStep(
        what="the payment, to a whole tenge",
        value=f"{Money(amount_tiyn).format_tenge()} tenge",
        reference=f"{ROUNDING_ITEMS[request.kind]}; half up by decision of the product",
    )
    exempt = "Social Code 224-VII of 20.04.2023, 248(3): exempt"
    is_exempt = request.is_pension_exempt and request.kind is not SocialPaymentKind.BREADWINNER
    yield CalculationStep(
        what="withheld of each payment as a pension contribution",
        value=f"{Money(withheld_tiyn).format_tenge()} tenge",
        reference=exempt if is_exempt else figures.pension_share.reference,
    )
