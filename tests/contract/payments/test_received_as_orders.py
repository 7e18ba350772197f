"""What every store promises of messages that bring payments back and are received as payment orders too."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import attrs
import pytest

from esep.domain.errors import AlreadyRecorded
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentState, PaymentView
from esep.domain.model.decision import Action
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outcome import Outcome, Part
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.receipt import Receipt
from esep.domain.model.register import RegisterPerson
from esep.domain.model.returned_payment import ReturnedLine, ReturnedOrder
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.use_cases.receive_returned_payments import ATTEMPTS_MAX, ReceivedReturns, ReceiveReturnedPayments
from esep.domain.use_cases.take_over_orders import REASON, ReceivedAsOrder

Views = Callable[..., list[PaymentView]]
Receive = Callable[..., ReceivedReturns]
ReceiveOrders = Callable[[Sequence[IncomingMessage]], list[Receipt]]
Message = Callable[..., IncomingMessage]


@pytest.fixture
def orders(open_unit: OpenUnitOfWork) -> Callable[[], list[OrderSummary]]:
    """All payment orders of the store."""

    def orders() -> list[OrderSummary]:
        with open_unit() as unit:
            return list(unit.orders.list_orders())

    return orders


@pytest.mark.usefixtures("paid")
def test_a_message_received_as_returned_payments_is_no_payment_order(
    receive_back: Receive,
    receive_messages: ReceiveOrders,
    returned_message: Message,
    people: list[RegisterPerson],
    orders: Callable[[], list[OrderSummary]],
    sound: Callable[[], bool],
) -> None:
    back = returned_message(people[0], reference="R1")
    receive_back(back)
    other = returned_message(people[1], reference="O1", purpose_code="012")
    for outcome in (None, Outcome.DUPLICATE):
        first, second = receive_messages([attrs.evolve(back, file_name="again.txt", position=3), other])
        assert (first.file_name, first.position) == ("again.txt", 3)
        assert (first.outcome, first.order) == (Outcome.DUPLICATE, None)
        assert first.returned is not None
        assert (first.returned.name, first.returned.total_tiyn) == ("HSBKKZKX/R1/2024-05-21", 9_000_000)
        assert (first.returned.file_name, first.returned.line_count) == ("orders.txt", 1)
        assert second.order is not None
        assert second.returned is None
        assert outcome in (None, second.outcome)
    assert [order.key.reference for order in orders()] == ["O1"]
    assert sound()


@pytest.mark.usefixtures("paid")
def test_so_is_the_same_order_in_another_encoding_but_not_one_of_its_key_with_other_content(
    receive_back: Receive,
    receive_messages: ReceiveOrders,
    returned_message: Message,
    make_message: Message,
    people: list[RegisterPerson],
    sound: Callable[[], bool],
) -> None:
    back = returned_message(people[0], reference="R1")
    receive_back(back)
    assert isinstance(back.reading, PaymentOrder)
    same, other = make_message(back.reading), returned_message(people[1], reference="R1")
    assert same.sha256 != back.sha256
    told = receive_messages([same, other, back])
    assert [(one.outcome, one.returned is not None) for one in told] == [
        (Outcome.DUPLICATE, True), (Outcome.HELD, False), (Outcome.DUPLICATE, True),
    ]  # fmt: skip
    assert sound()


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize("is_other_encoding", [False, True])
def test_an_order_that_is_held_is_taken_over(
    receive_back: Receive,
    receive_messages: ReceiveOrders,
    returned_message: Message,
    make_message: Message,
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
    actor: Actor,
    views: Views,
    sound: Callable[[], bool],
    is_other_encoding: bool,
) -> None:
    back = returned_message(people[0], reference="R1")
    [held] = receive_messages([back])
    assert held.order is not None
    assert (held.outcome, held.order.entry_count) == (Outcome.HELD, 1)
    assert "returned-social-payment" in {finding.code for finding in held.order.findings}
    if is_other_encoding:
        assert isinstance(back.reading, PaymentOrder)
        back = make_message(back.reading)
    received = receive_back(back, returned_message(people[1], reference="R2"))
    assert [order.name for order in received.taken_over] == [held.order.name]
    assert (received.orders, received.matched, received.held) == (2, 1, 1)
    assert views()[1].state is PaymentState.RETURNED
    with open_unit() as unit:
        [order] = unit.orders.list_orders()
        last = unit.orders.decisions(order.order_number)[-1]
        assert list(unit.returns.list_returns()) == []
    assert (order.outcome, order.returned, order.held) == (Outcome.RETURNED, Part(1, 9_000_000), Part())
    assert order.entry_count == 3  # received; returned, and out of the bank
    assert (last.action, last.reason, last.actor) == (Action.TAKE_OVER, REASON, actor)
    assert sound()
    again = receive_back(back)
    assert (again.orders, again.known, again.taken_over) == (0, 1, ())
    [receipt] = receive_messages([back])
    assert (receipt.outcome, receipt.returned is not None) == (Outcome.DUPLICATE, True)
    assert sound()


@pytest.mark.usefixtures("paid")
def test_where_somebody_decides_on_a_held_order_meanwhile_it_is_looked_at_again(
    receive_returned: ReceiveReturnedPayments,
    returned_message: Callable[..., IncomingMessage],
    open_unit: OpenUnitOfWork,
    actor: Actor,
    people: list[RegisterPerson],
) -> None:
    tried: list[int] = []

    @contextmanager
    def overtaken() -> Iterator[UnitOfWork]:
        with open_unit() as unit:
            yield unit
            tried.append(1)
            if len(tried) != ATTEMPTS_MAX + 2:
                raise AlreadyRecorded("decided meanwhile")

    receive, message = attrs.evolve(receive_returned, open_unit=overtaken), returned_message(people[0])
    with pytest.raises(AlreadyRecorded):
        receive([message], actor)
    assert len(tried) == ATTEMPTS_MAX
    received = receive([message], actor)
    assert (len(tried), received.orders, received.matched) == (ATTEMPTS_MAX + 2, 1, 1)
    with open_unit() as unit:
        assert len(list(unit.returned_payments.lines())) == 1


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize(
    ("changes", "told"),
    [({"purpose_code": "049"}, "code 049 and text"), ({"purpose_code": "099"}, "esep orders send-back")],
)
def test_an_order_that_tells_no_returned_payment_stays_held(
    receive_back: Receive,
    receive_messages: ReceiveOrders,
    returned_message: Message,
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
    sound: Callable[[], bool],
    changes: dict[str, str],
    told: str,
) -> None:
    message = returned_message(people[0], reference="R1", **changes)
    [receipt] = receive_messages([message])
    assert receipt.order is not None
    assert "returned-social-payment" not in {finding.code for finding in receipt.order.findings}
    with pytest.raises(ReceivedAsOrder, match=told) as refused:
        receive_back(message, returned_message(people[1]))
    assert refused.value.order_name == receipt.order.name
    with open_unit() as unit:
        assert list(unit.returned_payments.lines()) == []
    assert sound()


@pytest.mark.usefixtures("paid")
def test_an_order_that_was_decided_is_refused(
    receive_back: Receive,
    receive_messages: ReceiveOrders,
    returned_message: Message,
    people: list[RegisterPerson],
    send_back: Callable[[str], OrderSummary],
    release: Callable[[str, str], OrderSummary],
    sound: Callable[[], bool],
) -> None:
    sent_back = returned_message(people[0], reference="R1")
    released = returned_message(people[0], reference="R2")
    receive_messages([sent_back, released])
    send_back("R1")
    release("R2", "012")
    for message in (sent_back, released):
        with pytest.raises(ReceivedAsOrder, match="it is decided: see `esep orders show"):
            receive_back(message)
    assert sound()


def test_what_is_recorded_as_both_and_not_taken_over_is_found(
    receive_messages: ReceiveOrders,
    returned_message: Message,
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
    actor: Actor,
) -> None:
    back = returned_message(people[0], reference="R1")
    [held] = receive_messages([back])
    assert held.order is not None
    assert isinstance(back.reading, PaymentOrder)
    line = ReturnedLine(line_number=1, iin=people[0].iin, amount_tiyn=9_000_000, period="052024", finding=None)
    returned = ReturnedOrder(
        message=back,
        order=back.reading,
        lines=(line,),
        recorded_at=held.order.recorded_at,
        due_on=held.order.due_on,
        actor=actor,
    )
    with open_unit() as unit:
        unit.returned_payments.record([returned])
        faults = {check.name: len(check.faults) for check in unit.verification.checks() if not check.ok}
    assert faults == {"social-payments-balance": 1}
