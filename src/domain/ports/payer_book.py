"""Payers, and the registers of what they paid."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Protocol

from esep.domain.model.month import Month
from esep.domain.model.payer_record import PayerEntry, PayerOrder
from esep.domain.model.payment_registers import ReceivedOrder, SentBack


class PayerBook(Protocol):
    """Reads what is recorded by payer."""

    def orders(self, payer_id: str, month: Month) -> list[PayerOrder]:
        """Orders of whom the number is sender or actual payer, that have something of the month, by value date.

        That is a line of it, a correction that brought a line to it, or, without any line, the header's period.
        """
        ...

    def entries(self, payer_id: str, month: Month) -> Iterator[PayerEntry]:
        """Entries of such orders on participants' accounts for the month, by value date, as a stream."""
        ...

    def received(self, first: date, last: date) -> Iterator[ReceivedOrder]:
        """Orders received from one day to another, both included, by day, sender and reference, as a stream."""
        ...

    def sent_back(self, first: date, last: date) -> Iterator[SentBack]:
        """What went back in files dispatched from one day to another, both included, by reference, as a stream."""
        ...

    def sent_back_of(self, order_numbers: Collection[int]) -> list[SentBack]:
        """What went back of these orders, by reference; what waits to be sent is not there."""
        ...
