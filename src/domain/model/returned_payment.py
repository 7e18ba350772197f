"""Social payments that came back: orders with lists, and the payments that their lines give back."""

from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentKey
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.payment_order import PaymentOrder


class HeldBecause(Enum):
    """Why no payment was found that a line gives back."""

    PURPOSE_CODE = "purpose-code"  # the order's code is none of returned social payments
    PURPOSE_TEXT = "purpose-text"  # the code stands for other returns too, and the order's text names none of ours
    TOTAL = "total-mismatch"  # the order's lines do not add up to its amount
    CONFLICT = "conflicting-duplicate"  # an order of the same sender, reference and day came with other content
    NO_PAYMENT = "no-payment"  # nobody of this number was sent such an amount


@attrs.frozen(kw_only=True)
class ReturnedLine:
    """A line as it came."""

    line_number: int
    iin: str  # as written
    amount_tiyn: int
    period: str  # MMYYYY as written; "" where none is
    finding: HeldBecause | None  # why it was held when it came


@attrs.frozen(kw_only=True)
class ReturnedOrder:
    """An order that brings payments back, to be recorded whole."""

    message: IncomingMessage
    order: PaymentOrder
    lines: tuple[ReturnedLine, ...]
    recorded_at: datetime
    due_on: date  # by when it must be recorded (Rules, item 14)
    actor: Actor


@attrs.frozen(kw_only=True)
class ReturnedOrderSummary:
    """An order of returned payments as it was recorded."""

    key: OrderKey
    content_sha256: bytes  # of the order as read
    message_sha256: bytes
    file_name: str
    payer_id: str
    payer_name: str
    purpose_code: str
    line_count: int
    total_tiyn: int
    due_on: date

    @property
    def name(self) -> str:
        """What it is called: by its key."""
        return str(self.key)


class SentCandidate(NamedTuple):
    """A payment that was sent and did not come back."""

    key: PaymentKey
    kind: str
    payee_key: int
    attempt: int
    is_pension: bool  # the contribution withheld of it, not the payment
    amount_tiyn: int
    reference: str
    sent_on: date
    entry_count: int


class ReturnedPayment(NamedTuple):
    """A payment that came back and was not sent again since."""

    key: PaymentKey
    returned_on: date  # value date of the order that brought it


def returned_key(order: PaymentOrder) -> OrderKey:
    """What makes an order of returned payments the same order."""
    return OrderKey(sender_bic=order.sender_bic, reference=order.reference, value_date=order.value_date)


@attrs.frozen(kw_only=True)
class MatchedByHand:
    """Why a person says which payment a line gives back, where the line does not tell it."""

    reason: str
    actor: Actor


class MatchedLine(NamedTuple):
    """A line with the payment that it gives back."""

    sha256: bytes
    line_number: int
    key: PaymentKey
    attempt: int
    is_pension: bool
    entry_number: int  # the first of those that book it
    amount_tiyn: int
    recorded_at: datetime
    by_hand: MatchedByHand | None = None


@attrs.frozen(kw_only=True)
class ReturnedLineView:
    """A returned line with its order and the payment found for it."""

    sha256: bytes
    line_number: int
    file_name: str
    reference: str
    sender_name: str
    value_date: date
    purpose_code: str
    assignment: str
    iin: str
    amount_tiyn: int
    period: str
    finding: HeldBecause | None
    recorded_at: datetime
    due_on: date
    key: PaymentKey | None  # None: it is held
    is_pension: bool = False
    by_hand: MatchedByHand | None = None
