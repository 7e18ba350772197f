"""What the register tells of the people of live cases, on every store."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.model.actor import Actor
from esep.domain.model.recipient_case import (
    Application,
    CaseAction,
    CaseDetails,
    CaseEvent,
    CaseState,
    Channel,
    Dependant,
    PaymentDecision,
    Relation,
)
from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.model.watched_case import PersonSignal, SignalKind
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.social_payments.resizing import frozen_dependants
from esep.domain.use_cases.find_signals import FindSignals

NOON = datetime(2025, 5, 20, 7, 0, tzinfo=UTC)
SAULE = Actor(identity="saule", role="operator", purpose="work")
KIND = SocialPaymentKind
CITIZENSHIP = SignalKind.CITIZENSHIP_CHANGED


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def signals(open_unit: OpenUnitOfWork, rulebook: Rulebook, clock: FixedClock) -> Callable[[], list[PersonSignal]]:
    find = FindSignals(open_unit=open_unit, tables=rulebook.parameters.cases, clock=clock)
    return lambda: find().people


@pytest.fixture
def record(open_unit: OpenUnitOfWork, clock: FixedClock) -> Callable[..., Callable[..., None]]:
    """Record an appointed case of a recipient; gives what records its next event, with the dependants it decides on."""

    def make(
        person: RegisterPerson,
        kind: KIND = KIND.BREADWINNER,
        dependants: tuple[Dependant, ...] = (),
        *,
        is_kept: bool = True,
    ) -> Callable[..., None]:
        with open_unit() as unit:
            number = unit.cases.next_number()
            application = _application(number, int(person.iin), kind, dependants, clock.now())
            unit.cases.register(application, _event(number, 1, CaseAction.REGISTER, clock.now()))
            appointed = _event(number, 2, CaseAction.APPOINT, clock.now(), dependants)
            if not is_kept and appointed.decision:
                appointed = attrs.evolve(appointed, decision=attrs.evolve(appointed.decision, frozen={}))
            unit.cases.record_events([appointed])

        def happen(
            event_number: int, action: CaseAction, ground: str = "", left: tuple[Dependant, ...] | None = None
        ) -> None:
            with open_unit() as unit:
                event = _event(number, event_number, action, clock.now(), left)
                unit.cases.record_events([attrs.evolve(event, ground=ground)])

        return happen

    return make


def _application(
    number: int, person_key: int, kind: KIND, dependants: tuple[Dependant, ...], now: datetime
) -> Application:
    return Application(
        case_number=number,
        kind=kind,
        person_key=person_key,
        insured_key=person_key,
        application_number=str(number),
        content_sha256=bytes(32),
        submitted_at=now,
        registered_on=date(2025, 5, 20),
        right_on=date(2025, 5, 12),
        channel=Channel.EGOV,
        region="Алматы",
        documents=(),
        details=CaseDetails(dependants=dependants),
        recorded_at=now,
        due_on=date(2025, 5, 21),
        actor=SAULE,
    )


STATES = {
    CaseAction.REGISTER: CaseState.REGISTERED,
    CaseAction.SUSPEND: CaseState.SUSPENDED,
    CaseAction.TERMINATE: CaseState.TERMINATED,
}


def _event(
    number: int, event_number: int, action: CaseAction, now: datetime, dependants: tuple[Dependant, ...] | None = None
) -> CaseEvent:
    decision = PaymentDecision(
        law="Social Code",
        length_months=24,
        average_income_tiyn=1,
        amount_tiyn=100,
        is_pension_withheld=False,
        from_on=date(2025, 5, 12),
        until_on=None,
        payment_count=None,
        parts=(),
        frozen={"dependants": frozen_dependants(dependants or ())},
    )
    return CaseEvent(
        case_number=number,
        event_number=event_number,
        action=action,
        state=STATES.get(action, CaseState.APPOINTED),
        happened_on=date(2025, 5, 20),
        recording_due_on=date(2025, 5, 21),
        recorded_at=now,
        actor=SAULE,
        decision=None if dependants is None else decision,
    )


def _child(person: RegisterPerson, **changes: Any) -> Dependant:
    return attrs.evolve(Dependant(iin=person.iin, relation=Relation.CHILD), **changes)


def _told(found: list[PersonSignal]) -> list[tuple[int, SignalKind, int, date | None, str, str]]:
    return [(one.case_number, one.kind, one.about_key, one.since, one.action.value, one.ground) for one in found]


def test_a_dependant_who_died_or_came_of_age_is_told_until_it_is_decided(
    record: Callable[..., Callable[..., None]],
    signals: Callable[[], list[PersonSignal]],
    make_person: Callable[..., RegisterPerson],
    load_people: Callable[..., Any],
) -> None:
    widow = make_person()
    dead = make_person(birth_date=date(2015, 1, 1), life_status=LifeStatus.DEAD, death_date=date(2025, 5, 18))
    adult, young = make_person(birth_date=date(2007, 5, 20)), make_person(birth_date=date(2007, 5, 21))
    student = _child(make_person(birth_date=date(2004, 1, 1)), until_on=date(2025, 5, 19))
    load_people(widow, dead, adult, young)
    happen = record(widow, KIND.BREADWINNER, (_child(dead), _child(adult), _child(young), student))

    found = signals()
    recalculated = ("recalculate", "dependants-changed")
    assert _told(found) == [
        (1, SignalKind.DEPENDANT_DIED, int(dead.iin), date(2025, 5, 18), *recalculated),
        (1, SignalKind.DEPENDANT_OF_AGE, int(adult.iin), date(2025, 5, 20), *recalculated),
        (1, SignalKind.DEPENDANT_TERM_ENDED, int(student.iin), date(2025, 5, 20), *recalculated),
    ]
    assert {(one.case_state, one.person_key, one.reference) for one in found} == {
        (CaseState.APPOINTED, int(widow.iin), "Order 239 of 22.06.2023, 51")
    }
    happen(3, CaseAction.RECALCULATE, "dependants-changed", (_child(young),))
    assert signals() == []
    happen(4, CaseAction.SUSPEND, "no-debits")
    assert signals() == []


def test_where_nobody_is_left_the_payment_ends(
    record: Callable[..., Callable[..., None]],
    signals: Callable[[], list[PersonSignal]],
    make_person: Callable[..., RegisterPerson],
    load_people: Callable[..., Any],
) -> None:
    first, second = make_person(), make_person()
    dead = make_person(birth_date=date(2015, 1, 1), life_status=LifeStatus.DEAD)
    adult = make_person(birth_date=date(2000, 1, 1))
    load_people(first, second, dead, adult)
    happen = record(first, KIND.BREADWINNER, (_child(dead),))
    record(second, KIND.BREADWINNER, (_child(adult),))

    assert _told(signals()) == [
        (1, SignalKind.DEPENDANT_DIED, int(dead.iin), None, "terminate", "only-dependant-died"),
        (2, SignalKind.DEPENDANT_OF_AGE, int(adult.iin), date(2018, 1, 1), "withdraw", "term-ended"),
    ]
    happen(3, CaseAction.TERMINATE, "only-dependant-died")
    assert [one.case_number for one in signals()] == [2]


def test_a_carer_has_the_right_until_the_youngest_is_three(
    record: Callable[..., Callable[..., None]],
    signals: Callable[[], list[PersonSignal]],
    make_person: Callable[..., RegisterPerson],
    load_people: Callable[..., Any],
    clock: FixedClock,
) -> None:
    widow, child = make_person(), make_person(birth_date=date(2022, 5, 21))
    carer = Dependant(iin=widow.iin, relation=Relation.CARER)
    load_people(widow, child)
    record(widow, KIND.BREADWINNER, (carer, _child(child)))
    record(widow, KIND.BREADWINNER, (carer, _child(make_person())))  # a child whom the register does not know
    record(widow, KIND.BREADWINNER, (carer,))
    assert signals() == []

    clock.advance(timedelta(days=1))
    told = (SignalKind.NOBODY_UNDER_THREE, int(widow.iin), date(2025, 5, 21), "recalculate", "dependants-changed")
    assert _told(signals()) == [(1, *told)]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (KIND.JOB_LOSS, [("terminate", "Social Code 224-VII of 20.04.2023, 119(3)(5)")]),
        (KIND.DISABILITY, [("suspend", "Social Code 224-VII of 20.04.2023, 182(1)(6)")]),
        (KIND.BREADWINNER, [("suspend", "Social Code 224-VII of 20.04.2023, 241(1)(6)")]),
        (KIND.CHILDCARE, [("suspend", "Social Code 224-VII of 20.04.2023, 86(1)(7)")]),
        (KIND.MATERNITY, []),  # it is paid at once
    ],
)
def test_another_citizenship_is_told_with_what_the_act_says_of_the_kind(
    record: Callable[..., Callable[..., None]],
    signals: Callable[[], list[PersonSignal]],
    make_person: Callable[..., RegisterPerson],
    load_people: Callable[..., Any],
    clock: FixedClock,
    kind: KIND,
    expected: list[tuple[str, str]],
) -> None:
    person = make_person(citizenship="KAZ")
    load_people(person)
    record(person, kind)
    assert signals() == []
    for _ in range(2):  # the second version tells the same: the day is that of the first
        clock.advance(timedelta(days=30))
        load_people(attrs.evolve(person, citizenship="RUS"))
    found = signals()
    assert [(one.action.value, one.reference) for one in found] == expected
    assert {(one.kind, one.about_key, one.since) for one in found} <= {
        (CITIZENSHIP, int(person.iin), date(2025, 6, 19))
    }


def test_whose_citizenship_did_not_change_or_was_decided_on_is_not_told(
    record: Callable[..., Callable[..., None]],
    signals: Callable[[], list[PersonSignal]],
    make_person: Callable[..., RegisterPerson],
    load_people: Callable[..., Any],
    clock: FixedClock,
) -> None:
    foreigner, unknown, became, left = (make_person(citizenship=one) for one in ("RUS", None, "UZB", "KAZ"))
    load_people(foreigner, unknown, became, left)
    record(foreigner)
    record(unknown)
    record(became)
    happen = record(left)
    clock.advance(timedelta(days=1))
    later = {"unknown": attrs.evolve(unknown, citizenship="RUS"), "became": attrs.evolve(became, citizenship="KAZ")}
    load_people(foreigner, *later.values(), attrs.evolve(left, citizenship="RUS"))
    assert [one.about_key for one in signals()] == [int(left.iin)]
    happen(3, CaseAction.SUSPEND, "citizenship-lost")
    assert signals() == []


def test_a_person_is_known_by_the_number_that_stands(
    record: Callable[..., Callable[..., None]],
    signals: Callable[[], list[PersonSignal]],
    make_person: Callable[..., RegisterPerson],
    load_people: Callable[..., Any],
    record_link: Callable[..., None],
) -> None:
    widow, wrong, right = make_person(), make_person(), make_person(life_status=LifeStatus.DEAD)
    load_people(widow, right)
    record(widow, KIND.BREADWINNER, (_child(wrong, until_on=date(2030, 1, 1)),))
    assert signals() == []
    record_link(wrong, right)
    assert [(one.kind, one.about_key) for one in signals()] == [(SignalKind.DEPENDANT_DIED, int(wrong.iin))]


def test_live_cases_are_read_in_batches(
    record: Callable[..., Callable[..., None]], make_person: Callable[..., RegisterPerson], open_unit: OpenUnitOfWork
) -> None:
    for kind in (KIND.DISABILITY, KIND.CHILDCARE, KIND.JOB_LOSS):
        record(make_person(), kind)
    record(make_person())(3, CaseAction.TERMINATE, "own-application")
    child = _child(make_person(), until_on=date(2030, 1, 1))
    record(make_person(), KIND.BREADWINNER, (child,))(3, CaseAction.SUSPEND, "no-debits")
    with open_unit() as unit:
        batches = list(unit.cases.watched(2))
    assert [[one.case_number for one in batch] for batch in batches] == [[1, 2], [3, 5]]
    last = batches[-1][-1]
    assert (last.state, last.grounds, last.dependants) == (CaseState.SUSPENDED, frozenset({"no-debits"}), (child,))
    assert (last.kind, last.recorded_at) == (KIND.BREADWINNER, NOON)


def test_a_decision_that_keeps_no_dependants_pays_for_those_of_the_application(
    record: Callable[..., Callable[..., None]], make_person: Callable[..., RegisterPerson], open_unit: OpenUnitOfWork
) -> None:
    child = _child(make_person(), until_on=date(2030, 1, 1))
    record(make_person(), KIND.BREADWINNER, (child,), is_kept=False)
    with open_unit() as unit:
        [[case]] = unit.cases.watched(2)
    assert case.dependants == (child,)
