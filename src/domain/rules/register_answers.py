"""What the register answers, made from the fields of the people it knows."""

from collections.abc import Iterable
from datetime import datetime

from esep.domain.model.month import Month
from esep.domain.model.register import RegisterAnswers, RegisterNote, RegisterPerson


def answers_of(
    people: Iterable[RegisterPerson], *, source: str, version: int, answered_at: datetime
) -> RegisterAnswers:
    """The people in the shape that lists of participants are compared with."""
    known = {int(person.iin): person for person in people}
    notes = {number: note_of(person) for number, person in known.items()}
    return RegisterAnswers(
        source=source,
        version=version,
        answered_at=answered_at,
        written={number: written_of(person) for number, person in known.items()},
        notes={number: note for number, note in notes.items() if note is not None},
    )


def written_of(person: RegisterPerson) -> str:
    """Names and birth date as one text; lists of participants write dates as YYYYMMDD."""
    birth_date = person.birth_date.isoformat().replace("-", "")
    return f"{person.surname}\n{person.name}\n{person.patronymic}\n{birth_date}"


def note_of(person: RegisterPerson) -> RegisterNote | None:
    """What there is to say beyond names and birth date, if anything.

    A death without a date gives no month of death: what was paid is not returned on a guess.
    """
    if person.death_date is None and not person.excluded:
        return None
    death_month = None if person.death_date is None else Month.of(person.death_date).to_number()
    return RegisterNote(death_month=death_month, excluded=person.excluded)
