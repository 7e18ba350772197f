"""Sizes made anew: another degree or number of dependants, a longer leave, another floor."""

from datetime import date
from fractions import Fraction

from esep.domain.model.calculation import CalculationInvalid
from esep.domain.model.money import Money
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.breadwinner import dependants_coefficient
from esep.domain.rules.social_payments.childcare import childcare_floor
from esep.domain.rules.social_payments.disability import degree_coefficient
from esep.domain.rules.social_payments.figures import Figures
from esep.domain.rules.social_payments.rounding import whole_tenge_half_up


def with_another_degree(
    current_tiyn: int, current_percent: int, new_percent: int, *, day: date, parameters: Parameters
) -> int:
    """The payment divided by the current coefficient and multiplied by the new one (Order 238 item 51).

    The current size holds the increases made so far. Raises `CalculationInvalid` for a degree out of bounds.
    """
    figures = Figures(parameters=parameters, kind=SocialPaymentKind.DISABILITY, day=day)
    return _scaled(
        current_tiyn,
        degree_coefficient(current_percent, figures).value,
        degree_coefficient(new_percent, figures).value,
    )


def with_other_dependants(
    current_tiyn: int, current_count: int, new_count: int, *, day: date, parameters: Parameters
) -> int:
    """Likewise for the number of dependants (Order 239 item 51). Raises `CalculationInvalid` under one."""
    figures = Figures(parameters=parameters, kind=SocialPaymentKind.BREADWINNER, day=day)
    return _scaled(
        current_tiyn,
        dependants_coefficient(current_count, figures).value,
        dependants_coefficient(new_count, figures).value,
    )


def addition_for_longer_leave(appointed_tiyn: int, recalculated_tiyn: int) -> int:
    """What is paid besides after a complicated birth or the birth of several children (Order 248 items 49, 64).

    Takes the payment appointed and the one calculated with all days of leave. Raises `CalculationInvalid` where the
    longer leave gives less.
    """
    if recalculated_tiyn < appointed_tiyn:
        raise CalculationInvalid(
            f"the payment for all days of leave, {Money(recalculated_tiyn).format_tenge()} tenge, is less than the "
            f"one appointed, {Money(appointed_tiyn).format_tenge()} tenge; give the days of all sheets together"
        )
    return recalculated_tiyn - appointed_tiyn


def floor_changed_on(day: date, parameters: Parameters) -> date | None:
    """The last day, not after one, on which the state childcare benefit changed, and with it the floor."""
    tables = parameters.social_payments
    days = (
        *(row.valid_from for row in tables.monthly_indexes.rows),
        *(row.valid_from for row in tables.benefit_floors.rows),
    )
    return max((one for one in days if one <= day), default=None)


def raised_to_floor(
    current_tiyn: int, birth_order: int, *, day: date, parameters: Parameters, is_pension_exempt: bool
) -> int:
    """The childcare payment after the state benefit changed, on the day of the change (Order 248 item 62)."""
    figures = Figures(parameters=parameters, kind=SocialPaymentKind.CHILDCARE, day=day)
    floor = childcare_floor(birth_order, figures, is_pension_exempt=is_pension_exempt)
    return max(current_tiyn, whole_tenge_half_up(floor.value))


def _scaled(current_tiyn: int, current: Fraction, new: Fraction) -> int:
    return whole_tenge_half_up(Fraction(current_tiyn) / current * new)
