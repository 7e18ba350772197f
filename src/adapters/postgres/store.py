"""The PostgreSQL store: connections and units of work on them."""

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, LifoQueue

import attrs
import psycopg
from psycopg.conninfo import conninfo_to_dict

from esep.adapters.postgres.errors import translated
from esep.adapters.postgres.order_book import PostgresOrderBook
from esep.adapters.postgres.personal_accounts import PostgresPersonalAccounts, PostgresUsageJournal
from esep.adapters.postgres.register_snapshots import PostgresRegisterSnapshots
from esep.adapters.postgres.return_book import PostgresReturnBook
from esep.adapters.postgres.verification import PostgresVerification

CONNECT_SECONDS_MAX = 10
SETTINGS = "-c timezone=UTC -c client_min_messages=warning -c application_name=esep"


@attrs.frozen
class PostgresUnitOfWork:
    """One transaction and what can be done in it."""

    _connection: psycopg.Connection

    @property
    def orders(self) -> PostgresOrderBook:
        """Orders, their messages and decisions."""
        return PostgresOrderBook(self._connection)

    @property
    def accounts(self) -> PostgresPersonalAccounts:
        """Personal accounts."""
        return PostgresPersonalAccounts(self._connection)

    @property
    def usage(self) -> PostgresUsageJournal:
        """The journal of views."""
        return PostgresUsageJournal(self._connection)

    @property
    def returns(self) -> PostgresReturnBook:
        """Returns and outgoing files."""
        return PostgresReturnBook(self._connection)

    @property
    def register(self) -> PostgresRegisterSnapshots:
        """Snapshots of the state register."""
        return PostgresRegisterSnapshots(self._connection)

    @property
    def verification(self) -> PostgresVerification:
        """The checks over the whole store."""
        return PostgresVerification(self._connection)


@attrs.frozen
class PostgresStore:
    """Connections to one database, kept for the next unit of work. Threads may share it; close it at the end."""

    conninfo: str
    _idle: LifoQueue[psycopg.Connection] = attrs.field(factory=LifoQueue, init=False)

    @contextmanager
    def open_unit(self) -> Iterator[PostgresUnitOfWork]:
        """A transaction: committed at the end of the block, rolled back where it raises."""
        with self.connection() as connection, translated(), connection.transaction():
            yield PostgresUnitOfWork(connection)

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection]:
        """A connection in autocommit mode; a broken one is not kept."""
        connection = self._take()
        try:
            yield connection
        finally:
            if connection.closed or connection.broken:
                connection.close()
            else:
                self._idle.put(connection)

    def close(self) -> None:
        """Close every idle connection."""
        while not self._idle.empty():
            self._idle.get_nowait().close()

    def _take(self) -> psycopg.Connection:
        try:
            return self._idle.get_nowait()
        except Empty:
            pass
        with translated():
            given = conninfo_to_dict(self.conninfo)
            options = f"{given.get('options') or ''} {SETTINGS}"
            timeout = given.get("connect_timeout") or CONNECT_SECONDS_MAX
            return psycopg.connect(self.conninfo, autocommit=True, connect_timeout=timeout, options=options)
