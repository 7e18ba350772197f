"""The chain of a social payment: the decision that it rests on, what carried it, what came back, what was paid over."""

import re
from datetime import date, datetime

import attrs

from esep.domain.model.benefit_payment import BenefitEntry, PaymentKey, PaymentState, PaymentView, Resend
from esep.domain.model.month import InvalidMonth, Month
from esep.domain.model.overpayment import Overpayment
from esep.domain.model.recipient_case import CaseAction, RecipientCase, case_number_of

_NAME = re.compile(
    r"(?P<case>SP-\d{1,18})(/(?P<event>\d{1,4})|/(?P<month>\d{4}-\d{2})(/(?P<part>\d{1,4}))?)?",
    re.ASCII | re.IGNORECASE,
)


@attrs.frozen(kw_only=True)
class PaymentsAsked:
    """Which payments a name means: all of a case, those for a month, one part of it, those of one decision."""

    case_number: int
    month: int | None = None  # its number
    part: int | None = None
    event_number: int | None = None  # of the decision

    @classmethod
    def named(cls, name: str) -> "PaymentsAsked | None":
        """By `SP-000001`, `SP-000001/2025-05`, `SP-000001/2025-05/1` or, of a decision, `SP-000001/5`; else None."""
        found = _NAME.fullmatch(name)
        case_number = case_number_of(found["case"]) if found else None
        if found is None or case_number is None:
            return None
        try:
            month = Month.parse_iso(found["month"]).to_number() if found["month"] else None
        except InvalidMonth:
            return None
        return cls(
            case_number=case_number,
            month=month,
            part=int(found["part"]) if found["part"] else None,
            event_number=int(found["event"]) if found["event"] else None,
        )

    def means(self, key: PaymentKey) -> bool:
        """Whether a payment of the case is one of those asked for."""
        return (
            self.month in (None, key.month)
            and self.part in (None, key.part)
            and self.event_number in (None, key.event_number)
        )


@attrs.frozen(kw_only=True)
class DecisionGround:
    """The event of a case that a payment rests on, as its document says."""

    case_number: int
    event_number: int
    action: CaseAction
    happened_on: date
    document_number: str
    document_date: date | None
    recorded_at: datetime
    actor_identity: str


@attrs.frozen(kw_only=True)
class Sending:
    """A payment in a file: its n-th sending."""

    key: PaymentKey
    attempt: int  # 1 is the first
    reference: str | None  # of the message; None: nothing was left to be sent to the recipient
    line_number: int | None  # in the message
    amount_tiyn: int
    contribution_reference: str | None  # of the message that carries the pension contribution; None: it carries none
    file_name: str | None
    sent_on: date | None  # None until the file stands in its folder
    confirmed_on: date | None  # by the bank


@attrs.frozen(kw_only=True)
class PaymentReturn:
    """A line of a bank's message that brought a payment, or the contribution withheld of it, back."""

    key: PaymentKey
    attempt: int  # the sending that came back
    is_contribution: bool
    amount_tiyn: int
    reference: str  # of the bank's message
    sender_bic: str
    value_date: date
    line_number: int
    file_name: str
    recorded_at: datetime


@attrs.frozen(kw_only=True)
class CarriedKey:
    """A payment that an outgoing message carries."""

    key: PaymentKey
    attempt: int
    line_number: int | None  # in the message; not kept of contributions


@attrs.frozen(kw_only=True)
class CarriedPayment:
    """A payment in the message that was asked for, and what became of that sending."""

    payment: PaymentView
    decision: DecisionGround
    attempt: int
    line_number: int | None
    amount_tiyn: int  # in this message
    state: PaymentState  # of this sending: sent, sent again, paid or returned
    returned: PaymentReturn | None
    resent_in: str | None  # reference of the next message that carries it


@attrs.frozen(kw_only=True)
class PaymentTrail:
    """One payment with everything that moved it."""

    payment: PaymentView
    decision: DecisionGround
    entries: tuple[BenefitEntry, ...]
    sendings: tuple[Sending, ...]
    returns: tuple[PaymentReturn, ...]
    resends: tuple[Resend, ...]


@attrs.frozen(kw_only=True)
class OverpaymentTrail:
    """An overpayment, and the entries of later payments that it was withheld by."""

    overpayment: Overpayment
    withheld: tuple[BenefitEntry, ...]


@attrs.frozen(kw_only=True)
class CountedLine:
    """A line of an incoming order that counted in a decision."""

    decision: str  # `SP-000001/5`: the case and the number of its event
    order_number: int
    reference: str
    sender_bic: str
    value_date: date
    line_number: int
    amount_tiyn: int  # that counted


@attrs.frozen(kw_only=True)
class CaseTrail:
    """A case from its application to the last that became of its payments."""

    case: RecipientCase
    counted: tuple[CountedLine, ...]
    payments: tuple[PaymentTrail, ...]  # those asked for
    overpayments: tuple[OverpaymentTrail, ...]  # found of those payments
