"""List what is not done yet, the most urgent first."""

from collections.abc import Iterator
from datetime import date

import attrs

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.deadline import Deadline, Duty, state_on
from esep.domain.model.outcome import Outcome
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.use_cases.case_deadlines import recorded_cases, steps_to_take
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.payment_deadlines import payments_to_make, recorded_payments
from esep.domain.use_cases.recorded_changes import recorded_changes
from esep.domain.use_cases.refund_steps import DUTIES

WAITING_TRANSFERS_MAX = 200  # more wait only where the Fund's account was long unknown; the oldest are told


@attrs.frozen(kw_only=True)
class ListDeadlines:
    """Held orders, quarantined messages, returns not sent, money not with the Fund; each with the day it is due."""

    open_unit: OpenUnitOfWork
    clock: Clock
    due_days: DueDays

    def __call__(self, *, is_done_wanted: bool = False) -> list[Deadline]:
        """By due day, then name. What is done is told until its due day, or always where that is wanted."""
        today = day_in_almaty(self.clock.now())
        with self.open_unit() as unit:
            found = [*_held(unit, today), *_quarantined(unit, today), *_returns(unit, today)]
            found += _refunds(unit, today)
            found += _transfers(unit, today, self.due_days)
            found += steps_to_take(unit, today)
            found += recorded_cases(unit, self.due_days, None if is_done_wanted else today)
            found += payments_to_make(unit, self.due_days, today)
            found += recorded_payments(unit, self.due_days, None if is_done_wanted else today)
            found += recorded_changes(unit, None if is_done_wanted else today)
        return sorted(found, key=lambda deadline: (deadline.due_on, deadline.name))


def _held(unit: UnitOfWork, today: date) -> Iterator[Deadline]:
    for order in unit.orders.list_orders(Outcome.HELD):
        yield Deadline(
            duty=Duty.DECIDE_ORDER,
            name=order.name,
            received_on=order.received_on,
            due_on=order.due_on,
            amount_tiyn=order.held.tiyn,
            state=state_on(order.due_on, today),
        )


def _quarantined(unit: UnitOfWork, today: date) -> Iterator[Deadline]:
    for message in unit.orders.list_quarantined():
        yield Deadline(
            duty=Duty.READ_MESSAGE,
            name=f"{message.file_name}#{message.position}",
            received_on=message.value_date or day_in_almaty(message.received_at),
            due_on=message.due_on,
            amount_tiyn=message.total_tiyn,
            state=state_on(message.due_on, today),
        )


def _returns(unit: UnitOfWork, today: date) -> Iterator[Deadline]:
    for one in unit.returns.list_returns():
        if one.dispatched_on is None:
            yield Deadline(
                duty=Duty.SEND_RETURN,
                name=f"{one.order_reference}/{one.value_date}",
                received_on=one.value_date,
                due_on=one.due_on,
                amount_tiyn=one.amount_tiyn,
                state=state_on(one.due_on, today),
            )


def _refunds(unit: UnitOfWork, today: date) -> Iterator[Deadline]:
    """Each with its next step; the money of a sent one is on its way when its file is written."""
    for one in unit.refunds.unfinished():
        due_on = one.next_due_on or one.due_on
        yield Deadline(
            duty=DUTIES.get(one.state, Duty.SEND_REFUND),
            name=one.name,
            received_on=one.state_since,
            due_on=due_on,
            amount_tiyn=one.amount_tiyn,
            state=state_on(due_on, today),
        )


def _transfers(unit: UnitOfWork, today: date, due_days: DueDays) -> Iterator[Deadline]:
    """One per day of receipt for what is in no transfer yet, then each transfer that no file carries."""
    for day in unit.transfers.untransferred_days():
        due_on = due_days.due_on(Duty.TRANSFER_MONEY.value, day.received_on)
        if due_on is not None:
            yield Deadline(
                duty=Duty.TRANSFER_MONEY,
                name=f"credited/{day.received_on}",
                received_on=day.received_on,
                due_on=due_on,
                amount_tiyn=day.amount_tiyn,
                state=state_on(due_on, today),
            )
    for one in unit.transfers.without_file(WAITING_TRANSFERS_MAX):
        yield Deadline(
            duty=Duty.TRANSFER_MONEY,
            name=f"transfer {one.transfer_number}, without a file",
            received_on=day_in_almaty(one.prepared_at),
            due_on=one.transferred_on,
            amount_tiyn=one.amount_tiyn,
            state=state_on(one.transferred_on, today),
        )
