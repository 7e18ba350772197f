"""Transactions."""

from contextlib import AbstractContextManager
from typing import Protocol

from esep.domain.ports.order_book import OrderBook
from esep.domain.ports.personal_accounts import PersonalAccounts, UsageJournal
from esep.domain.ports.return_book import ReturnBook
from esep.domain.ports.state_register import RegisterSnapshots
from esep.domain.ports.verification import Verification


class UnitOfWork(Protocol):
    """Everything recorded through it is there for good when its block ends, or not at all where it raises."""

    @property
    def orders(self) -> OrderBook:
        """Orders, their messages and decisions."""
        ...

    @property
    def accounts(self) -> PersonalAccounts:
        """Personal accounts."""
        ...

    @property
    def usage(self) -> UsageJournal:
        """The journal of views."""
        ...

    @property
    def returns(self) -> ReturnBook:
        """Returns and outgoing files."""
        ...

    @property
    def register(self) -> RegisterSnapshots:
        """Snapshots of the state register."""
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
