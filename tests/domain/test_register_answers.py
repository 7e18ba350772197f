"""What the register answers of a person."""

from collections.abc import Callable
from datetime import date

import pytest

from esep.domain.model.month import Month
from esep.domain.model.register import LifeStatus, RegisterNote, RegisterPerson
from esep.domain.rules.register_answers import note_of, written_of


def test_a_person_is_answered_as_written(make_person: Callable[..., RegisterPerson]) -> None:
    person = make_person(
        iin="010203500017", surname="Қали-Ёлкин", name="Ан", patronymic="", birth_date=date(2001, 2, 3), excluded=True
    )
    assert written_of(person) == "Қали-Ёлкин\nАн\n\n20010203"
    assert note_of(person) == RegisterNote(death_month=None, excluded=True)
    assert note_of(make_person()) is None


@pytest.mark.parametrize(
    ("life_status", "death_date", "death_month"),
    [
        (LifeStatus.ALIVE, None, None),
        (LifeStatus.DEAD, date(2019, 12, 31), Month(2019, 12).to_number()),
        (LifeStatus.DEAD, None, None),
    ],
)
def test_the_month_of_death_is_known_by_the_date_alone(
    make_person: Callable[..., RegisterPerson],
    life_status: LifeStatus,
    death_date: date | None,
    death_month: int | None,
) -> None:
    person = make_person(life_status=life_status, death_date=death_date)
    note = note_of(person)
    assert (note.death_month if note else None) == death_month
