"""What every store promises of the days on which payments go and come back, and of what is said twice."""

from collections.abc import Callable
from datetime import date

import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentState, PaymentView
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.month import Month
from esep.domain.model.overpayment import OverpaymentAction
from esep.domain.model.recipient_case import CaseAction
from esep.domain.model.register import RegisterPerson
from esep.domain.model.returned_payment import ReturnedLineView
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.confirm_payments import ConfirmPayments
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.handle_overpayments import (
    HandleOverpayments,
    MoreThanPaid,
    OverpaymentSettled,
    StepRecorded,
)
from esep.domain.use_cases.list_deadlines import ListDeadlines
from esep.domain.use_cases.match_returned_by_hand import NothingToGiveBack
from esep.domain.use_cases.prepare_payments import PreparedPayments
from esep.domain.use_cases.receive_returned_payments import ReceivedReturns
from esep.domain.use_cases.send_payments import SentPayments

Views = Callable[..., list[PaymentView]]
Receive = Callable[..., ReceivedReturns]
Message = Callable[..., IncomingMessage]
MAY = Month(2024, 5)
SENT_ON = date(2024, 5, 20)


@pytest.fixture
def to_resend(
    open_unit: OpenUnitOfWork, clock: FixedClock, due_days: DueDays
) -> Callable[[], list[tuple[object, ...]]]:
    """Deadlines of payments to be sent again."""
    deadlines = ListDeadlines(open_unit=open_unit, clock=clock, due_days=due_days)
    return lambda: [
        (one.name, one.received_on, one.due_on, one.amount_tiyn, one.state.value)
        for one in deadlines()
        if one.duty.value == "resend-payment"
    ]


@pytest.mark.usefixtures("paid")
def test_a_line_that_came_before_the_payment_went_finds_nothing(
    receive_back: Receive,
    returned_message: Message,
    match_by_hand: Callable[..., ReturnedLineView],
    people: list[RegisterPerson],
    views: Views,
) -> None:
    received = receive_back(returned_message(people[0], reference="R1", value_date=date(2024, 5, 17)))
    assert (received.matched, received.held) == (0, 1)
    with pytest.raises(NothingToGiveBack, match="came on 2024-05-17, SP-000001/2024-05 was sent on 2024-05-20"):
        match_by_hand()
    assert [view.state for view in views()] == [PaymentState.SENT, PaymentState.SENT]
    assert receive_back(returned_message(people[0], reference="R2", value_date=SENT_ON)).matched == 1


@pytest.mark.usefixtures("paid")
def test_money_given_back_is_booked_once_however_often_it_is_said(
    overpayments: HandleOverpayments, actor: Actor, open_unit: OpenUnitOfWork, sound: Callable[[], bool]
) -> None:
    overpayments.find("SP-000001", MAY, 500_000, "wrong degree", actor)

    def repay(amount_tiyn: int = 100_000, document: str = "7", on: date = SENT_ON) -> tuple[int, bool]:
        one, is_new = overpayments.repay("OP-000001", actor, on=on, amount_tiyn=amount_tiyn, document=document)
        return one.left_tiyn, is_new

    assert [repay(), repay(), repay(document=" 7 ")] == [(400_000, True), (400_000, False), (400_000, False)]
    with open_unit() as unit:
        one = unit.overpayments.find(1)
        assert one is not None
        assert [event.action for event in one.events] == [OverpaymentAction.REPAY]
    others = [repay(100_001), repay(document="8"), repay(on=date(2024, 5, 17))]
    assert others == [(299_999, True), (199_999, True), (99_999, True)]
    with pytest.raises(MoreThanPaid):
        repay(100_000, "9")
    assert repay(99_999, "9") == (0, True)
    assert repay(99_999, "9") == (0, False)
    with pytest.raises(OverpaymentSettled):
        repay(1, "9")
    assert sound()


@pytest.mark.usefixtures("paid")
def test_a_step_that_is_taken_once_says_that_it_is_recorded(overpayments: HandleOverpayments, actor: Actor) -> None:
    overpayments.find("SP-000001", MAY, 500_000, "wrong degree", actor)
    overpayments.notify("OP-000001", actor, document="14")
    overpayments.withhold("OP-000001", actor, document="21")
    with pytest.raises(StepRecorded, match="recorded already"):
        overpayments.notify("OP-000001", actor, document="14")
    with pytest.raises(StepRecorded, match="recorded already"):
        overpayments.withhold("OP-000001", actor, document="21")


def test_no_bank_confirms_before_the_message_was_sent(
    paid: PreparedPayments,
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
    actor: Actor,
    prepare: Callable[..., PreparedPayments],
    views: Views,
) -> None:
    confirm = ConfirmPayments(open_unit=open_unit, clock=clock)
    [file] = paid.files
    for how in ({"month": MAY}, {"file_name": file.file_name}):
        with pytest.raises(InvalidInput, match="no bank confirmed on 2024-05-17 what was sent on 2024-05-20"):
            confirm(actor, on=date(2024, 5, 17), **how)
    clock.instant = clock.instant.replace(month=6)
    prepare("2024-06")
    assert confirm(actor, file_name=file.file_name, on=SENT_ON) == 2
    assert confirm(actor, file_name=file.file_name, on=date(2024, 5, 17)) == 0
    assert [view.confirmed_on for view in views()] == [SENT_ON, SENT_ON, None]


def test_the_last_day_of_the_files_is_told(paid: PreparedPayments, open_unit: OpenUnitOfWork) -> None:
    with open_unit() as unit:
        numbers = unit.payments.messages_of(file_name=paid.files[0].file_name)
        assert unit.payments.last_sent_on(numbers) == SENT_ON
        assert unit.payments.last_sent_on([]) is None


@pytest.mark.usefixtures("paid")
def test_what_came_back_is_to_be_sent_again_by_the_next_working_day(
    receive_back: Receive,
    returned_message: Message,
    resend: Callable[..., SentPayments],
    people: list[RegisterPerson],
    clock: FixedClock,
    to_resend: Callable[[], list[tuple[object, ...]]],
) -> None:
    receive_back(returned_message(people[0], purpose_code="021", line={"amount_tiyn": 1_000_000}, reference="R0"))
    assert to_resend() == []
    receive_back(returned_message(people[0], reference="R1", value_date=date(2024, 5, 24)))
    expected = ("SP-000001/2024-05/1", date(2024, 5, 24), date(2024, 5, 27), 9_000_000)
    assert to_resend() == [(*expected, "open")]
    clock.instant = clock.instant.replace(day=28)
    assert to_resend() == [(*expected, "breached")]
    resend()
    assert to_resend() == []
    receive_back(returned_message(people[0], reference="R2"))
    assert [one[:3] for one in to_resend()] == [("SP-000001/2024-05/1", date(2024, 5, 28), date(2024, 5, 29))]


@pytest.mark.usefixtures("paid")
def test_what_is_not_due_any_more_or_was_paid_over_is_not_to_be_sent_again(
    receive_back: Receive,
    returned_message: Message,
    happen: Callable[..., None],
    overpayments: HandleOverpayments,
    actor: Actor,
    people: list[RegisterPerson],
    to_resend: Callable[[], list[tuple[object, ...]]],
) -> None:
    overpayments.find("SP-000001", MAY, 9_000_000, "wrong degree", actor)
    april = {"line": {"period": "042024"}}
    assert receive_back(returned_message(people[0], reference="R1")).matched == 1
    assert to_resend() == []
    assert receive_back(returned_message(people[0], reference="R2", **april)).matched == 1
    assert [one[0] for one in to_resend()] == ["SP-000001/2024-04/1"]
    happen(1, CaseAction.TERMINATE, date(2024, 4, 1))
    assert to_resend() == []
