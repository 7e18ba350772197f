"""What is recorded by payer, on every store: orders and entries of a month, and the registers of payments."""

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.model.actor import Actor
from esep.domain.model.ledger import Account, Entry, PersonEntry
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outcome import Part
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payer_record import PayerEntry, PayerOrder
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.payment_registers import MonthOfOrder, ReceivedOrder, RegisteredOrder, SentBackKind
from esep.domain.model.refund import Refund, RefundEvent, RefundLine, RefundReason, RefundState, SentRefund
from esep.domain.model.register import RegisterPerson
from esep.domain.model.returns import SentReturn
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.use_cases.correct_line import CorrectionRequest, CorrectLine

ALMA, UNIT = "940140000385", "950341000052"
JANUARY, FEBRUARY = Month(2020, 1), Month(2020, 2)
VALUE_DATE = date(2020, 2, 10)

Receive = Callable[..., OrderSummary]
MakeLine = Callable[..., ParticipantLine]
MakeOrder = Callable[..., PaymentOrder]


def orders_of(open_unit: OpenUnitOfWork, payer_id: str, month: Month) -> list[tuple[int, int, Part, Part]]:
    with open_unit() as unit:
        found = unit.payers.orders(payer_id, month)
    return [(one.order_number, one.line_count, one.returned, one.held) for one in found]


def entries_of(open_unit: OpenUnitOfWork, payer_id: str, month: Month) -> list[PayerEntry]:
    with open_unit() as unit:
        return list(unit.payers.entries(payer_id, month))


def test_orders_are_found_by_sender_and_by_actual_payer_with_their_lines_of_the_month(
    receive: Receive,
    open_unit: OpenUnitOfWork,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
) -> None:
    good, bad = make_line(people[0]), make_line(people[1], surname="Иванов", amount_tiyn=300_000)
    other_month = make_line(people[2], period="022020")
    cut = receive(make_order(good, bad, other_month, document_number="A1"))
    for_unit = receive(make_order(good, details_others=(("FSIDN", UNIT), ("FSNAME", "Филиал")), reference="ZZZ"))
    held = receive(make_order(good, purpose_code="183", value_date=date(2020, 2, 9)))
    elsewhere = make_order(good)
    receive(attrs.evolve(elsewhere, payer=attrs.evolve(elsewhere.payer, identification_number="961141000023")))

    assert orders_of(open_unit, ALMA, JANUARY) == [
        (held.order_number, 1, Part(), Part(1, 250_000)),
        (cut.order_number, 2, Part(1, 300_000), Part()),
        (for_unit.order_number, 1, Part(), Part()),
    ]
    assert orders_of(open_unit, ALMA, FEBRUARY) == [(cut.order_number, 1, Part(), Part())]
    assert orders_of(open_unit, UNIT, JANUARY) == [(for_unit.order_number, 1, Part(), Part())]
    assert orders_of(open_unit, "", JANUARY) == []
    with open_unit() as unit:
        [one] = unit.payers.orders(ALMA, FEBRUARY)
    assert one == PayerOrder(
        order_number=cut.order_number,
        document_number="A1",
        document_date=date(2020, 2, 7),
        line_count=1,
        returned=Part(),
        held=Part(),
    )


def test_an_order_without_lines_is_found_by_the_month_of_its_header(
    receive: Receive, open_unit: OpenUnitOfWork, make_order: MakeOrder
) -> None:
    single = receive(make_order(total=Money(500), application_header="I100SGROSS000000U3003"))
    assert orders_of(open_unit, ALMA, JANUARY) == [(single.order_number, 0, Part(), Part())]
    assert orders_of(open_unit, ALMA, FEBRUARY) == []


def test_entries_tell_who_really_paid(
    receive: Receive,
    open_unit: OpenUnitOfWork,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
) -> None:
    own = receive(make_order(make_line(people[0]), make_line(people[1])))
    fields = (("FSIDN", UNIT), ("FSNAME", "Филиал"))
    for_unit = receive(
        make_order(make_line(people[0]), purpose_code="017", details_others=fields, value_date=date(2020, 2, 11))
    )
    first, second, penalty = entries_of(open_unit, ALMA, JANUARY)
    assert first == PayerEntry(
        order_number=own.order_number,
        received_on=VALUE_DATE,
        payer_id=ALMA,
        payer_name="ТОО Алма",
        person_key=int(people[0].iin),
        account=Account.PARTICIPANT_CONTRIBUTIONS,
        amount_tiyn=250_000,
        is_refund=False,
    )
    assert second.person_key == int(people[1].iin)
    assert (penalty.order_number, penalty.payer_id, penalty.payer_name, penalty.account, penalty.received_on) == (
        for_unit.order_number,
        UNIT,
        "Филиал",
        Account.PARTICIPANT_PENALTIES,
        date(2020, 2, 11),
    )
    assert entries_of(open_unit, UNIT, JANUARY) == [penalty]
    assert entries_of(open_unit, ALMA, FEBRUARY) == []


@pytest.fixture
def correct(
    open_unit: OpenUnitOfWork, calendar: WorkingCalendar, clock: FixedClock, actor: Actor
) -> Callable[..., object]:
    """Correct the first line of the order of a reference."""
    correct = CorrectLine(open_unit=open_unit, calendar=calendar, clock=clock)

    def correct_line(reference: str, *, to_iin: str | None = None, to_month: Month | None = None) -> object:
        request = CorrectionRequest(
            reference=reference,
            line_number=1,
            to_iin=to_iin,
            to_month=to_month,
            reason="misprint",
            document_number="5",
            document_date=VALUE_DATE,
        )
        return correct(request, actor)

    return correct_line


def test_corrections_take_an_amount_from_one_month_or_person_to_another(
    receive: Receive,
    correct: Callable[..., object],
    open_unit: OpenUnitOfWork,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
) -> None:
    order = receive(make_order(make_line(people[0]), reference="R1"))
    correct("R1", to_month=FEBRUARY)
    correct("R1", to_iin=people[1].iin)
    correct("R1", to_month=JANUARY)

    def moves(month: Month) -> list[tuple[int, int, bool]]:
        entries = entries_of(open_unit, ALMA, month)
        return [(entry.person_key, entry.amount_tiyn, entry.is_refund) for entry in entries]

    first, second = int(people[0].iin), int(people[1].iin)
    assert moves(JANUARY) == [(first, 250_000, False), (first, -250_000, False), (second, 250_000, False)]
    assert moves(FEBRUARY) == [
        (first, 250_000, False),
        (first, -250_000, False),
        (second, 250_000, False),
        (second, -250_000, False),
    ]
    assert orders_of(open_unit, ALMA, FEBRUARY) == [(order.order_number, 0, Part(), Part())]


@pytest.fixture
def refund(
    open_unit: OpenUnitOfWork, clock: FixedClock, actor: Actor, make_file: Callable[..., DispatchedFile]
) -> Callable[..., None]:
    """Record a refund of the first line of an order, its money and, where wanted, its file."""

    def event(number: int, state: RefundState) -> RefundEvent:
        return RefundEvent(
            refund_number=1,
            event_number=number,
            state=state,
            recorded_at=clock.now(),
            happened_on=VALUE_DATE,
            due_on=None,
            actor=actor,
        )

    def refund(order: OrderSummary, person: RegisterPerson, amount: int) -> None:
        line = RefundLine(
            order_number=order.order_number, line_number=1, person_key=int(person.iin), amount_tiyn=amount
        )
        application = Refund(
            refund_number=1,
            payer_id=ALMA,
            application_number="1",
            applied_on=VALUE_DATE,
            content_sha256=bytes(32),
            content=b"{}",
            order_number=order.order_number,
            purpose_code="026",
            amount_tiyn=amount,
            reason=RefundReason.PAID_TWICE,
            reason_text="",
            documents=(),
            received_on=VALUE_DATE,
            recorded_at=clock.now(),
            due_on=VALUE_DATE,
            lines=(line,),
        )
        states = (RefundState.CHECKED, RefundState.SENT_TO_FUND, RefundState.APPROVED, RefundState.MONEY_RECEIVED)
        entry = PersonEntry(
            person_key=line.person_key,
            order_number=order.order_number,
            line_number=1,
            entry_number=2,
            decision_number=1,
            debit=Account.PARTICIPANT_CONTRIBUTIONS,
            credit=Account.RETURNS_PAYABLE,
            amount_tiyn=amount,
            month=JANUARY.to_number(),
            recorded_at=clock.now(),
            refund_number=1,
        )
        money_back = Entry(
            order_number=order.order_number,
            entry_number=order.entry_count + 1,
            decision_number=1,
            debit=Account.BANK,
            credit=Account.FUND_SETTLEMENT,
            amount_tiyn=amount,
            recorded_at=clock.now(),
        )
        sent = SentRefund(
            refund_number=1,
            order_number=order.order_number,
            decision_number=1,
            entry_number=order.entry_count + 2,
            amount_tiyn=amount,
            reference="GCVP-00000000009",
            event=event(6, RefundState.DISPATCHED),
        )
        file = attrs.evolve(
            make_file([], "refunds-1.txt"), dispatched_on=date(2020, 2, 13), message_count=1, total_tiyn=amount
        )
        with open_unit() as unit:
            unit.move_money_alone()
            unit.refunds.record(application, event(1, RefundState.RECEIVED))
            steps = [event(number, state) for number, state in enumerate(states, 2)]
            unit.refunds.record_steps(steps, entries=[money_back], lines=[entry])
            unit.refunds.record_file(file, [sent])
            unit.outgoing.confirm_written(file.file_name, clock.now())

    return refund


def test_a_refund_is_below_zero_and_stands_in_the_register_of_what_was_sent_back(
    receive: Receive,
    refund: Callable[..., None],
    open_unit: OpenUnitOfWork,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
) -> None:
    order = receive(make_order(make_line(people[0]), reference="R1"))
    refund(order, people[0], 100_000)
    entries = entries_of(open_unit, ALMA, JANUARY)
    assert [(entry.amount_tiyn, entry.is_refund) for entry in entries] == [(250_000, False), (-100_000, True)]
    assert {entry.account for entry in entries} == {Account.PARTICIPANT_CONTRIBUTIONS}
    with open_unit() as unit:
        [sent] = unit.payers.sent_back(date(2020, 2, 13), date(2020, 2, 13))
        assert list(unit.payers.sent_back(date(2020, 2, 14), date(2020, 2, 20))) == []
        assert unit.payers.sent_back_of([order.order_number]) == [sent]
        assert unit.payers.sent_back_of([1]) == []
    assert (sent.kind, sent.reasons, sent.reference, sent.purpose_code, sent.line_count, sent.amount_tiyn) == (
        SentBackKind.APPLICATION,
        ("paid-twice",),
        "GCVP-00000000009",
        "026",
        1,
        100_000,
    )
    assert (sent.order.reference, sent.order.payer_id, sent.dispatched_on) == ("R1", ALMA, date(2020, 2, 13))


def test_returns_stand_in_the_register_from_the_day_of_their_file_with_their_reasons(
    receive: Receive,
    receive_returned: Receive,
    send_back: Callable[..., OrderSummary],
    make_file: Callable[..., DispatchedFile],
    make_sent: Callable[..., SentReturn],
    open_unit: OpenUnitOfWork,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    clock: FixedClock,
) -> None:
    cut = receive_returned()
    receive(make_order(make_line(people[0]), purpose_code="183", total=Money(777), reference="HELD"))
    by_operator = send_back("HELD")
    with open_unit() as unit:
        pending = unit.returns.pending(10)
        sent = [make_sent(one, f"GCVP-0000000000{place}") for place, one in enumerate(pending, 1)]
        unit.returns.record_file(make_file(pending), sent)
        assert list(unit.payers.sent_back(date.min, date.max)) == []
        unit.outgoing.confirm_written("returns-1.txt", clock.now())
        listed = list(unit.payers.sent_back(date(2020, 2, 11), date(2020, 2, 11)))
        assert unit.payers.sent_back_of([cut.order_number]) == [
            one for one in listed if one.order_number == cut.order_number
        ]
    assert [one.reference for one in listed] == ["GCVP-00000000001", "GCVP-00000000002"]
    found = {
        one.order_number: (one.kind, one.reasons, one.purpose_code, one.line_count, one.amount_tiyn) for one in listed
    }
    assert found == {
        cut.order_number: (SentBackKind.EXAMINATION, ("name-mismatch",), "026", 1, 300_000),
        by_operator.order_number: (SentBackKind.OPERATOR, ("purpose-code-unknown", "total-mismatch"), "026", 1, 777),
    }


def test_the_register_of_what_was_received_has_every_order_of_its_days_by_month(
    receive: Receive,
    open_unit: OpenUnitOfWork,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
) -> None:
    lines = [
        make_line(people[0]),
        make_line(people[1], period="122019"),
        make_line(people[2], period="132019", amount_tiyn=7),
        make_line(people[2], surname="Иванов", amount_tiyn=1),
    ]
    fields = (("FSIDN", UNIT), ("FSNAME", "Филиал"))
    receive(make_order(*lines, reference="B", details_others=fields))
    receive(make_order(make_line(people[0]), reference="A", purpose_code="183", period="", sender_bic="HSBKKZKX"))
    receive(make_order(total=Money(9), reference="C", application_header="I100SGROSS000000U3003"))
    receive(make_order(make_line(people[0]), reference="D", value_date=date(2020, 2, 11)))

    def received(first: date, last: date) -> list[ReceivedOrder]:
        with open_unit() as unit:
            return list(unit.payers.received(first, last))

    assert [order.order.reference for order in received(VALUE_DATE, date(2020, 2, 11))] == ["A", "B", "C", "D"]
    assert received(date(2020, 2, 12), date(2020, 3, 1)) == []
    held, cut, single = received(VALUE_DATE, VALUE_DATE)
    assert cut == ReceivedOrder(
        order=RegisteredOrder(
            sender_bic="KZKOKZKX",
            reference="B",
            value_date=VALUE_DATE,
            message_type="102",
            payer_id=ALMA,
            payer_name="ТОО Алма",
            actual_payer_id=UNIT,
            actual_payer_name="Филиал",
            document_number="17",
            document_date=date(2020, 2, 7),
        ),
        purpose_code="012",
        period="012020",
        received_on=VALUE_DATE,
        total_tiyn=500_008,
        months=(
            MonthOfOrder(month=Month(2019, 12), line_count=1, amount_tiyn=250_000),
            MonthOfOrder(month=JANUARY, line_count=2, amount_tiyn=250_001),
            MonthOfOrder(month=None, line_count=1, amount_tiyn=7),
        ),
    )
    assert list(held.rows()) == [MonthOfOrder(month=None, line_count=1, amount_tiyn=250_000)]
    assert (single.months, list(single.rows())) == (
        (),
        [MonthOfOrder(month=JANUARY, line_count=0, amount_tiyn=9)],
    )
    assert [one.order.is_of_a_person for one in (held, cut, single)] == [False, False, True]


def test_lines_that_do_not_add_up_make_one_row_of_the_amount_received(
    receive: Receive,
    open_unit: OpenUnitOfWork,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
) -> None:
    most = 10**17 - 1
    lines: list[Any] = [make_line(people[0], amount_tiyn=most)] * 120
    receive(make_order(*lines, total=Money(777), reference="R1"))
    receive(make_order(make_line(people[0]), total=Money(7), period="132020", reference="R2"))
    with open_unit() as unit:
        order, without_month = unit.payers.received(VALUE_DATE, VALUE_DATE)
    assert list(without_month.rows()) == [MonthOfOrder(month=None, line_count=1, amount_tiyn=7)]
    assert order.months == (MonthOfOrder(month=JANUARY, line_count=120, amount_tiyn=120 * most),)
    assert list(order.rows()) == [MonthOfOrder(month=JANUARY, line_count=120, amount_tiyn=777)]
    assert orders_of(open_unit, ALMA, JANUARY)[0][2] == Part(120, 120 * most)
