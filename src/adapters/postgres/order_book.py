"""Payment orders in PostgreSQL."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import LiteralString

import attrs
import psycopg
from psycopg.rows import dict_row

from esep.adapters.postgres import line_rows, order_queries, order_rows
from esep.adapters.postgres.copying import copy_binary, copy_lines, copy_rows
from esep.domain.errors import NotFound
from esep.domain.model.decision import Decision, QuarantinedMessage, RecordedOrder
from esep.domain.model.finding import Finding
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.order_summary import DecisionSummary, LineSummary, OrderSummary, QuarantineSummary
from esep.domain.model.outcome import Outcome

ROWS_AT_A_TIME = 2_000  # of a long list; a server-side cursor keeps the rest


@attrs.frozen
class PostgresOrderBook:
    """The order side of the store, within one transaction."""

    _connection: psycopg.Connection

    def find_many(self, order_numbers: Collection[int]) -> Mapping[int, OrderSummary]:
        """See `OrderBook`."""
        numbers = list(order_numbers)
        rows = self._rows(order_queries.ORDERS + " and o.order_number = any(%(numbers)s)", {"numbers": numbers})
        return {order.order_number: order for order in self._with_findings(rows)}

    def record_all(self, orders: Sequence[RecordedOrder]) -> None:
        """See `OrderBook`. Parents before children, each table by one COPY."""
        if not orders:
            return
        # All transactions take the same keys in the same sequence: one of two waits for the other, none for each other.
        orders = sorted(orders, key=lambda one: one.order_number)
        self._keep_messages([(one.message, one.decision.decided_at) for one in orders])
        self._copy("payment_order", order_rows.ORDER, map(order_rows.order_row, orders))
        self.record_decisions([one.decision for one in orders])

    def record_decisions(self, decisions: Sequence[Decision]) -> None:
        """See `OrderBook`. Each table by one COPY; a decision's foreign key tells of an order that is not known."""
        self._copy("order_decision", order_rows.DECISION, map(order_rows.decision_row, decisions))
        self._copy_each("finding", order_rows.FINDING, order_rows.finding_rows, decisions)
        self._copy_each("order_entry", order_rows.ENTRY, order_rows.entry_rows, decisions)
        self._copy_each("return_order", order_rows.RETURN_ORDER, order_rows.return_rows, decisions)
        self._copy_each("return_line", order_rows.RETURN_LINE, order_rows.return_line_rows, decisions)
        lines = map(line_rows.line_rows, decisions)
        copy_lines(self._connection, "line_decision", line_rows.LINE_COLUMNS, lines)
        entries = map(line_rows.entry_rows, decisions)
        copy_lines(self._connection, "person_entry", line_rows.ENTRY_COLUMNS, entries)

    def quarantine_all(self, messages: Sequence[QuarantinedMessage]) -> None:
        """See `OrderBook`."""
        by_digest = {one.message.sha256: one for one in reversed(messages)}
        known = self._known("select sha256 from quarantined_message where sha256 = any(%s)", by_digest)
        new = [one for digest, one in reversed(by_digest.items()) if digest not in known]
        if not new:
            return
        self._keep_messages([(one.message, one.received_at) for one in new])
        self._copy("quarantined_message", order_rows.QUARANTINED, map(order_rows.quarantined_row, new))
        findings = chain.from_iterable(map(order_rows.quarantine_finding_rows, new))
        self._copy("quarantine_finding", order_rows.QUARANTINE_FINDING, findings)

    def find_quarantined(self, digests: Collection[bytes]) -> Mapping[bytes, QuarantineSummary]:
        """See `OrderBook`."""
        rows = self._rows(order_queries.QUARANTINED + " where q.sha256 = any(%(digests)s)", {"digests": list(digests)})
        return {message.sha256: message for message in map(order_queries.quarantine_summary, rows)}

    def find_by_reference(
        self, reference: str, *, sender_bic: str | None = None, value_date: date | None = None
    ) -> list[OrderSummary]:
        """See `OrderBook`."""
        rows = self._rows(
            order_queries.ORDERS
            + """
              and o.reference = %(reference)s
              and o.sender_bic = coalesce(%(bic)s, o.sender_bic)
              and o.value_date = coalesce(%(date)s::date, o.value_date)
            order by o.value_date desc, o.sender_bic collate "C", o.order_number
            """,
            {"reference": reference, "bic": sender_bic, "date": value_date},
        )
        return self._with_findings(rows)

    def list_orders(self, outcome: Outcome | None = None) -> Iterator[OrderSummary]:
        """See `OrderBook`."""
        statement = (
            order_queries.ORDERS
            + " and d.outcome = coalesce(%(outcome)s, d.outcome)"
            + ' order by o.value_date, o.sender_bic collate "C", o.reference collate "C", o.order_number'
        )
        with self._connection.cursor("orders", row_factory=dict_row) as cursor:
            cursor.itersize = ROWS_AT_A_TIME
            cursor.execute(statement, {"outcome": outcome.value if outcome else None})
            yield from map(order_queries.order_summary, cursor)

    def list_quarantined(self) -> Iterator[QuarantineSummary]:
        """See `OrderBook`."""
        with self._connection.cursor("quarantined", row_factory=dict_row) as cursor:
            cursor.itersize = ROWS_AT_A_TIME
            cursor.execute(order_queries.QUARANTINED + order_queries.QUARANTINED_ORDER)
            yield from map(order_queries.quarantine_summary, cursor)

    def decisions(self, order_number: int) -> list[DecisionSummary]:
        """See `OrderBook`."""
        return list(map(order_queries.decision_summary, self._rows(order_queries.DECISIONS, [order_number])))

    def lines(self, order_number: int) -> Iterator[LineSummary]:
        """See `OrderBook`."""
        with self._connection.cursor("lines", row_factory=dict_row) as cursor:
            cursor.itersize = ROWS_AT_A_TIME
            cursor.execute(order_queries.LINES, [order_number])
            yield from map(order_queries.line_summary, cursor)

    def message_contents(self, order_numbers: Collection[int]) -> Mapping[int, bytes]:
        """See `OrderBook`."""
        rows = self._connection.execute(
            """
            select o.order_number, m.content
              from payment_order o
              join message m on m.sha256 = o.message_sha256
             where o.order_number = any(%s)
            """,
            [list(order_numbers)],
            binary=True,
        )
        contents = {number: bytes(content) for number, content in rows}
        for number in order_numbers:
            if number not in contents:
                raise NotFound(f"no order is recorded under the number {number}")
        return contents

    def _keep_messages(self, messages: Sequence[tuple[IncomingMessage, datetime]]) -> None:
        """Keep the bytes of each message once."""
        by_digest = {message.sha256: (message, recorded_at) for message, recorded_at in messages}
        known = self._known("select sha256 from message where sha256 = any(%s)", by_digest)
        rows = (
            order_rows.message_row(message, recorded_at)
            for digest, (message, recorded_at) in sorted(by_digest.items(), key=lambda one: one[0])
            if digest not in known
        )
        copy_binary(self._connection, "message", order_rows.MESSAGE, order_rows.MESSAGE_TYPES, rows)

    def _known(self, statement: LiteralString, digests: Iterable[bytes]) -> set[bytes]:
        rows = self._connection.execute(statement, [list(digests)], binary=True)
        return {bytes(row[0]) for row in rows}

    def _copy_each(
        self,
        table: str,
        columns: Sequence[str],
        rows_of: Callable[[Decision], Iterable[order_rows.Row]],
        decisions: Sequence[Decision],
    ) -> None:
        self._copy(table, columns, chain.from_iterable(map(rows_of, decisions)))

    def _copy(self, table: str, columns: Sequence[str], rows: Iterable[order_rows.Row]) -> None:
        """Write rows, if there are any: most orders have no return and no finding."""
        first = next(iterator := iter(rows), None)
        if first is not None:
            copy_rows(self._connection, table, columns, chain([first], iterator))

    def _rows(
        self, statement: LiteralString, parameters: Mapping[str, object] | Sequence[object]
    ) -> list[order_queries.Row]:
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(statement, parameters).fetchall()

    def _with_findings(self, rows: Sequence[order_queries.Row]) -> list[OrderSummary]:
        findings: dict[int, list[Finding]] = defaultdict(list)
        if rows:
            numbers = [row["order_number"] for row in rows]
            for row in self._rows(order_queries.FINDINGS, {"numbers": numbers}):
                findings[row["order_number"]].append(order_queries.finding(row))
        return [order_queries.order_summary(row, tuple(findings[row["order_number"]])) for row in rows]
