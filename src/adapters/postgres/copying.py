"""Bulk writing with COPY."""

from collections.abc import Iterable, Sequence

import psycopg
from psycopg import sql

CHUNK_ROWS = 5_000


def copy_rows(
    connection: psycopg.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Write rows of any values; for tables with a row per order."""
    with connection.cursor() as cursor, cursor.copy(_statement(table, columns)) as copy:
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
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def copy_lines(
    connection: psycopg.Connection, table: str, columns: Sequence[str], lines: Iterable[Sequence[str]]
) -> None:
    """Write rows that are already in COPY's text format, each list joined at once: numbers and dates only."""
    with connection.cursor() as cursor, cursor.copy(_statement(table, columns)) as copy:
        for rows in lines:
            for start in range(0, len(rows), CHUNK_ROWS):
                copy.write("".join(rows[start : start + CHUNK_ROWS]))


def _statement(table: str, columns: Sequence[str]) -> sql.Composed:
    return sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
