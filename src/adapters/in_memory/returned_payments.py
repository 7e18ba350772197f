"""Returned social payments in memory."""

from collections.abc import Collection, Iterator, Sequence

import attrs

from esep.adapters.in_memory import payment_queries
from esep.adapters.in_memory.payment_book import add_entries
from esep.adapters.in_memory.tables import Tables
from esep.domain.errors import NotFound
from esep.domain.model.benefit_payment import BenefitEntry, PaymentKey, SentPayment
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.returned_payment import (
    MatchedLine,
    ReturnedLine,
    ReturnedLineView,
    ReturnedOrder,
    ReturnedOrderSummary,
    ReturnedPayment,
    SentCandidate,
    returned_key,
)


@attrs.frozen
class InMemoryReturnedPayments:
    """`ReturnedPayments` on the tables of the store."""

    _tables: Tables

    def receive_alone(self) -> None:
        """Nothing to wait for: there is never more than one unit of work."""

    def received(self, digests: Collection[bytes], keys: Collection[OrderKey]) -> list[ReturnedOrderSummary]:
        """Orders recorded of these messages, or of these keys."""
        return [
            _summary(self._tables.returned_orders.rows[digest])
            for (key, _), digest in self._tables.returned_keys.rows.items()
            if digest in digests or key in keys
        ]

    def record(self, orders: Sequence[ReturnedOrder]) -> None:
        """Record orders with their messages' bytes and all lines, or nothing of it."""
        with self._tables.all_or_nothing():
            for one in orders:
                order = one.order
                self._tables.returned_orders.add(one.message.sha256, one)
                self._tables.returned_keys.add((returned_key(order), order.content_sha256), one.message.sha256)
                if one.message.sha256 not in self._tables.messages:
                    self._tables.messages.add(one.message.sha256, one.message.content)

    def candidates(self, payee_keys: Collection[int]) -> list[SentCandidate]:
        """What was sent to these persons and did not come back, last sent first."""
        found = []
        for (key, attempt), sent in self._tables.benefit_dispatches.rows.items():
            if self._tables.benefit_payments.rows[key].payee_key in payee_keys:
                if sent.message_number is not None and not self._is_sent_again(key, attempt):
                    found.append(self._candidate(sent, sent.message_number, is_pension=False))
                if sent.pension_message is not None:
                    found.append(self._candidate(sent, sent.pension_message, is_pension=True))
        standing = [one for one in found if (one.key, one.attempt, one.is_pension) not in self._tables.benefit_returns]
        return sorted(
            standing,
            key=lambda one: (
                -one.sent_on.toordinal(), -one.key.month, one.key.person_key, one.key.case_number, one.key.part,
                one.key.event_number, one.is_pension,
            ),
        )  # fmt: skip

    def match(self, matched: Sequence[MatchedLine], entries: Sequence[BenefitEntry]) -> None:
        """Record which payments lines give back, with their entries, or nothing of it."""
        with self._tables.all_or_nothing():
            for one in matched:
                if (one.key, one.attempt) not in self._tables.benefit_dispatches:
                    raise NotFound(f"{one.key.name} was not sent {one.attempt} times")
                self._tables.benefit_returns.add((one.key, one.attempt, one.is_pension), one)
            add_entries(self._tables, entries)

    def not_sent_again(self) -> list[ReturnedPayment]:
        """Payments whose last return was not followed by a sending."""
        return sorted(
            ReturnedPayment(key, self._tables.returned_orders.rows[matched.sha256].order.value_date)
            for (key, attempt, is_pension), matched in self._tables.benefit_returns.rows.items()
            if not is_pension and not self._is_sent_again(key, attempt)
        )

    def lines(self, *, is_held: bool | None = None, digests: Collection[bytes] = ()) -> Iterator[ReturnedLineView]:
        """Returned lines by value date, order and line."""
        found = {(one.sha256, one.line_number): one for one in self._tables.benefit_returns.rows.values()}
        orders = sorted(
            self._tables.returned_orders.rows.items(),
            key=lambda item: (item[1].order.value_date, item[1].order.reference, item[0]),
        )
        for sha256, returned in orders:
            for line in returned.lines:
                matched = found.get((sha256, line.line_number))
                if (not digests or sha256 in digests) and is_held in (None, matched is None):
                    yield _view(returned, line, matched)

    def _is_sent_again(self, key: PaymentKey, attempt: int) -> bool:
        return (key, attempt + 1) in self._tables.benefit_resends

    def _candidate(self, sent: SentPayment, number: int, *, is_pension: bool) -> SentCandidate:
        payment = self._tables.benefit_payments.rows[sent.key]
        file_name, message = self._tables.benefit_messages.rows[number]
        return SentCandidate(
            sent.key,
            self._tables.cases.rows[sent.key.case_number].kind.value,
            payment.payee_key,
            sent.attempt,
            is_pension,
            payment.withheld_tiyn if is_pension else sent.amount_tiyn,
            message.reference,
            self._tables.files.rows[file_name].dispatched_on,
            payment_queries.entry_count(self._tables, sent.key),
        )


def _summary(returned: ReturnedOrder) -> ReturnedOrderSummary:
    order, message = returned.order, returned.message
    return ReturnedOrderSummary(
        key=returned_key(order),
        content_sha256=order.content_sha256,
        message_sha256=message.sha256,
        file_name=message.file_name,
        payer_id=order.payer.identification_number,
        payer_name=order.payer.name,
        purpose_code=order.purpose_code,
        line_count=len(returned.lines),
        total_tiyn=order.total.tiyn,
        due_on=returned.due_on,
    )


def _view(returned: ReturnedOrder, line: ReturnedLine, matched: MatchedLine | None) -> ReturnedLineView:
    order, message = returned.order, returned.message
    return ReturnedLineView(
        sha256=message.sha256,
        line_number=line.line_number,
        file_name=message.file_name,
        reference=order.reference,
        sender_name=order.payer.name,
        value_date=order.value_date,
        purpose_code=order.purpose_code,
        assignment=order.assignment,
        iin=line.iin,
        amount_tiyn=line.amount_tiyn,
        period=line.period,
        finding=line.finding,
        recorded_at=returned.recorded_at,
        due_on=returned.due_on,
        key=matched.key if matched else None,
        is_pension=matched.is_pension if matched else False,
        by_hand=matched.by_hand if matched else None,
    )
