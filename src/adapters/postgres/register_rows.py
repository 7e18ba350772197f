"""Rows of the table `register_person` as people, and people as rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.model.sex import Sex
from esep.domain.rules.register_answers import written_of

COLUMNS = (
    "iin", "version", "death_date", "sex", "life_status", "excluded", "written", "citizenship", "address",
    "post_office", "document_type", "document_number", "document_issued_on", "document_issuer",
)  # fmt: skip

_LETTERS = {Sex.MALE: "m", Sex.FEMALE: "f"}
_SEXES: dict[str | None, Sex | None] = {None: None, **{letter: sex for sex, letter in _LETTERS.items()}}


def row_of(person: RegisterPerson, version: int) -> tuple[object, ...]:
    """A row by `COLUMNS`."""
    return (
        int(person.iin), version, person.death_date, None if person.sex is None else _LETTERS[person.sex],
        "d" if person.life_status is LifeStatus.DEAD else "a", person.excluded, written_of(person),
        person.citizenship, person.address, person.post_office, person.document_type, person.document_number,
        person.document_issued_on, person.document_issuer,
    )  # fmt: skip


def person_of(row: Sequence[Any]) -> RegisterPerson:
    """The person of a row: number, written, sex, life status, death date, excluded, then as in `COLUMNS`."""
    (
        iin, written, sex, life_status, death_date, excluded, citizenship, address, post_office, document_type,
        document_number, document_issued_on, document_issuer,
    ) = row  # fmt: skip
    surname, name, patronymic, birth_date = written.split("\n")
    return RegisterPerson(
        iin=f"{iin:012}",
        surname=surname,
        name=name,
        patronymic=patronymic,
        birth_date=date.fromisoformat(birth_date),
        sex=_SEXES[_text(sex)],
        life_status=LifeStatus.DEAD if _text(life_status) == "d" else LifeStatus.ALIVE,
        death_date=death_date,
        excluded=excluded,
        citizenship=citizenship,
        address=address,
        post_office=post_office,
        document_type=document_type,
        document_number=document_number,
        document_issued_on=document_issued_on,
        document_issuer=document_issuer,
    )


def _text(value: str | bytes | None) -> str | None:
    """The driver gives PostgreSQL's one-byte type "char" as bytes in some versions."""
    return value.decode() if isinstance(value, bytes) else value
