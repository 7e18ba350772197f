"""Social payments that came back."""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from esep.domain.model.benefit_payment import BenefitEntry
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.returned_payment import MatchedLine, ReturnedLineView, ReturnedOrder, SentCandidate


class ReturnedPayments(Protocol):
    """Orders that bring payments back, line by line, and the payments found for the lines."""

    def known(self, digests: Collection[bytes]) -> set[bytes]:
        """Digests of those messages that were recorded before."""
        ...

    def known_orders(self, keys: Collection[OrderKey]) -> dict[OrderKey, set[bytes]]:
        """Digests of the contents (`PaymentOrder.content_sha256`) that orders of these keys were recorded with."""
        ...

    def record(self, orders: Sequence[ReturnedOrder]) -> None:
        """Record orders with their messages' bytes and all lines.

        Raises `AlreadyRecorded` where one was recorded before; nothing is recorded then.
        """
        ...

    def candidates(self, payee_keys: Collection[int]) -> list[SentCandidate]:
        """What was sent to these persons and did not come back: payments and contributions, last sent first.

        Called by a unit of work that moves money alone.
        """
        ...

    def match(self, matched: Sequence[MatchedLine], entries: Sequence[BenefitEntry]) -> None:
        """Record which payments lines give back, with the entries to returned payments.

        Raises `Conflict` where a payment came back already, `NotFound` where it was not sent.
        """
        ...

    def lines(self, *, is_held: bool | None = None, digests: Collection[bytes] = ()) -> Iterator[ReturnedLineView]:
        """Returned lines: all, held ones or matched ones, of all orders or these; by value date, order and line."""
        ...
