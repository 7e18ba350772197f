"""Transfers to the Fund."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.transfer import (
    ReceivedDay,
    SentTransfer,
    Transfer,
    TransferredOrder,
    TransferSummary,
    UntransferredOrder,
)


class TransferBook(Protocol):
    """What is still to go to the Fund, and what went."""

    def untransferred(self, received_until: date) -> list[UntransferredOrder]:
        """Orders received up to a day that no transfer carries and that still have money on the accounts, by number.

        Called by a unit of work that moves money alone. Until its end no outgoing file takes money of these orders
        either, so that their next entries are free.
        """
        ...

    def next_number(self) -> int:
        """The number of the next transfer."""
        ...

    def record(self, transfer: Transfer, orders: Sequence[TransferredOrder]) -> None:
        """Record a transfer, its orders, and each order's entry from bank to fund settlement.

        Raises `Conflict` where an order was transferred already, `NotFound` where an order has no such decision;
        nothing is recorded then.
        """
        ...

    def without_file(self, limit: int) -> list[Transfer]:
        """Transfers that no file carries yet, first prepared first, at most `limit`; locked like unwritten files."""
        ...

    def record_file(self, file: DispatchedFile, transfers: Sequence[SentTransfer]) -> None:
        """Record a file that is to be written, its bytes, and the transfers in it.

        Raises `Conflict` where the file's name, a transfer or a reference stands in a file already, `NotFound` where
        a transfer is not recorded; nothing is recorded then.
        """
        ...

    def list_transfers(self) -> Iterator[TransferSummary]:
        """Every transfer, first prepared first."""
        ...

    def untransferred_days(self) -> list[ReceivedDay]:
        """What `untransferred` gives of all time, by day of receipt, earliest first. Locks nothing."""
        ...
