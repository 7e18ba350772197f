"""The stores that must pass the contract suite, and what its tests prepare them with.

A further store is one more parameter of `store` and one fixture named after it.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.in_memory.state_register import SnapshotRegister
from esep.adapters.in_memory.store import InMemoryStore
from esep.adapters.postgres.migrations import make_ready
from esep.adapters.postgres.state_register import PostgresSnapshotRegister
from esep.adapters.postgres.store import PostgresStore
from esep.domain.model.actor import Actor
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.person_link import LinkKind, PersonLink
from esep.domain.model.receipt import Receipt
from esep.domain.model.register import RegisterPerson, RegisterVersion
from esep.domain.model.returns import PendingReturn, SentReturn
from esep.domain.ports.message_files import MessageReader
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.receive_orders import ReceiveOrders
from esep.domain.use_cases.redecide import Redecision
from esep.domain.use_cases.release_held_order import ReleaseHeldOrder
from esep.domain.use_cases.send_back_held_order import SendBackHeldOrder

FreshDatabase = Callable[[str], str]


@attrs.frozen(kw_only=True)
class StoreUnderTest:
    """An empty store and the register that answers from its newest snapshot."""

    open_unit: OpenUnitOfWork
    register: StateRegister


@pytest.fixture
def in_memory_store(clock: FixedClock) -> StoreUnderTest:
    store = InMemoryStore()
    register = SnapshotRegister(newest_snapshot=store.newest_snapshot, clock=clock)
    return StoreUnderTest(open_unit=store.open_unit, register=register)


@pytest.fixture
def postgres_18_store(
    embedded_conninfo: str, emptied_database: FreshDatabase, clock: FixedClock
) -> Iterator[StoreUnderTest]:
    """The server that Esep comes with."""
    yield from _postgres_store(emptied_database(embedded_conninfo), clock)


@pytest.fixture
def postgres_15_store(
    system_conninfo: str, emptied_database: FreshDatabase, clock: FixedClock
) -> Iterator[StoreUnderTest]:
    """A server of the machine, of the oldest version supported."""
    yield from _postgres_store(emptied_database(system_conninfo), clock)


def _postgres_store(conninfo: str, clock: FixedClock) -> Iterator[StoreUnderTest]:
    store = PostgresStore(conninfo)
    with store.connection() as connection:
        make_ready(connection, may_upgrade=True)
    yield StoreUnderTest(open_unit=store.open_unit, register=PostgresSnapshotRegister(store=store, clock=clock))
    store.close()


@pytest.fixture(params=["in-memory", "postgres-18", "postgres-15"])
def store(request: pytest.FixtureRequest) -> StoreUnderTest:
    store: StoreUnderTest = request.getfixturevalue(request.param.replace("-", "_") + "_store")
    return store


@pytest.fixture
def open_unit(store: StoreUnderTest) -> OpenUnitOfWork:
    return store.open_unit


@pytest.fixture
def register(store: StoreUnderTest) -> StateRegister:
    return store.register


@pytest.fixture
def record_link(open_unit: OpenUnitOfWork, clock: FixedClock, actor: Actor) -> Callable[..., None]:
    """Record that another number stands for a person's: it was wrong, or is a second one."""

    def record(person: RegisterPerson, stands: RegisterPerson, kind: LinkKind = LinkKind.CORRECT) -> None:
        link = PersonLink(
            link_number=1,
            kind=kind,
            number=int(person.iin),
            stands=int(stands.iin),
            undoes=None,
            reason="one person",
            document="",
            known_on=clock.now().date(),
            recorded_at=clock.now(),
            due_on=clock.now().date(),
            actor=actor,
        )
        with open_unit() as unit:
            unit.people.record_link(link)

    return record


@pytest.fixture
def load_people(open_unit: OpenUnitOfWork, clock: FixedClock) -> Callable[..., RegisterVersion]:
    """Load a snapshot of the people given."""

    def load(*people: RegisterPerson) -> RegisterVersion:
        with open_unit() as unit:
            return unit.register.load(
                people, file_name="register.csv", sha256=bytes(32), loaded_at=clock.now(), loaded_by="saule"
            )

    return load


@pytest.fixture
def people(
    make_person: Callable[..., RegisterPerson], load_people: Callable[..., RegisterVersion]
) -> list[RegisterPerson]:
    """Three people whom the newest snapshot knows."""
    known = [make_person(name=name) for name in ("Арман", "Болат", "Ермек")]
    load_people(*known)
    return known


@pytest.fixture
def receive_messages(
    store: StoreUnderTest, calendar: WorkingCalendar, clock: FixedClock, rulebook: Rulebook, actor: Actor
) -> Callable[[Sequence[IncomingMessage]], list[Receipt]]:
    receive = ReceiveOrders(
        open_unit=store.open_unit, register=store.register, calendar=calendar, clock=clock, rulebook=rulebook
    )
    return lambda messages: receive(messages, actor)


@pytest.fixture
def receive(
    receive_messages: Callable[[Sequence[IncomingMessage]], list[Receipt]],
    make_message: Callable[..., IncomingMessage],
) -> Callable[..., OrderSummary]:
    """Receive one order in a message of its own; gives its summary."""

    def receive(order: PaymentOrder) -> OrderSummary:
        [receipt] = receive_messages([make_message(order)])
        assert receipt.order is not None
        return receipt.order

    return receive


@pytest.fixture
def receive_returned(
    receive: Callable[..., OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
) -> Callable[..., OrderSummary]:
    """Receive an order of two lines that is cut: the second line goes back, since its name is another one's."""

    def receive_cut(**changes: Any) -> OrderSummary:
        good, bad = make_line(people[0]), make_line(people[1], surname="Иванов", amount_tiyn=300_000)
        return receive(make_order(good, bad, **changes))

    return receive_cut


@pytest.fixture
def due_days(calendar: WorkingCalendar, rulebook: Rulebook) -> DueDays:
    return DueDays(calendar=calendar, parameters=rulebook.parameters)


@pytest.fixture
def redecision(store: StoreUnderTest, clock: FixedClock, rulebook: Rulebook, reader: MessageReader) -> Redecision:
    return Redecision(register=store.register, clock=clock, rulebook=rulebook, reader=reader)


@pytest.fixture
def release(open_unit: OpenUnitOfWork, redecision: Redecision, actor: Actor) -> Callable[..., OrderSummary]:
    """Release the held order of a reference with a purpose code."""
    release = ReleaseHeldOrder(open_unit=open_unit, redecision=redecision)
    return lambda reference, purpose_code: release(
        reference, purpose_code=purpose_code, accepted=(), reason="misprint", actor=actor
    )


@pytest.fixture
def send_back(open_unit: OpenUnitOfWork, redecision: Redecision, actor: Actor) -> Callable[..., OrderSummary]:
    """Send the held order of a reference back."""
    send_back = SendBackHeldOrder(open_unit=open_unit, redecision=redecision)
    return lambda reference: send_back(reference, reason="not ours", actor=actor)


@pytest.fixture
def make_file(clock: FixedClock) -> Callable[..., DispatchedFile]:
    """Make the file that carries returns."""

    def make(returns: Sequence[PendingReturn], file_name: str = "returns-1.txt", **changes: Any) -> DispatchedFile:
        content = f"bytes of {file_name}".encode()
        file = DispatchedFile(
            file_name=file_name,
            folder="/bank/out",
            content=content,
            sha256=hashlib.sha256(content).digest(),
            message_count=len(returns),
            total_tiyn=sum(one.amount_tiyn for one in returns),
            dispatched_on=date(2020, 2, 11),
            recorded_at=clock.now(),
        )
        return attrs.evolve(file, **changes)

    return make


@pytest.fixture
def make_sent() -> Callable[..., SentReturn]:
    """Make the sent return of a pending one, with its next entry."""

    def make(pending: PendingReturn, reference: str, **changes: Any) -> SentReturn:
        sent = SentReturn(
            order_number=pending.order_number,
            decision_number=pending.decision_number,
            reference=reference,
            amount_tiyn=pending.amount_tiyn,
            entry_number=pending.entry_count + 1,
        )
        return attrs.evolve(sent, **changes)

    return make
