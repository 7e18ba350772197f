"""Checks on social payments. Each yields per thing what is wrong with it, or None."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from esep.adapters.in_memory.paid_parts import part_of
from esep.adapters.in_memory.tables import Tables
from esep.domain.errors import NotFound
from esep.domain.model.benefit_payment import BenefitEntry, BenefitPayment, PaymentKey, SentPayment
from esep.domain.model.decision import Action
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.overpayment import Overpayment, OverpaymentAction, OverpaymentEvent

DECIDED, PAYABLE, WITHHELD, PAID, RETURNED, OVERPAID, RECOVERED = (
    Account.SOCIAL_PAYMENTS_DECIDED.value,
    Account.SOCIAL_PAYMENTS_PAYABLE.value,
    Account.PENSION_CONTRIBUTIONS_WITHHELD.value,
    Account.SOCIAL_PAYMENTS_PAID.value,
    Account.RETURNED_SOCIAL_PAYMENTS.value,
    Account.OVERPAYMENTS.value,
    Account.OVERPAYMENTS_RECOVERED.value,
)
OF_OVERPAYMENTS = {(PAYABLE, RECOVERED), (PAID, OVERPAID), (OVERPAID, RETURNED), (OVERPAID, PAID)}
OF_PAYMENTS = {
    (DECIDED, PAYABLE),
    (PAYABLE, WITHHELD),
    (PAYABLE, PAID),
    (PAID, RETURNED),
    (WITHHELD, RETURNED),
    (RETURNED, PAYABLE),
}


def social_payments_balance(tables: Tables) -> Iterator[str | None]:
    """Invariant `social-payments-balance`."""
    entries: defaultdict[PaymentKey, list[BenefitEntry]] = defaultdict(list)
    for (key, _), entry in sorted(tables.benefit_entries.rows.items()):
        entries[key].append(entry)
    for key, payment in tables.benefit_payments.rows.items():
        faults = list(_faults_of_payment(tables, payment, entries.pop(key, [])))
        yield f"payment {key.name} by event {key.event_number}: {'; '.join(faults)}" if faults else None
    yield from _messages(tables)
    for number, overpayment in tables.overpayments.rows.items():
        fault = _fault_of_overpayment(tables, overpayment)
        yield f"overpayment {number}: {fault}" if fault else None
    yield from _runs(tables)
    yield from _returned_orders(tables)
    yield from _orders_taken_over(tables)
    yield from _formed(tables)
    for key in entries:
        yield f"entry of payment {key.name}: has entries and is not recorded"


def _faults_of_payment(tables: Tables, payment: BenefitPayment, entries: Sequence[BenefitEntry]) -> Iterator[str]:
    if not _is_decided_so(tables, payment):
        yield "it rests on no decision for its month and payee"
    if not _balances(payment, entries):
        yield "its entries are not those of its amounts, or do not balance"
    sent = sorted(
        (one for (key, _), one in tables.benefit_dispatches.rows.items() if key == payment.key),
        key=lambda one: one.attempt,
    )
    resends = [attempt for key, attempt in tables.benefit_resends.rows if key == payment.key]
    if not _is_sent_so(tables, sent, entries, len(resends)):
        yield "what was sent is not what its entries say"
    returned = {
        attempt for key, attempt, is_pension in tables.benefit_returns.rows if key == payment.key and not is_pension
    }
    again = [entry for entry in entries if (entry.debit, entry.credit) == (RETURNED, PAYABLE)]
    came_back = _is_claim_cancelled(tables, payment.key)  # then what was repaid is sent again, without a return
    if len(again) != len(resends) or any(
        attempt < 2 or not (attempt - 1 in returned or came_back) for attempt in resends
    ):
        yield "it was sent again without having come back"
    if not all(_is_told(tables, payment, key) for key in tables.benefit_returns.rows if key[0] == payment.key):
        yield "what came back is not what was sent"


def _is_decided_so(tables: Tables, payment: BenefitPayment) -> bool:
    try:
        part = part_of(tables, payment.key)
    except NotFound:
        return False
    event = tables.case_events.rows[payment.key.case_number, payment.key.event_number]
    month, decision = Month.from_number(payment.key.month), event.decision
    return (
        decision is not None
        and part.payee_key == payment.payee_key
        and decision.from_on <= month.last_day
        and (decision.until_on is None or decision.until_on >= month.first_day)
        and (decision.is_pension_withheld or not payment.withheld_tiyn)
    )


def _balances(payment: BenefitPayment, entries: Sequence[BenefitEntry]) -> bool:
    sums: Counter[int] = Counter()
    moved: Counter[tuple[int, int]] = Counter()
    for entry in entries:
        sums[entry.credit] += entry.amount_tiyn
        sums[entry.debit] -= entry.amount_tiyn
        moved[entry.debit, entry.credit] += entry.amount_tiyn
    numbers = [entry.entry_number for entry in entries]
    are_known = all(
        (entry.debit, entry.credit) in (OF_PAYMENTS if entry.overpayment_number is None else OF_OVERPAYMENTS)
        for entry in entries
    )
    return (
        numbers == list(range(1, len(numbers) + 1))
        and are_known
        and moved[DECIDED, PAYABLE] == payment.gross_tiyn
        and moved[PAYABLE, WITHHELD] == payment.withheld_tiyn
        and moved[PAYABLE, RECOVERED] == payment.recovered_tiyn
        and min(sums[one] for one in (PAYABLE, WITHHELD, PAID, RETURNED, OVERPAID, RECOVERED)) >= 0
    )


def _is_sent_so(tables: Tables, sent: Sequence[SentPayment], entries: Sequence[BenefitEntry], resends: int) -> bool:
    was_sent = sum(entry.amount_tiyn for entry in entries if (entry.debit, entry.credit) == (PAYABLE, PAID))
    return (
        was_sent == sum(one.amount_tiyn for one in sent)
        and [one.attempt for one in sent] == list(range(1, len(sent) + 1))
        and len(sent) <= 1 + resends
        and all(one.message_number is None or one.message_number in tables.benefit_messages for one in sent)
        and all(one.pension_message is None or one.attempt == 1 for one in sent)
    )


def _is_told(tables: Tables, payment: BenefitPayment, key: tuple[PaymentKey, int, bool]) -> bool:
    """Whether a return is of a line of its amount, and that of what was sent."""
    matched, sent = tables.benefit_returns.rows[key], tables.benefit_dispatches.rows.get((key[0], key[1]))
    order = tables.returned_orders.rows.get(matched.sha256)
    amounts = [line.amount_tiyn for line in order.lines if line.line_number == matched.line_number] if order else []
    was_sent = payment.withheld_tiyn if matched.is_pension else (sent.amount_tiyn if sent else 0)
    return amounts == [matched.amount_tiyn] and matched.amount_tiyn == was_sent


def _messages(tables: Tables) -> Iterator[str | None]:
    lines: Counter[int] = Counter()
    sums: Counter[int] = Counter()
    for sent in tables.benefit_dispatches.rows.values():
        if sent.message_number is not None:
            lines[sent.message_number] += 1
            sums[sent.message_number] += sent.amount_tiyn
        payment = tables.benefit_payments.rows.get(sent.key)
        if sent.pension_message is not None and payment is not None:
            lines[sent.pension_message] += 1
            sums[sent.pension_message] += payment.withheld_tiyn
    for number, (_, message) in tables.benefit_messages.rows.items():
        said, carried = (message.line_count, message.total_tiyn), (lines[number], sums[number])
        yield None if said == carried else f"message {message.reference}: says lines and tiyn {said}, carries {carried}"


def _fault_of_overpayment(tables: Tables, overpayment: Overpayment) -> str:
    number = overpayment.overpayment_number
    own = [entry for entry in tables.benefit_entries.rows.values() if entry.overpayment_number == number]
    found = sum(entry.amount_tiyn for entry in own if entry.debit == PAID)
    repaid = sum(entry.amount_tiyn for entry in own if entry.credit == RETURNED)
    cancelled = sum(entry.amount_tiyn for entry in own if entry.credit == PAID)
    withheld = sum(entry.amount_tiyn for entry in own if entry.credit == RECOVERED)
    events = tables.overpayment_events.of(number)
    is_asked = any(event.action is OverpaymentAction.WITHHOLD for event in events)
    holds = (
        found == overpayment.amount_tiyn
        and repaid == _sum_of(events, OverpaymentAction.REPAY)
        and cancelled == _sum_of(events, OverpaymentAction.CANCEL)
        and repaid + withheld + cancelled <= found
        and (is_asked or not withheld)
    )
    told = f"found {overpayment.amount_tiyn}, entered {found}, repaid {repaid}, withheld {withheld}"
    return "" if holds else f"{told}, cancelled {cancelled}"


def _sum_of(events: Sequence[OverpaymentEvent], action: OverpaymentAction) -> int:
    return sum(event.amount_tiyn for event in events if event.action is action)


def _is_claim_cancelled(tables: Tables, key: PaymentKey) -> bool:
    return any(
        one.key == key
        and any(event.action is OverpaymentAction.CANCEL for event in tables.overpayment_events.of(number))
        for number, one in tables.overpayments.rows.items()
    )


def _formed(tables: Tables) -> Iterator[str | None]:
    """Whether several payments for a month and payee are no more than the greatest that a decision names."""
    formed: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
    for payment in tables.benefit_payments.rows.values():
        formed[payment.key.case_number, payment.key.month, payment.payee_key].append(payment.gross_tiyn)
    for (number, month, payee), amounts in formed.items():
        gross = sum(amounts)
        if len(amounts) == 1:
            continue
        decisions = [event.decision for event in tables.case_events.of(number) if event.decision is not None]
        sums = [sum(part.amount_tiyn for part in one.parts if part.payee_key == payee) for one in decisions]
        fault = f"payments of case {number} for {Month.from_number(month)}: formed {gross}, decided {max(sums)}"
        yield fault if gross > max(sums) else None


def _runs(tables: Tables) -> Iterator[str | None]:
    payments = list(tables.benefit_payments.rows.values())
    for number, run in tables.benefit_runs.rows.items():
        own = [one.gross_tiyn for one in payments if one.run_number == number]
        said, formed = (run.payment_count, run.gross_tiyn), (len(own), sum(own))
        yield None if said == formed else f"run {number}: says payments and tiyn {said}, formed {formed}"


def _returned_orders(tables: Tables) -> Iterator[str | None]:
    uses = Counter((one.sha256, one.line_number) for one in tables.benefit_returns.rows.values())
    for sha256 in tables.returned_orders.rows:
        is_used_twice = any(count > 1 for (digest, _), count in uses.items() if digest == sha256)
        fault = "has no message, or a line that gives back two payments"
        yield f"returned order {sha256.hex()}: {fault}" if is_used_twice or sha256 not in tables.messages else None


def _orders_taken_over(tables: Tables) -> Iterator[str | None]:
    """A message is a payment order or brings social payments back: both only where the order was taken over."""
    for number, order in tables.orders.rows.items():
        digest = tables.returned_keys.rows.get((order.key, order.content_sha256))
        decisions = tables.decisions.of(number)
        is_taken_over = bool(decisions) and decisions[-1].action is Action.TAKE_OVER
        if is_taken_over is not (digest is not None):
            yield f"order {order.key}: taken over without returned payments, or these without being taken over"
        elif is_taken_over:
            gone = [entry.amount_tiyn for entry in tables.entries.of(number) if entry.credit is Account.BANK]
            yield None if gone == [order.order.total.tiyn] else f"order {order.key}: taken over with another amount"
