"""Transactions."""

from contextlib import AbstractContextManager
from typing import Protocol

from esep.domain.ports.case_book import CaseBook
from esep.domain.ports.correction_book import CorrectionBook
from esep.domain.ports.counted_amounts import CountedAmounts
from esep.domain.ports.credited_months import CreditedMonthLists
from esep.domain.ports.illegal_amounts import IllegalAmounts
from esep.domain.ports.order_book import OrderBook
from esep.domain.ports.outgoing_files import OutgoingFiles
from esep.domain.ports.overpayment_book import OverpaymentBook
from esep.domain.ports.payer_book import PayerBook
from esep.domain.ports.payer_regimes import PayerRegimeLists
from esep.domain.ports.payer_register import PayerRegister
from esep.domain.ports.payment_book import PaymentBook
from esep.domain.ports.payment_trails import PaymentTrails
from esep.domain.ports.people_book import PeopleBook
from esep.domain.ports.personal_accounts import PersonalAccounts, UsageJournal
from esep.domain.ports.refund_book import RefundBook
from esep.domain.ports.return_book import ReturnBook
from esep.domain.ports.returned_payments import ReturnedPayments
from esep.domain.ports.state_register import RegisterSnapshots
from esep.domain.ports.trails import Trails
from esep.domain.ports.transfer_book import TransferBook
from esep.domain.ports.verification import Verification


class UnitOfWork(Protocol):
    """Everything recorded through it is there for good when its block ends, or not at all where it raises."""

    def move_money_alone(self) -> None:
        """Wait until no other unit of work that called this is open: what is looked at from now on stays so.

        Called before anything by whoever looks at recorded money and then moves it.
        """
        ...

    @property
    def orders(self) -> OrderBook:
        """Orders, their messages and decisions."""
        ...

    @property
    def accounts(self) -> PersonalAccounts:
        """Personal accounts."""
        ...

    @property
    def corrections(self) -> CorrectionBook:
        """Corrections of recorded lines."""
        ...

    @property
    def illegal(self) -> IllegalAmounts:
        """Amounts recognised as illegal."""
        ...

    @property
    def usage(self) -> UsageJournal:
        """The journal of views."""
        ...

    @property
    def returns(self) -> ReturnBook:
        """Returns to payers."""
        ...

    @property
    def outgoing(self) -> OutgoingFiles:
        """Files of outgoing messages."""
        ...

    @property
    def refunds(self) -> RefundBook:
        """Refunds on application."""
        ...

    @property
    def counted(self) -> CountedAmounts:
        """What counted in decisions on social payments."""
        ...

    @property
    def cases(self) -> CaseBook:
        """Cases of recipients of social payments."""
        ...

    @property
    def payments(self) -> PaymentBook:
        """Social payments paid."""
        ...

    @property
    def returned_payments(self) -> ReturnedPayments:
        """Social payments that came back."""
        ...

    @property
    def overpayments(self) -> OverpaymentBook:
        """Payments paid over."""
        ...

    @property
    def transfers(self) -> TransferBook:
        """Transfers to the Fund."""
        ...

    @property
    def register(self) -> RegisterSnapshots:
        """Snapshots of the state register."""
        ...

    @property
    def people(self) -> PeopleBook:
        """Persons and their numbers."""
        ...

    @property
    def payers(self) -> PayerBook:
        """What is recorded by payer."""
        ...

    @property
    def payer_register(self) -> PayerRegister:
        """Snapshots of the register of payers."""
        ...

    @property
    def payer_regimes(self) -> PayerRegimeLists:
        """Under which regimes payers pay."""
        ...

    @property
    def credited_months(self) -> CreditedMonthLists:
        """Months credited without a contribution."""
        ...

    @property
    def trails(self) -> Trails:
        """The chain of what happened to money."""
        ...

    @property
    def payment_trails(self) -> PaymentTrails:
        """The chain of social payments."""
        ...

    @property
    def verification(self) -> Verification:
        """The checks over the whole store."""
        ...


class OpenUnitOfWork(Protocol):
    """Opens units of work on one store; threads may do so at the same time."""

    def __call__(self) -> AbstractContextManager[UnitOfWork]:
        """Begin a unit of work. Raises `Unavailable` where the store does not answer."""
        ...
