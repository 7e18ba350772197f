"""List what went to the Fund, and what of it went late."""

from collections.abc import Iterator

import attrs

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.deadline import Duty
from esep.domain.model.transfer import TransferSummary
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.due_days import DueDays


@attrs.frozen(kw_only=True)
class ListedTransfer:
    """A transfer, and how many of its orders were received too long before it."""

    summary: TransferSummary
    late_orders: int  # of those whose term is known


@attrs.frozen(kw_only=True)
class ListTransfers:
    """Every transfer with the orders transferred after the next operating day (Social Code, article 17(1)(29))."""

    open_unit: OpenUnitOfWork
    due_days: DueDays

    def __call__(self) -> Iterator[ListedTransfer]:
        """First prepared first; read as they are asked for."""
        with self.open_unit() as unit:
            for summary in unit.transfers.list_transfers():
                yield ListedTransfer(summary=summary, late_orders=self._late_orders(summary))

    def _late_orders(self, summary: TransferSummary) -> int:
        transfer, late = summary.transfer, 0
        gone_on = max(transfer.transferred_on, day_in_almaty(transfer.prepared_at))  # a day given later hides nothing
        for day in summary.days:
            due_on = self.due_days.due_on(Duty.TRANSFER_MONEY.value, day.received_on)
            if due_on is not None and due_on < gone_on:
                late += day.order_count
        return late
