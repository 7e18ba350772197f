"""The documents of social payments in memory."""

from collections.abc import Collection
from datetime import datetime

from esep.adapters.in_memory.last_sendings import is_formed_by, returns_of, sendings_of
from esep.adapters.in_memory.tables import Tables
from esep.domain.model.benefit_payment import PaymentKey
from esep.domain.model.payment_document import PaymentDocument, PaymentDocuments, ReturnDocument


def of_person(
    tables: Tables, person_keys: Collection[int], as_of: datetime | None
) -> dict[PaymentKey, PaymentDocuments]:
    """What carried and brought back the payments to persons, or for their cases, as recorded by an instant."""
    return {
        key: PaymentDocuments(sent=_sent(tables, key, as_of), returned=_returned(tables, key, as_of))
        for key, payment in tables.benefit_payments.rows.items()
        if (key.person_key in person_keys or payment.payee_key in person_keys) and is_formed_by(tables, payment, as_of)
    }


def _sent(tables: Tables, key: PaymentKey, as_of: datetime | None) -> PaymentDocument | None:
    sendings = sendings_of(tables, key, as_of)
    number = sendings[-1].message_number if sendings else None
    if number is None:
        return None
    _, message = tables.benefit_messages.rows[number]
    return PaymentDocument(
        document_number=message.document_number,
        document_date=message.document_date,
        purpose_code=message.purpose_code,
        sender_id=message.sender_id,
        sender_name=message.sender_name,
        recipient_name=message.recipient_name,
        total_tiyn=message.total_tiyn,
    )


def _returned(tables: Tables, key: PaymentKey, as_of: datetime | None) -> ReturnDocument | None:
    returns = returns_of(tables, key, as_of)
    if not returns:
        return None
    last = returns[-1]
    returned = tables.returned_orders.rows[last.sha256]
    order = returned.order
    [period] = [line.period for line in returned.lines if line.line_number == last.line_number]
    return ReturnDocument(
        received_on=order.value_date,
        reference=order.reference,
        document=PaymentDocument(
            document_number=order.document_number,
            document_date=order.document_date,
            purpose_code=order.purpose_code,
            sender_id=order.payer.identification_number,
            sender_name=order.payer.name,
            recipient_name=order.beneficiary.name,
            total_tiyn=order.total.tiyn,
        ),
        amount_tiyn=last.amount_tiyn,
        period=period,
    )
