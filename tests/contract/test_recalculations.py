"""Payments decided anew, and what an application or a step may not say, on every store."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from esep.adapters.application_files.social_application import JsonSocialApplicationReader
from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.calculation import CalculationInvalid, EditionUnknown
from esep.domain.model.month import Month
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.recipient_case import CaseAction, CaseState, Dependant, RecipientCase, Relation
from esep.domain.model.register import RegisterPerson
from esep.domain.model.sex import Sex
from esep.domain.ports.application_files import ApplicationFileInvalid
from esep.domain.ports.message_files import MessageReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.advance_application import AdvanceApplication
from esep.domain.use_cases.appoint_payment import AppointPayment, NothingToPay
from esep.domain.use_cases.case_steps import CaseNotReady, Cause, Document
from esep.domain.use_cases.change_case import ChangeCase, Payee
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.insured_history import InsuredHistory
from esep.domain.use_cases.recalculate_all import RecalculateAll, RecalculatedAll
from esep.domain.use_cases.recalculate_payment import RecalculatePayment
from esep.domain.use_cases.recalculation_grounds import ChangedFacts
from esep.domain.use_cases.refuse_application import RefuseApplication
from esep.domain.use_cases.register_application import RegisterApplication, SocialApplicationRefused
from esep.domain.use_cases.show_recipient import ShowRecipient

SAULE, AIGUL = Actor(identity="saule"), Actor(identity="aigul")
MONTHLY_TIYN = 1_000_000  # 10 000 tenge: the contribution on an income of 200 000 at 5 %
DAY = date(2025, 5, 20)

Recalculate = Callable[..., RecipientCase]


@pytest.fixture
def clock() -> FixedClock:
    """Noon in Almaty on a Tuesday."""
    return FixedClock(datetime(2025, 5, 20, 7, 0, tzinfo=UTC))


@pytest.fixture
def mother(make_person: Callable[..., RegisterPerson], load_people: Callable[..., Any]) -> RegisterPerson:
    person = make_person(sex=Sex.FEMALE, birth_date=date(1990, 4, 17))
    load_people(person)
    return person


@pytest.fixture
def history(rulebook: Rulebook, reader: MessageReader) -> InsuredHistory:
    return InsuredHistory(parameters=rulebook.parameters, reader=reader)


@pytest.fixture
def register_one(open_unit: OpenUnitOfWork, due_days: DueDays, clock: FixedClock) -> Callable[..., str]:
    register = RegisterApplication(
        open_unit=open_unit, reader=JsonSocialApplicationReader(), due_days=due_days, clock=clock
    )
    return lambda said: register(json.dumps(said).encode(), "application.json", SAULE).case.name


@pytest.fixture
def appointed(
    register_one: Callable[..., str],
    open_unit: OpenUnitOfWork,
    history: InsuredHistory,
    due_days: DueDays,
    clock: FixedClock,
    receive: Callable[..., Any],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    mother: RegisterPerson,
) -> Callable[..., RecipientCase]:
    """Appoint what an application of the mother asks for; 24 months were paid for."""

    def appoint(said: dict[str, Any], months: int = 24, monthly_tiyn: int = MONTHLY_TIYN) -> RecipientCase:
        for back in range(months):
            month = Month(2025, 4).minus(back)
            order = make_order(
                make_line(mother, amount_tiyn=monthly_tiyn),
                period=f"{month.month:02}{month.year}",
                value_date=month.next().first_day.replace(day=5),
            )
            receive(order)
        name = register_one(said)
        advance = AdvanceApplication(open_unit=open_unit, due_days=due_days, clock=clock)
        advance(name, CaseAction.CHECK, SAULE)
        advance(name, CaseAction.SEND, SAULE)
        decide = AppointPayment(open_unit=open_unit, history=history, due_days=due_days, clock=clock)
        return decide(name, AIGUL, Document(number="12", dated=DAY))

    return appoint


@pytest.fixture
def recalculate(
    open_unit: OpenUnitOfWork, history: InsuredHistory, due_days: DueDays, clock: FixedClock
) -> Recalculate:
    """Decide anew on a day for a ground of that day, or of another one."""
    use_case = RecalculatePayment(open_unit=open_unit, history=history, due_days=due_days, clock=clock)

    def decide(ground: str, day: date, of: date | str | None = None, **facts: Any) -> RecipientCase:
        clock.instant = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
        happened_on = None if isinstance(of, str) else of or day
        cause = Cause(ground=ground, happened_on=happened_on, document=Document(number="9", dated=day))
        return use_case("SP-000001", AIGUL, cause, ChangedFacts(**facts))

    return decide


@pytest.fixture
def said(mother: RegisterPerson) -> Callable[..., dict[str, Any]]:
    def say(kind: str, **parts: Any) -> dict[str, Any]:
        return {
            "application_number": "1",
            "kind": kind,
            "applicant": {"iin": mother.iin},
            "right_on": "2025-05-12",
            "submitted_at": "2025-05-20T10:00:00+05:00",
            "channel": "egov",
            "region": "Алматы",
            "account": {"iban": "KZ86125KZT5004100100", "bic": "KZKOKZKX"},
            **parts,
        }

    return say


def test_a_complicated_birth_is_paid_for_with_all_days_less_what_was_appointed(
    appointed: Callable[..., RecipientCase], recalculate: Recalculate, said: Callable[..., dict[str, Any]]
) -> None:
    first = appointed(said("maternity", maternity={"leave_days": 126})).decision
    assert first is not None
    assert (first.payment_count, first.until_on) == (1, date(2025, 9, 14))
    with pytest.raises(InvalidInput, match="the days of all sheets"):
        recalculate("complicated-birth", date(2025, 8, 1))
    with pytest.raises(CalculationInvalid, match="give the days of all sheets"):
        recalculate("complicated-birth", date(2025, 8, 1), leave_days=70)
    second = recalculate("complicated-birth", date(2025, 8, 1), leave_days=140).decision

    assert second is not None
    assert (second.from_on, second.until_on, second.payment_count) == (date(2025, 5, 12), date(2025, 9, 28), 1)
    assert second.amount_tiyn > first.amount_tiyn
    assert second.frozen["request"]["addition_tiyn"] == second.amount_tiyn - first.amount_tiyn
    with pytest.raises(CaseNotReady, match="until 2026-05-12"):
        recalculate("complicated-birth", date(2026, 5, 13), leave_days=150)


def test_another_order_of_birth_counts_from_the_day_of_right_and_the_minimum_from_its_own(
    appointed: Callable[..., RecipientCase], recalculate: Recalculate, said: Callable[..., dict[str, Any]]
) -> None:
    child = {"birth_date": "2025-05-12", "birth_order": 1}
    first = appointed(said("childcare", child=child)).decision
    assert first is not None
    with pytest.raises(CaseNotReady, match="not under the minimum"):
        recalculate("minimum-changed", date(2026, 1, 5))
    second = recalculate("birth-order", date(2026, 1, 5), birth_order=4).decision
    assert second is not None
    assert (second.from_on, second.amount_tiyn) == (date(2025, 5, 12), first.amount_tiyn)
    assert second.frozen["request"]["birth_order"] == 4
    with pytest.raises(CaseNotReady, match="until 2026-11-12"):
        recalculate("birth-order", date(2026, 11, 13), birth_order=5)


def test_an_increase_is_given_once_from_its_own_day(
    appointed: Callable[..., RecipientCase], recalculate: Recalculate, said: Callable[..., dict[str, Any]]
) -> None:
    first = appointed(said("disability", disability={"degree_percent": 80})).decision
    assert first is not None
    with pytest.raises(CaseNotReady, match="has every increase"):
        recalculate("increase", date(2025, 12, 31))
    case = recalculate("increase", date(2026, 1, 12))
    second = case.decision
    assert second is not None
    assert (second.from_on, case.events[-1].effective_on) == (date(2026, 1, 1), date(2026, 1, 1))
    assert second.amount_tiyn == round(first.amount_tiyn * 11 / 10 / 100) * 100
    with pytest.raises(CaseNotReady, match="has every increase"):
        recalculate("increase", date(2026, 1, 13))


def made(case: RecipientCase, count: int) -> list[tuple[date, int]]:
    """From which days the last so many decisions stand, and what is paid by each, in tenge."""
    decisions = [event.decision for event in case.events[-count:]]
    assert all(event.action is CaseAction.RECALCULATE for event in case.events[-count:])
    return [(one.from_on, one.amount_tiyn // 100) for one in decisions if one is not None]


def test_a_recalculation_acts_from_the_first_day_that_is_paid_for_at_the_earliest(
    appointed: Callable[..., RecipientCase], recalculate: Recalculate, said: Callable[..., dict[str, Any]]
) -> None:
    """Social Code 180(1): from the day of right."""
    appointed(said("disability", disability={"degree_percent": 60}))
    with pytest.raises(InvalidInput, match="2025-05-11 lies before 2025-05-12"):
        recalculate("degree-changed", date(2025, 6, 2), of=date(2025, 5, 11), degree_percent=90)
    again = recalculate("degree-changed", date(2025, 6, 2), of=date(2025, 5, 12), degree_percent=90)
    assert [day for day, _ in made(again, 1)] == [date(2025, 5, 12)]


def test_every_live_payment_gets_an_increase_at_once_and_once(
    appointed: Callable[..., RecipientCase],
    said: Callable[..., dict[str, Any]],
    open_unit: OpenUnitOfWork,
    history: InsuredHistory,
    due_days: DueDays,
    clock: FixedClock,
) -> None:
    first = appointed(said("disability", disability={"degree_percent": 60})).decision
    assert first is not None
    clock.instant = datetime(2026, 1, 5, 7, tzinfo=UTC)
    for_all = RecalculateAll(
        recalculate=RecalculatePayment(open_unit=open_unit, history=history, due_days=due_days, clock=clock)
    )
    cause = Cause(document=Document(number="1", dated=date(2026, 1, 5)))
    assert for_all("increase", AIGUL, cause) == RecalculatedAll(recalculated=1, unchanged=0)
    with open_unit() as unit:
        case = unit.cases.find(1)
    assert case is not None
    assert made(case, 1) == [(date(2026, 1, 1), round(first.amount_tiyn * 1.1 / 100))]
    assert case.events[-1].ground == "increase"
    assert for_all("increase", AIGUL, cause) == RecalculatedAll(recalculated=0, unchanged=1)
    assert for_all("minimum-changed", AIGUL, cause) == RecalculatedAll(recalculated=0, unchanged=0)
    with pytest.raises(InvalidInput, match="'degree-changed' concerns one case"):
        for_all("degree-changed", AIGUL, cause)
    with pytest.raises(InvalidInput, match="rests on a document"):
        for_all("increase", AIGUL, Cause())


def test_an_increase_is_of_the_size_that_stands_on_its_day_and_of_what_stands_later(
    appointed: Callable[..., RecipientCase], recalculate: Recalculate, said: Callable[..., dict[str, Any]]
) -> None:
    """Order 238 item 62: 60 % in January, 80 % from February, which was decided before the increase was."""
    first = appointed(said("disability", disability={"degree_percent": 60})).decision
    assert first is not None
    tenge = first.amount_tiyn // 100
    later = recalculate("degree-changed", date(2026, 2, 3), of=date(2026, 2, 1), degree_percent=80)
    [(_, later_tenge)] = made(later, 1)
    assert later_tenge == round(tenge / 0.6 * 0.8)
    assert made(recalculate("increase", date(2026, 2, 4)), 2) == [
        (date(2026, 1, 1), round(tenge * 1.1)),
        (date(2026, 2, 1), round(later_tenge * 1.1)),
    ]
    with pytest.raises(CaseNotReady, match="has every increase"):
        recalculate("increase", date(2026, 2, 5))


def test_a_degree_that_acts_back_over_an_increase_has_it_from_its_day_only(
    appointed: Callable[..., RecipientCase], recalculate: Recalculate, said: Callable[..., dict[str, Any]]
) -> None:
    """Order 238 items 51, 62; and once more, for a day before, up to the degree that was decided for December."""
    first = appointed(said("disability", disability={"degree_percent": 60})).decision
    assert first is not None
    tenge = first.amount_tiyn // 100
    recalculate("increase", date(2026, 1, 12))
    december = recalculate("degree-changed", date(2026, 1, 20), of=date(2025, 12, 1), degree_percent=80)
    in_december, in_january = made(december, 2)
    assert in_december == (date(2025, 12, 1), round(tenge / 0.6 * 0.8))
    assert in_january == (date(2026, 1, 1), round(round(tenge * 1.1) / 0.6 * 0.8))
    november = recalculate("degree-changed", date(2026, 1, 21), of=date(2025, 11, 1), degree_percent=90)
    assert made(november, 3) == [(date(2025, 11, 1), round(tenge / 0.6 * 0.9)), in_december, in_january]


def test_no_increase_is_given_to_a_payment_whose_term_was_over(
    appointed: Callable[..., RecipientCase], recalculate: Recalculate, said: Callable[..., dict[str, Any]]
) -> None:
    """Order 238 items 51, 62: the further term goes on with the size of the earlier one."""
    first = appointed(said("disability", disability={"degree_percent": 80, "until": "2025-12-31"})).decision
    assert first is not None
    with pytest.raises(CaseNotReady, match="has every increase"):
        recalculate("increase", date(2026, 1, 12))
    further = recalculate("term-changed", date(2026, 2, 2), until_on=date(2027, 2, 1))
    assert made(further, 1) == [(date(2026, 2, 2), first.amount_tiyn // 100)]
    with pytest.raises(CaseNotReady, match="has every increase"):
        recalculate("increase", date(2026, 2, 3))


def test_a_suspended_case_is_recalculated_from_before_its_suspension(
    appointed: Callable[..., RecipientCase],
    recalculate: Recalculate,
    said: Callable[..., dict[str, Any]],
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    clock: FixedClock,
) -> None:
    appointed(said("disability", disability={"degree_percent": 60}))
    clock.instant = datetime(2025, 7, 1, 7, tzinfo=UTC)
    change = ChangeCase(open_unit=open_unit, due_days=due_days, clock=clock)
    document = Document(number="3", dated=date(2025, 7, 1))
    change("SP-000001", CaseAction.SUSPEND, AIGUL, Cause(ground="no-debits", document=document))
    again = recalculate("degree-changed", date(2025, 9, 1), of=date(2025, 6, 16), degree_percent=90)
    assert [day for day, _ in made(again, 1)] == [date(2025, 6, 16)]
    assert again.state is CaseState.SUSPENDED


def test_the_minimum_counts_from_the_day_on_which_it_changed_and_rises_with_the_order_of_birth(
    appointed: Callable[..., RecipientCase], recalculate: Recalculate, said: Callable[..., dict[str, Any]]
) -> None:
    """Order 248 items 62, 63: 3 932 and 4 325 tenge x 5.76 and 6.81 indexes, through 0.9."""
    child = {"birth_date": "2025-05-12", "birth_order": 1}
    first = appointed(said("childcare", child=child), monthly_tiyn=100_000).decision
    assert first is not None
    assert first.amount_tiyn // 100 == 25_165
    assert made(recalculate("minimum-changed", date(2026, 3, 10), of="not told"), 1) == [(date(2026, 1, 1), 27_680)]
    assert made(recalculate("birth-order", date(2026, 3, 11), birth_order=2), 2) == [
        (date(2025, 5, 12), 29_752),
        (date(2026, 1, 1), 32_726),
    ]


def test_a_recalculation_applied_for_in_time_may_be_decided_later(
    appointed: Callable[..., RecipientCase], recalculate: Recalculate, said: Callable[..., dict[str, Any]]
) -> None:
    """Social Code 77(4): the term is that of the application."""
    appointed(said("maternity", maternity={"leave_days": 126}))
    with pytest.raises(CaseNotReady, match="until 2026-05-12"):
        recalculate("complicated-birth", date(2026, 5, 15), of=date(2026, 5, 13), leave_days=140)
    assert recalculate("complicated-birth", date(2026, 5, 15), of=date(2026, 5, 12), leave_days=140).decision


def test_another_term_of_disability_changes_the_end_only(
    appointed: Callable[..., RecipientCase], recalculate: Recalculate, said: Callable[..., dict[str, Any]]
) -> None:
    first = appointed(said("disability", disability={"degree_percent": 80, "until": "2026-05-31"})).decision
    assert first is not None
    assert first.until_on == date(2026, 5, 31)
    with pytest.raises(InvalidInput, match="the day until which"):
        recalculate("term-changed", date(2026, 5, 29))
    second = recalculate("term-changed", date(2026, 5, 29), until_on=date(2028, 5, 31)).decision
    assert second is not None
    assert (second.amount_tiyn, second.until_on) == (first.amount_tiyn, date(2028, 5, 31))
    assert second.parts == first.parts


def test_nothing_is_appointed_for_a_term_that_was_over(
    appointed: Callable[..., RecipientCase], said: Callable[..., dict[str, Any]]
) -> None:
    with pytest.raises(NothingToPay, match="pension-age or not-conforming"):
        appointed(said("disability", disability={"degree_percent": 80, "until": "2025-05-11"}))


def test_dependants_must_make_up_the_whole(
    appointed: Callable[..., RecipientCase],
    recalculate: Recalculate,
    said: Callable[..., dict[str, Any]],
    make_person: Callable[..., RegisterPerson],
    load_people: Callable[..., Any],
    mother: RegisterPerson,
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    clock: FixedClock,
) -> None:
    widow = make_person(sex=Sex.FEMALE)
    load_people(mother, widow)
    application = said(
        "breadwinner",
        applicant={"iin": widow.iin},
        breadwinner={"iin": mother.iin, "died_on": "2025-05-12"},
        documents=["death-certificate.pdf"],
        dependants=[{"iin": "130901550013", "relation": "child", "until_on": "2031-08-31"}],
    )
    case = appointed(application)
    with pytest.raises(InvalidInput, match="make up the whole"):
        recalculate("share-separated", date(2025, 6, 3))
    one = Dependant(iin="130901550013", relation=Relation.CHILD, account="KZ84722C000012345678", bic="KZKOKZKX")
    separated = recalculate("share-separated", date(2025, 6, 3), dependants=(one,)).decision
    assert case.decision is not None
    assert separated is not None
    assert separated.amount_tiyn == case.decision.amount_tiyn
    assert [part.payee_key for part in separated.parts] == [130901550013]

    change = ChangeCase(open_unit=open_unit, due_days=due_days, clock=clock)
    document = Document(number="3", dated=date(2025, 6, 3))
    change("SP-000001", CaseAction.SUSPEND, AIGUL, Cause(ground="recipient-died", document=document))
    guardian = Payee.named(mother.iin, account="KZ84722C000012345678", bic="KZKOKZKX")
    cause = Cause(ground="recipient-died", document=document)
    resumed = change("SP-000001", CaseAction.RESUME, AIGUL, cause, payee=guardian).decision
    assert resumed is not None
    assert [(part.payee_key, part.amount_tiyn) for part in resumed.parts] == [(int(mother.iin), separated.amount_tiyn)]


def test_who_is_paid_instead_of_the_recipient_stays_so_after_a_recalculation_and_before_it_the_recipient(
    appointed: Callable[..., RecipientCase],
    recalculate: Recalculate,
    said: Callable[..., dict[str, Any]],
    make_person: Callable[..., RegisterPerson],
    load_people: Callable[..., Any],
    mother: RegisterPerson,
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    clock: FixedClock,
) -> None:
    """The guardian was released: another one is paid from July on, a further one from August on."""
    widow, guardian, further = (make_person(sex=Sex.FEMALE) for _ in range(3))
    load_people(mother, widow, guardian, further)
    appointed(
        said(
            "breadwinner",
            applicant={"iin": widow.iin},
            documents=["death-certificate.pdf"],
            breadwinner={"iin": mother.iin, "died_on": "2025-05-12"},
            dependants=[
                {"iin": "130901550013", "relation": "child"},
                {
                    "iin": "150901550017",
                    "relation": "child",
                    "account": {"iban": "KZ84722C000012345678", "bic": "KZKOKZKX"},
                },
            ],
        )
    )
    change = ChangeCase(open_unit=open_unit, due_days=due_days, clock=clock)
    for month, payee in ((7, guardian), (8, further)):
        clock.instant = datetime(2025, month, 1, 7, tzinfo=UTC)
        document = Document(number="3", dated=date(2025, month, 1))
        cause = Cause(ground="guardian-released", document=document)
        change("SP-000001", CaseAction.SUSPEND, AIGUL, cause)
        to = Payee.named(payee.iin, account="KZ86125KZT5004100100", bic="KZKOKZKX")
        change("SP-000001", CaseAction.RESUME, AIGUL, cause, payee=to)
    one = Dependant(iin="130901550013", relation=Relation.CHILD)
    case = recalculate("dependants-changed", date(2025, 9, 2), of=date(2025, 6, 2), dependants=(one,))
    decisions = [event.decision for event in case.events[-3:]]
    assert [(one.from_on, [part.payee_key for part in one.parts]) for one in decisions if one is not None] == [
        (date(2025, 6, 2), [int(widow.iin)]),
        (date(2025, 8, 1), [int(guardian.iin)]),
        (date(2025, 9, 1), [int(further.iin)]),
    ]


def test_dependants_that_act_back_over_an_increase_have_it_from_its_day_only(
    appointed: Callable[..., RecipientCase],
    recalculate: Recalculate,
    said: Callable[..., dict[str, Any]],
    make_person: Callable[..., RegisterPerson],
    load_people: Callable[..., Any],
    mother: RegisterPerson,
) -> None:
    """Order 239 items 39, 51, 61: 0.5 for one dependant, 0.65 for two."""
    widow = make_person(sex=Sex.FEMALE)
    load_people(mother, widow)
    children = ("130901550013", "150901550017")
    first = appointed(
        said(
            "breadwinner",
            applicant={"iin": widow.iin},
            breadwinner={"iin": mother.iin, "died_on": "2025-05-12"},
            documents=["death-certificate.pdf"],
            dependants=[{"iin": children[0], "relation": "child", "until_on": "2031-08-31"}],
        )
    ).decision
    assert first is not None
    tenge = first.amount_tiyn // 100
    recalculate("increase", date(2026, 1, 12))
    both = tuple(Dependant(iin=iin, relation=Relation.CHILD) for iin in children)
    again = recalculate("dependants-changed", date(2026, 1, 20), of=date(2025, 11, 3), dependants=both)
    assert made(again, 2) == [
        (date(2025, 11, 3), round(tenge / 0.5 * 0.65)),
        (date(2026, 1, 1), round(round(tenge * 1.1) / 0.5 * 0.65)),
    ]


def test_an_average_of_just_half_the_minimum_wage_leaves_nothing_to_pay(
    appointed: Callable[..., RecipientCase], said: Callable[..., dict[str, Any]]
) -> None:
    """Four months of 255 000 tenge make an average of 42 500."""
    with pytest.raises(NothingToPay, match="comes out as nothing"):
        appointed(said("disability", disability={"degree_percent": 80}), months=4, monthly_tiyn=1_275_000)


def test_a_recipient_whose_sex_is_not_known_has_no_pension_age(
    appointed: Callable[..., RecipientCase],
    said: Callable[..., dict[str, Any]],
    load_people: Callable[..., Any],
    mother: RegisterPerson,
) -> None:
    load_people(attrs.evolve(mother, sex=None))
    decision = appointed(said("disability", disability={"degree_percent": 80})).decision
    assert decision is not None
    assert decision.until_on is None


def test_what_cannot_be_decided_yet_is_not_refused_either(
    appointed: Callable[..., RecipientCase], said: Callable[..., dict[str, Any]]
) -> None:
    child = {"birth_date": "2025-04-10", "birth_order": 1}
    with pytest.raises(EditionUnknown) as unknown:
        appointed(said("childcare", child=child, right_on="2025-04-10"))
    assert "announce" not in str(unknown.value)


def test_an_application_is_not_of_tomorrow_nor_of_a_time_without_known_hours(
    register_one: Callable[..., str], said: Callable[..., dict[str, Any]]
) -> None:
    child = {"birth_date": "2025-05-12", "birth_order": 1}
    with pytest.raises(ApplicationFileInvalid, match="still to come"):
        register_one(said("childcare", child=child, submitted_at="2025-05-20T12:00:01+05:00"))
    with pytest.raises(InvalidInput, match="no working hours are known"):
        register_one(said("childcare", child=child, submitted_at="2023-06-30T12:00:01+05:00"))
    assert register_one({key: value for key, value in said("childcare", child=child).items() if key != "submitted_at"})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"right_on": "2019-12-31"}, "kind-not-in-force"),
        ({"breadwinner": {"iin": "650719392607", "died_on": "2025-05-12"}}, "part-not-of-kind"),
        ({"kind": "breadwinner", "child": None}, "part-missing"),
    ],
)
def test_what_belongs_to_another_kind_or_time_is_refused(
    register_one: Callable[..., str], said: Callable[..., dict[str, Any]], changes: dict[str, Any], code: str
) -> None:
    application = said("childcare", child={"birth_date": "2025-05-12", "birth_order": 1}) | changes
    with pytest.raises(SocialApplicationRefused) as refused:
        register_one(application)
    assert code in {one.code for one in refused.value.refusals}


def test_a_breadwinner_does_not_apply(
    register_one: Callable[..., str], said: Callable[..., dict[str, Any]], mother: RegisterPerson
) -> None:
    own = {"iin": mother.iin, "died_on": "2025-05-12"}
    dependants = [{"iin": "130901550013", "relation": "child"}]
    with pytest.raises(SocialApplicationRefused, match="the applicant's own number"):
        register_one(said("breadwinner", breadwinner=own, dependants=dependants))


def test_steps_say_what_they_must_and_no_more(
    register_one: Callable[..., str],
    said: Callable[..., dict[str, Any]],
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    clock: FixedClock,
) -> None:
    name = register_one(said("childcare", child={"birth_date": "2025-05-12", "birth_order": 1}))
    advance = AdvanceApplication(open_unit=open_unit, due_days=due_days, clock=clock)
    with pytest.raises(InvalidInput, match="it needs a document"):
        advance(name, CaseAction.APPOINT, SAULE)
    with pytest.raises(InvalidInput, match="2025-05-21 is still to come"):
        advance(name, CaseAction.CHECK, SAULE, happened_on=date(2025, 5, 21))
    change = ChangeCase(open_unit=open_unit, due_days=due_days, clock=clock)
    with pytest.raises(InvalidInput, match="is not done so"):
        change(name, CaseAction.APPOINT, AIGUL, Cause())
    refuse = RefuseApplication(open_unit=open_unit, due_days=due_days, clock=clock)
    with pytest.raises(InvalidInput, match="rests on a document"):
        refuse(name, AIGUL, Cause(ground="not-conforming"))
    late = Cause(ground="not-conforming", document=Document(number="1", dated=date(2025, 5, 21)))
    with pytest.raises(InvalidInput, match="still to come"):
        refuse(name, AIGUL, late)
    advance(name, CaseAction.CHECK, SAULE)
    advance(name, CaseAction.SEND, SAULE)
    old = attrs.evolve(late, document=Document(number="1", dated=date(2025, 5, 19)))
    with pytest.raises(InvalidInput, match="correct its date"):
        refuse(name, AIGUL, old, is_announced_only=True)
    advance(name, CaseAction.ASK_TO_COMPLETE, AIGUL, reason="income")
    today = attrs.evolve(late, document=Document(number="1", dated=DAY))
    with pytest.raises(CaseNotReady, match="not-completed"):
        refuse(name, AIGUL, today)


def test_a_payee_has_a_number_and_an_account_that_check() -> None:
    with pytest.raises(InvalidInput, match="no IIN"):
        Payee.named("880417490001", account="KZ86125KZT5004100100", bic="KZKOKZKX")
    with pytest.raises(InvalidInput, match="no account"):
        Payee.named("880417490000", account="KZ86125KZT5004100100", bic="KZKO")


def test_a_recipient_is_asked_for_by_a_number(open_unit: OpenUnitOfWork, clock: FixedClock) -> None:
    with pytest.raises(InvalidInput, match="no IIN"):
        ShowRecipient(open_unit=open_unit, clock=clock)("880417490001", SAULE)
