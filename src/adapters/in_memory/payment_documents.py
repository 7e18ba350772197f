"""The documents of social payments in memory."""

from collections.abc import Collection

from esep.adapters.in_memory.tables import Tables
from esep.domain.model.benefit_payment import PaymentKey
from esep.domain.model.payment_document import PaymentDocument, PaymentDocuments, ReturnDocument
from esep.domain.model.returned_payment import MatchedLine


def of_person(tables: Tables, person_keys: Collection[int]) -> dict[PaymentKey, PaymentDocuments]:
    """What carried and brought back the payments to persons, or for their cases."""
    return {
        key: PaymentDocuments(sent=_sent(tables, key), returned=_returned(tables, key))
        for key, payment in tables.benefit_payments.rows.items()
        if key.person_key in person_keys or payment.payee_key in person_keys
    }


def _sent(tables: Tables, key: PaymentKey) -> PaymentDocument | None:
    attempts = [attempt for one, attempt in tables.benefit_dispatches.rows if one == key]
    number = tables.benefit_dispatches.rows[key, max(attempts)].message_number if attempts else None
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


def _returned(tables: Tables, key: PaymentKey) -> ReturnDocument | None:
    own = [one for one in tables.benefit_returns.rows.values() if one.key == key and not one.is_pension]
    if not own:
        return None
    last: MatchedLine = max(own, key=lambda one: one.attempt)
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
