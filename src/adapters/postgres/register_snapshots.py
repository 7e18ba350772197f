"""Snapshots of the state register in PostgreSQL."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import attrs
import psycopg
from psycopg.rows import class_row

from esep.adapters.postgres.copying import copy_rows
from esep.domain.model.register import LifeStatus, RegisterPerson, RegisterVersion
from esep.domain.model.sex import Sex
from esep.domain.rules.register_answers import written_of

LOAD_LOCK = 0x45534552  # one snapshot at a time: a second one waits, and then gets the next version
COLUMNS = (
    "iin", "version", "death_date", "sex", "life_status", "excluded", "written",
)  # fmt: skip


@attrs.frozen
class PostgresRegisterSnapshots:
    """See `RegisterSnapshots`."""

    _connection: psycopg.Connection

    def load(
        self, people: Iterable[RegisterPerson], *, file_name: str, sha256: bytes, loaded_at: datetime, loaded_by: str
    ) -> RegisterVersion:
        """See `RegisterSnapshots`. The version's row is written last: until then nobody sees the snapshot."""
        self._connection.execute("select pg_advisory_xact_lock(%s)", [LOAD_LOCK])
        row = self._connection.execute("select coalesce(max(version), 0) + 1 from register_version").fetchone()
        version = int(row[0]) if row else 1
        counted = _Counted(people)
        copy_rows(self._connection, "register_person", COLUMNS, (_row(person, version) for person in counted))
        loaded = RegisterVersion(
            version=version,
            file_name=file_name,
            sha256=sha256,
            people_count=counted.count,
            loaded_at=loaded_at,
            loaded_by=loaded_by,
        )
        self._connection.execute(
            """
            insert into register_version (version, file_name, sha256, people_count, loaded_at, loaded_by)
            values (%s, %s, %s, %s, %s, %s)
            """,
            [version, file_name, sha256, counted.count, loaded_at, loaded_by],
        )
        # A table just filled has no statistics, and a wrong plan would read all of it for each question.
        self._connection.execute("analyze register_person")
        return loaded

    def versions(self) -> list[RegisterVersion]:
        """See `RegisterSnapshots`."""
        with self._connection.cursor(row_factory=class_row(RegisterVersion)) as cursor:
            return cursor.execute(
                """
                select version, file_name, sha256, people_count, loaded_at, loaded_by
                  from register_version order by version
                """
            ).fetchall()

    def find_person(self, number: int, *, as_of: datetime | None = None) -> RegisterPerson | None:
        """See `RegisterSnapshots`."""
        row = self._connection.execute(
            """
            select written, sex, life_status, death_date, excluded
              from register_person
             where iin = %(iin)s
               and version = (select max(version) from register_version
                               where loaded_at <= coalesce(%(as_of)s, 'infinity'::timestamptz))
            """,
            {"iin": number, "as_of": as_of},
        ).fetchone()
        if row is None:
            return None
        written, sex, life_status, death_date, excluded = row
        surname, name, patronymic, birth_date = written.split("\n")
        return RegisterPerson(
            iin=f"{number:012}",
            surname=surname,
            name=name,
            patronymic=patronymic,
            birth_date=date.fromisoformat(birth_date),
            sex=_SEXES[_text(sex)],
            life_status=LifeStatus.DEAD if _text(life_status) == "d" else LifeStatus.ALIVE,
            death_date=death_date,
            excluded=excluded,
        )


@attrs.define
class _Counted:
    """Counts what passes."""

    _people: Iterable[RegisterPerson]
    count: int = 0

    def __iter__(self) -> Iterator[RegisterPerson]:
        for person in self._people:
            self.count += 1
            yield person


_LETTERS = {Sex.MALE: "m", Sex.FEMALE: "f"}
_SEXES: dict[str | None, Sex | None] = {None: None, **{letter: sex for sex, letter in _LETTERS.items()}}


def _row(person: RegisterPerson, version: int) -> tuple[object, ...]:
    return (
        int(person.iin), version, person.death_date, None if person.sex is None else _LETTERS[person.sex],
        "d" if person.life_status is LifeStatus.DEAD else "a", person.excluded, written_of(person),
    )  # fmt: skip


def _text(value: str | bytes | None) -> str | None:
    """The driver gives PostgreSQL's one-byte type "char" as bytes in some versions."""
    return value.decode() if isinstance(value, bytes) else value
