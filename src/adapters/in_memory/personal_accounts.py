"""Personal accounts in memory, and the journal of who looked at them."""

from datetime import datetime

import attrs

from esep.adapters.in_memory.tables import PersonEntry, Tables, View
from esep.domain.model.actor import Actor
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.personal_account import PersonalRecord, RecordKind, RecordStatus

KINDS = {
    Account.PARTICIPANT_CONTRIBUTIONS: RecordKind.CONTRIBUTION,
    Account.PARTICIPANT_PENALTIES: RecordKind.PENALTY,
}


@attrs.frozen
class InMemoryPersonalAccounts:
    """`PersonalAccounts` on the tables of the store."""

    _tables: Tables

    def records(self, person_key: int, *, as_of: datetime | None = None) -> list[PersonalRecord]:
        """A person's records, by period, then receipt; with `as_of`, those recorded by that instant."""
        entries = self._tables.person_entries.of(person_key)
        records = [self._record(entry) for entry in entries if as_of is None or entry.recorded_at <= as_of]
        return sorted(records, key=_place)

    def _record(self, entry: PersonEntry) -> PersonalRecord:
        recorded = self._tables.orders.rows[entry.order_number]
        decision = self._tables.decisions.rows[entry.order_number, entry.decision_number]
        order, month = recorded.order, Month.from_number(entry.month)
        return PersonalRecord(
            period_from=month,
            period_to=month,
            kind=KINDS[entry.account],
            status=RecordStatus.CREDITED,
            amount_tiyn=entry.amount_tiyn,
            received_on=recorded.received_on,
            recorded_at=entry.recorded_at,
            dispatched_on=None,
            document_number=order.document_number,
            document_date=order.document_date,
            reference=order.reference,
            purpose_code=decision.purpose_code,
            sender_id=order.payer.identification_number,
            sender_name=order.payer.name,
            recipient_name=order.beneficiary.name,
            order_total_tiyn=order.total.tiyn,
            order_line_count=len(order.participants),
            order_number=entry.order_number,
            line_number=entry.line_number,
        )


@attrs.frozen
class InMemoryUsageJournal:
    """`UsageJournal` on the tables of the store."""

    _tables: Tables

    def note_view(self, person_key: int, *, actor: Actor, viewed_at: datetime, what: str) -> None:
        """Record one view of a person's data."""
        views = self._tables.views
        views.add((person_key, views.count_of(person_key) + 1), View(actor, viewed_at, what))

    def count_views(self, person_key: int) -> int:
        """How often a person's data were looked at."""
        return self._tables.views.count_of(person_key)


def _place(record: PersonalRecord) -> tuple[object, ...]:
    return (record.period_from, record.received_on, record.order_number, record.line_number)
