"""Payment orders, their messages and decisions."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from esep.domain.model.decision import Decision, QuarantinedMessage, RecordedOrder
from esep.domain.model.order_summary import DecisionSummary, LineSummary, OrderSummary, QuarantineSummary
from esep.domain.model.outcome import Outcome


class OrderBook(Protocol):
    """Records orders whole and never changes what was recorded. All methods take batches where many may come."""

    def find_many(self, order_numbers: Collection[int]) -> Mapping[int, OrderSummary]:
        """The orders known under these numbers, with their findings."""
        ...

    def record_all(self, orders: Sequence[RecordedOrder]) -> None:
        """Record new orders: message, header, first decision, findings, lines, entries, returns.

        Raises `AlreadyRecorded` where one of them is there by now.
        """
        ...

    def record_decisions(self, decisions: Sequence[Decision]) -> None:
        """Add later decisions on known orders, all or none.

        Raises `AlreadyRecorded` where the number of one is taken, `NotFound` where the order of one is not known.
        """
        ...

    def quarantine_all(self, messages: Sequence[QuarantinedMessage]) -> None:
        """Keep unreadable messages; one that is kept already, by its digest, is left as it is."""
        ...

    def find_quarantined(self, digests: Collection[bytes]) -> Mapping[bytes, QuarantineSummary]:
        """The quarantined messages of these digests, as they were first received."""
        ...

    def find_by_reference(
        self, reference: str, *, sender_bic: str | None = None, value_date: date | None = None
    ) -> list[OrderSummary]:
        """All orders of a reference, newest value date first."""
        ...

    def list_orders(self, outcome: Outcome | None = None) -> Iterator[OrderSummary]:
        """All orders, or those of one outcome, by value date, sender and reference, without their findings."""
        ...

    def list_quarantined(self) -> Iterator[QuarantineSummary]:
        """All quarantined messages, oldest first."""
        ...

    def decisions(self, order_number: int) -> list[DecisionSummary]:
        """Every decision on an order, first to last."""
        ...

    def lines(self, order_number: int) -> Iterator[LineSummary]:
        """The lines of an order as last decided, in order."""
        ...

    def message_contents(self, order_numbers: Collection[int]) -> Mapping[int, bytes]:
        """The bytes of each order's message as they came. Raises `NotFound` where one of the orders is not known."""
        ...
