"""Payment orders in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

import attrs

from esep.adapters.in_memory.person_entries import add_entries
from esep.adapters.in_memory.tables import ReturnLine, Tables
from esep.domain.errors import NotFound
from esep.domain.model.decision import Decision, QuarantinedMessage, RecordedOrder
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.ledger import Account, CreditedLines, PersonEntry
from esep.domain.model.order_summary import DecisionSummary, LineSummary, OrderSummary, QuarantineSummary
from esep.domain.model.outcome import Outcome
from esep.domain.model.receipt import quarantine_summary, summary_of


@attrs.frozen
class InMemoryOrderBook:
    """`OrderBook` on the tables of the store."""

    _tables: Tables

    def find_many(self, order_numbers: Collection[int]) -> Mapping[int, OrderSummary]:
        """The orders known under these numbers, with their findings."""
        known = self._tables.orders
        return {number: self._summary(known.rows[number]) for number in order_numbers if number in known}

    def record_all(self, orders: Sequence[RecordedOrder]) -> None:
        """Record new orders; raises AlreadyRecorded by number or by key and content, and records nothing then."""
        with self._tables.all_or_nothing():
            for order in orders:
                self._record(order)

    def record_decisions(self, decisions: Sequence[Decision]) -> None:
        """Add decisions; raises NotFound without an order, AlreadyRecorded where a number is taken."""
        with self._tables.all_or_nothing():
            for decision in decisions:
                self._require(decision.order_number)
                self._add_decision(decision)

    def quarantine_all(self, messages: Sequence[QuarantinedMessage]) -> None:
        """Keep unreadable messages, the first of each digest."""
        for quarantined in messages:
            if quarantined.message.sha256 not in self._tables.quarantined:
                self._keep(quarantined.message)
                self._tables.quarantined.add(quarantined.message.sha256, quarantined)

    def find_quarantined(self, digests: Collection[bytes]) -> Mapping[bytes, QuarantineSummary]:
        """The quarantined messages of these digests, as they were first received."""
        rows = self._tables.quarantined.rows
        return {digest: quarantine_summary(rows[digest]) for digest in digests if digest in rows}

    def find_by_reference(
        self, reference: str, *, sender_bic: str | None = None, value_date: date | None = None
    ) -> list[OrderSummary]:
        """All orders of a reference, newest value date first."""
        found = [
            self._summary(order)
            for order in self._tables.orders.rows.values()
            if order.key.reference == reference
            and sender_bic in (None, order.key.sender_bic)
            and value_date in (None, order.key.value_date)
        ]
        found.sort(key=lambda order: (order.key.sender_bic, order.order_number))
        return sorted(found, key=lambda order: order.key.value_date, reverse=True)

    def list_orders(self, outcome: Outcome | None = None) -> Iterator[OrderSummary]:
        """All orders, or those of one outcome, by value date, sender and reference, without their findings."""
        meant = [
            order
            for order in self._tables.orders.rows.values()
            if outcome in (None, self._last_decision(order.order_number).outcome)
        ]
        meant.sort(key=_listed)
        return (attrs.evolve(self._summary(order), findings=()) for order in meant)

    def list_quarantined(self) -> Iterator[QuarantineSummary]:
        """All quarantined messages, oldest first."""
        return map(quarantine_summary, sorted(self._tables.quarantined.rows.values(), key=_received))

    def decisions(self, order_number: int) -> list[DecisionSummary]:
        """Every decision on an order, first to last."""
        return [_decision_summary(decision) for decision in self._tables.decisions.of(order_number)]

    def lines(self, order_number: int) -> Iterator[LineSummary]:
        """The lines of an order as last decided, in order."""
        for decision in self._tables.decisions.of(order_number)[-1:]:
            columns = attrs.astuple(decision.lines, recurse=False)
            for line_number, (number, amount, month, outcome, level) in enumerate(zip(*columns, strict=True), 1):
                yield LineSummary(
                    line_number=line_number,
                    number=number,
                    amount_tiyn=amount,
                    month=month,
                    outcome=outcome,
                    level=level,
                )

    def message_contents(self, order_numbers: Collection[int]) -> Mapping[int, bytes]:
        """The bytes of each order's message as they came; raises NotFound without one of the orders."""
        messages = self._tables.messages.rows
        return {number: messages[self._require(number).message.sha256] for number in order_numbers}

    def _record(self, order: RecordedOrder) -> None:
        if order.conflicts_with is not None:
            self._require(order.conflicts_with)
        self._keep(order.message)
        self._tables.orders.add(order.order_number, order)
        self._tables.contents.add((order.key, order.content_sha256), order.order_number)
        self._add_decision(order.decision)

    def _keep(self, message: IncomingMessage) -> None:
        if message.sha256 not in self._tables.messages:
            self._tables.messages.add(message.sha256, message.content)

    def _add_decision(self, decision: Decision) -> None:
        """Spread a decision over the tables; what stands in one of them is not kept with the decision again."""
        key = (decision.order_number, decision.decision_number)
        self._tables.decisions.add(key, attrs.evolve(decision, entries=(), credited_lines=None, return_order=None))
        for entry in decision.entries:
            self._tables.entries.add((entry.order_number, entry.entry_number), entry)
        if decision.credited_lines is not None:
            add_entries(self._tables, _person_entries(decision, decision.credited_lines))
        if decision.return_order is not None:
            self._tables.return_orders.add(key, decision.return_order)
            returned = decision.return_order
            for line, amount in zip(returned.line_numbers, returned.amounts_tiyn, strict=True):
                row = ReturnLine(decision.decision_number, amount)
                self._tables.return_lines.add((decision.order_number, line), row)

    def _require(self, order_number: int) -> RecordedOrder:
        order = self._tables.orders.rows.get(order_number)
        if order is None:
            raise NotFound(f"no order is recorded under the number {order_number}; receive it first")
        return order

    def _last_decision(self, order_number: int) -> Decision:
        return self._tables.decisions.of(order_number)[-1]

    def _summary(self, order: RecordedOrder) -> OrderSummary:
        decided = attrs.evolve(order, decision=self._last_decision(order.order_number))
        return attrs.evolve(
            summary_of(decided),
            recorded_at=order.decision.decided_at,
            entry_count=self._tables.entries.count_of(order.order_number),
        )


def _listed(order: RecordedOrder) -> tuple[date, str, str, int]:
    return (order.key.value_date, order.key.sender_bic, order.key.reference, order.order_number)


def _received(quarantined: QuarantinedMessage) -> tuple[object, ...]:
    message = quarantined.message
    return (quarantined.received_at, message.file_name, message.position, message.sha256)


def _decision_summary(decision: Decision) -> DecisionSummary:
    return DecisionSummary(
        decision_number=decision.decision_number,
        action=decision.action,
        outcome=decision.outcome,
        decided_at=decision.decided_at,
        actor=decision.actor,
        reason=decision.reason,
        purpose_code=decision.purpose_code,
        accepted_findings=decision.accepted_findings,
        register=decision.register,
    )


def _person_entries(decision: Decision, credited: CreditedLines) -> Iterator[PersonEntry]:
    columns = (credited.person_keys, credited.line_numbers, credited.amounts_tiyn, credited.months)
    for person_key, line_number, amount, month in zip(*columns, strict=True):
        yield PersonEntry(
            person_key=person_key,
            order_number=decision.order_number,
            line_number=line_number,
            entry_number=1,
            decision_number=decision.decision_number,
            debit=Account.UNALLOCATED,
            credit=credited.account,
            amount_tiyn=amount,
            month=month,
            recorded_at=decision.decided_at,
        )
