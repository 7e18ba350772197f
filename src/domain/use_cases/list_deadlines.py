"""List what is not done yet, the most urgent first."""

from collections.abc import Iterator
from datetime import date

import attrs

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.deadline import Deadline, Duty, state_on
from esep.domain.model.outcome import Outcome
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork


@attrs.frozen(kw_only=True)
class ListDeadlines:
    """Held orders, quarantined messages and returns not sent, with the day by which each must be done."""

    open_unit: OpenUnitOfWork
    clock: Clock

    def __call__(self) -> list[Deadline]:
        """By due day, then name."""
        today = day_in_almaty(self.clock.now())
        with self.open_unit() as unit:
            found = [*_held(unit, today), *_quarantined(unit, today), *_returns(unit, today)]
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
