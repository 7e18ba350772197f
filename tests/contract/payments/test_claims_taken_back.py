"""What every store promises of claims that are taken back, and of what is sent again besides them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import Conflict, InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentBalance, PaymentState, PaymentView
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.month import Month
from esep.domain.model.overpayment import Overpayment, OverpaymentState
from esep.domain.model.recipient_case import CaseAction, PaymentDecision
from esep.domain.model.register import RegisterPerson
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.cancel_overpayment import CancelOverpayment
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.handle_overpayments import HandleOverpayments, OverpaymentSettled
from esep.domain.use_cases.job_loss_received import months_received
from esep.domain.use_cases.prepare_payments import PreparedPayments
from esep.domain.use_cases.receive_returned_payments import ReceivedReturns
from esep.domain.use_cases.resend_payments import NothingReturned
from esep.domain.use_cases.send_payments import SentPayments

Views = Callable[..., list[PaymentView]]
Happen = Callable[..., None]
Decide = Callable[..., PaymentDecision]
Prepare = Callable[..., PreparedPayments]
Resend = Callable[..., SentPayments]
Receive = Callable[..., ReceivedReturns]
Message = Callable[..., IncomingMessage]
MAY = Month(2024, 5)


@pytest.fixture
def claims(open_unit: OpenUnitOfWork) -> Callable[[], list[tuple[str, str, int]]]:
    """Every claim: how it stands, and what of it is left."""

    def claims() -> list[tuple[str, str, int]]:
        with open_unit() as unit:
            return [(one.name, one.state.value, one.left_tiyn) for one in unit.overpayments.list_overpayments()]

    return claims


@pytest.fixture
def cancel(open_unit: OpenUnitOfWork, due_days: DueDays, clock: FixedClock, actor: Actor) -> Callable[..., Overpayment]:
    use_case = CancelOverpayment(open_unit=open_unit, due_days=due_days, clock=clock)
    return lambda name="OP-000001", reason="letter 5": use_case(name, actor, reason=reason)


@pytest.mark.usefixtures("paid")
def test_what_a_resumption_makes_due_again_is_not_claimed_any_more(
    happen: Happen,
    prepare: Prepare,
    balance: Callable[[], PaymentBalance],
    claims: Callable[[], list[tuple[str, str, int]]],
    sound: Callable[[], bool],
) -> None:
    happen(1, CaseAction.SUSPEND, date(2024, 5, 1))
    assert [one.amount_tiyn for one in prepare().overpayments] == [9_000_000]
    assert (balance().paid_tiyn, balance().overpaid_tiyn) == (0, 9_000_000)
    happen(1, CaseAction.RESUME, date(2024, 5, 1))
    [taken_back] = prepare().overpayments
    assert (taken_back.state, taken_back.left_tiyn) == (OverpaymentState.CANCELLED, 0)
    assert claims() == [("OP-000001", "cancelled", 0)]
    assert (balance().paid_tiyn, balance().overpaid_tiyn) == (9_000_000, 0)
    assert prepare().overpayments == ()
    assert sound()


@pytest.mark.usefixtures("paid")
def test_a_claim_that_grows_smaller_is_taken_back_and_found_anew(
    happen: Happen,
    decide: Decide,
    prepare: Prepare,
    people: list[RegisterPerson],
    claims: Callable[[], list[tuple[str, str, int]]],
    sound: Callable[[], bool],
) -> None:
    happen(1, CaseAction.RECALCULATE, date(2024, 5, 1), decide(people[0], amount_tiyn=6_000_000))
    prepare()
    assert claims() == [("OP-000001", "found", 3_600_000)]
    happen(1, CaseAction.RECALCULATE, date(2024, 5, 1), decide(people[0], amount_tiyn=9_000_000))
    prepare()
    assert claims() == [("OP-000001", "cancelled", 0), ("OP-000002", "found", 900_000)]
    happen(1, CaseAction.RECALCULATE, date(2024, 5, 1), decide(people[0], amount_tiyn=7_000_000))
    prepare()
    assert claims()[1:] == [("OP-000002", "found", 900_000), ("OP-000003", "found", 1_800_000)]
    assert sound()


@pytest.mark.usefixtures("paid")
def test_nothing_is_withheld_for_a_claim_that_is_taken_back_now(
    happen: Happen,
    decide: Decide,
    prepare: Prepare,
    overpayments: HandleOverpayments,
    views: Views,
    actor: Actor,
    clock: FixedClock,
    people: list[RegisterPerson],
    claims: Callable[[], list[tuple[str, str, int]]],
    sound: Callable[[], bool],
) -> None:
    happen(1, CaseAction.RECALCULATE, date(2024, 5, 1), decide(people[0], amount_tiyn=8_000_000))
    prepare()
    overpayments.withhold("OP-000001", actor, document="21")
    clock.advance(timedelta(days=31))
    prepare("2024-06")
    assert (views()[-1].recovered_tiyn, claims()) == (1_200_000, [("OP-000001", "withheld", 600_000)])
    happen(1, CaseAction.RECALCULATE, date(2024, 5, 1), decide(people[0]))
    clock.advance(timedelta(days=31))
    prepare("2024-07")
    assert claims() == [("OP-000001", "cancelled", 0)]
    assert [(view.gross_tiyn, view.recovered_tiyn) for view in views()[-3:]] == [
        (8_000_000, 1_200_000), (2_000_000, 0), (10_000_000, 0),
    ]  # fmt: skip
    assert sound()


@pytest.mark.usefixtures("paid")
def test_of_several_payments_of_a_month_what_is_still_due_is_sent_again(
    happen: Happen,
    decide: Decide,
    prepare: Prepare,
    receive_back: Receive,
    returned_message: Message,
    resend: Resend,
    views: Views,
    people: list[RegisterPerson],
    sound: Callable[[], bool],
) -> None:
    happen(1, CaseAction.RECALCULATE, date(2024, 5, 1), decide(people[0], amount_tiyn=12_000_000))
    prepare()
    receive_back(returned_message(people[0]))
    receive_back(returned_message(people[0], reference="R2", line={"amount_tiyn": 1_800_000}))
    happen(1, CaseAction.RECALCULATE, date(2024, 5, 1), decide(people[0]))
    assert prepare().overpayments == ()
    assert resend().files[0].total_tiyn == 9_000_000
    assert [view.state for view in views()[1:]] == [PaymentState.RESENT, PaymentState.RETURNED]
    with pytest.raises(NothingReturned, match="not due any more"):
        resend()
    assert sound()


@pytest.mark.usefixtures("paid")
def test_what_was_repaid_and_is_due_after_all_is_sent_again(
    happen: Happen,
    decide: Decide,
    prepare: Prepare,
    overpayments: HandleOverpayments,
    resend: Resend,
    views: Views,
    actor: Actor,
    people: list[RegisterPerson],
    balance: Callable[[], PaymentBalance],
    sound: Callable[[], bool],
) -> None:
    happen(1, CaseAction.RECALCULATE, date(2024, 5, 1), decide(people[0], amount_tiyn=8_000_000))
    prepare()
    overpayments.repay("OP-000001", actor, on=date(2024, 5, 20), amount_tiyn=1_800_000, document="7")
    with pytest.raises(NothingReturned):
        resend()
    happen(1, CaseAction.RECALCULATE, date(2024, 5, 1), decide(people[0]))
    [taken_back] = prepare().overpayments
    assert (taken_back.state, taken_back.repaid_tiyn) == (OverpaymentState.CANCELLED, 1_800_000)
    [file] = resend().files
    assert file.total_tiyn == 1_800_000
    assert (balance().paid_tiyn, balance().returned_tiyn) == (9_000_000, 0)
    assert [view.state for view in views()] == [PaymentState.SENT, PaymentState.RESENT]
    with pytest.raises(NothingReturned):
        resend()
    assert sound()


@pytest.mark.usefixtures("paid")
def test_the_rest_of_a_returned_payment_is_sent_again_besides_the_claim_that_it_settles(
    overpayments: HandleOverpayments,
    actor: Actor,
    receive_back: Receive,
    returned_message: Message,
    resend: Resend,
    people: list[RegisterPerson],
    balance: Callable[[], PaymentBalance],
    claims: Callable[[], list[tuple[str, str, int]]],
    sound: Callable[[], bool],
) -> None:
    overpayments.find("SP-000001", MAY, 150_000, "wrong degree", actor)
    receive_back(returned_message(people[0]))
    assert claims() == [("OP-000001", "settled", 0)]
    [file] = resend().files
    assert file.total_tiyn == 8_850_000
    assert (balance().paid_tiyn, balance().returned_tiyn) == (8_850_000, 150_000)
    with pytest.raises(NothingReturned):
        resend()
    assert sound()
    # And once more: the bank sends back what was sent again.
    receive_back(returned_message(people[0], reference="R2", line={"amount_tiyn": 8_850_000}))
    assert resend().files[0].total_tiyn == 8_850_000
    assert sound()


@pytest.mark.usefixtures("paid")
def test_no_more_is_sent_again_than_is_due_by_now(
    happen: Happen,
    decide: Decide,
    prepare: Prepare,
    receive_back: Receive,
    returned_message: Message,
    resend: Resend,
    people: list[RegisterPerson],
    balance: Callable[[], PaymentBalance],
    claims: Callable[[], list[tuple[str, str, int]]],
    sound: Callable[[], bool],
) -> None:
    """The payment came back, and a decision lowers it meanwhile: nothing is claimed, and less is sent."""
    receive_back(returned_message(people[0]))
    happen(1, CaseAction.RECALCULATE, date(2024, 5, 1), decide(people[0], amount_tiyn=6_000_000))
    prepare()
    assert claims() == []
    assert resend().files[0].total_tiyn == 5_400_000
    assert (balance().paid_tiyn, balance().returned_tiyn) == (5_400_000, 3_600_000)
    with pytest.raises(NothingReturned, match="not due any more"):
        resend()
    assert sound()


@pytest.mark.usefixtures("paid")
def test_a_part_that_there_is_not_has_nothing_to_be_sent_again(resend: Callable[..., SentPayments]) -> None:
    with pytest.raises(NothingReturned, match="nothing of a payment of SP-000001 for 2024-05 came back"):
        resend(part=2)


def test_months_of_job_loss_that_were_paid_count_until_they_are_given_back(
    appoint: Callable[..., int],
    happen: Happen,
    decide: Decide,
    prepare: Prepare,
    overpayments: HandleOverpayments,
    open_unit: OpenUnitOfWork,
    actor: Actor,
    clock: FixedClock,
    people: list[RegisterPerson],
) -> None:
    """Order 237 items 38 and 50(2)."""
    appoint(people[0], decide(people[0], payment_count=3), kind=SocialPaymentKind.JOB_LOSS)

    def received(as_of: datetime | None = None) -> list[str]:
        with open_unit() as unit:
            months = months_received(
                unit, unit.cases.of_recipients([int(people[0].iin)]), date(2024, 5, 20), as_of=as_of
            )
        return sorted(map(str, months))

    before = clock.now()
    clock.advance(timedelta(hours=1))
    prepare()
    happen(1, CaseAction.TERMINATE, date(2024, 4, 1))
    assert received() == ["2024-04", "2024-05"]
    assert received(as_of=before) == []
    assert len(prepare().overpayments) == 2
    assert received() == ["2024-04", "2024-05"]
    overpayments.repay("OP-000002", actor, on=date(2024, 5, 20), amount_tiyn=9_000_000, document="7")
    assert received() == ["2024-04"]


@pytest.mark.usefixtures("paid")
def test_a_claim_is_taken_back_by_hand_once_and_with_a_reason(
    overpayments: HandleOverpayments,
    actor: Actor,
    cancel: Callable[..., Overpayment],
    resend: Resend,
    balance: Callable[[], PaymentBalance],
    prepare: Prepare,
    sound: Callable[[], bool],
) -> None:
    overpayments.find("SP-000001", MAY, 500_000, "wrong degree", actor)
    overpayments.repay("OP-000001", actor, on=date(2024, 5, 20), amount_tiyn=200_000, document="7")
    with pytest.raises(InvalidInput, match="give the reason"):
        cancel(reason=" ")
    one = cancel()
    assert (one.state, one.left_tiyn, one.repaid_tiyn) == (OverpaymentState.CANCELLED, 0, 200_000)
    assert [(event.action.value, event.amount_tiyn, event.document) for event in one.events] == [
        ("repay", 200_000, "7"), ("cancel", 300_000, "letter 5"),
    ]  # fmt: skip
    assert (balance().paid_tiyn, balance().overpaid_tiyn, balance().returned_tiyn) == (8_800_000, 0, 200_000)
    with pytest.raises(Conflict, match="cancelled before"):
        cancel()
    with pytest.raises(OverpaymentSettled):
        overpayments.withhold("OP-000001", actor, document="21")
    assert resend().files[0].total_tiyn == 200_000
    assert prepare().overpayments == ()
    assert sound()
