"""The ports of the store in memory, over the same tables."""

import attrs

from esep.adapters.in_memory.order_book import InMemoryOrderBook
from esep.adapters.in_memory.personal_accounts import InMemoryPersonalAccounts, InMemoryUsageJournal
from esep.adapters.in_memory.register_snapshots import InMemoryRegisterSnapshots
from esep.adapters.in_memory.return_book import InMemoryReturnBook
from esep.adapters.in_memory.tables import Tables
from esep.adapters.in_memory.verification import InMemoryVerification


@attrs.frozen(kw_only=True)
class InMemoryUnitOfWork:
    """`UnitOfWork` of the store in memory."""

    orders: InMemoryOrderBook
    accounts: InMemoryPersonalAccounts
    usage: InMemoryUsageJournal
    returns: InMemoryReturnBook
    register: InMemoryRegisterSnapshots
    verification: InMemoryVerification

    @classmethod
    def on(cls, tables: Tables) -> "InMemoryUnitOfWork":
        """All ports on these tables."""
        return cls(
            orders=InMemoryOrderBook(tables),
            accounts=InMemoryPersonalAccounts(tables),
            usage=InMemoryUsageJournal(tables),
            returns=InMemoryReturnBook(tables),
            register=InMemoryRegisterSnapshots(tables),
            verification=InMemoryVerification(tables),
        )
