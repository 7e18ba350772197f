"""Where a payment goes: to an account given since its decision was made, or to that of its decision."""

from collections.abc import Iterator
from datetime import datetime

from esep.adapters.in_memory.last_sendings import is_by, sendings_of, sent_at
from esep.adapters.in_memory.paid_parts import part_of
from esep.adapters.in_memory.tables import Tables
from esep.domain.model.benefit_payment import BenefitPayment, Resend
from esep.domain.model.recipient_case import CaseEvent, PaidPart
from esep.domain.rules.social_payments.payout_accounts import standing_change

Payout = tuple[str, str]  # account and BIC


def payout_of(tables: Tables, payment: BenefitPayment, as_of: datetime | None = None) -> Payout:
    """Of a payment that was not sent again: what was given last, unless a later decision named another account."""
    formed_at = tables.benefit_runs.rows[payment.run_number].prepared_at
    given = [resend for resend in tables.benefit_resends.rows.values() if _is_for(tables, resend, payment, formed_at)]
    last = max(given, key=lambda one: (one.recorded_at, one.key.month, one.key.event_number, one.attempt), default=None)
    change = _change_for(tables, payment, as_of)
    if change is not None and change.account and (last is None or change.recorded_at >= last.recorded_at):
        return change.account.account, change.account.bic
    return (last.account, last.bic) if last else _payout(part_of(tables, payment.key))


def _change_for(tables: Tables, payment: BenefitPayment, as_of: datetime | None) -> CaseEvent | None:
    """The change of the payee's account that acts on a payment: one sent before it went where it was sent."""
    sent = next(iter(sendings_of(tables, payment.key, as_of)), None)
    until = sent_at(tables, sent) if sent else None

    def acts(event: CaseEvent) -> bool:
        if event.event_number <= payment.known_event:
            return True
        is_before_sending = sent is None or (until is not None and event.recorded_at < until)
        return is_before_sending and is_by(event.recorded_at, as_of)

    events = _events_until(tables, payment)
    return standing_change((event for event in events if event.account is None or acts(event)), payment.payee_key)


def _events_until(tables: Tables, payment: BenefitPayment) -> Iterator[CaseEvent]:
    """What happened to the case, of decisions those up to the one that the payment rests on."""
    for event in tables.case_events.of(payment.key.case_number):
        if event.decision is None or event.event_number <= payment.key.event_number:
            yield event


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
