"""Amounts recognised as illegal, in PostgreSQL."""

import attrs
import psycopg
from psycopg.rows import class_row

from esep.adapters.postgres.copying import copy_binary, copy_rows
from esep.domain.model.illegal_amount import IllegalList, IllegalListSummary

LIST_COLUMNS = (
    "list_number", "file_name", "sha256", "content", "act_number", "act_date", "recorded_at", "due_on",
    "actor_identity", "actor_role", "actor_purpose",
)  # fmt: skip
LIST_TYPES = (
    "int8", "text", "bytea", "bytea", "text", "date", "timestamptz", "date", "text", "text", "text",
)  # fmt: skip
AMOUNT_COLUMNS = ("person_key", "order_number", "line_number", "list_number", "amount_tiyn")

LISTS = """
    select l.list_number, l.file_name, l.act_number, l.act_date, l.recorded_at, l.due_on, l.actor_identity,
           count(*) as line_count, sum(a.amount_tiyn)::bigint as amount_tiyn
      from illegal_list l
      join illegal_amount a on a.list_number = l.list_number
     where l.sha256 = coalesce(%(sha256)s, l.sha256)
     group by l.list_number
     order by l.list_number
"""


@attrs.frozen
class PostgresIllegalAmounts:
    """See `IllegalAmounts`."""

    _connection: psycopg.Connection

    def next_number(self) -> int:
        """See `IllegalAmounts`."""
        row = self._connection.execute("select coalesce(max(list_number), 0) + 1 from illegal_list").fetchone()
        return int(row[0]) if row else 1

    def find_list(self, sha256: bytes) -> IllegalListSummary | None:
        """See `IllegalAmounts`."""
        return next(iter(self._lists(sha256)), None)

    def record(self, illegal_list: IllegalList) -> None:
        """See `IllegalAmounts`."""
        one = illegal_list
        row = (
            one.list_number, one.file_name, one.sha256, one.content, one.act.number, one.act.day, one.recorded_at,
            one.due_on, one.actor.identity, one.actor.role, one.actor.purpose,
        )  # fmt: skip
        copy_binary(self._connection, "illegal_list", LIST_COLUMNS, LIST_TYPES, [row])
        amounts = (
            (amount.person_key, amount.order_number, amount.line_number, one.list_number, amount.amount_tiyn)
            for amount in one.amounts
        )
        copy_rows(self._connection, "illegal_amount", AMOUNT_COLUMNS, amounts)

    def lists(self) -> list[IllegalListSummary]:
        """See `IllegalAmounts`."""
        return self._lists(None)

    def _lists(self, sha256: bytes | None) -> list[IllegalListSummary]:
        with self._connection.cursor(row_factory=class_row(IllegalListSummary)) as cursor:
            return cursor.execute(LISTS, {"sha256": sha256}).fetchall()
