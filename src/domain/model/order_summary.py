"""Orders as the store knows them."""

from datetime import date, datetime

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.decision import Action, RegisterEvidence
from esep.domain.model.finding import Finding
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.outcome import LineOutcome, Outcome, Part


@attrs.frozen(kw_only=True)
class OrderSummary:
    """An order with its present outcome: what lists and answers show of it."""

    order_number: int
    key: OrderKey
    content_sha256: bytes
    message_sha256: bytes
    conflicts_with: int | None
    file_name: str
    position: int
    encoding: str
    message_type: str
    payer_id: str
    payer_name: str
    actual_payer_id: str | None = None  # "" where the message names none beside the sender; None: recorded before
    actual_payer_name: str | None = None
    purpose_code: str  # as written in the order
    period: str  # as written in its header
    line_count: int  # of the list in the message
    total_tiyn: int
    received_on: date
    recorded_at: datetime
    due_on: date
    decision_number: int
    entry_count: int  # entries of the order as a whole so far
    outcome: Outcome
    decided_at: datetime
    applied_purpose_code: str  # by the last decision
    accepted_findings: tuple[str, ...]
    credited: Part
    returned: Part
    held: Part
    findings: tuple[Finding, ...]  # of the last decision

    @property
    def decided_line_count(self) -> int:
        """Lines decided on: those of the list; one where a person pays for themselves in a message without a list."""
        return self.credited.lines + self.returned.lines + self.held.lines

    @property
    def full_name(self) -> str:
        """The key and eight digits of the content's digest: tells orders apart that came with one key."""
        return f"{self.key}#{self.content_sha256.hex()[:8]}"

    @property
    def name(self) -> str:
        """What the order is called: by its key, the full name where an earlier order has that key."""
        return str(self.key) if self.conflicts_with is None else self.full_name


@attrs.frozen(kw_only=True)
class DecisionSummary:
    """One decision on an order: who, when, why, with which register."""

    decision_number: int
    action: Action
    outcome: Outcome
    decided_at: datetime
    actor: Actor
    reason: str
    purpose_code: str
    accepted_findings: tuple[str, ...]
    register: RegisterEvidence | None


@attrs.frozen(kw_only=True)
class LineSummary:
    """One line of an order as it was last decided."""

    line_number: int
    number: int | None  # IIN; None where it is invalid
    amount_tiyn: int
    month: int | None
    outcome: LineOutcome
    level: str


@attrs.frozen(kw_only=True)
class QuarantineSummary:
    """A message that could not be read, as listed."""

    sha256: bytes
    file_name: str
    position: int
    encoding: str
    reference: str | None
    value_date: date | None
    sender_bic: str | None
    payer_id: str | None
    payer_name: str | None
    purpose_code: str | None
    period: str | None
    line_count: int | None
    total_tiyn: int | None
    received_at: datetime
    due_on: date
    findings: tuple[Finding, ...]
