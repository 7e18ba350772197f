"""Who is paid: their names as the register writes them, and whether they live."""

from collections.abc import Collection, Mapping

import attrs

from esep.domain.model.month import Month
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import UnitOfWork


@attrs.frozen(kw_only=True)
class Payees:
    """What the register says of payees, under the numbers that payments name."""

    written: Mapping[int, tuple[int, str]]  # number that stands; surname, name, patronymic, birth date by line feeds
    dead_since: Mapping[int, Month]  # month of death


def payees_of(unit: UnitOfWork, register: StateRegister, numbers: Collection[int]) -> Payees:
    """Look them up; a number that the register does not know by the one that stands for it.

    Raises `RegisterUnavailable`.
    """
    answers = register.find_many(numbers)
    stands = {number: number for number in numbers}
    moved = {number: unit.people.numbers_of(number)[0] for number in numbers if number not in answers.written}
    replaced = {number: standing for number, standing in moved.items() if standing != number}
    written, notes = dict(answers.written), dict(answers.notes)
    if replaced:
        stands |= replaced
        others = register.find_many(set(replaced.values()))
        written |= others.written
        notes |= others.notes
    return Payees(
        written={number: (now, written[now]) for number, now in stands.items() if now in written},
        dead_since={
            number: Month.from_number(note.death_month)
            for number, now in stands.items()
            if (note := notes.get(now)) is not None and note.death_month is not None
        },
    )
