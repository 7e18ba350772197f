"""What was decided for a person before acts on a further calculation, on every store."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.model.actor import Actor
from esep.domain.model.calculation import Calculation, CalculationRequest
from esep.domain.model.month import Month
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.recipient_case import (
    Application,
    CaseAction,
    CaseDetails,
    CaseEvent,
    CaseState,
    Channel,
    PaidPart,
    PaymentDecision,
)
from esep.domain.model.register import RegisterPerson
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.message_files import MessageReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.calculate_benefit import CalculateBenefit
from esep.domain.use_cases.insured_history import InsuredHistory

SAULE = Actor(identity="saule")
DECIDED_AT = datetime(2024, 3, 5, 6, 0, tzinfo=UTC)


@pytest.fixture
def person(people: list[RegisterPerson]) -> RegisterPerson:
    return people[0]


@pytest.fixture
def pay(
    receive: Callable[[PaymentOrder], OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    person: RegisterPerson,
) -> Callable[..., None]:
    def run(month: Month, received_on: date) -> None:
        order = make_order(
            make_line(person, amount_tiyn=500_000), period=f"{month.month:02}{month.year}", value_date=received_on
        )
        receive(order)

    return run


@pytest.fixture
def calculate(
    open_unit: OpenUnitOfWork, reader: MessageReader, clock: FixedClock, rulebook: Rulebook, person: RegisterPerson
) -> Callable[..., Calculation]:
    parameters = rulebook.parameters
    history = InsuredHistory(parameters=parameters, reader=reader)
    use_case = CalculateBenefit(open_unit=open_unit, history=history, clock=clock, parameters=parameters)

    def run(kind: SocialPaymentKind, right_on: date, as_of: datetime | None = None, **asked: Any) -> Calculation:
        request = CalculationRequest(kind=kind, right_on=right_on, applied_on=right_on, **asked)
        return use_case(person.iin, request, SAULE, as_of=as_of)

    return run


@pytest.fixture
def decide(open_unit: OpenUnitOfWork, person: RegisterPerson) -> Callable[..., None]:
    """Register a case of the person and appoint it."""

    def run(kind: SocialPaymentKind, right_on: date, payments: int, **changes: Any) -> None:
        key = int(person.iin)
        application = Application(
            case_number=1,
            kind=kind,
            person_key=key,
            insured_key=key,
            application_number="1-2024",
            content_sha256=bytes(32),
            content=b"{}",
            submitted_at=DECIDED_AT,
            registered_on=right_on,
            right_on=right_on,
            channel=Channel.EGOV,
            region="Алматы",
            documents=(),
            details=CaseDetails(account="KZ86125KZT5004100100", bic="KZKOKZKX"),
            recorded_at=DECIDED_AT,
            due_on=right_on,
            actor=SAULE,
        )
        registered = CaseEvent(
            case_number=1,
            event_number=1,
            action=CaseAction.REGISTER,
            state=CaseState.REGISTERED,
            happened_on=right_on,
            recording_due_on=right_on,
            recorded_at=DECIDED_AT,
            actor=SAULE,
        )
        decision = PaymentDecision(
            law="Social Code",
            length_months=24,
            average_income_tiyn=100,
            amount_tiyn=100,
            is_pension_withheld=True,
            from_on=right_on,
            until_on=None,
            payment_count=payments,
            parts=(PaidPart(part=1, payee_key=key, amount_tiyn=100, account="KZ86125KZT5004100100", bic="KZKOKZKX"),),
        )
        appointed = attrs.evolve(
            registered,
            event_number=2,
            action=CaseAction.APPOINT,
            state=CaseState.APPOINTED,
            effective_on=right_on,
            decision=decision,
        )
        with open_unit() as unit:
            unit.move_money_alone()
            unit.cases.register(attrs.evolve(application, **changes), registered)
            unit.cases.record_events([appointed])

    return run


def test_each_month_of_an_earlier_job_loss_payment_takes_twelve_off(
    calculate: Callable[..., Calculation], decide: Callable[..., None], pay: Callable[..., None]
) -> None:
    for back in range(36):
        month = Month(2025, 12).minus(back)
        pay(month, month.next().first_day)
    decide(SocialPaymentKind.JOB_LOSS, date(2024, 3, 5), 2)
    again = calculate(SocialPaymentKind.JOB_LOSS, date(2026, 1, 15))
    assert (again.length_months, again.payments) == (12, 2)
    before_it = calculate(SocialPaymentKind.JOB_LOSS, date(2024, 3, 5))
    assert before_it.length_months == 14
    then = calculate(SocialPaymentKind.JOB_LOSS, date(2026, 1, 15), as_of=DECIDED_AT - timedelta(seconds=1))
    assert then.length_months == 36
    disabled = calculate(SocialPaymentKind.DISABILITY, date(2026, 1, 15), degree_percent=60)
    assert disabled.length_months == 36


def test_what_was_late_for_maternity_is_late_for_childcare(
    calculate: Callable[..., Calculation], decide: Callable[..., None], pay: Callable[..., None]
) -> None:
    for number in range(1, 7):
        pay(Month(2025, number), Month(2025, number).next().first_day)
    pay(Month(2025, 7), date(2025, 10, 5))
    without = calculate(SocialPaymentKind.CHILDCARE, date(2026, 1, 15), birth_order=1)
    assert without.average_income_tiyn == 2_916_667  # 7 x 100 000 / 24
    decide(SocialPaymentKind.MATERNITY, date(2025, 10, 1), 1)
    after = calculate(SocialPaymentKind.CHILDCARE, date(2026, 1, 15), birth_order=1)
    assert after.average_income_tiyn == 2_500_000
    long_after = calculate(SocialPaymentKind.CHILDCARE, date(2026, 12, 15), birth_order=1)
    assert long_after.average_income_tiyn == 2_916_667


def test_nothing_follows_from_a_case_that_was_not_decided(
    calculate: Callable[..., Calculation],
    decide: Callable[..., None],
    pay: Callable[..., None],
    open_unit: OpenUnitOfWork,
    person: RegisterPerson,
) -> None:
    for number in range(1, 9):
        pay(Month(2025, number), Month(2025, number).next().first_day)
    decide(SocialPaymentKind.CHILDCARE, date(2025, 3, 1), 1)
    assert calculate(SocialPaymentKind.JOB_LOSS, date(2025, 10, 1)).length_months == 8
    found = calculate(SocialPaymentKind.CHILDCARE, date(2025, 10, 1), birth_order=1)
    assert found.average_income_tiyn == 3_333_333
