"""What every store promises of parts of the register, and of refreshing people by them."""

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import Conflict, EsepError, InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.dated_attribute import Attribute
from esep.domain.model.deadline import Deadline, DeadlineState, Duty
from esep.domain.model.month import Month
from esep.domain.model.register import LifeStatus, RegisterNote, RegisterPerson, RegisterVersion
from esep.domain.model.sex import Sex
from esep.domain.ports.register_files import RegisterFileInvalid
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.list_deadlines import ListDeadlines
from esep.domain.use_cases.refresh_people import Refreshed, RefreshPeople, RegisterNotLoaded

MakePerson = Callable[..., RegisterPerson]
LoadPeople = Callable[..., RegisterVersion]
Refresh = Callable[..., Refreshed]


@attrs.frozen
class ReadingOf:
    """A file of the people given; at the end it refuses where it is told to."""

    given: tuple[RegisterPerson, ...]
    refusal: Exception | None = None
    sha256: bytes = b"\x02" * 32

    def read(self, source: object, file_name: str) -> "ReadingOf":
        return self

    def people(self) -> Iterator[RegisterPerson]:
        yield from self.given
        if self.refusal:
            raise self.refusal


@pytest.fixture
def refresh(open_unit: OpenUnitOfWork, due_days: DueDays, clock: FixedClock, actor: Actor) -> Refresh:
    """Refresh by a file of the people given."""

    def refresh(*people: RegisterPerson, valid_on: date | None = None, refusal: Exception | None = None) -> Refreshed:
        reader = ReadingOf(people, refusal)
        use = RefreshPeople(open_unit=open_unit, reader=reader, due_days=due_days, clock=clock)
        return use(io.BytesIO(), "refresh.csv", actor, valid_on=valid_on)

    return refresh


def test_a_refresh_records_who_is_new_or_changed(
    refresh: Refresh,
    open_unit: OpenUnitOfWork,
    make_person: MakePerson,
    load_people: LoadPeople,
    clock: FixedClock,
) -> None:
    same, married, newcomer = make_person(), make_person(), make_person()
    whole = load_people(same, married)
    refreshed = refresh(same, attrs.evolve(married, surname="Иванова", address="Алматы"), newcomer)
    part = RegisterVersion(
        version=2,
        file_name="refresh.csv",
        sha256=b"\x02" * 32,
        people_count=2,
        loaded_at=clock.now(),
        loaded_by="saule",
        is_whole=False,
        valid_on=date(2020, 2, 10),
        due_on=date(2020, 2, 11),
        changed_count=1,
    )
    assert refreshed.version == part
    found = refreshed.comparison
    assert (found.people, found.new, found.changed, found.unchanged) == (3, 1, 1, 1)
    assert dict(found.changes) == {Attribute.SURNAME: 1, Attribute.ADDRESS: 1}
    with open_unit() as unit:
        assert unit.register.versions() == [whole, part]
        assert [state.version for state in unit.people.states([int(same.iin)])] == [1]
        assert [state.version for state in unit.people.states([int(married.iin)])] == [1, 2]


def test_the_register_answers_with_parts_and_whole_versions_together(
    refresh: Refresh,
    register: StateRegister,
    make_person: MakePerson,
    load_people: LoadPeople,
) -> None:
    same, married, dead, newcomer = (make_person() for _ in range(4))
    load_people(same, married, dead)
    refresh(attrs.evolve(married, surname="Иванова"), newcomer)
    died = attrs.evolve(dead, life_status=LifeStatus.DEAD, death_date=date(2020, 1, 3))
    refresh(attrs.evolve(married, surname="Сидорова"), died)
    numbers = [int(person.iin) for person in (same, married, dead, newcomer)]
    answers = register.find_many([*numbers, int(make_person().iin)])
    assert answers.version == 3
    assert {number: text.split("\n")[0] for number, text in answers.written.items()} == {
        numbers[0]: "Ахметов",
        numbers[1]: "Сидорова",
        numbers[2]: "Ахметов",
        numbers[3]: "Ахметов",
    }
    assert dict(answers.notes) == {numbers[2]: RegisterNote(death_month=Month(2020, 1).to_number(), excluded=False)}


def test_a_whole_version_puts_an_end_to_the_parts_before_it(
    refresh: Refresh, register: StateRegister, make_person: MakePerson, load_people: LoadPeople
) -> None:
    person, newcomer = make_person(), make_person()
    load_people(person)
    refresh(newcomer)
    load_people(person)
    numbers = [int(person.iin), int(newcomer.iin)]
    answers = register.find_many(numbers)
    assert (answers.version, list(answers.written)) == (3, numbers[:1])


def test_a_person_is_found_as_of_an_instant_between_parts(
    refresh: Refresh,
    open_unit: OpenUnitOfWork,
    make_person: MakePerson,
    load_people: LoadPeople,
    clock: FixedClock,
) -> None:
    person, other = make_person(), make_person()
    number = int(person.iin)
    married, moved = attrs.evolve(person, surname="Иванова"), attrs.evolve(person, address="Шымкент")
    instants = [clock.now()]
    load_people(person, other)
    for changed in (married, moved):
        clock.advance(timedelta(days=1))
        instants.append(clock.now())
        refresh(changed)
    clock.advance(timedelta(days=1))
    refresh(attrs.evolve(other, surname="Ким"))
    with open_unit() as unit:
        assert [unit.register.find_person(number, as_of=instant) for instant in instants] == [person, married, moved]
        assert unit.register.find_person(number) == moved
        assert unit.register.find_person(int(other.iin), as_of=instants[2]) == other
        assert unit.register.find_person(number, as_of=instants[0] - timedelta(microseconds=1)) is None


def test_every_optional_field_comes_back(
    open_unit: OpenUnitOfWork, make_person: MakePerson, load_people: LoadPeople
) -> None:
    full = make_person(
        citizenship="KAZ",
        address="Алматы, Абай 1",
        post_office="050000",
        document_type="passport",
        document_number="N1",
        document_issued_on=date(2019, 1, 2),
        document_issuer="МВД РК",
    )
    empty = make_person(citizenship="", address="", document_number="", document_issuer="")
    load_people(full, empty)
    with open_unit() as unit:
        assert [unit.register.find_person(int(person.iin)) for person in (full, empty)] == [full, empty]
        assert unit.register.standing([int(full.iin), int(empty.iin), 7]) == {
            int(full.iin): full,
            int(empty.iin): empty,
        }


def test_the_same_file_again_records_nothing(
    refresh: Refresh, open_unit: OpenUnitOfWork, make_person: MakePerson, load_people: LoadPeople
) -> None:
    person = make_person()
    load_people(person)
    changed = attrs.evolve(person, surname="Иванова")
    refresh(changed)
    again = refresh(changed)
    assert (again.version, again.comparison.people, again.comparison.unchanged) == (None, 1, 1)
    with open_unit() as unit:
        assert [version.version for version in unit.register.versions()] == [1, 2]


def test_what_a_file_does_not_know_stays_as_it_stands(
    refresh: Refresh, open_unit: OpenUnitOfWork, make_person: MakePerson, load_people: LoadPeople
) -> None:
    person = make_person(citizenship="KAZ", address="Алматы", document_number="1", document_issuer="МВД")
    load_people(person)
    unknown = attrs.evolve(person, sex=None, citizenship=None, address="", document_number=None, document_issuer=None)
    refreshed = refresh(unknown)
    assert dict(refreshed.comparison.changes) == {Attribute.ADDRESS: 1}
    with open_unit() as unit:
        standing = unit.register.find_person(int(person.iin))
    assert standing == attrs.evolve(person, address="")
    assert standing.sex is Sex.MALE


def test_many_batches_are_compared_each_with_one_question(
    refresh: Refresh,
    open_unit: OpenUnitOfWork,
    make_person: MakePerson,
    load_people: LoadPeople,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("esep.domain.use_cases.refresh_people.BATCH_PEOPLE", 2)
    people = [make_person() for _ in range(5)]
    load_people(*people[:4])
    changed = [attrs.evolve(person, surname="Иванова") for person in people]
    refreshed = refresh(*changed)
    assert refreshed.version is not None
    assert (refreshed.version.people_count, refreshed.version.changed_count) == (5, 4)
    with open_unit() as unit:
        assert list(unit.register.standing([int(person.iin) for person in people]).values()) == changed


def test_a_person_twice_in_a_part_is_refused_and_nothing_recorded(
    refresh: Refresh, open_unit: OpenUnitOfWork, make_person: MakePerson, load_people: LoadPeople
) -> None:
    load_people(make_person())
    newcomer = make_person()
    with pytest.raises(Conflict):
        refresh(newcomer, newcomer)
    with open_unit() as unit:
        assert len(unit.register.versions()) == 1
        assert unit.register.find_person(int(newcomer.iin)) is None


def test_bad_rows_at_the_end_of_a_file_leave_nothing(
    refresh: Refresh, open_unit: OpenUnitOfWork, make_person: MakePerson, load_people: LoadPeople
) -> None:
    load_people(make_person())
    newcomer, refusal = make_person(), RegisterFileInvalid("two rows cannot be used")
    with pytest.raises(RegisterFileInvalid) as refused:
        refresh(newcomer, refusal=refusal)
    assert refused.value is refusal
    with open_unit() as unit:
        assert len(unit.register.versions()) == 1
        assert unit.register.find_person(int(newcomer.iin)) is None
    assert refresh(newcomer).comparison.new == 1


def test_a_version_of_nobody_may_be_recorded(open_unit: OpenUnitOfWork, load_people: LoadPeople) -> None:
    whole = load_people()
    with open_unit() as unit:
        nobody = attrs.evolve(whole, version=unit.register.begin_version(), is_whole=False)
        unit.register.end_version(nobody)
    with open_unit() as unit:
        assert unit.register.versions() == [whole, nobody]


def test_a_day_without_a_known_term_is_refused(
    refresh: Refresh, make_person: MakePerson, load_people: LoadPeople, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=-365 * 20))
    load_people(make_person())
    with pytest.raises(InvalidInput, match="no term for recording changes is known for 2000-02-15"):
        refresh(make_person())


def test_a_refresh_without_people_is_refused(
    refresh: Refresh, make_person: MakePerson, load_people: LoadPeople
) -> None:
    load_people(make_person())
    with pytest.raises(RegisterFileInvalid, match=r"refresh\.csv names no person"):
        refresh()


def test_a_refresh_needs_a_whole_version_to_compare_with(refresh: Refresh, make_person: MakePerson) -> None:
    with pytest.raises(RegisterNotLoaded, match="esep register load"):
        refresh(make_person())


@pytest.mark.parametrize(
    ("valid_on", "refusal"),
    [(date(2020, 2, 9), "which is earlier"), (date(2020, 2, 11), "lies in the future"), (date(2020, 2, 10), None)],
)
def test_a_refresh_tells_of_no_day_before_the_newest_version_or_after_today(
    refresh: Refresh, make_person: MakePerson, load_people: LoadPeople, valid_on: date, refusal: str | None
) -> None:
    load_people(make_person())
    refused = _refused(lambda: refresh(make_person(), valid_on=valid_on))
    assert (refused is None) if refusal is None else (isinstance(refused, InvalidInput) and refusal in str(refused))


def _refused(act: Callable[[], object]) -> EsepError | None:
    try:
        act()
    except EsepError as error:
        return error
    return None


def test_a_change_has_its_deadline_and_was_recorded_in_time_or_late(
    refresh: Refresh,
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    make_person: MakePerson,
    load_people: LoadPeople,
    clock: FixedClock,
) -> None:
    list_deadlines = ListDeadlines(open_unit=open_unit, clock=clock, due_days=due_days)
    load_people(make_person())
    refresh(make_person(), make_person())
    clock.advance(timedelta(days=2))
    refresh(make_person(), valid_on=date(2020, 2, 10))
    met = Deadline(
        duty=Duty.RECORD_CHANGE,
        name="refresh.csv, version 2",
        received_on=date(2020, 2, 10),
        due_on=date(2020, 2, 11),
        amount_tiyn=None,
        state=DeadlineState.MET,
        count=2,
    )
    late = attrs.evolve(met, name="refresh.csv, version 3", state=DeadlineState.LATE, count=1)
    assert list_deadlines(is_done_wanted=True) == [met, late]
    assert list_deadlines() == []
    clock.advance(timedelta(days=-1))
    assert list_deadlines() == [met, late]
