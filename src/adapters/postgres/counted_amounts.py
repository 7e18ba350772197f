"""What counted in decisions on social payments, in PostgreSQL."""

from collections.abc import Collection, Sequence

import attrs
import psycopg
from psycopg.rows import class_row

from esep.adapters.postgres.copying import copy_rows
from esep.domain.model.counted_amount import CountedAmount

COLUMNS = ("person_key", "order_number", "line_number", "decision", "amount_tiyn", "recorded_at")


@attrs.frozen
class PostgresCountedAmounts:
    """See `CountedAmounts`."""

    _connection: psycopg.Connection

    def mark(self, amounts: Sequence[CountedAmount]) -> None:
        """See `CountedAmounts`."""
        copy_rows(self._connection, "counted_amount", COLUMNS, map(attrs.astuple, amounts))

    def of(self, order_number: int, line_numbers: Collection[int]) -> list[CountedAmount]:
        """See `CountedAmounts`."""
        with self._connection.cursor(row_factory=class_row(CountedAmount)) as cursor:
            return cursor.execute(
                """
                select person_key, order_number, line_number, decision, amount_tiyn, recorded_at
                  from counted_amount
                 where order_number = %s and line_number = any(%s)
                 order by line_number, decision collate "C"
                """,
                [order_number, list(line_numbers)],
            ).fetchall()
