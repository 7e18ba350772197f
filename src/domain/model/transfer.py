"""Transfers: the day's credited money on its way to the Fund (Social Code, article 17(1)(29))."""

from collections.abc import Iterable
from datetime import date, datetime

import attrs

from esep.domain.model.actor import Actor


@attrs.frozen(kw_only=True)
class UntransferredOrder:
    """An order whose lines still have money on participants' accounts that no transfer carries yet."""

    order_number: int
    decision_number: int  # of the last decision, which credited the lines
    purpose_code: str  # that applies by it
    received_on: date
    credited_tiyn: int
    refunded_tiyn: int  # of it, that left the accounts for the payer before any transfer
    credited_lines: int
    refunded_lines: int  # of them, of which nothing is left
    entry_count: int  # entries of the order as a whole so far

    @property
    def amount_tiyn(self) -> int:
        """What still stands on the accounts."""
        return self.credited_tiyn - self.refunded_tiyn

    @property
    def line_count(self) -> int:
        """Lines that still have something."""
        return self.credited_lines - self.refunded_lines


@attrs.frozen(kw_only=True)
class TransferredOrder:
    """An order in a transfer, whole, with the entry that takes its money from bank to fund settlement."""

    order_number: int
    decision_number: int
    entry_number: int
    line_count: int
    amount_tiyn: int

    @classmethod
    def of(cls, order: UntransferredOrder) -> "TransferredOrder":
        """All that is left of an order, by its next entry."""
        return cls(
            order_number=order.order_number,
            decision_number=order.decision_number,
            entry_number=order.entry_count + 1,
            line_count=order.line_count,
            amount_tiyn=order.amount_tiyn,
        )


@attrs.frozen(kw_only=True)
class Transfer:
    """Money of one purpose code that goes to the Fund on one day, in one payment order."""

    transfer_number: int  # counts the transfers from 1
    transferred_on: date
    purpose_code: str
    amount_tiyn: int
    order_count: int
    line_count: int
    prepared_at: datetime
    actor: Actor


@attrs.frozen(kw_only=True)
class SentTransfer:
    """A transfer as it goes into a file."""

    transfer_number: int
    reference: str  # of the outgoing message


@attrs.frozen(kw_only=True)
class ReceivedDay:
    """Orders of one day of receipt: of a transfer, or waiting for one."""

    received_on: date
    order_count: int
    amount_tiyn: int


@attrs.frozen(kw_only=True)
class TransferSummary:
    """A transfer as recorded, with the days on which its orders were received and the file that carries it."""

    transfer: Transfer
    days: tuple[ReceivedDay, ...]  # earliest first
    reference: str | None  # of the outgoing message
    file_name: str | None  # of the file that carries it, written or not


def transfer_of(
    orders: Iterable[UntransferredOrder],
    *,
    transfer_number: int,
    transferred_on: date,
    purpose_code: str,
    prepared_at: datetime,
    actor: Actor,
) -> tuple[Transfer, list[TransferredOrder]]:
    """The transfer of orders of one purpose code, and each of them in it."""
    carried = [TransferredOrder.of(order) for order in orders]
    transfer = Transfer(
        transfer_number=transfer_number,
        transferred_on=transferred_on,
        purpose_code=purpose_code,
        amount_tiyn=sum(order.amount_tiyn for order in carried),
        order_count=len(carried),
        line_count=sum(order.line_count for order in carried),
        prepared_at=prepared_at,
        actor=actor,
    )
    return transfer, carried
