"""Numbers of orders: derived from the key, positive in 64 bits, and stepping aside where two keys meet."""

from collections.abc import Callable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.in_memory.state_register import InMemoryRegister
from esep.adapters.in_memory.store import InMemoryStore
from esep.domain.model.actor import Actor
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.order_identity import OrderKey, derives_from, order_number
from esep.domain.model.outcome import Outcome
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.receive_orders import ReceiveOrders

COLLIDING = ("R4695417", "R705869")  # two references whose numbers are the same, found by trying millions
DAY = date(2020, 2, 21)


def key(reference: str, value_date: date = DAY) -> OrderKey:
    return OrderKey(sender_bic="HSBKKZKX", reference=reference, value_date=value_date)


@given(st.text(), st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 3))
def test_a_number_is_a_positive_bigint_that_its_key_gives_again(reference: str, day: date, attempt: int) -> None:
    number = order_number(key(reference, day), content_sha256=b"x", attempt=attempt)
    assert 0 <= number < 2**62
    assert derives_from(number, key(reference, day), content_sha256=b"x")
    assert not derives_from(number, key(reference + "1", day), content_sha256=b"x")


def test_numbers_rise_with_the_value_date() -> None:
    days = [date(2000, 1, 1), date(2020, 2, 21), date(2020, 2, 22), date(2099, 12, 31)]
    numbers = [order_number(key("R1", day)) for day in days]
    assert numbers == sorted(numbers)


def test_the_content_gives_a_number_of_its_own() -> None:
    assert order_number(key("R1")) != order_number(key("R1"), content_sha256=b"x")


def test_two_keys_that_give_one_number_are_both_recorded_and_both_known_again(
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    make_message: Callable[..., IncomingMessage],
    make_person: Callable[..., RegisterPerson],
    calendar: WorkingCalendar,
    clock: FixedClock,
    rulebook: Rulebook,
    actor: Actor,
) -> None:
    assert order_number(key(COLLIDING[0])) == order_number(key(COLLIDING[1]))
    person, store = make_person(), InMemoryStore()
    receive = ReceiveOrders(
        open_unit=store.open_unit,
        register=InMemoryRegister(people=[person], clock=clock),
        calendar=calendar,
        clock=clock,
        rulebook=rulebook,
    )
    messages = [
        make_message(make_order(make_line(person), reference=reference, sender_bic="HSBKKZKX", value_date=DAY))
        for reference in COLLIDING
    ]
    first = [receipt for message in messages for receipt in receive([message], actor)]
    again = receive(list(reversed(messages)), actor)
    assert [receipt.outcome for receipt in first] == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert [receipt.outcome for receipt in again] == [Outcome.DUPLICATE, Outcome.DUPLICATE]
    assert [receipt.order.key.reference for receipt in again if receipt.order] == list(reversed(COLLIDING))
    with store.open_unit() as unit:
        assert all(check.ok for check in unit.verification.checks())
