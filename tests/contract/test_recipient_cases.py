"""From an application for a social payment to its decisions and their end, on every store."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import attrs
import pytest

from esep.adapters.application_files.social_application import JsonSocialApplicationReader
from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.calculation import LengthTooShort
from esep.domain.model.deadline import DeadlineState, Duty
from esep.domain.model.month import Month
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.person_link import LinkKind
from esep.domain.model.recipient_case import CaseAction, CaseState, Dependant, RecipientCase, Relation
from esep.domain.model.recipient_summary import Tally
from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.model.sex import Sex
from esep.domain.ports.message_files import MessageReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.advance_application import AdvanceApplication
from esep.domain.use_cases.appoint_payment import AnotherPersonNeeded, AppointPayment
from esep.domain.use_cases.case_steps import CaseNotReady, Cause, Document, GroundUnknown
from esep.domain.use_cases.change_case import ChangeCase, Payee
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.insured_history import InsuredHistory
from esep.domain.use_cases.list_deadlines import ListDeadlines
from esep.domain.use_cases.recalculate_payment import RecalculatePayment
from esep.domain.use_cases.recalculation_grounds import ChangedFacts
from esep.domain.use_cases.refuse_application import RefuseApplication
from esep.domain.use_cases.register_application import (
    RegisterApplication,
    RegisteredApplication,
    SocialApplicationChanged,
    SocialApplicationRefused,
)
from esep.domain.use_cases.show_case import ShowCase
from esep.domain.use_cases.show_recipient import ShowRecipient
from esep.domain.use_cases.summarise_recipients import SummariseRecipients
from esep.domain.use_cases.warn_of_case import WarnOfCase
from esep.domain.use_cases.withdraw_cases import LastPayment, WithdrawCases

SAULE, AIGUL = Actor(identity="saule"), Actor(identity="aigul")
MONTHLY_TIYN = 1_000_000  # 10 000 tenge: the contribution on an income of 200 000 at 5 %
IBAN, OWN_IBAN, BIC = "KZ86125KZT5004100100", "KZ84722C000012345678", "KZKOKZKX"
THREADS = 8


@pytest.fixture
def clock() -> FixedClock:
    """Noon in Almaty on a Tuesday."""
    return FixedClock(datetime(2025, 5, 20, 7, 0, tzinfo=UTC))


@pytest.fixture
def history(rulebook: Rulebook, reader: MessageReader) -> InsuredHistory:
    return InsuredHistory(parameters=rulebook.parameters, reader=reader)


@pytest.fixture
def register_one(
    open_unit: OpenUnitOfWork, due_days: DueDays, clock: FixedClock
) -> Callable[..., RegisteredApplication]:
    """Register an application of these values."""
    register = RegisterApplication(
        open_unit=open_unit, reader=JsonSocialApplicationReader(), due_days=due_days, clock=clock
    )
    return lambda said: register(json.dumps(said).encode(), "application.json", SAULE)


@pytest.fixture
def advance(open_unit: OpenUnitOfWork, due_days: DueDays, clock: FixedClock) -> AdvanceApplication:
    return AdvanceApplication(open_unit=open_unit, due_days=due_days, clock=clock)


@pytest.fixture
def with_fund(register_one: Callable[..., RegisteredApplication], advance: AdvanceApplication) -> Callable[..., str]:
    """Register, check and send an application; gives its name."""

    def bring(said: dict[str, Any]) -> str:
        name = register_one(said).case.name
        advance(name, CaseAction.CHECK, SAULE)
        return advance(name, CaseAction.SEND, SAULE).name

    return bring


@pytest.fixture
def appoint(
    open_unit: OpenUnitOfWork, history: InsuredHistory, due_days: DueDays, clock: FixedClock
) -> Callable[..., RecipientCase]:
    use_case = AppointPayment(open_unit=open_unit, history=history, due_days=due_days, clock=clock)
    return lambda name, actor=AIGUL: use_case(name, actor, Document(number="12", dated=date(2025, 5, 20)))


@pytest.fixture
def change(open_unit: OpenUnitOfWork, due_days: DueDays, clock: FixedClock) -> Callable[..., RecipientCase]:
    """Decide on a day, for a ground that arose on that day unless told otherwise."""
    use_case = ChangeCase(open_unit=open_unit, due_days=due_days, clock=clock)

    def decide(
        name: str,
        action: CaseAction,
        ground: str,
        day: date,
        *,
        arose: date | None = None,
        received: date | None = None,
        payee: Payee | None = None,
    ) -> RecipientCase:
        clock.instant = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
        cause = Cause(
            ground=ground,
            happened_on=arose or day,
            document=Document(number="7", dated=day),
            received_on=received,
        )
        return use_case(name, action, AIGUL, cause, payee=payee)

    return decide


@pytest.fixture
def paid_for(
    receive: Callable[..., Any],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
) -> Callable[..., None]:
    """Receive a contribution for each of so many months up to April 2025, in the month after."""

    def pay(person: RegisterPerson, months: int) -> None:
        for back in range(months):
            month = Month(2025, 4).minus(back)
            line = make_line(person, amount_tiyn=MONTHLY_TIYN)
            period = f"{month.month:02}{month.year}"
            receive(make_order(line, period=period, value_date=month.next().first_day.replace(day=15)))

    return pay


@pytest.fixture
def persons(make_person: Callable[..., RegisterPerson], load_people: Callable[..., Any]) -> dict[str, RegisterPerson]:
    """A woman of working age, a man near the pension age, a dead man, two children."""
    found = {
        "woman": make_person(sex=Sex.FEMALE, birth_date=date(1990, 4, 17)),
        "old": make_person(birth_date=date(1962, 10, 1)),
        "dead": make_person(birth_date=date(1970, 1, 1), life_status=LifeStatus.DEAD, death_date=date(2025, 5, 2)),
        "child": make_person(birth_date=date(2015, 9, 1)),
        "student": make_person(birth_date=date(2005, 3, 1)),
    }
    load_people(*found.values())
    return found


def _said(kind: str, applicant: RegisterPerson, **parts: Any) -> dict[str, Any]:
    return {
        "application_number": "1",
        "kind": kind,
        "applicant": {"iin": applicant.iin},
        "right_on": "2025-05-12",
        "submitted_at": "2025-05-20T10:00:00+05:00",
        "channel": "egov",
        "region": "Алматы",
        "account": {"iban": IBAN, "bic": BIC},
        **parts,
    }


def _childcare(applicant: RegisterPerson, **changes: Any) -> dict[str, Any]:
    return _said("childcare", applicant, child={"birth_date": "2025-05-12", "birth_order": 1}) | changes


def _job_loss(applicant: RegisterPerson, **changes: Any) -> dict[str, Any]:
    return _said("job-loss", applicant, unemployed={"since": "2025-05-12", "number": "17"}) | changes


def _disability(applicant: RegisterPerson, **changes: Any) -> dict[str, Any]:
    return _said("disability", applicant, disability={"degree_percent": 50}) | changes


def _breadwinner(persons: dict[str, RegisterPerson], **changes: Any) -> dict[str, Any]:
    child, student = persons["child"].iin, persons["student"].iin
    own = {"share": "1/3", "account": {"iban": OWN_IBAN, "bic": BIC}}
    dependants = [
        {"iin": child, "relation": "child"},
        {"iin": student, "relation": "child", "until_on": "2027-06-30", **own},
    ]
    died = {"iin": persons["dead"].iin, "died_on": "2025-05-02"}
    said = _said("breadwinner", persons["woman"], breadwinner=died, dependants=dependants, right_on="2025-05-02")
    return said | {"documents": ["death-certificate.pdf"]} | changes


def test_the_same_application_gets_the_first_answer_and_another_content_is_refused(
    register_one: Callable[..., RegisteredApplication], persons: dict[str, RegisterPerson], clock: FixedClock
) -> None:
    said = _childcare(persons["woman"])
    first = register_one(said)
    assert first.is_new
    assert (first.case.name, first.case.state) == ("SP-000001", CaseState.REGISTERED)
    assert first.case.application.registered_on == date(2025, 5, 20)
    assert first.case.events[0].due_on == date(2025, 5, 22)

    again = register_one(dict(reversed(said.items())))
    assert not again.is_new
    assert again.case == first.case
    with pytest.raises(SocialApplicationChanged, match="SP-000001"):
        register_one(said | {"region": "Астана"})


def test_an_application_registered_by_many_at_once_is_one_case(
    register_one: Callable[..., RegisteredApplication], persons: dict[str, RegisterPerson], open_unit: OpenUnitOfWork
) -> None:
    said, barrier = _childcare(persons["woman"]), Barrier(THREADS)

    def register(_: int) -> RegisteredApplication:
        barrier.wait()
        return register_one(said)

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(register, range(THREADS)))

    assert sum(answer.is_new for answer in answers) == 1
    assert {answer.case.name for answer in answers} == {"SP-000001"}
    with open_unit() as unit:
        assert len(list(unit.cases.list_cases())) == 1


@pytest.mark.parametrize(
    ("submitted_at", "registered_on"),
    [
        ("2025-05-19T09:00:00+05:00", date(2025, 5, 19)),
        ("2025-05-19T08:59:59+05:00", date(2025, 5, 20)),
        ("2025-05-19T17:59:59+05:00", date(2025, 5, 19)),
        ("2025-05-16T18:00:00+05:00", date(2025, 5, 19)),
        ("2025-05-17T10:00:00+05:00", date(2025, 5, 19)),
        ("2025-05-07T19:00:00+05:00", date(2025, 5, 8)),
        ("2025-05-19T04:30:00+00:00", date(2025, 5, 19)),
        ("2025-05-19T11:30:00", date(2025, 5, 19)),
    ],
)
def test_an_application_is_of_its_day_or_of_the_next_working_day_outside_of_hours(
    register_one: Callable[..., RegisteredApplication],
    persons: dict[str, RegisterPerson],
    submitted_at: str,
    registered_on: date,
) -> None:
    said = _job_loss(persons["woman"], submitted_at=submitted_at, right_on="2025-05-01")
    assert register_one(said).case.application.registered_on == registered_on


@pytest.mark.parametrize(
    ("make", "code", "reference"),
    [
        (lambda p: _job_loss(p["woman"], right_on="2024-05-19"), "applied-too-late", "Order 237 of 22.06.2023, 18"),
        (
            lambda p: _childcare(p["woman"], right_on="2023-11-19"),
            "applied-too-late",
            "Social Code 224-VII of 20.04.2023, 84(5)",
        ),
        (lambda p: _job_loss(p["woman"], right_on="2025-05-21"), "right-to-come", "Order 100, item 12(10)-(11)"),
        (lambda p: _said("restrictions", p["woman"]), "kind-not-appointed", "Social Code, 76-86"),
        (lambda p: _said("disability", p["woman"]), "part-missing", "Order 100, item 12(17)"),
        (lambda p: _said("maternity", p["woman"]), "part-missing", "Order 100, item 12(20)"),
        (
            lambda p: _childcare(p["woman"], disability={"degree_percent": 50}),
            "part-not-of-kind",
            "Order 100, item 12",
        ),
        (
            lambda p: _disability(p["woman"], disability={"degree_percent": 29}),
            "degree-out-of-bounds",
            "Social Code, 181(1)",
        ),
        (lambda p: _childcare(attrs.evolve(p["woman"], iin="880417490000")), "applicant-unknown", "Order 100"),
        (lambda p: _childcare(p["dead"]), "applicant-dead", "Order 100"),
        (
            lambda p: _breadwinner(p, dependants=[{"iin": p["old"].iin, "relation": "child"}]),
            "dependant-too-old",
            "Social Code, 239(2), 239(7)",
        ),
        (
            lambda p: _breadwinner(p, dependants=[{"iin": p["child"].iin, "relation": "child", "share": "1/3"}]),
            "shares-do-not-add-up",
            "Social Code, 239(4)-(5)",
        ),
        (lambda p: _breadwinner(p, right_on="2025-05-01"), "right-before-death", "Social Code, 239(1)"),
        (
            lambda p: _breadwinner(p, dependants=[{"iin": p["child"].iin, "relation": "child"}] * 2),
            "dependant-twice",
            "Social Code, 240(2)",
        ),
        (
            lambda p: _breadwinner(p, dependants=[{"iin": p["dead"].iin, "relation": "carer"}]),
            "dependant-is-breadwinner",
            "Social Code, 239(2)",
        ),
        (
            lambda p: _breadwinner(p, breadwinner={"iin": p["old"].iin, "died_on": "2025-05-02"}, documents=[]),
            "death-not-proved",
            "Order 239, 11(2)",
        ),
        (
            lambda p: _childcare(p["woman"], child={"birth_date": "2025-05-13", "birth_order": 1}),
            "right-before-birth",
            "Social Code, 84(2)",
        ),
    ],
)
def test_an_application_that_may_not_be_registered_is_refused_with_its_rule(
    register_one: Callable[..., RegisteredApplication],
    persons: dict[str, RegisterPerson],
    open_unit: OpenUnitOfWork,
    make: Callable[[dict[str, RegisterPerson]], dict[str, Any]],
    code: str,
    reference: str,
) -> None:
    with pytest.raises(SocialApplicationRefused) as refused:
        register_one(make(persons))

    [refusal] = [one for one in refused.value.refusals if one.code == code]
    assert refusal.reference.startswith(reference)
    assert persons["woman"].iin not in str(refused.value)
    with open_unit() as unit:
        assert list(unit.cases.list_cases()) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda p: _breadwinner(p, dependants=[{"iin": p["woman"].iin, "relation": "carer"}]),  # the widow herself
        lambda p: _breadwinner(p, breadwinner={"iin": p["old"].iin, "died_on": "2025-05-02"}),  # proved by a paper
        lambda p: _breadwinner(p, documents=[]),  # proved by the register
        lambda p: _childcare(p["woman"], right_on="2025-05-14"),  # an adoption two days after the birth
    ],
)
def test_an_application_that_may_be_registered_is(
    register_one: Callable[..., RegisteredApplication],
    persons: dict[str, RegisterPerson],
    make: Callable[[dict[str, RegisterPerson]], dict[str, Any]],
) -> None:
    assert register_one(make(persons)).is_new


@pytest.mark.parametrize("right_on", ["2024-05-20", "2025-05-20"])
def test_the_last_day_of_the_term_is_in_time(
    register_one: Callable[..., RegisteredApplication], persons: dict[str, RegisterPerson], right_on: str
) -> None:
    assert register_one(_job_loss(persons["woman"], right_on=right_on)).is_new


def test_a_risk_is_applied_for_once_until_its_case_is_over(
    register_one: Callable[..., RegisteredApplication],
    with_fund: Callable[..., str],
    persons: dict[str, RegisterPerson],
) -> None:
    with_fund(_childcare(persons["woman"]))
    again = _childcare(persons["woman"], application_number="2")
    with pytest.raises(SocialApplicationRefused, match="SP-000001 is of the same risk"):
        register_one(again)
    twin = {"birth_date": "2025-05-12", "birth_order": 2}
    assert register_one(_childcare(persons["woman"], application_number="3", child=twin)).is_new

    register_one(_breadwinner(persons))
    other = _breadwinner(persons, applicant={"iin": persons["old"].iin}, application_number="9")
    with pytest.raises(SocialApplicationRefused, match=r"239\(4\)"):
        register_one(other)


def _carer(person: RegisterPerson) -> Dependant:
    return Dependant(iin=person.iin, relation=Relation.CARER)


def _born(child: RegisterPerson | None, *, order: int = 1) -> dict[str, Any]:
    return {"birth_date": "2025-05-12", "birth_order": order} | ({"iin": child.iin} if child else {})


AT_NOON_OF_JULY = {"submitted_at": "2025-07-01T12:00:00+05:00"}


def test_of_those_who_care_for_a_child_only_one_applies(
    clock: FixedClock,
    register_one: Callable[..., RegisteredApplication],
    with_fund: Callable[..., str],
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    change: Callable[..., RecipientCase],
    persons: dict[str, RegisterPerson],
) -> None:
    paid_for(persons["woman"], 24)
    child = _born(persons["child"])
    name = with_fund(_childcare(persons["woman"], child=child))
    by_another = _childcare(persons["old"], child=child | {"birth_order": 2}, right_on="2025-05-14")
    refused = rf"{name} is of the same child .*\(Social Code, 84\(1\); Order 248, 13\(2\)\)"
    for bring_on in (lambda: None, lambda: appoint(name)):
        bring_on()
        with pytest.raises(SocialApplicationRefused, match=refused):
            register_one(by_another)
    with pytest.raises(SocialApplicationRefused, match="SP-000001 is of the same child"):
        register_one(_childcare(persons["woman"], child=child, right_on="2025-05-14", application_number="2"))
    assert register_one(_childcare(persons["old"], child=_born(persons["student"]))).is_new  # another child
    twin = _childcare(persons["woman"], child=_born(persons["student"]), application_number="3")
    with pytest.raises(SocialApplicationRefused, match="is of the same child"):
        register_one(twin)  # which the old woman cares for by now
    other = _childcare(persons["woman"], child=_born(persons["dead"]), application_number="4")
    assert register_one(other).is_new  # of the same day and her own too

    change(name, CaseAction.SUSPEND, "no-debits", date(2025, 6, 3))
    with pytest.raises(SocialApplicationRefused, match=refused):
        register_one(by_another | {"application_number": "3"})
    change(name, CaseAction.TERMINATE, "own-application", date(2025, 6, 4))  # paid until the end of June
    clock.instant = datetime(2025, 7, 1, 7, tzinfo=UTC)
    for right_on in ("2025-05-14", "2025-06-30"):
        with pytest.raises(SocialApplicationRefused, match=refused):
            register_one(by_another | {"application_number": "3", "right_on": right_on} | AT_NOON_OF_JULY)
    later = {"application_number": "3", "right_on": "2025-07-01"} | AT_NOON_OF_JULY
    assert register_one(by_another | later).is_new


def test_a_child_is_found_by_any_of_its_numbers_and_not_by_its_birth_alone(
    register_one: Callable[..., RegisteredApplication],
    persons: dict[str, RegisterPerson],
    record_link: Callable[..., None],
) -> None:
    record_link(persons["child"], persons["student"])
    register_one(_childcare(persons["woman"], child=_born(persons["child"])))
    with pytest.raises(SocialApplicationRefused, match="SP-000001 is of the same child"):
        register_one(_childcare(persons["old"], child=_born(persons["student"])))
    with pytest.raises(SocialApplicationRefused, match="SP-000001 is of the same risk"):  # hers, of the same day
        register_one(_childcare(persons["woman"], child=_born(None), application_number="2"))
    assert register_one(_childcare(persons["old"], child=_born(None))).is_new


def test_two_who_care_for_a_child_and_apply_at_once_get_one_case(
    register_one: Callable[..., RegisteredApplication], persons: dict[str, RegisterPerson], open_unit: OpenUnitOfWork
) -> None:
    barrier = Barrier(2)

    def register(applicant: RegisterPerson) -> bool:
        barrier.wait()
        try:
            return register_one(_childcare(applicant, child=_born(persons["child"]))).is_new
        except SocialApplicationRefused:
            return False

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(register, (persons["woman"], persons["old"])))

    assert sorted(answers) == [False, True]
    with open_unit() as unit:
        assert len(list(unit.cases.list_cases())) == 1


def test_a_dependant_is_one_person_under_whatever_number(
    register_one: Callable[..., RegisteredApplication],
    persons: dict[str, RegisterPerson],
    record_link: Callable[..., None],
) -> None:
    record_link(persons["old"], persons["student"], LinkKind.MERGE)
    both = [{"iin": persons[name].iin, "relation": "child", "until_on": "2027-06-30"} for name in ("old", "student")]
    with pytest.raises(SocialApplicationRefused, match=r"dependants\[1\].iin: is the person of dependants\[0\]"):
        register_one(_breadwinner(persons, dependants=both))


def test_nothing_is_done_before_what_was_done_last(
    register_one: Callable[..., RegisteredApplication],
    advance: AdvanceApplication,
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    change: Callable[..., RecipientCase],
    persons: dict[str, RegisterPerson],
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    clock: FixedClock,
) -> None:
    paid_for(persons["woman"], 24)
    name = register_one(_childcare(persons["woman"], submitted_at="2025-05-15T10:00:00+05:00")).case.name
    with pytest.raises(InvalidInput, match=r"2025-05-14 lies before 2025-05-15, the day of the last step \(register\)"):
        advance(name, CaseAction.CHECK, SAULE, happened_on=date(2025, 5, 14))
    advance(name, CaseAction.CHECK, SAULE, happened_on=date(2025, 5, 16))
    with pytest.raises(InvalidInput, match=r"to send, give the day .* 2025-05-16 or a later one"):
        advance(name, CaseAction.SEND, SAULE, happened_on=date(2025, 5, 15))
    advance(name, CaseAction.SEND, SAULE, happened_on=date(2025, 5, 16))
    refuse = RefuseApplication(open_unit=open_unit, due_days=due_days, clock=clock)
    cause = Cause(
        ground="untrue-data", happened_on=date(2025, 5, 14), document=Document(number="5", dated=date(2025, 5, 20))
    )
    with pytest.raises(InvalidInput, match="2025-05-15, the day on which the application came"):
        refuse(name, AIGUL, cause, is_announced_only=True)

    appoint(name)
    for action, ground in ((CaseAction.SUSPEND, "no-debits"), (CaseAction.TERMINATE, "own-application")):
        with pytest.raises(InvalidInput, match="2025-05-11 lies before 2025-05-12, the day of right of SP-000001"):
            change(name, action, ground, date(2025, 6, 3), arose=date(2025, 5, 11))
    suspended = change(name, CaseAction.SUSPEND, "no-debits", date(2025, 6, 3), arose=date(2025, 5, 12))
    assert suspended.events[-1].effective_on == date(2025, 6, 1)


def test_an_application_that_came_after_hours_may_be_checked_that_evening(
    register_one: Callable[..., RegisteredApplication],
    advance: AdvanceApplication,
    persons: dict[str, RegisterPerson],
    clock: FixedClock,
) -> None:
    clock.instant = datetime(2025, 5, 20, 15, 0, tzinfo=UTC)
    case = register_one(_childcare(persons["woman"], submitted_at="2025-05-20T19:30:00+05:00")).case
    assert case.application.registered_on == date(2025, 5, 21)
    assert advance(case.name, CaseAction.CHECK, SAULE).events[-1].happened_on == date(2025, 5, 20)


def test_what_may_be_done_is_told_in_the_words_of_the_commands(
    with_fund: Callable[..., str], change: Callable[..., RecipientCase], persons: dict[str, RegisterPerson]
) -> None:
    name = with_fund(_childcare(persons["woman"]))
    with pytest.raises(CaseNotReady, match=r"\(suspend\); allowed: ask, announce-refusal, appoint$"):
        change(name, CaseAction.SUSPEND, "no-debits", date(2025, 6, 3))


def test_a_kind_without_grounds_says_so(
    with_fund: Callable[..., str],
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    change: Callable[..., RecipientCase],
    persons: dict[str, RegisterPerson],
) -> None:
    paid_for(persons["woman"], 24)
    name = with_fund(_said("maternity", persons["woman"], maternity={"leave_days": 126}))
    appoint(name)
    with pytest.raises(GroundUnknown, match="'no-debits' is no ground to suspend maternity; maternity has none of"):
        change(name, CaseAction.SUSPEND, "no-debits", date(2025, 6, 3))


def test_childcare_is_resumed_on_papers_that_came_before_the_child_is_one_and_a_half(
    with_fund: Callable[..., str],
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    change: Callable[..., RecipientCase],
    persons: dict[str, RegisterPerson],
) -> None:
    """Social Code 86(3); Order 248 item 59: the decision may be later, in two working days."""
    paid_for(persons["woman"], 24)
    name = with_fund(_childcare(persons["woman"]))
    appoint(name)
    change(name, CaseAction.SUSPEND, "no-debits", date(2026, 6, 3))
    late = date(2026, 11, 12)
    with pytest.raises(CaseNotReady, match=r"before 2026-11-12, .* \(Social Code, 86\(3\); Order 248, 59\)"):
        change(name, CaseAction.RESUME, "no-debits", late)
    with pytest.raises(CaseNotReady, match="these came on 2026-11-12"):
        change(name, CaseAction.RESUME, "no-debits", date(2026, 11, 13), received=late)
    with pytest.raises(InvalidInput, match="expected a day from 2025-05-12"):
        change(name, CaseAction.RESUME, "no-debits", late, received=date(2026, 11, 13))
    resumed = change(name, CaseAction.RESUME, "no-debits", late, received=date(2026, 11, 11))
    assert resumed.events[-1].effective_on == date(2026, 7, 1)
    assert resumed.events[-1].reason == "papers came on 2026-11-11."


def test_childcare_is_resumed_on_a_decision_of_the_last_day(
    with_fund: Callable[..., str],
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    change: Callable[..., RecipientCase],
    persons: dict[str, RegisterPerson],
) -> None:
    paid_for(persons["woman"], 24)
    name = with_fund(_childcare(persons["woman"]))
    appoint(name)
    change(name, CaseAction.SUSPEND, "no-debits", date(2026, 6, 3))
    assert change(name, CaseAction.RESUME, "no-debits", date(2026, 11, 11)).state is CaseState.APPOINTED


def test_what_the_register_says_otherwise_of_a_breadwinner_is_told(
    register_one: Callable[..., RegisteredApplication],
    persons: dict[str, RegisterPerson],
    load_people: Callable[..., Any],
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
) -> None:
    warn = WarnOfCase(open_unit=open_unit, clock=clock)
    case = register_one(_breadwinner(persons)).case
    assert warn(case, AIGUL) == ()
    others = [one for name, one in persons.items() if name != "dead"]
    told = {
        "alive": attrs.evolve(persons["dead"], life_status=LifeStatus.ALIVE, death_date=None),
        "died on 2025-05-03": attrs.evolve(persons["dead"], death_date=date(2025, 5, 3)),
    }
    for text, person in told.items():
        clock.advance(timedelta(hours=1))
        load_people(person, *others)
        [warning] = warn(case, AIGUL)
        assert text in warning
        assert "Order 239, 8(1)" in warning
    clock.advance(timedelta(hours=1))
    load_people(*others)
    assert "does not know" in warn(case, AIGUL)[0]
    assert warn(case, AIGUL, as_of=datetime(2025, 5, 20, 7, 30, tzinfo=UTC)) == ()
    with open_unit() as unit:
        assert unit.usage.count_views(int(persons["dead"].iin)) == 5
    assert warn(register_one(_job_loss(persons["woman"])).case, AIGUL) == ()


def test_an_appointment_keeps_its_calculation_and_marks_what_counted(
    with_fund: Callable[..., str],
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    persons: dict[str, RegisterPerson],
    open_unit: OpenUnitOfWork,
) -> None:
    paid_for(persons["woman"], 12)
    name = with_fund(_job_loss(persons["woman"]))
    with pytest.raises(AnotherPersonNeeded):
        appoint(name, attrs.evolve(SAULE, identity=" SAULE "))
    case = appoint(name)

    decision = case.decision
    assert decision is not None
    # 4 months of 2025 at 5 %, 8 months of 2024 at 3.5 %: (4 x 200 000 + 8 x 285 714 2/7) / 24 x 0.45 x 0.75
    assert (decision.length_months, decision.amount_tiyn) == (12, 4_339_300)
    assert (decision.from_on, decision.until_on, decision.payment_count) == (date(2025, 5, 12), date(2025, 7, 11), 2)
    assert decision.is_pension_withheld
    assert [(part.payee_key, part.amount_tiyn, part.account) for part in decision.parts] == [
        (int(persons["woman"].iin), 4_339_300, IBAN)
    ]
    assert case.events[-1].due_on == date(2025, 5, 23)
    assert len(decision.frozen["extract"]) == 12
    assert all(line["counted_tiyn"] == MONTHLY_TIYN for line in decision.frozen["extract"])
    assert decision.frozen["steps"][-2]["value"] == "43 393.00 tenge"
    with open_unit() as unit:
        assert unit.cases.find(1) == case
        order = decision.frozen["extract"][0]["order_number"]
        [mark] = unit.counted.of(order, [1])
        assert (mark.decision, mark.amount_tiyn) == ("SP-000001/4", MONTHLY_TIYN)
    with pytest.raises(CaseNotReady):
        appoint(name)


def test_a_calculation_that_is_refused_names_the_ground_and_the_refusal_waits_for_objections(
    with_fund: Callable[..., str],
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    persons: dict[str, RegisterPerson],
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    clock: FixedClock,
) -> None:
    paid_for(persons["woman"], 5)
    name = with_fund(_job_loss(persons["woman"]))
    with pytest.raises(LengthTooShort, match="--ground short-participation"):
        appoint(name)

    refuse = RefuseApplication(open_unit=open_unit, due_days=due_days, clock=clock)
    cause = Cause(ground="short-participation", document=Document(number="5", dated=date(2025, 5, 20)))
    with pytest.raises(CaseNotReady):
        refuse(name, AIGUL, cause)
    with pytest.raises(GroundUnknown, match="not-conforming"):
        refuse(name, AIGUL, attrs.evolve(cause, ground="negative-size"), is_announced_only=True)
    announced = refuse(name, AIGUL, cause, is_announced_only=True)
    assert (announced.state, announced.events[-1].due_on) == (CaseState.REFUSAL_ANNOUNCED, date(2025, 5, 22))
    with pytest.raises(CaseNotReady, match="after 2025-05-22"):
        refuse(name, AIGUL, cause)
    clock.instant = datetime(2025, 5, 23, 7, tzinfo=UTC)
    assert refuse(name, AIGUL, cause).state is CaseState.REFUSED
    with pytest.raises(CaseNotReady, match="allowed: nothing"):
        refuse(name, AIGUL, cause)


def test_papers_are_awaited_for_thirty_working_days(
    with_fund: Callable[..., str],
    advance: AdvanceApplication,
    persons: dict[str, RegisterPerson],
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    clock: FixedClock,
) -> None:
    name = with_fund(_childcare(persons["woman"]))
    with pytest.raises(InvalidInput, match="which papers"):
        advance(name, CaseAction.ASK_TO_COMPLETE, SAULE)
    asked = advance(name, CaseAction.ASK_TO_COMPLETE, AIGUL, reason="income of March")
    assert (asked.state, asked.events[-1].due_on) == (CaseState.INCOMPLETE, date(2025, 5, 23))
    told = advance(name, CaseAction.TELL, SAULE)
    assert told.events[-1].due_on == date(2025, 7, 2)
    refuse = RefuseApplication(open_unit=open_unit, due_days=due_days, clock=clock)
    cause = Cause(ground="not-completed", document=Document(number="5", dated=date(2025, 5, 20)))
    with pytest.raises(CaseNotReady, match="after 2025-07-02"):
        refuse(name, AIGUL, cause)
    completed = advance(name, CaseAction.COMPLETE, SAULE, reason="bank statement")
    assert (completed.state, completed.events[-1].due_on) == (CaseState.WITH_FUND, date(2025, 5, 26))


def test_shares_of_dependants_add_up_to_the_whole_payment(
    with_fund: Callable[..., str],
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    persons: dict[str, RegisterPerson],
    load_people: Callable[..., Any],
) -> None:
    alive = attrs.evolve(persons["dead"], life_status=LifeStatus.ALIVE, death_date=None)
    load_people(alive, *(one for name, one in persons.items() if name != "dead"))
    paid_for(alive, 24)
    case = appoint(with_fund(_breadwinner(persons)))

    decision = case.decision
    assert decision is not None
    assert sum(part.amount_tiyn for part in decision.parts) == decision.amount_tiyn
    payees = [(part.payee_key, part.account) for part in decision.parts]
    assert payees == [(int(persons["woman"].iin), IBAN), (int(persons["student"].iin), OWN_IBAN)]
    assert [part.amount_tiyn for part in decision.parts] == [5_059_333, 2_529_667]
    assert not decision.is_pension_withheld
    assert decision.until_on == date(2033, 8, 31)  # the day before the child is eighteen


def test_a_payment_is_suspended_from_the_next_month_and_resumed_by_its_ground(
    with_fund: Callable[..., str],
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    change: Callable[..., RecipientCase],
    persons: dict[str, RegisterPerson],
) -> None:
    paid_for(persons["woman"], 24)
    name = with_fund(_childcare(persons["woman"]))
    appoint(name)
    suspended = change(name, CaseAction.SUSPEND, "imprisonment", date(2025, 6, 3), arose=date(2025, 6, 1))
    assert (suspended.state, suspended.events[-1].effective_on) == (CaseState.SUSPENDED, date(2025, 7, 1))
    with pytest.raises(GroundUnknown, match="does not end"):
        change(name, CaseAction.RESUME, "no-debits", date(2025, 6, 5))
    with pytest.raises(InvalidInput, match="name the payee"):
        change(name, CaseAction.RESUME, "imprisonment", date(2025, 6, 5))

    guardian = Payee.named(persons["old"].iin, account=OWN_IBAN, bic=BIC)
    resumed = change(name, CaseAction.RESUME, "imprisonment", date(2025, 6, 5), payee=guardian)
    assert (resumed.state, resumed.events[-1].effective_on) == (CaseState.APPOINTED, date(2025, 7, 1))
    assert resumed.decision is not None
    assert [part.payee_key for part in resumed.decision.parts] == [int(persons["old"].iin)]
    with pytest.raises(CaseNotReady, match="resume"):
        change(name, CaseAction.RESUME, "no-debits", date(2025, 6, 6))

    ended = change(name, CaseAction.TERMINATE, "child-died", date(2025, 9, 10), arose=date(2025, 9, 1))
    assert (ended.state, ended.events[-1].effective_on) == (CaseState.TERMINATED, date(2025, 10, 1))
    assert ended.events[-1].due_on == date(2025, 9, 15)


def test_false_documents_end_a_payment_from_its_first_day(
    with_fund: Callable[..., str],
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    change: Callable[..., RecipientCase],
    persons: dict[str, RegisterPerson],
) -> None:
    paid_for(persons["woman"], 24)
    name = with_fund(_childcare(persons["woman"]))
    appoint(name)
    ended = change(name, CaseAction.TERMINATE, "false-documents", date(2025, 8, 5))
    assert ended.events[-1].effective_on == date(2025, 5, 12)


def test_another_degree_is_decided_anew_and_what_was_decided_stays(
    with_fund: Callable[..., str],
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    persons: dict[str, RegisterPerson],
    open_unit: OpenUnitOfWork,
    history: InsuredHistory,
    due_days: DueDays,
    clock: FixedClock,
) -> None:
    paid_for(persons["old"], 24)
    name = with_fund(_disability(persons["old"]))
    first = appoint(name).decision
    assert first is not None
    assert first.until_on == date(2025, 9, 30)  # the day before he is 63
    clock.instant = datetime(2025, 7, 3, 7, tzinfo=UTC)
    recalculate = RecalculatePayment(open_unit=open_unit, history=history, due_days=due_days, clock=clock)
    cause = Cause(
        ground="degree-changed",
        happened_on=date(2025, 7, 1),
        document=Document(number="9", dated=date(2025, 7, 2)),
    )
    with pytest.raises(InvalidInput, match="the new degree"):
        recalculate(name, AIGUL, cause, ChangedFacts())
    case = recalculate(name, AIGUL, cause, ChangedFacts(degree_percent=80))

    second = case.decision
    assert second is not None
    assert second.from_on == date(2025, 7, 1)
    assert second.amount_tiyn == round(first.amount_tiyn * 8 / 5 / 100) * 100
    assert sum(part.amount_tiyn for part in second.parts) == second.amount_tiyn
    show = ShowCase(open_unit=open_unit, clock=clock)
    then = show(name, AIGUL, as_of=datetime(2025, 6, 30, tzinfo=UTC))
    assert then.decision == first
    assert show(name, AIGUL) == case
    with pytest.raises(NotFound, match="was not recorded yet"):
        show(name, AIGUL, as_of=datetime(2025, 5, 1, tzinfo=UTC))


def test_other_dependants_change_size_and_shares(
    with_fund: Callable[..., str],
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    persons: dict[str, RegisterPerson],
    load_people: Callable[..., Any],
    open_unit: OpenUnitOfWork,
    history: InsuredHistory,
    due_days: DueDays,
    clock: FixedClock,
) -> None:
    alive = attrs.evolve(persons["dead"], life_status=LifeStatus.ALIVE, death_date=None)
    load_people(alive, *(one for name, one in persons.items() if name != "dead"))
    paid_for(alive, 24)
    name = with_fund(_breadwinner(persons))
    first = appoint(name).decision
    assert first is not None
    recalculate = RecalculatePayment(open_unit=open_unit, history=history, due_days=due_days, clock=clock)
    cause = Cause(ground="dependants-changed", document=Document(number="9", dated=date(2025, 5, 20)))
    left = (Dependant(iin=persons["child"].iin, relation=Relation.CHILD),)
    for wrong, told in ((left * 2, "each dependant once"), ((*left, _carer(alive)), "the breadwinner's own number")):
        with pytest.raises(InvalidInput, match=told):
            recalculate(name, AIGUL, cause, ChangedFacts(dependants=wrong))
    second = recalculate(name, AIGUL, cause, ChangedFacts(dependants=left)).decision

    assert second is not None
    assert second.amount_tiyn == round(first.amount_tiyn * 50 / 65 / 100) * 100
    assert [(part.payee_key, part.amount_tiyn) for part in second.parts] == [
        (int(persons["woman"].iin), second.amount_tiyn)
    ]


def test_cases_whose_time_is_over_are_withdrawn_once_with_their_last_payment(
    with_fund: Callable[..., str],
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    change: Callable[..., RecipientCase],
    persons: dict[str, RegisterPerson],
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    clock: FixedClock,
) -> None:
    paid_for(persons["woman"], 24)
    paid_for(persons["old"], 24)
    disability = with_fund(_disability(persons["woman"]))
    appoint(disability)
    ending = with_fund(_disability(persons["old"]))
    appoint(ending)
    change(disability, CaseAction.SUSPEND, "no-debits", date(2025, 6, 3))
    last = LastPayment(paid_on=date(2025, 6, 2), amount_tiyn=5_000_000)
    withdraw = WithdrawCases(open_unit=open_unit, due_days=due_days, clock=clock, last_payment_of=lambda _, __: last)
    document = Document(number="1", dated=date(2025, 9, 30))

    clock.instant = datetime(2025, 12, 31, 7, tzinfo=UTC)
    assert withdraw(AIGUL, on=date(2025, 9, 30), document=document) == []
    [ended] = withdraw(AIGUL, on=date(2025, 12, 31), document=document)
    assert (ended.name, ended.events[-1].ground) == (ending, "term-ended")
    assert ended.events[-1].effective_on == date(2025, 10, 1)
    clock.instant = datetime(2026, 1, 2, 7, tzinfo=UTC)
    [suspended] = withdraw(AIGUL, on=date(2026, 1, 1), document=document)
    event = suspended.events[-1]
    assert (suspended.name, suspended.state, event.ground) == (
        disability,
        CaseState.WITHDRAWN,
        "suspended-six-months",
    )
    assert (event.last_paid_on, event.last_paid_tiyn) == (date(2025, 6, 2), 5_000_000)
    assert withdraw(AIGUL, on=date(2026, 1, 1), document=document) == []
    with pytest.raises(InvalidInput, match="still to come"):
        withdraw(AIGUL, on=date(2026, 1, 3), document=document)

    back = change(disability, CaseAction.RESUME, "no-debits", date(2026, 1, 12))
    assert (back.state, back.events[-1].effective_on) == (CaseState.APPOINTED, date(2025, 7, 1))
    with pytest.raises(CaseNotReady, match="its term ended"):
        change(ending, CaseAction.RESUME, "no-debits", date(2026, 1, 12))


def test_every_step_and_record_has_its_deadline(
    register_one: Callable[..., RegisteredApplication],
    advance: AdvanceApplication,
    persons: dict[str, RegisterPerson],
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    clock: FixedClock,
) -> None:
    clock.instant = datetime(2025, 5, 22, 7, tzinfo=UTC)
    name = register_one(_job_loss(persons["woman"])).case.name
    deadlines = ListDeadlines(open_unit=open_unit, clock=clock, due_days=due_days)

    def told() -> list[tuple[Duty, str, date, DeadlineState]]:
        found = deadlines(is_done_wanted=True)
        return [(one.duty, one.name, one.due_on, one.state) for one in found if one.name.startswith("SP-")]

    late = (Duty.RECORD_RECIPIENT, "SP-000001 register", date(2025, 5, 21), DeadlineState.LATE)
    assert told() == [
        (Duty.CHECK_APPLICATION, "SP-000001", date(2025, 5, 21), DeadlineState.BREACHED),
        late,
    ]
    advance(name, CaseAction.CHECK, SAULE)
    assert told() == [
        late,
        (Duty.SEND_APPLICATION, "SP-000001", date(2025, 5, 23), DeadlineState.OPEN),
        (Duty.RECORD_RECIPIENT, "SP-000001 check", date(2025, 5, 23), DeadlineState.MET),
    ]


def test_decisions_are_in_time_or_late_and_the_recipient_is_to_be_told_of_the_end(
    with_fund: Callable[..., str],
    advance: AdvanceApplication,
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    change: Callable[..., RecipientCase],
    persons: dict[str, RegisterPerson],
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    clock: FixedClock,
) -> None:
    paid_for(persons["woman"], 24)
    name = with_fund(_childcare(persons["woman"]))
    advance(name, CaseAction.ASK_TO_COMPLETE, AIGUL, reason="income")
    advance(name, CaseAction.TELL, SAULE)
    deadlines = ListDeadlines(open_unit=open_unit, clock=clock, due_days=due_days)

    def told(*, is_done: bool) -> list[tuple[Duty, date, DeadlineState]]:
        found = deadlines(is_done_wanted=is_done)
        duties = (Duty.COMPLETE_PAPERS, Duty.SUSPEND_CASE, Duty.TERMINATE_CASE, Duty.TELL_TERMINATED)
        return [(one.duty, one.due_on, one.state) for one in found if one.duty in duties]

    assert told(is_done=False) == [(Duty.COMPLETE_PAPERS, date(2025, 7, 2), DeadlineState.OPEN)]
    advance(name, CaseAction.COMPLETE, SAULE, reason="bank statement")
    appoint(name)
    change(name, CaseAction.SUSPEND, "no-debits", date(2025, 6, 5), arose=date(2025, 6, 2))
    change(name, CaseAction.TERMINATE, "own-application", date(2025, 6, 6))
    assert told(is_done=True) == [
        (Duty.SUSPEND_CASE, date(2025, 6, 4), DeadlineState.LATE),
        (Duty.TERMINATE_CASE, date(2025, 6, 10), DeadlineState.MET),
        (Duty.TELL_TERMINATED, date(2025, 6, 11), DeadlineState.OPEN),
    ]
    assert [duty for duty, _, _ in told(is_done=False)] == [Duty.TERMINATE_CASE, Duty.TELL_TERMINATED]


def test_a_recipient_is_shown_as_known_then_and_the_month_is_counted(
    with_fund: Callable[..., str],
    appoint: Callable[..., RecipientCase],
    paid_for: Callable[..., None],
    change: Callable[..., RecipientCase],
    persons: dict[str, RegisterPerson],
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
) -> None:
    paid_for(persons["woman"], 24)
    name = with_fund(_childcare(persons["woman"]))
    amount = appoint(name).decision
    assert amount is not None
    change(name, CaseAction.SUSPEND, "no-debits", date(2025, 6, 3))
    show = ShowRecipient(open_unit=open_unit, clock=clock)

    page = show(persons["woman"].iin, AIGUL)
    assert [case.state for case in page.cases] == [CaseState.SUSPENDED]
    then = show(persons["woman"].iin, AIGUL, as_of=datetime(2025, 5, 31, tzinfo=UTC))
    assert [case.state for case in then.cases] == [CaseState.APPOINTED]
    with pytest.raises(NotFound):
        show(persons["old"].iin, AIGUL)
    with open_unit() as unit:
        assert unit.usage.count_views(int(persons["woman"].iin)) == 2

    summarise = SummariseRecipients(open_unit=open_unit)
    [may], [june] = summarise(Month(2025, 5)), summarise(Month(2025, 6))
    assert (may.kind.word, may.region) == ("childcare", "Алматы")
    assert may.tallies == {CaseAction.APPOINT: Tally(count=1, amount_tiyn=amount.amount_tiyn)}
    assert june.tallies == {CaseAction.SUSPEND: Tally(count=1, amount_tiyn=amount.amount_tiyn)}
    assert summarise(Month(2025, 7)) == []
