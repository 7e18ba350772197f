"""What the register answers of a person, made from the person's fields."""

from datetime import date

from esep.domain.model.month import Month
from esep.domain.model.register import RegisterAnswer, RegisterPerson


def answer_of(person: RegisterPerson) -> RegisterAnswer:
    """The person in the shape that lists of participants are compared with.

    A death without a date gives no month of death: what was paid is not returned on a guess.
    """
    birth_date = _as_written(person.birth_date)
    return RegisterAnswer(
        iin=int(person.iin),
        written=f"{person.surname}\n{person.name}\n{person.patronymic}\n{birth_date}",
        death_month=None if person.death_date is None else Month.of(person.death_date).to_number(),
        excluded=person.excluded,
    )


def _as_written(day: date) -> str:
    """YYYYMMDD, as lists of participants write dates."""
    return day.isoformat().replace("-", "")
