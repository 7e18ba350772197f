"""Lists that are loaded whole by version, in PostgreSQL: what regimes and credited months have in common."""

from collections.abc import Iterable
from datetime import datetime

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from esep.adapters.postgres.copying import copy_rows
from esep.domain.model.loaded_list import ListVersion

LOAD_LOCK = 0x45534555  # one list at a time: a second one waits, and then gets the next version
VERSION_COLUMNS = ("version", "file_name", "sha256", "row_count", "loaded_at", "loaded_by")


def record_version(
    connection: psycopg.Connection,
    table: str,
    *,
    file_name: str,
    sha256: bytes,
    row_count: int,
    loaded_at: datetime,
    loaded_by: str,
) -> ListVersion:
    """Record the next version of the list that the table keeps."""
    connection.execute("select pg_advisory_xact_lock(%s)", [LOAD_LOCK])
    next_version = sql.SQL("select coalesce(max(version), 0) + 1 from {}").format(sql.Identifier(table))
    row = connection.execute(next_version).fetchone()
    loaded = ListVersion(
        version=int(row[0]) if row else 1,
        file_name=file_name,
        sha256=sha256,
        row_count=row_count,
        loaded_at=loaded_at,
        loaded_by=loaded_by,
    )
    values = (loaded.version, file_name, sha256, row_count, loaded_at, loaded_by)
    copy_rows(connection, table, VERSION_COLUMNS, [values])
    return loaded


def copy_list(
    connection: psycopg.Connection, table: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]
) -> None:
    """Write the rows of a list, if there are any."""
    held = list(rows)
    if held:
        copy_rows(connection, table, columns, held)


def list_versions(connection: psycopg.Connection, table: str) -> list[ListVersion]:
    """All versions, oldest first."""
    columns = sql.SQL(", ").join(map(sql.Identifier, VERSION_COLUMNS))
    statement = sql.SQL("select {} from {} order by version").format(columns, sql.Identifier(table))
    with connection.cursor(row_factory=class_row(ListVersion)) as cursor:
        return cursor.execute(statement).fetchall()
