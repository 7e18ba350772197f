"""Corrections of recorded lines in PostgreSQL."""

from collections.abc import Sequence
from datetime import date

import attrs
import psycopg
from psycopg.rows import dict_row

from esep.adapters.postgres.copying import copy_rows
from esep.adapters.postgres.order_queries import Row
from esep.adapters.postgres.person_entries import record_entries
from esep.domain.model.actor import Actor
from esep.domain.model.correction import Correction
from esep.domain.model.ledger import PersonEntry
from esep.domain.model.month import Month

COLUMNS = (
    "correction_number", "order_number", "line_number", "amount_tiyn", "person_from", "month_from", "person_to",
    "month_to", "reason", "document_number", "document_date", "recorded_at", "due_on", "actor_identity", "actor_role",
    "actor_purpose",
)  # fmt: skip


@attrs.frozen
class PostgresCorrectionBook:
    """See `CorrectionBook`."""

    _connection: psycopg.Connection

    def next_number(self) -> int:
        """See `CorrectionBook`."""
        row = self._connection.execute("select coalesce(max(correction_number), 0) + 1 from correction").fetchone()
        return int(row[0]) if row else 1

    def record(self, correction: Correction, entries: Sequence[PersonEntry]) -> None:
        """See `CorrectionBook`."""
        copy_rows(self._connection, "correction", COLUMNS, [_row(correction)])
        record_entries(self._connection, entries)

    def due_from(self, day: date | None) -> list[Correction]:
        """See `CorrectionBook`."""
        with self._connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(
                "select * from correction where due_on >= coalesce(%s, due_on) order by correction_number", [day]
            ).fetchall()
        return [correction_of(row) for row in rows]

    def of_line(self, order_number: int, line_number: int) -> list[Correction]:
        """See `CorrectionBook`."""
        with self._connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(
                "select * from correction where order_number = %s and line_number = %s order by correction_number",
                [order_number, line_number],
            ).fetchall()
        return [correction_of(row) for row in rows]


def _row(one: Correction) -> tuple[object, ...]:
    return (
        one.correction_number, one.order_number, one.line_number, one.amount_tiyn, one.person_from,
        Month.from_number(one.month_from).first_day, one.person_to, Month.from_number(one.month_to).first_day,
        one.reason, one.document_number, one.document_date, one.recorded_at, one.due_on, one.actor.identity,
        one.actor.role, one.actor.purpose,
    )  # fmt: skip


def correction_of(row: Row) -> Correction:
    """A row of the table as a correction."""
    actor = Actor(**{name: row.pop(f"actor_{name}") for name in ("identity", "role", "purpose")})
    month_from, month_to = (Month.of(row.pop(name)).to_number() for name in ("month_from", "month_to"))
    return Correction(actor=actor, month_from=month_from, month_to=month_to, **row)
