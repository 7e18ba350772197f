"""What every store promises of persons under several numbers, and what linking and showing them does."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import AlreadyRecorded, EsepError, InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.dated_attribute import Attribute
from esep.domain.model.deadline import Deadline, DeadlineState, Duty
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.person_link import LinkKind, PersonLink
from esep.domain.model.register import RegisterPerson, RegisterVersion
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.linking_numbers import NotLinked, NumberGivenUp, SamePerson
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.link_numbers import LinkNumbers, LinkRequest
from esep.domain.use_cases.list_deadlines import ListDeadlines
from esep.domain.use_cases.show_person import PersonNumber, PersonPage, ShowPerson

MakePerson = Callable[..., RegisterPerson]
Receive = Callable[..., OrderSummary]
Link = Callable[..., PersonLink]
Show = Callable[..., PersonPage]
CORRECT, MERGE, SEPARATE = LinkKind.CORRECT, LinkKind.MERGE, LinkKind.SEPARATE


@pytest.fixture
def link(open_unit: OpenUnitOfWork, due_days: DueDays, clock: FixedClock, actor: Actor) -> Link:
    """Link the numbers of two people."""

    def link(
        kind: LinkKind, number: str, other: str, known_on: date | None = None, reason: str = "letter"
    ) -> PersonLink:
        use = LinkNumbers(open_unit=open_unit, due_days=due_days, clock=clock)
        request = LinkRequest(kind=kind, number=number, other=other, reason=reason, document="17", known_on=known_on)
        return use(request, actor)

    return link


@pytest.fixture
def numbers_of(open_unit: OpenUnitOfWork) -> Callable[..., list[str]]:
    def numbers_of(number: str) -> list[str]:
        with open_unit() as unit:
            return [f"{one:012}" for one in unit.people.numbers_of(int(number))]

    return numbers_of


@pytest.fixture
def show(open_unit: OpenUnitOfWork, clock: FixedClock, actor: Actor) -> Show:
    use = ShowPerson(open_unit=open_unit, clock=clock)
    return lambda iin, **limits: use(iin, actor, **limits)


@pytest.fixture
def iins(people: list[RegisterPerson]) -> list[str]:
    """The numbers of three people whom the register knows."""
    return [person.iin for person in people]


def test_a_number_that_is_not_linked_is_alone(open_unit: OpenUnitOfWork) -> None:
    with open_unit() as unit:
        assert unit.people.numbers_of(7) == (7,)
        assert unit.people.links([7]) == []


def test_a_correction_is_recorded_with_its_cause_and_due_day(
    link: Link, open_unit: OpenUnitOfWork, iins: list[str], clock: FixedClock, actor: Actor
) -> None:
    recorded = link(CORRECT, iins[0], iins[1], known_on=date(2020, 2, 7))
    assert recorded == PersonLink(
        link_number=1,
        kind=CORRECT,
        number=int(iins[0]),
        stands=int(iins[1]),
        undoes=None,
        reason="letter",
        document="17",
        known_on=date(2020, 2, 7),
        recorded_at=clock.now(),
        due_on=date(2020, 2, 10),
        actor=actor,
    )
    with open_unit() as unit:
        assert unit.people.links([int(iins[0])]) == unit.people.links([int(iins[1])]) == [recorded]
        assert unit.people.links([int(iins[2])]) == []
        assert unit.people.list_links() == [recorded]
        assert unit.people.list_links(due_from=date(2020, 2, 10)) == [recorded]
        assert unit.people.list_links(due_from=date(2020, 2, 11)) == []


def test_either_number_finds_the_person_and_the_one_that_stands_comes_first(
    link: Link, numbers_of: Callable[..., list[str]], iins: list[str]
) -> None:
    first, second, third = iins
    link(CORRECT, third, first)
    assert numbers_of(third) == numbers_of(first) == [first, third]
    link(MERGE, first, second)
    assert [numbers_of(one) for one in iins] == [[second, first, third]] * 3


def test_two_persons_joined_bring_all_their_numbers(
    link: Link,
    numbers_of: Callable[..., list[str]],
    make_person: MakePerson,
    load_people: Callable[..., RegisterVersion],
) -> None:
    four = [make_person() for _ in range(4)]
    load_people(*four)
    a, b, c, d = (person.iin for person in four)
    link(MERGE, a, b)
    link(MERGE, c, d)
    link(MERGE, b, d)
    assert [numbers_of(one) for one in (a, b, c, d)] == [[d, a, b, c]] * 4
    link(SEPARATE, d, b)
    assert numbers_of(a) == [b, a]
    assert numbers_of(c) == [d, c]


def test_links_count_as_of_an_instant(
    link: Link, open_unit: OpenUnitOfWork, iins: list[str], clock: FixedClock
) -> None:
    first, second = int(iins[0]), int(iins[1])
    before = clock.now() - timedelta(microseconds=1)
    link(MERGE, iins[0], iins[1])
    joined = clock.now()
    clock.advance(timedelta(days=1))
    link(SEPARATE, iins[0], iins[1])
    with open_unit() as unit:
        found = [unit.people.numbers_of(first, as_of=instant) for instant in (before, joined, clock.now(), None)]
        assert found == [(first,), (second, first), (first,), (first,)]
        assert [one.link_number for one in unit.people.links([second], as_of=joined)] == [1]
        assert [one.link_number for one in unit.people.links([second])] == [1, 2]


@pytest.mark.parametrize("is_reversed", [False, True])
def test_a_link_is_taken_back_and_nothing_is_rewritten(
    link: Link, open_unit: OpenUnitOfWork, numbers_of: Callable[..., list[str]], iins: list[str], is_reversed: bool
) -> None:
    first, second, _ = iins
    joined = link(MERGE, first, second)
    parted = link(SEPARATE, second, first) if is_reversed else link(SEPARATE, first, second)
    assert (parted.kind, parted.undoes, parted.number, parted.stands) == (SEPARATE, 1, int(first), int(second))
    assert (numbers_of(first), numbers_of(second)) == ([first], [second])
    with open_unit() as unit:
        assert unit.people.list_links() == [joined, parted]
    assert link(MERGE, second, first).link_number == 3
    assert numbers_of(second) == [first, second]


def test_a_correction_the_other_way_round_takes_the_first_one_back(
    link: Link, numbers_of: Callable[..., list[str]], iins: list[str]
) -> None:
    link(CORRECT, iins[0], iins[1])
    back = link(CORRECT, iins[1], iins[0])
    assert (back.kind, back.undoes) == (SEPARATE, 1)
    assert numbers_of(iins[0]) == [iins[0]]


def test_entries_stay_under_the_number_that_they_came_under(
    link: Link,
    show: Show,
    open_unit: OpenUnitOfWork,
    receive: Receive,
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
    clock: FixedClock,
) -> None:
    numbers = [int(person.iin) for person in people]
    receive(make_order(make_line(people[0])))
    link(MERGE, people[0].iin, people[1].iin)
    with open_unit() as unit:
        assert unit.people.first_recorded(numbers) == {numbers[0]: clock.now()}
        assert unit.people.first_recorded(numbers, as_of=clock.now() - timedelta(seconds=1)) == {}


def test_a_correct_number_may_gain_its_account_by_the_correction(
    link: Link,
    show: Show,
    receive: Receive,
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    make_person: MakePerson,
    people: list[RegisterPerson],
) -> None:
    unheard_of = make_person().iin
    with pytest.raises(NotFound, match="900101"):
        link(CORRECT, people[0].iin, unheard_of)
    receive(make_order(make_line(people[0])))
    with pytest.raises(NotFound):
        link(MERGE, people[0].iin, unheard_of)
    link(CORRECT, people[0].iin, unheard_of)
    assert (show(unheard_of).iin, show(people[0].iin).iin) == (unheard_of, unheard_of)


def test_joining_what_cannot_be_joined_is_refused(
    link: Link, open_unit: OpenUnitOfWork, iins: list[str], make_person: MakePerson
) -> None:
    first, second, third = iins
    link(CORRECT, first, second)
    refusals: list[tuple[LinkKind, str, str, type[EsepError]]] = [
        (CORRECT, first, second, SamePerson),
        (MERGE, second, first, SamePerson),
        (MERGE, first, third, NumberGivenUp),
        (SEPARATE, first, third, NotLinked),
        (MERGE, make_person().iin, third, NotFound),
        (MERGE, third, third, InvalidInput),
        (MERGE, third, "900101300018", InvalidInput),
        (MERGE, "12", third, InvalidInput),
    ]
    for kind, number, other, refusal in refusals:
        with pytest.raises(refusal) as refused:
            link(kind, number, other)
        assert not any(one in str(refused.value) for one in (first, second, third))
    with pytest.raises(InvalidInput, match="future"):
        link(MERGE, third, first, known_on=date(2020, 2, 11))
    with pytest.raises(InvalidInput, match="reason"):
        link(MERGE, third, first, reason=" ")
    with open_unit() as unit:
        assert len(unit.people.list_links()) == 1


def test_a_link_is_taken_back_once(link: Link, open_unit: OpenUnitOfWork, iins: list[str]) -> None:
    link(MERGE, iins[0], iins[1])
    parted = link(SEPARATE, iins[0], iins[1])
    with pytest.raises(NotLinked):
        link(SEPARATE, iins[0], iins[1])
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.people.record_link(parted)
    with pytest.raises(NotFound), open_unit() as unit:
        unit.people.record_link(attrs.evolve(parted, undoes=9))
    with open_unit() as unit:
        assert len(unit.people.list_links()) == 2


def test_two_who_link_the_same_numbers_at_once_record_one_link(
    link: Link, open_unit: OpenUnitOfWork, iins: list[str]
) -> None:
    def attempt(pair: tuple[str, str]) -> str:
        try:
            return link(MERGE, *pair).kind.value
        except EsepError as error:
            return error.code

    pairs = [(iins[0], iins[1]), (iins[1], iins[0])] * 4
    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(attempt, pairs))
    assert outcomes == ["merge", *["same-person"] * 7]
    with open_unit() as unit:
        assert len(unit.people.list_links()) == 1


def test_a_person_is_shown_with_all_numbers_and_the_history(
    link: Link, show: Show, iins: list[str], people: list[RegisterPerson], clock: FixedClock
) -> None:
    loaded_at = clock.now()
    clock.advance(timedelta(days=1))
    link(MERGE, iins[0], iins[1])
    page = show(iins[0])
    assert (page.asked, page.iin) == (iins[0], iins[1])
    assert page.numbers == [
        PersonNumber(number=int(iins[1]), kind="stands", since=date(2020, 2, 10), recorded_at=loaded_at, reason=""),
        PersonNumber(
            number=int(iins[0]), kind="merge", since=date(2020, 2, 11), recorded_at=clock.now(), reason="letter"
        ),
    ]
    assert page.current[Attribute.NAME] == people[1].name
    assert [(one.value, one.valid_from, one.valid_to) for one in page.history if one.attribute is Attribute.IIN] == [
        (iins[0], date(2020, 2, 10), date(2020, 2, 11)),
        (iins[1], date(2020, 2, 10), None),
    ]
    assert show(iins[1]) == attrs.evolve(page, asked=iins[1])
    before = show(iins[0], as_of=loaded_at)
    assert (before.iin, before.current[Attribute.NAME]) == (iins[0], people[0].name)


def test_a_person_is_shown_as_of_an_instant_and_on_a_day(
    show: Show,
    people: list[RegisterPerson],
    load_people: Callable[..., RegisterVersion],
    clock: FixedClock,
) -> None:
    iin, first = people[0].iin, clock.now()
    clock.advance(timedelta(days=10))
    load_people(attrs.evolve(people[0], surname="Иванова"))
    assert show(iin).current[Attribute.SURNAME] == "Иванова"
    assert show(iin, as_of=first).current[Attribute.SURNAME] == "Ахметов"
    assert show(iin, on=date(2020, 2, 19)).current[Attribute.SURNAME] == "Ахметов"
    assert show(iin, on=date(2020, 2, 20)).current[Attribute.SURNAME] == "Иванова"
    assert show(iin, on=date(2020, 2, 9)).current == {}
    assert show(iin, as_of=first - timedelta(seconds=1)).history == []


def test_nobody_is_shown_where_nothing_is_known(show: Show, make_person: MakePerson) -> None:
    with pytest.raises(NotFound):
        show(make_person().iin)
    with pytest.raises(InvalidInput):
        show("900101300018")


def test_each_view_is_recorded(show: Show, open_unit: OpenUnitOfWork, iins: list[str]) -> None:
    show(iins[0])
    show(iins[0])
    with open_unit() as unit:
        assert unit.usage.count_views(int(iins[0])) == 2


def test_links_stand_among_the_deadlines_with_masked_numbers(
    link: Link, open_unit: OpenUnitOfWork, due_days: DueDays, iins: list[str], clock: FixedClock
) -> None:
    link(CORRECT, iins[0], iins[1])
    link(SEPARATE, iins[0], iins[1], known_on=date(2020, 2, 3))
    list_deadlines = ListDeadlines(open_unit=open_unit, clock=clock, due_days=due_days)
    met = Deadline(
        duty=Duty.RECORD_CHANGE,
        name="link 1, correct 900101****** 900101******",
        received_on=date(2020, 2, 10),
        due_on=date(2020, 2, 11),
        amount_tiyn=None,
        state=DeadlineState.MET,
    )
    late = attrs.evolve(
        met,
        name="link 2, separate 900101****** 900101******",
        received_on=date(2020, 2, 3),
        due_on=date(2020, 2, 4),
        state=DeadlineState.LATE,
    )
    assert list_deadlines() == [met]
    assert list_deadlines(is_done_wanted=True) == [late, met]
