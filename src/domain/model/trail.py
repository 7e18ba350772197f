"""The chain from an incoming message to the last outgoing one, and back."""

from datetime import date, datetime
from enum import Enum

import attrs

from esep.domain.model.benefit_payment import PaymentState
from esep.domain.model.correction import Correction
from esep.domain.model.counted_amount import CountedAmount
from esep.domain.model.ledger import Entry, PersonEntry
from esep.domain.model.order_summary import DecisionSummary, LineSummary, OrderSummary
from esep.domain.model.payment_trail import CarriedPayment, CaseTrail
from esep.domain.model.refund import RefundCase

LinePlace = tuple[int, int]  # an order's number and the number of a line of it


class OutgoingKind(Enum):
    """What an outgoing message carries."""

    RETURN = "return"
    REFUND = "refund"
    TRANSFER = "transfer"
    SOCIAL_PAYMENT = "social-payment"
    PENSION_CONTRIBUTION = "pension-contribution"  # withheld from social payments


@attrs.frozen(kw_only=True)
class OutgoingMessage:
    """A message that left, or is recorded to leave."""

    kind: OutgoingKind
    reference: str
    purpose_code: str
    amount_tiyn: int
    file_name: str
    sent_on: date | None  # None until the file stands in its folder; of a transfer its own day
    refund_number: int | None = None
    transfer_number: int | None = None
    message_number: int | None = None  # of social payments or contributions, like the rest below
    line_count: int | None = None
    confirmed_on: date | None = None  # by the bank

    @property
    def payment_state(self) -> PaymentState:
        """How a message of social payments stands, whatever came back of it since."""
        if self.confirmed_on is not None:
            return PaymentState.PAID
        return PaymentState.FORMED if self.sent_on is None else PaymentState.SENT


@attrs.frozen(kw_only=True)
class OutgoingPart:
    """What one order has in an outgoing message."""

    order_number: int
    message: OutgoingMessage
    amount_tiyn: int
    line_numbers: tuple[int, ...] | None  # None: the order's money as one amount


@attrs.frozen(kw_only=True)
class IllegalMark:
    """What of a line a court recognised as illegal."""

    order_number: int
    line_number: int
    amount_tiyn: int
    act_number: str
    act_date: date
    recorded_at: datetime


@attrs.frozen(kw_only=True)
class LineTrail:
    """One line: what was decided, what it moved, and what became of it."""

    line: LineSummary
    findings: tuple[str, ...]  # codes
    entries: tuple[PersonEntry, ...]
    corrections: tuple[Correction, ...]
    illegal: tuple[IllegalMark, ...]
    outgoing: tuple[str, ...]  # references of messages that carry it away
    refund_numbers: tuple[int, ...]  # applications that ask for it
    counted: tuple[CountedAmount, ...]  # what of it counted in decisions on social payments


@attrs.frozen(kw_only=True)
class OrderTrail:
    """One order, from its message to what left of it."""

    order: OrderSummary
    decisions: tuple[DecisionSummary, ...]
    entries: tuple[Entry, ...]
    lines: tuple[LineTrail, ...]  # those asked for
    outgoing: tuple[OutgoingPart, ...]
    refunds: tuple[RefundCase, ...]


@attrs.frozen(kw_only=True)
class Trail:
    """What a name leads to."""

    asked: str
    outgoing: OutgoingMessage | None  # where an outgoing message was asked for
    orders: tuple[OrderTrail, ...]
    order_count: int  # found; of a transfer with many orders only the first are told
    carried: tuple[CarriedPayment, ...] = ()  # where a message of social payments was asked for; the first ones
    case: CaseTrail | None = None  # where a case or payments of it were asked for

    @property
    def counted_in(self) -> tuple[str, ...]:
        """The decisions on social payments that any of the lines told counted in, by name."""
        marks = (mark for order in self.orders for line in order.lines for mark in line.counted)
        return tuple(sorted({mark.decision for mark in marks}))
