"""Corrections of recorded lines in memory."""

from collections.abc import Sequence
from datetime import date

import attrs

from esep.adapters.in_memory.person_entries import add_entries
from esep.adapters.in_memory.tables import Tables
from esep.domain.model.correction import Correction
from esep.domain.model.ledger import PersonEntry


@attrs.frozen
class InMemoryCorrectionBook:
    """`CorrectionBook` on the tables of the store."""

    _tables: Tables

    def next_number(self) -> int:
        """The number of the next correction."""
        return len(self._tables.corrections) + 1

    def record(self, correction: Correction, entries: Sequence[PersonEntry]) -> None:
        """Record a correction with its entries; raises Conflict where the line has an entry of such a number."""
        with self._tables.all_or_nothing():
            self._tables.corrections.add(correction.correction_number, correction)
            add_entries(self._tables, entries)

    def due_from(self, day: date | None) -> list[Correction]:
        """Corrections due on a day or later, or all, first to last."""
        return [one for one in self._tables.corrections.rows.values() if day is None or one.due_on >= day]

    def of_line(self, order_number: int, line_number: int) -> list[Correction]:
        """All corrections of a line, first to last."""
        return [
            one
            for one in self._tables.corrections.rows.values()
            if (one.order_number, one.line_number) == (order_number, line_number)
        ]
