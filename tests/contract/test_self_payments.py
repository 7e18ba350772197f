"""People who pay for themselves, on every store, from the message to the account and back."""

from collections.abc import Callable
from typing import Any

import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.model.actor import Actor
from esep.domain.model.decision import Action, RecordedOrder
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.order_identity import OrderKey, order_number
from esep.domain.model.order_summary import LineSummary, OrderSummary
from esep.domain.model.outcome import LineOutcome, Outcome, Part
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.model.personal_account import RecordKind
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.message_files import MessageReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.deciding import Circumstances, decide
from esep.domain.rules.examination import examine
from esep.domain.rules.examined_order import NumberedOrder, lay_out
from esep.domain.rules.return_messages import ReturnMessages
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.redecide import Redecision
from esep.domain.use_cases.retry_held_orders import RetryHeldOrders
from esep.domain.use_cases.verify_store import VerifyStore

MakeSingle = Callable[..., PaymentOrder]
Receive = Callable[..., OrderSummary]


@pytest.fixture
def make_single(make_order: Callable[..., PaymentOrder]) -> MakeSingle:
    """Make the single order of a person."""

    def make(person: RegisterPerson, **changes: Any) -> PaymentOrder:
        name = changes.pop("name", f"{person.surname} {person.name} {person.patronymic}")
        payer = Party(account="KZ1", name=name, identification_number=person.iin)
        return make_order(
            **{"application_header": "I100SGROSS000000U3003", "total": Money(300_000), "payer": payer} | changes
        )

    return make


@pytest.fixture
def assert_sound(open_unit: OpenUnitOfWork, reader: MessageReader, rulebook: Rulebook) -> Callable[[], None]:
    verify = VerifyStore(open_unit=open_unit, reader=reader, rulebook=rulebook)

    def assert_sound() -> None:
        assert [(check.name, check.faults) for check in verify() if not check.ok] == []

    return assert_sound


@pytest.fixture
def retry(open_unit: OpenUnitOfWork, redecision: Redecision, actor: Actor) -> Callable[[], list[OrderSummary]]:
    retry = RetryHeldOrders(open_unit=open_unit, redecision=redecision)
    return lambda: retry(actor)


def test_a_persons_own_payment_is_credited_as_line_1_of_a_message_without_a_list(
    receive: Receive,
    make_single: MakeSingle,
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
    assert_sound: Callable[[], None],
) -> None:
    order = receive(make_single(people[0]))
    assert (order.outcome, order.findings, order.credited) == (Outcome.ACCEPTED, (), Part(1, 300_000))
    assert (order.line_count, order.decided_line_count) == (0, 1)
    january = Month(2020, 1)
    with open_unit() as unit:
        assert list(unit.orders.lines(order.order_number)) == [
            LineSummary(
                line_number=1,
                number=int(people[0].iin),
                amount_tiyn=300_000,
                month=january.to_number(),
                outcome=LineOutcome.CREDITED,
                level="e",
            )
        ]
        [record] = unit.accounts.records([int(people[0].iin)])
    assert (record.kind, record.period_from, record.amount_tiyn) == (RecordKind.CONTRIBUTION, january, 300_000)
    assert (record.order_line_count, record.line_number, record.sender_id) == (1, 1, people[0].iin)
    assert receive(make_single(people[1], purpose_code="017", total=Money(5))).outcome is Outcome.ACCEPTED
    assert_sound()


def test_what_was_held_as_another_type_of_message_is_taken_up_by_a_retry(
    make_single: MakeSingle,
    make_message: Callable[..., IncomingMessage],
    people: list[RegisterPerson],
    rulebook: Rulebook,
    clock: FixedClock,
    actor: Actor,
    open_unit: OpenUnitOfWork,
    retry: Callable[[], list[OrderSummary]],
    assert_sound: Callable[[], None],
) -> None:
    held = _held_without_a_line(make_message(make_single(people[0])), rulebook, clock, actor)
    with open_unit() as unit:
        unit.orders.record_all([held])
        before = unit.orders.find_many([held.order_number])[held.order_number]
    assert (before.outcome, before.held) == (Outcome.HELD, Part(0, 300_000))
    assert [finding.code for finding in before.findings] == ["message-type-unsupported"]
    assert_sound()
    [taken] = retry()
    assert (taken.outcome, taken.decision_number, taken.credited) == (Outcome.ACCEPTED, 2, Part(1, 300_000))
    assert retry() == []
    assert_sound()


def _held_without_a_line(
    message: IncomingMessage, rulebook: Rulebook, clock: FixedClock, actor: Actor
) -> RecordedOrder:
    """As it was decided before such messages were understood."""
    order = message.reading
    assert isinstance(order, PaymentOrder)
    examined = lay_out(
        NumberedOrder.of(order),
        purpose=rulebook.parameters.accepted_purpose_code(order.purpose_code, order.value_date),
        conflicts_with=None,
        answers=None,
        parameters=rulebook.parameters,
    )
    key = OrderKey(sender_bic=order.sender_bic, reference=order.reference, value_date=order.value_date)
    number = order_number(key)
    circumstances = Circumstances(order_number=number, action=Action.RECEIVE, actor=actor, decided_at=clock.now())
    return RecordedOrder(
        order_number=number,
        key=key,
        content_sha256=order.content_sha256,
        conflicts_with=None,
        message=message,
        order=order,
        received_on=order.value_date,
        due_on=order.value_date,
        decision=decide(examined, examine(rulebook, examined), circumstances),
    )


def test_it_waits_for_the_register_with_its_line(
    receive: Receive,
    make_single: MakeSingle,
    make_person: Callable[..., RegisterPerson],
    load_people: Callable[..., object],
    retry: Callable[[], list[OrderSummary]],
    assert_sound: Callable[[], None],
) -> None:
    person = make_person()
    held = receive(make_single(person))
    assert (held.outcome, held.held) == (Outcome.HELD, Part(1, 300_000))
    assert [finding.code for finding in held.findings] == ["register-unavailable"]
    assert_sound()
    load_people(person)
    [taken] = retry()
    assert taken.outcome is Outcome.ACCEPTED
    assert_sound()


def test_it_goes_back_as_one_amount_with_the_reason_of_its_line(
    receive: Receive,
    make_single: MakeSingle,
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
    reader: MessageReader,
    rulebook: Rulebook,
    assert_sound: Callable[[], None],
) -> None:
    order = make_single(people[0], name="Иванов Иван")
    returned = receive(order)
    assert (returned.outcome, returned.returned) == (Outcome.RETURNED, Part(1, 300_000))
    with open_unit() as unit:
        [pending] = unit.returns.pending(10)
    assert (pending.purpose_code, pending.is_one_amount, pending.line_numbers) == ("026", True, ())
    message = ReturnMessages(rulebook=rulebook).compose(pending, order, reference_number=1, day=order.value_date)
    text = message.assignment.replace("\n", " ")
    assert "Ошибка на 1 чел. на сумму 3000,00" in text
    assert "не соответствует" in text
    assert_sound()


def test_an_operators_purpose_code_makes_it_a_payment(
    receive: Receive,
    make_single: MakeSingle,
    people: list[RegisterPerson],
    release: Callable[..., OrderSummary],
    send_back: Callable[..., OrderSummary],
    assert_sound: Callable[[], None],
) -> None:
    held = receive(make_single(people[0], purpose_code="183", reference="R1"))
    assert held.held == Part(0, 300_000)
    released = release("R1", "012")
    assert (released.outcome, released.credited) == (Outcome.ACCEPTED, Part(1, 300_000))
    receive(make_single(people[0], purpose_code="183", reference="R2"))
    assert send_back("R2").returned == Part(0, 300_000)
    assert_sound()
