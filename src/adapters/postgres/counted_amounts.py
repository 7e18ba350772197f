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

    def of_lines(self, places: Collection[tuple[int, int]]) -> list[CountedAmount]:
        """See `CountedAmounts`."""
        with self._connection.cursor(row_factory=class_row(CountedAmount)) as cursor:
            return cursor.execute(
                """
                select c.person_key, c.order_number, c.line_number, c.decision, c.amount_tiyn, c.recorded_at
                  from unnest(%s::bigint[], %s::int[]) p (order_number, line_number)
                  join counted_amount c on c.order_number = p.order_number and c.line_number = p.line_number
                 order by c.order_number, c.line_number, c.decision collate "C", c.person_key
                """,
                [[order for order, _ in places], [line for _, line in places]],
            ).fetchall()
