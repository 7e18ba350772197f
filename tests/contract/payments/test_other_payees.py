"""What every store tells of those whom the case of another recipient pays: dependants, and payees in their place."""

from collections.abc import Callable
from datetime import date, timedelta

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.dated_attribute import Attribute
from esep.domain.model.paid_case import PaidAs
from esep.domain.model.person_link import LinkKind
from esep.domain.model.recipient_case import CaseAction, PaymentDecision
from esep.domain.model.register import RegisterPerson
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.link_numbers import LinkNumbers, LinkRequest
from esep.domain.use_cases.prepare_payments import PreparedPayments
from esep.domain.use_cases.show_recipient import RecipientPage, ShowRecipient

Show = Callable[..., RecipientPage]


@pytest.fixture
def show(open_unit: OpenUnitOfWork, clock: FixedClock, actor: Actor) -> Show:
    use_case = ShowRecipient(open_unit=open_unit, clock=clock)
    return lambda person, **when: use_case(person.iin, actor, **when)


@pytest.fixture
def family(decide: Callable[..., PaymentDecision], people: list[RegisterPerson]) -> PaymentDecision:
    """Half goes to the widow, half to a child with an account of its own; another child is paid with her."""
    named = [
        {"iin": person.iin, "relation": relation, "until_on": None, "share": None}
        for person, relation in ((people[1], "child"), (people[2], "sibling"))
    ]
    return decide(people[0], people[1], frozen={"dependants": named})


@pytest.mark.usefixtures("people")
def test_a_dependant_is_shown_with_the_register_the_case_and_what_was_paid(
    show: Show,
    appoint: Callable[..., int],
    family: PaymentDecision,
    prepare: Callable[..., PreparedPayments],
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
) -> None:
    widow, child, sibling = people
    with pytest.raises(NotFound, match="no case of another recipient pays"):
        show(child)
    appoint(widow, family, kind=SocialPaymentKind.BREADWINNER)
    prepare()

    page = show(child)
    assert (page.iin, page.current[Attribute.NAME], page.cases) == (child.iin, child.name, [])
    [paid] = page.paid_cases
    assert (paid.case.name, paid.role, paid.relation) == ("SP-000001", PaidAs.DEPENDANT, "child")
    [own] = paid.decided
    assert own.part == family.parts[1]
    assert [(one.key.name, one.gross_tiyn) for one in page.payments] == [
        ("SP-000001/2024-04/2", 5_000_000),
        ("SP-000001/2024-05/2", 5_000_000),
    ]
    assert page.documents.keys() == {one.key for one in page.payments}

    [with_widow] = show(sibling).paid_cases
    assert (with_widow.role, with_widow.relation) == (PaidAs.DEPENDANT, "sibling")
    assert [one.part for one in with_widow.decided] == [None]
    assert show(sibling).payments == []
    assert (len(show(widow).cases), show(widow).paid_cases, len(show(widow).payments)) == (1, [], 4)
    with open_unit() as unit:
        assert [unit.usage.count_views(int(one.iin)) for one in people] == [3, 1, 2]


def test_who_is_paid_in_the_recipients_place_is_shown_from_that_decision_on(
    show: Show,
    appoint: Callable[..., int],
    happen: Callable[..., None],
    decide: Callable[..., PaymentDecision],
    people: list[RegisterPerson],
    clock: FixedClock,
) -> None:
    mother, guardian, _ = people
    appoint(mother)
    appointed_at = clock.now()
    clock.instant += timedelta(days=1)
    happen(1, CaseAction.SUSPEND, date(2024, 5, 1))
    to_guardian = attrs.evolve(decide(guardian), from_on=date(2024, 5, 1))
    happen(1, CaseAction.RESUME, date(2024, 5, 1), to_guardian)

    [paid] = show(guardian).paid_cases
    assert (paid.role, paid.relation) == (PaidAs.PAYEE, "")
    assert [(one.event.action, one.part) for one in paid.decided] == [(CaseAction.RESUME, to_guardian.parts[0])]
    earlier = show(guardian, as_of=appointed_at)
    assert (earlier.cases, earlier.paid_cases, earlier.payments) == ([], [], [])
    assert show(mother).paid_cases == []


def test_a_dependant_is_found_under_every_number(
    show: Show,
    appoint: Callable[..., int],
    family: PaymentDecision,
    prepare: Callable[..., PreparedPayments],
    people: list[RegisterPerson],
    make_person: Callable[..., RegisterPerson],
    load_people: Callable[..., object],
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    clock: FixedClock,
    actor: Actor,
) -> None:
    new = make_person(name="Айдар")
    load_people(*people, new)
    appoint(people[0], family, kind=SocialPaymentKind.BREADWINNER)
    prepare()
    before = clock.now()
    clock.instant += timedelta(days=1)
    link = LinkNumbers(open_unit=open_unit, due_days=due_days, clock=clock)
    link(LinkRequest(kind=LinkKind.CORRECT, number=people[1].iin, other=new.iin, reason="letter 17"), actor)

    page = show(new)
    assert (page.numbers, len(page.payments)) == ((new.iin, people[1].iin), 2)
    assert [one.case.name for one in page.paid_cases] == ["SP-000001"]
    # The numbers were not known to be one person's then: nothing of the one is told under the other.
    earlier = show(new, as_of=before)
    assert (earlier.numbers, earlier.paid_cases, earlier.payments) == ((new.iin,), [], [])
    with open_unit() as unit:
        assert unit.cases.of_payees([int(people[0].iin), int(people[1].iin)]) == []
