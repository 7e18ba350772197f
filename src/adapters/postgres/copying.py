"""Bulk writing with COPY."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg import sql

from esep.domain.errors import EsepError

CHUNK_ROWS = 5_000


def copy_rows(
    connection: psycopg.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Write rows of any values; for tables with a row per order."""
    with _copying(connection, _statement(table, columns)) as copy:
        for row in rows:
            copy.write_row(row)


def copy_binary(
    connection: psycopg.Connection,
    table: str,
    columns: Sequence[str],
    types: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    """Write rows in the binary format, for long byte strings."""
    statement = _statement(table, columns) + sql.SQL(" (format binary)")
    with _copying(connection, statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def copy_lines(
    connection: psycopg.Connection, table: str, columns: Sequence[str], lines: Iterable[Sequence[str]]
) -> None:
    """Write rows that are already in COPY's text format, each list joined at once: numbers and dates only."""
    with _copying(connection, _statement(table, columns)) as copy:
        for rows in lines:
            for start in range(0, len(rows), CHUNK_ROWS):
                copy.write("".join(rows[start : start + CHUNK_ROWS]))


@contextmanager
def _copying(connection: psycopg.Connection, statement: sql.Composed) -> Iterator[psycopg.Copy]:
    """A COPY. Where the rows' source refuses, the COPY is given up and the refusal raised as it is.

    The driver would tell the server its text: that may quote what stands in a file, the server would keep it in its
    log, and ends the connection where it is longer than 10 kB.
    """
    try:
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            try:
                yield copy
            except EsepError as error:
                raise _GivenUp(error) from None
    except _GivenUp as given_up:
        raise given_up.refusal from None


class _GivenUp(Exception):
    """Carries a refusal past the driver. Has no text: that would be told to the server."""

    def __init__(self, refusal: EsepError) -> None:
        super().__init__()
        self.refusal = refusal


def _statement(table: str, columns: Sequence[str]) -> sql.Composed:
    return sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
