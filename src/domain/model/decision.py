"""Decisions on payment orders, and orders as they are recorded."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.finding import Finding
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.ledger import CreditedLines, Entry
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.outcome import LineOutcome, Outcome, Part
from esep.domain.model.payment_order import PaymentOrder


class Action(Enum):
    """What led to a decision."""

    RECEIVE = "receive"
    RETRY = "retry"
    RELEASE = "release"
    SEND_BACK = "send-back"
    TAKE_OVER = "take-over"  # it brings social payments back: received as such, it is no payment order any more


@attrs.frozen(kw_only=True)
class RegisterEvidence:
    """Which register answered for a decision, from which version of its data, and when."""

    source: str
    version: int
    answered_at: datetime


@attrs.frozen(kw_only=True)
class DecidedLines:
    """The lines of an order as decided, by columns."""

    numbers: Sequence[int | None]  # IIN as a number; None where it is invalid
    amounts_tiyn: Sequence[int]
    months: Sequence[int | None]
    outcomes: Sequence[LineOutcome]
    levels: Sequence[str]  # how names and birth date compared with the register's (rules.examined_order)


@attrs.frozen(kw_only=True)
class ReturnOrder:
    """Money to be sent back to the payer by one decision."""

    purpose_code: str  # 026 or 094
    amount_tiyn: int
    is_one_amount: bool  # without a list: the lines do not add up to what was received, or there are none
    line_numbers: Sequence[int]
    amounts_tiyn: Sequence[int]


@attrs.frozen(kw_only=True)
class Decision:
    """One decision on an order. An order has one or more; the last one stands."""

    order_number: int
    decision_number: int  # counts the order's decisions from 1
    action: Action
    outcome: Outcome
    decided_at: datetime
    actor: Actor
    reason: str = ""
    purpose_code: str  # the code that applied: the order's own or the operator's
    accepted_findings: tuple[str, ...] = ()  # hold findings that operators accepted, so far
    register: RegisterEvidence | None
    findings: tuple[Finding, ...]
    credited: Part
    returned: Part
    held: Part
    lines: DecidedLines
    entries: tuple[Entry, ...]
    credited_lines: CreditedLines | None
    return_order: ReturnOrder | None


@attrs.frozen(kw_only=True)
class RecordedOrder:
    """An order with its message and its first decision, to be recorded whole."""

    order_number: int
    key: OrderKey
    content_sha256: bytes
    conflicts_with: int | None  # number of the earlier order of the same key
    message: IncomingMessage
    order: PaymentOrder
    received_on: date
    due_on: date
    decision: Decision


@attrs.frozen(kw_only=True)
class QuarantinedMessage:
    """A message that could not be read, to be kept and listed."""

    message: IncomingMessage
    findings: tuple[Finding, ...]
    received_at: datetime
    due_on: date
