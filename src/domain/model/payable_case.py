"""A case as far as its payments need it, and what was formed of them."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import attrs

from esep.domain.model.benefit_payment import PaymentView
from esep.domain.model.month import Month
from esep.domain.model.recipient_case import CaseAction, PaidPart, PaymentDecision, RecipientCase
from esep.domain.model.social_payment import SocialPaymentKind


@attrs.frozen(kw_only=True)
class PaymentTerms:
    """What a decision says about payments."""

    from_on: date  # first day that is paid for
    until_on: date | None  # last one; None: no end is known
    payment_count: int | None  # of payments in all; None: one a month until the end
    is_pension_withheld: bool
    parts: tuple[PaidPart, ...]

    @classmethod
    def of(cls, decision: PaymentDecision) -> "PaymentTerms":
        """What matters of a decision."""
        return cls(
            from_on=decision.from_on,
            until_on=decision.until_on,
            payment_count=decision.payment_count,
            is_pension_withheld=decision.is_pension_withheld,
            parts=decision.parts,
        )


@attrs.frozen(kw_only=True)
class PayableEvent:
    """An event that acts on payments, or may."""

    event_number: int
    action: CaseAction
    acts_on: date  # the first day that is paid otherwise; where none was decided, the day on which it happened
    terms: PaymentTerms | None = None


@attrs.frozen(kw_only=True)
class PayableCase:
    """A case on which a decision about payments was made."""

    person_key: int
    case_number: int
    kind: SocialPaymentKind
    events: tuple[PayableEvent, ...]  # of those actions that act on payments, first to last
    last_event: int  # number of the case's last event, whatever it was

    @property
    def is_ended(self) -> bool:
        """Whether the last that was decided is that nothing is paid any more."""
        return self.events[-1].action in ENDING

    @property
    def payee_keys(self) -> set[int]:
        """Everybody whom a decision of it names as paid."""
        return {part.payee_key for event in self.events if event.terms for part in event.terms.parts}

    @classmethod
    def of(cls, case: RecipientCase) -> "PayableCase":
        """What matters of a whole case."""
        return cls(
            person_key=case.application.person_key,
            case_number=case.application.case_number,
            kind=case.kind,
            events=tuple(_events(case)),
            last_event=case.events[-1].event_number,
        )


ACTING = (
    CaseAction.APPOINT,
    CaseAction.SUSPEND,
    CaseAction.RESUME,
    CaseAction.RECALCULATE,
    CaseAction.TERMINATE,
    CaseAction.WITHDRAW,
)
"""Actions that act on payments."""
ENDING = (CaseAction.TERMINATE, CaseAction.WITHDRAW)


def begin_of(action: CaseAction, from_on: date, acts_on: date) -> date:
    """From which day a decision stands: the first one from the first day that is paid for."""
    return from_on if action is CaseAction.APPOINT else max(from_on, acts_on)


class FormedPayment(NamedTuple):
    """A payment that was formed for a month."""

    month: int  # number of the month
    part: int
    event_number: int  # of the decision that it rests on
    payee_key: int
    gross_tiyn: int

    @classmethod
    def of(cls, view: PaymentView) -> "FormedPayment":
        """What matters of a payment."""
        return cls(view.key.month, view.key.part, view.key.event_number, view.payee_key, view.gross_tiyn)


@attrs.frozen(kw_only=True)
class CaseToPay:
    """A case, and how far its payments were formed."""

    case: PayableCase
    settled_until: Month | None = None  # nothing is due up to this month: it was looked at with the same events
    paid_until: Month | None = None  # month of the last payment
    formed: tuple[FormedPayment, ...] = ()  # all payments, where `settled_until` is None


class DuePayment(NamedTuple):
    """A payment that is to be formed."""

    month: int  # number of the month paid for
    part: int
    event_number: int
    payee_key: int
    gross_tiyn: int
    is_pension_withheld: bool
    is_difference: bool  # a later decision adds so much to what was formed


def _events(case: RecipientCase) -> Iterable[PayableEvent]:
    for event in case.events:
        if event.action in ACTING:
            yield PayableEvent(
                event_number=event.event_number,
                action=event.action,
                acts_on=event.effective_on or event.happened_on,
                terms=PaymentTerms.of(event.decision) if event.decision else None,
            )
