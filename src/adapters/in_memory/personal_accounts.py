"""Personal accounts in memory, and the journal of who looked at them."""

from collections.abc import Collection
from datetime import datetime

import attrs

from esep.adapters.in_memory import later_moves
from esep.adapters.in_memory.person_entries import entries_of_order
from esep.adapters.in_memory.tables import Tables, View
from esep.domain.model.account_entry import AccountEntry, Line, records_of
from esep.domain.model.actor import Actor
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.decision import Decision
from esep.domain.model.ledger import Account, PersonEntry
from esep.domain.model.month import Month
from esep.domain.model.outcome import LineOutcome
from esep.domain.model.personal_account import CorrectionNote, IllegalNote, PersonalRecord, RecordKind
from esep.domain.model.standing_contribution import StandingContribution


@attrs.frozen
class InMemoryPersonalAccounts:
    """`PersonalAccounts` on the tables of the store."""

    _tables: Tables

    def records(self, person_keys: Collection[int], *, as_of: datetime | None = None) -> list[PersonalRecord]:
        """The records of one person, under all the person's numbers; with `as_of`, as they stood then."""
        entries = [
            self._entry(entry, as_of)
            for person_key in person_keys
            for entry in self._tables.person_entries.of(person_key)
            if as_of is None or entry.recorded_at <= as_of
        ]
        return records_of(entries, self._illegal(person_keys, as_of))

    def standing_contributions(
        self, person_keys: Collection[int], *, as_of: datetime | None = None
    ) -> list[StandingContribution]:
        """What stands of the contributions of one person, by month, then receipt."""
        return [
            StandingContribution(
                person_key=record.person_key,
                order_number=record.order_number,
                line_number=record.line_number,
                month_from=record.period_from,
                month_to=record.period_to,
                standing_tiyn=record.standing_tiyn,
                illegal_tiyn=sum(note.amount_tiyn for note in record.illegal),
                payer_id=record.payer_id,
                received_on=record.received_on,
                document_number=record.document_number,
                assignment=record.assignment,
            )
            for record in self.records(person_keys, as_of=as_of)
            if record.kind is RecordKind.CONTRIBUTION and record.standing_tiyn
        ]

    def credited_lines(self, order_number: int, line_numbers: Collection[int]) -> list[CreditedLine]:
        """Those of an order's lines that its last decision credited, as they stand now, by number."""
        decisions = self._tables.decisions.of(order_number)
        if not decisions:
            return []
        last, entries = decisions[-1], entries_of_order(self._tables, order_number)
        return [
            self._credited_line(last, number, [entry for entry in entries if entry.line_number == number])
            for number in sorted(set(line_numbers))
            if 0 < number <= len(last.lines.outcomes) and last.lines.outcomes[number - 1] is LineOutcome.CREDITED
        ]

    def _credited_line(self, decision: Decision, number: int, entries: list[PersonEntry]) -> CreditedLine:
        key = (decision.order_number, number)
        came = max((entry for entry in entries if entry.debit is Account.UNALLOCATED), key=lambda one: one.entry_number)
        return CreditedLine(
            order_number=decision.order_number,
            line_number=number,
            person_key=came.person_key,
            month=Month.from_number(came.month),
            account=came.credit,
            decision_number=decision.decision_number,
            amount_tiyn=decision.lines.amounts_tiyn[number - 1],
            refunded_tiyn=sum(one.amount_tiyn for one in entries if one.credit is Account.RETURNS_PAYABLE),
            under_application_tiyn=later_moves.under_application_tiyn(self._tables, key),
            counted_tiyn=later_moves.counted_tiyn(self._tables, key),
            illegal_tiyn=sum(
                amount.amount_tiyn
                for one in self._tables.illegal_lists.rows.values()
                for amount in one.amounts
                if (amount.person_key, amount.order_number, amount.line_number) == (came.person_key, *key)
            ),
            entry_count=len(entries),
        )

    def _entry(self, entry: PersonEntry, as_of: datetime | None) -> AccountEntry:
        recorded = self._tables.orders.rows[entry.order_number]
        decision = self._tables.decisions.rows[entry.order_number, entry.decision_number]
        order, month = recorded.order, Month.from_number(entry.month)
        actual = order.actual_payer
        transfer = later_moves.transfer_of(self._tables, entry.order_number, as_of)
        return AccountEntry(
            person_key=entry.person_key,
            order_number=entry.order_number,
            line_number=entry.line_number,
            entry_number=entry.entry_number,
            debit=entry.debit,
            credit=entry.credit,
            amount_tiyn=entry.amount_tiyn,
            month_from=month,
            month_to=month,
            recorded_at=entry.recorded_at,
            correction=self._correction(entry),
            refund_number=entry.refund_number,
            refund_purpose_code=later_moves.refund_purpose_code(self._tables, entry.refund_number),
            is_from_fund=later_moves.is_from_fund(self._tables, entry),
            refunded_on=later_moves.refunded_on(self._tables, entry.refund_number, as_of),
            transferred_on=transfer.transferred_on if transfer else None,
            received_on=recorded.received_on,
            document_number=order.document_number,
            document_date=order.document_date,
            reference=order.reference,
            purpose_code=decision.purpose_code,
            sender_id=order.payer.identification_number,
            sender_name=order.payer.name,
            actual_payer_id=actual.identification_number,
            actual_payer_name=actual.name,
            recipient_name=order.beneficiary.name,
            order_total_tiyn=order.total.tiyn,
            order_line_count=max(len(order.participants), 1),
            assignment=order.assignment,
        )

    def _correction(self, entry: PersonEntry) -> CorrectionNote | None:
        if entry.correction_number is None:
            return None
        correction = self._tables.corrections.rows[entry.correction_number]
        return CorrectionNote(
            correction_number=correction.correction_number,
            reason=correction.reason,
            document_number=correction.document_number,
            document_date=correction.document_date,
            recorded_at=correction.recorded_at,
        )

    def _illegal(self, person_keys: Collection[int], as_of: datetime | None) -> dict[Line, list[IllegalNote]]:
        notes: dict[Line, list[IllegalNote]] = {}
        for one in self._tables.illegal_lists.rows.values():
            if as_of is not None and one.recorded_at > as_of:
                continue
            for amount in one.amounts:
                if amount.person_key in person_keys:
                    note = IllegalNote(
                        amount_tiyn=amount.amount_tiyn,
                        act_number=one.act.number,
                        act_date=one.act.day,
                        recorded_at=one.recorded_at,
                    )
                    line = (amount.person_key, amount.order_number, amount.line_number)
                    notes.setdefault(line, []).append(note)
        return notes


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
