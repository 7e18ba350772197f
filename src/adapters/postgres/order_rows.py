"""Orders, decisions, findings and returns as rows of their tables: a few rows per order."""

from collections.abc import Iterator

from esep.domain.model.decision import Decision, QuarantinedMessage, RecordedOrder
from esep.domain.model.incoming_message import IncomingMessage, UnreadableMessage

Row = tuple[object, ...]

MESSAGE = ("sha256", "content", "encoding", "recorded_at")
MESSAGE_TYPES = ("bytea", "bytea", "text", "timestamptz")
ORDER = (
    "order_number", "sender_bic", "reference", "value_date", "content_sha256", "conflicts_with", "message_sha256",
    "file_name", "position", "encoding", "message_type", "payer_id", "payer_name", "purpose_code", "period",
    "document_number", "document_date", "recipient_name", "line_count", "total_tiyn", "received_on", "recorded_at",
    "due_on", "actual_payer_id", "actual_payer_name", "assignment",
)  # fmt: skip
DECISION = (
    "order_number", "decision_number", "action", "outcome", "decided_at", "actor_identity", "actor_role",
    "actor_purpose", "reason", "purpose_code", "accepted_findings", "register_source", "register_version",
    "register_answered_at", "credited_lines", "credited_tiyn", "returned_lines", "returned_tiyn", "held_lines",
    "held_tiyn",
)  # fmt: skip
FINDING = (
    "order_number", "decision_number", "place", "code", "severity", "line_number", "field", "found", "expected",
)  # fmt: skip
ENTRY = ("order_number", "entry_number", "decision_number", "debit", "credit", "amount_tiyn", "recorded_at")
RETURN_ORDER = ("order_number", "decision_number", "purpose_code", "amount_tiyn", "is_one_amount")
RETURN_LINE = ("order_number", "line_number", "decision_number", "amount_tiyn")
QUARANTINED = (
    "sha256", "file_name", "position", "encoding", "reference", "value_date", "sender_bic", "payer_id", "payer_name",
    "purpose_code", "period", "line_count", "total_tiyn", "received_at", "due_on",
)  # fmt: skip
QUARANTINE_FINDING = ("sha256", "place", "code", "severity", "field", "found", "expected")


def message_row(message: IncomingMessage, recorded_at: object) -> Row:
    """A message as it came."""
    return (message.sha256, message.content, message.encoding, recorded_at)


def order_row(recorded: RecordedOrder) -> Row:
    """The header of an order."""
    order, key, message = recorded.order, recorded.key, recorded.message
    return (
        recorded.order_number, key.sender_bic, key.reference, key.value_date, recorded.content_sha256,
        recorded.conflicts_with, message.sha256, message.file_name, message.position, message.encoding,
        order.message_type, order.payer.identification_number, order.payer.name, order.purpose_code, order.period,
        order.document_number, order.document_date, order.beneficiary.name, len(order.participants),
        order.total.tiyn, recorded.received_on, recorded.decision.decided_at, recorded.due_on,
        order.actual_payer.identification_number, order.actual_payer.name, order.assignment,
    )  # fmt: skip


def decision_row(decision: Decision) -> Row:
    """A decision with its parts."""
    actor, register = decision.actor, decision.register
    return (
        decision.order_number, decision.decision_number, decision.action.value, decision.outcome.value,
        decision.decided_at, actor.identity, actor.role, actor.purpose, decision.reason, decision.purpose_code,
        list(decision.accepted_findings), register and register.source, register and register.version,
        register and register.answered_at, decision.credited.lines, decision.credited.tiyn, decision.returned.lines,
        decision.returned.tiyn, decision.held.lines, decision.held.tiyn,
    )  # fmt: skip


def finding_rows(decision: Decision) -> Iterator[Row]:
    """The findings of a decision, in their order."""
    for place, finding in enumerate(decision.findings, 1):
        yield (
            decision.order_number, decision.decision_number, place, finding.code, finding.severity.value,
            finding.line, finding.field, finding.found, finding.expected,
        )  # fmt: skip


def entry_rows(decision: Decision) -> Iterator[Row]:
    """The entries of the order as a whole."""
    for entry in decision.entries:
        yield (
            entry.order_number, entry.entry_number, entry.decision_number, entry.debit.value, entry.credit.value,
            entry.amount_tiyn, entry.recorded_at,
        )  # fmt: skip


def return_rows(decision: Decision) -> Iterator[Row]:
    """What the decision sends back, if anything."""
    order = decision.return_order
    if order is not None:
        yield (
            decision.order_number, decision.decision_number, order.purpose_code, order.amount_tiyn,
            order.is_one_amount,
        )  # fmt: skip


def return_line_rows(decision: Decision) -> Iterator[Row]:
    """The lines sent back."""
    order = decision.return_order
    if order is not None:
        for line, amount in zip(order.line_numbers, order.amounts_tiyn, strict=True):
            yield (decision.order_number, line, decision.decision_number, amount)


def quarantined_row(quarantined: QuarantinedMessage) -> Row:
    """A quarantined message with what could be read of it."""
    message, reading = quarantined.message, quarantined.message.reading
    if not isinstance(reading, UnreadableMessage):
        raise TypeError("only an unreadable message is quarantined")
    return (
        message.sha256, message.file_name, message.position, message.encoding, reading.reference, reading.value_date,
        reading.sender_bic, reading.payer_id, reading.payer_name, reading.purpose_code, reading.period,
        reading.line_count, reading.total.tiyn if reading.total else None, quarantined.received_at, quarantined.due_on,
    )  # fmt: skip


def quarantine_finding_rows(quarantined: QuarantinedMessage) -> Iterator[Row]:
    """Why it could not be read."""
    for place, finding in enumerate(quarantined.findings, 1):
        yield (
            quarantined.message.sha256, place, finding.code, finding.severity.value, finding.field, finding.found,
            finding.expected,
        )  # fmt: skip
