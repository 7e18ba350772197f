"""Refunds to payers on application."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from esep.domain.model.ledger import Entry, PersonEntry
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.refund import (
    PaidOrder,
    PendingRefund,
    Refund,
    RefundCase,
    RefundEvent,
    RefundState,
    RefundSummary,
    SentRefund,
)


class RefundBook(Protocol):
    """Records applications and every step of them, and never changes what was recorded.

    Who looks first and then records calls `move_money_alone` before both.
    """

    def next_number(self) -> int:
        """The number of the next refund; only after `move_money_alone`."""
        ...

    def record(self, refund: Refund, received: RefundEvent) -> None:
        """Record an application with its lines and its first event.

        Raises `AlreadyRecorded` where the number, or the payer's application of that number, is recorded, `NotFound`
        where the order is not.
        """
        ...

    def record_steps(
        self, steps: Sequence[RefundEvent], *, entries: Sequence[Entry] = (), lines: Sequence[PersonEntry] = ()
    ) -> None:
        """Record further events with the entries that they make on the order and on participants' accounts.

        Raises `AlreadyRecorded` where an event or an order's entry of that number is there by now, `Conflict` where a
        line has an entry of that number, `NotFound` where the refund or the order is not recorded.
        """
        ...

    def find_application(self, payer_id: str, application_number: str) -> RefundCase | None:
        """The refund that a payer's application made."""
        ...

    def find(self, refund_number: int) -> RefundCase | None:
        """A refund with everything that happened to it."""
        ...

    def orders(self, order_numbers: Collection[int]) -> Mapping[int, PaidOrder]:
        """What must be known of orders to judge who may ask for what; those that are not recorded are left out.

        Called by a unit of work that moves money alone. Until its end no outgoing file takes money of any order, so
        that their next entries are free.
        """
        ...

    def asking_for(self, order_number: int, line_numbers: Collection[int]) -> Mapping[int, tuple[int, ...]]:
        """By line the refunds, ascending, that ask for it and are neither refused nor dispatched."""
        ...

    def list_refunds(
        self, *, states: Collection[RefundState] = tuple(RefundState), numbers: Collection[int] | None = None
    ) -> Iterator[RefundSummary]:
        """Refunds in these states, those of the numbers if any are given, by number."""
        ...

    def unfinished(self) -> Iterator[RefundSummary]:
        """Refunds with a step to be done by a day, by number; one that is sent is done when its file is written."""
        ...

    def pending(self, limit: int, *, without: Collection[int] = ()) -> list[PendingRefund]:
        """Refunds whose money is there and that no file carries, by number, at most `limit`.

        Those of the numbers in `without` are left out.

        They are locked for this unit of work: another one that asks waits, and is then given the next.
        """
        ...

    def record_file(self, file: DispatchedFile, refunds: Sequence[SentRefund]) -> None:
        """Record a file that is to be written, its bytes, and the refunds in it with their entries and events.

        Raises `AlreadyRecorded` where the order's entry or the refund's event of that number is there, `Conflict`
        where a refund, a reference or the file's name was sent before, `NotFound` for what is not recorded.
        """
        ...
