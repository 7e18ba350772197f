"""Questions about social payments in memory."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime

import attrs

from esep.adapters.in_memory.given_accounts import payout_of
from esep.adapters.in_memory.last_sendings import is_by, is_formed_by, returns_of, sendings_of
from esep.adapters.in_memory.tables import Tables
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.benefit_payment import (
    AliveSignal,
    BenefitEntry,
    PaymentBalance,
    PaymentFigures,
    PaymentKey,
    PaymentState,
    PaymentView,
    SentPayment,
    UnpaidDecision,
)
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.recipient_case import Application, CaseAction, CaseState
from esep.domain.model.social_payment import SocialPaymentKind

LIVE = (CaseState.APPOINTED, CaseState.SUSPENDED)


def entry_count(tables: Tables, key: PaymentKey) -> int:
    """How many entries a payment has."""
    count = 0
    while (key, count + 1) in tables.benefit_entries:
        count += 1
    return count


def views(tables: Tables, as_of: datetime | None = None) -> Iterator[PaymentView]:
    """Every payment with all that became of it, by case, month and part; as recorded by an instant."""
    for key, payment in sorted(tables.benefit_payments.rows.items(), key=lambda one: one[0][1:]):
        if is_formed_by(tables, payment, as_of):
            yield _view(tables, key, as_of)


def of_keys(tables: Tables, keys: Collection[PaymentKey]) -> list[PaymentView]:
    """These payments with all that became of them, by case, month and part."""
    return [_view(tables, key, None) for key in sorted(set(keys), key=lambda one: one[1:])]


def balances(tables: Tables, case_number: int) -> dict[PaymentKey, PaymentBalance]:
    """What stands of each payment of a case."""
    own: defaultdict[PaymentKey, list[BenefitEntry]] = defaultdict(list)
    for (key, _), entry in tables.benefit_entries.rows.items():
        if key.case_number == case_number:
            own[key].append(entry)
    return {key: _balance(entries) for key, entries in own.items()}


def figures(tables: Tables, month: Month) -> list[PaymentFigures]:
    """What was sent and came back in a month, by kind and region."""
    sums: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sent in tables.benefit_dispatches.rows.values():
        number = sent.message_number or sent.pension_message
        if number is None or Month.of(_file_day(tables, number)) != month:
            continue
        payment, counted = tables.benefit_payments.rows[sent.key], sums[_group(tables, sent.key)]
        counted["payments"] += 1
        counted["paid_tiyn"] += sent.amount_tiyn
        if sent.attempt == 1:
            counted["withheld_tiyn"] += payment.withheld_tiyn
            counted["recovered_tiyn"] += payment.recovered_tiyn
    for matched in tables.benefit_returns.rows.values():
        if Month.of(day_in_almaty(matched.recorded_at)) == month:
            counted = sums[_group(tables, matched.key)]
            counted["returned"] += not matched.is_pension
            counted["returned_pension_tiyn" if matched.is_pension else "returned_tiyn"] += matched.amount_tiyn
    names = [field.name for field in attrs.fields(PaymentFigures) if field.name not in ("kind", "region")]
    return [
        PaymentFigures(kind=kind, region=region, **{name: counted[name] for name in names})
        for (kind, region), counted in sorted(sums.items())
    ]


def unpaid_decisions(tables: Tables) -> list[UnpaidDecision]:
    """Appointed cases of which nothing was formed yet, by number."""
    paid = {key.case_number for key in tables.benefit_payments.rows}
    found = []
    for number in sorted(tables.cases.rows.keys() - paid):
        events = tables.case_events.of(number)
        for event in events:
            is_first = event.action is CaseAction.APPOINT and events[-1].state is CaseState.APPOINTED
            if is_first and event.decision is not None and event.due_on is not None:
                one = UnpaidDecision(
                    case_number=number,
                    decided_on=event.document_date or event.happened_on,
                    due_on=event.due_on,
                    amount_tiyn=event.decision.amount_tiyn,
                )
                found.append(one)
    return found


def signals(tables: Tables) -> list[AliveSignal]:
    """Contributions for months after the loss that came for the breadwinner of a live case."""
    found: list[AliveSignal] = []
    for application in tables.cases.rows.values():
        events = tables.case_events.of(application.case_number)
        if application.kind is SocialPaymentKind.BREADWINNER and events[-1].state in LIVE:
            found += _signals_of(tables, application, events[-1].state)
    return sorted(
        found, key=lambda one: (-one.received_on.toordinal(), one.case_number, one.order_number, one.line_number)
    )


def _signals_of(tables: Tables, application: Application, state: CaseState) -> Iterator[AliveSignal]:
    for number, recorded in tables.orders.rows.items():
        lines = tables.decisions.of(number)[-1].lines
        for place, (iin, month) in enumerate(zip(lines.numbers, lines.months, strict=True)):
            if iin != application.insured_key or month is None or recorded.received_on <= application.right_on:
                continue
            if month > Month.of(application.right_on).to_number():
                yield AliveSignal(
                    case_number=application.case_number,
                    case_state=state.value,
                    person_key=application.person_key,
                    insured_key=application.insured_key,
                    order_number=number,
                    order_reference=recorded.key.reference,
                    line_number=place + 1,
                    month=month,
                    amount_tiyn=lines.amounts_tiyn[place],
                    outcome=lines.outcomes[place].name.lower(),
                    received_on=recorded.received_on,
                )


def _view(tables: Tables, key: PaymentKey, as_of: datetime | None) -> PaymentView:
    payment, case = tables.benefit_payments.rows[key], tables.cases.rows[key.case_number]
    run = tables.benefit_runs.rows[payment.run_number]
    sent = next(reversed(sendings_of(tables, key, as_of)), None)
    resends = [
        one for (of, _), one in tables.benefit_resends.rows.items() if of == key and is_by(one.recorded_at, as_of)
    ]
    last = next(reversed(returns_of(tables, key, as_of)), None)
    number = sent.message_number if sent else None
    file_name, message = tables.benefit_messages.rows[number] if number else (None, None)
    confirmation = tables.benefit_confirmations.rows.get(number) if number else None
    if confirmation is not None and not is_by(confirmation.recorded_at, as_of):
        confirmation = None
    is_waiting = sent is None or any(resend.attempt > sent.attempt for resend in resends)
    is_returned = sent is not None and last is not None and last.attempt == sent.attempt
    account, bic = (resends[-1].account, resends[-1].bic) if resends else payout_of(tables, payment, as_of)
    return PaymentView(
        key=key,
        kind=case.kind.value,
        region=case.region,
        payee_key=payment.payee_key,
        gross_tiyn=payment.gross_tiyn,
        withheld_tiyn=payment.withheld_tiyn,
        recovered_tiyn=payment.recovered_tiyn,
        run_number=payment.run_number,
        formed_at=run.prepared_at,
        due_on=payment.due_on,
        state=_state(sent, is_waiting=is_waiting, is_returned=is_returned, is_confirmed=confirmation is not None),
        attempt=sent.attempt if sent else 0,
        account=account,
        bic=bic,
        purpose_code=message.purpose_code if message else None,
        reference=message.reference if message else None,
        file_name=file_name,
        sent_on=tables.files.rows[file_name].dispatched_on if file_name else None,
        confirmed_on=confirmation.confirmed_on if confirmation else None,
        returned_on=tables.returned_orders.rows[last.sha256].order.value_date if last else None,
        overpaid_tiyn=sum(
            one.amount_tiyn
            for one in tables.overpayments.rows.values()
            if one.key == key and is_by(one.recorded_at, as_of)
        ),
    )


def _state(sent: SentPayment | None, *, is_waiting: bool, is_returned: bool, is_confirmed: bool) -> PaymentState:
    if sent is None or is_waiting:
        return PaymentState.FORMED
    if is_returned:
        return PaymentState.RETURNED
    if is_confirmed or sent.message_number is None:
        return PaymentState.PAID
    return PaymentState.RESENT if sent.attempt > 1 else PaymentState.SENT


def _balance(entries: list[BenefitEntry]) -> PaymentBalance:
    sums: Counter[int] = Counter()
    for entry in entries:
        sums[entry.credit] += entry.amount_tiyn
        sums[entry.debit] -= entry.amount_tiyn
    return PaymentBalance(
        entry_count=max(entry.entry_number for entry in entries),
        payable_tiyn=sums[Account.SOCIAL_PAYMENTS_PAYABLE.value],
        withheld_tiyn=sums[Account.PENSION_CONTRIBUTIONS_WITHHELD.value],
        paid_tiyn=sums[Account.SOCIAL_PAYMENTS_PAID.value],
        returned_tiyn=sums[Account.RETURNED_SOCIAL_PAYMENTS.value],
        overpaid_tiyn=sums[Account.OVERPAYMENTS.value],
        recovered_tiyn=sums[Account.OVERPAYMENTS_RECOVERED.value],
    )


def _group(tables: Tables, key: PaymentKey) -> tuple[str, str]:
    case = tables.cases.rows[key.case_number]
    return case.kind.value, case.region


def _file_day(tables: Tables, message_number: int) -> date:
    return tables.files.rows[tables.benefit_messages.rows[message_number][0]].dispatched_on
