"""Credited money: transfers, refunds, the whole chain."""

from esep.domain.rules.transfer_messages import TransferMessages
from esep.domain.use_cases.list_transfers import ListTransfers
from esep.domain.use_cases.prepare_transfers import PrepareTransfers
from esep.domain.use_cases.trace import Trace
from esep.entrypoints.wiring.parts import Parts
from esep.entrypoints.wiring.refunds import RefundUseCases


class MoneyUseCases(Parts):
    """Credited money: transfers, refunds, the whole chain."""

    @property
    def prepare_transfers(self) -> PrepareTransfers:
        """Send credited money to the Fund."""
        return PrepareTransfers(
            open_unit=self.open_unit,
            files=self.outgoing_files,
            writer=self.writer,
            messages=TransferMessages(parameters=self.rulebook.parameters),
            due_days=self.due_days,
            clock=self.clock,
        )

    @property
    def list_transfers(self) -> ListTransfers:
        """List what went to the Fund."""
        return ListTransfers(open_unit=self.open_unit, due_days=self.due_days)

    @property
    def refunds(self) -> RefundUseCases:
        """Give back what payers apply for."""
        return RefundUseCases(
            open_unit=self.open_unit,
            due_days=self.due_days,
            clock=self.clock,
            applications=self.refund_application_reader,
            files=self.outgoing_files,
            reader=self.reader,
            writer=self.writer,
        )

    @property
    def trace(self) -> Trace:
        """Walk the whole chain."""
        return Trace(open_unit=self.open_unit, clock=self.clock)
