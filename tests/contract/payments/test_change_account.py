"""What every store promises where a payee asks to be paid to another account."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import InvalidInput, NotFound
from esep.domain.model.account_change import AccountChange
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentView
from esep.domain.model.recipient_case import CaseAction, CaseState, PaymentDecision, RecipientCase
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.case_steps import CaseNotReady, Cause, Document
from esep.domain.use_cases.change_account import ChangeAccount
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.prepare_payments import PreparedPayments
from esep.domain.use_cases.resend_payments import PayoutAccount
from esep.domain.use_cases.send_payments import SentPayments
from esep.domain.use_cases.show_recipient import ShowRecipient

Change = Callable[..., RecipientCase]
Views = Callable[..., list[PaymentView]]
BIC = "KCJBKZKX"


@pytest.fixture
def change(
    open_unit: OpenUnitOfWork, due_days: DueDays, clock: FixedClock, actor: Actor, iban: Callable[[int], str]
) -> Change:
    """Change the account of case 1 to the one of a serial number."""
    use_case = ChangeAccount(open_unit=open_unit, due_days=due_days, clock=clock)

    def change(serial: int, *, number: str = "31", part: int | None = None, name: str = "SP-000001") -> RecipientCase:
        dated = clock.now().date()
        cause = Cause(document=Document(number=number, dated=dated))
        return use_case(name, actor, cause, PayoutAccount(account=iban(serial), bic=BIC), part=part)

    return change


@pytest.fixture
def later(clock: FixedClock) -> Callable[..., None]:
    """Let a day or more pass."""

    def later(days: int = 1) -> None:
        clock.instant += timedelta(days=days)

    return later


def accounts(views: list[PaymentView]) -> list[tuple[str, str]]:
    return [(view.account, view.bic) for view in views]


def test_what_is_formed_later_goes_to_the_new_account_and_nothing_else_changes(
    change: Change,
    appoint: Callable[..., int],
    prepare: Callable[..., PreparedPayments],
    later: Callable[..., None],
    views: Views,
    iban: Callable[[int], str],
    people: list[RegisterPerson],
    out: Path,
    sound: Callable[[], bool],
) -> None:
    appoint(people[0])
    prepare()
    later()
    case = change(7)
    event = case.events[-1]
    assert (case.state, event.action, event.decision) == (CaseState.APPOINTED, CaseAction.CHANGE_ACCOUNT, None)
    assert event.account == AccountChange(payee_key=int(people[0].iin), account=iban(7), bic=BIC)
    assert (event.happened_on, event.recording_due_on) == (date(2024, 5, 21), date(2024, 5, 22))
    assert prepare().run is None
    later(30)
    [june] = prepare("2024-06").files
    assert f"/LA/{iban(7)}" in (out / june.file_name).read_text(encoding="utf-8")
    assert accounts(views()) == [(iban(1), "HSBKKZKX")] * 2 + [(iban(7), BIC)]
    assert [view.gross_tiyn for view in views()] == [10_000_000] * 3
    assert {view.key.event_number for view in views()} == {2}
    assert sound()


def test_what_waits_goes_to_the_new_account_and_is_told_as_it_was_then(
    change: Change,
    appoint: Callable[..., int],
    prepare: Callable[..., PreparedPayments],
    load_people: Callable[..., object],
    make_person: Callable[..., RegisterPerson],
    people: list[RegisterPerson],
    later: Callable[..., None],
    views: Views,
    iban: Callable[[int], str],
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
) -> None:
    unknown = make_person(name="Данияр")
    appoint(unknown)
    assert prepare().waiting
    formed_at = clock.now()
    later()
    change(7)
    changed_at = clock.now()
    assert accounts(views()) == [(iban(7), BIC)] * 2
    later()
    load_people(*people, unknown)
    assert prepare().files
    assert accounts(views()) == [(iban(7), BIC)] * 2
    later()
    change(8)
    assert accounts(views()) == [(iban(7), BIC)] * 2
    with open_unit() as unit:
        told = {at: unit.payments.of_person([int(unknown.iin)], as_of=at)[0].account for at in (formed_at, changed_at)}
    assert told == {formed_at: iban(1), changed_at: iban(7)}


def test_what_came_back_is_sent_again_to_the_account_changed_to_since(
    change: Change,
    appoint: Callable[..., int],
    prepare: Callable[..., PreparedPayments],
    come_back: Callable[..., None],
    resend: Callable[..., SentPayments],
    later: Callable[..., None],
    views: Views,
    iban: Callable[[int], str],
    people: list[RegisterPerson],
    sound: Callable[[], bool],
) -> None:
    appoint(people[0])
    prepare()
    later()
    come_back("B1")
    change(7)
    assert accounts(views())[1] == (iban(1), "HSBKKZKX")
    later()
    resend()
    assert accounts(views())[1] == (iban(7), BIC)
    later()
    come_back("B2")
    resend(to=PayoutAccount(account=iban(9), bic="CASPKZKA"))
    later()
    come_back("B3")
    resend()
    assert accounts(views())[1] == (iban(9), "CASPKZKA")
    later(30)
    prepare("2024-06")
    assert accounts(views())[2] == (iban(9), "CASPKZKA")
    change(8)
    later(30)
    prepare("2024-07")
    assert accounts(views())[3] == (iban(8), BIC)
    assert sound()


def test_a_decision_that_repeats_the_old_account_does_not_bring_it_back_but_one_that_names_another_does(
    change: Change,
    appoint: Callable[..., int],
    decide: Callable[..., PaymentDecision],
    happen: Callable[..., None],
    prepare: Callable[..., PreparedPayments],
    later: Callable[..., None],
    views: Views,
    iban: Callable[[int], str],
    people: list[RegisterPerson],
) -> None:
    appoint(people[0])
    prepare()
    later()
    change(7)
    raised = decide(people[0], amount_tiyn=12_000_000, from_on=date(2024, 6, 1))
    happen(1, CaseAction.RECALCULATE, date(2024, 6, 1), raised)
    later(30)
    prepare("2024-06")
    assert accounts(views())[2] == (iban(7), BIC)
    other = tuple(attrs.evolve(part, account=iban(5)) for part in raised.parts)
    happen(1, CaseAction.RECALCULATE, date(2024, 7, 1), attrs.evolve(raised, parts=other, from_on=date(2024, 7, 1)))
    later(30)
    prepare("2024-07")
    assert accounts(views())[3] == (iban(5), "HSBKKZKX")


def test_where_several_are_paid_the_account_of_one_is_changed(
    change: Change,
    appoint: Callable[..., int],
    decide: Callable[..., PaymentDecision],
    prepare: Callable[..., PreparedPayments],
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
    actor: Actor,
    views: Views,
    iban: Callable[[int], str],
    people: list[RegisterPerson],
) -> None:
    appoint(people[0], decide(people[0], people[1]))
    with pytest.raises(InvalidInput, match="in the parts 1, 2: name one of them with --part"):
        change(7)
    with pytest.raises(InvalidInput, match="--part"):
        change(7, part=3)
    change(7, part=2)
    prepare("2024-04")
    assert accounts(views()) == [(iban(1), "HSBKKZKX"), (iban(7), BIC)]
    page = ShowRecipient(open_unit=open_unit, clock=clock)(people[1].iin, actor)
    [paid] = page.paid_cases
    assert [one.account and one.account.account for one in paid.changes] == [iban(7)]


def test_only_a_live_case_has_its_account_changed_and_each_application_once(
    change: Change,
    appoint: Callable[..., int],
    happen: Callable[..., None],
    open_unit: OpenUnitOfWork,
    people: list[RegisterPerson],
    sound: Callable[[], bool],
) -> None:
    with pytest.raises(NotFound):
        change(7)
    appoint(people[0])
    assert len(change(7).events) == 3
    assert len(change(7).events) == 3
    assert len(change(8, number="32").events) == 4
    happen(1, CaseAction.SUSPEND, date(2024, 5, 1))
    assert change(7, number="33").state is CaseState.SUSPENDED
    with open_unit() as unit:
        case = unit.cases.find(1)
    assert case is not None
    assert [event.account.bic for event in case.events if event.account] == [BIC] * 3
    happen(1, CaseAction.TERMINATE, date(2024, 5, 1))
    with pytest.raises(CaseNotReady, match="is terminated"):
        change(9)
    assert sound()
