"""What every store promises of payments that come back, are sent again, and were paid over."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import Conflict, InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentBalance, PaymentState, PaymentView
from esep.domain.model.incoming_message import IncomingMessage, UnreadableMessage
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.overpayment import OverpaymentState
from esep.domain.model.payment_document import PaymentDocument, ReturnDocument
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.recipient_case import CaseAction, PaymentDecision
from esep.domain.model.register import RegisterPerson
from esep.domain.model.returned_payment import HeldBecause
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.confirm_payments import ConfirmPayments
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.handle_overpayments import HandleOverpayments, MoreThanPaid, OverpaymentSettled
from esep.domain.use_cases.list_deadlines import ListDeadlines
from esep.domain.use_cases.prepare_payments import PreparedPayments
from esep.domain.use_cases.receive_returned_payments import ReceivedReturns
from esep.domain.use_cases.resend_payments import NothingReturned, PayoutAccount
from esep.domain.use_cases.send_payments import SentPayments

Views = Callable[..., list[PaymentView]]
Receive = Callable[..., ReceivedReturns]
Message = Callable[..., IncomingMessage]
MAY = Month(2024, 5)


@pytest.mark.usefixtures("paid")
def test_a_returned_line_finds_its_payment_and_books_it_back(
    receive_back: Receive,
    returned_message: Message,
    views: Views,
    balance: Callable[[], PaymentBalance],
    people: list[RegisterPerson],
    sound: Callable[[], bool],
) -> None:
    received = receive_back(returned_message(people[0]))
    assert (received.orders, received.matched, received.held) == (1, 1, 0)
    [line] = received.lines
    assert line.key == views()[1].key
    assert [view.state for view in views()] == [PaymentState.SENT, PaymentState.RETURNED]
    assert (balance().paid_tiyn, balance().returned_tiyn, balance().withheld_tiyn) == (0, 9_000_000, 1_000_000)
    assert sound()


@pytest.mark.usefixtures("paid")
def test_a_file_received_again_changes_nothing(
    receive_back: Receive,
    returned_message: Message,
    views: Views,
    people: list[RegisterPerson],
    sound: Callable[[], bool],
) -> None:
    message = returned_message(people[0], line={"period": ""})
    receive_back(message)
    again = receive_back(message)
    assert (again.orders, again.known, again.matched, again.held) == (0, 1, 0, 0)
    # The same order in other bytes is the same order.
    other = attrs.evolve(message, content=b"other", sha256=bytes(31) + b"1")
    assert receive_back(other).known == 1
    assert [view.state for view in views()] == [PaymentState.SENT, PaymentState.RETURNED]
    assert sound()


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"purpose_code": "012"}, HeldBecause.PURPOSE_CODE),
        ({"purpose_code": "049"}, HeldBecause.PURPOSE_TEXT),
        ({"purpose_code": "049", "assignment": "Возврат сумм"}, None),
        ({"line": {"amount_tiyn": 1}}, None),
        ({"line": {"identification_number": "123"}}, None),
        ({"total": Money(5)}, HeldBecause.TOTAL),
    ],
)
def test_a_line_without_a_payment_is_held_and_listed(
    receive_back: Receive,
    returned_message: Message,
    open_unit: OpenUnitOfWork,
    people: list[RegisterPerson],
    changes: dict[str, object],
    because: HeldBecause | None,
    sound: Callable[[], bool],
) -> None:
    received = receive_back(returned_message(people[0], **changes))
    assert (received.matched, received.held) == (0, 1)
    with open_unit() as unit:
        [held] = unit.returned_payments.lines(is_held=True)
        assert list(unit.returned_payments.lines(is_held=False)) == []
    assert (held.finding, held.key, held.due_on) == (because, None, date(2024, 5, 22))
    assert sound()


@pytest.mark.usefixtures("paid")
def test_another_order_of_the_same_reference_is_held(
    receive_back: Receive, returned_message: Message, people: list[RegisterPerson], sound: Callable[[], bool]
) -> None:
    receive_back(returned_message(people[0], reference="R1"))
    other = receive_back(returned_message(people[0], reference="R1", line={"period": "042024"}))
    assert [(line.finding, line.key) for line in other.lines] == [(HeldBecause.CONFLICT, None)]
    assert sound()


@pytest.mark.usefixtures("paid")
def test_an_unreadable_message_is_quarantined(
    receive_back: Receive,
    make_message: Message,
    make_unreadable: Callable[..., UnreadableMessage],
    open_unit: OpenUnitOfWork,
    sound: Callable[[], bool],
) -> None:
    assert receive_back(make_message(make_unreadable())).unreadable == 1
    with open_unit() as unit:
        assert len(list(unit.orders.list_quarantined())) == 1
    assert sound()


def test_a_held_line_is_tried_again_with_its_file(
    receive_back: Receive,
    returned_message: Message,
    appoint: Callable[..., int],
    prepare: Callable[..., PreparedPayments],
    people: list[RegisterPerson],
) -> None:
    message = returned_message(people[0])
    assert receive_back(message).held == 1
    appoint(people[0])
    prepare()
    assert (receive_back(message).matched, receive_back(message).held) == (1, 0)


@pytest.mark.usefixtures("paid")
def test_a_contribution_comes_back_by_its_own_code(
    receive_back: Receive,
    returned_message: Message,
    balance: Callable[[], PaymentBalance],
    people: list[RegisterPerson],
    views: Views,
    sound: Callable[[], bool],
) -> None:
    receive_back(returned_message(people[0], purpose_code="021", line={"amount_tiyn": 1_000_000}))
    assert (balance().withheld_tiyn, balance().returned_tiyn, balance().paid_tiyn) == (0, 1_000_000, 9_000_000)
    assert views()[1].state is PaymentState.SENT
    assert sound()


@pytest.mark.usefixtures("paid")
def test_an_order_without_a_list_is_held_as_one_line(
    receive_back: Receive, returned_message: Message, sound: Callable[[], bool]
) -> None:
    single = returned_message(application_header="O100SCLEAR000000U3003", total=Money(9_000_000))
    [line] = receive_back(single).lines
    assert (line.iin, line.amount_tiyn, line.key) == ("", 9_000_000, None)
    assert sound()


@pytest.mark.usefixtures("paid")
def test_more_than_stands_of_a_payment_is_held(
    overpayments: HandleOverpayments,
    actor: Actor,
    receive_back: Receive,
    returned_message: Message,
    people: list[RegisterPerson],
    sound: Callable[[], bool],
) -> None:
    for month, tiyn in ((Month(2024, 4), 1), (MAY, 500_000)):
        overpayments.find("SP-000001", month, tiyn, "wrong degree", actor)
    overpayments.repay("OP-000002", actor, on=date(2024, 5, 20), amount_tiyn=500_000, document="7")
    assert receive_back(returned_message(people[0])).held == 1
    assert sound()


@pytest.mark.usefixtures("paid")
def test_what_is_to_be_done_about_returns_and_overpayments_is_due(
    overpayments: HandleOverpayments,
    actor: Actor,
    receive_back: Receive,
    returned_message: Message,
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
    due_days: DueDays,
) -> None:
    receive_back(returned_message(people[1], reference="R1"))
    overpayments.find("SP-000001", MAY, 1, "wrong degree", actor)
    overpayments.find("SP-000001", MAY, 1, "wrong degree", actor)
    overpayments.notify("OP-000002", actor)
    deadlines = ListDeadlines(open_unit=open_unit, clock=clock, due_days=due_days)
    told = [(one.duty.value, one.name, one.due_on, one.state.value) for one in deadlines()]
    assert ("find-returned", "R1 line 1", date(2024, 5, 22), "open") in told
    assert ("record-return", "R1", date(2024, 5, 22), "met") in told
    assert [one for one in told if one[0] == "notify-overpayment"] == [
        ("notify-overpayment", "OP-000001", date(2024, 5, 23), "open")
    ]
    clock.instant = clock.instant.replace(day=23)
    assert {"find-returned", "record-return"} & {one.duty.value for one in deadlines()} == {"find-returned"}


@pytest.mark.usefixtures("paid")
def test_steps_that_say_nothing_are_refused(overpayments: HandleOverpayments, actor: Actor) -> None:
    with pytest.raises(InvalidInput, match="reason"):
        overpayments.find("SP-000001", MAY, 1, " ", actor)
    overpayments.find("SP-000001", MAY, 2, "wrong degree", actor)
    with pytest.raises(NotFound, match="no overpayment is called"):
        overpayments.notify("OP-9", actor)
    with pytest.raises(InvalidInput, match="still to come"):
        overpayments.notify("OP-000001", actor, on=date(2024, 5, 21))
    with pytest.raises(InvalidInput, match="document"):
        overpayments.repay("OP-000001", actor, on=date(2024, 5, 20), amount_tiyn=1, document="")
    with pytest.raises(InvalidInput, match="application"):
        overpayments.withhold("OP-000001", actor, document="")
    overpayments.withhold("OP-000001", actor, document="21")
    with pytest.raises(Conflict, match="already"):
        overpayments.withhold("OP-000001", actor, document="21")


def test_where_several_are_paid_the_part_must_be_told(
    overpayments: HandleOverpayments,
    actor: Actor,
    appoint: Callable[..., int],
    decide: Callable[..., PaymentDecision],
    prepare: Callable[..., PreparedPayments],
    people: list[RegisterPerson],
    resend: Callable[..., SentPayments],
) -> None:
    with pytest.raises(NotFound, match="nothing was paid"):
        resend()
    appoint(people[0], decide(people[0], people[1]))
    prepare()
    with pytest.raises(InvalidInput, match="--part"):
        overpayments.find("SP-000001", MAY, 1, "wrong share", actor)
    assert overpayments.find("SP-000001", MAY, 1, "wrong share", actor, part=2).payee_key == int(people[1].iin)


@pytest.mark.usefixtures("paid")
def test_what_came_back_is_sent_again_once_to_another_account(
    receive_back: Receive,
    returned_message: Message,
    resend: Callable[..., SentPayments],
    views: Views,
    iban: Callable[[int], str],
    people: list[RegisterPerson],
    sound: Callable[[], bool],
) -> None:
    with pytest.raises(NothingReturned):
        resend()
    receive_back(returned_message(people[0]))
    sent = resend(to=PayoutAccount(account=iban(9), bic="KCJBKZKX"))
    assert [file.total_tiyn for file in sent.files] == [9_000_000]
    may = views()[1]
    assert (may.state, may.attempt, may.account, may.bic) == (PaymentState.RESENT, 2, iban(9), "KCJBKZKX")
    with pytest.raises(NothingReturned):
        resend()
    receive_back(returned_message(people[0]))
    assert views()[1].state is PaymentState.RETURNED
    resend()
    assert (views()[1].attempt, views()[1].account) == (3, iban(9))
    assert sound()


@pytest.mark.usefixtures("paid")
def test_the_account_given_is_that_of_later_payments_until_a_decision_names_another(
    receive_back: Receive,
    returned_message: Message,
    resend: Callable[..., SentPayments],
    prepare: Callable[..., PreparedPayments],
    happen: Callable[..., None],
    decide: Callable[..., PaymentDecision],
    views: Views,
    iban: Callable[[int], str],
    people: list[RegisterPerson],
    clock: FixedClock,
    out: Path,
    sound: Callable[[], bool],
) -> None:
    receive_back(returned_message(people[0]))
    clock.instant = clock.instant.replace(day=21)
    resend(to=PayoutAccount(account=iban(9), bic="KCJBKZKX"))
    clock.instant = clock.instant.replace(month=6)
    [june] = prepare("2024-06").files
    assert f"/LA/{iban(9)}" in (out / june.file_name).read_text(encoding="utf-8")
    # April went to the account of the decision and did not come back; that does not change.
    assert [view.account for view in views()] == [iban(1), iban(9), iban(9)]
    same = decide(people[0], amount_tiyn=12_000_000, from_on=date(2024, 7, 1))
    happen(1, CaseAction.RECALCULATE, date(2024, 7, 1), same)
    clock.instant = clock.instant.replace(month=7)
    prepare("2024-07")
    other = attrs.evolve(
        same,
        from_on=date(2024, 8, 1),
        parts=tuple(attrs.evolve(part, account=iban(5), bic="CASPKZKA") for part in same.parts),
    )
    happen(1, CaseAction.RECALCULATE, date(2024, 8, 1), other)
    clock.instant = clock.instant.replace(month=8)
    prepare("2024-08")
    assert [(view.account, view.bic) for view in views()[3:]] == [(iban(9), "KCJBKZKX"), (iban(5), "CASPKZKA")]
    assert sound()


@pytest.mark.usefixtures("paid")
def test_the_same_account_again_is_not_given_to_later_payments(
    receive_back: Receive,
    returned_message: Message,
    resend: Callable[..., SentPayments],
    prepare: Callable[..., PreparedPayments],
    views: Views,
    iban: Callable[[int], str],
    people: list[RegisterPerson],
    clock: FixedClock,
) -> None:
    receive_back(returned_message(people[0]))
    clock.instant = clock.instant.replace(day=21)
    resend()
    clock.instant = clock.instant.replace(month=6)
    prepare("2024-06")
    assert [view.account for view in views()] == [iban(1)] * 3


@pytest.mark.usefixtures("paid")
def test_each_payment_tells_what_carried_and_what_brought_it_back(
    receive_back: Receive,
    returned_message: Message,
    open_unit: OpenUnitOfWork,
    people: list[RegisterPerson],
) -> None:
    message = returned_message(people[0])
    receive_back(message)
    with open_unit() as unit:
        documents = unit.payments.documents([int(people[0].iin)])
        assert unit.payments.documents([int(people[1].iin)]) == {}
    april, may = (documents[key] for key in sorted(documents))
    sent = PaymentDocument(
        document_number="1",
        document_date=date(2024, 5, 20),
        purpose_code="091",
        sender_id="160440007161",
        sender_name='НАО "Государственная корпорация "Правительство для граждан"',
        recipient_name="Получатели по списку",
        total_tiyn=18_000_000,
    )
    assert (april.sent, april.returned) == (sent, None)
    order = message.reading
    assert isinstance(order, PaymentOrder)
    assert (may.sent, may.returned) == (
        sent,
        ReturnDocument(
            received_on=date(2024, 5, 21),
            reference=order.reference,
            document=PaymentDocument(
                document_number=order.document_number,
                document_date=order.document_date,
                purpose_code="092",
                sender_id=order.payer.identification_number,
                sender_name=order.payer.name,
                recipient_name=order.beneficiary.name,
                total_tiyn=9_000_000,
            ),
            amount_tiyn=9_000_000,
            period="052024",
        ),
    )


@pytest.mark.usefixtures("paid")
def test_what_is_not_due_any_more_is_not_sent_again(
    receive_back: Receive,
    returned_message: Message,
    resend: Callable[..., SentPayments],
    happen: Callable[..., None],
    people: list[RegisterPerson],
) -> None:
    receive_back(returned_message(people[0]))
    happen(1, CaseAction.TERMINATE, date(2024, 5, 1))
    with pytest.raises(NothingReturned, match="not due any more"):
        resend()


def test_no_account_is_taken_that_is_none(iban: Callable[[int], str]) -> None:
    with pytest.raises(InvalidInput, match="IBAN"):
        PayoutAccount(account="KZ00125KZT0000000001", bic="HSBKKZKX")
    with pytest.raises(InvalidInput, match="BIC"):
        PayoutAccount(account=iban(1), bic="?")


def test_the_bank_confirms_a_file_once(
    paid: PreparedPayments, open_unit: OpenUnitOfWork, clock: FixedClock, actor: Actor, views: Views
) -> None:
    confirm = ConfirmPayments(open_unit=open_unit, clock=clock)
    with pytest.raises(InvalidInput, match="still to come"):
        confirm(actor, month=MAY, on=date(2024, 6, 1))
    with pytest.raises(NotFound):
        confirm(actor, file_name="other.txt")
    assert confirm(actor, file_name=paid.files[0].file_name) == 2
    assert {(view.state, view.confirmed_on) for view in views()} == {(PaymentState.PAID, date(2024, 5, 20))}
    assert confirm(actor, month=MAY) == 0


@pytest.mark.usefixtures("paid")
def test_an_overpayment_is_found_told_and_repaid(
    overpayments: HandleOverpayments,
    actor: Actor,
    balance: Callable[[], PaymentBalance],
    sound: Callable[[], bool],
) -> None:
    with pytest.raises(MoreThanPaid, match=r"with 90 000\.00 tenge, 90 000\.01 cannot"):
        overpayments.find("SP-000001", MAY, 9_000_001, "wrong degree", actor)
    with pytest.raises(NotFound):
        overpayments.find("SP-000001", Month(2024, 6), 1, "wrong degree", actor)
    found = overpayments.find("SP-000001", MAY, 500_000, "wrong degree", actor)
    assert (found.name, found.state, found.due_on) == ("OP-000001", OverpaymentState.FOUND, date(2024, 5, 23))
    assert overpayments.notify("OP-000001", actor).state is OverpaymentState.NOTIFIED
    with pytest.raises(Conflict):
        overpayments.notify("OP-000001", actor)
    day = date(2024, 5, 20)
    with pytest.raises(MoreThanPaid):
        overpayments.repay("OP-000001", actor, on=day, amount_tiyn=500_001, document="7")
    part, _ = overpayments.repay("OP-000001", actor, on=day, amount_tiyn=200_000, document="7")
    assert (part.left_tiyn, balance().overpaid_tiyn, balance().returned_tiyn) == (300_000, 300_000, 200_000)
    rest, _ = overpayments.repay("OP-000001", actor, on=day, amount_tiyn=300_000, document="8")
    assert rest.state is OverpaymentState.SETTLED
    with pytest.raises(OverpaymentSettled):
        overpayments.withhold("OP-000001", actor, document="21")
    assert sound()


@pytest.mark.usefixtures("paid")
def test_on_application_it_is_withheld_from_later_payments_within_a_quarter(
    overpayments: HandleOverpayments,
    actor: Actor,
    prepare: Callable[..., PreparedPayments],
    clock: FixedClock,
    views: Views,
    open_unit: OpenUnitOfWork,
    sound: Callable[[], bool],
) -> None:
    overpayments.find("SP-000001", MAY, 1_500_000, "wrong degree", actor)
    overpayments.find("SP-000001", MAY, 500_000, "wrong degree", actor)
    for name in ("OP-000001", "OP-000002"):
        assert overpayments.withhold(name, actor, document="21").state is OverpaymentState.WITHHELD
    for month in (6, 7, 8):
        clock.instant = clock.instant.replace(month=month)
        prepare(f"2024-{month:02}")
    assert [(view.recovered_tiyn, view.net_tiyn) for view in views()[2:]] == [
        (1_500_000, 7_500_000), (500_000, 8_500_000), (0, 9_000_000),
    ]  # fmt: skip
    with open_unit() as unit:
        found = list(unit.overpayments.list_overpayments())
    assert [(one.withheld_tiyn, one.state) for one in found] == [
        (1_500_000, OverpaymentState.SETTLED), (500_000, OverpaymentState.SETTLED),
    ]  # fmt: skip
    assert sound()


@pytest.mark.usefixtures("paid")
def test_a_payment_that_comes_back_settles_what_was_found_paid_over_and_is_not_sent_again(
    overpayments: HandleOverpayments,
    actor: Actor,
    receive_back: Receive,
    returned_message: Message,
    resend: Callable[..., SentPayments],
    balance: Callable[[], PaymentBalance],
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
    sound: Callable[[], bool],
) -> None:
    overpayments.find("SP-000001", MAY, 9_000_000, "payee-died", actor)
    assert receive_back(returned_message(people[0])).matched == 1
    assert (balance().overpaid_tiyn, balance().returned_tiyn) == (0, 9_000_000)
    with open_unit() as unit:
        [one] = unit.overpayments.list_overpayments(case_number=1)
    assert one.state is OverpaymentState.SETTLED
    with pytest.raises(NothingReturned):
        resend()
    assert sound()
