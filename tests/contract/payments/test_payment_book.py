"""What every store refuses, what its checks find, and the signals that a breadwinner lives."""

from collections.abc import Callable
from datetime import date

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import AlreadyRecorded, Conflict, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import (
    AliveSignal,
    BenefitEntry,
    BenefitPayment,
    Confirmation,
    PaymentKey,
    PaymentMessage,
    PaymentRun,
    PaymentView,
    Resend,
    SentPayment,
)
from esep.domain.model.month import Month
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.recipient_case import CaseAction, PaymentDecision
from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.prepare_payments import PreparedPayments

MAY = Month(2024, 5).to_number()


@pytest.fixture
def key(appoint: Callable[..., int], people: list[RegisterPerson]) -> PaymentKey:
    """Of the payment for May of an appointed case."""
    return PaymentKey(int(people[0].iin), appoint(people[0]), MAY, 1, 2)


@pytest.fixture
def payment(key: PaymentKey) -> BenefitPayment:
    return BenefitPayment(key, key.person_key, 10_000_000, 1_000_000, 0, 2, 1, date(2024, 5, 21))


@pytest.fixture
def run(clock: FixedClock, actor: Actor) -> PaymentRun:
    return PaymentRun(
        run_number=1,
        month=Month(2024, 5),
        prepared_at=clock.now(),
        payment_count=1,
        gross_tiyn=10_000_000,
        actor=actor,
    )


@pytest.fixture
def formed(open_unit: OpenUnitOfWork, payment: BenefitPayment, run: PaymentRun, clock: FixedClock) -> BenefitPayment:
    """The payment, recorded with its entries and run."""
    entries = [
        BenefitEntry(payment.key, 1, 7, 8, 10_000_000, clock.now()),
        BenefitEntry(payment.key, 2, 8, 9, 1_000_000, clock.now()),
    ]
    with open_unit() as unit:
        unit.payments.record_payments([payment], entries)
        unit.payments.record_run(run)
    return payment


def faults(open_unit: OpenUnitOfWork) -> str:
    with open_unit() as unit:
        [check] = [check for check in unit.verification.checks() if check.name == "social-payments-balance"]
    return " | ".join(check.faults)


def test_a_payment_a_run_and_a_part_that_is_none_are_refused(
    open_unit: OpenUnitOfWork, formed: BenefitPayment, run: PaymentRun
) -> None:
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.payments.record_payments([formed], [])
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.payments.record_run(run)
    with pytest.raises(NotFound), open_unit() as unit:
        unit.payments.record_payments([formed._replace(key=formed.key._replace(part=2))], [])
    with open_unit() as unit:
        assert unit.payments.next_run_number() == 2
        assert unit.payments.runs() == [run]
    assert faults(open_unit) == ""


def test_a_payment_is_sent_once_and_a_message_confirmed_once(
    open_unit: OpenUnitOfWork, formed: BenefitPayment, make_file: Callable[..., DispatchedFile], actor: Actor
) -> None:
    message = PaymentMessage(
        message_number=7,
        reference="GCVP-7",
        purpose_code="091",
        bic="B",
        line_count=1,
        total_tiyn=9_000_000,
        document_number="7",
        document_date=date(2024, 5, 20),
        sender_id="960440000151",
        sender_name="State Corporation",
        recipient_name="Bank",
    )
    sent = SentPayment(formed.key, 1, 7, 1, 9_000_000, None, 3)
    file = make_file([], file_name="payments-1.txt")
    entry = BenefitEntry(formed.key, 3, 8, 10, 9_000_000, file.recorded_at)
    with open_unit() as unit:
        unit.payments.record_file(file, [message], [sent], [entry])
        assert list(unit.payments.waiting(10)) == []
        assert (unit.payments.messages_of(file_name="payments-1.txt"), unit.payments.has_file("other")) == ([7], False)
    other = attrs.evolve(file, file_name="payments-2.txt")
    with pytest.raises(Conflict), open_unit() as unit:
        unit.payments.record_file(other, [attrs.evolve(message, message_number=8, reference="GCVP-8")], [sent], [])
    with pytest.raises(Conflict), open_unit() as unit:
        unit.payments.record_file(other, [message], [], [])
    done = Confirmation(message_number=7, confirmed_on=date(2024, 5, 20), recorded_at=file.recorded_at, actor=actor)
    with open_unit() as unit:
        unit.payments.confirm([done])
        assert unit.payments.messages_of(month=Month(2024, 5)) == []
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.payments.confirm([done])
    with pytest.raises(NotFound), open_unit() as unit:
        unit.payments.confirm([attrs.evolve(done, message_number=9)])
    assert faults(open_unit) == ""


def test_payments_without_entries_and_runs_that_do_not_add_up_are_found(
    open_unit: OpenUnitOfWork, payment: BenefitPayment, run: PaymentRun
) -> None:
    with open_unit() as unit:
        unit.payments.record_payments([payment], [])
        unit.payments.record_run(attrs.evolve(run, gross_tiyn=1))
    told = faults(open_unit)
    assert "payment 1/2024-05/1 by event 2" in told.replace("SP-000001", "1")
    assert "its entries are not those of its amounts, or do not balance" in told
    assert "run 1" in told


@pytest.mark.parametrize(
    ("debit", "credit", "tiyn", "fault"),
    [
        (8, 10, 9_000_000, "what was sent is not what its entries say"),
        (11, 8, 1, "it was sent again without having come back"),
        (8, 13, 1, "do not balance"),
        (10, 11, 1, "do not balance"),
    ],
)
def test_an_entry_that_nothing_explains_is_found(
    open_unit: OpenUnitOfWork, formed: BenefitPayment, clock: FixedClock, debit: int, credit: int, tiyn: int, fault: str
) -> None:
    with open_unit() as unit:
        unit.payments.record_resends([], [BenefitEntry(formed.key, 3, debit, credit, tiyn, clock.now())])
    assert fault in faults(open_unit)


def test_more_for_a_month_than_any_decision_names_is_found(
    open_unit: OpenUnitOfWork,
    formed: BenefitPayment,
    happen: Callable[..., None],
    decide: Callable[..., PaymentDecision],
    people: list[RegisterPerson],
) -> None:
    happen(1, CaseAction.RECALCULATE, date(2024, 5, 1), decide(people[0], amount_tiyn=11_000_000))
    again = formed._replace(key=formed.key._replace(event_number=3), gross_tiyn=1_000_000)
    with open_unit() as unit:
        unit.payments.record_payments([again], [])
    assert "for 2024-05" not in faults(open_unit)
    once_more = again._replace(key=again.key._replace(part=1), gross_tiyn=1, withheld_tiyn=0)
    happen(1, CaseAction.RECALCULATE, date(2024, 5, 1), decide(people[0], amount_tiyn=11_000_000))
    with open_unit() as unit:
        unit.payments.record_payments([once_more._replace(key=once_more.key._replace(event_number=4))], [])
    assert "payments of case 1 for 2024-05: formed 11000001, decided 11000000" in faults(open_unit)


def test_a_payment_of_a_month_or_to_a_person_that_no_decision_names_is_found(
    open_unit: OpenUnitOfWork, payment: BenefitPayment, clock: FixedClock, people: list[RegisterPerson]
) -> None:
    early = payment._replace(key=payment.key._replace(month=Month(2024, 3).to_number()))
    astray = payment._replace(payee_key=int(people[1].iin))
    with open_unit() as unit:
        unit.payments.record_payments([early, astray], [])
    assert faults(open_unit).count("it rests on no decision for its month and payee") == 2


def test_a_resend_of_what_did_not_come_back_is_found(
    open_unit: OpenUnitOfWork, formed: BenefitPayment, clock: FixedClock, actor: Actor
) -> None:
    resend = Resend(
        key=formed.key,
        attempt=2,
        account="A",
        bic="B",
        amount_tiyn=formed.net_tiyn,
        recorded_at=clock.now(),
        due_on=date(2024, 5, 21),
        actor=actor,
    )
    with open_unit() as unit:
        unit.payments.record_resends([resend], [])
    assert "it was sent again without having come back" in faults(open_unit)
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.payments.record_resends([resend], [])


def test_a_person_is_shown_what_was_paid_to_them_and_for_their_cases(
    open_unit: OpenUnitOfWork,
    appoint: Callable[..., int],
    decide: Callable[..., object],
    prepare: Callable[..., PreparedPayments],
    people: list[RegisterPerson],
) -> None:
    appoint(people[0], decide(people[0], people[1]), kind=SocialPaymentKind.BREADWINNER)
    appoint(people[2])
    prepare()

    def names(person: RegisterPerson) -> list[str]:
        with open_unit() as unit:
            found: list[PaymentView] = unit.payments.of_person([int(person.iin)])
        return [view.key.name for view in found]

    assert names(people[0]) == [f"SP-000001/2024-0{month}/{part}" for month in (4, 5) for part in (1, 2)]
    assert names(people[1]) == ["SP-000001/2024-04/2", "SP-000001/2024-05/2"]
    assert names(people[2]) == ["SP-000002/2024-04/1", "SP-000002/2024-05/1"]


def test_contributions_for_months_after_the_loss_raise_a_signal_credited_or_not(
    open_unit: OpenUnitOfWork,
    appoint: Callable[..., int],
    receive: Callable[..., OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    make_person: Callable[..., RegisterPerson],
    load_people: Callable[..., object],
    people: list[RegisterPerson],
) -> None:
    missing = make_person(name="Данияр")
    dead = make_person(name="Асан", life_status=LifeStatus.DEAD, death_date=date(2024, 4, 1))
    load_people(*people, missing, dead)
    for place, insured in enumerate((missing, dead)):
        appoint(people[place], kind=SocialPaymentKind.BREADWINNER, insured_key=int(insured.iin))
    appoint(people[2], insured_key=int(missing.iin))  # of another kind

    def pay(person: RegisterPerson, period: str, reference: str) -> None:
        receive(make_order(make_line(person, period=period), value_date=date(2024, 5, 17), reference=reference))

    pay(missing, "042024", "LAST")
    pay(missing, "052024", "ALIVE")
    pay(dead, "052024", "GHOST")
    with open_unit() as unit:
        found: list[AliveSignal] = unit.payments.signals()
    assert [
        (one.case_number, one.order_reference, one.line_number, one.month, one.outcome, one.received_on, one.case_state)
        for one in found
    ] == [
        (1, "ALIVE", 1, MAY, "credited", date(2024, 5, 17), "appointed"),
        (2, "GHOST", 1, MAY, "returned", date(2024, 5, 17), "appointed"),
    ]
