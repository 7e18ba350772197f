"""What every store promises of the page of an account: whom it knows, and as of when."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.show_account import PersonalAccount, ShowAccount

STRANGER = "900101300097"  # stands in no register
Show = Callable[..., PersonalAccount]


@pytest.fixture
def show(open_unit: OpenUnitOfWork, clock: FixedClock, rulebook: Rulebook, actor: Actor) -> Show:
    use_case = ShowAccount(open_unit=open_unit, clock=clock, parameters=rulebook.parameters)
    return lambda iin, **when: use_case(iin, actor, **when)


def test_a_number_must_be_one_and_somebody_must_be_known_under_it(show: Show, open_unit: OpenUnitOfWork) -> None:
    with pytest.raises(InvalidInput, match="expected twelve digits"):
        show("900101300090")
    with pytest.raises(NotFound, match="nothing is recorded under this IIN"):
        show(STRANGER)
    with open_unit() as unit:
        assert unit.usage.count_views(int(STRANGER)) == 0


def test_before_the_first_record_the_page_is_empty(
    show: Show,
    receive: Callable[..., OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
    clock: FixedClock,
) -> None:
    receive(make_order(make_line(people[0])))
    earlier = show(people[0].iin, as_of=clock.now() - timedelta(days=400))
    assert (earlier.person, earlier.records, earlier.totals.contributions_tiyn) == (None, [], 0)
    assert show(people[0].iin).totals.contributions_tiyn == 250_000
