"""The sendings and returns of a payment, all of them or those recorded by an instant."""

from datetime import datetime

from esep.adapters.in_memory.tables import Tables
from esep.domain.model.benefit_payment import BenefitPayment, PaymentKey, SentPayment
from esep.domain.model.returned_payment import MatchedLine


def is_formed_by(tables: Tables, payment: BenefitPayment, as_of: datetime | None) -> bool:
    """Whether a payment was formed by an instant."""
    return is_by(tables.benefit_runs.rows[payment.run_number].prepared_at, as_of)


def sendings_of(tables: Tables, key: PaymentKey, as_of: datetime | None) -> list[SentPayment]:
    """First to last. Where nothing was left to be sent no file names the payment: it is known with the payment."""
    sent = [one for (of, _), one in tables.benefit_dispatches.rows.items() if of == key]
    return sorted((one for one in sent if _is_sent_by(tables, one, as_of)), key=lambda one: one.attempt)


def returns_of(tables: Tables, key: PaymentKey, as_of: datetime | None) -> list[MatchedLine]:
    """First to last, contributions left out."""
    lines = [one for one in tables.benefit_returns.rows.values() if one.key == key and not one.is_pension]
    return sorted((one for one in lines if is_by(one.recorded_at, as_of)), key=lambda one: one.attempt)


def is_by(recorded_at: datetime, as_of: datetime | None) -> bool:
    """Whether something was recorded by an instant; None is always."""
    return as_of is None or recorded_at <= as_of


def sent_at(tables: Tables, sent: SentPayment) -> datetime | None:
    """When a sending was recorded; None where no file names it."""
    number = sent.message_number or sent.pension_message
    if number is None:
        return None
    file_name, _ = tables.benefit_messages.rows[number]
    return tables.files.rows[file_name].recorded_at


def _is_sent_by(tables: Tables, sent: SentPayment, as_of: datetime | None) -> bool:
    instant = sent_at(tables, sent)
    return instant is None or is_by(instant, as_of)
