"""The pension contribution withheld from a payment (Social Code 76(1), 117(1), 174(3))."""

from datetime import date
from fractions import Fraction

import attrs

from esep.domain.model.calculation import CalculationRequest
from esep.domain.model.month import Month
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.figures import Figures
from esep.domain.rules.social_payments.rounding import whole_tiyn_half_up

CONTRIBUTIONS_DAY = 15  # of the month after the one of payment


def contribution_due_on(paid_on: date) -> date:
    """By when the contribution withheld of a payment goes to the pension fund (Social Code 248(9)(4))."""
    return Month.of(paid_on).next().first_day.replace(day=CONTRIBUTIONS_DAY)


def exempt_by_age(request: CalculationRequest, pension_age_on: date | None) -> CalculationRequest:
    """Whoever has reached the pension age by the day of right pays no pension contributions (248(3)(1)).

    Of a breadwinner's payment none are withheld anyway, and the age known is that of the deceased.
    """
    is_reached = pension_age_on is not None and pension_age_on <= request.right_on
    if not is_reached or request.kind is SocialPaymentKind.BREADWINNER:
        return request
    return attrs.evolve(request, is_pension_exempt=True)


def withheld_pension_tiyn(
    kind: SocialPaymentKind, amount_tiyn: int, day: date, parameters: Parameters, *, is_pension_exempt: bool
) -> int:
    """What is withheld of a payment made on a day: 10 %, half a tiyn up; nothing from the breadwinner payment.

    Nothing either of a recipient who is exempt from pension contributions (Social Code 248(3)). Raises
    `ParameterUnknown` for a kind that is none of the day.
    """
    if is_pension_exempt:
        return 0
    share = Figures(parameters=parameters, kind=kind, day=day).pension_share
    return whole_tiyn_half_up(Fraction(amount_tiyn) * share.value)
