"""Refunds: money that a payer asks back by an application (Rules, items 7(4) and 9; Social Code, article 247)."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum

import attrs

from esep.domain.model.actor import Actor

NAME_PREFIX = "RF-"
NAME_DIGITS = 6


class RefundReason(Enum):
    """Why the payer asks for the money; one application has one reason."""

    WRONG_PERIOD = "wrong-period"
    WRONG_SUM = "wrong-sum"
    PAID_TWICE = "paid-twice"
    SENT_BY_MISTAKE = "sent-by-mistake"
    PENSIONER = "pensioner"
    OTHER = "other"  # told by the payer's own text


class RefundState(Enum):
    """How far an application has come."""

    RECEIVED = "received"
    CHECKED = "checked"  # by the State Corporation
    SENT_TO_FUND = "sent-to-fund"
    APPROVED = "approved"
    REFUSED = "refused"  # by the State Corporation or by the Fund
    MONEY_RECEIVED = "money-received"  # from the Fund, or it never left
    DISPATCHED = "dispatched"


FOLLOWERS: dict[RefundState | None, tuple[RefundState, ...]] = {
    None: (RefundState.RECEIVED,),
    RefundState.RECEIVED: (RefundState.CHECKED, RefundState.REFUSED),
    RefundState.CHECKED: (RefundState.SENT_TO_FUND,),
    RefundState.SENT_TO_FUND: (RefundState.APPROVED, RefundState.REFUSED),
    RefundState.APPROVED: (RefundState.MONEY_RECEIVED, RefundState.REFUSED),  # while its money has not come
    RefundState.REFUSED: (),
    RefundState.MONEY_RECEIVED: (RefundState.DISPATCHED,),
    RefundState.DISPATCHED: (),
}
"""Which states may follow each."""

UNDER_APPLICATION = (RefundState.RECEIVED, RefundState.CHECKED, RefundState.SENT_TO_FUND, RefundState.APPROVED)
"""States in which the money is asked for and still stands on the participants' accounts."""

PENDING = (*UNDER_APPLICATION, RefundState.MONEY_RECEIVED)
"""States in which something is still to be done; a line in such an application cannot be asked for again."""

BOOKED = (RefundState.MONEY_RECEIVED, RefundState.DISPATCHED)
"""States in which the money has left the participants' accounts."""


@attrs.frozen(kw_only=True)
class RefundLine:
    """One line of an order, and how much of it is to go back."""

    order_number: int
    line_number: int
    person_key: int  # on whose account it stood when the application was received
    amount_tiyn: int


@attrs.frozen(kw_only=True)
class Refund:
    """An application that the product accepted, as it was received; what happens to it are its events."""

    refund_number: int
    payer_id: str
    application_number: str  # the payer's own; with the payer it makes the application the same application
    applied_on: date
    content_sha256: bytes  # of what the application says, however it is written
    content: bytes = attrs.field(repr=False)  # as it came
    order_number: int
    purpose_code: str  # 026 or 094
    amount_tiyn: int
    reason: RefundReason
    reason_text: str
    documents: tuple[str, ...]  # names of what is attached
    received_on: date
    recorded_at: datetime
    due_on: date  # by when it must be checked and recorded (Rules, items 9 and 14)
    lines: tuple[RefundLine, ...]  # by number

    @property
    def name(self) -> str:
        """`RF-000001`."""
        return refund_name(self.refund_number)


@attrs.frozen(kw_only=True)
class RefundEvent:
    """A state that a refund came to: who did it, when and why. Never changed."""

    refund_number: int
    event_number: int  # counts the refund's events from 1
    state: RefundState
    recorded_at: datetime
    happened_on: date
    due_on: date | None  # by when the next step is to be done; None where none is ours
    actor: Actor
    reason: str = ""
    document: str = ""


@attrs.frozen(kw_only=True)
class RefundCase:
    """A refund with all that happened to it, first to last."""

    refund: Refund
    events: tuple[RefundEvent, ...]

    @property
    def state(self) -> RefundState:
        """The state it stands in."""
        return self.events[-1].state

    @property
    def name(self) -> str:
        """`RF-000001`."""
        return self.refund.name


@attrs.frozen(kw_only=True)
class PaidOrder:
    """What must be known of an order to judge who may ask for what of it."""

    order_number: int
    sender_bic: str
    reference: str
    value_date: date
    document_number: str
    document_date: date
    payer_id: str  # who sent it
    payer_name: str
    actual_payer_id: str  # for whom it was sent; "" where the message names none
    actual_payer_name: str
    purpose_code: str  # that applies by the last decision
    total_tiyn: int
    decision_number: int  # of the last decision
    entry_count: int  # entries of the order as a whole so far
    is_transferred: bool  # its money went to the Fund

    @property
    def payer_ids(self) -> tuple[str, ...]:
        """Who may ask for the money: the sender and the actual payer."""
        return tuple(filter(None, (self.payer_id, self.actual_payer_id)))


@attrs.frozen(kw_only=True)
class PendingRefund:
    """A refund whose money is there and that no file carries yet."""

    case: RefundCase
    order: PaidOrder
    message: bytes  # the order's message as it came; the outgoing one is made from it
    encoding: str  # of the message


@attrs.frozen(kw_only=True)
class SentRefund:
    """A refund as it goes into a file."""

    refund_number: int
    order_number: int
    decision_number: int
    entry_number: int  # of the entry from returns payable to bank
    amount_tiyn: int
    reference: str
    event: RefundEvent  # DISPATCHED


@attrs.frozen(kw_only=True)
class RefundSummary:
    """A refund as listed."""

    refund_number: int
    state: RefundState
    state_since: date  # when that happened
    payer_id: str
    payer_name: str
    application_number: str
    applied_on: date
    order_number: int
    sender_bic: str
    order_reference: str
    value_date: date
    document_number: str
    document_date: date
    purpose_code: str
    amount_tiyn: int
    line_count: int
    reason: RefundReason
    received_on: date
    due_on: date  # by when it had to be checked and recorded
    next_due_on: date | None  # by when the next step is to be done; None where none is ours
    reference: str | None  # of the outgoing message
    file_name: str | None  # of the file that carries it, written or not
    dispatched_on: date | None  # None until that file stands in its folder

    @property
    def name(self) -> str:
        """`RF-000001`."""
        return refund_name(self.refund_number)


def refund_name(refund_number: int) -> str:
    """What people call a refund: `RF-000001`."""
    return f"{NAME_PREFIX}{refund_number:0{NAME_DIGITS}}"


def refund_number_of(name: str) -> int | None:
    """The number in a refund's name, or None where the text is none."""
    digits = name.upper().removeprefix(NAME_PREFIX)
    is_number = digits.isascii() and digits.isdigit() and 0 < len(digits) <= 18
    return int(digits) if is_number and name.upper().startswith(NAME_PREFIX) else None


def states_follow(states: Sequence[RefundState]) -> bool:
    """Whether a refund may have come to these states in this order."""
    return bool(states) and all(
        state in FOLLOWERS[before] for before, state in zip([None, *states], states, strict=False)
    )
