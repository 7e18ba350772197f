"""Social payments paid: a payment per case, month, part and decision, its entries and what carries it."""

from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.month import Month
from esep.domain.model.recipient_case import case_name


class PaymentState(Enum):
    """How a payment stands."""

    FORMED = "formed"  # waits for its message, the first one or another one after a return
    SENT = "sent"
    RESENT = "sent-again"  # after a return
    PAID = "paid"  # the bank confirmed it
    RETURNED = "returned"  # by the bank


class PaymentKey(NamedTuple):
    """What no two payments have in common."""

    person_key: int  # the recipient
    case_number: int
    month: int  # number of the month paid for
    part: int
    event_number: int  # of the decision that it rests on

    @property
    def name(self) -> str:
        """The payment as people call it: `SP-000001/2024-05/1`."""
        return f"{case_name(self.case_number)}/{Month.from_number(self.month)}/{self.part}"


class BenefitPayment(NamedTuple):
    """A payment as formed."""

    key: PaymentKey
    payee_key: int
    gross_tiyn: int
    withheld_tiyn: int  # pension contribution
    recovered_tiyn: int  # of overpayments, on the recipient's application
    known_event: int  # the case's last event when it was formed
    run_number: int
    due_on: date  # by when it is to be sent and recorded

    @property
    def net_tiyn(self) -> int:
        """What is sent to the recipient."""
        return self.gross_tiyn - self.withheld_tiyn - self.recovered_tiyn


class BenefitEntry(NamedTuple):
    """An entry of one payment; accounts by their numbers, since there are very many."""

    key: PaymentKey
    entry_number: int  # counts the payment's entries from 1
    debit: int
    credit: int
    amount_tiyn: int
    recorded_at: datetime
    overpayment_number: int | None = None


@attrs.frozen(kw_only=True)
class PaymentRun:
    """One preparation of a month's payments."""

    run_number: int  # counts from 1
    month: Month
    prepared_at: datetime
    payment_count: int
    gross_tiyn: int
    actor: Actor


class PaymentBalance(NamedTuple):
    """What stands of a payment, by all its entries."""

    entry_count: int
    payable_tiyn: int
    withheld_tiyn: int
    paid_tiyn: int
    returned_tiyn: int
    overpaid_tiyn: int  # found, and not given back yet
    recovered_tiyn: int


class WaitingPayment(NamedTuple):
    """A payment that waits for its message."""

    key: PaymentKey
    run_number: int
    kind: str  # code of the kind of social payment
    payee_key: int
    attempt: int  # to be sent for the n-th time
    amount_tiyn: int  # to be sent to the recipient
    withheld_tiyn: int  # to be sent to the pension fund with it; 0 where that was done
    account: str
    bic: str
    entry_count: int


@attrs.frozen(kw_only=True)
class UnpaidDecision:
    """An appointed case of which nothing was formed yet."""

    case_number: int
    decided_on: date  # by its document
    due_on: date  # of the first payment, as the decision set it
    amount_tiyn: int


@attrs.frozen(kw_only=True)
class PaymentMessage:
    """An outgoing message with a list of payments, or of contributions withheld."""

    message_number: int  # of its reference
    reference: str
    purpose_code: str
    bic: str
    line_count: int
    total_tiyn: int
    document_number: str  # this and all below: as the message says
    document_date: date
    sender_id: str
    sender_name: str
    recipient_name: str


class SentPayment(NamedTuple):
    """A payment as it goes into a file, with its entry from payable to paid."""

    key: PaymentKey
    attempt: int
    message_number: int | None  # None: nothing was left to be sent to the recipient
    line_number: int
    amount_tiyn: int
    pension_message: int | None
    entry_number: int  # 0 where there is none


@attrs.frozen(kw_only=True)
class PaymentView:
    """A payment with all that became of it."""

    key: PaymentKey
    kind: str  # code of the kind of social payment
    region: str
    payee_key: int
    gross_tiyn: int
    withheld_tiyn: int
    recovered_tiyn: int
    run_number: int
    formed_at: datetime
    due_on: date
    state: PaymentState
    attempt: int  # how often it was sent
    account: str  # that it went or goes to
    bic: str
    purpose_code: str | None  # of the message that carries it
    reference: str | None  # likewise; of its last sending
    file_name: str | None
    sent_on: date | None
    confirmed_on: date | None
    returned_on: date | None  # last time
    overpaid_tiyn: int  # found to be paid over

    @property
    def net_tiyn(self) -> int:
        """What is sent to the recipient."""
        return self.gross_tiyn - self.withheld_tiyn - self.recovered_tiyn


@attrs.frozen(kw_only=True)
class Resend:
    """What came back is to be sent again."""

    key: PaymentKey
    attempt: int
    account: str
    bic: str
    is_given: bool = False  # whether the account was given for it: later payments of the part go there too
    amount_tiyn: int
    recorded_at: datetime
    due_on: date
    actor: Actor


@attrs.frozen(kw_only=True)
class Confirmation:
    """The bank confirmed that a message was executed."""

    message_number: int
    confirmed_on: date
    recorded_at: datetime
    actor: Actor


@attrs.frozen(kw_only=True)
class PaymentFigures:
    """What was paid, returned and withheld of one kind in one region."""

    kind: str
    region: str
    payments: int  # sent, by the day of the file
    paid_tiyn: int  # to recipients
    withheld_tiyn: int  # pension contributions, sent with them
    recovered_tiyn: int  # withheld for overpayments
    returned: int  # payments that came back, by the day of recording
    returned_tiyn: int
    returned_pension_tiyn: int


@attrs.frozen(kw_only=True)
class AliveSignal:
    """A contribution came for a person whose loss a breadwinner payment is paid for (Social Code 241(1)(11))."""

    case_number: int
    case_state: str  # of the case: appointed or suspended
    person_key: int  # the recipient
    insured_key: int  # for whom it came
    order_number: int
    order_reference: str
    line_number: int
    month: int  # number of the month paid for
    amount_tiyn: int
    outcome: str  # of the line: credited, returned or held
    received_on: date
