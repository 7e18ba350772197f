"""Receive payment orders: the main job of the product (Rules, items 6-8)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import attrs

from esep.domain.errors import AlreadyRecorded
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.decision import Action, QuarantinedMessage, RecordedOrder
from esep.domain.model.incoming_message import IncomingMessage, UnreadableMessage
from esep.domain.model.order_summary import OrderSummary, QuarantineSummary
from esep.domain.model.outcome import Outcome
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.receipt import Receipt, summary_of
from esep.domain.model.returned_payment import ReturnedOrderSummary
from esep.domain.ports.clock import Clock
from esep.domain.ports.payer_register import PayerRegister
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.deciding import Circumstances, decide
from esep.domain.rules.examination import examine
from esep.domain.rules.examined_order import ExaminedOrder
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.identify_orders import IdentifiedOrder, OrderIdentities, received_as_returned
from esep.domain.use_cases.lay_out_orders import OrderToExamine, lay_out_all

ATTEMPTS_MAX = 10  # each lost race means that another process recorded something, so few are ever needed


@attrs.frozen(kw_only=True)
class ReceiveOrders:
    """Record a batch of messages: each order whole or not at all, the batch in one unit of work.

    Idempotent: an order received again is a `duplicate` and changes nothing, and so is one that was received as
    returned social payments (`ReceiveReturnedPayments`). When it returns, everything is durable. Raises `Unavailable`
    where the store does not answer; nothing of the batch is recorded then.
    """

    open_unit: OpenUnitOfWork
    register: StateRegister
    calendar: WorkingCalendar
    clock: Clock
    rulebook: Rulebook

    def __call__(self, messages: Sequence[IncomingMessage], actor: Actor) -> list[Receipt]:
        """One receipt per message, in their order."""
        for _ in range(ATTEMPTS_MAX - 1):
            try:
                return self._receive(messages, actor)
            except AlreadyRecorded:
                continue  # another process was faster with one of these: look again
        return self._receive(messages, actor)

    def _receive(self, messages: Sequence[IncomingMessage], actor: Actor) -> list[Receipt]:
        now = self.clock.now()
        with self.open_unit() as unit:
            readable = [(message, message.reading) for message in messages if isinstance(message.reading, PaymentOrder)]
            returned = received_as_returned(unit.returned_payments, readable)
            identities = OrderIdentities(unit.orders.find_many)
            identified = identities.identify_all([one for one in readable if one[0].sha256 not in returned])
            new = [one for one in identified if not one.is_duplicate]
            recorded = self._examine_all(new, unit.payer_register, actor, now)
            unit.orders.record_all(recorded)
            quarantined = self._quarantine(messages, unit, now)
        summaries = identities.known | {one.order_number: summary_of(one) for one in recorded}
        orders = iter(identified)
        return [
            _receipt_of_returned(message, returned[message.sha256])
            if message.sha256 in returned
            else _receipt_of_order(next(orders), summaries)
            if isinstance(message.reading, PaymentOrder)
            else _receipt_of_unreadable(message, quarantined[message.sha256])
            for message in messages
        ]

    def _examine_all(
        self, orders: Sequence[IdentifiedOrder], payers: PayerRegister, actor: Actor, now: datetime
    ) -> list[RecordedOrder]:
        """Ask the registers once for all orders, then judge each."""
        to_examine = [
            OrderToExamine(
                order=one.order,
                purpose_code=one.order.purpose_code,
                conflicts_with=str(one.key) if one.conflicts_with is not None else None,
            )
            for one in orders
        ]
        laid_out = lay_out_all(to_examine, register=self.register, payers=payers, parameters=self.rulebook.parameters)
        return [self._examine(one, examined, actor, now) for one, examined in zip(orders, laid_out, strict=True)]

    def _examine(self, one: IdentifiedOrder, examined: ExaminedOrder, actor: Actor, now: datetime) -> RecordedOrder:
        circumstances = Circumstances(order_number=one.order_number, action=Action.RECEIVE, actor=actor, decided_at=now)
        return RecordedOrder(
            order_number=one.order_number,
            key=one.key,
            content_sha256=one.content_sha256,
            conflicts_with=one.conflicts_with,
            message=one.message,
            order=one.order,
            received_on=one.order.value_date,
            due_on=self.calendar.next_working_day(one.order.value_date),
            decision=decide(examined, examine(self.rulebook, examined), circumstances),
        )

    def _quarantine(
        self, messages: Iterable[IncomingMessage], unit: UnitOfWork, now: datetime
    ) -> Mapping[bytes, QuarantineSummary]:
        """Keep unreadable messages; one received before is told as it was then."""
        quarantined = [
            self._quarantined(message, message.reading, now)
            for message in messages
            if isinstance(message.reading, UnreadableMessage)
        ]
        if not quarantined:
            return {}
        unit.orders.quarantine_all(quarantined)
        return unit.orders.find_quarantined({one.message.sha256 for one in quarantined})

    def _quarantined(self, message: IncomingMessage, reading: UnreadableMessage, now: datetime) -> QuarantinedMessage:
        findings = tuple(
            self.rulebook.unreadable(field=defect.field, found=defect.found, expected=defect.expected)
            for defect in reading.defects
        )
        received_on = reading.value_date or day_in_almaty(now)
        due_on = self.calendar.next_working_day(received_on)
        return QuarantinedMessage(message=message, findings=findings, received_at=now, due_on=due_on)


def _receipt_of_order(one: IdentifiedOrder, summaries: dict[int, OrderSummary]) -> Receipt:
    summary = summaries[one.order_number]
    outcome = Outcome.DUPLICATE if one.is_duplicate else summary.outcome
    return Receipt(
        file_name=one.message.file_name, position=one.message.position, outcome=outcome, order=summary, quarantined=None
    )


def _receipt_of_returned(message: IncomingMessage, known: ReturnedOrderSummary) -> Receipt:
    return Receipt(
        file_name=message.file_name,
        position=message.position,
        outcome=Outcome.DUPLICATE,
        order=None,
        quarantined=None,
        returned=known,
    )


def _receipt_of_unreadable(message: IncomingMessage, known: QuarantineSummary) -> Receipt:
    return Receipt(
        file_name=message.file_name,
        position=message.position,
        outcome=Outcome.QUARANTINED,
        order=None,
        quarantined=known,
    )
