"""Guards that a correct caller never meets: they stop a wrong one before anything is recorded."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.in_memory.state_register import InMemoryRegister, UnavailableRegister
from esep.adapters.in_memory.store import InMemoryStore
from esep.adapters.outbox.folder import FolderOutbox
from esep.adapters.payment_files.writer import Mt102Writer
from esep.domain.errors import AlreadyRecorded, Conflict
from esep.domain.model.actor import Actor
from esep.domain.model.decision import Action, QuarantinedMessage
from esep.domain.model.incoming_message import IncomingMessage, UnreadableMessage
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.receipt import quarantine_summary
from esep.domain.model.register import RegisterAnswers, RegisterPerson
from esep.domain.ports.message_files import MessageReader
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.deciding import Circumstances, decide
from esep.domain.rules.examination import examine
from esep.domain.rules.examined_order import ExaminedOrder
from esep.domain.rules.return_messages import ReturnMessages
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.dispatch_returns import DispatchReturns, ReturnsNotWritable
from esep.domain.use_cases.receive_orders import ReceiveOrders
from esep.domain.use_cases.redecide import Redecision
from esep.domain.use_cases.retry_held_orders import BATCH_ORDERS, RetryHeldOrders
from esep.domain.use_cases.send_back_held_order import SendBackHeldOrder
from esep.domain.use_cases.verify_store import VerifyStore
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles

MakeLine = Callable[..., ParticipantLine]
MakeMessage = Callable[..., IncomingMessage]
MakeOrder = Callable[..., PaymentOrder]
NOW = datetime(2020, 2, 10, tzinfo=UTC)


def test_a_line_without_a_number_is_never_credited(
    rulebook: Rulebook,
    lay: Callable[..., ExaminedOrder],
    make_order: MakeOrder,
    make_line: MakeLine,
    make_person: Callable[..., RegisterPerson],
    actor: Actor,
) -> None:
    person = make_person()
    good = lay(make_order(make_line(person)), [person])
    credited = examine(rulebook, good)
    circumstances = Circumstances(order_number=1, action=Action.RECEIVE, actor=actor, decided_at=NOW)
    with pytest.raises(AssertionError, match="without a valid number or month"):
        decide(attrs.evolve(good, numbers=[None]), credited, circumstances)
    with pytest.raises(AssertionError, match="without a valid number or month"):
        decide(attrs.evolve(good, months=[None]), credited, circumstances)


def test_only_an_unreadable_message_is_quarantined(make_message: MakeMessage, make_order: MakeOrder) -> None:
    message = make_message(make_order())
    with pytest.raises(TypeError, match="only an unreadable message"):
        quarantine_summary(QuarantinedMessage(message=message, findings=(), received_at=NOW, due_on=NOW.date()))


@attrs.frozen
class Product:
    """The use cases on a store in memory that holds one order for want of a register."""

    store: InMemoryStore
    redecision: Redecision
    message: IncomingMessage

    def retry(self) -> RetryHeldOrders:
        return RetryHeldOrders(open_unit=self.store.open_unit, redecision=self.redecision)


@pytest.fixture
def held(
    make_order: MakeOrder,
    make_line: MakeLine,
    make_message: MakeMessage,
    make_person: Callable[..., RegisterPerson],
    reader: MessageReader,
    rulebook: Rulebook,
    calendar: WorkingCalendar,
    clock: FixedClock,
    actor: Actor,
) -> Product:
    person, store = make_person(), InMemoryStore()
    register = InMemoryRegister(people=[person], clock=clock)
    receive = ReceiveOrders(
        open_unit=store.open_unit, register=register, calendar=calendar, clock=clock, rulebook=rulebook
    )
    message = make_message(make_order(make_line(person), purpose_code="183"))
    receive([message], actor)
    redecision = Redecision(register=register, clock=clock, rulebook=rulebook, reader=reader)
    return Product(store, redecision, message)


def test_bytes_that_cannot_be_read_any_more_stop_a_decision_and_fail_the_check(
    held: Product, reader: "object", make_unreadable: Callable[..., UnreadableMessage], rulebook: Rulebook, actor: Actor
) -> None:
    reader.readings[held.message.content] = make_unreadable()  # type: ignore[attr-defined]  # it remembers
    with pytest.raises(Conflict, match="esep verify"):
        held.retry()(actor)
    verify = VerifyStore(open_unit=held.store.open_unit, reader=held.redecision.reader, rulebook=rulebook)
    [check] = [check for check in verify() if not check.ok]
    assert check.faults[0].endswith("not as in its message: the message, which cannot be read")


def test_a_return_whose_bytes_cannot_be_read_any_more_waits_and_is_told(
    held: Product,
    reader: "object",
    make_unreadable: Callable[..., UnreadableMessage],
    rulebook: Rulebook,
    actor: Actor,
    tmp_path: Path,
) -> None:
    send_back = SendBackHeldOrder(open_unit=held.store.open_unit, redecision=held.redecision)
    assert isinstance(held.message.reading, PaymentOrder)
    send_back(held.message.reading.reference, reason="not ours", actor=actor)
    reader.readings[held.message.content] = make_unreadable()  # type: ignore[attr-defined]  # it remembers
    dispatch = DispatchReturns(
        open_unit=held.store.open_unit,
        files=WriteOutgoingFiles(open_unit=held.store.open_unit, outbox=FolderOutbox(), clock=held.redecision.clock),
        reader=held.redecision.reader,
        writer=Mt102Writer(),
        messages=ReturnMessages(rulebook=rulebook),
        clock=held.redecision.clock,
    )
    with pytest.raises(ReturnsNotWritable, match="esep verify"):
        dispatch(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_more_held_orders_than_one_batch_takes_are_all_retried(
    held: Product,
    make_order: MakeOrder,
    make_line: MakeLine,
    make_message: MakeMessage,
    make_person: Callable[..., RegisterPerson],
    calendar: WorkingCalendar,
    actor: Actor,
) -> None:
    redecision = held.redecision
    receive = ReceiveOrders(
        open_unit=held.store.open_unit,
        register=UnavailableRegister(),
        calendar=calendar,
        clock=redecision.clock,
        rulebook=redecision.rulebook,
    )
    person = make_person()
    receive([make_message(make_order(make_line(person))) for _ in range(BATCH_ORDERS)], actor)
    known = attrs.evolve(redecision, register=InMemoryRegister(people=[person], clock=redecision.clock))
    decided = attrs.evolve(held, redecision=known).retry()(actor)
    outcomes = [order.outcome.value for order in decided]
    assert (len(decided), outcomes.count("accepted"), outcomes.count("held")) == (BATCH_ORDERS + 1, BATCH_ORDERS, 1)


def test_a_race_that_is_lost_every_time_leaves_the_order_as_it_stands(held: Product, actor: Actor) -> None:
    class Overtaken:
        asked = 0

        def find_many(self, numbers: Collection[int]) -> RegisterAnswers:
            self.asked += len(numbers)
            raise AlreadyRecorded("decided meanwhile")

    register = Overtaken()
    overtaken = attrs.evolve(held, redecision=attrs.evolve(held.redecision, register=register))
    [order] = overtaken.retry()(actor)
    assert (order.decision_number, order.outcome.value, register.asked) == (1, "held", 10)
