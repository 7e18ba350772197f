"""Questions about social payments in PostgreSQL."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import class_row, dict_row

from esep.adapters.postgres.given_accounts import GIVEN
from esep.adapters.postgres.last_sendings import LAST_RETURN, LAST_SENDING
from esep.adapters.postgres.payment_rows import ASKED, MONTH_NUMBER, key_columns, key_of
from esep.domain.model.almaty import begin_of_day
from esep.domain.model.benefit_payment import (
    AliveSignal,
    PaymentBalance,
    PaymentFigures,
    PaymentKey,
    PaymentState,
    PaymentView,
)
from esep.domain.model.month import Month

VIEWS = f"""
    select p.person_key, p.case_number, p.month, p.part, p.event_number, c.kind, c.region, p.payee_key, p.gross_tiyn,
           p.withheld_tiyn, p.recovered_tiyn, p.run_number, r.prepared_at as formed_at, p.due_on,
           coalesce(d.attempt, 0)::int as attempt, coalesce(s.account, g.account, a.account) as account,
           coalesce(s.bic, g.bic, a.bic) as bic, m.purpose_code, m.reference,
           m.file_name, f.dispatched_on as sent_on, k.confirmed_on, t.value_date as returned_on,
           (select coalesce(sum(o.amount_tiyn), 0) from overpayment o
             where o.person_key = p.person_key and o.case_number = p.case_number and o.month = p.month
               and o.part = p.part and o.event_number = p.event_number
               and (%(as_of)s::timestamptz is null or o.recorded_at <= %(as_of)s))::bigint as overpaid_tiyn,
           case when d.attempt is null or s.attempt > d.attempt then 'formed'
                when b.attempt = d.attempt then 'returned'
                when d.message_number is null or k.message_number is not null then 'paid'
                when d.attempt > 1 then 'sent-again'
                else 'sent' end as state
      from benefit_payment p
      join recipient_case c on c.person_key = p.person_key and c.case_number = p.case_number
      join case_part a on a.person_key = p.person_key and a.case_number = p.case_number
                      and a.event_number = p.event_number and a.part = p.part
      join benefit_run r on r.run_number = p.run_number
      {GIVEN}
      {LAST_SENDING}
      left join lateral (select * from benefit_resend x
                          where x.person_key = p.person_key and x.case_number = p.case_number and x.month = p.month
                            and x.part = p.part and x.event_number = p.event_number
                            and (%(as_of)s::timestamptz is null or x.recorded_at <= %(as_of)s)
                          order by x.attempt desc limit 1) s on true
      {LAST_RETURN}
      left join returned_order t on t.sha256 = b.sha256
      left join benefit_message m on m.message_number = d.message_number
      left join outgoing_file f on f.file_name = m.file_name
      left join benefit_confirmation k on k.message_number = d.message_number
                                      and (%(as_of)s::timestamptz is null or k.recorded_at <= %(as_of)s)
"""  # noqa: S608  # put together from constants
IN_ORDER = " order by p.case_number, p.month, p.part, p.event_number"

BALANCES = """
    with own as (
        select e.*
          from benefit_entry e
          join recipient_case c on c.person_key = e.person_key and c.case_number = e.case_number
         where c.case_number = %s
    ), side as (
        select person_key, case_number, month, part, event_number, entry_number, credit as account, amount_tiyn as tiyn
          from own
        union all
        select person_key, case_number, month, part, event_number, entry_number, debit, -amount_tiyn from own
    )
    select person_key, case_number, month, part, event_number, max(entry_number)::int as entry_count,
           coalesce(sum(tiyn) filter (where account = 8), 0)::bigint as payable_tiyn,
           coalesce(sum(tiyn) filter (where account = 9), 0)::bigint as withheld_tiyn,
           coalesce(sum(tiyn) filter (where account = 10), 0)::bigint as paid_tiyn,
           coalesce(sum(tiyn) filter (where account = 11), 0)::bigint as returned_tiyn,
           coalesce(sum(tiyn) filter (where account = 12), 0)::bigint as overpaid_tiyn,
           coalesce(sum(tiyn) filter (where account = 13), 0)::bigint as recovered_tiyn
      from side
     group by person_key, case_number, month, part, event_number
"""

UNPAID = """
    select e.case_number, coalesce(e.document_date, e.happened_on) as decided_on, e.due_on, d.amount_tiyn
      from case_event e
      join case_decision d on d.person_key = e.person_key and d.case_number = e.case_number
                          and d.event_number = e.event_number
     where e.action = 'appoint' and e.due_on is not null
       and not exists (select from benefit_payment p
                        where p.person_key = e.person_key and p.case_number = e.case_number)
       and (select x.state from case_event x
             where x.person_key = e.person_key and x.case_number = e.case_number
             order by x.event_number desc limit 1) = 'appointed'
     order by e.case_number
"""

FIGURES = """
    with sent as (
        select d.person_key, d.case_number, d.amount_tiyn, d.attempt,
               case when d.attempt = 1 then p.withheld_tiyn else 0 end as withheld_tiyn,
               case when d.attempt = 1 then p.recovered_tiyn else 0 end as recovered_tiyn
          from outgoing_file f
          join benefit_message m on m.file_name = f.file_name
          join benefit_dispatch d on d.message_number = m.message_number
                                  or (d.message_number is null and d.pension_message = m.message_number)
          join benefit_payment p on p.person_key = d.person_key and p.case_number = d.case_number
                                and p.month = d.month and p.part = d.part and p.event_number = d.event_number
         where f.dispatched_on >= %(from_on)s and f.dispatched_on < %(until)s
    ), back as (
        select b.person_key, b.case_number, b.is_pension, b.amount_tiyn
          from benefit_return b
         where b.recorded_at >= %(begin)s and b.recorded_at < %(end)s
    ), moved as (
        select person_key, case_number, 1 as payments, amount_tiyn as paid_tiyn, withheld_tiyn, recovered_tiyn,
               0 as returned, 0 as returned_tiyn, 0 as returned_pension_tiyn
          from sent
        union all
        select person_key, case_number, 0, 0, 0, 0, (not is_pension)::int,
               case when is_pension then 0 else amount_tiyn end, case when is_pension then amount_tiyn else 0 end
          from back
    )
    select c.kind, c.region, sum(v.payments)::bigint as payments, sum(v.paid_tiyn)::bigint as paid_tiyn,
           sum(v.withheld_tiyn)::bigint as withheld_tiyn, sum(v.recovered_tiyn)::bigint as recovered_tiyn,
           sum(v.returned)::bigint as returned, sum(v.returned_tiyn)::bigint as returned_tiyn,
           sum(v.returned_pension_tiyn)::bigint as returned_pension_tiyn
      from moved v
      join recipient_case c on c.person_key = v.person_key and c.case_number = v.case_number
     group by c.kind, c.region
     order by c.kind, c.region collate "C"
"""

# Credited lines are found by the person's entries, all others by the number that they name.
SIGNALS = f"""
    with live as (
        select c.person_key, c.case_number, c.insured_key, c.right_on, e.state
          from recipient_case c
          cross join lateral (select x.state from case_event x
                               where x.person_key = c.person_key and x.case_number = c.case_number
                               order by x.event_number desc limit 1) e
         where c.kind = '0701' and e.state in ('appointed', 'suspended')
    ), came as (
        select l.case_number, e.order_number, e.line_number, e.period_from, e.amount_tiyn, 'credited' as outcome
          from live l
          join person_entry e on e.person_key = l.insured_key and e.debit = 2 and e.correction_number is null
        union all
        select l.case_number, d.order_number, d.line_number, d.period_from, d.amount_tiyn,
               case d.outcome when 'r' then 'returned' else 'held' end
          from live l
          join line_decision d on d.iin = l.insured_key and d.outcome <> 'c'
         where not exists (select from line_decision x
                            where x.order_number = d.order_number and x.line_number = d.line_number
                              and x.decision_number > d.decision_number)
    )
    select l.case_number, l.state as case_state, l.person_key, l.insured_key, o.order_number,
           o.reference as order_reference, a.line_number, {MONTH_NUMBER.format("a.period_from")} as month,
           a.amount_tiyn, a.outcome, o.received_on
      from came a
      join live l on l.case_number = a.case_number
      join payment_order o on o.order_number = a.order_number
     where o.received_on > l.right_on and date_trunc('month', a.period_from) > date_trunc('month', l.right_on)
     order by o.received_on desc, l.case_number, o.order_number, a.line_number
"""  # noqa: S608  # put together from a constant


def listed(
    connection: psycopg.Connection, month: Month | None, state: PaymentState | None, kind: str | None
) -> Iterator[PaymentView]:
    """Payments for a month, in a state, of a kind."""
    conditions = """
        where (%(month)s::date is null or p.month = %(month)s) and (%(kind)s::text is null or c.kind = %(kind)s)
    """
    asked = {
        "month": month.first_day if month else None,
        "kind": kind,
        "state": state.value if state else None,
        "as_of": None,
    }
    with connection.cursor("payments", row_factory=dict_row) as cursor:
        cursor.itersize = 2_000
        statement = (
            f"select * from ({VIEWS}{conditions}) v where %(state)s::text is null or v.state = %(state)s"  # noqa: S608
            " order by v.case_number, v.month, v.part, v.event_number"
        )
        yield from map(_view, cursor.execute(statement, asked))


def of_case(connection: psycopg.Connection, case_number: int) -> list[PaymentView]:
    """Payments of a case."""
    condition = " where c.case_number = %(case)s"
    return _views(connection, condition + IN_ORDER, {"case": case_number})


def of_person(
    connection: psycopg.Connection, person_keys: Collection[int], as_of: datetime | None
) -> list[PaymentView]:
    """Payments to persons, or for their cases, as recorded by an instant."""
    condition = """
        where (p.person_key = any(%(people)s::bigint[])
               or (p.payee_key = any(%(people)s::bigint[]) and p.payee_key <> p.person_key))
          and (%(as_of)s::timestamptz is null or r.prepared_at <= %(as_of)s)
        order by p.month, p.case_number, p.part, p.event_number
    """
    return _views(connection, condition, {"people": list(person_keys), "as_of": as_of})


def of_keys(connection: psycopg.Connection, keys: Collection[PaymentKey]) -> list[PaymentView]:
    """Payments by their keys."""
    return _views(connection, f" where {ASKED.format('p')}{IN_ORDER}", key_columns(keys))


def balances(connection: psycopg.Connection, case_number: int) -> dict[PaymentKey, PaymentBalance]:
    """What stands of each payment of a case."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(BALANCES, [case_number]).fetchall()
    return {key_of(row): PaymentBalance(**row) for row in rows}


def figures(connection: psycopg.Connection, month: Month) -> list[PaymentFigures]:
    """What was sent and came back in a month."""
    from_on, until = month.first_day, month.next().first_day
    asked = {"from_on": from_on, "until": until, "begin": begin_of_day(from_on), "end": begin_of_day(until)}
    with connection.cursor(row_factory=class_row(PaymentFigures)) as cursor:
        return cursor.execute(FIGURES, asked).fetchall()


def signals(connection: psycopg.Connection) -> list[AliveSignal]:
    """Contributions for persons whose loss is paid for."""
    with connection.cursor(row_factory=class_row(AliveSignal)) as cursor:
        return cursor.execute(SIGNALS).fetchall()


def _views(connection: psycopg.Connection, condition: str, asked: dict[str, Any]) -> list[PaymentView]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return [_view(row) for row in cursor.execute(VIEWS + condition, {"as_of": None, **asked})]


def _view(row: dict[str, Any]) -> PaymentView:
    key = key_of(row)
    return PaymentView(key=key, state=PaymentState(row.pop("state")), **row)
