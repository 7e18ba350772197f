"""Social payments paid: prepared, sent, returned, paid over."""

from esep.domain.rules.social_payments.payment_messages import PaymentMessages
from esep.domain.use_cases.cancel_overpayment import CancelOverpayment
from esep.domain.use_cases.confirm_payments import ConfirmPayments
from esep.domain.use_cases.handle_overpayments import HandleOverpayments
from esep.domain.use_cases.match_returned_by_hand import MatchReturnedByHand
from esep.domain.use_cases.prepare_payments import PreparePayments
from esep.domain.use_cases.receive_returned_payments import ReceiveReturnedPayments
from esep.domain.use_cases.redecide import Redecision
from esep.domain.use_cases.resend_payments import ResendPayments
from esep.domain.use_cases.send_payments import SendPayments
from esep.domain.use_cases.take_over_orders import TakeOverOrders
from esep.entrypoints.wiring.parts import Parts


class PaymentUseCases(Parts):
    """Social payments paid: prepared, sent, returned, paid over."""

    @property
    def prepare_payments(self) -> PreparePayments:
        """Make a month's payments."""
        return PreparePayments(
            open_unit=self.open_unit,
            register=self.state_register,
            send=self._send_payments,
            due_days=self.due_days,
            clock=self.clock,
        )

    @property
    def confirm_payments(self) -> ConfirmPayments:
        """Record the bank's confirmation."""
        return ConfirmPayments(open_unit=self.open_unit, clock=self.clock)

    @property
    def receive_returned_payments(self) -> ReceiveReturnedPayments:
        """Book what came back."""
        return ReceiveReturnedPayments(
            open_unit=self.open_unit,
            take_over=TakeOverOrders(
                redecision=Redecision(
                    register=self.state_register, clock=self.clock, rulebook=self.rulebook, reader=self.reader
                )
            ),
            rulebook=self.rulebook,
            due_days=self.due_days,
            clock=self.clock,
        )

    @property
    def match_returned_by_hand(self) -> MatchReturnedByHand:
        """Book a held line on a payment that a person names."""
        return MatchReturnedByHand(
            open_unit=self.open_unit, rulebook=self.rulebook, due_days=self.due_days, clock=self.clock
        )

    @property
    def resend_payments(self) -> ResendPayments:
        """Send again what came back."""
        return ResendPayments(
            open_unit=self.open_unit, send=self._send_payments, due_days=self.due_days, clock=self.clock
        )

    @property
    def overpayments(self) -> HandleOverpayments:
        """Handle what was paid over."""
        return HandleOverpayments(open_unit=self.open_unit, due_days=self.due_days, clock=self.clock)

    @property
    def cancel_overpayment(self) -> CancelOverpayment:
        """Take a claim back."""
        return CancelOverpayment(open_unit=self.open_unit, due_days=self.due_days, clock=self.clock)

    @property
    def _send_payments(self) -> SendPayments:
        return SendPayments(
            open_unit=self.open_unit,
            register=self.state_register,
            files=self.outgoing_files,
            writer=self.writer,
            messages=PaymentMessages(parameters=self.rulebook.parameters),
            clock=self.clock,
        )
