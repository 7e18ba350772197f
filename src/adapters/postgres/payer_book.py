"""What is recorded by payer, in PostgreSQL."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, LiteralString

import attrs
import psycopg
from psycopg.rows import dict_row

from esep.adapters.postgres import payer_queries
from esep.adapters.postgres.payer_queries import Row
from esep.domain.model.month import Month
from esep.domain.model.payer_record import PayerEntry, PayerOrder
from esep.domain.model.payment_registers import ReceivedOrder, SentBack

ROWS_AT_A_TIME = 2_000  # of a long list; a server-side cursor keeps the rest


@attrs.frozen
class PostgresPayerBook:
    """See `PayerBook`."""

    _connection: psycopg.Connection

    def orders(self, payer_id: str, month: Month) -> list[PayerOrder]:
        """See `PayerBook`."""
        with self._connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(payer_queries.ORDERS, _asked(payer_id, month)).fetchall()
        return list(map(payer_queries.payer_order, rows))

    def entries(self, payer_id: str, month: Month) -> Iterator[PayerEntry]:
        """See `PayerBook`."""
        rows = self._stream("payer_entries", payer_queries.ENTRIES, _asked(payer_id, month))
        return map(payer_queries.payer_entry, rows)

    def received(self, first: date, last: date) -> Iterator[ReceivedOrder]:
        """See `PayerBook`."""
        rows = self._stream("received", payer_queries.RECEIVED, {"first": first, "last": last})
        return map(payer_queries.received_order, rows)

    def sent_back(self, first: date, last: date) -> Iterator[SentBack]:
        """See `PayerBook`."""
        asked = {"first": first, "last": last, "orders": None}
        return map(payer_queries.sent_back, self._stream("sent_back", payer_queries.SENT_BACK, asked))

    def sent_back_of(self, order_numbers: Collection[int]) -> list[SentBack]:
        """See `PayerBook`."""
        asked = {"first": None, "last": None, "orders": list(order_numbers)}
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return list(map(payer_queries.sent_back, cursor.execute(payer_queries.SENT_BACK, asked).fetchall()))

    def _stream(self, name: str, statement: LiteralString, asked: Mapping[str, Any]) -> Iterator[Row]:
        with self._connection.cursor(name, row_factory=dict_row) as cursor:
            cursor.itersize = ROWS_AT_A_TIME
            yield from cursor.execute(statement, asked)


def _asked(payer_id: str, month: Month) -> Mapping[str, Any]:
    return {"payer": payer_id, "month": month.first_day, "period": f"{month.month:02}{month.year:04}"}
