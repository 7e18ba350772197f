"""Deadlines of social payments: first sums, what waits for its message, returns, overpayments (Rules, item 14)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.benefit_payment import PaymentKey
from esep.domain.model.deadline import Deadline, Duty, state_on, state_when_done
from esep.domain.model.overpayment import OverpaymentState
from esep.domain.model.payable_case import PayableCase
from esep.domain.model.recipient_case import case_name
from esep.domain.model.returned_payment import ReturnedLineView
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.rules.social_payments.kept import due_again
from esep.domain.rules.social_payments.withholding import contribution_due_on
from esep.domain.use_cases.case_steps import find_case
from esep.domain.use_cases.due_days import DueDays

WAITING_TOLD_MAX = 1_000  # more wait only where the register or a bank is missing


def payments_to_make(unit: UnitOfWork, due_days: DueDays, today: date) -> Iterator[Deadline]:
    """First payments, payments without a message, returned lines without a payment, what came back, notices."""
    yield from _first_sums(unit, today)
    yield from _waiting(unit, due_days, today)
    for line in unit.returned_payments.lines(is_held=True):
        name = f"{line.reference} line {line.line_number}"
        yield _open(Duty.FIND_RETURNED, name, line.value_date, line.due_on, line.amount_tiyn, today)
    yield from _came_back(unit, due_days, today)
    for one in unit.overpayments.list_overpayments():
        if one.state is OverpaymentState.FOUND:
            yield _open(Duty.NOTIFY_OVERPAYMENT, one.name, one.found_on, one.due_on, one.left_tiyn, today)


def recorded_payments(unit: UnitOfWork, due_days: DueDays, due_from: date | None) -> Iterator[Deadline]:
    """Runs and returned orders, all of them or those due on a day or later: each was recorded by a day, met or late."""
    for run in unit.payments.runs():
        made_on = day_in_almaty(run.prepared_at)
        due_on = due_days.due_on(Duty.RECORD_PAYMENT.value, made_on)
        if run.payment_count and due_on is not None and (due_from is None or due_on >= due_from):
            yield Deadline(
                duty=Duty.RECORD_PAYMENT,
                name=f"run {run.run_number} for {run.month}",
                received_on=made_on,
                due_on=due_on,
                amount_tiyn=run.gross_tiyn,
                state=state_when_done(due_on, made_on),
                count=run.payment_count,
            )
    orders: defaultdict[bytes, list[ReturnedLineView]] = defaultdict(list)
    for line in unit.returned_payments.lines():
        if due_from is None or line.due_on >= due_from:
            orders[line.sha256].append(line)
    for lines in orders.values():
        first = lines[0]
        yield Deadline(
            duty=Duty.RECORD_RETURN,
            name=first.reference,
            received_on=first.value_date,
            due_on=first.due_on,
            amount_tiyn=sum(line.amount_tiyn for line in lines),
            state=state_when_done(first.due_on, day_in_almaty(first.recorded_at)),
            count=len(lines),
        )


def _first_sums(unit: UnitOfWork, today: date) -> Iterator[Deadline]:
    for one in unit.payments.unpaid_decisions():
        name = case_name(one.case_number)
        yield _open(Duty.PAY_FIRST_SUM, name, one.decided_on, one.due_on, one.amount_tiyn, today)


def _waiting(unit: UnitOfWork, due_days: DueDays, today: date) -> Iterator[Deadline]:
    """Payments without a message, and with the first sending the contributions withheld."""
    waiting = next(unit.payments.waiting(WAITING_TOLD_MAX), [])
    formed_on = {run.run_number: day_in_almaty(run.prepared_at) for run in unit.payments.runs()} if waiting else {}
    for one in waiting:
        day = formed_on[one.run_number]
        due_on = due_days.due_on(Duty.SEND_PAYMENT.value, day) or due_days.calendar.next_working_day(day)
        yield _open(Duty.SEND_PAYMENT, one.key.name, day, due_on, one.amount_tiyn, today)
        if one.withheld_tiyn:
            yield _open(Duty.SEND_CONTRIBUTION, one.key.name, day, contribution_due_on(day), one.withheld_tiyn, today)


def _came_back(unit: UnitOfWork, due_days: DueDays, today: date) -> Iterator[Deadline]:
    """What came back, is due and was not sent again; by decision of the product the next working day.

    The acts name no term for sending again: item 14 of the Rules gives one working day for what came back.
    """
    by_case: defaultdict[int, dict[PaymentKey, date]] = defaultdict(dict)
    for one in unit.returned_payments.not_sent_again():
        by_case[one.key.case_number][one.key] = one.returned_on
    for number, returned_on in by_case.items():
        claims = list(unit.overpayments.list_overpayments(case_number=number))
        views, balances = unit.payments.of_case(number), unit.payments.balances(number)
        due = due_again(PayableCase.of(find_case(unit.cases, case_name(number))), views, balances, claims)
        for key in sorted(due.keys() & returned_on.keys()):
            day = returned_on[key]
            due_on = due_days.due_on(Duty.RESEND_PAYMENT.value, day) or due_days.calendar.next_working_day(day)
            yield _open(Duty.RESEND_PAYMENT, key.name, day, due_on, due[key], today)


def _open(duty: Duty, name: str, received_on: date, due_on: date, amount_tiyn: int, today: date) -> Deadline:
    return Deadline(
        duty=duty,
        name=name,
        received_on=received_on,
        due_on=due_on,
        amount_tiyn=amount_tiyn,
        state=state_on(due_on, today),
    )
