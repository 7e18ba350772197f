"""Personal accounts in PostgreSQL."""

from collections.abc import Collection
from datetime import date, datetime

import attrs
import psycopg
from psycopg.rows import dict_row

from esep.adapters.postgres.order_queries import Row
from esep.domain.model.account_entry import AccountEntry, Line, records_of
from esep.domain.model.actor import Actor
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.personal_account import CorrectionNote, IllegalNote, PersonalRecord
from esep.domain.model.standing_contribution import StandingContribution

ENTRIES = """
    select e.person_key, e.order_number, e.line_number, e.entry_number, e.debit, e.credit, e.amount_tiyn,
           e.period_from, e.period_to, coalesce(e.recorded_at, d.decided_at) as recorded_at,
           e.correction_number, c.reason as correction_reason, c.document_number as correction_document_number,
           c.document_date as correction_document_date,
           e.refund_number, coalesce(r.purpose_code, '') as refund_purpose_code,
           case when w.written_at <= %(as_of)s then f.dispatched_on end as refunded_on,
           e.refund_number is not null
               and exists (select from order_entry b
                            where b.order_number = e.order_number and b.debit = 1 and b.credit = 6
                              and b.recorded_at = e.recorded_at) as is_from_fund,
           t.transferred_on,
           o.received_on, o.document_number, o.document_date, o.reference, d.purpose_code,
           o.payer_id as sender_id, o.payer_name as sender_name, coalesce(o.actual_payer_id, '') as actual_payer_id,
           coalesce(o.actual_payer_name, '') as actual_payer_name, o.recipient_name,
           o.total_tiyn as order_total_tiyn, greatest(o.line_count, 1) as order_line_count, o.assignment
      from person_entry e
      join payment_order o on o.order_number = e.order_number
      join order_decision d on d.order_number = e.order_number and d.decision_number = e.decision_number
      left join correction c on c.correction_number = e.correction_number
      left join refund r on r.refund_number = e.refund_number
      left join refund_dispatch rd on rd.refund_number = e.refund_number
      left join outgoing_file f on f.file_name = rd.file_name
      left join outgoing_file_written w on w.file_name = rd.file_name
      left join transfer_order x on x.order_number = e.order_number
      left join transfer t on t.transfer_number = x.transfer_number and t.prepared_at <= %(as_of)s
     where e.person_key = any(%(people)s)
       and coalesce(e.recorded_at, d.decided_at) <= %(as_of)s
"""

ILLEGAL = """
    select i.person_key, i.order_number, i.line_number, i.amount_tiyn, l.act_number, l.act_date, l.recorded_at
      from illegal_amount i
      join illegal_list l on l.list_number = i.list_number
     where i.person_key = any(%(people)s) and l.recorded_at <= %(as_of)s
     order by i.list_number
"""

# Entries sum up to what stands: a reversal takes the line from its month, a refund takes of it.
STANDING = """
    select s.person_key, s.order_number, s.line_number, s.period_from, s.period_to, s.standing_tiyn,
           coalesce(i.illegal_tiyn, 0)::bigint as illegal_tiyn,
           coalesce(nullif(o.actual_payer_id, ''), o.payer_id) as payer_id, o.received_on, o.document_number,
           o.assignment
      from (select e.person_key, e.order_number, e.line_number, e.period_from, e.period_to,
                   sum(case e.credit when 3 then e.amount_tiyn else -e.amount_tiyn end)::bigint as standing_tiyn
              from person_entry e
             where e.person_key = any(%(people)s) and 3 in (e.debit, e.credit)
               and (%(as_of)s::timestamptz is null or %(as_of)s >= coalesce(e.recorded_at,
                       (select d.decided_at from order_decision d
                         where d.order_number = e.order_number and d.decision_number = e.decision_number)))
             group by e.person_key, e.order_number, e.line_number, e.period_from, e.period_to
            having sum(case e.credit when 3 then e.amount_tiyn else -e.amount_tiyn end) > 0) s
      join payment_order o on o.order_number = s.order_number
      left join (select a.person_key, a.order_number, a.line_number, sum(a.amount_tiyn) as illegal_tiyn
                   from illegal_amount a
                   join illegal_list l on l.list_number = a.list_number
                  where a.person_key = any(%(people)s)
                    and (%(as_of)s::timestamptz is null or l.recorded_at <= %(as_of)s)
                  group by a.person_key, a.order_number, a.line_number) i
             on i.person_key = s.person_key and i.order_number = s.order_number and i.line_number = s.line_number
     order by s.period_from, o.received_on, s.order_number, s.line_number
"""

# The person under whom a line stands now is the one of its last correction, else the one that it named.
CREDITED = """
    select l.order_number, l.line_number, p.person_key, p.month, l.amount_tiyn, l.decision_number,
           a.account, a.refunded_tiyn, a.entry_count,
           (select coalesce(sum(u.amount_tiyn), 0)
              from refund_line u
             where u.order_number = l.order_number and u.line_number = l.line_number
               and (select v.state from refund_event v where v.refund_number = u.refund_number
                     order by v.event_number desc limit 1)
                   in ('received', 'checked', 'sent-to-fund', 'approved'))::bigint as under_application_tiyn,
           (select coalesce(sum(n.amount_tiyn), 0)
              from counted_amount n
             where n.person_key = any(p.everybody) and n.order_number = l.order_number
               and n.line_number = l.line_number)::bigint as counted_tiyn,
           (select coalesce(sum(i.amount_tiyn), 0)
              from illegal_amount i
             where i.person_key = p.person_key and i.order_number = l.order_number
               and i.line_number = l.line_number)::bigint as illegal_tiyn
      from standing_line l
      cross join lateral (
               select coalesce((array_agg(c.person_to order by c.correction_number desc))[1], l.iin) as person_key,
                      coalesce((array_agg(c.month_to order by c.correction_number desc))[1], l.period_from) as month,
                      array_agg(c.person_to) || l.iin as everybody
                 from correction c
                where c.order_number = l.order_number and c.line_number = l.line_number) p
      cross join lateral (
               select max(case when e.credit in (3, 4) then e.credit else e.debit end) as account,
                      count(*) as entry_count,
                      coalesce(sum(e.amount_tiyn) filter (where e.credit = 5), 0)::bigint as refunded_tiyn
                 from person_entry e
                where e.person_key = any(p.everybody) and e.order_number = l.order_number
                  and e.line_number = l.line_number) a
     where l.order_number = %(order)s and l.line_number = any(%(lines)s) and l.outcome = 'c'
     order by l.line_number
"""


@attrs.frozen
class PostgresPersonalAccounts:
    """See `PersonalAccounts`."""

    _connection: psycopg.Connection

    def records(self, person_keys: Collection[int], *, as_of: datetime | None = None) -> list[PersonalRecord]:
        """See `PersonalAccounts`."""
        asked = {"people": list(person_keys), "as_of": as_of or "infinity"}
        with self._connection.cursor(row_factory=dict_row) as cursor:
            entries = [_entry(row) for row in cursor.execute(ENTRIES, asked)]
            illegal: dict[Line, list[IllegalNote]] = {}
            for row in cursor.execute(ILLEGAL, asked) if entries else ():
                line = row.pop("person_key"), row.pop("order_number"), row.pop("line_number")
                illegal.setdefault(line, []).append(IllegalNote(**row))
        return records_of(entries, illegal)

    def standing_contributions(
        self, person_keys: Collection[int], *, as_of: datetime | None = None
    ) -> list[StandingContribution]:
        """See `PersonalAccounts`."""
        asked = {"people": list(person_keys), "as_of": as_of}
        months: dict[date, Month] = {}  # many lines are of one month
        rows = self._connection.execute(STANDING, asked).fetchall()
        return [
            StandingContribution(
                person_key, order_number, line_number, _month(first, months), _month(last, months), *rest
            )
            for person_key, order_number, line_number, first, last, *rest in rows
        ]

    def credited_lines(self, order_number: int, line_numbers: Collection[int]) -> list[CreditedLine]:
        """See `PersonalAccounts`."""
        with self._connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(CREDITED, {"order": order_number, "lines": list(line_numbers)}).fetchall()
        return [_credited_line(row) for row in rows]


@attrs.frozen
class PostgresUsageJournal:
    """See `UsageJournal`."""

    _connection: psycopg.Connection

    def note_view(self, person_key: int, *, actor: Actor, viewed_at: datetime, what: str) -> None:
        """See `UsageJournal`."""
        self._connection.execute(
            """
            insert into usage_record (person_key, viewed_at, actor_identity, actor_role, actor_purpose, what)
            values (%s, %s, %s, %s, %s, %s)
            """,
            [person_key, viewed_at, actor.identity, actor.role, actor.purpose, what],
        )

    def count_views(self, person_key: int) -> int:
        """See `UsageJournal`."""
        row = self._connection.execute(
            "select count(*) from usage_record where person_key = %s", [person_key]
        ).fetchone()
        return int(row[0]) if row else 0


def _entry(row: Row) -> AccountEntry:
    number = row.pop("correction_number")
    reason, document_number, document_date = (
        row.pop(f"correction_{name}") for name in ("reason", "document_number", "document_date")
    )
    correction = None
    if number is not None:
        correction = CorrectionNote(
            correction_number=number,
            reason=reason,
            document_number=document_number,
            document_date=document_date,
            recorded_at=row["recorded_at"],
        )
    return AccountEntry(
        debit=Account(row.pop("debit")),
        credit=Account(row.pop("credit")),
        month_from=Month.of(row.pop("period_from")),
        month_to=Month.of(row.pop("period_to")),
        correction=correction,
        **row,
    )


def _month(day: date, known: dict[date, Month]) -> Month:
    found = known.get(day)
    if found is None:
        found = known[day] = Month.of(day)
    return found


def _credited_line(row: Row) -> CreditedLine:
    return CreditedLine(month=Month.of(row.pop("month")), account=Account(row.pop("account")), **row)
