"""Answers as JSON objects (the contract of the command line: keys may be added, never renamed)."""

from collections.abc import Callable
from typing import Any

from esep.domain.model.deadline import Deadline
from esep.domain.model.finding import Finding
from esep.domain.model.identification_number import masked
from esep.domain.model.month import Month
from esep.domain.model.order_summary import DecisionSummary, LineSummary, OrderSummary, QuarantineSummary
from esep.domain.model.outcome import Outcome, Part
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.receipt import Receipt
from esep.domain.model.register import RegisterVersion
from esep.domain.model.returned_payment import ReturnedOrderSummary
from esep.domain.model.returns import ReturnSummary
from esep.entrypoints.cli.presentation.wording import month_of, payer_number

Shape = dict[str, Any]
TextOf = Callable[[Finding], str]

NOTHING = Part()


def receipt_of_order(order: OrderSummary) -> Receipt:
    """A recorded order in the form in which a received one is shown."""
    return Receipt(
        file_name=order.file_name, position=order.position, outcome=order.outcome, order=order, quarantined=None
    )


def receipt_of_quarantined(message: QuarantineSummary) -> Receipt:
    """A quarantined message in the form in which a received one is shown."""
    return Receipt(
        file_name=message.file_name,
        position=message.position,
        outcome=Outcome.QUARANTINED,
        order=None,
        quarantined=message,
    )


def receipt_shape(receipt: Receipt, text_of: TextOf | None) -> Shape:
    """One order of `orders receive`; without texts its findings are left out."""
    if receipt.order is not None:
        own, findings = _order(receipt.order), receipt.order.findings
    elif receipt.quarantined is not None:
        own, findings = _quarantined(receipt.quarantined), receipt.quarantined.findings
    elif receipt.returned is not None:
        own, findings = _returned(receipt.returned), ()
    else:
        raise TypeError("a receipt is of an order or of a quarantined message")
    due_on = own.pop("due_on")
    shape = {"file": receipt.file_name, "position": receipt.position, **own}
    shape["outcome"] = receipt.outcome.value
    for part in ("credited", "returned", "held"):
        shape[part] = shape.pop(part)
    if text_of is not None:
        shape["findings"] = [finding_shape(finding, text_of) for finding in findings]
    return shape | {"due_on": due_on}


def finding_shape(finding: Finding, text_of: TextOf) -> Shape:
    """One finding."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "line": finding.line,
        "field": finding.field,
        "message": text_of(finding),
    }


def _order(order: OrderSummary) -> Shape:
    return {
        "reference": order.key.reference,
        "value_date": order.key.value_date.isoformat(),
        "sender_bic": order.key.sender_bic,
        "payer": {"id": payer_number(order.payer_id), "name": order.payer_name},
        "actual_payer": actual_payer_shape(order.actual_payer_id, order.actual_payer_name),
        "purpose_code": order.purpose_code,
        "period": month_of(order.period),
        "lines": order.decided_line_count,
        "total_tiyn": order.total_tiyn,
        "credited": _part(order.credited),
        "returned": _part(order.returned),
        "held": _part(order.held),
        "due_on": order.due_on.isoformat(),
    }


def actual_payer_shape(number: str | None, name: str | None) -> Shape | None:
    """For whom the sender paid, where the message names somebody; a person's number masked."""
    return {"id": payer_number(number), "name": name} if number or name else None


def _quarantined(message: QuarantineSummary) -> Shape:
    return {
        "reference": message.reference,
        "value_date": message.value_date.isoformat() if message.value_date else None,
        "sender_bic": message.sender_bic,
        "payer": {"id": payer_number(message.payer_id), "name": message.payer_name},
        "actual_payer": None,
        "purpose_code": message.purpose_code,
        "period": month_of(message.period),
        "lines": message.line_count,
        "total_tiyn": message.total_tiyn,
        "credited": _part(NOTHING),
        "returned": _part(NOTHING),
        "held": _part(NOTHING),
        "due_on": message.due_on.isoformat(),
    }


def _returned(order: ReturnedOrderSummary) -> Shape:
    return {
        "reference": order.key.reference,
        "value_date": order.key.value_date.isoformat(),
        "sender_bic": order.key.sender_bic,
        "payer": {"id": payer_number(order.payer_id), "name": order.payer_name},
        "actual_payer": None,
        "purpose_code": order.purpose_code,
        "period": None,
        "lines": order.line_count,
        "total_tiyn": order.total_tiyn,
        "received_as": "returned-payments",
        "credited": _part(NOTHING),
        "returned": _part(NOTHING),
        "held": _part(NOTHING),
        "due_on": order.due_on.isoformat(),
    }


def _part(part: Part) -> Shape:
    return {"lines": part.lines, "tiyn": part.tiyn}


def decision_shape(decision: DecisionSummary) -> Shape:
    """Who decided what, when, why, on which answer of the register."""
    register = decision.register
    return {
        "number": decision.decision_number,
        "action": decision.action.value,
        "outcome": decision.outcome.value,
        "decided_at": decision.decided_at.isoformat(),
        "actor": decision.actor.identity,
        "role": decision.actor.role,
        "purpose": decision.actor.purpose,
        "reason": decision.reason,
        "purpose_code": decision.purpose_code,
        "accepted_findings": list(decision.accepted_findings),
        "register": register
        and {
            "source": register.source,
            "version": register.version,
            "answered_at": register.answered_at.isoformat(),
        },
    }


LINE_OUTCOMES = {"c": "credited", "r": "returned", "h": "held"}
LEVELS = {"-": "not compared", "e": "exact", "n": "normalised", "d": "differs"}


def line_shape(line: LineSummary) -> Shape:
    """One line of an order, its number masked."""
    return {
        "line": line.line_number,
        "iin": None if line.number is None else masked(f"{line.number:012}"),
        "period": None if line.month is None else str(Month.from_number(line.month)),
        "amount_tiyn": line.amount_tiyn,
        "outcome": LINE_OUTCOMES[line.outcome.value],
        "comparison": LEVELS[line.level],
    }


def return_shape(one: ReturnSummary) -> Shape:
    """One return, sent or not."""
    return {
        "reference": one.order_reference,
        "value_date": one.value_date.isoformat(),
        "payer": {"id": payer_number(one.payer_id), "name": one.payer_name},
        "purpose_code": one.purpose_code,
        "amount_tiyn": one.amount_tiyn,
        "lines": one.line_count,
        "decided_at": one.decided_at.isoformat(),
        "due_on": one.due_on.isoformat(),
        "outgoing_reference": one.reference,
        "file": one.file_name,
        "dispatched_on": one.dispatched_on.isoformat() if one.dispatched_on else None,
    }


def file_shape(file: DispatchedFile) -> Shape:
    """One outgoing file."""
    return {
        "file": file.file_name,
        "folder": file.folder,
        "messages": file.message_count,
        "total_tiyn": file.total_tiyn,
        "dispatched_on": file.dispatched_on.isoformat(),
        "sha256": file.sha256.hex(),
    }


def deadline_shape(deadline: Deadline) -> Shape:
    """One thing that is not done yet."""
    return {
        "state": deadline.state.value,
        "due_on": deadline.due_on.isoformat(),
        "duty": deadline.duty.value,
        "name": deadline.name,
        "received_on": deadline.received_on.isoformat(),
        "amount_tiyn": deadline.amount_tiyn,
        "count": deadline.count,
    }


def version_shape(version: RegisterVersion) -> Shape:
    """One snapshot of the register."""
    return {
        "version": version.version,
        "file": version.file_name,
        "sha256": version.sha256.hex(),
        "people": version.people_count,
        "loaded_at": version.loaded_at.isoformat(),
        "loaded_by": version.loaded_by,
        "is_whole": version.is_whole,
        "valid_on": version.tells_of.isoformat(),
        "changed": version.changed_count,
    }
