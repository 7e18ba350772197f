"""The steps of a refund, put together on one store."""

import attrs

from esep.domain.ports.clock import Clock
from esep.domain.ports.message_files import MessageReader, MessageWriter
from esep.domain.ports.refund_files import ApplicationReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.refund_messages import RefundMessages
from esep.domain.use_cases.check_refund import CheckRefund
from esep.domain.use_cases.decide_refund import DecideRefund
from esep.domain.use_cases.dispatch_refunds import DispatchRefunds
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.receive_refund_money import ReceiveRefundMoney
from esep.domain.use_cases.submit_refund import SubmitRefund
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles


@attrs.frozen(kw_only=True)
class RefundUseCases:
    """What can be done with applications for return."""

    open_unit: OpenUnitOfWork
    due_days: DueDays
    clock: Clock
    applications: ApplicationReader
    files: WriteOutgoingFiles
    reader: MessageReader
    writer: MessageWriter

    @property
    def submit(self) -> SubmitRefund:
        """Receive an application."""
        return SubmitRefund(
            open_unit=self.open_unit,
            reader=self.applications,
            due_days=self.due_days,
            clock=self.clock,
            parameters=self.due_days.parameters,
        )

    @property
    def check(self) -> CheckRefund:
        """Check it and send it to the Fund."""
        return CheckRefund(open_unit=self.open_unit, due_days=self.due_days, clock=self.clock)

    @property
    def decide(self) -> DecideRefund:
        """Record the Fund's decision."""
        return DecideRefund(open_unit=self.open_unit, due_days=self.due_days, clock=self.clock)

    @property
    def receive_money(self) -> ReceiveRefundMoney:
        """Record that the Fund gave the money back."""
        return ReceiveRefundMoney(open_unit=self.open_unit, due_days=self.due_days, clock=self.clock)

    @property
    def dispatch(self) -> DispatchRefunds:
        """Send the money to the payers."""
        return DispatchRefunds(
            open_unit=self.open_unit,
            files=self.files,
            reader=self.reader,
            writer=self.writer,
            messages=RefundMessages(parameters=self.due_days.parameters),
            due_days=self.due_days,
            clock=self.clock,
        )
