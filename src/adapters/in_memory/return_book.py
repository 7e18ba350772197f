"""Returns to payers in memory."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

import attrs

from esep.adapters.in_memory.tables import Dispatch, OrderAndPlace, Tables
from esep.domain.errors import NotFound
from esep.domain.model.ledger import Account, Entry
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.returns import PendingReturn, ReturnSummary, SentReturn


@attrs.frozen
class InMemoryReturnBook:
    """`ReturnBook` on the tables of the store."""

    _tables: Tables

    def pending(self, limit: int, *, without: Collection[int] = ()) -> list[PendingReturn]:
        """Returns that no file carries yet, first decided first, at most `limit`."""
        waiting = (key for key in self._by_decision() if key not in self._tables.dispatches and key[0] not in without)
        return [self._pending(key) for key in islice(waiting, limit)]

    def record_file(self, file: DispatchedFile, returns: Sequence[SentReturn]) -> None:
        """Record a file and the returns in it.

        Raises NotFound for a return that is not recorded, AlreadyRecorded where the file's name, a return's
        dispatch, a reference or an entry number is; nothing is recorded then.
        """
        with self._tables.all_or_nothing():
            self._tables.files.add(file.file_name, file)
            for sent in returns:
                self._dispatch(sent, file)

    def list_returns(self) -> Iterator[ReturnSummary]:
        """Every return, first decided first, with the file that carries it, if any."""
        return map(self._summary, self._by_decision())

    def _by_decision(self) -> list[OrderAndPlace]:
        decisions = self._tables.decisions.rows
        return sorted(self._tables.return_orders.rows, key=lambda key: (decisions[key].decided_at, key))

    def _pending(self, key: OrderAndPlace) -> PendingReturn:
        returned = self._tables.return_orders.rows[key]
        order = self._tables.orders.rows[key[0]]
        return PendingReturn(
            order_number=key[0],
            decision_number=key[1],
            purpose_code=returned.purpose_code,
            amount_tiyn=returned.amount_tiyn,
            is_one_amount=returned.is_one_amount,
            line_numbers=tuple(returned.line_numbers),
            entry_count=self._tables.entries.count_of(key[0]),
            message=self._tables.messages.rows[order.message.sha256],
            encoding=order.message.encoding,
            findings=self._tables.decisions.rows[key].findings,
        )

    def _dispatch(self, sent: SentReturn, file: DispatchedFile) -> None:
        key = (sent.order_number, sent.decision_number)
        if key not in self._tables.return_orders:
            raise NotFound(f"decision {key[1]} on order {key[0]} returns nothing; dispatch what is pending")
        self._tables.references.add(sent.reference, key)
        self._tables.dispatches.add(key, Dispatch(file.file_name, sent.reference, sent.entry_number))
        entry = Entry(
            order_number=sent.order_number,
            entry_number=sent.entry_number,
            decision_number=sent.decision_number,
            debit=Account.RETURNS_PAYABLE,
            credit=Account.BANK,
            amount_tiyn=sent.amount_tiyn,
            recorded_at=file.recorded_at,
        )
        self._tables.entries.add((sent.order_number, sent.entry_number), entry)

    def _summary(self, key: OrderAndPlace) -> ReturnSummary:
        recorded = self._tables.orders.rows[key[0]]
        returned = self._tables.return_orders.rows[key]
        decision = self._tables.decisions.rows[key]
        dispatch = self._tables.dispatches.rows.get(key)
        written = dispatch.file_name if dispatch and dispatch.file_name in self._tables.written else None
        return ReturnSummary(
            order_number=key[0],
            decision_number=key[1],
            order_reference=recorded.key.reference,
            value_date=recorded.key.value_date,
            payer_id=recorded.order.payer.identification_number,
            payer_name=recorded.order.payer.name,
            purpose_code=returned.purpose_code,
            amount_tiyn=returned.amount_tiyn,
            line_count=decision.returned.lines,
            decided_at=decision.decided_at,
            due_on=recorded.due_on,
            reference=dispatch.reference if dispatch else None,
            file_name=dispatch.file_name if dispatch else None,
            dispatched_on=self._tables.files.rows[written].dispatched_on if written else None,
        )
