"""Puts the product together: the only place that names concrete adapters."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import attrs
import psycopg
from psycopg.conninfo import conninfo_to_dict

from esep.adapters.embedded_postgres import (
    DataDirectoryNotUsable,
    DataDirectoryRefused,
    EmbeddedServerError,
    ServerDidNotStart,
    default_data_directory,
    open_embedded_server,
)
from esep.adapters.illegal_lists.csv_list import CsvIllegalListReader
from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.kazakhstan_calendar.kazakhstan_calendar import KazakhstanCalendar
from esep.adapters.outbox.folder import FolderOutbox
from esep.adapters.payer_register.csv_payers import CsvPayersReader
from esep.adapters.payment_files.reader import Mt102Reader
from esep.adapters.payment_files.writer import Mt102Writer
from esep.adapters.postgres import migrations
from esep.adapters.postgres.state_register import PostgresSnapshotRegister
from esep.adapters.postgres.store import PostgresStore
from esep.adapters.refund_files.json_application import JsonApplicationReader
from esep.adapters.rule_tables.packaged import packaged_rulebook
from esep.adapters.state_register.csv_snapshot import CsvRegisterReader
from esep.adapters.system_clock.system_clock import SystemClock
from esep.domain.errors import EsepError, InvalidInput, Unavailable
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.return_messages import ReturnMessages
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.transfer_messages import TransferMessages
from esep.domain.use_cases.correct_line import CorrectLine
from esep.domain.use_cases.dispatch_returns import DispatchReturns
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.link_numbers import LinkNumbers
from esep.domain.use_cases.check_penalties import CheckPenalties
from esep.domain.use_cases.list_deadlines import ListDeadlines
from esep.domain.use_cases.list_transfers import ListTransfers
from esep.domain.use_cases.list_payments import ListPayments
from esep.domain.use_cases.load_payers import LoadPayers
from esep.domain.use_cases.load_register import LoadRegister
from esep.domain.use_cases.prepare_transfers import PrepareTransfers
from esep.domain.use_cases.receive_orders import ReceiveOrders
from esep.domain.use_cases.record_illegal_amounts import RecordIllegalAmounts
from esep.domain.use_cases.redecide import Redecision
from esep.domain.use_cases.refresh_people import RefreshPeople
from esep.domain.use_cases.release_held_order import ReleaseHeldOrder
from esep.domain.use_cases.retry_held_orders import RetryHeldOrders
from esep.domain.use_cases.send_back_held_order import SendBackHeldOrder
from esep.domain.use_cases.show_account import ShowAccount
from esep.domain.use_cases.show_person import ShowPerson
from esep.domain.use_cases.trace import Trace
from esep.domain.use_cases.show_payer import ShowPayer
from esep.domain.use_cases.verify_store import VerifyStore
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles
from esep.entrypoints.refund_use_cases import RefundUseCases
from esep.entrypoints.settings import Settings


class EmbeddedStoreUnavailable(Unavailable):
    """The embedded server's data directory cannot be used now, or the server did not start."""

    code = "embedded-store-unavailable"


class EmbeddedStoreNotUsable(EsepError):
    """The embedded server cannot run on this machine as it is installed."""

    code = "embedded-store-not-usable"


@attrs.frozen(kw_only=True)
class Application:
    """The use cases on one open store."""

    store: PostgresStore
    clock: Clock
    is_embedded: bool
    where: str  # the store is, for people; without a password

    @property
    def open_unit(self) -> OpenUnitOfWork:
        """Opens units of work, for questions that need no use case."""
        return self.store.open_unit

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules and their texts."""
        return packaged_rulebook()

    @cached_property
    def reader(self) -> Mt102Reader:
        """Reads files of payment messages."""
        return Mt102Reader()

    @cached_property
    def _register(self) -> PostgresSnapshotRegister:
        return PostgresSnapshotRegister(store=self.store, clock=self.clock)

    @cached_property
    def _redecision(self) -> Redecision:
        return Redecision(register=self._register, clock=self.clock, rulebook=self.rulebook, reader=self.reader)

    @property
    def receive_orders(self) -> ReceiveOrders:
        """The main job."""
        return ReceiveOrders(
            open_unit=self.open_unit,
            register=self._register,
            calendar=KazakhstanCalendar(),
            clock=self.clock,
            rulebook=self.rulebook,
        )

    @property
    def retry_held_orders(self) -> RetryHeldOrders:
        """Examine held orders again."""
        return RetryHeldOrders(open_unit=self.open_unit, redecision=self._redecision)

    @property
    def release_held_order(self) -> ReleaseHeldOrder:
        """Release a held order."""
        return ReleaseHeldOrder(open_unit=self.open_unit, redecision=self._redecision)

    @property
    def send_back_held_order(self) -> SendBackHeldOrder:
        """Return a held order."""
        return SendBackHeldOrder(open_unit=self.open_unit, redecision=self._redecision)

    @property
    def load_register(self) -> LoadRegister:
        """Load a snapshot of the state register."""
        return LoadRegister(open_unit=self.open_unit, reader=CsvRegisterReader(), clock=self.clock)

    @property
    def refresh_people(self) -> RefreshPeople:
        """Record what a newer snapshot changes."""
        return RefreshPeople(
            open_unit=self.open_unit, reader=CsvRegisterReader(), due_days=self._due_days, clock=self.clock
        )

    @property
    def show_person(self) -> ShowPerson:
        """Show a person's data with their history."""
        return ShowPerson(open_unit=self.open_unit, clock=self.clock)

    @property
    def link_numbers(self) -> LinkNumbers:
        """Join or part the numbers of a person."""
        return LinkNumbers(open_unit=self.open_unit, due_days=self._due_days, clock=self.clock)

    @property
    def dispatch_returns(self) -> DispatchReturns:
        """Write outgoing files."""
        return DispatchReturns(
            open_unit=self.open_unit,
            files=self._write_outgoing_files,
            reader=self.reader,
            writer=Mt102Writer(),
            messages=ReturnMessages(rulebook=self.rulebook),
            clock=self.clock,
        )

    @property
    def prepare_transfers(self) -> PrepareTransfers:
        """Send credited money to the Fund."""
        return PrepareTransfers(
            open_unit=self.open_unit,
            files=self._write_outgoing_files,
            writer=Mt102Writer(),
            messages=TransferMessages(parameters=self.rulebook.parameters),
            clock=self.clock,
        )

    @property
    def list_transfers(self) -> ListTransfers:
        """List what went to the Fund."""
        return ListTransfers(open_unit=self.open_unit, due_days=self._due_days)

    @property
    def refunds(self) -> RefundUseCases:
        """Give back what payers apply for."""
        return RefundUseCases(
            open_unit=self.open_unit,
            due_days=self._due_days,
            clock=self.clock,
            applications=JsonApplicationReader(),
            files=self._write_outgoing_files,
            reader=self.reader,
            writer=Mt102Writer(),
        )

    @property
    def _due_days(self) -> DueDays:
        """By which day a duty is to be done."""
        return DueDays(calendar=KazakhstanCalendar(), parameters=self.rulebook.parameters)

    @property
    def _write_outgoing_files(self) -> WriteOutgoingFiles:
        """Write what a dispatch recorded."""
        return WriteOutgoingFiles(open_unit=self.open_unit, outbox=FolderOutbox(), clock=self.clock)

    def legible(self, source: BinaryIO, file_name: str) -> list[str]:
        """The text of each message of a file that this product wrote, whatever its encoding."""
        writer = Mt102Writer(encoding="utf-8", line_end="\n")
        readings = (message.reading for message in self.reader.read(source, file_name))
        return [writer.write(order).decode() for order in readings if isinstance(order, PaymentOrder)]

    @property
    def show_account(self) -> ShowAccount:
        """Show a personal account."""
        return ShowAccount(open_unit=self.open_unit, clock=self.clock, parameters=self.rulebook.parameters)

    @property
    def correct_line(self) -> CorrectLine:
        """Correct a recorded line."""
        return CorrectLine(open_unit=self.open_unit, calendar=KazakhstanCalendar(), clock=self.clock)

    @property
    def record_illegal_amounts(self) -> RecordIllegalAmounts:
        """Record a court's list."""
        return RecordIllegalAmounts(
            open_unit=self.open_unit,
            reader=CsvIllegalListReader(),
            calendar=KazakhstanCalendar(),
            clock=self.clock,
        )

    @property
    def trace(self) -> Trace:
        """Walk the whole chain."""
        return Trace(open_unit=self.open_unit, clock=self.clock)

    @property
    def load_payers(self) -> LoadPayers:
        """Load a snapshot of the register of payers."""
        return LoadPayers(open_unit=self.open_unit, reader=CsvPayersReader(), clock=self.clock)

    @property
    def show_payer(self) -> ShowPayer:
        """Show what a payer paid."""
        return ShowPayer(open_unit=self.open_unit, clock=self.clock, parameters=self.rulebook.parameters)

    @property
    def check_penalties(self) -> CheckPenalties:
        """Compare penalties with those due."""
        return CheckPenalties(open_unit=self.open_unit, clock=self.clock, parameters=self.rulebook.parameters)

    @property
    def list_payments(self) -> ListPayments:
        """The registers for the revenue authority."""
        return ListPayments(open_unit=self.open_unit)

    @property
    def verify_store(self) -> VerifyStore:
        """Check every invariant."""
        return VerifyStore(open_unit=self.open_unit, reader=self.reader, rulebook=self.rulebook)

    @property
    def list_deadlines(self) -> ListDeadlines:
        """List what is not done yet."""
        return ListDeadlines(open_unit=self.open_unit, clock=self.clock, due_days=self._due_days)

    def schema_status(self) -> migrations.SchemaStatus:
        """How the store stands to this version. Raises what `migrations.status` does."""
        with self.store.connection() as connection:
            return migrations.status(connection)

    def upgrade_schema(self) -> list[migrations.Migration]:
        """Apply what is pending."""
        with self.store.connection() as connection:
            return migrations.upgrade(connection)


@contextmanager
def open_application(settings: Settings, *, is_schema_needed: bool = True) -> Iterator[Application]:
    """The application on the store that the settings name, its schema made ready unless that is not wanted.

    An embedded store is upgraded by itself; a server only by `esep database upgrade`. Raises `EsepError`.
    """
    # What the driver logs of a lost connection is told as an error too, in our words.
    logging.getLogger("psycopg").addHandler(logging.NullHandler())
    clock = FixedClock(settings.now) if settings.now else SystemClock()
    with _conninfo(settings) as (conninfo, where, is_embedded):
        store = PostgresStore(conninfo)
        try:
            if is_schema_needed:
                with store.connection() as connection:
                    migrations.make_ready(connection, may_upgrade=is_embedded)
            yield Application(store=store, clock=clock, is_embedded=is_embedded, where=where)
        finally:
            store.close()


@contextmanager
def _conninfo(settings: Settings) -> Iterator[tuple[str, str, bool]]:
    if settings.database_url:
        yield settings.database_url, _server_name(settings.database_url), False
        return
    directory = settings.data_directory or default_data_directory(os.environ)
    with _embedded(directory) as conninfo:
        yield conninfo, str(directory), True


@contextmanager
def _embedded(directory: Path) -> Iterator[str]:
    try:
        with open_embedded_server(directory) as conninfo:
            yield conninfo
    except DataDirectoryRefused as error:
        raise InvalidInput(str(error)) from error
    except (DataDirectoryNotUsable, ServerDidNotStart) as error:
        raise EmbeddedStoreUnavailable(str(error)) from error
    except EmbeddedServerError as error:
        raise EmbeddedStoreNotUsable(str(error)) from error


def _server_name(database_url: str) -> str:
    """Host and database of an address, for people. Raises `InvalidInput` where it is none."""
    try:
        given = conninfo_to_dict(database_url)
    except psycopg.ProgrammingError as error:
        raise InvalidInput(
            "ESEP_DATABASE_URL is no address of a PostgreSQL database; expected one like "
            "postgresql://user:password@host:5432/esep"
        ) from error
    host, port, name = (given.get(key) for key in ("host", "port", "dbname"))
    return f"{host or 'local'}{f':{port}' if port else ''}/{name or ''}"
