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
    def orders(self) -> OrderBook: ...
    @property
    def accounts(self) -> PersonalAccounts: ...
    @property
    def usage(self) -> UsageJournal: ...
    @property
    def returns(self) -> ReturnBook: ...
    @property
    def register(self) -> RegisterSnapshots: ...
    @property
    def verification(self) -> Verification: ...


class OpenUnitOfWork(Protocol):
    """Opens units of work on one store; threads may do so at the same time."""

    def __call__(self) -> AbstractContextManager[UnitOfWork]:
        """Begin a unit of work. Raises `Unavailable` where the store does not answer."""
        ...
