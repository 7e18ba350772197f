"""Entries of corrections and refunds on participants' accounts, in PostgreSQL."""

from collections.abc import Sequence

import psycopg

from esep.adapters.postgres.copying import copy_rows
from esep.domain.model.ledger import PersonEntry
from esep.domain.model.month import Month

COLUMNS = (
    "person_key", "order_number", "amount_tiyn", "line_number", "period_from", "period_to", "entry_number",
    "decision_number", "debit", "credit", "correction_number", "refund_number", "recorded_at",
)  # fmt: skip


def record_entries(connection: psycopg.Connection, entries: Sequence[PersonEntry]) -> None:
    """Record entries that no order's decision made. Raises `Conflict` where a line has one of that number."""
    copy_rows(connection, "person_entry", COLUMNS, map(_row, entries))


def _row(entry: PersonEntry) -> tuple[object, ...]:
    day = Month.from_number(entry.month).first_day
    return (
        entry.person_key, entry.order_number, entry.amount_tiyn, entry.line_number, day, day, entry.entry_number,
        entry.decision_number, entry.debit.value, entry.credit.value, entry.correction_number, entry.refund_number,
        entry.recorded_at,
    )  # fmt: skip
