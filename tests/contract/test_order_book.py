"""What every store promises of payment orders."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import AlreadyRecorded, Conflict, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.decision import Action, DecidedLines, Decision, RecordedOrder, RegisterEvidence, ReturnOrder
from esep.domain.model.finding import Finding, Severity
from esep.domain.model.incoming_message import IncomingMessage, UnreadableMessage
from esep.domain.model.ledger import Account, CreditedLines, Entry
from esep.domain.model.money import Money
from esep.domain.model.order_identity import OrderKey, order_number
from esep.domain.model.order_summary import DecisionSummary, LineSummary, OrderSummary
from esep.domain.model.outcome import LineOutcome, Outcome, Part
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.receipt import Receipt, summary_of
from esep.domain.model.register import RegisterPerson, RegisterVersion
from esep.domain.ports.unit_of_work import OpenUnitOfWork

MakeLine = Callable[..., ParticipantLine]
MakeMessage = Callable[..., IncomingMessage]
MakeOrder = Callable[..., PaymentOrder]
MakeRecorded = Callable[..., RecordedOrder]
Receive = Callable[..., OrderSummary]
ReceiveMessages = Callable[[Sequence[IncomingMessage]], list[Receipt]]

JANUARY = 2020 * 12


@pytest.fixture
def order(make_order: MakeOrder, make_line: MakeLine, people: list[RegisterPerson]) -> PaymentOrder:
    """A good order of two lines."""
    return make_order(make_line(people[0]), make_line(people[1], amount_tiyn=300_000))


@pytest.fixture
def make_recorded(make_message: MakeMessage, clock: FixedClock, actor: Actor) -> MakeRecorded:
    """Make an order as the domain records it: held whole by its first decision."""

    def make(order: PaymentOrder, **changes: Any) -> RecordedOrder:
        key = OrderKey(sender_bic=order.sender_bic, reference=order.reference, value_date=order.value_date)
        number = order_number(key)
        receipt = Entry(
            order_number=number,
            entry_number=1,
            decision_number=1,
            debit=Account.BANK,
            credit=Account.UNALLOCATED,
            amount_tiyn=order.total.tiyn,
            recorded_at=clock.now(),
        )
        count = len(order.participants)
        decision = Decision(
            order_number=number,
            decision_number=1,
            action=Action.RECEIVE,
            outcome=Outcome.HELD,
            decided_at=clock.now(),
            actor=actor,
            purpose_code=order.purpose_code,
            register=None,
            findings=(Finding(code="register-unavailable", severity=Severity.HOLD),),
            credited=Part(),
            returned=Part(),
            held=Part(count, order.total.tiyn),
            lines=DecidedLines(
                numbers=[int(number) for number in order.participants.identification_numbers],
                amounts_tiyn=order.participants.amounts_tiyn,
                months=[JANUARY] * count,
                outcomes=[LineOutcome.HELD] * count,
                levels=["-"] * count,
            ),
            entries=(receipt,),
            credited_lines=None,
            return_order=None,
        )
        recorded = RecordedOrder(
            order_number=number,
            key=key,
            content_sha256=order.content_sha256,
            conflicts_with=None,
            message=make_message(order),
            order=order,
            received_on=order.value_date,
            due_on=date(2020, 2, 11),
            decision=decision,
        )
        return attrs.evolve(recorded, **changes)

    return make


def returning(recorded: RecordedOrder, decision_number: int, *line_numbers: int) -> Decision:
    """A later decision that returns lines of the order and holds the others."""
    first = recorded.decision
    amounts = [first.lines.amounts_tiyn[number - 1] for number in line_numbers]
    outcomes = list(first.lines.outcomes)
    for number in line_numbers:
        outcomes[number - 1] = LineOutcome.RETURNED
    returned = Part(len(amounts), sum(amounts))
    entry = Entry(
        order_number=recorded.order_number,
        entry_number=decision_number,
        decision_number=decision_number,
        debit=Account.UNALLOCATED,
        credit=Account.RETURNS_PAYABLE,
        amount_tiyn=returned.tiyn,
        recorded_at=first.decided_at,
    )
    return attrs.evolve(
        first,
        decision_number=decision_number,
        action=Action.SEND_BACK,
        outcome=Outcome.RETURNED,
        findings=(),
        returned=returned,
        held=Part(first.held.lines - returned.lines, first.held.tiyn - returned.tiyn),
        lines=attrs.evolve(first.lines, outcomes=outcomes),
        entries=(entry,),
        return_order=ReturnOrder(
            purpose_code="026",
            amount_tiyn=returned.tiyn,
            is_one_amount=False,
            line_numbers=line_numbers,
            amounts_tiyn=amounts,
        ),
    )


def recorded_numbers(open_unit: OpenUnitOfWork) -> list[int]:
    with open_unit() as unit:
        return [order.order_number for order in unit.orders.list_orders()]


def test_an_order_is_found_by_its_number_as_it_was_recorded(
    open_unit: OpenUnitOfWork, order: PaymentOrder, make_recorded: MakeRecorded
) -> None:
    recorded = make_recorded(order)
    with open_unit() as unit:
        unit.orders.record_all([recorded])
    with open_unit() as unit:
        assert unit.orders.find_many([recorded.order_number, 1]) == {recorded.order_number: summary_of(recorded)}


def test_nothing_is_found_in_an_empty_store(open_unit: OpenUnitOfWork) -> None:
    with open_unit() as unit:
        assert unit.orders.find_many([1, 2]) == {}
        assert unit.orders.find_many([]) == {}
        assert unit.orders.find_by_reference("REF000001") == []
        assert list(unit.orders.list_orders()) == []
        assert list(unit.orders.list_quarantined()) == []


def test_every_field_of_an_order_comes_back(
    open_unit: OpenUnitOfWork, receive_messages: ReceiveMessages, make_message: MakeMessage, order: PaymentOrder
) -> None:
    written = attrs.evolve(order, period="", reference="A/ъ'\\\" \t%_", sender_bic="Ж")
    message = make_message(written, file_name="папка/a b.txt", position=3, encoding="cp866")
    [receipt] = receive_messages([message])
    assert receipt.order is not None
    number = receipt.order.order_number
    with open_unit() as unit:
        found = unit.orders.find_many([number])[number]
        assert found == receipt.order
        assert (found.key.reference, found.file_name, found.encoding) == (
            "A/ъ'\\\" \t%_",
            "папка/a b.txt",
            "cp866",
        )
        assert unit.orders.message_contents([number])[number] == message.content


def test_bytes_of_a_message_come_back_as_they_came(
    open_unit: OpenUnitOfWork, receive_messages: ReceiveMessages, make_message: MakeMessage, order: PaymentOrder
) -> None:
    content = bytes(range(256)) * 5_000
    [receipt] = receive_messages([make_message(order, content)])
    assert receipt.order is not None
    with open_unit() as unit:
        assert unit.orders.message_contents([receipt.order.order_number])[receipt.order.order_number] == content


def test_the_message_of_an_unknown_order_is_not_found(open_unit: OpenUnitOfWork) -> None:
    with open_unit() as unit, pytest.raises(NotFound):
        unit.orders.message_contents([1])[1]


def test_an_unknown_order_has_no_lines_and_no_decisions(open_unit: OpenUnitOfWork) -> None:
    with open_unit() as unit:
        assert (list(unit.orders.lines(1)), unit.orders.decisions(1)) == ([], [])


def test_an_order_is_not_recorded_twice(
    open_unit: OpenUnitOfWork, order: PaymentOrder, make_order: MakeOrder, make_recorded: MakeRecorded
) -> None:
    recorded = make_recorded(order)
    with open_unit() as unit:
        unit.orders.record_all([recorded])
    other = make_recorded(make_order(total=Money(5)))
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.orders.record_all([other, recorded])
    assert recorded_numbers(open_unit) == [recorded.order_number]


def test_one_content_of_a_key_is_not_recorded_under_two_numbers(
    open_unit: OpenUnitOfWork, order: PaymentOrder, make_recorded: MakeRecorded
) -> None:
    recorded = make_recorded(order)
    number = order_number(recorded.key, attempt=1)
    entries = tuple(attrs.evolve(entry, order_number=number) for entry in recorded.decision.entries)
    decision = attrs.evolve(recorded.decision, order_number=number, entries=entries)
    with open_unit() as unit:
        unit.orders.record_all([recorded])
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.orders.record_all([attrs.evolve(recorded, order_number=number, decision=decision)])
    assert recorded_numbers(open_unit) == [recorded.order_number]


def test_two_orders_may_come_in_messages_of_the_same_bytes(
    open_unit: OpenUnitOfWork, order: PaymentOrder, make_order: MakeOrder, make_recorded: MakeRecorded
) -> None:
    first = make_recorded(order)
    second = attrs.evolve(make_recorded(make_order(total=Money(5))), message=first.message)
    with open_unit() as unit:
        unit.orders.record_all([first, second])
        assert unit.orders.message_contents([second.order_number])[second.order_number] == first.message.content


def test_lines_are_those_of_the_last_decision(
    open_unit: OpenUnitOfWork, order: PaymentOrder, make_recorded: MakeRecorded, people: list[RegisterPerson]
) -> None:
    recorded = make_recorded(order)
    with open_unit() as unit:
        unit.orders.record_all([recorded])
        unit.orders.record_decisions([returning(recorded, 2, 2)])
    with open_unit() as unit:
        assert list(unit.orders.lines(recorded.order_number)) == [
            LineSummary(
                line_number=1,
                number=int(people[0].iin),
                amount_tiyn=250_000,
                month=JANUARY,
                outcome=LineOutcome.HELD,
                level="-",
            ),
            LineSummary(
                line_number=2,
                number=int(people[1].iin),
                amount_tiyn=300_000,
                month=JANUARY,
                outcome=LineOutcome.RETURNED,
                level="-",
            ),
        ]


def test_a_line_may_lack_a_valid_number_and_a_month(
    open_unit: OpenUnitOfWork,
    receive: Receive,
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
) -> None:
    found = receive(make_order(make_line(people[0], identification_number="x", period="132020")))
    with open_unit() as unit:
        assert list(unit.orders.lines(found.order_number)) == [
            LineSummary(
                line_number=1, number=None, amount_tiyn=250_000, month=None, outcome=LineOutcome.RETURNED, level="-"
            )
        ]


def test_a_later_decision_becomes_the_present_one(
    open_unit: OpenUnitOfWork, order: PaymentOrder, make_recorded: MakeRecorded, clock: FixedClock
) -> None:
    recorded = make_recorded(order)
    with open_unit() as unit:
        unit.orders.record_all([recorded])
    later = clock.now() + timedelta(days=1)
    finding = Finding(code="wrong-beneficiary", severity=Severity.HOLD, field=":59:", found="a", expected="b")
    decision = attrs.evolve(
        returning(recorded, 2, 1, 2),
        decided_at=later,
        purpose_code="017",
        accepted_findings=("purpose-code-unknown", "wrong-beneficiary"),
        findings=(finding, attrs.evolve(finding, code="name-mismatch", severity=Severity.RETURN, line=2)),
    )
    with open_unit() as unit:
        unit.orders.record_decisions([decision])
    with open_unit() as unit:
        assert unit.orders.find_many([recorded.order_number])[recorded.order_number] == attrs.evolve(
            summary_of(attrs.evolve(recorded, decision=decision)), recorded_at=clock.now(), entry_count=2
        )


def test_decisions_are_told_first_to_last_with_their_evidence(
    open_unit: OpenUnitOfWork, order: PaymentOrder, make_recorded: MakeRecorded, clock: FixedClock, actor: Actor
) -> None:
    recorded = make_recorded(order)
    evidence = RegisterEvidence(source="snapshot", version=3, answered_at=datetime(2020, 2, 11, 1, 2, 3, 4, tzinfo=UTC))
    boss = Actor(identity="dana", role="head", purpose="audit")
    decision = attrs.evolve(
        returning(recorded, 2, 1), register=evidence, actor=boss, reason="by letter 5", accepted_findings=("x",)
    )
    with open_unit() as unit:
        unit.orders.record_all([recorded])
        unit.orders.record_decisions([decision])
    with open_unit() as unit:
        first, second = unit.orders.decisions(recorded.order_number)
    assert first == DecisionSummary(
        decision_number=1,
        action=Action.RECEIVE,
        outcome=Outcome.HELD,
        decided_at=clock.now(),
        actor=actor,
        reason="",
        purpose_code="012",
        accepted_findings=(),
        register=None,
    )
    assert second == DecisionSummary(
        decision_number=2,
        action=Action.SEND_BACK,
        outcome=Outcome.RETURNED,
        decided_at=clock.now(),
        actor=boss,
        reason="by letter 5",
        purpose_code="012",
        accepted_findings=("x",),
        register=evidence,
    )


def test_a_decision_on_an_unknown_order_is_refused(
    open_unit: OpenUnitOfWork, order: PaymentOrder, make_recorded: MakeRecorded
) -> None:
    with pytest.raises(NotFound), open_unit() as unit:
        unit.orders.record_decisions([returning(make_recorded(order), 2, 1)])
    assert recorded_numbers(open_unit) == []


def test_a_decision_number_is_taken_once(
    open_unit: OpenUnitOfWork, order: PaymentOrder, make_recorded: MakeRecorded
) -> None:
    recorded = make_recorded(order)
    with open_unit() as unit:
        unit.orders.record_all([recorded])
        unit.orders.record_decisions([returning(recorded, 2, 1)])
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.orders.record_decisions([returning(recorded, 2, 2)])
    with open_unit() as unit:
        assert [one.line_numbers for one in unit.returns.pending(10)] == [(1,)]


def test_a_line_is_not_returned_twice(
    open_unit: OpenUnitOfWork, order: PaymentOrder, make_recorded: MakeRecorded
) -> None:
    recorded = make_recorded(order)
    with open_unit() as unit:
        unit.orders.record_all([recorded])
        unit.orders.record_decisions([returning(recorded, 2, 2)])
    with pytest.raises(Conflict) as refusal, open_unit() as unit:
        unit.orders.record_decisions([returning(recorded, 3, 1, 2)])
    assert not isinstance(refusal.value, AlreadyRecorded)  # to look again would not help
    with open_unit() as unit:
        assert len(unit.orders.decisions(recorded.order_number)) == 2
        assert [one.line_numbers for one in unit.returns.pending(10)] == [(2,)]


def test_a_line_is_not_credited_twice(
    open_unit: OpenUnitOfWork, order: PaymentOrder, make_recorded: MakeRecorded, people: list[RegisterPerson]
) -> None:
    recorded = make_recorded(order)
    credited = CreditedLines(
        account=Account.PARTICIPANT_CONTRIBUTIONS,
        line_numbers=[1],
        person_keys=[int(people[0].iin)],
        amounts_tiyn=[250_000],
        months=[JANUARY],
    )
    second = attrs.evolve(recorded.decision, decision_number=2, entries=(), credited_lines=credited)
    with open_unit() as unit:
        unit.orders.record_all([recorded])
        unit.orders.record_decisions([second])
    with pytest.raises(Conflict), open_unit() as unit:
        unit.orders.record_decisions([attrs.evolve(second, decision_number=3)])
    with open_unit() as unit:
        assert len(unit.accounts.records([int(people[0].iin)])) == 1


def test_orders_are_listed_by_value_date_sender_and_reference_without_findings(
    open_unit: OpenUnitOfWork, receive: Receive, order: PaymentOrder
) -> None:
    keys = [("B", "2", date(2020, 2, 10)), ("B", "1", date(2020, 2, 10)), ("A", "3", date(2020, 2, 10))]
    keys += [("Z", "9", date(2020, 2, 7)), ("a", "1", date(2020, 2, 10))]
    for bic, reference, day in keys:
        receive(attrs.evolve(order, sender_bic=bic, reference=reference, value_date=day, purpose_code="013"))
    with open_unit() as unit:
        listed = list(unit.orders.list_orders())
    assert [(one.key.sender_bic, one.key.reference, one.key.value_date.day) for one in listed] == [
        ("Z", "9", 7),
        ("A", "3", 10),
        ("B", "1", 10),
        ("B", "2", 10),
        ("a", "1", 10),
    ]
    assert [one.findings for one in listed] == [()] * 5
    assert [one.accepted_findings for one in listed] == [()] * 5


def test_orders_of_one_key_are_listed_by_number(
    open_unit: OpenUnitOfWork, receive: Receive, order: PaymentOrder
) -> None:
    numbers = [receive(attrs.evolve(order, document_number=str(place))).order_number for place in range(4)]
    assert len(set(numbers)) == 4
    assert recorded_numbers(open_unit) == sorted(numbers)


def test_orders_of_one_outcome_are_listed_by_their_last_decision(
    open_unit: OpenUnitOfWork, order: PaymentOrder, make_order: MakeOrder, make_recorded: MakeRecorded
) -> None:
    decided, waiting = make_recorded(order), make_recorded(make_order(total=Money(5)))
    with open_unit() as unit:
        unit.orders.record_all([decided, waiting])
        unit.orders.record_decisions([returning(decided, 2, 1, 2)])
    with open_unit() as unit:
        listed = {
            outcome: [order.order_number for order in unit.orders.list_orders(outcome)]
            for outcome in (Outcome.HELD, Outcome.RETURNED, Outcome.ACCEPTED, Outcome.QUARANTINED)
        }
    assert listed == {
        Outcome.HELD: [waiting.order_number],
        Outcome.RETURNED: [decided.order_number],
        Outcome.ACCEPTED: [],
        Outcome.QUARANTINED: [],
    }


def test_a_listed_order_is_the_found_one_without_findings(
    open_unit: OpenUnitOfWork, receive: Receive, order: PaymentOrder
) -> None:
    found = receive(attrs.evolve(order, purpose_code="013"))
    with open_unit() as unit:
        assert list(unit.orders.list_orders()) == [attrs.evolve(found, findings=())]


def test_orders_are_found_by_reference_newest_value_date_first(
    open_unit: OpenUnitOfWork, receive: Receive, order: PaymentOrder
) -> None:
    days = [date(2020, 2, 7), date(2020, 2, 10), date(2019, 12, 30)]
    old, new, oldest = (receive(attrs.evolve(order, reference="R", value_date=day)) for day in days)
    receive(attrs.evolve(order, reference="R2"))
    receive(attrs.evolve(order, reference="r"))
    with open_unit() as unit:
        assert unit.orders.find_by_reference("R") == [new, old, oldest]


def test_a_sender_and_a_day_narrow_what_is_found(
    open_unit: OpenUnitOfWork, receive: Receive, order: PaymentOrder
) -> None:
    first = receive(attrs.evolve(order, reference="R", sender_bic="A"))
    second = receive(attrs.evolve(order, reference="R", sender_bic="B", value_date=date(2020, 2, 7)))
    with open_unit() as unit:
        assert unit.orders.find_by_reference("R", sender_bic="A") == [first]
        assert unit.orders.find_by_reference("R", value_date=date(2020, 2, 7)) == [second]
        assert unit.orders.find_by_reference("R", sender_bic="A", value_date=date(2020, 2, 7)) == []


def test_an_unreadable_message_is_kept_with_what_could_be_read(
    open_unit: OpenUnitOfWork,
    receive_messages: ReceiveMessages,
    make_message: MakeMessage,
    make_unreadable: Callable[..., UnreadableMessage],
) -> None:
    reading = make_unreadable(
        reference="REF9",
        value_date=date(2020, 2, 7),
        sender_bic="KZKOKZKX",
        payer_id="1",
        payer_name="ТОО",
        purpose_code="012",
        period="012020",
        line_count=3,
        total=Money(500),
    )
    receipts = receive_messages([make_message(reading), make_message(make_unreadable(), position=2)])
    with open_unit() as unit:
        assert list(unit.orders.list_quarantined()) == [receipt.quarantined for receipt in receipts]


def test_quarantined_messages_are_listed_oldest_first(
    open_unit: OpenUnitOfWork,
    receive_messages: ReceiveMessages,
    make_message: MakeMessage,
    make_unreadable: Callable[..., UnreadableMessage],
    clock: FixedClock,
) -> None:
    receive_messages([make_message(make_unreadable(), file_name="b.txt")])
    clock.advance(timedelta(hours=1))
    receive_messages([make_message(make_unreadable(), file_name="a.txt")])
    with open_unit() as unit:
        assert [message.file_name for message in unit.orders.list_quarantined()] == ["b.txt", "a.txt"]


def test_an_unreadable_message_that_comes_again_stays_as_it_first_came(
    open_unit: OpenUnitOfWork,
    receive_messages: ReceiveMessages,
    make_message: MakeMessage,
    make_unreadable: Callable[..., UnreadableMessage],
    clock: FixedClock,
) -> None:
    message = make_message(make_unreadable())
    [first, _] = receive_messages([message, attrs.evolve(message, position=2)])
    clock.advance(timedelta(days=1))
    receive_messages([attrs.evolve(message, file_name="again.txt")])
    with open_unit() as unit:
        assert list(unit.orders.list_quarantined()) == [first.quarantined]


def test_evidence_of_the_register_is_kept_with_the_decision(
    open_unit: OpenUnitOfWork,
    receive: Receive,
    order: PaymentOrder,
    load_people: Callable[..., RegisterVersion],
    people: list[RegisterPerson],
    clock: FixedClock,
) -> None:
    newer = load_people(*people)
    found = receive(order)
    with open_unit() as unit:
        [decision] = unit.orders.decisions(found.order_number)
    assert decision.register == RegisterEvidence(source="snapshot", version=newer.version, answered_at=clock.now())


def test_quarantined_messages_are_found_by_their_digests(
    open_unit: OpenUnitOfWork,
    receive_messages: Callable[..., list[Receipt]],
    make_message: Callable[..., IncomingMessage],
    make_unreadable: Callable[..., UnreadableMessage],
) -> None:
    messages = [make_message(make_unreadable()) for _ in range(3)]
    receive_messages(messages)
    with open_unit() as unit:
        found = unit.orders.find_quarantined([messages[0].sha256, messages[2].sha256, bytes(32)])
        listed = {one.sha256: one for one in unit.orders.list_quarantined()}
    assert found == {one.sha256: listed[one.sha256] for one in (messages[0], messages[2])}
