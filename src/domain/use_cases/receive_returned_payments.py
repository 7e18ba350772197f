"""Receive orders that bring social payments back, and find the payment that each line gives back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

import attrs

from esep.domain.errors import AlreadyRecorded
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.deadline import Duty
from esep.domain.model.decision import QuarantinedMessage
from esep.domain.model.incoming_message import IncomingMessage, UnreadableMessage
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.order_summary import OrderSummary, QuarantineSummary
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.returned_payment import HeldBecause, ReturnedLine, ReturnedLineView, ReturnedOrder, returned_key
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.social_payments.returned_lines import told_by
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.match_returned import MatchReturned
from esep.domain.use_cases.overpayment_steps import OverpaymentSteps
from esep.domain.use_cases.take_over_orders import TakeOverOrders

ATTEMPTS_MAX = 10  # each lost race means that another process recorded something, so few are ever needed


@attrs.frozen(kw_only=True)
class ReceivedReturns:
    """What a file brought."""

    lines: tuple[ReturnedLineView, ...]  # of its orders, those received before too
    orders: int  # recorded now
    known: int  # recorded before
    matched: int  # lines whose payment was found now
    quarantined: tuple[QuarantineSummary, ...]  # messages that cannot be read, those received before too
    taken_over: tuple[OrderSummary, ...]  # payment orders held until now, as they were

    @property
    def unreadable(self) -> int:
        """Messages that cannot be read."""
        return len(self.quarantined)

    @property
    def held(self) -> int:
        """Lines without a payment."""
        return sum(line.key is None for line in self.lines)


@attrs.frozen(kw_only=True)
class ReceiveReturnedPayments:
    """Keep the messages, then match their lines; a line without a payment is held, and tried again with its file.

    A message that waits among the held payment orders is taken over from there, where its purpose code and text tell
    that it brings social payments back.
    """

    open_unit: OpenUnitOfWork
    take_over: TakeOverOrders
    rulebook: Rulebook
    due_days: DueDays
    clock: Clock

    def __call__(self, messages: Sequence[IncomingMessage], actor: Actor) -> ReceivedReturns:
        """Record every message of a file once, whatever could be read of it.

        Raises `ReceivedAsOrder` where one stands among the payment orders to stay there; nothing is recorded then.
        """
        for _ in range(ATTEMPTS_MAX - 1):
            try:
                return self._receive(messages, actor)
            except AlreadyRecorded:
                continue  # somebody decided on a held order meanwhile: look again
        return self._receive(messages, actor)

    def _receive(self, messages: Sequence[IncomingMessage], actor: Actor) -> ReceivedReturns:
        now = self.clock.now()
        with self.open_unit() as unit:
            unit.move_money_alone()
            unit.returned_payments.receive_alone()
            new, digests = self._new(unit, messages, actor, now)
            taken_over = self.take_over(unit, new, actor, now)
            unit.returned_payments.record(new)
            quarantined = self._quarantine(unit, messages, now)
            matching = MatchReturned(
                unit=unit,
                parameters=self.rulebook.parameters,
                steps=OverpaymentSteps(due_days=self.due_days, actor=actor, now=now),
            )
            matched = matching(list(unit.returned_payments.lines(is_held=True, digests=digests))) if digests else 0
            lines = tuple(unit.returned_payments.lines(digests=digests)) if digests else ()
        readable = sum(isinstance(one.reading, PaymentOrder) for one in messages)
        return ReceivedReturns(
            lines=lines,
            orders=len(new),
            known=readable - len(new),
            matched=matched,
            quarantined=quarantined,
            taken_over=tuple(taken_over),
        )

    def _new(
        self, unit: UnitOfWork, messages: Sequence[IncomingMessage], actor: Actor, now: datetime
    ) -> tuple[list[ReturnedOrder], list[bytes]]:
        """The orders that are new, and the digests of all that were read."""
        keys = {returned_key(one.reading) for one in messages if isinstance(one.reading, PaymentOrder)}
        received = unit.returned_payments.received({one.sha256 for one in messages}, keys)
        before = {one.message_sha256 for one in received}
        contents: defaultdict[OrderKey, set[bytes]] = defaultdict(set)
        for order in received:
            contents[order.key].add(order.content_sha256)
        new: list[ReturnedOrder] = []
        asked: list[bytes] = []
        for one in messages:
            if not isinstance(one.reading, PaymentOrder):
                continue
            known = contents[returned_key(one.reading)]
            if one.sha256 in before:
                asked.append(one.sha256)
            elif one.reading.content_sha256 not in known:
                new.append(self._returned(one, one.reading, actor, now, is_conflicting=bool(known)))
                asked.append(one.sha256)
                known.add(one.reading.content_sha256)
                before.add(one.sha256)
        return new, asked

    def _returned(
        self, message: IncomingMessage, order: PaymentOrder, actor: Actor, now: datetime, *, is_conflicting: bool
    ) -> ReturnedOrder:
        due_on = self.due_days.due_on(Duty.RECORD_RETURN.value, order.value_date)
        finding = HeldBecause.CONFLICT if is_conflicting else self._finding(order)
        return ReturnedOrder(
            message=message,
            order=order,
            lines=tuple(_lines(order, finding)),
            recorded_at=now,
            due_on=due_on or self.due_days.calendar.next_working_day(order.value_date),
            actor=actor,
        )

    def _finding(self, order: PaymentOrder) -> HeldBecause | None:
        """What speaks against all lines of an order."""
        if order.has_list and order.participants.total_tiyn != order.total.tiyn:
            return HeldBecause.TOTAL
        told = told_by(order.purpose_code, order.assignment, order.value_date, self.rulebook.parameters)
        return told if isinstance(told, HeldBecause) else None

    def _quarantine(
        self, unit: UnitOfWork, messages: Sequence[IncomingMessage], now: datetime
    ) -> tuple[QuarantineSummary, ...]:
        """Keep unreadable messages; one received before, also as a payment order, is told as it was then."""
        unreadable = [one for one in messages if not isinstance(one.reading, PaymentOrder)]
        unit.orders.quarantine_all([self._quarantined(one, now) for one in unreadable])
        kept = unit.orders.find_quarantined({one.sha256 for one in unreadable}) if unreadable else {}
        return tuple(kept[one.sha256] for one in unreadable)

    def _quarantined(self, message: IncomingMessage, now: datetime) -> QuarantinedMessage:
        reading = message.reading
        defects = reading.defects if isinstance(reading, UnreadableMessage) else ()
        findings = tuple(
            self.rulebook.unreadable(field=one.field, found=one.found, expected=one.expected) for one in defects
        )
        received_on: date = getattr(reading, "value_date", None) or day_in_almaty(now)
        due_on = self.due_days.calendar.next_working_day(received_on)
        return QuarantinedMessage(message=message, findings=findings, received_at=now, due_on=due_on)


def _lines(order: PaymentOrder, finding: HeldBecause | None) -> Iterator[ReturnedLine]:
    """Every line; of an order without a list one of its amount, that names nobody."""
    if not order.participants:
        yield ReturnedLine(line_number=1, iin="", amount_tiyn=order.total.tiyn, period=order.period, finding=finding)
    for place, line in enumerate(order.participants, 1):
        yield ReturnedLine(
            line_number=place,
            iin=line.identification_number,
            amount_tiyn=line.amount_tiyn,
            period=line.period or order.period,
            finding=finding,
        )
