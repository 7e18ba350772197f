"""Corrections of recorded lines."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from esep.domain.model.correction import Correction
from esep.domain.model.ledger import PersonEntry


class CorrectionBook(Protocol):
    """Records corrections, and never changes them."""

    def next_number(self) -> int:
        """The number of the next correction; only after `move_money_alone`."""
        ...

    def record(self, correction: Correction, entries: Sequence[PersonEntry]) -> None:
        """Record a correction with its entries. Raises `Conflict` where the line has an entry of such a number."""
        ...

    def due_from(self, day: date | None) -> list[Correction]:
        """Corrections due on a day or later, or all, first to last."""
        ...

    def of_line(self, order_number: int, line_number: int) -> list[Correction]:
        """All corrections of a line, first to last."""
        ...
