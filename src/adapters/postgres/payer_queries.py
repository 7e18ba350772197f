"""Statements that read what is recorded by payer, and their rows as values of the domain."""

from typing import Any, LiteralString

from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.outcome import Part
from esep.domain.model.payer_record import PayerEntry, PayerOrder
from esep.domain.model.payment_registers import (
    MonthOfOrder,
    ReceivedOrder,
    RegisteredOrder,
    SentBack,
    SentBackKind,
)

Row = dict[str, Any]

# Orders of a payer by two look-ups: one condition with "or" would read every order.
ORDERS: LiteralString = """
    with own as (
        select o.*, d.decision_number, d.purpose_code as applied_purpose_code
          from payment_order o
          join standing_decision d on d.order_number = o.order_number
         where o.order_number in (select order_number from payment_order where payer_id = %(payer)s
                                  union all
                                  select order_number from payment_order
                                   where actual_payer_id = %(payer)s and actual_payer_id <> '')
    )
    select own.order_number, own.document_number, own.document_date, l.line_count, l.returned_lines,
           coalesce(l.returned_tiyn, 0) as returned_tiyn, l.held_lines, coalesce(l.held_tiyn, 0) as held_tiyn
      from own
      join lateral (
               select count(*) as all_lines,
                      count(*) filter (where period_from = %(month)s) as line_count,
                      count(*) filter (where period_from = %(month)s and outcome = 'r') as returned_lines,
                      sum(amount_tiyn) filter (where period_from = %(month)s and outcome = 'r') as returned_tiyn,
                      count(*) filter (where period_from = %(month)s and outcome = 'h') as held_lines,
                      sum(amount_tiyn) filter (where period_from = %(month)s and outcome = 'h') as held_tiyn
                 from line_decision
                where order_number = own.order_number and decision_number = own.decision_number) l on true
     where l.line_count > 0
        or (l.all_lines = 0 and own.period = %(period)s)
        or exists (select from correction c where c.order_number = own.order_number and c.month_to = %(month)s)
     order by own.value_date, own.sender_bic collate "C", own.reference collate "C", own.order_number
"""

# Entries are found by person: a line's person is the one that it names, or one that a correction brought it to.
ENTRIES: LiteralString = """
    with own as (
        select o.*, d.decision_number, d.purpose_code as applied_purpose_code
          from payment_order o
          join standing_decision d on d.order_number = o.order_number
         where o.order_number in (select order_number from payment_order where payer_id = %(payer)s
                                  union all
                                  select order_number from payment_order
                                   where actual_payer_id = %(payer)s and actual_payer_id <> '')
    ), place as (
        select l.order_number, l.line_number, l.iin as person_key
          from own
          join line_decision l on l.order_number = own.order_number and l.decision_number = own.decision_number
         where l.outcome = 'c' and l.period_from = %(month)s
        union
        select c.order_number, c.line_number, c.person_to
          from own
          join correction c on c.order_number = own.order_number
         where c.month_to = %(month)s
    )
    select own.order_number, own.received_on, own.payer_id, own.payer_name,
           coalesce(own.actual_payer_id, '') as actual_payer_id,
           coalesce(own.actual_payer_name, '') as actual_payer_name,
           e.person_key, e.debit, e.credit, e.amount_tiyn, e.refund_number is not null as is_refund
      from place p
      join own on own.order_number = p.order_number
      join person_entry e on e.person_key = p.person_key and e.order_number = p.order_number
                         and e.line_number = p.line_number
     where e.period_from = %(month)s
     order by own.value_date, own.sender_bic collate "C", own.reference collate "C", own.order_number,
              e.line_number, e.entry_number
"""

_REGISTERED_FIELDS = (
    "sender_bic", "reference", "value_date", "message_type", "payer_id", "payer_name", "actual_payer_id",
    "actual_payer_name", "document_number", "document_date",
)  # fmt: skip

RECEIVED: LiteralString = """
    select o.sender_bic, o.reference, o.value_date, o.message_type, o.payer_id, o.payer_name,
           coalesce(o.actual_payer_id, '') as actual_payer_id, coalesce(o.actual_payer_name, '') as actual_payer_name,
           o.document_number, o.document_date,
           d.purpose_code, o.period, o.received_on, o.total_tiyn,
           array(select array[coalesce(to_char(l.period_from, 'YYYY-MM'), ''), count(*)::text, sum(l.amount_tiyn)::text]
                   from line_decision l
                  where l.order_number = o.order_number and l.decision_number = d.decision_number
                  group by l.period_from
                  order by l.period_from nulls last) as months
      from payment_order o
      join standing_decision d on d.order_number = o.order_number
     where o.value_date between %(first)s and %(last)s
     order by o.value_date, o.sender_bic collate "C", o.reference collate "C", o.order_number
"""

SENT_BACK: LiteralString = """
    with file as (
        select f.file_name, f.dispatched_on
          from outgoing_file f
         where exists (select from outgoing_file_written w where w.file_name = f.file_name)
           and f.dispatched_on >= coalesce(%(first)s::date, f.dispatched_on)
           and f.dispatched_on <= coalesce(%(last)s::date, f.dispatched_on)
    )
    select o.sender_bic, o.reference, o.value_date, o.message_type, o.payer_id, o.payer_name,
           coalesce(o.actual_payer_id, '') as actual_payer_id, coalesce(o.actual_payer_name, '') as actual_payer_name,
           o.document_number, o.document_date,
           s.order_number, s.kind, s.reasons, s.outgoing_reference, s.returned_with, s.line_count, s.amount_tiyn,
           s.dispatched_on
      from (select r.order_number, r.purpose_code as returned_with, r.amount_tiyn, d.returned_lines as line_count,
                   case when d.action = 'send-back' then 'send-back' else 'examination' end as kind,
                   t.reference as outgoing_reference, f.dispatched_on,
                   array(select distinct n.code collate "C"
                           from finding n
                          where n.order_number = r.order_number and n.decision_number = r.decision_number
                            and (n.severity = 'return' or (n.severity = 'hold' and d.action = 'send-back'))
                          order by 1) as reasons
              from return_dispatch t
              join file f on f.file_name = t.file_name
              join return_order r on r.order_number = t.order_number and r.decision_number = t.decision_number
              join order_decision d on d.order_number = r.order_number and d.decision_number = r.decision_number
             where %(orders)s::bigint[] is null or t.order_number = any(%(orders)s)
            union all
            select r.order_number, r.purpose_code, r.amount_tiyn,
                   (select count(*) from refund_line l where l.refund_number = r.refund_number),
                   'application', t.reference, f.dispatched_on, array[r.reason]
              from refund_dispatch t
              join file f on f.file_name = t.file_name
              join refund r on r.refund_number = t.refund_number
             where %(orders)s::bigint[] is null or t.order_number = any(%(orders)s)) s
      join payment_order o on o.order_number = s.order_number
     order by s.outgoing_reference collate "C"
"""


def payer_order(row: Row) -> PayerOrder:
    """What an order has of one month."""
    return PayerOrder(
        order_number=row["order_number"],
        document_number=row["document_number"],
        document_date=row["document_date"],
        line_count=row["line_count"],
        returned=Part(row["returned_lines"], int(row["returned_tiyn"])),
        held=Part(row["held_lines"], int(row["held_tiyn"])),
    )


def payer_entry(row: Row) -> PayerEntry:
    """One entry, by who really paid."""
    is_credit = row["debit"] == Account.UNALLOCATED.value
    is_of_actual = bool(row["actual_payer_id"])
    return PayerEntry(
        order_number=row["order_number"],
        received_on=row["received_on"],
        payer_id=row["actual_payer_id"] if is_of_actual else row["payer_id"],
        payer_name=row["actual_payer_name"] if is_of_actual else row["payer_name"],
        person_key=row["person_key"],
        account=Account(row["credit"] if is_credit else row["debit"]),
        amount_tiyn=row["amount_tiyn"] if is_credit else -row["amount_tiyn"],
        is_refund=row["is_refund"],
    )


def received_order(row: Row) -> ReceivedOrder:
    """An order received, with its lines by month."""
    return ReceivedOrder(
        order=_registered(row),
        purpose_code=row["purpose_code"],
        period=row["period"],
        received_on=row["received_on"],
        total_tiyn=row["total_tiyn"],
        months=tuple(
            MonthOfOrder(
                month=Month.parse_iso(month) if month else None, line_count=int(count), amount_tiyn=int(amount)
            )
            for month, count, amount in row["months"]
        ),
    )


def sent_back(row: Row) -> SentBack:
    """What an outgoing message carries back."""
    return SentBack(
        order=_registered(row),
        order_number=row["order_number"],
        kind=SentBackKind(row["kind"]),
        reasons=tuple(row["reasons"]),
        reference=row["outgoing_reference"],
        purpose_code=row["returned_with"],
        line_count=row["line_count"],
        amount_tiyn=row["amount_tiyn"],
        dispatched_on=row["dispatched_on"],
    )


def _registered(row: Row) -> RegisteredOrder:
    return RegisteredOrder(**{field: row[field] for field in _REGISTERED_FIELDS})
