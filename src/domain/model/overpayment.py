"""Payments paid over: found, told to the recipient, repaid or withheld from later payments on application."""

from datetime import date, datetime
from enum import Enum

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentKey

NAME_PREFIX = "OP-"
NAME_DIGITS = 6


class OverpaymentAction(Enum):
    """What is done about an overpayment."""

    NOTIFY = "notify"  # the recipient was told to give it back
    REPAY = "repay"  # money came from the recipient
    WITHHOLD = "withhold"  # the recipient applied to have it withheld from later payments
    CANCEL = "cancel"  # it was due after all: what is left is not claimed any more


class OverpaymentState(Enum):
    """How an overpayment stands."""

    FOUND = "found"
    NOTIFIED = "notified"
    WITHHELD = "withheld"  # it is being withheld from later payments
    SETTLED = "settled"  # nothing is left
    CANCELLED = "cancelled"  # it was due after all


@attrs.frozen(kw_only=True)
class OverpaymentEvent:
    """One thing done about an overpayment. Never changed."""

    event_number: int  # counts from 1
    action: OverpaymentAction
    happened_on: date
    amount_tiyn: int = 0  # repaid by it, or not claimed any more
    document: str = ""
    recorded_at: datetime
    actor: Actor


@attrs.frozen(kw_only=True)
class Overpayment:
    """So much of a payment was not due."""

    overpayment_number: int  # counts from 1
    key: PaymentKey
    payee_key: int
    amount_tiyn: int
    reason: str
    found_on: date
    due_on: date  # by when the recipient is to be notified
    recorded_at: datetime
    actor: Actor
    events: tuple[OverpaymentEvent, ...] = ()
    withheld_tiyn: int = 0  # of later payments, so far

    @property
    def name(self) -> str:
        """`OP-000001`."""
        return overpayment_name(self.overpayment_number)

    @property
    def repaid_tiyn(self) -> int:
        """What the recipient gave back."""
        return sum(event.amount_tiyn for event in self.events if event.action is OverpaymentAction.REPAY)

    @property
    def is_cancelled(self) -> bool:
        """Whether it was due after all."""
        return any(event.action is OverpaymentAction.CANCEL for event in self.events)

    @property
    def left_tiyn(self) -> int:
        """What is still to come."""
        return 0 if self.is_cancelled else self.amount_tiyn - self.repaid_tiyn - self.withheld_tiyn

    @property
    def state(self) -> OverpaymentState:
        """How it stands."""
        done = {event.action for event in self.events}
        if self.is_cancelled:
            return OverpaymentState.CANCELLED
        if not self.left_tiyn:
            return OverpaymentState.SETTLED
        if OverpaymentAction.WITHHOLD in done:
            return OverpaymentState.WITHHELD
        return OverpaymentState.NOTIFIED if OverpaymentAction.NOTIFY in done else OverpaymentState.FOUND


def overpayment_name(number: int) -> str:
    """What people call an overpayment: `OP-000001`."""
    return f"{NAME_PREFIX}{number:0{NAME_DIGITS}}"


def overpayment_number_of(name: str) -> int | None:
    """The number in an overpayment's name, or None where the text is none."""
    digits = name.upper().removeprefix(NAME_PREFIX)
    is_number = digits.isascii() and digits.isdigit() and 0 < len(digits) <= 18  # of a bigint
    return int(digits) if is_number and name.upper().startswith(NAME_PREFIX) else None
