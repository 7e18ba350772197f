"""Return a held order whole by an operator's decision."""

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.decision import Action
from esep.domain.model.order_summary import OrderSummary
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.examination import send_back
from esep.domain.use_cases.find_order import find_held_order
from esep.domain.use_cases.redecide import Redecision, require_reason


@attrs.frozen(kw_only=True)
class SendBackHeldOrder:
    """Return a held order whole, by an operator's decision."""

    open_unit: OpenUnitOfWork
    redecision: Redecision

    def __call__(self, reference: str, *, reason: str, actor: Actor) -> OrderSummary:
        """The order as it stands afterwards. Raises `NotFound`, `Conflict`, `InvalidInput` for want of a reason."""
        require_reason(reason)
        redecision = self.redecision
        with self.open_unit() as unit:
            held = find_held_order(unit.orders, reference)
            [examined] = redecision.lay_out_again(unit, [held])
            decision = redecision.decide(
                held,
                examined,
                send_back(redecision.rulebook, examined),
                action=Action.SEND_BACK,
                actor=actor,
                now=redecision.clock.now(),
                reason=reason,
                accepted=held.accepted_findings,
            )
            unit.orders.record_decisions([decision])
            return unit.orders.find_many([held.order_number])[held.order_number]
