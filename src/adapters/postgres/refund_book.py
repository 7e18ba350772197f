"""Refunds to payers in PostgreSQL."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs
import psycopg
from psycopg.rows import class_row, dict_row

from esep.adapters.postgres.copying import copy_rows
from esep.adapters.postgres.order_rows import ENTRY
from esep.adapters.postgres.outgoing_files import dispatch_alone, record_file
from esep.adapters.postgres.person_entries import record_entries
from esep.adapters.postgres.refund_queries import (
    ASKING,
    EVENTS,
    LINES,
    LISTED,
    MESSAGES,
    ORDERS,
    PENDING_NUMBERS,
    REFUNDS,
    UNFINISHED,
    cases_of,
    summary_of,
)
from esep.domain.model.ledger import Account, Entry, PersonEntry
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.refund import (
    PENDING,
    PaidOrder,
    PendingRefund,
    Refund,
    RefundCase,
    RefundEvent,
    RefundState,
    RefundSummary,
    SentRefund,
)

REFUND = (
    "refund_number", "payer_id", "application_number", "applied_on", "content_sha256", "content", "order_number",
    "purpose_code", "amount_tiyn", "reason", "reason_text", "documents", "received_on", "recorded_at", "due_on",
)  # fmt: skip
LINE = ("refund_number", "order_number", "line_number", "person_key", "amount_tiyn")
EVENT = (
    "refund_number", "event_number", "state", "recorded_at", "happened_on", "due_on", "actor_identity", "actor_role",
    "actor_purpose", "reason", "document",
)  # fmt: skip
DISPATCH = ("refund_number", "order_number", "entry_number", "file_name", "reference")


@attrs.frozen
class PostgresRefundBook:
    """See `RefundBook`."""

    _connection: psycopg.Connection

    def next_number(self) -> int:
        """See `RefundBook`."""
        row = self._connection.execute("select coalesce(max(refund_number), 0) + 1 from refund").fetchone()
        return int(row[0]) if row else 1

    def record(self, refund: Refund, received: RefundEvent) -> None:
        """See `RefundBook`."""
        row = (
            refund.refund_number, refund.payer_id, refund.application_number, refund.applied_on, refund.content_sha256,
            refund.content, refund.order_number, refund.purpose_code, refund.amount_tiyn, refund.reason.value,
            refund.reason_text, list(refund.documents), refund.received_on, refund.recorded_at, refund.due_on,
        )  # fmt: skip
        copy_rows(self._connection, "refund", REFUND, [row])
        lines = (
            (refund.refund_number, line.order_number, line.line_number, line.person_key, line.amount_tiyn)
            for line in refund.lines
        )
        copy_rows(self._connection, "refund_line", LINE, lines)
        self._record_events([received])

    def record_steps(
        self, steps: Sequence[RefundEvent], *, entries: Sequence[Entry] = (), lines: Sequence[PersonEntry] = ()
    ) -> None:
        """See `RefundBook`."""
        self._record_events(steps)
        rows = (
            (
                one.order_number, one.entry_number, one.decision_number, one.debit.value, one.credit.value,
                one.amount_tiyn, one.recorded_at,
            )
            for one in entries
        )  # fmt: skip
        copy_rows(self._connection, "order_entry", ENTRY, rows)
        record_entries(self._connection, lines)

    def find_application(self, payer_id: str, application_number: str) -> RefundCase | None:
        """See `RefundBook`."""
        row = self._connection.execute(
            "select refund_number from refund where payer_id = %s and application_number = %s",
            [payer_id, application_number],
        ).fetchone()
        return None if row is None else self.find(row[0])

    def find(self, refund_number: int) -> RefundCase | None:
        """See `RefundBook`."""
        return self._cases([refund_number]).get(refund_number)

    def orders(self, order_numbers: Collection[int]) -> Mapping[int, PaidOrder]:
        """See `RefundBook`. Waits for whoever dispatches, whose entries would have the same numbers."""
        dispatch_alone(self._connection)
        with self._connection.cursor(row_factory=class_row(PaidOrder)) as cursor:
            return {order.order_number: order for order in cursor.execute(ORDERS, [list(order_numbers)])}

    def asking_for(self, order_number: int, line_numbers: Collection[int]) -> Mapping[int, tuple[int, ...]]:
        """See `RefundBook`."""
        asked = {
            "order": order_number,
            "lines": list(line_numbers),
            "states": [state.value for state in PENDING],
        }
        return {line: tuple(numbers) for line, numbers in self._connection.execute(ASKING, asked)}

    def list_refunds(
        self, *, states: Collection[RefundState] = tuple(RefundState), numbers: Collection[int] | None = None
    ) -> Iterator[RefundSummary]:
        """See `RefundBook`."""
        asked = {"states": [state.value for state in states], "numbers": None if numbers is None else list(numbers)}
        with self._connection.cursor("refunds", row_factory=dict_row) as cursor:
            cursor.itersize = 2_000
            yield from map(summary_of, cursor.execute(LISTED, asked))

    def unfinished(self) -> Iterator[RefundSummary]:
        """See `RefundBook`."""
        with self._connection.cursor("unfinished_refunds", row_factory=dict_row) as cursor:
            cursor.itersize = 2_000
            yield from map(summary_of, cursor.execute(UNFINISHED))

    def pending(self, limit: int, *, without: Collection[int] = ()) -> list[PendingRefund]:
        """See `RefundBook`."""
        dispatch_alone(self._connection)
        found = self._connection.execute(PENDING_NUMBERS, [list(without), limit]).fetchall()
        cases = self._cases([row[0] for row in found])
        orders = self.orders({case.refund.order_number for case in cases.values()})
        messages = {
            number: (content, encoding)
            for number, content, encoding in self._connection.execute(MESSAGES, [list(orders)], binary=True)
        }
        return [
            PendingRefund(
                case=case,
                order=orders[case.refund.order_number],
                message=messages[case.refund.order_number][0],
                encoding=messages[case.refund.order_number][1],
            )
            for _, case in sorted(cases.items())
        ]

    def record_file(self, file: DispatchedFile, refunds: Sequence[SentRefund]) -> None:
        """See `RefundBook`."""
        record_file(self._connection, file)
        entries = [
            Entry(
                order_number=one.order_number,
                entry_number=one.entry_number,
                decision_number=one.decision_number,
                debit=Account.RETURNS_PAYABLE,
                credit=Account.BANK,
                amount_tiyn=one.amount_tiyn,
                recorded_at=file.recorded_at,
            )
            for one in refunds
        ]
        self.record_steps([one.event for one in refunds], entries=entries)
        dispatches = (
            (one.refund_number, one.order_number, one.entry_number, file.file_name, one.reference) for one in refunds
        )
        copy_rows(self._connection, "refund_dispatch", DISPATCH, dispatches)

    def _cases(self, numbers: Sequence[int]) -> dict[int, RefundCase]:
        asked = [list(numbers)]
        with self._connection.cursor(row_factory=dict_row, binary=True) as cursor:
            refunds = cursor.execute(REFUNDS, asked).fetchall()
            lines = cursor.execute(LINES, asked).fetchall()
            events = cursor.execute(EVENTS, asked).fetchall()
        return cases_of(refunds, lines, events)

    def _record_events(self, events: Sequence[RefundEvent]) -> None:
        rows = (
            (
                one.refund_number, one.event_number, one.state.value, one.recorded_at, one.happened_on, one.due_on,
                one.actor.identity, one.actor.role, one.actor.purpose, one.reason, one.document,
            )
            for one in events
        )  # fmt: skip
        copy_rows(self._connection, "refund_event", EVENT, rows)
