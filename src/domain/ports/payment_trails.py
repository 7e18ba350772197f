"""Reads the chain of social payments: what carried them, what brought them back, what they rest on."""

from collections.abc import Collection, Sequence
from typing import Protocol

from esep.domain.model.benefit_payment import BenefitEntry, PaymentKey, PaymentView, Resend
from esep.domain.model.payment_trail import CarriedKey, CountedLine, DecisionGround, PaymentReturn, Sending
from esep.domain.model.trail import OutgoingMessage


class PaymentTrails(Protocol):
    """Every method is one question for however many payments; answers come by case, month, part and decision."""

    def find_message(self, reference: str) -> OutgoingMessage | None:
        """The outgoing message of a reference with a list of social payments, or of contributions withheld."""
        ...

    def carried_by(self, message: OutgoingMessage, limit: int) -> list[CarriedKey]:
        """The first payments that a message carries, at most `limit`, by line.

        Of contributions no line is kept: they come by the message and line of their payments.
        """
        ...

    def payments(self, keys: Collection[PaymentKey]) -> list[PaymentView]:
        """These payments, with all that became of them."""
        ...

    def decisions(self, keys: Collection[PaymentKey]) -> list[DecisionGround]:
        """The decisions that these payments rest on, each once."""
        ...

    def sendings(self, keys: Collection[PaymentKey]) -> list[Sending]:
        """Every sending of these payments, each payment's first to last."""
        ...

    def returns(self, keys: Collection[PaymentKey]) -> list[PaymentReturn]:
        """The lines that brought these payments back: by sending, the payment before its contribution."""
        ...

    def resends(self, keys: Collection[PaymentKey]) -> list[Resend]:
        """What was recorded to be sent again of these payments, first to last."""
        ...

    def entries(self, keys: Collection[PaymentKey]) -> list[BenefitEntry]:
        """The entries of these payments, each payment's first to last."""
        ...

    def withheld_for(self, overpayment_numbers: Collection[int]) -> list[BenefitEntry]:
        """The entries of whatever payments these overpayments were withheld from."""
        ...

    def counted(self, person_keys: Collection[int], decisions: Sequence[str]) -> list[CountedLine]:
        """The lines on these accounts that counted in decisions; by decision, order and line."""
        ...
