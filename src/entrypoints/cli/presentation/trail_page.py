"""What `esep trace` tells: the chain from a message to what left of it."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from esep.domain.model.correction import Correction
from esep.domain.model.identification_number import masked
from esep.domain.model.ledger import Entry, PersonEntry
from esep.domain.model.month import Month
from esep.domain.model.refund import RefundCase, refund_name
from esep.domain.model.trail import LineTrail, OrderTrail, OutgoingMessage, OutgoingPart, Trail
from esep.entrypoints.cli.presentation import payment_trail_page, payment_trail_shapes, shapes
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.wording import account_word, counted, moment, payer_number, tenge

LINES_SHOWN_MAX = 20


def trail_shape(trail: Trail) -> Shape:
    """The whole chain; persons are masked, also the one that was asked for."""
    return {
        "asked": _asked(trail),
        "outgoing": None if trail.outgoing is None else _asked_message(trail.outgoing),
        "order_count": trail.order_count,
        "orders": [_order(one) for one in trail.orders],
        "counted_in": list(trail.counted_in),
        "payments": [payment_trail_shapes.carried_shape(one) for one in trail.carried],
        "case": payment_trail_shapes.case_trail_shape(trail.case) if trail.case else None,
    }


def _asked(trail: Trail) -> str:
    is_number = len(trail.asked) == 12 and trail.asked.isdigit()  # digits of an IIN
    return masked(trail.asked) if is_number else trail.asked


def _order(trail: OrderTrail) -> Shape:
    order = trail.order
    return {
        "reference": order.key.reference,
        "sender_bic": order.key.sender_bic,
        "value_date": order.key.value_date.isoformat(),
        "message": {
            "file": order.file_name,
            "position": order.position,
            "sha256": order.message_sha256.hex(),
            "encoding": order.encoding,
            "recorded_at": order.recorded_at.isoformat(),
        },
        "payer": {"id": payer_number(order.payer_id), "name": order.payer_name},
        "total_tiyn": order.total_tiyn,
        "outcome": order.outcome.value,
        "due_on": order.due_on.isoformat(),
        "decisions": [shapes.decision_shape(decision) for decision in trail.decisions],
        "findings": [
            {"code": finding.code, "severity": finding.severity.value, "line": finding.line, "field": finding.field}
            for finding in order.findings
        ],
        "entries": [_entry(entry) for entry in trail.entries],
        "lines": [_line(line) for line in trail.lines],
        "outgoing": [_part(part) for part in trail.outgoing],
        "refunds": [_refund(case) for case in trail.refunds],
    }


def _line(trail: LineTrail) -> Shape:
    return shapes.line_shape(trail.line) | {
        "findings": list(trail.findings),
        "entries": [_person_entry(entry) for entry in trail.entries],
        "corrections": [_correction(one) for one in trail.corrections],
        "illegal": [
            {"amount_tiyn": one.amount_tiyn, "act_number": one.act_number, "act_date": one.act_date.isoformat()}
            for one in trail.illegal
        ],
        "outgoing": list(trail.outgoing),
        "refunds": [refund_name(number) for number in trail.refund_numbers],
        "counted": [{"decision": one.decision, "amount_tiyn": one.amount_tiyn} for one in trail.counted],
    }


def _entry(entry: Entry) -> Shape:
    return {
        "number": entry.entry_number,
        "debit": account_word(entry.debit),
        "credit": account_word(entry.credit),
        "amount_tiyn": entry.amount_tiyn,
        "recorded_at": entry.recorded_at.isoformat(),
    }


def _person_entry(entry: PersonEntry) -> Shape:
    return {
        "number": entry.entry_number,
        "iin": masked(f"{entry.person_key:012}"),
        "period": str(Month.from_number(entry.month)),
        "debit": account_word(entry.debit),
        "credit": account_word(entry.credit),
        "amount_tiyn": entry.amount_tiyn,
        "recorded_at": entry.recorded_at.isoformat(),
        "correction": entry.correction_number,
        "refund": None if entry.refund_number is None else refund_name(entry.refund_number),
    }


def _correction(one: Correction) -> Shape:
    return {
        "correction": one.correction_number,
        "reason": one.reason,
        "document_number": one.document_number,
        "document_date": one.document_date.isoformat(),
        "recorded_at": one.recorded_at.isoformat(),
        "actor": one.actor.identity,
    }


def _message(message: OutgoingMessage) -> Shape:
    return {
        "kind": message.kind.value,
        "reference": message.reference or None,
        "purpose_code": message.purpose_code,
        "amount_tiyn": message.amount_tiyn,
        "file": message.file_name or None,
        "sent_on": message.sent_on.isoformat() if message.sent_on else None,
        "refund": None if message.refund_number is None else refund_name(message.refund_number),
        "transfer": message.transfer_number,
    }


def _asked_message(message: OutgoingMessage) -> Shape:
    if message.message_number is None:
        return _message(message)
    return _message(message) | {
        "state": message.payment_state.value,
        "confirmed_on": message.confirmed_on.isoformat() if message.confirmed_on else None,
        "payment_count": message.line_count,
    }


def _part(part: OutgoingPart) -> Shape:
    numbers = part.line_numbers
    return _message(part.message) | {
        "of_order_tiyn": part.amount_tiyn,
        "lines": None if numbers is None else list(numbers),
    }


def _refund(case: RefundCase) -> Shape:
    return {
        "refund": case.name,
        "application_number": case.refund.application_number,
        "applied_on": case.refund.applied_on.isoformat(),
        "state": case.state.value,
        "amount_tiyn": case.refund.amount_tiyn,
        "events": [
            {"state": event.state.value, "recorded_at": event.recorded_at.isoformat(), "actor": event.actor.identity}
            for event in case.events
        ],
    }


def show_trail(trail: Trail, screen: Console, *, is_verbose: bool) -> None:
    """The chain for people, one step a line."""
    if trail.outgoing is not None:
        screen.print(Text(_told(trail.outgoing), style="bold"))
    for indent, text in _all_steps(trail, is_verbose=is_verbose):
        screen.print(Text("  " * indent + text, style="bold" if not indent else ""), soft_wrap=True)
    if trail.order_count > len(trail.orders):
        screen.print(f"… and {counted(trail.order_count - len(trail.orders), 'order', 'orders')} more", style="dim")


def _all_steps(trail: Trail, *, is_verbose: bool) -> Iterator[tuple[int, str]]:
    if trail.outgoing is not None and trail.outgoing.line_count is not None:
        yield from payment_trail_page.carried_steps(trail.carried, trail.outgoing.line_count)
    if trail.case is not None:
        yield from payment_trail_page.case_steps(trail.case, is_verbose=is_verbose)
    for one in trail.orders:
        yield from _steps(one, is_verbose=is_verbose)
    if trail.counted_in:
        yield 0, f"counted in decisions on social payments: {', '.join(trail.counted_in)}"


def _steps(trail: OrderTrail, *, is_verbose: bool) -> Iterator[tuple[int, str]]:
    order = trail.order
    payer = f"{order.payer_name}, {payer_number(order.payer_id)}"
    yield 0, f"order {order.name}: {tenge(order.total_tiyn)} of {payer}: {order.outcome.value}"
    yield 1, f"message {order.position} of {order.file_name}, {order.encoding}, SHA-256 {order.message_sha256.hex()}"
    for decision in trail.decisions:
        register = decision.register
        answered = "not asked" if register is None else f"{register.source} {register.version}"
        who = f"{decision.action.value} {moment(decision.decided_at)} by {decision.actor.identity}"
        reason = f", {decision.reason}" if decision.reason else ""
        yield 1, f"{who}: {decision.outcome.value}, register {answered}{reason}"
    for finding in order.findings:
        if finding.line is None:
            yield 1, f"found {finding.code} in {finding.field}"
    for entry in trail.entries:
        yield 1, f"entry {entry.entry_number}: {_moved(entry)}"
    shown = trail.lines if is_verbose else trail.lines[:LINES_SHOWN_MAX]
    for line in shown:
        yield from _line_steps(line)
    if len(shown) < len(trail.lines):
        yield 1, f"… and {counted(len(trail.lines) - len(shown), 'line', 'lines')} more; --verbose lists them"
    for case in trail.refunds:
        states = " → ".join(event.state.value for event in case.events)
        yield 1, f"refund {case.name}, application {case.refund.application_number}: {states}"
    for part in trail.outgoing:
        yield 1, f"{_told(part.message)}, of it {tenge(part.amount_tiyn)} of this order{_named(part.line_numbers)}"


def _line_steps(trail: LineTrail) -> Iterator[tuple[int, str]]:
    shape = shapes.line_shape(trail.line)
    found = f": {', '.join(trail.findings)}" if trail.findings else ""
    line = f"line {shape['line']}: {shape['iin'] or 'no valid IIN'} {shape['period'] or 'no month'}"
    decided = f"{tenge(trail.line.amount_tiyn)} {shape['outcome']}, register {shape['comparison']}"
    yield 1, f"{line} {decided}{found}"
    for entry in trail.entries:
        month = Month.from_number(entry.month)
        yield 2, f"entry {entry.entry_number}: {_moved(entry)}, {masked(f'{entry.person_key:012}')} {month}"
    for correction in trail.corrections:
        yield 2, f"correction {correction.correction_number} by {correction.actor.identity}: {correction.reason}"
    for mark in trail.illegal:
        yield 2, f"illegal: {tenge(mark.amount_tiyn)} by act {mark.act_number} of {mark.act_date}"
    for one in trail.counted:
        yield 2, f"counted {tenge(one.amount_tiyn)} in decision {one.decision}"


def _moved(entry: Entry | PersonEntry) -> str:
    """The money leaves the credited assets or the debited claim: told as debit and credit, as books do."""
    debit, credit = (account_word(account).replace("-", " ") for account in (entry.debit, entry.credit))
    return f"debit {debit}, credit {credit} {tenge(entry.amount_tiyn)}, {moment(entry.recorded_at)}"


def _told(message: OutgoingMessage) -> str:
    sent = f"sent on {message.sent_on}" if message.sent_on else "not sent yet"
    file = f" in {message.file_name}" if message.file_name else ", its file is not made yet"
    name = f" {message.reference}" if message.reference else f" {message.transfer_number}"
    told = f"{message.kind.value}{name}, code {message.purpose_code}, {tenge(message.amount_tiyn)}, {sent}{file}"
    if message.line_count is None:
        return told
    confirmed = f"confirmed on {message.confirmed_on}" if message.confirmed_on else "not confirmed"
    return f"{told}, {confirmed}, {counted(message.line_count, 'payment', 'payments')}"


def _named(line_numbers: Sequence[int] | None) -> str:
    if not line_numbers:
        return ""
    return f", lines {', '.join(map(str, line_numbers[:LINES_SHOWN_MAX]))}{'…' * (len(line_numbers) > LINES_SHOWN_MAX)}"
