"""PostgreSQL stores: an empty one per test, and a full one that no test changes."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import attrs
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.outbox.folder import FolderOutbox
from esep.adapters.payment_files.reader import Mt102Reader
from esep.adapters.payment_files.writer import Mt102Writer
from esep.adapters.postgres.migrations import make_ready
from esep.adapters.postgres.state_register import PostgresSnapshotRegister
from esep.adapters.postgres.store import PostgresStore
from esep.domain.model.actor import Actor
from esep.domain.model.bin import calc_check_digit
from esep.domain.model.money import Money
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.return_messages import ReturnMessages
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.dispatch_returns import DispatchReturns
from esep.domain.use_cases.receive_orders import ReceiveOrders
from esep.domain.use_cases.redecide import Redecision
from esep.domain.use_cases.release_held_order import ReleaseHeldOrder
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles

ACTOR = Actor(identity="saule")
NOW = datetime(2020, 2, 10, 6, 0, tzinfo=UTC)
PAYER = "94014000038" + calc_check_digit("94014000038")
NUMBERS = tuple(begin + calc_check_digit(begin) for begin in ("90010130001", "90010130002", "90010130003"))


@pytest.fixture
def database(embedded_conninfo: str, fresh_database: Callable[[str], str]) -> str:
    """An empty store of this version."""
    conninfo = fresh_database(embedded_conninfo)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        make_ready(connection, may_upgrade=True)
    return conninfo


@pytest.fixture
def store(database: str) -> Iterator[PostgresStore]:
    store = PostgresStore(database)
    yield store
    store.close()


@attrs.frozen
class Product:
    """The use cases on a store whose register knows three people."""

    store: PostgresStore
    calendar: WorkingCalendar
    rulebook: Rulebook
    clock: FixedClock = attrs.field(factory=lambda: FixedClock(NOW))

    @property
    def register(self) -> PostgresSnapshotRegister:
        return PostgresSnapshotRegister(store=self.store, clock=self.clock)

    def load(self) -> None:
        people = [
            RegisterPerson(
                iin=number,
                surname="Ахметов",
                name="Арман",
                patronymic="",
                birth_date=date(1990, 1, 1),
                sex=None,
                life_status=LifeStatus.ALIVE,
                death_date=None,
                excluded=False,
            )
            for number in NUMBERS
        ]
        with self.store.open_unit() as unit:
            unit.register.load(people, file_name="r.csv", sha256=bytes(32), loaded_at=NOW, loaded_by="saule")

    def receive(self, content: bytes) -> list[Any]:
        receive = ReceiveOrders(
            open_unit=self.store.open_unit,
            register=self.register,
            calendar=self.calendar,
            clock=self.clock,
            rulebook=self.rulebook,
        )
        return receive(list(Mt102Reader().read(BytesIO(content), "in.txt")), ACTOR)

    def release(self, reference: str) -> None:
        redecision = Redecision(register=self.register, clock=self.clock, rulebook=self.rulebook, reader=Mt102Reader())
        release = ReleaseHeldOrder(open_unit=self.store.open_unit, redecision=redecision)
        release(reference, purpose_code="012", accepted=(), reason="letter", actor=ACTOR)

    def dispatch(self, folder: Path) -> None:
        DispatchReturns(
            open_unit=self.store.open_unit,
            files=WriteOutgoingFiles(open_unit=self.store.open_unit, outbox=FolderOutbox(), clock=self.clock),
            reader=Mt102Reader(),
            writer=Mt102Writer(),
            messages=ReturnMessages(rulebook=self.rulebook),
            clock=self.clock,
        )(str(folder))


def order_text(reference: str, *surnames: str, **changes: Any) -> bytes:
    """A message with a line for each surname; the register knows each of its people as Ахметов."""
    participants = ParticipantList.of(
        *(
            ParticipantLine(
                number="1",
                amount_tiyn=250_000 + place,
                list_kind="S",
                surname=surname,
                name="Арман",
                patronymic="",
                birth_date="19900101",
                identification_number=number,
                period="",
            )
            for place, (surname, number) in enumerate(zip(surnames, NUMBERS, strict=False))
        )
    )
    order = PaymentOrder(
        basic_header="F01K059140000000001000001",
        application_header="I102SGROSS000000U3003",
        reference=reference,
        payer=Party(account="KZ926010131000123456", name="ТОО Алма", identification_number=PAYER),
        sender_bic="HSBKKZKX",
        beneficiary_bic="GCVPKZ2A",
        beneficiary=Party(account="KZ67009SS00368609110", name="НАО ГК", identification_number="160440007161"),
        document_number="17",
        document_date=date(2020, 2, 7),
        purpose_code="012",
        value_date=date(2020, 2, 10),
        total=Money(participants.total_tiyn),
        period="012020",
        participants=participants,
    )
    return Mt102Writer().write(attrs.evolve(order, **changes))


@pytest.fixture
def make_order_text() -> Callable[..., bytes]:
    return order_text


@pytest.fixture
def make_product(calendar: WorkingCalendar, rulebook: Rulebook) -> Callable[[PostgresStore], Product]:
    return lambda store: Product(store, calendar, rulebook)


@pytest.fixture(scope="session")
def full_database(embedded_conninfo: str, calendar: WorkingCalendar, rulebook: Rulebook) -> str:
    """A store with every outcome; what a test does to it must be rolled back."""
    with psycopg.connect(embedded_conninfo, autocommit=True) as connection:
        connection.execute("create database full_store template template0")
    conninfo = make_conninfo(embedded_conninfo, dbname="full_store")
    store = PostgresStore(conninfo)
    with store.connection() as connection:
        make_ready(connection, may_upgrade=True)
    product = Product(store, calendar, rulebook)
    good, bad = "Ахметов", "Иванов"
    product.load()
    first = [
        order_text("ACCEPTED", good, good),
        order_text("CUT", good, bad, good),
        order_text("MISMATCH", good, good, total=Money(777)),
        order_text("RELEASED", good, purpose_code="013"),
        order_text("ACCEPTED", good, good, document_number="18"),
        order_text("ACCEPTED", good).replace(b":32A:", b":32X:"),
    ]
    outcomes = [receipt.outcome.value for receipt in product.receive(b"".join(first))]
    assert outcomes == ["accepted", "cut", "returned", "held", "held", "quarantined"]
    product.release("RELEASED")
    with tempfile.TemporaryDirectory() as folder:
        product.dispatch(Path(folder))
    later = [
        order_text("HELD", good, bad, purpose_code="013"),
        order_text("HELD-MISMATCH", good, purpose_code="013", total=Money(778)),
        order_text("RETURNED", bad, bad),
        order_text("PENALTY", good, purpose_code="017"),
    ]
    assert [one.outcome.value for one in product.receive(b"".join(later))] == ["held", "held", "returned", "accepted"]
    with store.open_unit() as unit:
        unit.usage.note_view(int(NUMBERS[0]), actor=ACTOR, viewed_at=NOW, what="account")
    store.close()
    return conninfo
