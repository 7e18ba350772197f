"""Examine held orders again when the register answers, or is loaded."""

from collections.abc import Iterator, Sequence

import attrs

from esep.domain.errors import AlreadyRecorded
from esep.domain.model.actor import Actor
from esep.domain.model.decision import Action
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outcome import Outcome
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.examination import examine
from esep.domain.use_cases.redecide import Redecision

ATTEMPTS_MAX = 10  # each lost race means that another process decided something, so few are ever needed
BATCH_LINES = 20_000  # as in receiving
BATCH_ORDERS = 1_000


@attrs.frozen(kw_only=True)
class RetryHeldOrders:
    """Examine every held order again, many in one unit of work.

    A decision is recorded where something changed: the outcome, or what holds the order. Repeating it changes
    nothing.
    """

    open_unit: OpenUnitOfWork
    redecision: Redecision

    def __call__(self, actor: Actor) -> list[OrderSummary]:
        """All orders that were held, as they stand afterwards, batch by batch.

        Raises `Unavailable` where the store does not answer; what was decided by then stands.
        """
        with self.open_unit() as unit:
            held = list(unit.orders.list_orders(Outcome.HELD))
        return [order for batch in _batches(held) for order in self._retry(batch, actor)]

    def _retry(self, numbers: Sequence[int], actor: Actor) -> list[OrderSummary]:
        for _ in range(ATTEMPTS_MAX):
            try:
                with self.open_unit() as unit:
                    self._decide_again(unit, numbers, actor)
                break
            except AlreadyRecorded:
                continue  # somebody else decided on one of them meanwhile: look again
        with self.open_unit() as unit:
            known = unit.orders.find_many(numbers)
        return [known[number] for number in numbers]

    def _decide_again(self, unit: UnitOfWork, numbers: Sequence[int], actor: Actor) -> None:
        redecision, now = self.redecision, self.redecision.clock.now()
        held = [order for order in unit.orders.find_many(numbers).values() if order.outcome is Outcome.HELD]
        decisions = []
        for order, examined in zip(held, redecision.lay_out_again(unit, held), strict=True):
            examination = examine(redecision.rulebook, examined, accepted=order.accepted_findings)
            if examination.outcome is Outcome.HELD and examination.findings == order.findings:
                continue
            accepted = order.accepted_findings
            decisions.append(
                redecision.decide(
                    order, examined, examination, action=Action.RETRY, actor=actor, now=now, accepted=accepted
                )
            )
        unit.orders.record_decisions(decisions)


def _batches(held: Sequence[OrderSummary]) -> Iterator[list[int]]:
    """Numbers of orders with at most so many lines together, so that memory does not grow with what is held."""
    batch: list[int] = []
    line_count = 0
    for order in held:
        batch.append(order.order_number)
        line_count += order.line_count
        if line_count >= BATCH_LINES or len(batch) >= BATCH_ORDERS:
            yield batch
            batch, line_count = [], 0
    if batch:
        yield batch
