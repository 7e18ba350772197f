"""Refunds as JSON objects and tables."""

from collections.abc import Iterable

import attrs
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.identification_number import masked
from esep.domain.model.refund import RefundCase, RefundEvent, RefundState, RefundSummary
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.tables import table_of
from esep.entrypoints.cli.presentation.wording import counted, moment, payer_number, tenge

NEXT = {
    RefundState.RECEIVED: "esep refunds check {name}",
    RefundState.SENT_TO_FUND: "esep refunds decide {name} --approve --document TEXT, by another person",
    RefundState.APPROVED: "esep refunds receive-money {name} --on DATE --document TEXT",
    RefundState.MONEY_RECEIVED: "esep refunds dispatch --out outgoing/",
}
"""What is done next in each state."""


@attrs.frozen(kw_only=True)
class RefundPage:
    """Everything that is told of one refund."""

    case: RefundCase
    summary: RefundSummary
    lines: dict[int, CreditedLine]  # as they stand now, by number


def page_of(unit: UnitOfWork, case: RefundCase) -> RefundPage:
    """Read what belongs to a refund."""
    refund = case.refund
    [summary] = unit.refunds.list_refunds(numbers=[refund.refund_number])
    numbers = [line.line_number for line in refund.lines]
    lines = {line.line_number: line for line in unit.accounts.credited_lines(refund.order_number, numbers)}
    return RefundPage(case=case, summary=summary, lines=lines)


def summary_shape(one: RefundSummary) -> Shape:
    """A refund of `refunds list`."""
    return {
        "name": one.name,
        "state": one.state.value,
        "state_since": one.state_since.isoformat(),
        "payer": {"id": payer_number(one.payer_id), "name": one.payer_name},
        "application_number": one.application_number,
        "applied_on": one.applied_on.isoformat(),
        "order": {
            "reference": one.order_reference,
            "sender_bic": one.sender_bic,
            "value_date": one.value_date.isoformat(),
            "document_number": one.document_number,
            "document_date": one.document_date.isoformat(),
        },
        "purpose_code": one.purpose_code,
        "amount_tiyn": one.amount_tiyn,
        "line_count": one.line_count,
        "reason": one.reason.value,
        "received_on": one.received_on.isoformat(),
        "due_on": one.due_on.isoformat(),
        "next_due_on": one.next_due_on.isoformat() if one.next_due_on and not one.dispatched_on else None,
        "outgoing_reference": one.reference,
        "file": one.file_name,
        "dispatched_on": one.dispatched_on.isoformat() if one.dispatched_on else None,
    }


def page_shape(page: RefundPage) -> Shape:
    """A refund of `refunds show`."""
    refund = page.case.refund
    return summary_shape(page.summary) | {
        "reason_text": refund.reason_text,
        "documents": list(refund.documents),
        "recorded_at": refund.recorded_at.isoformat(),
        "content_sha256": refund.content_sha256.hex(),
        "lines": [
            {
                "line": line.line_number,
                "iin": masked(f"{line.person_key:012}"),
                "period": str(page.lines[line.line_number].month),
                "amount_tiyn": line.amount_tiyn,
            }
            for line in refund.lines
        ],
        "events": [_event(event) for event in page.case.events],
    }


def _event(event: RefundEvent) -> Shape:
    return {
        "state": event.state.value,
        "happened_on": event.happened_on.isoformat(),
        "recorded_at": event.recorded_at.isoformat(),
        "due_on": event.due_on.isoformat() if event.due_on else None,
        "actor": event.actor.identity,
        "purpose": event.actor.purpose,
        "reason": event.reason,
        "document": event.document,
    }


def refunds_table(refunds: Iterable[RefundSummary]) -> Table:
    """Refunds, one line each."""
    table = table_of("refund", "state", "order", "payer", "KNP", "lines", "tenge", "due", amounts=["lines", "tenge"])
    for one in refunds:
        due = "" if one.next_due_on is None or one.dispatched_on else str(one.next_due_on)
        table.add_row(
            one.name, one.state.value, one.order_reference, one.payer_name, one.purpose_code, str(one.line_count),
            tenge(one.amount_tiyn), due,
        )  # fmt: skip
    return table


def page_table(page: RefundPage) -> RenderableType:
    """One refund: what is asked for, its lines with numbers masked, and what happened."""
    refund, summary = page.case.refund, page.summary
    lines = table_of("line", "iin", "period", "tenge", amounts=["line", "tenge"])
    for line in refund.lines:
        month = str(page.lines[line.line_number].month)
        lines.add_row(str(line.line_number), masked(f"{line.person_key:012}"), month, tenge(line.amount_tiyn))
    events = table_of("state", "on", "recorded", "by", "due", "reason", "document")
    for event in page.case.events:
        events.add_row(
            event.state.value, str(event.happened_on), moment(event.recorded_at), event.actor.identity,
            str(event.due_on or ""), event.reason, event.document,
        )  # fmt: skip
    return Group(*map(Text, _told(page)), Text(), lines, Text(), events, Text(_outgoing(summary)))


def _told(page: RefundPage) -> list[str]:
    refund, summary = page.case.refund, page.summary
    payer = f"{summary.payer_name}, {payer_number(summary.payer_id)}"
    reason = f"{refund.reason.value}: {refund.reason_text}" if refund.reason_text else refund.reason.value
    lines = counted(summary.line_count, "line", "lines")
    told = [
        f"{summary.name}   {summary.state.value}   {tenge(refund.amount_tiyn)} tenge by KNP {refund.purpose_code}",
        f"application {refund.application_number} of {refund.applied_on} by {payer}; reason {reason}",
        f"order {summary.order_reference}, № {summary.document_number} of {summary.document_date}, {lines}",
    ]
    return [*told, f"attached: {', '.join(refund.documents)}"] if refund.documents else told


def _outgoing(summary: RefundSummary) -> str:
    if summary.file_name is None:
        return "no outgoing message yet"
    when = f"sent on {summary.dispatched_on}" if summary.dispatched_on else "not written yet"
    return f"outgoing message {summary.reference} in {summary.file_name}, {when}"
