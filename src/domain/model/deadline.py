"""What must be done by which day (Rules, item 7: within one working day of receipt)."""

from datetime import date
from enum import Enum

import attrs


class DeadlineState(Enum):
    """How a deadline stands today."""

    OPEN = "open"
    DUE_TODAY = "due-today"
    BREACHED = "breached"


class Duty(Enum):
    """What is still to be done."""

    DECIDE_ORDER = "decide-order"  # a held order waits for the register or an operator
    READ_MESSAGE = "read-message"  # a quarantined message waits for the sender or an operator
    SEND_RETURN = "send-return"  # a return waits for `returns dispatch`


@attrs.frozen(kw_only=True)
class Deadline:
    """One thing that is not done yet."""

    duty: Duty
    name: str  # of the order, or file and position of a message
    received_on: date
    due_on: date
    amount_tiyn: int | None
    state: DeadlineState


def state_on(due_on: date, today: date) -> DeadlineState:
    """How a day of the calendar stands to a deadline that was not met yet."""
    if due_on < today:
        return DeadlineState.BREACHED
    return DeadlineState.DUE_TODAY if due_on == today else DeadlineState.OPEN
