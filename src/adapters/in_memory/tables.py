"""Everything that the store in memory records, one table per kind of thing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NamedTuple

from esep.adapters.in_memory.recipient_tables import RecipientTables
from esep.adapters.in_memory.table import GroupedTable, Table
from esep.domain.errors import Conflict
from esep.domain.model.actor import Actor
from esep.domain.model.correction import Correction
from esep.domain.model.counted_amount import CountedAmount
from esep.domain.model.decision import Decision, QuarantinedMessage, RecordedOrder, ReturnOrder
from esep.domain.model.illegal_amount import IllegalList
from esep.domain.model.ledger import Entry, PersonEntry
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.payer_register import PayerRegisterVersion, RegisteredPayer
from esep.domain.model.person_link import PersonLink
from esep.domain.model.refund import Refund, RefundEvent, RefundLine
from esep.domain.model.register import RegisterPerson, RegisterVersion
from esep.domain.model.transfer import Transfer

OrderAndPlace = tuple[int, int]  # an order's number, and the number of a decision, entry or line of it
PersonOrderLineEntry = tuple[int, int, int, int]


class ReturnLine(NamedTuple):
    """A line of a return."""

    decision_number: int
    amount_tiyn: int


class Dispatch(NamedTuple):
    """Which file carries a return, and the entry that took its money from the books."""

    file_name: str
    reference: str
    entry_number: int


class RefundDispatch(NamedTuple):
    """Which file carries a refund, and the entry that took its money from the books."""

    file_name: str
    reference: str
    order_number: int
    entry_number: int


class TransferOrder(NamedTuple):
    """An order in a transfer, and the entry that took its money to the Fund."""

    transfer_number: int
    entry_number: int
    line_count: int
    amount_tiyn: int


class TransferDispatch(NamedTuple):
    """Which file carries a transfer."""

    file_name: str
    reference: str


class View(NamedTuple):
    """One look at a person's data."""

    actor: Actor
    viewed_at: datetime
    what: str


class OrderTables:
    """Orders, persons, returns. What belongs to a decision stands in one table only: none vouches for another."""

    def __init__(self) -> None:
        """Begin with nothing recorded."""
        super().__init__()
        self.messages = Table[bytes, bytes]("the message")  # content by digest
        self.orders = Table[int, RecordedOrder]("the order")
        self.contents = Table[tuple[OrderKey, bytes], int]("an order of this key and content")
        self.decisions = GroupedTable[OrderAndPlace, Decision]("a decision of this number")
        self.entries = GroupedTable[OrderAndPlace, Entry]("an entry of this number")
        self.person_entries = GroupedTable[PersonOrderLineEntry, PersonEntry]("the line's entry", Conflict)
        self.return_orders = GroupedTable[OrderAndPlace, ReturnOrder]("the return")
        self.return_lines = GroupedTable[OrderAndPlace, ReturnLine]("the return of the line", Conflict)
        self.files = Table[str, DispatchedFile]("a file of this name")
        self.written = Table[str, datetime]("the writing of the file")
        self.dispatches = GroupedTable[OrderAndPlace, Dispatch]("the dispatch of the return")
        self.references = Table[str, OrderAndPlace]("an outgoing message of this reference")
        self.quarantined = Table[bytes, QuarantinedMessage]("the unreadable message")
        self.views = GroupedTable[OrderAndPlace, View]("the view")  # by person and its place
        self.register_versions = Table[int, RegisterVersion]("the snapshot")
        self.register_people = Table[int, dict[int, RegisterPerson]]("the snapshot")  # by version
        self.person_links = Table[int, PersonLink]("a link of this number")
        self.references_given = 0  # never taken back, like a sequence


class MovedMoneyTables:
    """What became of credited money, and who pays it."""

    def __init__(self) -> None:
        """Begin with nothing recorded."""
        super().__init__()
        self.corrections = Table[int, Correction]("a correction of this number")
        self.illegal_lists = Table[int, IllegalList]("a list of this number")
        self.refunds = Table[int, Refund]("a refund of this number")
        self.applications = Table[tuple[str, str], int]("an application of this payer and number")
        self.refund_events = GroupedTable[OrderAndPlace, RefundEvent]("another step of the refund")  # by refund
        self.refund_dispatches = Table[int, RefundDispatch]("the dispatch of the refund", Conflict)
        self.refund_references = Table[str, int]("a refund of this reference", Conflict)
        self.counted_amounts = Table[tuple[int, int, int, str], CountedAmount]("the amount counted", Conflict)
        self.payer_versions = Table[int, PayerRegisterVersion]("the snapshot of payers")
        self.registered_payers = Table[int, dict[str, RegisteredPayer]]("the snapshot of payers")  # by version
        self.transfers = Table[int, Transfer]("a transfer of this number")
        self.transfer_orders = Table[int, TransferOrder]("the transfer of the order", Conflict)  # by order
        self.transfer_dispatches = Table[int, TransferDispatch]("the dispatch of the transfer", Conflict)
        self.transfer_references = Table[str, int]("a transfer of this reference", Conflict)


class Tables(OrderTables, MovedMoneyTables, RecipientTables):
    """All tables."""

    def lines_of_refunds(self) -> Iterator[tuple[int, RefundLine]]:
        """Every line of every refund, with the refund's number."""
        return ((number, line) for number, refund in self.refunds.rows.items() for line in refund.lines)

    def refunded_on(self, refund_number: int, as_of: datetime | None = None) -> date | None:
        """The day on which a refund was sent, by an instant; None until its file stands in its folder."""
        dispatch = self.refund_dispatches.rows.get(refund_number)
        written_at = dispatch and self.written.rows.get(dispatch.file_name)
        if dispatch is None or written_at is None or (as_of is not None and written_at > as_of):
            return None
        return self.files.rows[dispatch.file_name].dispatched_on

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Take back what a block added where it raises anything at all."""
        tables: list[Table[Any, Any]] = [one for one in vars(self).values() if isinstance(one, Table)]
        lengths = [len(table) for table in tables]
        try:
            yield
        except BaseException:  # also where the process is interrupted; raised again
            for table, length in zip(tables, lengths, strict=True):
                table.cut(length)
            raise
