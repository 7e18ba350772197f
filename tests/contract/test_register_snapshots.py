"""What every store promises of register snapshots, and what the register that answers from them does."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import Conflict, InvalidInput, RegisterUnavailable
from esep.domain.model.month import Month
from esep.domain.model.register import LifeStatus, RegisterNote, RegisterPerson, RegisterVersion
from esep.domain.model.sex import Sex
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork

MakePerson = Callable[..., RegisterPerson]
LoadPeople = Callable[..., RegisterVersion]


def test_a_snapshot_is_kept_with_its_origin(
    open_unit: OpenUnitOfWork, make_person: MakePerson, clock: FixedClock
) -> None:
    with open_unit() as unit:
        version = unit.register.load(
            iter([make_person(), make_person()]),
            file_name="register.csv",
            sha256=b"\x01" * 32,
            loaded_at=clock.now(),
            loaded_by="saule",
        )
    assert version == RegisterVersion(
        version=1,
        file_name="register.csv",
        sha256=b"\x01" * 32,
        people_count=2,
        loaded_at=clock.now(),
        loaded_by="saule",
    )
    with open_unit() as unit:
        assert unit.register.versions() == [version]


def test_a_long_refusal_of_the_source_is_raised_as_it_is(
    open_unit: OpenUnitOfWork,
    make_person: MakePerson,
    clock: FixedClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    refusal = InvalidInput("bad row\n" * 10_000)

    def people() -> Iterator[RegisterPerson]:
        yield make_person()
        raise refusal

    with pytest.raises(InvalidInput) as refused, open_unit() as unit:
        unit.register.load(people(), file_name="r", sha256=bytes(32), loaded_at=clock.now(), loaded_by="saule")
    assert refused.value is refusal
    assert caplog.records == []
    with open_unit() as unit:
        assert unit.register.versions() == []


def test_snapshots_are_numbered_as_they_come(
    open_unit: OpenUnitOfWork, make_person: MakePerson, load_people: LoadPeople
) -> None:
    loaded = [load_people(make_person()) for _ in range(3)]
    assert [version.version for version in loaded] == [1, 2, 3]
    with open_unit() as unit:
        assert unit.register.versions() == loaded


def test_every_field_of_a_person_comes_back(
    open_unit: OpenUnitOfWork, make_person: MakePerson, load_people: LoadPeople
) -> None:
    people = [
        make_person(),
        make_person(surname="Әбдіқадыр-Ұлы", name="Ёлка/Жаңа", patronymic="", sex=Sex.FEMALE),
        make_person(sex=None, life_status=LifeStatus.DEAD, death_date=date(2019, 12, 31)),
        make_person(life_status=LifeStatus.DEAD, death_date=None, excluded=True, birth_date=date(1899, 2, 3)),
        make_person(iin="000000000000"),
    ]
    load_people(*people)
    with open_unit() as unit:
        assert [unit.register.find_person(int(person.iin)) for person in people] == people


def test_somebody_unknown_is_not_found(
    open_unit: OpenUnitOfWork, make_person: MakePerson, load_people: LoadPeople
) -> None:
    with open_unit() as unit:
        assert unit.register.find_person(int(make_person().iin)) is None
    load_people(make_person())
    with open_unit() as unit:
        assert unit.register.find_person(int(make_person().iin)) is None


def test_a_person_is_found_as_of_an_instant(
    open_unit: OpenUnitOfWork, make_person: MakePerson, load_people: LoadPeople, clock: FixedClock
) -> None:
    person, instant = make_person(), clock.now()
    married = attrs.evolve(person, surname="Иванова")
    load_people(person)
    clock.advance(timedelta(days=1))
    load_people(married)
    clock.advance(timedelta(days=1))
    load_people(make_person())
    number = int(person.iin)
    with open_unit() as unit:
        assert unit.register.find_person(number) is None
        assert unit.register.find_person(number, as_of=clock.now() - timedelta(microseconds=1)) == married
        assert unit.register.find_person(number, as_of=instant) == person
        assert unit.register.find_person(number, as_of=instant - timedelta(microseconds=1)) is None


def test_nothing_of_a_snapshot_is_kept_where_reading_it_fails(
    open_unit: OpenUnitOfWork, make_person: MakePerson, clock: FixedClock
) -> None:
    person = make_person()

    def people() -> Iterator[RegisterPerson]:
        yield person
        raise ValueError("the file is damaged")

    with pytest.raises(ValueError, match="damaged"), open_unit() as unit:
        unit.register.load(
            people(), file_name="register.csv", sha256=bytes(32), loaded_at=clock.now(), loaded_by="saule"
        )
    with open_unit() as unit:
        assert (unit.register.versions(), unit.register.find_person(int(person.iin))) == ([], None)


def test_a_number_that_comes_twice_refuses_the_whole_snapshot(
    open_unit: OpenUnitOfWork, make_person: MakePerson, load_people: LoadPeople
) -> None:
    person = make_person()
    with pytest.raises(Conflict):
        load_people(person, make_person(), attrs.evolve(person, name="Болат"))
    with open_unit() as unit:
        assert unit.register.versions() == []


def test_the_register_answers_for_those_it_knows(
    register: StateRegister, make_person: MakePerson, load_people: LoadPeople, clock: FixedClock
) -> None:
    person = make_person(surname="Ахметов-Ким", name="Сәуле", patronymic="", birth_date=date(1990, 1, 2))
    dead = make_person(life_status=LifeStatus.DEAD, death_date=date(2019, 12, 31), excluded=True)
    load_people(person, dead, make_person())
    answers = register.find_many({int(person.iin), int(dead.iin), int(make_person().iin)})
    assert (answers.source, answers.version, answers.answered_at) == ("snapshot", 1, clock.now())
    assert dict(answers.written) == {
        int(person.iin): "Ахметов-Ким\nСәуле\n\n19900102",
        int(dead.iin): "Ахметов\nАрман\nСерикович\n19900101",
    }
    note = RegisterNote(death_month=Month(2019, 12).to_number(), excluded=True)
    assert dict(answers.notes) == {int(dead.iin): note}


def test_a_register_that_knows_none_of_those_asked_answers_with_nobody(
    register: StateRegister, make_person: MakePerson, load_people: LoadPeople
) -> None:
    load_people(make_person())
    answers = register.find_many([int(make_person().iin)])
    assert (dict(answers.written), dict(answers.notes)) == ({}, {})


def test_the_register_answers_from_the_newest_snapshot_only(
    register: StateRegister, make_person: MakePerson, load_people: LoadPeople
) -> None:
    person, newcomer = make_person(), make_person()
    load_people(person)
    load_people(newcomer)
    answers = register.find_many([int(person.iin), int(newcomer.iin)])
    assert (answers.version, list(answers.written)) == (2, [int(newcomer.iin)])


def test_the_register_is_unavailable_until_a_snapshot_is_loaded(
    register: StateRegister, make_person: MakePerson, load_people: LoadPeople
) -> None:
    person = make_person()
    with pytest.raises(RegisterUnavailable):
        register.find_many([int(person.iin)])
    load_people(person)
    assert list(register.find_many([int(person.iin)]).written) == [int(person.iin)]


def test_the_register_answers_inside_a_unit_of_work(
    open_unit: OpenUnitOfWork, register: StateRegister, make_person: MakePerson, load_people: LoadPeople
) -> None:
    person = make_person()
    load_people(person)
    with open_unit():
        assert list(register.find_many([int(person.iin)]).written) == [int(person.iin)]
