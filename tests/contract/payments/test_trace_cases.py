"""What every store promises of the way from a case to its payments and to the orders that its decisions counted."""

from collections.abc import Callable
from datetime import date

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentKey, PaymentState
from esep.domain.model.counted_amount import CountedAmount
from esep.domain.model.month import Month
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.overpayment import OverpaymentState
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.payment_trail import CaseTrail
from esep.domain.model.person_link import LinkKind
from esep.domain.model.recipient_case import CaseAction, PaymentDecision
from esep.domain.model.register import RegisterPerson
from esep.domain.model.trail import Trail
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.handle_overpayments import HandleOverpayments
from esep.domain.use_cases.link_numbers import LinkNumbers, LinkRequest
from esep.domain.use_cases.prepare_payments import PreparedPayments
from esep.domain.use_cases.send_payments import SentPayments

Follow = Callable[[str], Trail]
Prepare = Callable[..., PreparedPayments]
APRIL, MAY = Month(2024, 4).to_number(), Month(2024, 5).to_number()
FIRST, CONTRIBUTIONS = "GCVP-00000000001", "GCVP-00000000002"  # of the first preparation


@pytest.fixture
def paid(appoint: Callable[..., int], prepare: Prepare, people: list[RegisterPerson]) -> PreparedPayments:
    """Cases 1 and 2, paid for April and May."""
    appoint(people[0])
    appoint(people[1])
    return prepare()


@pytest.fixture
def case(follow: Follow) -> Callable[[str], CaseTrail]:
    """What a case's name leads to."""

    def case(name: str) -> CaseTrail:
        trail = follow(name)
        assert (trail.asked, trail.outgoing, trail.orders, trail.case is None) == (name, None, (), False)
        assert trail.case is not None
        return trail.case

    return case


@pytest.mark.usefixtures("paid")
def test_a_case_leads_to_all_that_became_of_its_payments(
    case: Callable[[str], CaseTrail],
    come_back: Callable[..., None],
    resend: Callable[..., SentPayments],
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
) -> None:
    come_back()
    resend()
    trail = case("SP-000001")
    assert [event.action for event in trail.case.events] == [CaseAction.REGISTER, CaseAction.APPOINT]
    april, may = trail.payments
    assert (april.payment.key, may.payment.key) == (
        PaymentKey(int(people[0].iin), 1, APRIL, 1, 2), PaymentKey(int(people[0].iin), 1, MAY, 1, 2),
    )  # fmt: skip
    assert (may.payment.state, may.decision.event_number, may.decision.action) == (
        PaymentState.RESENT, 2, CaseAction.APPOINT,
    )  # fmt: skip
    assert [(one.attempt, one.reference, one.line_number, one.contribution_reference) for one in may.sendings] == [
        (1, FIRST, 2, CONTRIBUTIONS), (2, "GCVP-00000000003", 1, None),
    ]  # fmt: skip
    assert [(one.sent_on, one.confirmed_on, one.file_name) for one in april.sendings] == [
        (date(2024, 5, 20), None, f"payments-20240520-{FIRST}.txt")
    ]
    assert [(one.attempt, one.reference, one.sender_bic, one.line_number, one.amount_tiyn) for one in may.returns] == [
        (1, "B1", "HSBKKZKX", 1, 9_000_000)
    ]
    assert [(one.attempt, one.key) for one in may.resends] == [(2, may.payment.key)]
    assert [(entry.entry_number, entry.debit, entry.credit) for entry in april.entries] == [
        (1, 7, 8), (2, 8, 9), (3, 8, 10),
    ]  # fmt: skip
    assert [(entry.debit, entry.credit) for entry in may.entries[3:]] == [(10, 11), (11, 8), (8, 10)]
    assert (april.returns, april.resends, trail.overpayments, trail.counted) == ((), (), (), ())
    with open_unit() as unit:
        assert [unit.usage.count_views(int(person.iin)) for person in people] == [1, 0, 0]


@pytest.mark.usefixtures("paid")
def test_overpayments_are_told_with_what_was_repaid_and_withheld(
    case: Callable[[str], CaseTrail],
    overpayments: HandleOverpayments,
    prepare: Prepare,
    clock: FixedClock,
    actor: Actor,
) -> None:
    overpayments.find("SP-000001", Month(2024, 5), 500_000, "wrong degree", actor)
    overpayments.repay("OP-000001", actor, on=date(2024, 5, 20), amount_tiyn=200_000, document="7")
    overpayments.withhold("OP-000001", actor, document="21")
    clock.instant = clock.instant.replace(month=6)
    prepare("2024-06")
    [trail] = case("SP-000001").overpayments
    assert (trail.overpayment.repaid_tiyn, trail.overpayment.state) == (200_000, OverpaymentState.SETTLED)
    assert [(entry.key.name, entry.amount_tiyn) for entry in trail.withheld] == [("SP-000001/2024-06/1", 300_000)]
    # The payment that it was withheld from names it too.
    june = case("SP-000001/2024-06")
    assert june.overpayments == ()
    assert [entry.overpayment_number for entry in june.payments[0].entries] == [None, None, 1, None]


def test_a_name_narrows_a_case_to_a_month_a_part_or_a_decision(
    case: Callable[[str], CaseTrail],
    appoint: Callable[..., int],
    decide: Callable[..., PaymentDecision],
    prepare: Prepare,
    people: list[RegisterPerson],
    happen: Callable[..., None],
    clock: FixedClock,
) -> None:
    appoint(people[0], decide(people[0], people[1]))
    prepare()
    clock.instant = clock.instant.replace(month=6)
    raised = decide(people[0], people[1], amount_tiyn=12_000_000, from_on=date(2024, 6, 1))
    happen(1, CaseAction.RECALCULATE, date(2024, 6, 1), raised)
    prepare("2024-06")

    def names(name: str) -> list[str]:
        return [one.payment.key.name for one in case(name).payments]

    assert len(names("SP-000001")) == 6
    assert names("sp-000001/2024-05") == ["SP-000001/2024-05/1", "SP-000001/2024-05/2"]
    assert names("SP-000001/2024-05/2") == ["SP-000001/2024-05/2"]
    assert names("SP-000001/3") == ["SP-000001/2024-06/1", "SP-000001/2024-06/2"]
    [one] = case("SP-000001/2024-06/2").payments
    assert (one.decision.event_number, one.decision.action) == (3, CaseAction.RECALCULATE)


def test_a_case_of_which_nothing_was_paid_yet_is_told(
    case: Callable[[str], CaseTrail], follow: Follow, appoint: Callable[..., int], people: list[RegisterPerson]
) -> None:
    appoint(people[0])
    assert [case(name).payments for name in ("SP-000001", "SP-000001/2")] == [(), ()]
    for name in ("SP-000001/2024-05", "SP-000001/2024-05/1", "SP-000001/1", "SP-000001/9", "SP-000002"):
        with pytest.raises(NotFound):
            follow(name)


def test_a_case_that_is_not_decided_is_told_too(
    case: Callable[[str], CaseTrail],
    appoint: Callable[..., int],
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
) -> None:
    appoint(people[0])
    decided = case("SP-000001").case
    application = attrs.evolve(
        decided.application, case_number=2, application_number="2", person_key=int(people[1].iin)
    )
    with open_unit() as unit:
        unit.cases.register(application, attrs.evolve(decided.events[0], case_number=2))
    trail = case("SP-000002")
    assert (trail.case.name, len(trail.case.events), trail.counted, trail.payments) == ("SP-000002", 1, (), ())


def test_a_decision_leads_to_the_lines_that_it_counted_and_they_to_it(
    case: Callable[[str], CaseTrail],
    follow: Follow,
    appoint: Callable[..., int],
    receive: Callable[..., OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    clock: FixedClock,
    actor: Actor,
) -> None:
    order = receive(make_order(make_line(people[0]), make_line(people[1]), reference="R1"))
    other = receive(make_order(make_line(people[0]), reference="R2"))
    appoint(people[0])
    mark = CountedAmount(
        person_key=int(people[0].iin),
        order_number=order.order_number,
        line_number=1,
        decision="SP-000001/2",
        amount_tiyn=1_000,
        recorded_at=clock.now(),
    )
    with open_unit() as unit:
        unit.counted.mark([mark, attrs.evolve(mark, decision="SP-000009/2")])
    [line] = case("SP-000001").counted
    assert (line.decision, line.reference, line.sender_bic, line.value_date, line.line_number, line.amount_tiyn) == (
        "SP-000001/2", "R1", order.key.sender_bic, order.key.value_date, 1, 1_000,
    )  # fmt: skip
    trail = follow("R1")
    assert [[one.decision for one in told.counted] for told in trail.orders[0].lines] == [
        ["SP-000001/2", "SP-000009/2"], [],
    ]  # fmt: skip
    names = ("SP-000001/2", "SP-000009/2")
    assert [follow(name).counted_in for name in ("R1", "R2", people[0].iin, people[1].iin)] == [names, (), names, ()]
    with open_unit() as unit:
        places = [(other.order_number, 1), (order.order_number, 2), (order.order_number, 1)]
        assert unit.counted.of_lines(places) == [mark, attrs.evolve(mark, decision="SP-000009/2")]
    # Under another number of the person the lines stay where they came, and the decision finds them still.
    request = LinkRequest(kind=LinkKind.MERGE, number=people[0].iin, other=people[2].iin, reason="one person")
    link = LinkNumbers(open_unit=open_unit, due_days=due_days, clock=clock)
    link(request, actor)
    assert case("SP-000001").counted == (line,)
    link(attrs.evolve(request, kind=LinkKind.SEPARATE), actor)
    assert case("SP-000001").counted == (line,)
