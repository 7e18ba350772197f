"""The pension contribution withheld from a payment (Social Code 76(1), 117(1), 174(3))."""

from datetime import date
from fractions import Fraction

from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.figures import Figures
from esep.domain.rules.social_payments.rounding import whole_tiyn_half_up


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
