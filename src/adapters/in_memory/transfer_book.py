"""Transfers to the Fund in memory."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs

from esep.adapters.in_memory.tables import Tables, TransferDispatch, TransferOrder
from esep.domain.errors import NotFound
from esep.domain.model.decision import RecordedOrder
from esep.domain.model.ledger import PARTICIPANT_ACCOUNTS, Account, Entry
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.transfer import (
    ReceivedDay,
    SentTransfer,
    Transfer,
    TransferredOrder,
    TransferSummary,
    UntransferredOrder,
)

Refunded = dict[int, Counter[int]]  # tiyn by order and line


@attrs.frozen
class InMemoryTransferBook:
    """`TransferBook` on the tables of the store."""

    _tables: Tables

    def untransferred(self, received_until: date) -> list[UntransferredOrder]:
        """Orders received up to a day that no transfer carries and that still have money on the accounts."""
        orders = (order for order in self._tables.orders.rows.values() if order.received_on <= received_until)
        return sorted(self._waiting(orders), key=lambda one: one.order_number)

    def next_number(self) -> int:
        """The number of the next transfer."""
        return max(self._tables.transfers.rows, default=0) + 1

    def record(self, transfer: Transfer, orders: Sequence[TransferredOrder]) -> None:
        """Record a transfer, its orders and their entries, or nothing of it."""
        number = transfer.transfer_number
        with self._tables.all_or_nothing():
            self._tables.transfers.add(number, transfer)
            for one in orders:
                if (one.order_number, one.decision_number) not in self._tables.decisions:
                    raise NotFound(f"order {one.order_number} has no decision {one.decision_number}")
                carried = TransferOrder(number, one.entry_number, one.line_count, one.amount_tiyn)
                self._tables.transfer_orders.add(one.order_number, carried)
                self._tables.entries.add((one.order_number, one.entry_number), _entry(transfer, one))

    def without_file(self, limit: int) -> list[Transfer]:
        """Transfers that no file carries yet, first prepared first."""
        transfers, sent = self._tables.transfers.rows, self._tables.transfer_dispatches
        return [transfers[number] for number in sorted(transfers) if number not in sent][:limit]

    def record_file(self, file: DispatchedFile, transfers: Sequence[SentTransfer]) -> None:
        """Record a file and the transfers in it, or nothing of it."""
        with self._tables.all_or_nothing():
            self._tables.files.add(file.file_name, file)
            for one in transfers:
                if one.transfer_number not in self._tables.transfers:
                    raise NotFound(f"no transfer {one.transfer_number} is recorded; send what is without a file")
                self._tables.transfer_references.add(one.reference, one.transfer_number)
                dispatch = TransferDispatch(file.file_name, one.reference)
                self._tables.transfer_dispatches.add(one.transfer_number, dispatch)

    def list_transfers(self) -> Iterator[TransferSummary]:
        """Every transfer, first prepared first."""
        days: dict[int, list[tuple[date, int]]] = {}
        for order_number, carried in self._tables.transfer_orders.rows.items():
            received_on = self._tables.orders.rows[order_number].received_on
            days.setdefault(carried.transfer_number, []).append((received_on, carried.amount_tiyn))
        for number in sorted(self._tables.transfers.rows):
            dispatch = self._tables.transfer_dispatches.rows.get(number)
            yield TransferSummary(
                transfer=self._tables.transfers.rows[number],
                days=tuple(_by_day(days.get(number, []))),
                reference=dispatch.reference if dispatch else None,
                file_name=dispatch.file_name if dispatch else None,
            )

    def untransferred_days(self) -> list[ReceivedDay]:
        """What `untransferred` gives of all time, by day of receipt."""
        waiting = self._waiting(self._tables.orders.rows.values())
        return list(_by_day((one.received_on, one.amount_tiyn) for one in waiting))

    def _waiting(self, orders: Iterable[RecordedOrder]) -> Iterator[UntransferredOrder]:
        refunded = self._refunded()
        for order in orders:
            if order.order_number not in self._tables.transfer_orders:
                one = self._untransferred(order, refunded.get(order.order_number, Counter()))
                if one.amount_tiyn > 0:
                    yield one

    def _untransferred(self, order: RecordedOrder, refunded: Counter[int]) -> UntransferredOrder:
        decision = self._tables.decisions.of(order.order_number)[-1]
        brought = decision.lines.amounts_tiyn
        return UntransferredOrder(
            order_number=order.order_number,
            decision_number=decision.decision_number,
            purpose_code=decision.purpose_code,
            received_on=order.received_on,
            credited_tiyn=decision.credited.tiyn,
            refunded_tiyn=refunded.total(),
            credited_lines=decision.credited.lines,
            refunded_lines=sum(tiyn >= brought[line_number - 1] for line_number, tiyn in refunded.items()),
            entry_count=self._tables.entries.count_of(order.order_number),
        )

    def _refunded(self) -> Refunded:
        refunded: Refunded = {}
        for entry in self._tables.person_entries.rows.values():
            if entry.debit in PARTICIPANT_ACCOUNTS and entry.credit is Account.RETURNS_PAYABLE:
                refunded.setdefault(entry.order_number, Counter())[entry.line_number] += entry.amount_tiyn
        return refunded


def _entry(transfer: Transfer, one: TransferredOrder) -> Entry:
    return Entry(
        order_number=one.order_number,
        entry_number=one.entry_number,
        decision_number=one.decision_number,
        debit=Account.FUND_SETTLEMENT,
        credit=Account.BANK,
        amount_tiyn=one.amount_tiyn,
        recorded_at=transfer.prepared_at,
    )


def _by_day(amounts: Iterable[tuple[date, int]]) -> Iterator[ReceivedDay]:
    counts, sums = Counter[date](), Counter[date]()
    for received_on, tiyn in amounts:
        counts[received_on] += 1
        sums[received_on] += tiyn
    for day in sorted(counts):
        yield ReceivedDay(received_on=day, order_count=counts[day], amount_tiyn=sums[day])
