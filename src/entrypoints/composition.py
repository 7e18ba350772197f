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

from esep.adapters.application_files.refund_application import JsonApplicationReader
from esep.adapters.application_files.social_application import JsonSocialApplicationReader
from esep.adapters.benefit_lists.csv_credited_months import CsvCreditedMonthsReader
from esep.adapters.benefit_lists.csv_regimes import CsvRegimesReader
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
from esep.adapters.rule_tables.packaged import packaged_rulebook
from esep.adapters.state_register.csv_snapshot import CsvRegisterReader
from esep.adapters.system_clock.system_clock import SystemClock
from esep.domain.errors import EsepError, InvalidInput, Unavailable
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.rulebook import Rulebook
from esep.entrypoints.settings import Settings
from esep.entrypoints.wiring.benefits import BenefitUseCases
from esep.entrypoints.wiring.money import MoneyUseCases
from esep.entrypoints.wiring.orders import OrderUseCases
from esep.entrypoints.wiring.oversight import OversightUseCases
from esep.entrypoints.wiring.payers import PayerUseCases
from esep.entrypoints.wiring.payments import PaymentUseCases
from esep.entrypoints.wiring.people import PeopleUseCases
from esep.entrypoints.wiring.recipients import RecipientUseCases


class EmbeddedStoreUnavailable(Unavailable):
    """The embedded server's data directory cannot be used now, or the server did not start."""

    code = "embedded-store-unavailable"


class EmbeddedStoreNotUsable(EsepError):
    """The embedded server cannot run on this machine as it is installed."""

    code = "embedded-store-not-usable"


@attrs.frozen(kw_only=True)
class Application(
    OrderUseCases,
    PaymentUseCases,
    PeopleUseCases,
    MoneyUseCases,
    PayerUseCases,
    RecipientUseCases,
    BenefitUseCases,
    OversightUseCases,
):
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
    def calendar(self) -> KazakhstanCalendar:
        """Working days of Kazakhstan."""
        return KazakhstanCalendar()

    @cached_property
    def reader(self) -> Mt102Reader:
        """Reads files of payment messages."""
        return Mt102Reader()

    @cached_property
    def writer(self) -> Mt102Writer:
        """Writes them as banks expect them."""
        return Mt102Writer()

    @property
    def outbox(self) -> FolderOutbox:
        """Folders of this machine."""
        return FolderOutbox()

    @cached_property
    def state_register(self) -> PostgresSnapshotRegister:
        """The newest snapshot in the store."""
        return PostgresSnapshotRegister(store=self.store, clock=self.clock)

    @property
    def register_reader(self) -> CsvRegisterReader:
        """Snapshots in CSV."""
        return CsvRegisterReader()

    @property
    def payers_reader(self) -> CsvPayersReader:
        """Payers in CSV."""
        return CsvPayersReader()

    @property
    def regimes_reader(self) -> CsvRegimesReader:
        """Regimes of payers in CSV."""
        return CsvRegimesReader()

    @property
    def credited_months_reader(self) -> CsvCreditedMonthsReader:
        """Credited months in CSV."""
        return CsvCreditedMonthsReader()

    @property
    def social_application_reader(self) -> JsonSocialApplicationReader:
        """Applications for social payments in JSON."""
        return JsonSocialApplicationReader()

    @property
    def illegal_list_reader(self) -> CsvIllegalListReader:
        """Lists in CSV."""
        return CsvIllegalListReader()

    @property
    def refund_application_reader(self) -> JsonApplicationReader:
        """Applications in JSON."""
        return JsonApplicationReader()

    def legible(self, source: BinaryIO, file_name: str) -> list[str]:
        """The text of each message of a file that this product wrote, whatever its encoding."""
        writer = Mt102Writer(encoding="utf-8", line_end="\n")
        readings = (message.reading for message in self.reader.read(source, file_name))
        return [writer.write(order).decode() for order in readings if isinstance(order, PaymentOrder)]

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
