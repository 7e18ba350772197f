"""What the receiver of a message is told."""

import attrs

from esep.domain.model.decision import QuarantinedMessage, RecordedOrder
from esep.domain.model.incoming_message import UnreadableMessage
from esep.domain.model.order_summary import OrderSummary, QuarantineSummary
from esep.domain.model.outcome import Outcome
from esep.domain.model.returned_payment import ReturnedOrderSummary


@attrs.frozen(kw_only=True)
class Receipt:
    """One message received: an order, perhaps known before, a quarantined message, or an order of returned payments.

    The last is known before: `esep payments receive-returns` recorded it, and its outcome is `duplicate`.
    """

    file_name: str
    position: int
    outcome: Outcome
    order: OrderSummary | None
    quarantined: QuarantineSummary | None
    returned: ReturnedOrderSummary | None = None


def summary_of(recorded: RecordedOrder) -> OrderSummary:
    """The summary that the store will give of an order just recorded."""
    order, message, decided = recorded.order, recorded.message, recorded.decision
    return OrderSummary(
        order_number=recorded.order_number,
        key=recorded.key,
        content_sha256=recorded.content_sha256,
        message_sha256=message.sha256,
        conflicts_with=recorded.conflicts_with,
        file_name=message.file_name,
        position=message.position,
        encoding=message.encoding,
        message_type=order.message_type,
        payer_id=order.payer.identification_number,
        payer_name=order.payer.name,
        actual_payer_id=order.actual_payer.identification_number,
        actual_payer_name=order.actual_payer.name,
        purpose_code=order.purpose_code,
        period=order.period,
        line_count=len(order.participants),
        total_tiyn=order.total.tiyn,
        received_on=recorded.received_on,
        recorded_at=recorded.decision.decided_at,
        due_on=recorded.due_on,
        decision_number=decided.decision_number,
        entry_count=len(decided.entries),
        outcome=decided.outcome,
        decided_at=decided.decided_at,
        applied_purpose_code=decided.purpose_code,
        accepted_findings=decided.accepted_findings,
        credited=decided.credited,
        returned=decided.returned,
        held=decided.held,
        findings=decided.findings,
    )


def quarantine_summary(quarantined: QuarantinedMessage) -> QuarantineSummary:
    """The summary that the store will give of a quarantined message."""
    message, reading = quarantined.message, quarantined.message.reading
    if not isinstance(reading, UnreadableMessage):
        raise TypeError("only an unreadable message is quarantined")
    return QuarantineSummary(
        sha256=message.sha256,
        file_name=message.file_name,
        position=message.position,
        encoding=message.encoding,
        reference=reading.reference,
        value_date=reading.value_date,
        sender_bic=reading.sender_bic,
        payer_id=reading.payer_id,
        payer_name=reading.payer_name,
        purpose_code=reading.purpose_code,
        period=reading.period,
        line_count=reading.line_count,
        total_tiyn=reading.total.tiyn if reading.total else None,
        received_at=quarantined.received_at,
        due_on=quarantined.due_on,
        findings=quarantined.findings,
    )
