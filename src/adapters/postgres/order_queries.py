"""Statements that read orders, and their rows as values of the domain."""

from typing import Any

from esep.domain.model.actor import Actor
from esep.domain.model.decision import Action, RegisterEvidence
from esep.domain.model.finding import Finding, Severity
from esep.domain.model.month import Month
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.order_summary import DecisionSummary, LineSummary, OrderSummary, QuarantineSummary
from esep.domain.model.outcome import LineOutcome, Outcome, Part

Row = dict[str, Any]

ORDERS = """
    select o.order_number, o.sender_bic, o.reference, o.value_date, o.content_sha256, o.message_sha256,
           o.conflicts_with, o.file_name, o.position, o.encoding, o.message_type, o.payer_id, o.payer_name,
           o.actual_payer_id, o.actual_payer_name,
           o.purpose_code, o.period, o.line_count, o.total_tiyn, o.received_on, o.recorded_at, o.due_on,
           d.decision_number, d.outcome, d.decided_at, d.purpose_code as applied_purpose_code, d.accepted_findings,
           d.credited_lines, d.credited_tiyn, d.returned_lines, d.returned_tiyn, d.held_lines, d.held_tiyn,
           (select count(*) from order_entry e where e.order_number = o.order_number) as entry_count
      from payment_order o
      join standing_decision d on d.order_number = o.order_number
     where true
"""

FINDINGS = """
    select f.order_number, f.code, f.severity, f.line_number, f.field, f.found, f.expected
      from finding f
      join standing_decision d on d.order_number = f.order_number and d.decision_number = f.decision_number
     where f.order_number = any(%(numbers)s)
     order by f.order_number, f.place
"""

DECISIONS = """
    select decision_number, action, outcome, decided_at, actor_identity, actor_role, actor_purpose, reason,
           purpose_code, accepted_findings, register_source, register_version, register_answered_at
      from order_decision
     where order_number = %s
     order by decision_number
"""

LINES = """
    select line_number, iin, amount_tiyn, period_from, outcome, level
      from standing_line
     where order_number = %s
     order by line_number
"""

QUARANTINED = """
    select q.sha256, q.file_name, q.position, q.encoding, q.reference, q.value_date, q.sender_bic, q.payer_id,
           q.payer_name, q.purpose_code, q.period, q.line_count, q.total_tiyn, q.received_at, q.due_on,
           (select json_agg(json_build_array(f.code, f.severity, f.field, f.found, f.expected) order by f.place)
              from quarantine_finding f where f.sha256 = q.sha256) as findings
      from quarantined_message q
"""

QUARANTINED_ORDER = """
     order by q.received_at, q.file_name collate "C", q.position, q.sha256
"""


def finding(row: Row) -> Finding:
    """A finding of an order."""
    return Finding(
        code=row["code"],
        severity=Severity(row["severity"]),
        line=row["line_number"],
        field=row["field"],
        found=row["found"],
        expected=row["expected"],
    )


def order_summary(row: Row, findings: tuple[Finding, ...] = ()) -> OrderSummary:
    """An order with its standing decision."""
    own = {name: row[name] for name in _ORDER_FIELDS}
    return OrderSummary(
        key=OrderKey(sender_bic=row["sender_bic"], reference=row["reference"], value_date=row["value_date"]),
        outcome=Outcome(row["outcome"]),
        accepted_findings=tuple(row["accepted_findings"]),
        credited=Part(row["credited_lines"], row["credited_tiyn"]),
        returned=Part(row["returned_lines"], row["returned_tiyn"]),
        held=Part(row["held_lines"], row["held_tiyn"]),
        findings=findings,
        **own,
    )


_ORDER_FIELDS = (
    "order_number", "content_sha256", "message_sha256", "conflicts_with", "file_name", "position", "encoding",
    "message_type", "payer_id", "payer_name", "actual_payer_id", "actual_payer_name", "purpose_code", "period",
    "line_count", "total_tiyn", "received_on",
    "recorded_at", "due_on", "decision_number", "entry_count", "decided_at", "applied_purpose_code",
)  # fmt: skip


def decision_summary(row: Row) -> DecisionSummary:
    """One decision on an order."""
    register = None
    if row["register_source"] is not None:
        register = RegisterEvidence(
            source=row["register_source"], version=row["register_version"], answered_at=row["register_answered_at"]
        )
    return DecisionSummary(
        decision_number=row["decision_number"],
        action=Action(row["action"]),
        outcome=Outcome(row["outcome"]),
        decided_at=row["decided_at"],
        actor=Actor(identity=row["actor_identity"], role=row["actor_role"], purpose=row["actor_purpose"]),
        reason=row["reason"],
        purpose_code=row["purpose_code"],
        accepted_findings=tuple(row["accepted_findings"]),
        register=register,
    )


def line_summary(row: Row) -> LineSummary:
    """One line as last decided."""
    month = row["period_from"]
    return LineSummary(
        line_number=row["line_number"],
        number=row["iin"],
        amount_tiyn=row["amount_tiyn"],
        month=None if month is None else Month.of(month).to_number(),
        outcome=LineOutcome(_char(row["outcome"])),
        level=_char(row["level"]),
    )


def _char(value: str | bytes) -> str:
    """The driver gives PostgreSQL's one-byte type "char" as bytes in some versions."""
    return value.decode() if isinstance(value, bytes) else value


def quarantine_summary(row: Row) -> QuarantineSummary:
    """A quarantined message with its findings."""
    findings = tuple(
        Finding(code=code, severity=Severity(severity), field=field, found=found, expected=expected)
        for code, severity, field, found, expected in row.pop("findings") or ()
    )
    return QuarantineSummary(findings=findings, **row)
