"""What `esep trace` tells people of social payments: those of a message, and a case with all that became of it."""

from collections.abc import Iterator, Sequence

from esep.domain.model.benefit_payment import Resend
from esep.domain.model.identification_number import masked
from esep.domain.model.ledger import Account
from esep.domain.model.overpayment import overpayment_name
from esep.domain.model.payment_trail import (
    CarriedPayment,
    CaseTrail,
    CountedLine,
    DecisionGround,
    OverpaymentTrail,
    PaymentReturn,
    PaymentTrail,
    Sending,
)
from esep.domain.model.recipient_case import CaseEvent
from esep.entrypoints.cli.presentation.wording import account_word, counted, moment, tenge

LINES_SHOWN_MAX = 20

Step = tuple[int, str]  # how far it stands to the right, and what it says


def carried_steps(carried: Sequence[CarriedPayment], line_count: int) -> Iterator[Step]:
    """The payments of a message, one a line, and how many more there are."""
    for one in carried:
        line = "" if one.line_number is None else f"line {one.line_number}: "
        payee = masked(f"{one.payment.payee_key:012}")
        back = "" if one.returned is None else f" by {_named(one.returned)}"
        again = "" if one.resent_in is None else f", sent again in {one.resent_in}"
        told = f"{one.payment.key.name} to {payee}, {tenge(one.amount_tiyn)} {one.state.value}{back}{again}"
        yield 1, f"{line}{told}, by {_told_decision(one.decision)}"
    if line_count > len(carried):
        yield 1, f"… and {counted(line_count - len(carried), 'payment', 'payments')} more"


def case_steps(trail: CaseTrail, *, is_verbose: bool) -> Iterator[Step]:
    """A case from its application on, one step a line."""
    case, application = trail.case, trail.case.application
    yield 0, f"{case.name} {case.kind.word} of {masked(f'{application.person_key:012}')}: {case.state.value}"
    applied = f"application {application.application_number} of {application.registered_on}"
    yield 1, f"{applied}, right of {application.right_on}"
    for event in case.events:
        yield 1, _told_event(event)
        yield from _counted_steps([one for one in trail.counted if _is_of(one, event)], is_verbose=is_verbose)
    for payment in trail.payments:
        yield from _payment_steps(payment)
    for overpayment in trail.overpayments:
        yield from _overpayment_steps(overpayment)


def _is_of(one: CountedLine, event: CaseEvent) -> bool:
    return one.decision.rpartition("/")[2] == str(event.event_number)


def _told_event(event: CaseEvent) -> str:
    done = f"{event.event_number} {event.action.value} {moment(event.recorded_at)} by {event.actor.identity}"
    document = f", document {event.document_number} of {event.document_date}" if event.document_date else ""
    amount = f", {tenge(event.decision.amount_tiyn)} a payment" if event.decision else ""
    return f"{done}: {event.state.value}{document}{amount}"


def _counted_steps(lines: Sequence[CountedLine], *, is_verbose: bool) -> Iterator[Step]:
    shown = lines if is_verbose else lines[:LINES_SHOWN_MAX]
    for one in shown:
        order = f"{one.sender_bic}/{one.reference}/{one.value_date}"
        yield 2, f"counted {tenge(one.amount_tiyn)} of order {order}, line {one.line_number}"
    if len(shown) < len(lines):
        yield 2, f"… and {counted(len(lines) - len(shown), 'line', 'lines')} more; --verbose lists them"


def _payment_steps(trail: PaymentTrail) -> Iterator[Step]:
    one = trail.payment
    told = f"payment {one.key.name} to {masked(f'{one.payee_key:012}')}, {tenge(one.gross_tiyn)} decided"
    stands = f"{tenge(one.net_tiyn)} to pay: {one.state.value}"
    yield 1, f"{told}, {stands}, by {_told_decision(trail.decision)}"
    for entry in trail.entries:
        debit, credit = (account_word(Account(number)).replace("-", " ") for number in (entry.debit, entry.credit))
        moved = f"debit {debit}, credit {credit} {tenge(entry.amount_tiyn)}, {moment(entry.recorded_at)}"
        number = entry.overpayment_number
        yield 2, f"entry {entry.entry_number}: {moved}{f', {overpayment_name(number)}' if number else ''}"
    steps = [
        *((one.attempt, 0, _told_resend(one)) for one in trail.resends),
        *((one.attempt, 1, _told_sending(one)) for one in trail.sendings),
        *((one.attempt, 2, _told_return(one)) for one in trail.returns),
    ]
    yield from ((2, told) for _, _, told in sorted(steps, key=lambda step: step[:2]))


def _told_resend(one: Resend) -> str:
    return f"{tenge(one.amount_tiyn)} to be sent again, by {one.actor.identity}, {moment(one.recorded_at)}"


def _told_sending(one: Sending) -> str:
    line = f"{tenge(one.amount_tiyn)} in {one.reference}, line {one.line_number}" if one.reference else "nothing to pay"
    contribution = f", contribution in {one.contribution_reference}" if one.contribution_reference else ""
    sent = f"sent on {one.sent_on}" if one.sent_on else "not sent yet"
    file = f", {one.file_name}" if one.file_name else ""
    confirmed = f", confirmed on {one.confirmed_on}" if one.confirmed_on else ""
    return f"{sent}: {line}{contribution}{file}{confirmed}"


def _told_return(one: PaymentReturn) -> str:
    what = "contribution returned" if one.is_contribution else "returned"
    return f"{what}: {tenge(one.amount_tiyn)} by {_named(one)}, {one.file_name}"


def _named(one: PaymentReturn) -> str:
    return f"{one.sender_bic}/{one.reference}/{one.value_date}, line {one.line_number}"


def _told_decision(one: DecisionGround) -> str:
    document = (
        f"document {one.document_number} of {one.document_date}" if one.document_date else f"of {one.happened_on}"
    )
    return f"decision {one.event_number}, {document}"


def _overpayment_steps(trail: OverpaymentTrail) -> Iterator[Step]:
    one = trail.overpayment
    yield 1, f"overpayment {one.name} of {one.key.name}, {tenge(one.amount_tiyn)}: {one.state.value}, {one.reason}"
    for event in one.events:
        amount = f" {tenge(event.amount_tiyn)}" if event.amount_tiyn else ""
        document = f", document {event.document}" if event.document else ""
        yield 2, f"{event.action.value}{amount} on {event.happened_on} by {event.actor.identity}{document}"
    for entry in trail.withheld:
        yield 2, f"withheld {tenge(entry.amount_tiyn)} from {entry.key.name}, {moment(entry.recorded_at)}"
