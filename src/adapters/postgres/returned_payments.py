"""Returned social payments in PostgreSQL."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import attrs
import psycopg
from psycopg.rows import dict_row

from esep.adapters.postgres.copying import copy_binary, copy_rows
from esep.adapters.postgres.payment_rows import KEY, MONTH_NUMBER, copy_entries, key_of, key_row
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import BenefitEntry, PaymentKey
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.returned_payment import (
    HeldBecause,
    MatchedByHand,
    MatchedLine,
    ReturnedLineView,
    ReturnedOrder,
    ReturnedOrderSummary,
    ReturnedPayment,
    SentCandidate,
)

ORDER = (
    "sha256", "content_sha256", "file_name", "position", "encoding", "reference", "sender_bic", "sender_id",
    "sender_name", "recipient_name", "value_date", "document_number", "document_date", "purpose_code", "assignment",
    "line_count", "total_tiyn", "recorded_at", "due_on", "actor_identity", "actor_role", "actor_purpose",
)  # fmt: skip
LINE = ("sha256", "line_number", "iin", "amount_tiyn", "period", "finding")
BY_HAND = ("sha256", "line_number", "reason", "recorded_at", "actor_identity", "actor_role", "actor_purpose")
RETURN = (*KEY, "attempt", "is_pension", "entry_number", "sha256", "line_number", "amount_tiyn", "recorded_at")
MESSAGE = ("sha256", "content", "encoding", "recorded_at")

RECEIPT_LOCK = 0x52455455  # whoever records returned orders does so alone; who only asks shares it
RECEIVED = """
    select * from returned_order where sha256 = any(%(digests)s::bytea[])
    union
    select * from returned_order
     where (sender_bic, reference, value_date)
           in (select * from unnest(%(bics)s::text[], %(references)s::text[], %(dates)s::date[]))
"""

# The last sending of each payment, where it did not come back; the contribution went with the first one.
CANDIDATES = f"""
    with paid as (
        select p.* from benefit_payment p
         where p.person_key = any(%(people)s::bigint[]) and p.payee_key = p.person_key
        union all
        select p.* from benefit_payment p
         where p.payee_key = any(%(people)s::bigint[]) and p.payee_key <> p.person_key
    ), sent as (
        select d.*, false as is_pension, d.amount_tiyn as tiyn, d.message_number as message
          from paid p
          join benefit_dispatch d on (d.person_key, d.case_number, d.month, d.part, d.event_number)
                                     = (p.person_key, p.case_number, p.month, p.part, p.event_number)
         where d.message_number is not null
           and not exists (select from benefit_resend s
                            where (s.person_key, s.case_number, s.month, s.part, s.event_number)
                                  = (d.person_key, d.case_number, d.month, d.part, d.event_number)
                              and s.attempt > d.attempt)
        union all
        select d.*, true, p.withheld_tiyn, d.pension_message
          from paid p
          join benefit_dispatch d on (d.person_key, d.case_number, d.month, d.part, d.event_number)
                                     = (p.person_key, p.case_number, p.month, p.part, p.event_number)
         where d.pension_message is not null
    )
    select s.person_key, s.case_number, {MONTH_NUMBER.format("s.month")}, s.part, s.event_number, c.kind, p.payee_key,
           s.attempt, s.is_pension, s.tiyn, m.reference, f.dispatched_on,
           (select max(e.entry_number) from benefit_entry e
             where (e.person_key, e.case_number, e.month, e.part, e.event_number)
                   = (s.person_key, s.case_number, s.month, s.part, s.event_number))
      from sent s
      join paid p on (p.person_key, p.case_number, p.month, p.part, p.event_number)
                     = (s.person_key, s.case_number, s.month, s.part, s.event_number)
      join recipient_case c on c.person_key = s.person_key and c.case_number = s.case_number
      join benefit_message m on m.message_number = s.message
      join outgoing_file f on f.file_name = m.file_name
     where not exists (select from benefit_return b
                        where (b.person_key, b.case_number, b.month, b.part, b.event_number, b.attempt, b.is_pension)
                              = (s.person_key, s.case_number, s.month, s.part, s.event_number, s.attempt, s.is_pension))
     order by f.dispatched_on desc, s.month desc, s.person_key, s.case_number, s.part, s.event_number, s.is_pension
"""  # noqa: S608  # put together from a constant

NOT_SENT_AGAIN = f"""
    select b.person_key, b.case_number, {MONTH_NUMBER.format("b.month")}, b.part, b.event_number, o.value_date
      from benefit_return b
      join returned_order o on o.sha256 = b.sha256
     where not b.is_pension
       and not exists (select from benefit_resend s
                        where (s.person_key, s.case_number, s.month, s.part, s.event_number)
                              = (b.person_key, b.case_number, b.month, b.part, b.event_number)
                          and s.attempt > b.attempt)
     order by b.person_key, b.case_number, b.month, b.part, b.event_number
"""  # noqa: S608  # put together from a constant

LINES = """
    select l.sha256, l.line_number, o.file_name, o.reference, o.sender_name, o.value_date, o.purpose_code,
           o.assignment, l.iin, l.amount_tiyn, l.period, l.finding, o.recorded_at, o.due_on,
           b.person_key, b.case_number, b.month, b.part, b.event_number, coalesce(b.is_pension, false) as is_pension,
           h.reason, h.actor_identity, h.actor_role, h.actor_purpose
      from returned_line l
      join returned_order o on o.sha256 = l.sha256
      left join benefit_return b on b.sha256 = l.sha256 and b.line_number = l.line_number
      left join returned_line_by_hand h on h.sha256 = l.sha256 and h.line_number = l.line_number
     where (%(is_held)s::boolean is null or (b.sha256 is null) = %(is_held)s)
       and (cardinality(%(digests)s::bytea[]) = 0 or l.sha256 = any(%(digests)s::bytea[]))
     order by o.value_date, o.reference collate "C", l.sha256, l.line_number
"""


@attrs.frozen
class PostgresReturnedPayments:
    """See `ReturnedPayments`."""

    _connection: psycopg.Connection

    def receive_alone(self) -> None:
        """See `ReturnedPayments`."""
        self._connection.execute("select pg_advisory_xact_lock(%s)", [RECEIPT_LOCK])

    def received(self, digests: Collection[bytes], keys: Collection[OrderKey]) -> list[ReturnedOrderSummary]:
        """See `ReturnedPayments`. The lock comes first, so that the question sees what the one waited for recorded."""
        self._connection.execute("select pg_advisory_xact_lock_shared(%s)", [RECEIPT_LOCK])
        asked = {
            "digests": list(digests),
            "bics": [one.sender_bic for one in keys],
            "references": [one.reference for one in keys],
            "dates": [one.value_date for one in keys],
        }
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return list(map(_summary, cursor.execute(RECEIVED, asked)))

    def record(self, orders: Sequence[ReturnedOrder]) -> None:
        """See `ReturnedPayments`."""
        digests = [one.message.sha256 for one in orders]
        kept = {
            bytes(row[0])
            for row in self._connection.execute("select sha256 from message where sha256 = any(%s::bytea[])", [digests])
        }
        messages = (
            (one.message.sha256, one.message.content, one.message.encoding, one.recorded_at)
            for one in orders
            if one.message.sha256 not in kept
        )
        copy_binary(self._connection, "message", MESSAGE, ("bytea", "bytea", "text", "timestamptz"), messages)
        copy_rows(self._connection, "returned_order", ORDER, map(_order, orders))
        lines = (
            (
                one.message.sha256, line.line_number, line.iin, line.amount_tiyn, line.period,
                line.finding.value if line.finding else "",
            )
            for one in orders
            for line in one.lines
        )  # fmt: skip
        copy_rows(self._connection, "returned_line", LINE, lines)

    def candidates(self, payee_keys: Collection[int]) -> list[SentCandidate]:
        """See `ReturnedPayments`."""
        rows = self._connection.execute(CANDIDATES, {"people": list(payee_keys)}, binary=True)
        return [SentCandidate(PaymentKey(*row[:5]), *row[5:]) for row in rows]

    def match(self, matched: Sequence[MatchedLine], entries: Sequence[BenefitEntry]) -> None:
        """See `ReturnedPayments`."""
        rows = (
            (
                *key_row(one.key), one.attempt, one.is_pension, one.entry_number, one.sha256, one.line_number,
                one.amount_tiyn, one.recorded_at,
            )
            for one in matched
        )  # fmt: skip
        copy_rows(self._connection, "benefit_return", RETURN, rows)
        reasons = (
            (
                one.sha256, one.line_number, one.by_hand.reason, one.recorded_at, one.by_hand.actor.identity,
                one.by_hand.actor.role, one.by_hand.actor.purpose,
            )
            for one in matched
            if one.by_hand
        )  # fmt: skip
        copy_rows(self._connection, "returned_line_by_hand", BY_HAND, reasons)
        copy_entries(self._connection, entries)

    def not_sent_again(self) -> list[ReturnedPayment]:
        """See `ReturnedPayments`."""
        return [ReturnedPayment(PaymentKey(*row[:5]), row[5]) for row in self._connection.execute(NOT_SENT_AGAIN)]

    def lines(self, *, is_held: bool | None = None, digests: Collection[bytes] = ()) -> Iterator[ReturnedLineView]:
        """See `ReturnedPayments`."""
        with self._connection.cursor("returned_lines", row_factory=dict_row) as cursor:
            cursor.itersize = 2_000
            yield from map(_view, cursor.execute(LINES, {"is_held": is_held, "digests": list(digests)}))


def _order(one: ReturnedOrder) -> tuple[object, ...]:
    order, message = one.order, one.message
    return (
        message.sha256, order.content_sha256, message.file_name, message.position, message.encoding, order.reference,
        order.sender_bic, order.payer.identification_number, order.payer.name, order.beneficiary.name,
        order.value_date, order.document_number, order.document_date, order.purpose_code, order.assignment,
        len(one.lines), order.total.tiyn, one.recorded_at, one.due_on, one.actor.identity, one.actor.role,
        one.actor.purpose,
    )  # fmt: skip


def _summary(row: dict[str, Any]) -> ReturnedOrderSummary:
    key = OrderKey(sender_bic=row["sender_bic"], reference=row["reference"], value_date=row["value_date"])
    return ReturnedOrderSummary(
        key=key,
        content_sha256=row["content_sha256"],
        message_sha256=row["sha256"],
        file_name=row["file_name"],
        payer_id=row["sender_id"],
        payer_name=row["sender_name"],
        purpose_code=row["purpose_code"],
        line_count=row["line_count"],
        total_tiyn=row["total_tiyn"],
        due_on=row["due_on"],
    )


def _view(row: dict[str, Any]) -> ReturnedLineView:
    key = None
    if row["person_key"] is None:
        for column in KEY:
            del row[column]
    else:
        key = key_of(row)
    finding = row.pop("finding")
    reason, identity, role, purpose = (row.pop(column) for column in (BY_HAND[2], *BY_HAND[4:]))
    return ReturnedLineView(
        key=key,
        finding=HeldBecause(finding) if finding else None,
        by_hand=MatchedByHand(reason=reason, actor=Actor(identity=identity, role=role, purpose=purpose))
        if reason
        else None,
        **row,
    )
