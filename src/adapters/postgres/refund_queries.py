"""Questions about refunds, and the values that the answers become."""

from collections.abc import Iterable

from esep.adapters.postgres.order_queries import Row
from esep.domain.model.actor import Actor
from esep.domain.model.refund import (
    Refund,
    RefundCase,
    RefundEvent,
    RefundLine,
    RefundReason,
    RefundState,
    RefundSummary,
)

REFUNDS = """
    select r.refund_number, r.payer_id, r.application_number, r.applied_on, r.content_sha256, r.content, r.order_number,
           r.purpose_code, r.amount_tiyn, r.reason, r.reason_text, r.documents, r.received_on, r.recorded_at, r.due_on
      from refund r
     where r.refund_number = any(%s)
"""

LINES = """
    select l.refund_number, l.order_number, l.line_number, l.person_key, l.amount_tiyn
      from refund_line l
     where l.refund_number = any(%s)
     order by l.refund_number, l.line_number
"""

EVENTS = """
    select e.refund_number, e.event_number, e.state, e.recorded_at, e.happened_on, e.due_on, e.actor_identity,
           e.actor_role, e.actor_purpose, e.reason, e.document
      from refund_event e
     where e.refund_number = any(%s)
     order by e.refund_number, e.event_number
"""

ORDERS = """
    select o.order_number, o.sender_bic, o.reference, o.value_date, o.document_number, o.document_date, o.payer_id,
           o.payer_name, coalesce(o.actual_payer_id, '') as actual_payer_id,
           coalesce(o.actual_payer_name, '') as actual_payer_name, d.purpose_code, o.total_tiyn, d.decision_number,
           (select count(*) from order_entry e where e.order_number = o.order_number) as entry_count,
           exists (select from transfer_order t where t.order_number = o.order_number) as is_transferred
      from payment_order o
      join standing_decision d on d.order_number = o.order_number
     where o.order_number = any(%s)
"""

ASKING = """
    select l.line_number, array_agg(l.refund_number order by l.refund_number)
      from refund_line l
     where l.order_number = %(order)s and l.line_number = any(%(lines)s)
       and (select e.state from refund_event e where e.refund_number = l.refund_number
             order by e.event_number desc limit 1) = any(%(states)s)
     group by l.line_number
"""

PENDING_NUMBERS = """
    select r.refund_number
      from refund r
     where (select e.state from refund_event e where e.refund_number = r.refund_number
             order by e.event_number desc limit 1) = 'money-received'
       and r.refund_number <> all(%s)
     order by r.refund_number
     limit %s
"""

MESSAGES = """
    select o.order_number, m.content, o.encoding
      from payment_order o
      join message m on m.sha256 = o.message_sha256
     where o.order_number = any(%s)
"""

SUMMARIES = """
    select r.refund_number, e.state, e.happened_on as state_since, r.payer_id,
           case when r.payer_id = o.payer_id then o.payer_name else coalesce(o.actual_payer_name, '') end as payer_name,
           r.application_number, r.applied_on, r.order_number, o.sender_bic, o.reference as order_reference,
           o.value_date, o.document_number, o.document_date, r.purpose_code, r.amount_tiyn,
           (select count(*) from refund_line l where l.refund_number = r.refund_number) as line_count,
           r.reason, r.received_on, r.due_on, e.due_on as next_due_on, s.reference, s.file_name,
           case when w.file_name is not null then f.dispatched_on end as dispatched_on
      from refund r
      join payment_order o on o.order_number = r.order_number
      cross join lateral (
               select state, happened_on, due_on from refund_event
                where refund_number = r.refund_number order by event_number desc limit 1) e
      left join refund_dispatch s on s.refund_number = r.refund_number
      left join outgoing_file f on f.file_name = s.file_name
      left join outgoing_file_written w on w.file_name = s.file_name
"""
LISTED = f"""{SUMMARIES}
     where e.state = any(%(states)s) and (%(numbers)s::bigint[] is null or r.refund_number = any(%(numbers)s))
     order by r.refund_number
"""
UNFINISHED = f"""{SUMMARIES}
     where e.due_on is not null and w.file_name is null
     order by r.refund_number
"""


def cases_of(refunds: Iterable[Row], lines: Iterable[Row], events: Iterable[Row]) -> dict[int, RefundCase]:
    """Refunds with their lines and events, by number."""
    lines_of: dict[int, list[RefundLine]] = {}
    for row in lines:
        lines_of.setdefault(row.pop("refund_number"), []).append(RefundLine(**row))
    events_of: dict[int, list[RefundEvent]] = {}
    for row in events:
        events_of.setdefault(row["refund_number"], []).append(_event(row))
    return {
        row["refund_number"]: RefundCase(
            refund=_refund(row, tuple(lines_of.get(row["refund_number"], ()))),
            events=tuple(events_of.get(row["refund_number"], ())),
        )
        for row in refunds
    }


def summary_of(row: Row) -> RefundSummary:
    """A refund as listed."""
    return RefundSummary(state=RefundState(row.pop("state")), reason=RefundReason(row.pop("reason")), **row)


def _refund(row: Row, lines: tuple[RefundLine, ...]) -> Refund:
    given = row | {"reason": RefundReason(row["reason"]), "documents": tuple(row["documents"])}
    return Refund(lines=lines, **given)


def _event(row: Row) -> RefundEvent:
    actor = Actor(**{name: row.pop(f"actor_{name}") for name in ("identity", "role", "purpose")})
    return RefundEvent(state=RefundState(row.pop("state")), actor=actor, **row)
