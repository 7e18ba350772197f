"""Snapshots of the register of payers in PostgreSQL."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

import attrs
import psycopg
from psycopg.rows import class_row

from esep.adapters.postgres.copying import copy_rows
from esep.domain.model.payer_register import PayerAnswers, PayerRegisterVersion, RegisteredPayer

LOAD_LOCK = 0x45534554  # one snapshot at a time: a second one waits, and then gets the next version
COLUMNS = ("payer_id", "version", "name", "registered_on", "removed_on")
VERSION = ("version", "file_name", "sha256", "payers_count", "loaded_at", "loaded_by")

FIND = """
    select v.version, p.payer_id, p.removed_on
      from (select max(version) as version from payer_register_version) v
      left join registered_payer p on p.version = v.version and p.payer_id = any(%s::bigint[])
"""


@attrs.frozen
class PostgresPayerRegister:
    """See `PayerRegister`."""

    _connection: psycopg.Connection

    def find_many(self, payer_ids: Collection[str]) -> PayerAnswers | None:
        """See `PayerRegister`."""
        rows = self._connection.execute(FIND, [list(map(int, payer_ids))]).fetchall()
        version = rows[0][0]
        if version is None:
            return None
        removed_on = {f"{payer_id:012}": day for _, payer_id, day in rows if payer_id is not None}
        return PayerAnswers(version=version, removed_on=removed_on)

    def load(
        self, payers: Iterable[RegisteredPayer], *, file_name: str, sha256: bytes, loaded_at: datetime, loaded_by: str
    ) -> PayerRegisterVersion:
        """See `PayerRegister`."""
        self._connection.execute("select pg_advisory_xact_lock(%s)", [LOAD_LOCK])
        row = self._connection.execute("select coalesce(max(version), 0) + 1 from payer_register_version").fetchone()
        known = list(payers)  # entities and entrepreneurs of a country: some two million at most
        loaded = PayerRegisterVersion(
            version=int(row[0]) if row else 1,
            file_name=file_name,
            sha256=sha256,
            payers_count=len(known),
            loaded_at=loaded_at,
            loaded_by=loaded_by,
        )
        copy_rows(self._connection, "payer_register_version", VERSION, [attrs.astuple(loaded)])
        copy_rows(self._connection, "registered_payer", COLUMNS, _rows(known, loaded.version))
        # A table just filled has no statistics, and a wrong plan would read all of it for each question.
        self._connection.execute("analyze registered_payer")
        return loaded

    def versions(self) -> list[PayerRegisterVersion]:
        """See `PayerRegister`."""
        with self._connection.cursor(row_factory=class_row(PayerRegisterVersion)) as cursor:
            return cursor.execute(
                """
                select version, file_name, sha256, payers_count, loaded_at, loaded_by
                  from payer_register_version order by version
                """
            ).fetchall()


def _rows(payers: Iterable[RegisteredPayer], version: int) -> Iterator[tuple[object, ...]]:
    for payer in payers:
        yield (int(payer.payer_id), version, payer.name, payer.registered_on, payer.removed_on)
