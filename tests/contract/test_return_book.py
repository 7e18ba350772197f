"""What every store promises of returns and of the files that carry them."""

from collections.abc import Callable
from datetime import date, timedelta

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import Conflict, NotFound
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.money import Money
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.receipt import Receipt
from esep.domain.model.register import RegisterPerson
from esep.domain.model.returns import PendingReturn, ReturnSummary, SentReturn
from esep.domain.ports.unit_of_work import OpenUnitOfWork

MakeFile = Callable[..., DispatchedFile]
MakeSent = Callable[..., SentReturn]
Receive = Callable[..., OrderSummary]


@pytest.fixture
def pending(open_unit: OpenUnitOfWork) -> Callable[..., list[PendingReturn]]:
    """Read the pending returns in a unit of work of its own."""

    def read(limit: int = 10) -> list[PendingReturn]:
        with open_unit() as unit:
            return unit.returns.pending(limit)

    return read


@pytest.fixture
def dispatch(
    open_unit: OpenUnitOfWork,
    pending: Callable[..., list[PendingReturn]],
    make_file: MakeFile,
    make_sent: MakeSent,
) -> Callable[..., DispatchedFile]:
    """Dispatch everything that is pending in one file."""

    def dispatch(file_name: str) -> DispatchedFile:
        waiting = pending()
        file = make_file(waiting, file_name)
        sent = [make_sent(one, f"{file_name}-{place}") for place, one in enumerate(waiting)]
        with open_unit() as unit:
            unit.returns.record_file(file, sent)
        return file

    return dispatch


def test_a_return_waits_with_all_that_its_message_is_made_from(
    pending: Callable[..., list[PendingReturn]],
    receive_messages: Callable[..., list[Receipt]],
    make_message: Callable[..., IncomingMessage],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
) -> None:
    lines = [make_line(people[0]), make_line(people[1], surname="Иванов"), make_line(people[2], birth_date="x")]
    message = make_message(make_order(*lines, purpose_code="017"), encoding="cp1251")
    [receipt] = receive_messages([message])
    assert receipt.order is not None
    assert pending() == [
        PendingReturn(
            order_number=receipt.order.order_number,
            decision_number=1,
            purpose_code="094",
            amount_tiyn=500_000,
            is_one_amount=False,
            line_numbers=(2, 3),
            entry_count=2,
            message=message.content,
            encoding="cp1251",
            findings=receipt.order.findings,
        )
    ]
    assert [(finding.code, finding.line) for finding in receipt.order.findings] == [
        ("name-mismatch", 2),
        ("birth-date-mismatch", 3),
    ]


def test_a_return_of_one_amount_names_no_lines(
    pending: Callable[..., list[PendingReturn]],
    receive: Receive,
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
) -> None:
    receive(make_order(make_line(people[0]), total=Money(7)))
    assert [(one.amount_tiyn, one.is_one_amount, one.line_numbers) for one in pending()] == [(7, True, ())]


def test_an_order_that_was_sent_back_waits_by_its_second_decision(
    pending: Callable[..., list[PendingReturn]],
    receive: Receive,
    send_back: Callable[..., OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
) -> None:
    order = make_order(make_line(people[0]), purpose_code="013")
    receive(order)
    assert pending() == []
    found = send_back(order.reference)
    [waiting] = pending()
    assert (waiting.decision_number, waiting.purpose_code, waiting.entry_count) == (2, "026", 2)
    assert (waiting.line_numbers, waiting.findings) == ((1,), found.findings)


def test_returns_wait_in_the_order_of_their_decisions_and_as_many_as_asked_for(
    pending: Callable[..., list[PendingReturn]], receive_returned: Receive, clock: FixedClock
) -> None:
    received = []
    for _ in range(3):
        received.append(receive_returned().order_number)
        clock.advance(timedelta(seconds=1))
    assert [one.order_number for one in pending()] == received
    assert [one.order_number for one in pending(2)] == received[:2]


def test_returns_decided_at_once_wait_by_order_number(
    pending: Callable[..., list[PendingReturn]], receive_returned: Receive
) -> None:
    numbers = [receive_returned().order_number for _ in range(4)]
    assert [one.order_number for one in pending()] == sorted(numbers)


def test_a_dispatched_return_waits_no_more(
    open_unit: OpenUnitOfWork,
    pending: Callable[..., list[PendingReturn]],
    receive_returned: Receive,
    make_file: MakeFile,
    make_sent: MakeSent,
    clock: FixedClock,
) -> None:
    first = receive_returned()
    clock.advance(timedelta(seconds=1))
    second = receive_returned()
    [sent, _] = pending()
    with open_unit() as unit:
        unit.returns.record_file(make_file([sent]), [make_sent(sent, "GCVP-1")])
    assert [one.order_number for one in pending()] == [second.order_number]
    with open_unit() as unit:
        found = unit.orders.find_many([first.order_number])[first.order_number]
    assert found == attrs.evolve(first, entry_count=3)


def test_returns_are_listed_with_the_file_that_carries_them(
    open_unit: OpenUnitOfWork,
    dispatch: Callable[..., DispatchedFile],
    receive_returned: Receive,
    clock: FixedClock,
) -> None:
    first = receive_returned(reference="ONE")
    dispatch("returns-1.txt")
    decided_first = clock.now()
    clock.advance(timedelta(seconds=1))
    second = receive_returned(reference="TWO", value_date=date(2020, 2, 7), purpose_code="017")
    with open_unit() as unit:
        [unwritten, _] = unit.returns.list_returns()
        unit.outgoing.confirm_written("returns-1.txt", clock.now())
        listed = list(unit.returns.list_returns())
    sent = ReturnSummary(
        order_number=first.order_number,
        decision_number=1,
        order_reference="ONE",
        value_date=date(2020, 2, 10),
        payer_id=first.payer_id,
        payer_name="ТОО Алма",
        purpose_code="026",
        amount_tiyn=300_000,
        line_count=1,
        decided_at=decided_first,
        due_on=date(2020, 2, 11),
        reference="returns-1.txt-0",
        file_name="returns-1.txt",
        dispatched_on=date(2020, 2, 11),
    )
    waiting = attrs.evolve(
        sent,
        order_number=second.order_number,
        order_reference="TWO",
        value_date=date(2020, 2, 7),
        purpose_code="094",
        decided_at=clock.now(),
        due_on=date(2020, 2, 10),
        reference=None,
        file_name=None,
        dispatched_on=None,
    )
    assert listed == [sent, waiting]
    assert unwritten == attrs.evolve(sent, dispatched_on=None)


def test_a_return_is_not_dispatched_twice(
    open_unit: OpenUnitOfWork,
    pending: Callable[..., list[PendingReturn]],
    dispatch: Callable[..., DispatchedFile],
    receive_returned: Receive,
    make_file: MakeFile,
    make_sent: MakeSent,
) -> None:
    receive_returned()
    [waiting] = pending()
    first = dispatch("returns-1.txt")
    again = make_sent(waiting, "GCVP-2", entry_number=4)
    with pytest.raises(Conflict), open_unit() as unit:
        unit.returns.record_file(make_file([waiting], "returns-2.txt"), [again])
    with open_unit() as unit:
        assert unit.outgoing.unwritten_files() == [first]


def test_a_reference_is_not_used_twice(
    open_unit: OpenUnitOfWork,
    pending: Callable[..., list[PendingReturn]],
    receive_returned: Receive,
    make_file: MakeFile,
    make_sent: MakeSent,
) -> None:
    receive_returned()
    receive_returned()
    waiting = pending()
    with pytest.raises(Conflict), open_unit() as unit:
        unit.returns.record_file(make_file(waiting), [make_sent(one, "GCVP-1") for one in waiting])
    assert pending() == waiting


def test_a_file_name_is_not_used_twice(
    open_unit: OpenUnitOfWork,
    pending: Callable[..., list[PendingReturn]],
    dispatch: Callable[..., DispatchedFile],
    receive_returned: Receive,
) -> None:
    receive_returned()
    dispatch("returns-1.txt")
    receive_returned()
    with pytest.raises(Conflict):
        dispatch("returns-1.txt")
    assert len(pending()) == 1


def test_what_is_not_to_be_returned_is_not_dispatched(
    open_unit: OpenUnitOfWork,
    pending: Callable[..., list[PendingReturn]],
    receive_returned: Receive,
    make_file: MakeFile,
    make_sent: MakeSent,
) -> None:
    receive_returned()
    [waiting] = pending()
    with pytest.raises(NotFound), open_unit() as unit:
        unit.returns.record_file(make_file([waiting]), [make_sent(waiting, "GCVP-1", decision_number=2)])
    assert pending() == [waiting]


def test_outgoing_references_are_given_once_and_ascend(open_unit: OpenUnitOfWork) -> None:
    with open_unit() as unit:
        given = unit.outgoing.next_references(3) + unit.outgoing.next_references(2)
    with open_unit() as unit:
        given += unit.outgoing.next_references(1)
        assert unit.outgoing.next_references(0) == []
    assert len(set(given)) == 6
    assert given == sorted(given)
    assert given[0] >= 1


def test_a_recorded_file_waits_to_be_written_until_that_is_confirmed(
    open_unit: OpenUnitOfWork,
    dispatch: Callable[..., DispatchedFile],
    receive_returned: Receive,
    clock: FixedClock,
) -> None:
    receive_returned()
    first = dispatch("b.txt")
    clock.advance(timedelta(seconds=1))
    receive_returned()
    second = dispatch("a.txt")
    with open_unit() as unit:
        assert unit.outgoing.unwritten_files() == [first, second]
        unit.outgoing.confirm_written("b.txt", clock.now())
    with open_unit() as unit:
        unit.outgoing.confirm_written("b.txt", clock.now() + timedelta(days=1))
        assert unit.outgoing.unwritten_files() == [second]


def test_a_file_that_was_never_recorded_is_not_confirmed(open_unit: OpenUnitOfWork, clock: FixedClock) -> None:
    with pytest.raises(NotFound), open_unit() as unit:
        unit.outgoing.confirm_written("nowhere.txt", clock.now())
