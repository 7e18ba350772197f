"""Everything that the store in memory records, one table per kind of thing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NamedTuple

from esep.adapters.in_memory.table import GroupedTable, Table
from esep.domain.errors import Conflict
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import (
    BenefitEntry,
    BenefitPayment,
    Confirmation,
    PaymentKey,
    PaymentMessage,
    PaymentRun,
    Resend,
    SentPayment,
)
from esep.domain.model.correction import Correction
from esep.domain.model.counted_amount import CountedAmount
from esep.domain.model.credited_month import CreditedMonth
from esep.domain.model.decision import Decision, QuarantinedMessage, RecordedOrder, ReturnOrder
from esep.domain.model.illegal_amount import IllegalList
from esep.domain.model.ledger import Entry, PersonEntry
from esep.domain.model.loaded_list import ListVersion
from esep.domain.model.month import Month
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.overpayment import Overpayment, OverpaymentEvent
from esep.domain.model.payer_regime import PayerRegime
from esep.domain.model.payer_register import PayerRegisterVersion, RegisteredPayer
from esep.domain.model.person_link import PersonLink
from esep.domain.model.recipient_case import Application, CaseEvent
from esep.domain.model.refund import Refund, RefundEvent, RefundLine
from esep.domain.model.register import RegisterPerson, RegisterVersion
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.model.returned_payment import MatchedLine, ReturnedOrder
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


class Tables:
    """The tables. What belongs to a decision stands in one of them only, so that none vouches for another."""

    def __init__(self) -> None:
        """Begin with nothing recorded."""
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
        self.cases = Table[int, Application]("a case of this number")
        self.social_applications = Table[tuple[int, SocialPaymentKind, str], int]("this application")
        self.case_events = GroupedTable[OrderAndPlace, CaseEvent]("another step of the case")  # by case
        self.regime_lists = Table[int, tuple[ListVersion, tuple[PayerRegime, ...]]]("the list of regimes")
        self.credited_lists = Table[int, tuple[ListVersion, tuple[CreditedMonth, ...]]]("the list of credited months")
        self.benefit_runs = Table[int, PaymentRun]("a run of this number")
        self.benefit_payments = Table[PaymentKey, BenefitPayment]("the payment")
        self.benefit_reviews = Table[tuple[int, int, int], Month]("the review")  # by case, its last event, and run
        self.benefit_entries = Table[tuple[PaymentKey, int], BenefitEntry]("the payment's entry")
        self.benefit_messages = Table[int, tuple[str, PaymentMessage]]("an outgoing message of this number", Conflict)
        self.benefit_references = Table[str, int]("an outgoing message of this reference", Conflict)
        self.benefit_dispatches = Table[tuple[PaymentKey, int], SentPayment]("the sending of the payment", Conflict)
        self.benefit_resends = Table[tuple[PaymentKey, int], Resend]("the next sending of the payment")
        self.benefit_confirmations = Table[int, Confirmation]("the confirmation of the message")
        self.returned_orders = Table[bytes, ReturnedOrder]("the order of returned payments")
        self.returned_keys = Table[tuple[OrderKey, bytes], bytes]("an order of returned payments of this reference")
        self.benefit_returns = Table[tuple[PaymentKey, int, bool], MatchedLine]("the return of the payment", Conflict)
        self.overpayments = Table[int, Overpayment]("an overpayment of this number")
        self.overpayment_events = GroupedTable[OrderAndPlace, OverpaymentEvent]("another step of the overpayment")
        self.references_given = 0  # never taken back, like a sequence

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
