"""What is recorded by payer, in memory."""

from collections.abc import Callable, Collection, Iterator
from datetime import date

import attrs

from esep.adapters.in_memory.person_entries import entries_of_order
from esep.adapters.in_memory.tables import Tables
from esep.domain.model.decision import Action, Decision, RecordedOrder
from esep.domain.model.finding import Severity
from esep.domain.model.ledger import Account, PersonEntry
from esep.domain.model.month import Month
from esep.domain.model.outcome import LineOutcome, Part
from esep.domain.model.payer_record import PayerEntry, PayerOrder
from esep.domain.model.payment_registers import (
    MonthOfOrder,
    ReceivedOrder,
    RegisteredOrder,
    SentBack,
    SentBackKind,
)


@attrs.frozen
class InMemoryPayerBook:
    """`PayerBook` on the tables of the store."""

    _tables: Tables

    def orders(self, payer_id: str, month: Month) -> list[PayerOrder]:
        """Orders of the payer that have something of the month, by value date."""
        found = []
        for recorded in self._orders_of(payer_id):
            months = self._last(recorded).lines.months
            of_month = [place for place, number in enumerate(months) if number == month.to_number()]
            is_of_month = bool(of_month) or (not months and recorded.order.period == f"{month.month:02}{month.year:04}")
            if is_of_month or self._was_corrected_to(recorded, month):
                found.append(self._payer_order(recorded, of_month))
        return found

    def entries(self, payer_id: str, month: Month) -> Iterator[PayerEntry]:
        """Entries of such orders on participants' accounts for the month, by value date."""
        for recorded in self._orders_of(payer_id):
            entries = entries_of_order(self._tables, recorded.order_number)
            of_month = [entry for entry in entries if entry.month == month.to_number()]
            for entry in sorted(of_month, key=lambda one: (one.line_number, one.entry_number)):
                yield _payer_entry(recorded, entry)

    def received(self, first: date, last: date) -> Iterator[ReceivedOrder]:
        """Orders received from one day to another, by day, sender and reference."""
        for recorded in sorted(self._tables.orders.rows.values(), key=_place):
            if first <= recorded.received_on <= last:
                decision = self._last(recorded)
                yield ReceivedOrder(
                    order=_registered(recorded),
                    purpose_code=decision.purpose_code,
                    period=recorded.order.period,
                    received_on=recorded.received_on,
                    total_tiyn=recorded.order.total.tiyn,
                    months=_months_of(decision),
                )

    def sent_back(self, first: date, last: date) -> Iterator[SentBack]:
        """What went back in files dispatched from one day to another, by reference."""
        return iter(self._sent_back(lambda one: first <= one.dispatched_on <= last))

    def sent_back_of(self, order_numbers: Collection[int]) -> list[SentBack]:
        """What went back of these orders, by reference."""
        return self._sent_back(lambda one: one.order_number in order_numbers)

    def _orders_of(self, payer_id: str) -> list[RecordedOrder]:
        orders = sorted(self._tables.orders.rows.values(), key=_place)
        return [one for one in orders if payer_id in (one.order.payer.identification_number, _actual(one))]

    def _last(self, recorded: RecordedOrder) -> Decision:
        return self._tables.decisions.of(recorded.order_number)[-1]

    def _was_corrected_to(self, recorded: RecordedOrder, month: Month) -> bool:
        return any(
            one.order_number == recorded.order_number and one.month_to == month.to_number()
            for one in self._tables.corrections.rows.values()
        )

    def _payer_order(self, recorded: RecordedOrder, of_month: list[int]) -> PayerOrder:
        lines = self._last(recorded).lines

        def part(outcome: LineOutcome) -> Part:
            meant = [lines.amounts_tiyn[place] for place in of_month if lines.outcomes[place] is outcome]
            return Part(len(meant), sum(meant))

        return PayerOrder(
            order_number=recorded.order_number,
            document_number=recorded.order.document_number,
            document_date=recorded.order.document_date,
            line_count=len(of_month),
            returned=part(LineOutcome.RETURNED),
            held=part(LineOutcome.HELD),
        )

    def _sent_back(self, is_meant: Callable[[SentBack], bool]) -> list[SentBack]:
        sent = filter(is_meant, [*self._sent_returns(), *self._sent_refunds()])
        return sorted(sent, key=lambda one: one.reference)

    def _sent_returns(self) -> Iterator[SentBack]:
        for key, dispatch in self._tables.dispatches.rows.items():
            if dispatch.file_name not in self._tables.written:
                continue
            decision, returned = self._tables.decisions.rows[key], self._tables.return_orders.rows[key]
            is_operators = decision.action is Action.SEND_BACK
            yield SentBack(
                order=_registered(self._tables.orders.rows[key[0]]),
                order_number=key[0],
                kind=SentBackKind.OPERATOR if is_operators else SentBackKind.EXAMINATION,
                reasons=_reasons(decision),
                reference=dispatch.reference,
                purpose_code=returned.purpose_code,
                line_count=decision.returned.lines,
                amount_tiyn=returned.amount_tiyn,
                dispatched_on=self._tables.files.rows[dispatch.file_name].dispatched_on,
            )

    def _sent_refunds(self) -> Iterator[SentBack]:
        for number, dispatch in self._tables.refund_dispatches.rows.items():
            refund, dispatched_on = self._tables.refunds.rows[number], self._tables.refunded_on(number)
            if dispatched_on is not None:
                yield SentBack(
                    order=_registered(self._tables.orders.rows[refund.order_number]),
                    order_number=refund.order_number,
                    kind=SentBackKind.APPLICATION,
                    reasons=(refund.reason.value,),
                    reference=dispatch.reference,
                    purpose_code=refund.purpose_code,
                    line_count=len(refund.lines),
                    amount_tiyn=refund.amount_tiyn,
                    dispatched_on=dispatched_on,
                )


def _place(recorded: RecordedOrder) -> tuple[object, ...]:
    key = recorded.key
    return (key.value_date, key.sender_bic, key.reference, recorded.order_number)


def _actual(recorded: RecordedOrder) -> str | None:
    return recorded.order.actual_payer.identification_number or None


def _registered(recorded: RecordedOrder) -> RegisteredOrder:
    order, key = recorded.order, recorded.key
    return RegisteredOrder(
        sender_bic=key.sender_bic,
        reference=key.reference,
        value_date=key.value_date,
        message_type=order.message_type,
        payer_id=order.payer.identification_number,
        payer_name=order.payer.name,
        actual_payer_id=order.actual_payer.identification_number,
        actual_payer_name=order.actual_payer.name,
        document_number=order.document_number,
        document_date=order.document_date,
    )


def _payer_entry(recorded: RecordedOrder, entry: PersonEntry) -> PayerEntry:
    order, is_credit = recorded.order, entry.debit is Account.UNALLOCATED
    is_of_actual = bool(order.actual_payer.identification_number)
    return PayerEntry(
        order_number=recorded.order_number,
        received_on=recorded.received_on,
        payer_id=order.actual_payer.identification_number or order.payer.identification_number,
        payer_name=order.actual_payer.name if is_of_actual else order.payer.name,
        person_key=entry.person_key,
        account=entry.credit if is_credit else entry.debit,
        amount_tiyn=entry.amount_tiyn if is_credit else -entry.amount_tiyn,
        is_refund=entry.refund_number is not None,
    )


def _months_of(decision: Decision) -> tuple[MonthOfOrder, ...]:
    lines = decision.lines
    amounts: dict[int | None, list[int]] = {}
    for number, amount in zip(lines.months, lines.amounts_tiyn, strict=True):
        amounts.setdefault(number, []).append(amount)
    return tuple(
        MonthOfOrder(
            month=None if number is None else Month.from_number(number),
            line_count=len(of_month),
            amount_tiyn=sum(of_month),
        )
        for number, of_month in sorted(amounts.items(), key=lambda one: (one[0] is None, one[0] or 0))
    )


def _reasons(decision: Decision) -> tuple[str, ...]:
    """Codes of what led to the return: of a held order sent back by an operator, also what held it."""
    severities = {Severity.RETURN} | ({Severity.HOLD} if decision.action is Action.SEND_BACK else set())
    return tuple(sorted({finding.code for finding in decision.findings if finding.severity in severities}))
