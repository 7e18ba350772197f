"""Versions of the state register in PostgreSQL."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

import attrs
import psycopg
from psycopg.rows import class_row

from esep.adapters.postgres.copying import copy_rows
from esep.adapters.postgres.register_rows import COLUMNS, person_of, row_of
from esep.domain.model.register import RegisterPerson, RegisterVersion

LOAD_LOCK = 0x45534552  # one snapshot at a time: a second one waits, and then gets the next version

STANDING = """
    with versions as (
        select max(version) as newest, max(version) filter (where is_whole) as whole
          from register_version
         where loaded_at <= coalesce(%(as_of)s, 'infinity'::timestamptz)
    )
    select distinct on (p.iin)
           p.iin, p.written, p.sex, p.life_status, p.death_date, p.excluded, p.citizenship, p.address,
           p.post_office, p.document_type, p.document_number, p.document_issued_on, p.document_issuer
      from register_person p
     where p.iin = any(%(numbers)s::bigint[])
       and p.version between (select whole from versions) and (select newest from versions)
     order by p.iin, p.version desc
"""
"""A person's row of the newest version that is not older than the newest whole one."""


@attrs.frozen
class PostgresRegisterSnapshots:
    """See `RegisterSnapshots`."""

    _connection: psycopg.Connection

    def load(
        self, people: Iterable[RegisterPerson], *, file_name: str, sha256: bytes, loaded_at: datetime, loaded_by: str
    ) -> RegisterVersion:
        """See `RegisterSnapshots`. The version's row is written last: until then nobody sees the snapshot."""
        version = self.begin_version()
        counted = _Counted(people)
        copy_rows(self._connection, "register_person", COLUMNS, (row_of(person, version) for person in counted))
        loaded = RegisterVersion(
            version=version,
            file_name=file_name,
            sha256=sha256,
            people_count=counted.count,
            loaded_at=loaded_at,
            loaded_by=loaded_by,
        )
        self.end_version(loaded)
        return loaded

    def begin_version(self) -> int:
        """See `RegisterSnapshots`."""
        self._connection.execute("select pg_advisory_xact_lock(%s)", [LOAD_LOCK])
        row = self._connection.execute("select coalesce(max(version), 0) + 1 from register_version").fetchone()
        return int(row[0]) if row else 1

    def standing(self, numbers: Collection[int]) -> dict[int, RegisterPerson]:
        """See `RegisterSnapshots`."""
        asked = "{" + ",".join(map(str, numbers)) + "}"
        rows = self._connection.execute(STANDING, {"numbers": asked, "as_of": None}, binary=True).fetchall()
        return {row[0]: person_of(row) for row in rows}

    def add_people(self, version: int, people: Iterable[RegisterPerson]) -> None:
        """See `RegisterSnapshots`."""
        copy_rows(self._connection, "register_person", COLUMNS, (row_of(person, version) for person in people))

    def end_version(self, version: RegisterVersion) -> None:
        """See `RegisterSnapshots`."""
        self._connection.execute(
            """
            insert into register_version (version, file_name, sha256, people_count, loaded_at, loaded_by,
                                          is_whole, valid_on, due_on, changed_count)
            values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
            """,
            [
                version.version, version.file_name, version.sha256, version.people_count, version.loaded_at,
                version.loaded_by, version.is_whole, version.valid_on, version.due_on, version.changed_count,
            ],
        )  # fmt: skip
        # A table just filled has no statistics, and a wrong plan would read all of it for each question.
        self._connection.execute("analyze register_person")

    def versions(self) -> list[RegisterVersion]:
        """See `RegisterSnapshots`."""
        with self._connection.cursor(row_factory=class_row(RegisterVersion)) as cursor:
            return cursor.execute(
                """
                select version, file_name, sha256, people_count, loaded_at, loaded_by, is_whole, valid_on, due_on,
                       changed_count
                  from register_version order by version
                """
            ).fetchall()

    def find_person(self, number: int, *, as_of: datetime | None = None) -> RegisterPerson | None:
        """See `RegisterSnapshots`."""
        row = self._connection.execute(STANDING, {"numbers": [number], "as_of": as_of}).fetchone()
        return None if row is None else person_of(row)


@attrs.define
class _Counted:
    """Counts what passes."""

    _people: Iterable[RegisterPerson]
    count: int = 0

    def __iter__(self) -> Iterator[RegisterPerson]:
        for person in self._people:
            self.count += 1
            yield person
