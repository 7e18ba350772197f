"""The case of a recipient of social payments: application, events, decisions (Rules, items 10-12)."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

from esep.domain.model.account_change import AccountChange
from esep.domain.model.actor import Actor
from esep.domain.model.identification_number import masked
from esep.domain.model.social_payment import SocialPaymentKind

NAME_PREFIX = "SP-"
NAME_DIGITS = 6


class CaseState(Enum):
    """How a case stands."""

    REGISTERED = "registered"  # the application is in the journal
    CHECKED = "checked"  # papers and calculation checked by the State Corporation, draft decision made
    WITH_FUND = "with-fund"  # the electronic file waits for the Fund's decision
    INCOMPLETE = "incomplete"  # the applicant is to complete the papers
    REFUSAL_ANNOUNCED = "refusal-announced"  # the applicant was told what speaks against it and may object
    APPOINTED = "appointed"  # live: it is paid
    REFUSED = "refused"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"  # by the deadline: taken off the register


class CaseAction(Enum):
    """What is done to a case."""

    REGISTER = "register"
    CHECK = "check"
    SEND = "send"
    ASK_TO_COMPLETE = "ask-to-complete"
    COMPLETE = "complete"
    TELL = "tell"  # the applicant or recipient was told; changes no state
    ANNOUNCE_REFUSAL = "announce-refusal"
    APPOINT = "appoint"
    REFUSE = "refuse"
    SUSPEND = "suspend"
    RESUME = "resume"
    RECALCULATE = "recalculate"  # another degree or number of dependants, a complicated birth, an increase
    TERMINATE = "terminate"
    WITHDRAW = "withdraw"
    CHANGE_ACCOUNT = "change-account"  # on application; changes no state and decides nothing


class Relation(Enum):
    """How a dependant stood to the breadwinner (Social Code 239(2))."""

    CHILD = "child"
    SIBLING = "sibling"
    GRANDCHILD = "grandchild"
    CARER = "carer"  # a parent, spouse, grandparent or sibling who cares for a child under three

    @property
    def is_by_age(self) -> bool:
        """Whether the right ends with an age."""
        return self is not Relation.CARER


class Channel(Enum):
    """By which way an application came (Orders 237 item 16, 238 item 19, 239 item 18, 248 item 20)."""

    STATE_CORPORATION = "state-corporation"
    CAREER_CENTRE = "career-centre"
    EXAMINATION = "examination"  # division of the medical and social examination
    EGOV = "egov"
    BANK = "bank"
    PROACTIVE = "proactive"


@attrs.frozen(kw_only=True)
class Dependant:
    """A member of a breadwinner's family who is paid for."""

    iin: str = attrs.field(repr=masked)
    relation: Relation
    until_on: date | None = None  # end of study or of disability, coming of age; None: no end is known
    share: Fraction | None = None  # of the payment; None: what the shares given leave, in equal parts
    account: str = ""  # own account, where the share is paid apart; "": paid with the recipient's
    bic: str = ""


@attrs.frozen(kw_only=True)
class CaseDetails:
    """What an application says beyond its common part; what does not belong to the kind is empty."""

    account: str = ""  # of the recipient, IBAN
    bic: str = ""
    degree_percent: int | None = None  # of the loss of ability to work
    disability_until: date | None = None  # None with a degree: for good
    dependants: tuple[Dependant, ...] = ()
    breadwinner_died_on: date | None = None  # or the court's date
    leave_days: int | None = None  # on the sheet of temporary incapacity for work
    is_adoption: bool = False
    is_complicated_birth: bool = False
    child_iin: str = attrs.field(default="", repr=masked)
    child_birth_date: date | None = None
    birth_order: int | None = None
    unemployed_since: date | None = None
    unemployed_number: str = ""
    is_pension_exempt: bool = False
    pension_exempt_ground: str = ""


@attrs.frozen(kw_only=True)
class Application:
    """An application as registered. Its date is the day of registration."""

    case_number: int
    kind: SocialPaymentKind
    person_key: int  # the recipient
    insured_key: int  # whose contributions count
    application_number: str  # the applicant's; with person and kind it makes the application the same
    content_sha256: bytes
    content: bytes = attrs.field(default=b"", repr=False)  # as it came; empty in cases that were listed
    submitted_at: datetime
    registered_on: date
    right_on: date  # onset of the social risk
    channel: Channel
    region: str
    documents: tuple[str, ...]
    details: CaseDetails
    recorded_at: datetime
    due_on: date  # by when it must be recorded (Rules, item 14)
    actor: Actor

    @property
    def name(self) -> str:
        """`SP-000001`."""
        return case_name(self.case_number)


@attrs.frozen(kw_only=True)
class PaidPart:
    """Who is paid what of each payment."""

    part: int  # counts from 1
    payee_key: int
    amount_tiyn: int
    account: str
    bic: str


@attrs.frozen(kw_only=True)
class PaymentDecision:
    """What is paid from a day on, with the calculation that it rests on."""

    law: str
    length_months: int
    average_income_tiyn: int
    amount_tiyn: int  # of one payment, before what is withheld
    is_pension_withheld: bool
    from_on: date  # first day that is paid for
    until_on: date | None  # last day that is paid for; None: no end is known
    payment_count: int | None  # of payments in all; None: one a month until the end
    parts: tuple[PaidPart, ...]
    # Steps and extract, as calculated; JSON values only. Empty in cases that were listed.
    frozen: Mapping[str, Any] = attrs.field(factory=dict, repr=False)


@attrs.frozen(kw_only=True)
class CaseEvent:
    """One thing that happened to a case. Never changed."""

    case_number: int
    event_number: int  # counts the case's events from 1
    action: CaseAction
    state: CaseState  # that it leads to
    ground: str = ""  # code of the dated list of grounds
    happened_on: date  # when the ground arose or the document came
    effective_on: date | None = None  # from which day it acts on the payments
    due_on: date | None = None  # by when the next step is to be done; None where none is ours
    document_number: str = ""
    document_date: date | None = None
    reason: str = ""
    last_paid_on: date | None = None  # of a withdrawal: day and sum of the last payment; None where there was none
    last_paid_tiyn: int | None = None
    recording_due_on: date  # by when it had to be recorded (Rules, item 14)
    recorded_at: datetime
    actor: Actor
    decision: PaymentDecision | None = None
    account: AccountChange | None = None


@attrs.frozen(kw_only=True)
class RecipientCase:
    """A case with all that happened to it, first to last."""

    application: Application
    events: tuple[CaseEvent, ...]

    @property
    def name(self) -> str:
        """`SP-000001`."""
        return self.application.name

    @property
    def kind(self) -> SocialPaymentKind:
        """The kind of social payment."""
        return self.application.kind

    @property
    def state(self) -> CaseState:
        """The state it stands in."""
        return self.events[-1].state

    @property
    def is_paid(self) -> bool:
        """Whether it is paid now."""
        return self.state is CaseState.APPOINTED

    @property
    def is_live(self) -> bool:
        """Whether it may be paid, now or once it is resumed."""
        return self.state in (CaseState.APPOINTED, CaseState.SUSPENDED)

    @property
    def decision(self) -> PaymentDecision | None:
        """What is decided about its payments now."""
        return next((event.decision for event in reversed(self.events) if event.decision is not None), None)

    def as_of(self, instant: datetime) -> "RecipientCase | None":
        """As it was known at an instant; None where it was not yet."""
        events = tuple(event for event in self.events if event.recorded_at <= instant)
        return attrs.evolve(self, events=events) if events else None

    def last(self, action: CaseAction) -> "CaseEvent | None":
        """The last event of an action."""
        return next((event for event in reversed(self.events) if event.action is action), None)


def case_name(case_number: int) -> str:
    """What people call a case: `SP-000001`."""
    return f"{NAME_PREFIX}{case_number:0{NAME_DIGITS}}"


def case_number_of(name: str) -> int | None:
    """The number in a case's name, or None where the text is none."""
    digits = name.upper().removeprefix(NAME_PREFIX)
    is_number = digits.isascii() and digits.isdigit() and 0 < len(digits) <= 18  # of a bigint
    return int(digits) if is_number and name.upper().startswith(NAME_PREFIX) else None
