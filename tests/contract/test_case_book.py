"""The book of recipients' cases, on every store."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import AlreadyRecorded, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.deadline import Duty
from esep.domain.model.recipient_case import (
    Application,
    CaseAction,
    CaseDetails,
    CaseEvent,
    CaseState,
    Channel,
    Dependant,
    PaidPart,
    PaymentDecision,
    RecipientCase,
    Relation,
)
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.message_files import MessageReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.case_steps import CaseNotReady, Cause, Document
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.insured_history import InsuredHistory
from esep.domain.use_cases.list_deadlines import ListDeadlines
from esep.domain.use_cases.recalculate_payment import RecalculatePayment
from esep.domain.use_cases.recalculation_grounds import ChangedFacts

NOON = datetime(2025, 5, 20, 7, 0, tzinfo=UTC)
SAULE = Actor(identity="saule", role="operator", purpose="work")
CHILD, STUDENT = "130901550013", "090701650012"

FULL = CaseDetails(
    account="KZ86125KZT5004100100",
    bic="KZKOKZKX",
    degree_percent=60,
    disability_until=date(2027, 5, 31),
    dependants=(
        Dependant(iin=CHILD, relation=Relation.CHILD, until_on=date(2031, 8, 31)),
        Dependant(
            iin=STUDENT, relation=Relation.SIBLING, share=Fraction(1, 3), account="KZ75601000200012345", bic="HSBKKZKX"
        ),
    ),
    breadwinner_died_on=date(2024, 12, 29),
    leave_days=126,
    is_adoption=True,
    is_complicated_birth=True,
    child_iin=CHILD,
    child_birth_date=date(2013, 9, 1),
    birth_order=2,
    unemployed_since=date(2025, 5, 5),
    unemployed_number="0512/25",
    is_pension_exempt=True,
    pension_exempt_ground="group I",
)


@pytest.fixture
def make_application() -> Callable[..., Application]:
    def make(case_number: int = 1, **changes: Any) -> Application:
        application = Application(
            case_number=case_number,
            kind=SocialPaymentKind.CHILDCARE,
            person_key=880417490000,
            insured_key=880417490000,
            application_number=f"{case_number}-2025",
            content_sha256=bytes(32),
            content=b"{}",
            submitted_at=NOON,
            registered_on=date(2025, 5, 20),
            right_on=date(2025, 5, 12),
            channel=Channel.EGOV,
            region="Алматы",
            documents=("a.pdf", "b.pdf"),
            details=FULL,
            recorded_at=NOON,
            due_on=date(2025, 5, 21),
            actor=SAULE,
        )
        return attrs.evolve(application, **changes)

    return make


@pytest.fixture
def make_event() -> Callable[..., CaseEvent]:
    def make(case_number: int = 1, event_number: int = 1, **changes: Any) -> CaseEvent:
        event = CaseEvent(
            case_number=case_number,
            event_number=event_number,
            action=CaseAction.REGISTER,
            state=CaseState.REGISTERED,
            happened_on=date(2025, 5, 20),
            due_on=date(2025, 5, 21),
            recording_due_on=date(2025, 5, 21),
            recorded_at=NOON + timedelta(days=event_number - 1),
            actor=SAULE,
        )
        return attrs.evolve(event, **changes)

    return make


@pytest.fixture
def appointed(make_event: Callable[..., CaseEvent]) -> CaseEvent:
    """The second event of the first case, with a decision in two parts."""
    decision = PaymentDecision(
        law="Social Code",
        length_months=24,
        average_income_tiyn=791_667,
        amount_tiyn=2_975_200,
        is_pension_withheld=True,
        from_on=date(2025, 5, 12),
        until_on=date(2026, 11, 12),
        payment_count=None,
        parts=(
            PaidPart(part=1, payee_key=880417490000, amount_tiyn=1_975_200, account="KZ1", bic="KZKOKZKX"),
            PaidPart(part=2, payee_key=int(CHILD), amount_tiyn=1_000_000, account="KZ2", bic="HSBKKZKX"),
        ),
        frozen={"steps": [{"what": "length", "value": "24", "reference": "118(3)"}], "amount_tiyn": 2_975_200},
    )
    return make_event(
        event_number=2,
        action=CaseAction.APPOINT,
        state=CaseState.APPOINTED,
        effective_on=date(2025, 5, 12),
        due_on=date(2025, 5, 23),
        document_number="12",
        document_date=date(2025, 5, 20),
        reason="as asked",
        decision=decision,
    )


def _listed(case: RecipientCase) -> RecipientCase:
    events = tuple(
        attrs.evolve(event, decision=event.decision and attrs.evolve(event.decision, frozen={}))
        for event in case.events
    )
    return attrs.evolve(case, application=attrs.evolve(case.application, content=b""), events=events)


def test_the_cases_of_a_child_are_found_by_its_numbers(
    open_unit: OpenUnitOfWork, make_application: Callable[..., Application], make_event: Callable[..., CaseEvent]
) -> None:
    of_child = make_application()
    of_other = make_application(2, details=attrs.evolve(FULL, child_iin=STUDENT))
    of_none = make_application(3, details=attrs.evolve(FULL, child_iin=""))
    by_another = make_application(4, person_key=930725490205, insured_key=930725490205)
    with open_unit() as unit:
        for one in (of_child, of_other, of_none, by_another):
            unit.cases.register(one, make_event(one.case_number))

        def found(*iins: str) -> list[int]:
            return [case.application.case_number for case in unit.cases.of_children(iins)]

        assert (found(CHILD), found(CHILD, STUDENT)) == ([1, 4], [1, 2, 4])
        assert (found(), found(""), found("880417490000")) == ([], [], [])
        [first, _] = unit.cases.of_children([CHILD])
        assert first == _listed(RecipientCase(application=of_child, events=(make_event(),)))


def test_a_case_is_found_as_it_was_recorded(
    open_unit: OpenUnitOfWork,
    make_application: Callable[..., Application],
    make_event: Callable[..., CaseEvent],
    appointed: CaseEvent,
) -> None:
    application, registered = make_application(), make_event()
    withdrawn = make_event(
        event_number=3,
        action=CaseAction.WITHDRAW,
        state=CaseState.WITHDRAWN,
        ground="term-ended",
        due_on=None,
        last_paid_on=date(2026, 11, 10),
        last_paid_tiyn=2_975_200,
    )
    with open_unit() as unit:
        assert unit.cases.next_number() == 1
        unit.cases.register(application, registered)
        unit.cases.record_events([appointed, withdrawn])
    case = RecipientCase(application=application, events=(registered, appointed, withdrawn))

    with open_unit() as unit:
        assert unit.cases.next_number() == 2
        assert unit.cases.find(1) == case
        assert unit.cases.find(2) is None
        persons = [1, 880417490000]
        assert unit.cases.find_application(persons, SocialPaymentKind.CHILDCARE, "1-2025") == case
        assert unit.cases.find_application(persons, SocialPaymentKind.MATERNITY, "1-2025") is None
        assert unit.cases.of_recipients([880417490000]) == [case]
        assert unit.cases.of_recipients([1]) == []
        assert unit.cases.of_insured([880417490000]) == [_listed(case)]
        assert list(unit.cases.list_cases()) == [_listed(case)]


def test_details_that_are_not_given_stay_empty(
    open_unit: OpenUnitOfWork, make_application: Callable[..., Application], make_event: Callable[..., CaseEvent]
) -> None:
    with open_unit() as unit:
        unit.cases.register(make_application(details=CaseDetails(account="KZ1", bic="B")), make_event())

    with open_unit() as unit:
        found = unit.cases.find(1)
    assert found is not None
    assert found.application.details == CaseDetails(account="KZ1", bic="B")


@pytest.mark.parametrize(
    "changes",
    [
        {"case_number": 1},
        {"case_number": 2, "application_number": "1-2025"},
    ],
    ids=["number", "application"],
)
def test_a_number_or_an_application_is_recorded_once(
    open_unit: OpenUnitOfWork,
    make_application: Callable[..., Application],
    make_event: Callable[..., CaseEvent],
    changes: dict[str, Any],
) -> None:
    with open_unit() as unit:
        unit.cases.register(make_application(), make_event())

    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.cases.register(make_application(**changes), make_event(changes["case_number"]))

    with open_unit() as unit:
        assert [case.name for case in unit.cases.list_cases()] == ["SP-000001"]


def test_an_application_number_may_be_used_for_another_kind_or_by_another_person(
    open_unit: OpenUnitOfWork, make_application: Callable[..., Application], make_event: Callable[..., CaseEvent]
) -> None:
    with open_unit() as unit:
        unit.cases.register(make_application(), make_event())
        other = {"application_number": "1-2025"}
        unit.cases.register(make_application(2, kind=SocialPaymentKind.MATERNITY, **other), make_event(2))
        unit.cases.register(make_application(3, person_key=1, **other), make_event(3))
        assert unit.cases.next_number() == 4


def test_a_step_is_recorded_once_and_of_a_case_that_is_there(
    open_unit: OpenUnitOfWork,
    make_application: Callable[..., Application],
    make_event: Callable[..., CaseEvent],
    appointed: CaseEvent,
) -> None:
    with open_unit() as unit:
        unit.cases.register(make_application(), make_event())

    with pytest.raises(NotFound), open_unit() as unit:
        unit.cases.record_events([appointed, make_event(7)])
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.cases.record_events([appointed, make_event(event_number=1)])

    with open_unit() as unit:
        assert [len(case.events) for case in unit.cases.list_cases()] == [1]


def test_cases_are_listed_by_state_and_kind_in_the_order_of_their_numbers(
    open_unit: OpenUnitOfWork,
    make_application: Callable[..., Application],
    make_event: Callable[..., CaseEvent],
    appointed: CaseEvent,
) -> None:
    with open_unit() as unit:
        for number, kind in enumerate((SocialPaymentKind.CHILDCARE, SocialPaymentKind.JOB_LOSS), 1):
            unit.cases.register(make_application(number, kind=kind, person_key=number), make_event(number))
        unit.cases.record_events([appointed])

    with open_unit() as unit:

        def names(**asked: Any) -> list[str]:
            return [case.name for case in unit.cases.list_cases(**asked)]

        assert names() == ["SP-000001", "SP-000002"]
        assert names(states=[CaseState.APPOINTED]) == ["SP-000001"]
        assert names(states=[CaseState.REGISTERED]) == ["SP-000002"]
        assert names(kinds=[SocialPaymentKind.JOB_LOSS], states=[CaseState.APPOINTED]) == []
        assert [case.name for case in unit.cases.unfinished()] == ["SP-000002"]


def test_cases_are_found_by_when_something_was_or_had_to_be_recorded(
    open_unit: OpenUnitOfWork, make_application: Callable[..., Application], make_event: Callable[..., CaseEvent]
) -> None:
    with open_unit() as unit:
        for number, day in ((1, 21), (2, 25)):
            registered = make_event(
                number,
                recording_due_on=date(2025, 5, day),
                recorded_at=datetime(2025, 5, day, tzinfo=UTC),
            )
            unit.cases.register(make_application(number, person_key=number), registered)

    with open_unit() as unit:
        assert [case.name for case in unit.cases.recorded_from(None)] == ["SP-000001", "SP-000002"]
        assert [case.name for case in unit.cases.recorded_from(date(2025, 5, 21))] == ["SP-000001", "SP-000002"]
        assert [case.name for case in unit.cases.recorded_from(date(2025, 5, 22))] == ["SP-000002"]
        begin, end = datetime(2025, 5, 21, tzinfo=UTC), datetime(2025, 5, 25, tzinfo=UTC)
        assert [case.name for case in unit.cases.recorded_between(begin, end)] == ["SP-000001"]
        assert list(unit.cases.recorded_between(end + timedelta(days=1), end + timedelta(days=2))) == []


def test_what_has_no_decision_is_not_made_anew_and_what_no_duty_follows_is_no_deadline(
    open_unit: OpenUnitOfWork,
    make_application: Callable[..., Application],
    make_event: Callable[..., CaseEvent],
    rulebook: Rulebook,
    reader: MessageReader,
    due_days: DueDays,
) -> None:
    clock = FixedClock(NOON)
    suspended = make_event(event_number=2, action=CaseAction.SUSPEND, state=CaseState.SUSPENDED)
    with open_unit() as unit:
        unit.cases.register(make_application(), make_event())
        unit.cases.record_events([suspended])

    history = InsuredHistory(parameters=rulebook.parameters, reader=reader)
    recalculate = RecalculatePayment(open_unit=open_unit, history=history, due_days=due_days, clock=clock)
    cause = Cause(ground="birth-order", document=Document(number="1", dated=date(2025, 5, 20)))
    with pytest.raises(CaseNotReady, match="no decision"):
        recalculate("SP-000001", SAULE, cause, ChangedFacts(birth_order=2))
    deadlines = ListDeadlines(open_unit=open_unit, clock=clock, due_days=due_days)
    assert {one.duty for one in deadlines() if one.name.startswith("SP-")} == {Duty.RECORD_RECIPIENT}
