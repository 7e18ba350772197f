"""Everything that the store in memory records, one table per kind of thing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from esep.adapters.in_memory.table import GroupedTable, Table
from esep.domain.errors import Conflict
from esep.domain.model.actor import Actor
from esep.domain.model.decision import Decision, QuarantinedMessage, RecordedOrder, ReturnOrder
from esep.domain.model.ledger import Account, Entry
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.register import RegisterPerson, RegisterVersion
from esep.domain.model.returns import DispatchedFile

OrderAndPlace = tuple[int, int]  # an order's number, and the number of a decision, entry or line of it
PersonOrderLine = tuple[int, int, int]


class PersonEntry(NamedTuple):
    """An entry from unallocated to a participant's account."""

    person_key: int
    order_number: int
    line_number: int
    decision_number: int
    account: Account
    amount_tiyn: int
    month: int
    recorded_at: datetime


class ReturnLine(NamedTuple):
    """A line of a return."""

    decision_number: int
    amount_tiyn: int


class Dispatch(NamedTuple):
    """Which file carries a return, and the entry that took its money from the books."""

    file_name: str
    reference: str
    entry_number: int


class View(NamedTuple):
    """One look at a person's data."""

    actor: Actor
    viewed_at: datetime
    what: str


class Tables:
    """The tables. What belongs to a decision stands in one of them only, so that none vouches for another."""

    def __init__(self) -> None:
        """Begin with nothing recorded."""
        self.messages = Table[bytes, bytes]("the message")  # content by digest
        self.orders = Table[int, RecordedOrder]("the order")
        self.contents = Table[tuple[OrderKey, bytes], int]("an order of this key and content")
        self.decisions = GroupedTable[OrderAndPlace, Decision]("a decision of this number")
        self.entries = GroupedTable[OrderAndPlace, Entry]("an entry of this number")
        self.person_entries = GroupedTable[PersonOrderLine, PersonEntry]("the line's entry", Conflict)
        self.return_orders = GroupedTable[OrderAndPlace, ReturnOrder]("the return")
        self.return_lines = GroupedTable[OrderAndPlace, ReturnLine]("the return of the line", Conflict)
        self.files = Table[str, DispatchedFile]("a file of this name")
        self.written = Table[str, datetime]("the writing of the file")
        self.dispatches = GroupedTable[OrderAndPlace, Dispatch]("the dispatch of the return")
        self.references = Table[str, OrderAndPlace]("an outgoing message of this reference")
        self.quarantined = Table[bytes, QuarantinedMessage]("the unreadable message")
        self.views = GroupedTable[OrderAndPlace, View]("the view")  # by person and its place
        self.register_versions = Table[int, RegisterVersion]("the snapshot")
        self.register_people = Table[int, Mapping[int, RegisterPerson]]("the snapshot")  # by version
        self.references_given = 0  # never taken back, like a sequence

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
