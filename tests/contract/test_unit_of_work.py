"""What every store promises of units of work."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event

import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.model.actor import Actor
from esep.domain.model.incoming_message import IncomingMessage, UnreadableMessage
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outcome import Outcome
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.receipt import Receipt
from esep.domain.model.register import RegisterPerson
from esep.domain.model.returns import SentReturn
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.ports.working_calendar import CalendarUnknown

WAIT_SECONDS_MAX = 30  # only a test that fails waits so long

ReceiveMessages = Callable[[Sequence[IncomingMessage]], list[Receipt]]


class Interrupted(Exception):  # it is no error of anybody
    """Something in a unit of work that failed."""


@pytest.fixture
def orders(
    make_order: Callable[..., PaymentOrder], make_line: Callable[..., ParticipantLine], people: list[RegisterPerson]
) -> list[PaymentOrder]:
    return [make_order(make_line(people[0])) for _ in range(20)]


def count_views(open_unit: OpenUnitOfWork) -> int:
    with open_unit() as unit:
        return unit.usage.count_views(1)


def test_what_a_unit_recorded_is_there_for_the_next(open_unit: OpenUnitOfWork, actor: Actor, clock: FixedClock) -> None:
    with open_unit() as unit:
        unit.usage.note_view(1, actor=actor, viewed_at=clock.now(), what="account")
        assert unit.usage.count_views(1) == 1
    assert count_views(open_unit) == 1


def test_nothing_that_a_failed_unit_recorded_is_there(
    open_unit: OpenUnitOfWork,
    receive: Callable[..., OrderSummary],
    receive_returned: Callable[..., OrderSummary],
    orders: list[PaymentOrder],
    make_person: Callable[..., RegisterPerson],
    make_file: Callable[..., DispatchedFile],
    make_sent: Callable[..., SentReturn],
    actor: Actor,
    clock: FixedClock,
) -> None:
    receive(orders[0])
    number = receive_returned().order_number
    with pytest.raises(Interrupted), open_unit() as unit:
        [pending] = unit.returns.pending(10)
        unit.returns.record_file(make_file([pending]), [make_sent(pending, "GCVP-1")])
        unit.outgoing.confirm_written("returns-1.txt", clock.now())
        unit.usage.note_view(1, actor=actor, viewed_at=clock.now(), what="account")
        unit.register.load(
            [make_person()], file_name="newer.csv", sha256=bytes(32), loaded_at=clock.now(), loaded_by="saule"
        )
        raise Interrupted
    with open_unit() as unit:
        assert unit.returns.pending(10) == [pending]
        assert unit.outgoing.unwritten_files() == []
        assert unit.usage.count_views(1) == 0
        assert [version.version for version in unit.register.versions()] == [1]
        assert unit.orders.find_many([number])[number].entry_count == 2
        assert all(check.ok for check in unit.verification.checks())


def test_what_failed_can_be_done_again(
    open_unit: OpenUnitOfWork,
    receive_returned: Callable[..., OrderSummary],
    make_file: Callable[..., DispatchedFile],
    make_sent: Callable[..., SentReturn],
) -> None:
    receive_returned()

    def dispatch() -> None:
        with open_unit() as unit:
            [pending] = unit.returns.pending(10)
            unit.returns.record_file(make_file([pending]), [make_sent(pending, "GCVP-1")])
            if attempts.pop():
                raise Interrupted

    attempts = [False, True]
    with pytest.raises(Interrupted):
        dispatch()
    dispatch()
    with open_unit() as unit:
        assert [file.file_name for file in unit.outgoing.unwritten_files()] == ["returns-1.txt"]


def test_a_batch_that_fails_is_not_recorded_at_all(
    open_unit: OpenUnitOfWork,
    receive_messages: ReceiveMessages,
    orders: list[PaymentOrder],
    make_message: Callable[..., IncomingMessage],
    make_unreadable: Callable[..., UnreadableMessage],
) -> None:
    of_no_calendar = make_message(make_unreadable(value_date=date(1900, 1, 1)))
    with pytest.raises(CalendarUnknown):
        receive_messages([make_message(orders[0]), make_message(make_unreadable()), of_no_calendar])
    with open_unit() as unit:
        assert (list(unit.orders.list_orders()), list(unit.orders.list_quarantined())) == ([], [])
    assert [receipt.outcome for receipt in receive_messages([make_message(orders[0])])] == [Outcome.ACCEPTED]


def test_what_a_unit_records_is_not_seen_by_others_before_its_end(
    open_unit: OpenUnitOfWork, actor: Actor, clock: FixedClock
) -> None:
    is_noted, is_other_asked = Event(), Event()

    def count_meanwhile() -> int:
        is_noted.wait(WAIT_SECONDS_MAX)
        is_other_asked.set()
        return count_views(open_unit)

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(count_meanwhile)
        with pytest.raises(Interrupted), open_unit() as unit:
            unit.usage.note_view(1, actor=actor, viewed_at=clock.now(), what="account")
            is_noted.set()
            is_other_asked.wait(WAIT_SECONDS_MAX)
            raise Interrupted
        assert other.result(WAIT_SECONDS_MAX) == 0


def test_threads_that_receive_the_same_orders_record_each_once(
    open_unit: OpenUnitOfWork,
    receive_messages: ReceiveMessages,
    orders: list[PaymentOrder],
    make_message: Callable[..., IncomingMessage],
) -> None:
    messages = [make_message(order) for order in orders]
    start = Barrier(2)

    def receive_one_by_one(ordered: list[IncomingMessage]) -> list[Outcome]:
        start.wait(WAIT_SECONDS_MAX)
        return [receipt.outcome for message in ordered for receipt in receive_messages([message])]

    with ThreadPoolExecutor(2) as pool:
        forwards, backwards = pool.map(receive_one_by_one, [messages, messages[::-1]])
    pairs = list(zip(forwards, backwards[::-1], strict=True))
    assert [set(pair) for pair in pairs] == [{Outcome.ACCEPTED, Outcome.DUPLICATE}] * len(orders)
    with open_unit() as unit:
        assert len(list(unit.orders.list_orders())) == len(orders)
        assert all(check.ok for check in unit.verification.checks())


def test_threads_that_dispatch_at_once_are_given_each_return_once(
    open_unit: OpenUnitOfWork,
    receive_returned: Callable[..., OrderSummary],
    make_file: Callable[..., DispatchedFile],
    make_sent: Callable[..., SentReturn],
) -> None:
    numbers = {receive_returned().order_number for _ in range(10)}
    start = Barrier(2)

    def dispatch(name: str) -> list[int]:
        start.wait(WAIT_SECONDS_MAX)
        given: list[int] = []
        for place in range(len(numbers)):
            with open_unit() as unit:
                pending = unit.returns.pending(1)
                references = unit.outgoing.next_references(len(pending))
                sent = [make_sent(one, str(number)) for one, number in zip(pending, references, strict=True)]
                unit.returns.record_file(make_file(pending, f"{name}-{place}.txt"), sent)
            given += [one.order_number for one in pending]
        return given

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(dispatch, ["a", "b"])
    assert sorted(first + second) == sorted(numbers)
    with open_unit() as unit:
        assert unit.returns.pending(10) == []
        assert all(check.ok for check in unit.verification.checks())
