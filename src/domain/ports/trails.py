"""Reads the chain of what happened to money, both ways."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from esep.domain.model.correction import Correction
from esep.domain.model.ledger import Entry, PersonEntry
from esep.domain.model.order_summary import DecisionSummary, LineSummary
from esep.domain.model.trail import IllegalMark, LinePlace, OutgoingMessage, OutgoingPart


class Trails(Protocol):
    """Every method is one question for however many orders or lines."""

    def places_of(self, person_keys: Collection[int]) -> list[LinePlace]:
        """Lines that stand or stood on these accounts, and lines of these numbers that were not credited, in order."""
        ...

    def find_outgoing(self, reference: str) -> OutgoingMessage | None:
        """The outgoing message of a reference."""
        ...

    def parts_of(self, message: OutgoingMessage, limit: int) -> tuple[list[OutgoingPart], int]:
        """What each order has in a message, by order, at most `limit` of them, and how many orders there are."""
        ...

    def outgoing(self, order_numbers: Collection[int]) -> list[OutgoingPart]:
        """What left, or is recorded to leave, of each order, by order and reference."""
        ...

    def decisions(self, order_numbers: Collection[int]) -> Mapping[int, Sequence[DecisionSummary]]:
        """Every decision on each order, first to last."""
        ...

    def entries(self, order_numbers: Collection[int]) -> list[Entry]:
        """The entries of orders as a whole, by order and number."""
        ...

    def lines(
        self, order_numbers: Collection[int], places: Collection[LinePlace] | None
    ) -> list[tuple[int, LineSummary]]:
        """Lines of orders as last decided, those of the places where any are given, each after its order's number."""
        ...

    def line_entries(self, places: Sequence[LinePlace]) -> list[PersonEntry]:
        """The entries of lines on all accounts that they stood on, by order, line and number."""
        ...

    def corrections(self, order_numbers: Collection[int]) -> list[Correction]:
        """The corrections of orders' lines, first to last."""
        ...

    def illegal(self, order_numbers: Collection[int]) -> list[IllegalMark]:
        """What was recognised as illegal of orders' lines, first recorded first."""
        ...

    def refunds_asking(self, order_numbers: Collection[int]) -> list[tuple[int, int, int]]:
        """Order, line and refund number of each line that an application asks for, in that order."""
        ...
