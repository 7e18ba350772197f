"""Personal accounts in PostgreSQL."""

from datetime import datetime

import attrs
import psycopg
from psycopg.rows import dict_row

from esep.adapters.postgres.order_queries import Row
from esep.domain.model.actor import Actor
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.personal_account import PersonalRecord, RecordKind, RecordStatus

RECORDS = """
    select e.period_from, e.period_to, e.credit, e.amount_tiyn, e.line_number, e.order_number,
           d.decided_at as recorded_at, d.purpose_code, o.received_on, o.document_number, o.document_date,
           o.reference, o.payer_id, o.payer_name, o.recipient_name, o.total_tiyn, o.line_count
      from person_entry e
      join payment_order o on o.order_number = e.order_number
      join order_decision d on d.order_number = e.order_number and d.decision_number = e.decision_number
     where e.person_key = %(person)s
       and d.decided_at <= coalesce(%(as_of)s, 'infinity'::timestamptz)
     order by e.period_from, o.received_on, e.order_number, e.line_number
"""

KINDS = {
    Account.PARTICIPANT_CONTRIBUTIONS.value: RecordKind.CONTRIBUTION,
    Account.PARTICIPANT_PENALTIES.value: RecordKind.PENALTY,
}


@attrs.frozen
class PostgresPersonalAccounts:
    """See `PersonalAccounts`."""

    _connection: psycopg.Connection

    def records(self, person_key: int, *, as_of: datetime | None = None) -> list[PersonalRecord]:
        """See `PersonalAccounts`."""
        with self._connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(RECORDS, {"person": person_key, "as_of": as_of}).fetchall()
        return [_record(row) for row in rows]


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


def _record(row: Row) -> PersonalRecord:
    return PersonalRecord(
        period_from=Month.of(row["period_from"]),
        period_to=Month.of(row["period_to"]),
        kind=KINDS[row["credit"]],
        status=RecordStatus.CREDITED,
        amount_tiyn=row["amount_tiyn"],
        received_on=row["received_on"],
        recorded_at=row["recorded_at"],
        dispatched_on=None,
        document_number=row["document_number"],
        document_date=row["document_date"],
        reference=row["reference"],
        purpose_code=row["purpose_code"],
        sender_id=row["payer_id"],
        sender_name=row["payer_name"],
        recipient_name=row["recipient_name"],
        order_total_tiyn=row["total_tiyn"],
        order_line_count=row["line_count"],
        order_number=row["order_number"],
        line_number=row["line_number"],
    )
