"""The registers and the clock in memory, and what the store in memory refuses of its own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.in_memory.state_register import InMemoryRegister, SnapshotRegister, UnavailableRegister
from esep.adapters.in_memory.store import InMemoryStore
from esep.domain.errors import RegisterUnavailable
from esep.domain.model.register import RegisterPerson
from esep.domain.rules.register_answers import written_of


def test_a_register_of_people_answers_for_them(make_person: Callable[..., RegisterPerson], clock: FixedClock) -> None:
    person, stranger = make_person(), make_person()
    register = InMemoryRegister(people=[person], clock=clock)
    answers = register.find_many([int(person.iin), int(stranger.iin)])
    assert (answers.source, answers.version, answers.answered_at) == ("in-memory", 1, clock.now())
    assert (answers.written, answers.notes) == ({int(person.iin): written_of(person)}, {})


def test_a_register_without_people_is_unavailable(clock: FixedClock) -> None:
    with pytest.raises(RegisterUnavailable):
        InMemoryRegister(people=[], clock=clock).find_many([1])


def test_a_snapshot_register_answers_from_what_the_store_gives(
    make_person: Callable[..., RegisterPerson], clock: FixedClock
) -> None:
    person = make_person()
    register = SnapshotRegister(newest_snapshot=lambda: (4, {int(person.iin): person}), clock=clock)
    assert register.find_many([int(person.iin)]).version == 4


def test_an_unavailable_register_never_answers() -> None:
    with pytest.raises(RegisterUnavailable):
        UnavailableRegister().find_many([1])


def test_a_fixed_clock_moves_only_when_it_is_moved() -> None:
    instant = datetime(2020, 1, 1, tzinfo=UTC)
    clock = FixedClock(instant)
    assert [clock.now(), clock.now()] == [instant, instant]
    clock.advance(timedelta(hours=2))
    assert clock.now() == datetime(2020, 1, 1, 2, tzinfo=UTC)


def test_a_unit_of_work_inside_another_of_the_same_thread_is_refused() -> None:
    store = InMemoryStore()
    with store.open_unit(), pytest.raises(RuntimeError, match="open already"), store.open_unit():
        pass
    with store.open_unit() as unit:
        assert unit.usage.count_views(1) == 0


def test_a_call_that_is_refused_leaves_nothing_behind_even_inside_its_unit(
    make_person: Callable[..., RegisterPerson], clock: FixedClock
) -> None:
    store = InMemoryStore()
    person = make_person()
    with store.open_unit() as unit:
        with pytest.raises(Exception, match="number of an earlier one"):
            unit.register.load(
                [person, attrs.evolve(person)],
                file_name="r.csv",
                sha256=bytes(32),
                loaded_at=clock.now(),
                loaded_by="saule",
            )
        assert unit.register.versions() == []
