"""Social payments that came back."""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from esep.domain.model.benefit_payment import BenefitEntry
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.returned_payment import (
    MatchedLine,
    ReturnedLineView,
    ReturnedOrder,
    ReturnedOrderSummary,
    ReturnedPayment,
    SentCandidate,
)


class ReturnedPayments(Protocol):
    """Orders that bring payments back, line by line, and the payments found for the lines."""

    def receive_alone(self) -> None:
        """Wait until no other unit of work is open that called this, or asked what was `received`.

        Called before it looks by whoever records orders, after `move_money_alone`.
        """
        ...

    def received(self, digests: Collection[bytes], keys: Collection[OrderKey]) -> list[ReturnedOrderSummary]:
        """Orders recorded of these messages, or of these keys. Until the unit of work ends no other one is recorded.

        So no message is taken as a payment order and as returned payments at once.
        """
        ...

    def record(self, orders: Sequence[ReturnedOrder]) -> None:
        """Record orders with all lines, and with their messages' bytes where those are not kept already.

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

    def not_sent_again(self) -> list[ReturnedPayment]:
        """Payments whose last return was not followed by a sending, nor is one recorded to come; by key."""
        ...

    def lines(self, *, is_held: bool | None = None, digests: Collection[bytes] = ()) -> Iterator[ReturnedLineView]:
        """Returned lines: all, held ones or matched ones, of all orders or these; by value date, order and line."""
        ...
