"""Where a payment goes: to an account given to a resend, or to that of its decision."""

from datetime import datetime

from esep.adapters.in_memory.paid_parts import part_of
from esep.adapters.in_memory.tables import Tables
from esep.domain.model.benefit_payment import BenefitPayment, Resend
from esep.domain.model.recipient_case import PaidPart

Payout = tuple[str, str]  # account and BIC


def payout_of(tables: Tables, payment: BenefitPayment) -> Payout:
    """Of a payment that was not sent again: the account given last, unless a later decision named another."""
    formed_at = tables.benefit_runs.rows[payment.run_number].prepared_at
    given = [resend for resend in tables.benefit_resends.rows.values() if _is_for(tables, resend, payment, formed_at)]
    if not given:
        return _payout(part_of(tables, payment.key))
    last = max(given, key=lambda one: (one.recorded_at, one.key.month, one.key.event_number, one.attempt))
    return last.account, last.bic


def _is_for(tables: Tables, resend: Resend, payment: BenefitPayment, formed_at: datetime) -> bool:
    key, own = resend.key, payment.key
    return (
        resend.is_given
        and (key.person_key, key.case_number, key.part) == (own.person_key, own.case_number, own.part)
        and tables.benefit_payments.rows[key].payee_key == payment.payee_key
        and resend.recorded_at < formed_at
        and not _is_overridden(tables, resend, own.event_number)
    )


def _is_overridden(tables: Tables, resend: Resend, last_event: int) -> bool:
    """Whether a decision made since then named another account than the one that stood."""
    named = [
        (event, _payout(part))
        for event in tables.case_events.of(resend.key.case_number)
        for part in (event.decision.parts if event.decision else ())
        if part.part == resend.key.part
    ]
    before = [payout for event, payout in named if event.recorded_at <= resend.recorded_at]
    stood = before[-1] if before else None
    return any(
        event.recorded_at > resend.recorded_at and event.event_number <= last_event and payout != stood
        for event, payout in named
    )


def _payout(part: PaidPart) -> Payout:
    return part.account, part.bic
