"""The length of participation: distinct calendar months for which contributions came (Order 237 item 37)."""

from collections.abc import Iterable, Mapping

import attrs

from esep.domain.model.calculation import CalculationInputs, CalculationRequest, CalculationStep
from esep.domain.model.contribution import Contribution
from esep.domain.model.credited_month import CreditedKind, CreditedMonth
from esep.domain.model.month import Month
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.social_payments.figures import TAKEN_OFF, Figures, decimal_text
from esep.domain.rules.social_payments.parameters import CreditedKindRow, SocialPaymentParameters

LENGTH_REFERENCES = {
    SocialPaymentKind.JOB_LOSS: "Order 237 of 22.06.2023, 37; Social Code 118(3)",
    SocialPaymentKind.DISABILITY: "Order 238 of 22.06.2023, 42; Social Code 181(1)",
    SocialPaymentKind.BREADWINNER: "Order 239 of 22.06.2023, 40; Social Code 240(2)",
    SocialPaymentKind.MATERNITY: "Social Code 1(1)(113); no coefficient of this payment depends on it",
    SocialPaymentKind.CHILDCARE: "Social Code 1(1)(113); no coefficient of this payment depends on it",
}


@attrs.frozen(kw_only=True)
class Length:
    """How long somebody took part, in months."""

    months: int  # that decide
    contributed: frozenset[Month]
    credited: int  # months besides, for which no contribution came
    taken_off: int  # for job-loss benefit received earlier
    steps: tuple[CalculationStep, ...]


def length_of(
    request: CalculationRequest, inputs: CalculationInputs, known: Iterable[Contribution], figures: Figures
) -> Length:
    """Distinct months up to the month of right, contributed or credited, less those taken off.

    Of contributions those count that came by the day of application (decision of the product: the acts name no other
    day); several payers or lines of a month make one month, future months none. For job loss each month of that
    benefit received earlier takes twelve off (Order 237 item 38; Social Code 118(5)). One length decides coefficient
    and number of payments, credited months in both (decision of the product: 118(3) credits them for the coefficient).
    """
    months_of = {one.month for one in known}  # comparing months costs more than hashing them
    contributed = frozenset(month for month in months_of if month <= request.right_month)
    rows = credited_rows(inputs.credited_months, figures.parameters.social_payments)
    credited = {
        one.month
        for one in inputs.credited_months
        if one.month <= request.right_month and (row := rows.get((one.kind, one.month))) and row.is_length
    } - contributed
    taken_off = 0
    if request.kind is SocialPaymentKind.JOB_LOSS:
        received = len(inputs.job_loss_months | _received(inputs.credited_months, request.right_month))
        taken_off = received * int(figures.number(TAKEN_OFF).value) if received else 0
    months = max(0, len(contributed) + len(credited) - taken_off)
    return Length(
        months=months,
        contributed=contributed,
        credited=len(credited),
        taken_off=taken_off,
        steps=tuple(_steps(request, figures, (months, len(contributed), len(credited), taken_off))),
    )


def credited_rows(
    months: Iterable[CreditedMonth], parameters: SocialPaymentParameters
) -> Mapping[tuple[CreditedKind, Month], CreditedKindRow]:
    """What follows from each credited month; one of a month that its kind does not reach is left out."""
    rows = {}
    for one in months:
        for row in parameters.credited_kinds.in_force(one.month.first_day):
            if row.kind is one.kind:
                rows[one.kind, one.month] = row
    return rows


def _received(months: Iterable[CreditedMonth], right_month: Month) -> set[Month]:
    return {one.month for one in months if one.kind is CreditedKind.JOB_LOSS_BENEFIT and one.month <= right_month}


def _steps(
    request: CalculationRequest, figures: Figures, counts: tuple[int, int, int, int]
) -> Iterable[CalculationStep]:
    months, contributed, credited, taken_off = counts
    reference = LENGTH_REFERENCES[request.kind]
    yield CalculationStep(
        what=f"months contributed for up to {request.right_month}, received by {request.applied_on}",
        value=str(contributed),
        reference=reference,
    )
    if credited:
        yield CalculationStep(
            what="months credited without a contribution",
            value=str(credited),
            reference="Social Code 118(3), 181(1), 240(2)",
        )
    if taken_off:
        per_month = figures.number(TAKEN_OFF)
        yield CalculationStep(
            what=f"taken off, {decimal_text(per_month.value)} for each month of job-loss benefit received earlier",
            value=str(-taken_off),
            reference=per_month.reference,
        )
    yield CalculationStep(what="length of participation, months", value=str(months), reference=reference)
