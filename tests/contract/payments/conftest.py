"""Cases with decisions about payments, and what is done with them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.outbox.folder import FolderOutbox
from esep.adapters.payment_files.writer import Mt102Writer
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.benefit_payment import PaymentBalance, PaymentView
from esep.domain.model.iban import is_iban
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.month import Month
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
from esep.domain.model.returned_payment import ReturnedLineView
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.model.trail import Trail
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.social_payments.payment_messages import PaymentMessages
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.handle_overpayments import HandleOverpayments
from esep.domain.use_cases.match_returned_by_hand import HeldLine, MatchReturnedByHand, NamedPayment
from esep.domain.use_cases.prepare_payments import PreparedPayments, PreparePayments
from esep.domain.use_cases.receive_returned_payments import ReceivedReturns, ReceiveReturnedPayments
from esep.domain.use_cases.redecide import Redecision
from esep.domain.use_cases.resend_payments import ResendPayments
from esep.domain.use_cases.send_payments import SendPayments, SentPayments
from esep.domain.use_cases.take_over_orders import TakeOverOrders
from esep.domain.use_cases.trace import Trace
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles

NOW = datetime(2024, 5, 20, 6, 0, tzinfo=UTC)
BIC = "HSBKKZKX"
STATES = {
    CaseAction.APPOINT: CaseState.APPOINTED,
    CaseAction.RESUME: CaseState.APPOINTED,
    CaseAction.RECALCULATE: CaseState.APPOINTED,
    CaseAction.SUSPEND: CaseState.SUSPENDED,
    CaseAction.TERMINATE: CaseState.TERMINATED,
    CaseAction.WITHDRAW: CaseState.WITHDRAWN,
}


@pytest.fixture
def clock() -> FixedClock:
    """Noon in Almaty on a Monday of May 2024."""
    return FixedClock(NOW)


@pytest.fixture
def iban() -> Callable[[int], str]:
    """Account numbers with right check digits."""

    def make(serial: int) -> str:
        rest = f"125KZT{serial:010}"
        return next(text for check in range(98) if is_iban(text := f"KZ{check:02}{rest}"))

    return make


@pytest.fixture
def decide(iban: Callable[[int], str]) -> Callable[..., PaymentDecision]:
    """Make decisions: 100 000 tenge to one person from 1 April 2024 on, unless told otherwise."""

    def make(*payees: RegisterPerson, **changes: Any) -> PaymentDecision:
        amount = changes.pop("amount_tiyn", 10_000_000)
        parts = tuple(
            PaidPart(
                part=place, payee_key=int(payee.iin), amount_tiyn=amount // len(payees), account=iban(place), bic=BIC
            )
            for place, payee in enumerate(payees, 1)
        )
        decision = PaymentDecision(
            law="Social Code",
            length_months=60,
            average_income_tiyn=20_000_000,
            amount_tiyn=amount,
            is_pension_withheld=True,
            from_on=date(2024, 4, 1),
            until_on=None,
            payment_count=None,
            parts=parts,
        )
        return attrs.evolve(decision, **changes)

    return make


@pytest.fixture
def appoint(
    open_unit: OpenUnitOfWork, clock: FixedClock, actor: Actor, decide: Callable[..., PaymentDecision]
) -> Callable[..., int]:
    """Record a case that was appointed; gives its number."""
    numbers = count(1)

    def appoint(
        person: RegisterPerson,
        decision: PaymentDecision | None = None,
        *,
        kind: SocialPaymentKind = SocialPaymentKind.CHILDCARE,
        **changes: Any,
    ) -> int:
        number = next(numbers)
        application = Application(
            case_number=number,
            kind=kind,
            person_key=int(person.iin),
            insured_key=int(person.iin),
            application_number=str(number),
            content_sha256=bytes(32),
            content=b"{}",
            submitted_at=clock.now(),
            registered_on=date(2024, 4, 2),
            right_on=date(2024, 4, 1),
            channel=Channel.EGOV,
            region="Almaty",
            documents=(),
            details=CaseDetails(),
            recorded_at=clock.now(),
            due_on=date(2024, 4, 3),
            actor=actor,
        )
        application = attrs.evolve(application, **changes)
        registered = CaseEvent(
            case_number=number,
            event_number=1,
            action=CaseAction.REGISTER,
            state=CaseState.REGISTERED,
            happened_on=date(2024, 4, 2),
            recording_due_on=date(2024, 4, 3),
            recorded_at=clock.now(),
            actor=actor,
        )
        decided = attrs.evolve(
            registered,
            event_number=2,
            action=CaseAction.APPOINT,
            state=CaseState.APPOINTED,
            happened_on=date(2024, 4, 10),
            due_on=date(2024, 4, 15),
            decision=decision or decide(person),
        )
        with open_unit() as unit:
            unit.cases.register(application, registered)
            unit.cases.record_events([decided])
        return number

    return appoint


@pytest.fixture
def happen(open_unit: OpenUnitOfWork, clock: FixedClock, actor: Actor) -> Callable[..., None]:
    """Record a further event of a case."""

    def happen(number: int, action: CaseAction, effective_on: date, decision: PaymentDecision | None = None) -> None:
        with open_unit() as unit:
            case = unit.cases.find(number)
            assert case is not None
            event = CaseEvent(
                case_number=number,
                event_number=len(case.events) + 1,
                action=action,
                state=STATES[action],
                happened_on=effective_on,
                effective_on=effective_on,
                recording_due_on=effective_on,
                recorded_at=clock.now(),
                actor=actor,
                decision=decision,
            )
            unit.cases.record_events([event])

    return happen


@pytest.fixture
def send(open_unit: OpenUnitOfWork, register: StateRegister, rulebook: Rulebook, clock: FixedClock) -> SendPayments:
    return SendPayments(
        open_unit=open_unit,
        register=register,
        files=WriteOutgoingFiles(open_unit=open_unit, outbox=FolderOutbox(), clock=clock),
        writer=Mt102Writer(encoding="utf-8", line_end="\n"),
        messages=PaymentMessages(parameters=rulebook.parameters),
        clock=clock,
    )


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where files go."""
    return tmp_path / "out"


@pytest.fixture
def prepare(
    open_unit: OpenUnitOfWork,
    register: StateRegister,
    send: SendPayments,
    due_days: DueDays,
    clock: FixedClock,
    actor: Actor,
    out: Path,
) -> Callable[..., PreparedPayments]:
    """Prepare a month, as 2024-05."""
    use_case = PreparePayments(open_unit=open_unit, register=register, send=send, due_days=due_days, clock=clock)
    return lambda month="2024-05": use_case(Month.parse_iso(month), str(out), actor)


@pytest.fixture
def paid(
    appoint: Callable[..., int], prepare: Callable[..., PreparedPayments], people: list[RegisterPerson]
) -> PreparedPayments:
    """Case 1, paid for April and May, on 20 May: 90 000 tenge each, and 10 000 withheld."""
    appoint(people[0])
    return prepare()


@pytest.fixture
def balance(open_unit: OpenUnitOfWork, views: Callable[..., list[PaymentView]]) -> Callable[[], PaymentBalance]:
    """What stands of the payment of case 1 for May."""

    def balance() -> PaymentBalance:
        key = views()[1].key
        with open_unit() as unit:
            return unit.payments.balances(1)[key]

    return balance


@pytest.fixture
def sound(open_unit: OpenUnitOfWork) -> Callable[[], bool]:
    """Whether every check holds; what does not is told."""

    def sound() -> bool:
        with open_unit() as unit:
            faults = {check.name: check.faults for check in unit.verification.checks() if not check.ok}
        assert not faults
        return not faults

    return sound


@pytest.fixture
def views(open_unit: OpenUnitOfWork) -> Callable[..., list[PaymentView]]:
    """The payments of a case."""

    def views(number: int = 1) -> list[PaymentView]:
        with open_unit() as unit:
            return unit.payments.of_case(number)

    return views


@pytest.fixture
def returned_message(
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    make_message: Callable[..., IncomingMessage],
    clock: FixedClock,
) -> Callable[..., IncomingMessage]:
    """Make the message of a bank that sends childcare payments of 90 000 tenge for May back, on 21 May or later."""

    def make(*people: RegisterPerson, line: dict[str, Any] | None = None, **changes: Any) -> IncomingMessage:
        given = {"amount_tiyn": 9_000_000, "period": "052024"} | (line or {})
        day = max(date(2024, 5, 21), day_in_almaty(clock.now()))
        order = make_order(
            *(make_line(person, **given) for person in people),
            **({"purpose_code": "092", "value_date": day, "sender_bic": BIC, "period": ""} | changes),
        )
        return make_message(order)

    return make


@pytest.fixture
def receive_returned(
    open_unit: OpenUnitOfWork, redecision: Redecision, rulebook: Rulebook, due_days: DueDays, clock: FixedClock
) -> ReceiveReturnedPayments:
    return ReceiveReturnedPayments(
        open_unit=open_unit,
        take_over=TakeOverOrders(redecision=redecision),
        rulebook=rulebook,
        due_days=due_days,
        clock=clock,
    )


@pytest.fixture
def receive_back(receive_returned: ReceiveReturnedPayments, actor: Actor) -> Callable[..., ReceivedReturns]:
    """Receive messages that bring payments back."""
    return lambda *messages: receive_returned(messages, actor)


@pytest.fixture
def match_by_hand(
    open_unit: OpenUnitOfWork, rulebook: Rulebook, due_days: DueDays, clock: FixedClock, actor: Actor
) -> Callable[..., ReturnedLineView]:
    """Match line 1 of the held order R1 to a payment, SP-000001/2024-05 unless told otherwise."""
    match = MatchReturnedByHand(open_unit=open_unit, rulebook=rulebook, due_days=due_days, clock=clock)

    def match_by_hand(
        payment: str = "SP-000001/2024-05", *, is_contribution: bool = False, reason: str = "letter 17", **line: Any
    ) -> ReturnedLineView:
        named = NamedPayment.parse(payment, is_contribution=is_contribution)
        return match(HeldLine(**({"reference": "R1"} | line)), named, actor, reason=reason)

    return match_by_hand


@pytest.fixture
def resend(
    open_unit: OpenUnitOfWork, send: SendPayments, due_days: DueDays, clock: FixedClock, actor: Actor, out: Path
) -> Callable[..., SentPayments]:
    """Send the payments of case 1 for May again."""
    use_case = ResendPayments(open_unit=open_unit, send=send, due_days=due_days, clock=clock)
    return lambda **how: use_case("SP-000001", Month(2024, 5), str(out), actor, **how)


@pytest.fixture
def overpayments(open_unit: OpenUnitOfWork, due_days: DueDays, clock: FixedClock) -> HandleOverpayments:
    return HandleOverpayments(open_unit=open_unit, due_days=due_days, clock=clock)


@pytest.fixture
def follow(open_unit: OpenUnitOfWork, clock: FixedClock, actor: Actor) -> Callable[[str], Trail]:
    """Trace a name."""
    use_case = Trace(open_unit=open_unit, clock=clock)
    return lambda name: use_case(name, actor)


@pytest.fixture
def come_back(
    receive_back: Callable[..., ReceivedReturns],
    returned_message: Callable[..., IncomingMessage],
    people: list[RegisterPerson],
) -> Callable[..., None]:
    """The bank sends the payment of case 1 for May back."""

    def come_back(reference: str = "B1", **changes: Any) -> None:
        assert receive_back(returned_message(people[0], reference=reference, **changes)).matched == 1

    return come_back
