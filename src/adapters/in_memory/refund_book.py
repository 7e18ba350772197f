"""Refunds to payers in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

import attrs

from esep.adapters.in_memory.person_entries import add_entries
from esep.adapters.in_memory.tables import RefundDispatch, Tables
from esep.domain.errors import NotFound
from esep.domain.model.ledger import Account, Entry, PersonEntry
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.refund import (
    PENDING,
    PaidOrder,
    PendingRefund,
    Refund,
    RefundCase,
    RefundEvent,
    RefundState,
    RefundSummary,
    SentRefund,
)


@attrs.frozen
class InMemoryRefundBook:
    """`RefundBook` on the tables of the store."""

    _tables: Tables

    def next_number(self) -> int:
        """The number of the next refund."""
        return max(self._tables.refunds.rows, default=0) + 1

    def record(self, refund: Refund, received: RefundEvent) -> None:
        """Record an application with its lines and its first event."""
        if refund.order_number not in self._tables.orders:
            raise NotFound(f"no order {refund.order_number} is recorded; a refund is of an order")
        with self._tables.all_or_nothing():
            self._tables.refunds.add(refund.refund_number, refund)
            self._tables.applications.add((refund.payer_id, refund.application_number), refund.refund_number)
            self._add_event(received)

    def record_steps(
        self, steps: Sequence[RefundEvent], *, entries: Sequence[Entry] = (), lines: Sequence[PersonEntry] = ()
    ) -> None:
        """Record further events with the entries that they make, all or none."""
        with self._tables.all_or_nothing():
            for event in steps:
                self._add_event(event)
            for entry in entries:
                self._add_entry(entry)
            add_entries(self._tables, lines)

    def find_application(self, payer_id: str, application_number: str) -> RefundCase | None:
        """The refund that a payer's application made."""
        number = self._tables.applications.rows.get((payer_id, application_number))
        return None if number is None else self._case(number)

    def find(self, refund_number: int) -> RefundCase | None:
        """A refund with everything that happened to it."""
        return self._case(refund_number) if refund_number in self._tables.refunds else None

    def orders(self, order_numbers: Collection[int]) -> Mapping[int, PaidOrder]:
        """What must be known of orders to judge who may ask for what."""
        return {number: self._order(number) for number in order_numbers if number in self._tables.orders}

    def asking_for(self, order_number: int, line_numbers: Collection[int]) -> Mapping[int, tuple[int, ...]]:
        """By line the refunds, ascending, that ask for it and are neither refused nor dispatched."""
        asking: dict[int, tuple[int, ...]] = {}
        for number, line in sorted(self._tables.lines_of_refunds(), key=lambda pair: pair[0]):
            is_asked = line.order_number == order_number and line.line_number in line_numbers
            if is_asked and self._case(number).state in PENDING:
                asking[line.line_number] = (*asking.get(line.line_number, ()), number)
        return asking

    def list_refunds(
        self, *, states: Collection[RefundState] = tuple(RefundState), numbers: Collection[int] | None = None
    ) -> Iterator[RefundSummary]:
        """Refunds in these states, those of the numbers if any are given, by number."""
        for number in sorted(self._tables.refunds.rows):
            if self._case(number).state in states and (numbers is None or number in numbers):
                yield self._summary(number)

    def unfinished(self) -> Iterator[RefundSummary]:
        """Refunds with a step to be done by a day, by number."""
        return (one for one in self.list_refunds() if one.next_due_on is not None and one.dispatched_on is None)

    def pending(self, limit: int, *, without: Collection[int] = ()) -> list[PendingRefund]:
        """Refunds whose money is there and that no file carries, by number, at most `limit`."""
        cases = (self._case(number) for number in sorted(self._tables.refunds.rows) if number not in without)
        waiting = (case for case in cases if case.state is RefundState.MONEY_RECEIVED)
        return [self._pending(case) for case in islice(waiting, limit)]

    def record_file(self, file: DispatchedFile, refunds: Sequence[SentRefund]) -> None:
        """Record a file and the refunds in it with their entries and events, all or none."""
        with self._tables.all_or_nothing():
            self._tables.files.add(file.file_name, file)
            for sent in refunds:
                self._dispatch(sent, file)

    def _dispatch(self, sent: SentRefund, file: DispatchedFile) -> None:
        self._add_event(sent.event)
        self._add_entry(
            Entry(
                order_number=sent.order_number,
                entry_number=sent.entry_number,
                decision_number=sent.decision_number,
                debit=Account.RETURNS_PAYABLE,
                credit=Account.BANK,
                amount_tiyn=sent.amount_tiyn,
                recorded_at=file.recorded_at,
            )
        )
        self._tables.refund_references.add(sent.reference, sent.refund_number)
        self._tables.refund_dispatches.add(
            sent.refund_number,
            RefundDispatch(file.file_name, sent.reference, sent.order_number, sent.entry_number),
        )

    def _add_event(self, event: RefundEvent) -> None:
        if event.refund_number not in self._tables.refunds:
            raise NotFound(f"no refund {event.refund_number} is recorded; nothing can happen to it")
        self._tables.refund_events.add((event.refund_number, event.event_number), event)

    def _add_entry(self, entry: Entry) -> None:
        if (entry.order_number, entry.decision_number) not in self._tables.decisions:
            raise NotFound(f"order {entry.order_number} has no decision {entry.decision_number}: no entry can be of it")
        self._tables.entries.add((entry.order_number, entry.entry_number), entry)

    def _case(self, refund_number: int) -> RefundCase:
        events = tuple(self._tables.refund_events.of(refund_number))
        return RefundCase(refund=self._tables.refunds.rows[refund_number], events=events)

    def _order(self, order_number: int) -> PaidOrder:
        recorded = self._tables.orders.rows[order_number]
        order, decision = recorded.order, self._tables.decisions.of(order_number)[-1]
        return PaidOrder(
            order_number=order_number,
            sender_bic=recorded.key.sender_bic,
            reference=recorded.key.reference,
            value_date=recorded.key.value_date,
            document_number=order.document_number,
            document_date=order.document_date,
            payer_id=order.payer.identification_number,
            payer_name=order.payer.name,
            actual_payer_id=order.actual_payer.identification_number,
            actual_payer_name=order.actual_payer.name,
            purpose_code=decision.purpose_code,
            total_tiyn=order.total.tiyn,
            decision_number=decision.decision_number,
            entry_count=self._tables.entries.count_of(order_number),
            is_transferred=order_number in self._tables.transfer_orders,
        )

    def _pending(self, case: RefundCase) -> PendingRefund:
        number = case.refund.order_number
        message = self._tables.orders.rows[number].message
        return PendingRefund(
            case=case,
            order=self._order(number),
            message=self._tables.messages.rows[message.sha256],
            encoding=message.encoding,
        )

    def _summary(self, refund_number: int) -> RefundSummary:
        case = self._case(refund_number)
        refund, last, order = case.refund, case.events[-1], self._order(case.refund.order_number)
        dispatch = self._tables.refund_dispatches.rows.get(refund_number)
        return RefundSummary(
            refund_number=refund_number,
            state=last.state,
            state_since=last.happened_on,
            payer_id=refund.payer_id,
            payer_name=order.payer_name if refund.payer_id == order.payer_id else order.actual_payer_name,
            application_number=refund.application_number,
            applied_on=refund.applied_on,
            order_number=order.order_number,
            sender_bic=order.sender_bic,
            order_reference=order.reference,
            value_date=order.value_date,
            document_number=order.document_number,
            document_date=order.document_date,
            purpose_code=refund.purpose_code,
            amount_tiyn=refund.amount_tiyn,
            line_count=len(refund.lines),
            reason=refund.reason,
            received_on=refund.received_on,
            due_on=refund.due_on,
            next_due_on=last.due_on,
            reference=dispatch.reference if dispatch else None,
            file_name=dispatch.file_name if dispatch else None,
            dispatched_on=self._tables.refunded_on(refund_number),
        )
