"""Which contributions came in time to count."""

from collections.abc import Callable, Iterable, Iterator

from esep.domain.model.calculation import CalculationRequest
from esep.domain.model.contribution import Contribution
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.social_payments.figures import AVERAGE_MONTHS, Figures
from esep.domain.rules.social_payments.parameters import CutOff
from esep.domain.rules.social_payments.windows import months_before


def known_at_application(contributions: Iterable[Contribution], request: CalculationRequest) -> Iterator[Contribution]:
    """Those that came by the day of application (Order 237 item 41, 238 item 46, 239 item 45, 248 item 54)."""
    for one in contributions:
        if one.amount_tiyn > 0 and one.received_on <= request.applied_on:
            yield one


def in_time_for_income(
    contributions: Iterable[Contribution], request: CalculationRequest, figures: Figures
) -> Iterator[Contribution]:
    """Of those that came by the day of application, those that count for the average income.

    For maternity and childcare since the changes of 2025 what came after the day of right counts no more, but for
    the month before the month of right (Order 248 items 40, 41, 54); and what came too late for the maternity
    payment counts for childcare neither (item 54).
    """
    if figures.law.cut_off is not CutOff.RIGHT:
        yield from contributions
        return
    last_month = request.right_month.minus(1)
    too_late = _too_late_for_maternity(request, figures)
    for one in contributions:
        is_in_time = one.received_on <= request.right_on or one.month == last_month
        if is_in_time and not too_late(one):
            yield one


def _too_late_for_maternity(request: CalculationRequest, figures: Figures) -> Callable[[Contribution], bool]:
    earlier = request.earlier_maternity
    if earlier is None or request.kind is not SocialPaymentKind.CHILDCARE:
        return lambda _: False
    maternity = CalculationRequest(
        kind=SocialPaymentKind.MATERNITY, right_on=earlier.right_on, applied_on=earlier.applied_on
    )
    of_maternity = Figures(parameters=figures.parameters, kind=maternity.kind, day=maternity.right_on)
    window = set(months_before(maternity.right_month, int(of_maternity.number(AVERAGE_MONTHS).value)))

    def is_late(one: Contribution) -> bool:
        if one.month not in window:
            return False
        known = known_at_application([one], maternity)
        return next(in_time_for_income(known, maternity, of_maternity), None) is None

    return is_late
