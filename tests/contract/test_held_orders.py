"""Retry, release and send back, on every store."""

from collections.abc import Callable, Collection

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.in_memory.state_register import UnavailableRegister
from esep.domain.errors import AlreadyRecorded, Conflict, InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.deadline import Duty
from esep.domain.model.decision import Action
from esep.domain.model.money import Money
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outcome import LineOutcome, Outcome, Part
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterAnswers, RegisterPerson, RegisterVersion
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.list_deadlines import ListDeadlines
from esep.domain.use_cases.redecide import REASON_CHARACTERS_MAX, Redecision
from esep.domain.use_cases.release_held_order import ReleaseHeldOrder
from esep.domain.use_cases.retry_held_orders import RetryHeldOrders
from esep.domain.use_cases.send_back_held_order import SendBackHeldOrder

MakeLine = Callable[..., ParticipantLine]
MakeOrder = Callable[..., PaymentOrder]
Receive = Callable[..., OrderSummary]


@pytest.fixture
def retry(open_unit: OpenUnitOfWork, redecision: Redecision) -> RetryHeldOrders:
    return RetryHeldOrders(open_unit=open_unit, redecision=redecision)


@pytest.fixture
def release_order(open_unit: OpenUnitOfWork, redecision: Redecision) -> ReleaseHeldOrder:
    return ReleaseHeldOrder(open_unit=open_unit, redecision=redecision)


@pytest.fixture
def send_order_back(open_unit: OpenUnitOfWork, redecision: Redecision) -> SendBackHeldOrder:
    return SendBackHeldOrder(open_unit=open_unit, redecision=redecision)


def assert_sound(open_unit: OpenUnitOfWork) -> None:
    with open_unit() as unit:
        assert [check for check in unit.verification.checks() if not check.ok] == []


def test_an_order_held_for_want_of_a_register_is_decided_once_one_is_loaded(
    receive: Receive,
    retry: RetryHeldOrders,
    make_person: Callable[..., RegisterPerson],
    load_people: Callable[..., RegisterVersion],
    make_order: MakeOrder,
    make_line: MakeLine,
    actor: Actor,
    clock: FixedClock,
    open_unit: OpenUnitOfWork,
) -> None:
    person = make_person()
    held = receive(make_order(make_line(person), make_line(person, surname="Другой")))
    assert held.outcome is Outcome.HELD
    [still] = retry(actor)
    load_people(person)
    [decided] = retry(actor)
    assert (still.outcome, still.decision_number) == (Outcome.HELD, 1)
    assert (decided.outcome, decided.decision_number) == (Outcome.CUT, 2)
    assert (decided.credited, decided.returned, decided.held) == (Part(1, 250_000), Part(1, 250_000), Part())
    assert decided.due_on == held.due_on
    assert retry(actor) == []
    with open_unit() as unit:
        first, second = unit.orders.decisions(held.order_number)
        outcomes = [line.outcome for line in unit.orders.lines(held.order_number)]
    assert (first.action, first.register) == (Action.RECEIVE, None)
    assert second.action is Action.RETRY
    assert second.register is not None
    assert (second.register.version, second.register.answered_at) == (1, clock.now())
    assert outcomes == [LineOutcome.CREDITED, LineOutcome.RETURNED]
    assert_sound(open_unit)


def test_a_released_order_keeps_who_when_and_why(
    receive: Receive,
    release_order: ReleaseHeldOrder,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    actor: Actor,
    clock: FixedClock,
    open_unit: OpenUnitOfWork,
) -> None:
    held = receive(make_order(make_line(people[0]), purpose_code="183", reference="R13"))
    released = release_order("R13", purpose_code="017", accepted=(), reason="letter 5 of the payer", actor=actor)
    assert (released.outcome, released.applied_purpose_code, released.purpose_code) == (Outcome.ACCEPTED, "017", "183")
    with open_unit() as unit:
        decision = unit.orders.decisions(held.order_number)[-1]
        [record] = unit.accounts.records([int(people[0].iin)])
    assert (decision.action, decision.actor, decision.decided_at, decision.reason) == (
        Action.RELEASE,
        actor,
        clock.now(),
        "letter 5 of the payer",
    )
    assert (record.kind.value, record.purpose_code) == ("penalty", "017")
    assert_sound(open_unit)


def test_a_release_accepts_only_what_it_names_and_judges_the_rest_again(
    receive: Receive,
    release_order: ReleaseHeldOrder,
    retry: RetryHeldOrders,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    actor: Actor,
    open_unit: OpenUnitOfWork,
) -> None:
    order = make_order(make_line(people[0]), purpose_code="160", beneficiary_bic="HSBKKZKX", reference="R14")
    receive(order)
    still = release_order("R14", purpose_code=None, accepted=["wrong-beneficiary"], reason="agreed", actor=actor)
    assert (still.outcome, still.accepted_findings) == (Outcome.HELD, ("wrong-beneficiary",))
    assert [one.decision_number for one in retry(actor)] == [2]
    done = release_order("R14", purpose_code="012", accepted=(), reason="agreed", actor=actor)
    assert (done.outcome, done.decision_number) == (Outcome.ACCEPTED, 3)
    assert [finding.code for finding in done.findings] == ["wrong-beneficiary"]
    assert_sound(open_unit)


def test_an_order_sent_back_goes_with_026_where_its_code_is_unknown(
    receive: Receive,
    send_order_back: SendBackHeldOrder,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    actor: Actor,
    open_unit: OpenUnitOfWork,
) -> None:
    receive(make_order(make_line(people[0]), make_line(people[1]), purpose_code="183", reference="R1"))
    receive(make_order(make_line(people[0]), purpose_code="017", beneficiary_bic="HSBKKZKX", reference="R2"))
    receive(make_order(total=Money(500), application_header="I100SGROSS000000U3003", reference="R3"))
    receive(make_order(make_line(people[0]), total=Money(777), purpose_code="160", reference="R4"))
    for reference in ("R1", "R2", "R3", "R4"):
        sent = send_order_back(reference, reason="not ours", actor=actor)
        assert sent.outcome is Outcome.RETURNED
    with open_unit() as unit:
        returns = unit.returns.pending(10)
    assert {(one.purpose_code, one.amount_tiyn, one.is_one_amount, one.line_numbers) for one in returns} == {
        ("026", 500_000, False, (1, 2)),
        ("094", 250_000, False, (1,)),
        ("026", 500, True, ()),
        ("026", 777, True, ()),
    }
    assert_sound(open_unit)


def test_a_refused_decision_leaves_the_order_as_it_was(
    receive: Receive,
    release_order: ReleaseHeldOrder,
    send_order_back: SendBackHeldOrder,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    actor: Actor,
    open_unit: OpenUnitOfWork,
) -> None:
    held = receive(make_order(make_line(people[0]), purpose_code="183", reference="R1"))
    receive(make_order(make_line(people[0]), reference="R2"))
    calls: list[tuple[type[Exception], str, str | None, list[str], str]] = [
        (InvalidInput, "R1", "183", [], "reason"),
        (InvalidInput, "R1", "026", [], "reason"),
        (InvalidInput, "R1", None, [], "reason"),
        (InvalidInput, "R1", "012", [], "  "),
        (InvalidInput, "R1", "012", [], "x" * (REASON_CHARACTERS_MAX + 1)),
        (InvalidInput, "R1", None, ["register-unavailable"], "reason"),
        (InvalidInput, "R1", None, ["wrong-beneficiary"], "reason"),
        (NotFound, "R9", "012", [], "reason"),
        (NotFound, "HSBKKZKX/R1/2020-02-10", "012", [], "reason"),
        (InvalidInput, "KZKOKZKX/R1/2020-02-31", "012", [], "reason"),
        (Conflict, "R2", "012", [], "reason"),
    ]
    for error, reference, code, accepted, reason in calls:
        with pytest.raises(error):
            release_order(reference, purpose_code=code, accepted=accepted, reason=reason, actor=actor)
    with pytest.raises(InvalidInput):
        send_order_back("R1", reason="", actor=actor)
    with open_unit() as unit:
        assert unit.orders.find_many([held.order_number])[held.order_number] == held


def test_a_reference_of_several_senders_must_be_written_in_full(
    receive: Receive,
    release_order: ReleaseHeldOrder,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    actor: Actor,
) -> None:
    for sender in ("HSBKKZKX", "KZKOKZKX"):
        receive(make_order(make_line(people[0]), purpose_code="183", reference="A/B", sender_bic=sender))
    with pytest.raises(Conflict, match="HSBKKZKX/A/B/2020-02-10, KZKOKZKX/A/B/2020-02-10"):
        release_order("A/B", purpose_code="012", accepted=(), reason="r", actor=actor)
    released = release_order("KZKOKZKX/A/B/2020-02-10", purpose_code="012", accepted=(), reason="r", actor=actor)
    assert (released.key.sender_bic, released.outcome) == ("KZKOKZKX", Outcome.ACCEPTED)
    with pytest.raises(Conflict, match="write one of them in full"):
        release_order("A/B", purpose_code="012", accepted=(), reason="r", actor=actor)


def test_held_orders_of_one_key_are_told_apart_by_their_content(
    receive: Receive,
    send_order_back: SendBackHeldOrder,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    actor: Actor,
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
    due_days: DueDays,
) -> None:
    receive(make_order(make_line(people[0]), reference="R1"))
    first, second = (receive(make_order(make_line(people[0], amount_tiyn=tiyn), reference="R1")) for tiyn in (7, 8))
    key = str(first.key)
    assert first.full_name.startswith(f"{key}#")
    for ambiguous in ("R1", key):
        with pytest.raises(Conflict, match=f"{second.full_name}.*with its #"):
            send_order_back(ambiguous, reason="r", actor=actor)
    deadlines = ListDeadlines(open_unit=open_unit, clock=clock, due_days=due_days)()
    held = {one.name for one in deadlines if one.duty is Duty.DECIDE_ORDER}
    assert held == {first.name, second.name}
    assert send_order_back(second.full_name, reason="r", actor=actor).total_tiyn == 8
    assert send_order_back(key, reason="r", actor=actor).total_tiyn == 7
    with pytest.raises(NotFound):
        send_order_back(f"{key}#00000000", reason="r", actor=actor)
    assert_sound(open_unit)


def test_a_retry_that_comes_second_leaves_the_first_decision(
    receive: Receive,
    retry: RetryHeldOrders,
    release_order: ReleaseHeldOrder,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    actor: Actor,
    open_unit: OpenUnitOfWork,
) -> None:
    receive(make_order(make_line(people[0]), purpose_code="183", reference="R1"))
    release = release_order

    class Overtaken(UnavailableRegister):
        """While it is asked, an operator releases the order."""

        def find_many(self, numbers: Collection[int]) -> RegisterAnswers:
            raise AlreadyRecorded("released meanwhile")

    overtaken = attrs.evolve(retry, redecision=attrs.evolve(retry.redecision, register=Overtaken()))
    [held] = overtaken(actor)
    assert held.decision_number == 1
    released = release("R1", purpose_code="012", accepted=(), reason="r", actor=actor)
    assert (released.outcome, released.decision_number) == (Outcome.ACCEPTED, 2)
