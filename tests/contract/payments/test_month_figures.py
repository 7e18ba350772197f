"""What every store counts of social payments in a month: a month that is over does not change."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.model.benefit_payment import PaymentFigures
from esep.domain.model.month import Month
from esep.domain.model.register import RegisterPerson
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.prepare_payments import PreparedPayments
from esep.domain.use_cases.receive_returned_payments import ReceivedReturns
from esep.domain.use_cases.summarise_recipients import SummariseRecipients

MAY, JUNE, JULY = Month(2024, 5), Month(2024, 6), Month(2024, 7)


@pytest.fixture
def figures(open_unit: OpenUnitOfWork) -> Callable[[Month], list[tuple[int, int, int, int]]]:
    """Payments, returns and both sums of what came back, one by kind and region."""

    def figures(month: Month) -> list[tuple[int, int, int, int]]:
        with open_unit() as unit:
            found: list[PaymentFigures] = unit.payments.figures(month)
        return [(one.payments, one.returned, one.returned_tiyn, one.returned_pension_tiyn) for one in found]

    return figures


def test_an_order_received_late_counts_in_the_month_in_which_it_was_recorded(
    figures: Callable[[Month], list[tuple[int, int, int, int]]],
    appoint: Callable[..., int],
    prepare: Callable[..., PreparedPayments],
    receive_back: Callable[..., ReceivedReturns],
    returned_message: Callable[..., object],
    open_unit: OpenUnitOfWork,
    people: list[RegisterPerson],
    clock: FixedClock,
) -> None:
    appoint(people[0])
    prepare()
    may = figures(MAY)
    assert may == [(2, 0, 0, 0)]
    clock.instant = datetime(2024, 6, 30, 18, 59, tzinfo=UTC)  # a minute before midnight in Almaty
    late = returned_message(people[0], reference="B1", value_date=date(2024, 5, 28))
    assert receive_back(late).matched == 1
    clock.instant = datetime(2024, 6, 30, 19, 0, tzinfo=UTC)
    contribution = returned_message(
        people[0], reference="B2", value_date=date(2024, 5, 28), purpose_code="021", line={"amount_tiyn": 1_000_000}
    )
    assert receive_back(contribution).matched == 1

    assert figures(MAY) == may
    assert figures(JUNE) == [(0, 1, 9_000_000, 0)]
    assert figures(JULY) == [(0, 0, 0, 1_000_000)]
    [june] = SummariseRecipients(open_unit=open_unit)(JUNE)
    assert (june.kind, june.tallies) == (SocialPaymentKind.CHILDCARE, {})
    assert june.paid is not None
    assert (june.paid.payments, june.paid.returned) == (0, 1)
