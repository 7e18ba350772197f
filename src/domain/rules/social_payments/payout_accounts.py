"""Which change of an account stands (Orders 237 item 55, 238 item 68, 239 item 67, 248 item 72)."""

from collections.abc import Iterable

import attrs

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.benefit_payment import PaymentView
from esep.domain.model.recipient_case import CaseEvent

Payout = tuple[str, str]  # account and bank


def standing_change(events: Iterable[CaseEvent], payee_key: int) -> CaseEvent | None:
    """The last change of a payee's account, unless a decision made since then named another one than stood before it.

    A decision that only repeats the account of the one before it, as a recalculation does, says nothing about accounts.
    """
    named: Payout | None = None
    change: CaseEvent | None = None
    for event in events:
        if event.account is not None and event.account.payee_key == payee_key:
            change = event
        payout = payout_named(event, payee_key)
        if payout is not None:
            change = change if payout == named else None
            named = payout
    return change


def to_changed_account(payment: PaymentView, events: Iterable[CaseEvent]) -> PaymentView:
    """A payment that is to be sent again, to the account that its payee changed to since it was sent."""
    change = standing_change(events, payment.payee_key)
    if change is None or change.account is None or payment.sent_on is None:
        return payment
    if day_in_almaty(change.recorded_at) < payment.sent_on:
        return payment  # it was sent by what was known of the account, or to one that was given with an earlier return
    return attrs.evolve(payment, account=change.account.account, bic=change.account.bic)


def payout_named(event: CaseEvent, payee_key: int) -> Payout | None:
    """The account that an event's decision names for a payee."""
    parts = event.decision.parts if event.decision else ()
    return next(((part.account, part.bic) for part in parts if part.payee_key == payee_key), None)
