"""What must be done by which day (Rules, item 7: within one working day of receipt)."""

from datetime import date
from enum import Enum

import attrs


class DeadlineState(Enum):
    """How a deadline stands today."""

    OPEN = "open"
    DUE_TODAY = "due-today"
    BREACHED = "breached"
    MET = "met"  # done, by the due day
    LATE = "late"  # done, after it


class Duty(Enum):
    """What is still to be done."""

    DECIDE_ORDER = "decide-order"  # a held order waits for the register or an operator
    READ_MESSAGE = "read-message"  # a quarantined message waits for the sender or an operator
    SEND_RETURN = "send-return"  # a return waits for `returns dispatch`
    CHECK_REFUND = "check-refund"  # an application for return waits for the State Corporation's check
    DECIDE_REFUND = "decide-refund"  # an application waits for the Fund's decision
    SEND_REFUND = "send-refund"  # money for a payer waits for `refunds dispatch`
    TRANSFER_MONEY = "transfer-money"  # a day's credited money waits for `transfers prepare`
    RECORD_CHANGE = "record-change"  # a change of personal data; done when it is recorded
    CHECK_APPLICATION = "check-application"  # an application for a social payment waits for the State Corporation
    SEND_APPLICATION = "send-application"  # a checked one waits to go to the Fund
    DECIDE_APPLICATION = "decide-application"  # one waits for the Fund's decision
    TELL_INCOMPLETE = "tell-incomplete"  # the applicant is to be told that papers are missing
    COMPLETE_PAPERS = "complete-papers"  # the applicant is to complete them
    HEAR_OBJECTIONS = "hear-objections"  # the applicant may object to a refusal that was announced
    PAY_FIRST_SUM = "pay-first-sum"  # a decision waits for its first payment
    ENTER_NEED = "enter-need"  # a decision is to be entered into the need for money
    TELL_TERMINATED = "tell-terminated"  # the recipient is to be told of the end
    SUSPEND_CASE = "suspend-case"  # done when it is decided; likewise the next two
    RESUME_CASE = "resume-case"
    TERMINATE_CASE = "terminate-case"
    SEND_PAYMENT = "send-payment"  # a social payment that was formed waits for its message
    RECORD_PAYMENT = "record-payment"  # a social payment made; done when it is recorded
    SEND_CONTRIBUTION = "send-contribution"  # a pension contribution withheld waits to go to the pension fund
    RECORD_RETURN = "record-return"  # a social payment that came back; done when it is recorded
    FIND_RETURNED = "find-returned"  # the payment that a returned line gives back is to be found
    RESEND_PAYMENT = "resend-payment"  # a social payment that came back and is due waits to be sent again
    NOTIFY_OVERPAYMENT = "notify-overpayment"  # the recipient is to be told to give back what was paid over
    RECORD_RECIPIENT = "record-recipient"  # data of a recipient; done when they are recorded


@attrs.frozen(kw_only=True)
class Deadline:
    """One thing to be done by a day, or that was."""

    duty: Duty
    name: str  # of the order, file and position of a message, or the day of what is to be transferred
    received_on: date
    due_on: date
    amount_tiyn: int | None
    state: DeadlineState
    count: int | None = None  # of people, where one deadline is of many


def state_on(due_on: date, today: date) -> DeadlineState:
    """How a day of the calendar stands to a deadline that was not met yet."""
    if due_on < today:
        return DeadlineState.BREACHED
    return DeadlineState.DUE_TODAY if due_on == today else DeadlineState.OPEN


def state_when_done(due_on: date, done_on: date) -> DeadlineState:
    """How a deadline was met."""
    return DeadlineState.MET if done_on <= due_on else DeadlineState.LATE
