"""The PostgreSQL store: connections and units of work on them."""

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, LifoQueue

import attrs
import psycopg
from psycopg.conninfo import conninfo_to_dict

from esep.adapters.postgres.case_book import PostgresCaseBook
from esep.adapters.postgres.correction_book import PostgresCorrectionBook
from esep.adapters.postgres.counted_amounts import PostgresCountedAmounts
from esep.adapters.postgres.credited_months import PostgresCreditedMonthLists
from esep.adapters.postgres.errors import translated
from esep.adapters.postgres.illegal_amounts import PostgresIllegalAmounts
from esep.adapters.postgres.order_book import PostgresOrderBook
from esep.adapters.postgres.outgoing_files import PostgresOutgoingFiles
from esep.adapters.postgres.overpayment_book import PostgresOverpaymentBook
from esep.adapters.postgres.payer_book import PostgresPayerBook
from esep.adapters.postgres.payer_regimes import PostgresPayerRegimeLists
from esep.adapters.postgres.payer_register import PostgresPayerRegister
from esep.adapters.postgres.payment_book import PostgresPaymentBook
from esep.adapters.postgres.payment_trails import PostgresPaymentTrails
from esep.adapters.postgres.people_book import PostgresPeopleBook
from esep.adapters.postgres.personal_accounts import PostgresPersonalAccounts, PostgresUsageJournal
from esep.adapters.postgres.refund_book import PostgresRefundBook
from esep.adapters.postgres.register_snapshots import PostgresRegisterSnapshots
from esep.adapters.postgres.return_book import PostgresReturnBook
from esep.adapters.postgres.returned_payments import PostgresReturnedPayments
from esep.adapters.postgres.trails import PostgresTrails
from esep.adapters.postgres.transfer_book import PostgresTransferBook
from esep.adapters.postgres.verification import PostgresVerification

CONNECT_SECONDS_MAX = 10
MONEY_LOCK = 0x45534553  # one at a time looks at recorded money and moves it
SETTINGS = "-c timezone=UTC -c client_min_messages=warning -c application_name=esep"


@attrs.frozen
class PostgresUnitOfWork:
    """One transaction and what can be done in it."""

    _connection: psycopg.Connection

    def move_money_alone(self) -> None:
        """See `UnitOfWork`."""
        self._connection.execute("select pg_advisory_xact_lock(%s)", [MONEY_LOCK])

    @property
    def orders(self) -> PostgresOrderBook:
        """Orders, their messages and decisions."""
        return PostgresOrderBook(self._connection)

    @property
    def accounts(self) -> PostgresPersonalAccounts:
        """Personal accounts."""
        return PostgresPersonalAccounts(self._connection)

    @property
    def corrections(self) -> PostgresCorrectionBook:
        """Corrections of recorded lines."""
        return PostgresCorrectionBook(self._connection)

    @property
    def illegal(self) -> PostgresIllegalAmounts:
        """Amounts recognised as illegal."""
        return PostgresIllegalAmounts(self._connection)

    @property
    def usage(self) -> PostgresUsageJournal:
        """The journal of views."""
        return PostgresUsageJournal(self._connection)

    @property
    def returns(self) -> PostgresReturnBook:
        """Returns to payers."""
        return PostgresReturnBook(self._connection)

    @property
    def outgoing(self) -> PostgresOutgoingFiles:
        """Files of outgoing messages."""
        return PostgresOutgoingFiles(self._connection)

    @property
    def refunds(self) -> PostgresRefundBook:
        """Refunds on application."""
        return PostgresRefundBook(self._connection)

    @property
    def counted(self) -> PostgresCountedAmounts:
        """What counted in decisions on social payments."""
        return PostgresCountedAmounts(self._connection)

    @property
    def cases(self) -> PostgresCaseBook:
        """Cases of recipients of social payments."""
        return PostgresCaseBook(self._connection)

    @property
    def payments(self) -> PostgresPaymentBook:
        """Social payments paid."""
        return PostgresPaymentBook(self._connection)

    @property
    def returned_payments(self) -> PostgresReturnedPayments:
        """Social payments that came back."""
        return PostgresReturnedPayments(self._connection)

    @property
    def overpayments(self) -> PostgresOverpaymentBook:
        """Payments paid over."""
        return PostgresOverpaymentBook(self._connection)

    @property
    def transfers(self) -> PostgresTransferBook:
        """Transfers to the Fund."""
        return PostgresTransferBook(self._connection)

    @property
    def register(self) -> PostgresRegisterSnapshots:
        """Snapshots of the state register."""
        return PostgresRegisterSnapshots(self._connection)

    @property
    def people(self) -> PostgresPeopleBook:
        """Persons and their numbers."""
        return PostgresPeopleBook(self._connection)

    @property
    def payers(self) -> PostgresPayerBook:
        """What is recorded by payer."""
        return PostgresPayerBook(self._connection)

    @property
    def payer_register(self) -> PostgresPayerRegister:
        """Snapshots of the register of payers."""
        return PostgresPayerRegister(self._connection)

    @property
    def payer_regimes(self) -> PostgresPayerRegimeLists:
        """Under which regimes payers pay."""
        return PostgresPayerRegimeLists(self._connection)

    @property
    def credited_months(self) -> PostgresCreditedMonthLists:
        """Months credited without a contribution."""
        return PostgresCreditedMonthLists(self._connection)

    @property
    def trails(self) -> PostgresTrails:
        """The chain of what happened to money."""
        return PostgresTrails(self._connection)

    @property
    def payment_trails(self) -> PostgresPaymentTrails:
        """The chain of social payments."""
        return PostgresPaymentTrails(self._connection)

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
