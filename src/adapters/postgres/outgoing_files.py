"""Files of outgoing messages in PostgreSQL."""

from datetime import datetime

import attrs
import psycopg
from psycopg.rows import class_row

from esep.adapters.postgres.copying import copy_rows
from esep.domain.model.outgoing_file import DispatchedFile

DISPATCH_LOCK = 0x45534551  # one dispatch at a time: a second one waits, and then finds what comes next

UNWRITTEN = """
    select f.file_name, f.folder, f.content, f.sha256, f.message_count, f.total_tiyn, f.dispatched_on, f.recorded_at
      from outgoing_file f
     where not exists (select from outgoing_file_written w where w.file_name = f.file_name)
     order by f.recorded_at, f.file_name collate "C"
     limit %s
"""

FILE = (
    "file_name", "folder", "content", "sha256", "message_count", "total_tiyn", "dispatched_on", "recorded_at",
)  # fmt: skip


def dispatch_alone(connection: psycopg.Connection) -> None:
    """Wait until no other transaction looks at what is to be sent; until the end of this one no other does."""
    connection.execute("select pg_advisory_xact_lock(%s)", [DISPATCH_LOCK])


def record_file(connection: psycopg.Connection, file: DispatchedFile) -> None:
    """Record a file that is to be written, with its bytes."""
    copy_rows(connection, "outgoing_file", FILE, [attrs.astuple(file)])


@attrs.frozen
class PostgresOutgoingFiles:
    """See `OutgoingFiles`."""

    _connection: psycopg.Connection

    def next_references(self, count: int) -> list[int]:
        """See `OutgoingFiles`. A number given to a unit of work that failed is not given again."""
        rows = self._connection.execute(
            "select nextval('outgoing_reference') from generate_series(1, %s)", [count]
        ).fetchall()
        return sorted(row[0] for row in rows)

    def unwritten_files(self, limit: int | None = None) -> list[DispatchedFile]:
        """See `OutgoingFiles`."""
        dispatch_alone(self._connection)
        with self._connection.cursor(row_factory=class_row(DispatchedFile), binary=True) as cursor:
            return cursor.execute(UNWRITTEN, [limit]).fetchall()

    def confirm_written(self, file_name: str, written_at: datetime) -> None:
        """See `OutgoingFiles`."""
        self._connection.execute(
            "insert into outgoing_file_written (file_name, written_at) values (%s, %s) on conflict do nothing",
            [file_name, written_at],
        )
