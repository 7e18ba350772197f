"""The chain of what happened to money, in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs

from esep.adapters.in_memory.order_book import InMemoryOrderBook
from esep.adapters.in_memory.person_entries import entries_of_order
from esep.adapters.in_memory.tables import Tables
from esep.domain.model.correction import Correction
from esep.domain.model.ledger import Entry, PersonEntry
from esep.domain.model.order_summary import DecisionSummary, LineSummary
from esep.domain.model.outcome import LineOutcome
from esep.domain.model.trail import IllegalMark, LinePlace, OutgoingKind, OutgoingMessage, OutgoingPart


@attrs.frozen
class InMemoryTrails:
    """`Trails` on the tables of the store."""

    _tables: Tables

    def places_of(self, person_keys: Collection[int]) -> list[LinePlace]:
        """Lines on these accounts, and lines of these numbers that were not credited, in order."""
        places = {
            (entry.order_number, entry.line_number)
            for person_key in person_keys
            for entry in self._tables.person_entries.of(person_key)
        }
        for number in self._tables.orders.rows:
            lines = self._tables.decisions.of(number)[-1].lines
            for place, (person, outcome) in enumerate(zip(lines.numbers, lines.outcomes, strict=True), 1):
                if person in person_keys and outcome is not LineOutcome.CREDITED:
                    places.add((number, place))
        return sorted(places)

    def find_outgoing(self, reference: str) -> OutgoingMessage | None:
        """The outgoing message of a reference."""
        named = (part.message for part in self._parts() if reference and part.message.reference == reference)
        return next(named, None)

    def parts_of(self, message: OutgoingMessage, limit: int) -> tuple[list[OutgoingPart], int]:
        """What each order has in a message, at most `limit` of them, and how many orders there are."""
        parts = [part for part in self._parts() if part.message.reference == message.reference]
        return parts[:limit], len(parts)

    def outgoing(self, order_numbers: Collection[int]) -> list[OutgoingPart]:
        """What left of each order, by order and reference."""
        return [part for part in self._parts() if part.order_number in order_numbers]

    def decisions(self, order_numbers: Collection[int]) -> Mapping[int, Sequence[DecisionSummary]]:
        """Every decision on each order, first to last."""
        book = InMemoryOrderBook(self._tables)
        return {number: book.decisions(number) for number in order_numbers}

    def entries(self, order_numbers: Collection[int]) -> list[Entry]:
        """The entries of orders as a whole, by order and number."""
        return [entry for number in sorted(order_numbers) for entry in self._tables.entries.of(number)]

    def lines(
        self, order_numbers: Collection[int], places: Collection[LinePlace] | None
    ) -> list[tuple[int, LineSummary]]:
        """Lines of orders as last decided, those of the places where any are given."""
        book = InMemoryOrderBook(self._tables)
        return [
            (number, line)
            for number in sorted(order_numbers)
            for line in book.lines(number)
            if places is None or (number, line.line_number) in places
        ]

    def line_entries(self, places: Sequence[LinePlace]) -> list[PersonEntry]:
        """The entries of lines, by order, line and number."""
        entries = [
            entry
            for number in dict.fromkeys(order for order, _ in places)
            for entry in entries_of_order(self._tables, number)
            if (number, entry.line_number) in places
        ]
        return sorted(entries, key=lambda one: (one.order_number, one.line_number, one.entry_number))

    def corrections(self, order_numbers: Collection[int]) -> list[Correction]:
        """The corrections of orders' lines, first to last."""
        return [one for one in self._tables.corrections.rows.values() if one.order_number in order_numbers]

    def illegal(self, order_numbers: Collection[int]) -> list[IllegalMark]:
        """What was recognised as illegal of orders' lines."""
        return [
            IllegalMark(
                order_number=amount.order_number,
                line_number=amount.line_number,
                amount_tiyn=amount.amount_tiyn,
                act_number=one.act.number,
                act_date=one.act.day,
                recorded_at=one.recorded_at,
            )
            for one in self._tables.illegal_lists.rows.values()
            for amount in sorted(one.amounts, key=lambda amount: (amount.order_number, amount.line_number))
            if amount.order_number in order_numbers
        ]

    def refunds_asking(self, order_numbers: Collection[int]) -> list[tuple[int, int, int]]:
        """Order, line and refund number of each line that an application asks for."""
        return sorted(
            (line.order_number, line.line_number, number)
            for number, line in self._tables.lines_of_refunds()
            if line.order_number in order_numbers
        )

    def _parts(self) -> list[OutgoingPart]:
        parts = [*self._returns(), *self._refunds(), *self._transfers()]
        return sorted(parts, key=lambda part: (part.order_number, part.message.reference))

    def _returns(self) -> Iterator[OutgoingPart]:
        for (order_number, decision_number), sent in self._tables.dispatches.rows.items():
            returned = self._tables.return_orders.rows[order_number, decision_number]
            message = self._message(OutgoingKind.RETURN, sent.reference, sent.file_name, returned.purpose_code)
            yield OutgoingPart(
                order_number=order_number,
                message=attrs.evolve(message, amount_tiyn=returned.amount_tiyn),
                amount_tiyn=returned.amount_tiyn,
                line_numbers=None if returned.is_one_amount else tuple(returned.line_numbers),
            )

    def _refunds(self) -> Iterator[OutgoingPart]:
        for number, sent in self._tables.refund_dispatches.rows.items():
            refund = self._tables.refunds.rows[number]
            message = self._message(OutgoingKind.REFUND, sent.reference, sent.file_name, refund.purpose_code)
            yield OutgoingPart(
                order_number=sent.order_number,
                message=attrs.evolve(message, amount_tiyn=refund.amount_tiyn, refund_number=number),
                amount_tiyn=refund.amount_tiyn,
                line_numbers=tuple(line.line_number for line in refund.lines),
            )

    def _transfers(self) -> Iterator[OutgoingPart]:
        for order_number, carried in self._tables.transfer_orders.rows.items():
            transfer = self._tables.transfers.rows[carried.transfer_number]
            sent = self._tables.transfer_dispatches.rows.get(carried.transfer_number)
            yield OutgoingPart(
                order_number=order_number,
                message=OutgoingMessage(
                    kind=OutgoingKind.TRANSFER,
                    reference=sent.reference if sent else "",
                    purpose_code=transfer.purpose_code,
                    amount_tiyn=transfer.amount_tiyn,
                    file_name=sent.file_name if sent else "",
                    sent_on=transfer.transferred_on,
                    transfer_number=transfer.transfer_number,
                ),
                amount_tiyn=carried.amount_tiyn,
                line_numbers=None,
            )

    def _message(self, kind: OutgoingKind, reference: str, file_name: str, purpose_code: str) -> OutgoingMessage:
        is_written = file_name in self._tables.written
        return OutgoingMessage(
            kind=kind,
            reference=reference,
            purpose_code=purpose_code,
            amount_tiyn=0,
            file_name=file_name,
            sent_on=self._tables.files.rows[file_name].dispatched_on if is_written else None,
        )
