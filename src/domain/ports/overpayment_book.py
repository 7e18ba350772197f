"""Payments paid over."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from esep.domain.model.benefit_payment import BenefitEntry
from esep.domain.model.overpayment import Overpayment, OverpaymentEvent


class OverpaymentBook(Protocol):
    """Overpayments and what was done about them. Who records looks first, in a unit that moves money alone."""

    def next_number(self) -> int:
        """The number of the next overpayment."""
        ...

    def record(self, overpayments: Sequence[Overpayment], entries: Sequence[BenefitEntry]) -> None:
        """Record overpayments found, with their entries from paid to overpayments.

        Raises `AlreadyRecorded` where a number is taken.
        """
        ...

    def record_event(
        self, overpayment: Overpayment, event: OverpaymentEvent, entries: Sequence[BenefitEntry] = ()
    ) -> None:
        """Record what was done, with its entries. Raises `AlreadyRecorded` where the event's number is taken."""
        ...

    def find(self, overpayment_number: int) -> Overpayment | None:
        """One overpayment with all that was done; None where the number is not known."""
        ...

    def list_overpayments(self, *, case_number: int | None = None) -> Iterator[Overpayment]:
        """All overpayments, or those of a case, by number."""
        ...

    def to_withhold(self) -> dict[int, list[Overpayment]]:
        """Overpayments that are to be withheld from later payments and not settled, by payee, oldest first."""
        ...
