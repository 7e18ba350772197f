"""Corrections of recorded lines: a reversal and a new entry with one cause (Rules, items 8 and 9)."""

from datetime import date, datetime

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.ledger import Account, PersonEntry


@attrs.frozen(kw_only=True)
class Correction:
    """A credited line brought to another person, another month, or both. What it had recorded stays, reversed."""

    correction_number: int
    order_number: int
    line_number: int
    amount_tiyn: int  # all that the line brought
    person_from: int
    month_from: int  # number of the month
    person_to: int
    month_to: int
    reason: str
    document_number: str
    document_date: date
    recorded_at: datetime
    due_on: date
    actor: Actor

    def entries(
        self, account: Account, *, decision_number: int, entries_before: int
    ) -> tuple[PersonEntry, PersonEntry]:
        """The reversal and the new entry. Between them the money belongs to nobody."""
        return (
            self._entry(
                self.person_from, self.month_from, account, Account.UNALLOCATED, decision_number, entries_before + 1
            ),
            self._entry(
                self.person_to, self.month_to, Account.UNALLOCATED, account, decision_number, entries_before + 2
            ),
        )

    def _entry(
        self, person: int, month: int, debit: Account, credit: Account, decision_number: int, entry_number: int
    ) -> PersonEntry:
        return PersonEntry(
            person_key=person,
            order_number=self.order_number,
            line_number=self.line_number,
            entry_number=entry_number,
            decision_number=decision_number,
            debit=debit,
            credit=credit,
            amount_tiyn=self.amount_tiyn,
            month=month,
            recorded_at=self.recorded_at,
            correction_number=self.correction_number,
        )
