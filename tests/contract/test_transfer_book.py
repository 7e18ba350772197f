"""What every store promises of transfers to the Fund and of the files that carry them."""

from collections.abc import Callable
from datetime import date, timedelta

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import Conflict, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.model.transfer import (
    ReceivedDay,
    SentTransfer,
    Transfer,
    TransferredOrder,
    TransferSummary,
    UntransferredOrder,
    transfer_of,
)
from esep.domain.ports.unit_of_work import OpenUnitOfWork

MakeLine = Callable[..., ParticipantLine]
MakeOrder = Callable[..., PaymentOrder]
Receive = Callable[..., OrderSummary]
DAY = date(2020, 2, 10)


@pytest.fixture
def untransferred(open_unit: OpenUnitOfWork) -> Callable[..., list[UntransferredOrder]]:
    def read(received_until: date = DAY) -> list[UntransferredOrder]:
        with open_unit() as unit:
            unit.move_money_alone()
            return unit.transfers.untransferred(received_until)

    return read


@pytest.fixture
def transfer(open_unit: OpenUnitOfWork, clock: FixedClock, actor: Actor) -> Callable[..., Transfer]:
    """Transfer all that waits, whatever its purpose codes."""

    def transfer(received_until: date = DAY) -> Transfer:
        with open_unit() as unit:
            unit.move_money_alone()
            made, carried = transfer_of(
                unit.transfers.untransferred(received_until),
                transfer_number=unit.transfers.next_number(),
                transferred_on=DAY,
                purpose_code="012",
                prepared_at=clock.now(),
                actor=actor,
            )
            unit.transfers.record(made, carried)
        return made

    return transfer


def faults(open_unit: OpenUnitOfWork) -> dict[str, tuple[str, ...]]:
    with open_unit() as unit:
        return {check.name: check.faults for check in unit.verification.checks() if not check.ok}


def test_what_was_credited_of_an_order_waits_with_all_that_its_transfer_needs(
    untransferred: Callable[..., list[UntransferredOrder]], receive_returned: Receive
) -> None:
    found = receive_returned()
    assert untransferred() == [
        UntransferredOrder(
            order_number=found.order_number,
            decision_number=1,
            purpose_code="012",
            received_on=DAY,
            credited_tiyn=250_000,
            refunded_tiyn=0,
            credited_lines=1,
            refunded_lines=0,
            entry_count=2,
        )
    ]


def test_orders_of_which_nothing_was_credited_do_not_wait(
    untransferred: Callable[..., list[UntransferredOrder]],
    receive: Receive,
    send_back: Callable[..., OrderSummary],
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
) -> None:
    receive(make_order(make_line(people[0], surname="Иванов")))
    receive(make_order(make_line(people[0]), purpose_code="013"))
    receive(make_order(make_line(people[1]), purpose_code="013", reference="BACK"))
    send_back("BACK")
    assert untransferred() == []


def test_a_released_order_waits_by_the_code_and_the_decision_that_credited_it(
    untransferred: Callable[..., list[UntransferredOrder]],
    receive: Receive,
    release: Callable[..., OrderSummary],
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
) -> None:
    receive(make_order(make_line(people[0]), purpose_code="013", reference="R"))
    release("R", "017")
    [waiting] = untransferred()
    assert (waiting.purpose_code, waiting.decision_number, waiting.entry_count) == ("017", 2, 1)


def test_orders_received_after_the_day_wait_for_a_later_one(
    untransferred: Callable[..., list[UntransferredOrder]],
    open_unit: OpenUnitOfWork,
    receive: Receive,
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
) -> None:
    days = [DAY - timedelta(days=3), DAY, DAY]
    orders = [receive(make_order(make_line(people[0]), value_date=day)).order_number for day in days]
    assert untransferred(DAY - timedelta(days=4)) == []
    assert [one.order_number for one in untransferred(DAY - timedelta(days=1))] == orders[:1]
    assert [one.order_number for one in untransferred()] == sorted(orders)
    with open_unit() as unit:
        assert unit.transfers.untransferred_days() == [
            ReceivedDay(received_on=days[0], order_count=1, amount_tiyn=250_000),
            ReceivedDay(received_on=DAY, order_count=2, amount_tiyn=500_000),
        ]


def test_a_transferred_order_waits_no_more_and_its_money_is_with_the_fund(
    untransferred: Callable[..., list[UntransferredOrder]],
    transfer: Callable[..., Transfer],
    open_unit: OpenUnitOfWork,
    receive_returned: Receive,
    clock: FixedClock,
    actor: Actor,
) -> None:
    orders = [receive_returned(), receive_returned()]
    made = transfer()
    assert made == Transfer(
        transfer_number=1,
        transferred_on=DAY,
        purpose_code="012",
        amount_tiyn=500_000,
        order_count=2,
        line_count=2,
        prepared_at=clock.now(),
        actor=actor,
    )
    assert untransferred() == []
    with open_unit() as unit:
        assert unit.transfers.untransferred_days() == []
        found = unit.orders.find_many([one.order_number for one in orders])
        assert {one.entry_count for one in found.values()} == {3}
        assert unit.transfers.next_number() == 2
    assert faults(open_unit) == {}


def test_an_order_is_not_transferred_twice(
    open_unit: OpenUnitOfWork, transfer: Callable[..., Transfer], receive_returned: Receive
) -> None:
    found = receive_returned()
    made = transfer()
    again = TransferredOrder(
        order_number=found.order_number, decision_number=1, entry_number=4, line_count=1, amount_tiyn=250_000
    )
    with pytest.raises(Conflict), open_unit() as unit:
        unit.transfers.record(attrs.evolve(made, transfer_number=2), [again])
    with pytest.raises(Conflict), open_unit() as unit:
        unit.transfers.record(made, [])
    with open_unit() as unit:
        assert [one.transfer for one in unit.transfers.list_transfers()] == [made]
    assert faults(open_unit) == {}


def test_an_order_without_that_decision_is_not_transferred(
    open_unit: OpenUnitOfWork,
    untransferred: Callable[..., list[UntransferredOrder]],
    receive_returned: Receive,
    clock: FixedClock,
    actor: Actor,
) -> None:
    receive_returned()
    waiting = untransferred()
    made, [carried] = transfer_of(
        waiting, transfer_number=1, transferred_on=DAY, purpose_code="012", prepared_at=clock.now(), actor=actor
    )
    with pytest.raises(NotFound), open_unit() as unit:
        unit.transfers.record(made, [attrs.evolve(carried, decision_number=2)])
    assert untransferred() == waiting
    with open_unit() as unit:
        assert list(unit.transfers.list_transfers()) == []


def test_transfers_wait_for_a_file_and_are_listed_with_it(
    open_unit: OpenUnitOfWork,
    transfer: Callable[..., Transfer],
    receive: Receive,
    make_order: MakeOrder,
    make_line: MakeLine,
    make_file: Callable[..., DispatchedFile],
    people: list[RegisterPerson],
) -> None:
    early = DAY - timedelta(days=3)
    for day in (DAY, early, DAY):
        receive(make_order(make_line(people[0]), value_date=day))
    first = transfer()
    receive(make_order(make_line(people[1]), make_line(people[2])))
    second = transfer()
    with open_unit() as unit:
        assert unit.transfers.without_file(1) == [first]
        assert unit.transfers.without_file(5) == [first, second]
        file = make_file([], "transfers-1.txt", message_count=1, total_tiyn=first.amount_tiyn)
        unit.transfers.record_file(file, [SentTransfer(transfer_number=1, reference="GCVP-1")])
    with open_unit() as unit:
        assert unit.transfers.without_file(5) == [second]
        assert unit.outgoing.unwritten_files() == [file]
        assert list(unit.transfers.list_transfers()) == [
            TransferSummary(
                transfer=first,
                days=(
                    ReceivedDay(received_on=early, order_count=1, amount_tiyn=250_000),
                    ReceivedDay(received_on=DAY, order_count=2, amount_tiyn=500_000),
                ),
                reference="GCVP-1",
                file_name="transfers-1.txt",
            ),
            TransferSummary(
                transfer=second,
                days=(ReceivedDay(received_on=DAY, order_count=1, amount_tiyn=500_000),),
                reference=None,
                file_name=None,
            ),
        ]
    assert faults(open_unit) == {}


@pytest.mark.parametrize(
    ("number", "reference", "file_name", "error"),
    [
        (1, "GCVP-2", "b.txt", Conflict),
        (2, "GCVP-1", "b.txt", Conflict),
        (2, "GCVP-2", "a.txt", Conflict),
        (3, "GCVP-2", "b.txt", NotFound),
    ],
)
def test_a_transfer_goes_into_one_file_under_one_reference(
    open_unit: OpenUnitOfWork,
    transfer: Callable[..., Transfer],
    receive_returned: Receive,
    make_file: Callable[..., DispatchedFile],
    number: int,
    reference: str,
    file_name: str,
    error: type[Exception],
) -> None:
    for _ in range(2):
        receive_returned()
        transfer()
    sizes = {"message_count": 1, "total_tiyn": 250_000}
    with open_unit() as unit:
        unit.transfers.record_file(
            make_file([], "a.txt", **sizes), [SentTransfer(transfer_number=1, reference="GCVP-1")]
        )
    with pytest.raises(error), open_unit() as unit:
        sent = SentTransfer(transfer_number=number, reference=reference)
        unit.transfers.record_file(make_file([], file_name, **sizes), [sent])
    with open_unit() as unit:
        assert [one.transfer_number for one in unit.transfers.without_file(5)] == [2]
        assert [file.file_name for file in unit.outgoing.unwritten_files()] == ["a.txt"]
    assert faults(open_unit) == {}


@pytest.mark.parametrize(
    "change", [{"amount_tiyn": 1}, {"order_count": 2}, {"line_count": 2}, {"purpose_code": "017"}], ids=str
)
def test_a_transfer_that_is_not_what_it_says_is_found(
    open_unit: OpenUnitOfWork,
    untransferred: Callable[..., list[UntransferredOrder]],
    receive_returned: Receive,
    clock: FixedClock,
    actor: Actor,
    change: dict[str, object],
) -> None:
    receive_returned()
    made, carried = transfer_of(
        untransferred(), transfer_number=1, transferred_on=DAY, purpose_code="012", prepared_at=clock.now(), actor=actor
    )
    with open_unit() as unit:
        unit.transfers.record(attrs.evolve(made, **change), carried)  # type: ignore[arg-type]  # fields by name
    assert {name: len(found) for name, found in faults(open_unit).items()} == {"transfers-balance": 1}


@pytest.mark.parametrize("change", [{"amount_tiyn": 249_999}, {"line_count": 2}], ids=str)
def test_an_order_transferred_for_other_than_was_credited_is_found(
    open_unit: OpenUnitOfWork,
    untransferred: Callable[..., list[UntransferredOrder]],
    receive_returned: Receive,
    clock: FixedClock,
    actor: Actor,
    change: dict[str, int],
) -> None:
    found = receive_returned()
    [waiting] = untransferred()
    carried = attrs.evolve(TransferredOrder.of(waiting), **change)
    made = Transfer(
        transfer_number=1,
        transferred_on=DAY,
        purpose_code="012",
        amount_tiyn=carried.amount_tiyn,
        order_count=1,
        line_count=carried.line_count,
        prepared_at=clock.now(),
        actor=actor,
    )
    with open_unit() as unit:
        unit.transfers.record(made, [carried])
    [fault] = faults(open_unit)["transfers-balance"]
    assert str(found.key) in fault


def test_a_file_of_transfers_that_is_not_what_it_says_is_found(
    open_unit: OpenUnitOfWork,
    transfer: Callable[..., Transfer],
    receive_returned: Receive,
    make_file: Callable[..., DispatchedFile],
) -> None:
    receive_returned()
    transfer()
    with open_unit() as unit:
        file = make_file([], "a.txt", message_count=1, total_tiyn=1)
        unit.transfers.record_file(file, [SentTransfer(transfer_number=1, reference="GCVP-1")])
    assert {name: len(found) for name, found in faults(open_unit).items()} == {"dispatches-balance": 1}
