"""Held payment orders that bring social payments back: out of the payment orders, since they are received as such."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from esep.domain.errors import Conflict
from esep.domain.model.actor import Actor
from esep.domain.model.decision import Action, Decision
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outcome import Outcome
from esep.domain.model.returned_payment import HeldBecause, ReturnedOrder
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.rules.deciding import taken_over
from esep.domain.rules.examination import send_back
from esep.domain.rules.social_payments.returned_lines import told_by
from esep.domain.use_cases.identify_orders import OrderIdentities
from esep.domain.use_cases.redecide import Redecision

REASON = "received as returned social payments"


class ReceivedAsOrder(Conflict):
    """A message was received before as a payment order, and is none that could be taken over."""

    code = "received-as-order"

    def __init__(self, order: OrderSummary, next_step: str) -> None:
        """Take the order, and what can be done."""
        super().__init__(
            f"this message was received before, by `esep orders receive`, as payment order {order.name} (file "
            f"{order.file_name}, {order.outcome.value}): nothing of the file is recorded; {next_step}"
        )
        self.order_name = order.name


@attrs.frozen(kw_only=True)
class TakeOverOrders:
    """Decide that held payment orders are none: their money leaves the account, and the ledger of the orders.

    The decision is kept like every other: who, when, why.
    """

    redecision: Redecision

    def __call__(
        self, unit: UnitOfWork, returned: Sequence[ReturnedOrder], actor: Actor, now: datetime
    ) -> list[OrderSummary]:
        """The orders that were taken over, among all that are received now.

        Raises `ReceivedAsOrder` where one is a payment order that was decided on, or that tells no returned payment.
        """
        held = self._received_as_orders(unit, returned)
        examined = self.redecision.lay_out_again(unit, held) if held else []
        decisions: list[Decision] = []
        for order, laid_out in zip(held, examined, strict=True):
            examination = send_back(self.redecision.rulebook, laid_out)
            decided = self.redecision.decide(
                order, laid_out, examination, action=Action.TAKE_OVER, actor=actor, now=now, reason=REASON
            )
            decisions.append(taken_over(decided))
        unit.orders.record_decisions(decisions)
        return held

    def _received_as_orders(self, unit: UnitOfWork, returned: Sequence[ReturnedOrder]) -> list[OrderSummary]:
        """Payment orders of the same message, or of the same key and content; one question for all."""
        identities = OrderIdentities(unit.orders.find_many)
        identified = identities.identify_all([(one.message, one.order) for one in returned])
        by_message = {order.message_sha256: order for order in identities.known.values()}
        found = []
        for one, identity in zip(returned, identified, strict=True):
            order = identities.known.get(identity.order_number) if identity.is_duplicate else None
            order = order or by_message.get(one.message.sha256)
            if order is not None:
                self._require_free(order, one)
                found.append(order)
        return found

    def _require_free(self, order: OrderSummary, returned: ReturnedOrder) -> None:
        if order.outcome is not Outcome.HELD:
            raise ReceivedAsOrder(order, f"it is decided: see `esep orders show {order.name}`")
        brought = returned.order
        parameters = self.redecision.rulebook.parameters
        told = told_by(brought.purpose_code, brought.assignment, brought.value_date, parameters)
        if isinstance(told, HeldBecause) or order.applied_purpose_code != order.purpose_code:
            raise ReceivedAsOrder(
                order,
                f"it waits there, and by its purpose code {order.applied_purpose_code} and text it brings no social "
                f"payment back: see `esep orders show {order.name}`, then `esep orders release` or `esep orders "
                "send-back`",
            )
