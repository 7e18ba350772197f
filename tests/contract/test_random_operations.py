"""Random operations on the store in memory and on PostgreSQL at the same time: both always tell the same."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import attrs
import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from psycopg import sql

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.in_memory.state_register import SnapshotRegister
from esep.adapters.in_memory.store import InMemoryStore
from esep.adapters.payment_files.reader import Mt102Reader
from esep.adapters.payment_files.writer import Mt102Writer
from esep.adapters.postgres.migrations import make_ready
from esep.adapters.postgres.state_register import PostgresSnapshotRegister
from esep.adapters.postgres.store import PostgresStore
from esep.domain.errors import EsepError, RegisterUnavailable, Unavailable
from esep.domain.model.actor import Actor
from esep.domain.model.check_digit import calc_check_digit
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.money import Money
from esep.domain.model.outcome import Outcome
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.model.register import LifeStatus, RegisterAnswers, RegisterPerson
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.return_messages import ReturnMessages
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.dispatch_returns import DispatchReturns
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.list_deadlines import ListDeadlines
from esep.domain.use_cases.receive_orders import ReceiveOrders
from esep.domain.use_cases.redecide import Redecision
from esep.domain.use_cases.release_held_order import ReleaseHeldOrder
from esep.domain.use_cases.retry_held_orders import RetryHeldOrders
from esep.domain.use_cases.send_back_held_order import SendBackHeldOrder
from esep.domain.use_cases.show_account import ShowAccount
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles

EXAMPLES, STEPS = 20, 25
ACTOR = Actor(identity="saule")
DAY = date(2020, 2, 10)
BEGIN = datetime(2020, 2, 10, 6, 0, tzinfo=UTC)
FOLDERS = ("/bank/one", "/bank/two")


def _with_check_digit(first_eleven: str) -> str:
    return first_eleven + calc_check_digit(first_eleven)


PAYER = _with_check_digit("94014000038")
PERSON_PAYER = _with_check_digit("90010130004")
NUMBERS = tuple(_with_check_digit(f"9001013000{last}") for last in (1, 2, 3, 5, 6))
STRANGER = _with_check_digit("90010130009")  # stands in no register
SURNAMES = ("Ахметов", "Қасымов", "Иванов", "Ким", "Пак")
REFERENCES = ("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8")


class Torn(Exception):
    """A unit of work ends just before its end."""


# Both worlds ----------------------------------------------------------------------------------------------


@attrs.define
class SwitchedRegister:
    """A register that answers or does not."""

    register: StateRegister
    does_answer: bool = True

    def find_many(self, numbers: Any) -> RegisterAnswers:
        if not self.does_answer:
            raise RegisterUnavailable("no answer")
        return self.register.find_many(numbers)


@attrs.define
class Bank:
    """Folders in memory that may be lost for a while."""

    files: dict[tuple[str, str], bytes] = attrs.field(factory=dict)
    is_lost: bool = False

    def resolve(self, folder: str) -> str:
        return folder

    def write(self, folder: str, file_name: str, content: bytes) -> None:
        if self.is_lost:
            raise Unavailable("the folder is gone")
        assert self.files.setdefault((folder, file_name), content) == content


@attrs.define(kw_only=True)
class World:
    """One store and the product on it."""

    open_store: OpenUnitOfWork
    register: SwitchedRegister
    calendar: WorkingCalendar
    clock: FixedClock
    rulebook: Rulebook
    bank: Bank = attrs.field(factory=Bank)
    is_tearing: bool = False

    @contextmanager
    def open_unit(self) -> Iterator[UnitOfWork]:
        with self.open_store() as unit:
            yield unit
            if self.is_tearing:
                raise Torn

    def receive(self, messages: Sequence[IncomingMessage]) -> object:
        return ReceiveOrders(
            open_unit=self.open_unit,
            register=self.register,
            calendar=self.calendar,
            clock=self.clock,
            rulebook=self.rulebook,
        )(messages, ACTOR)

    @property
    def redecision(self) -> Redecision:
        return Redecision(register=self.register, clock=self.clock, rulebook=self.rulebook, reader=Mt102Reader())

    def load(self, people: Sequence[RegisterPerson]) -> object:
        with self.open_unit() as unit:
            return unit.register.load(
                people, file_name="r.csv", sha256=bytes(32), loaded_at=self.clock.now(), loaded_by="saule"
            )

    def retry(self) -> object:
        return RetryHeldOrders(open_unit=self.open_unit, redecision=self.redecision)(ACTOR)

    def release(self, reference: str, purpose_code: str | None, accepted: Sequence[str]) -> object:
        release = ReleaseHeldOrder(open_unit=self.open_unit, redecision=self.redecision)
        return release(reference, purpose_code=purpose_code, accepted=accepted, reason="letter", actor=ACTOR)

    def send_back(self, reference: str) -> object:
        send_back = SendBackHeldOrder(open_unit=self.open_unit, redecision=self.redecision)
        return send_back(reference, reason="not ours", actor=ACTOR)

    def dispatch(self, folder: str) -> object:
        return DispatchReturns(
            open_unit=self.open_unit,
            files=WriteOutgoingFiles(open_unit=self.open_unit, outbox=self.bank, clock=self.clock),
            reader=Mt102Reader(),
            writer=Mt102Writer(),
            messages=ReturnMessages(rulebook=self.rulebook),
            clock=self.clock,
        )(folder)

    def show(self, iin: str, as_of: datetime | None) -> object:
        show = ShowAccount(open_unit=self.open_unit, clock=self.clock, parameters=self.rulebook.parameters)
        return show(iin, ACTOR, as_of=as_of)

    def observed(self) -> dict[str, object]:
        """Everything that the ports tell."""
        with self.open_store() as unit:
            orders = list(unit.orders.list_orders())
            numbers = [order.order_number for order in orders]
            people = [int(number) for number in (*NUMBERS, STRANGER)]
            seen: dict[str, object] = {
                "orders": orders,
                "by outcome": {outcome: list(unit.orders.list_orders(outcome)) for outcome in Outcome},
                "summaries": dict(unit.orders.find_many(numbers)),
                "by reference": {name: unit.orders.find_by_reference(name) for name in REFERENCES},
                "decisions": {number: unit.orders.decisions(number) for number in numbers},
                "lines": {number: list(unit.orders.lines(number)) for number in numbers},
                "messages": dict(unit.orders.message_contents(numbers)),
                "quarantined": list(unit.orders.list_quarantined()),
                "accounts": {person: unit.accounts.records([person]) for person in people},
                "accounts a day ago": {
                    person: unit.accounts.records([person], as_of=self.clock.now() - timedelta(days=1))
                    for person in people
                },
                "views": {person: unit.usage.count_views(person) for person in people},
                "returns": list(unit.returns.list_returns()),
                "pending": unit.returns.pending(1_000),
                "unwritten": unit.outgoing.unwritten_files(),
                "snapshots": unit.register.versions(),
                "people": {person: unit.register.find_person(person) for person in people},
            }
        seen["deadlines"] = ListDeadlines(
            open_unit=self.open_store,
            clock=self.clock,
            due_days=DueDays(calendar=self.calendar, parameters=self.rulebook.parameters),
        )()
        seen["bank"] = dict(self.bank.files)
        return seen

    def checks(self) -> list[tuple[str, int, tuple[str, ...]]]:
        with self.open_store() as unit:
            return [(check.name, check.checked, check.faults) for check in unit.verification.checks()]


# What is drawn --------------------------------------------------------------------------------------------


def rarely() -> st.SearchStrategy[bool]:
    return st.sampled_from((False, False, False, False, True))


@st.composite
def people(draw: st.DrawFn) -> list[RegisterPerson]:
    """A snapshot in which some are missing, renamed, dead or excluded; rarely one stands twice."""
    known = []
    for place, number in enumerate(NUMBERS):
        state = draw(st.sampled_from(("known", "known", "known", "absent", "renamed", "dead", "excluded", "twice")))
        if state == "absent":
            continue
        person = RegisterPerson(
            iin=number,
            surname="Новая" if state == "renamed" else SURNAMES[place],
            name="Арман",
            patronymic="Серикович" if place % 2 else "",
            birth_date=date(1990, 1, 1),
            sex=None,
            life_status=LifeStatus.DEAD if state == "dead" else LifeStatus.ALIVE,
            death_date=date(2019, 11, 5) if state == "dead" else None,
            excluded=state == "excluded",
        )
        known += [person, person] if state == "twice" and draw(st.integers(0, 3)) == 0 else [person]
    return known


@st.composite
def lines(draw: st.DrawFn) -> ParticipantLine:
    """A line that is good more often than not."""
    place = draw(st.integers(0, len(NUMBERS) - 1))
    line = ParticipantLine(
        number="1",
        amount_tiyn=draw(st.sampled_from((1, 250_000, 300_001, 99_999_999))),
        list_kind="S",
        surname=SURNAMES[place],
        name="Арман",
        patronymic="Серикович" if place % 2 else "",
        birth_date="19900101",
        identification_number=NUMBERS[place],
        period="",
    )
    flaws: tuple[dict[str, Any], ...] = (
        *({},) * 6,
        {"surname": SURNAMES[place].upper()},
        {"surname": "Другой"},
        {"patronymic": "-"},
        {"birth_date": "19900102"},
        {"birth_date": "нет"},
        {"identification_number": NUMBERS[place][:-1]},
        {"identification_number": STRANGER},
        {"identification_number": PAYER},
        {"period": "122019"},
        {"period": "122024"},
        {"period": "132020"},
        {"period": "122004"},
    )
    return attrs.evolve(line, **draw(st.sampled_from(flaws)))


@st.composite
def orders(draw: st.DrawFn) -> PaymentOrder:
    """An order that is good more often than not; few keys, so that they meet."""
    participants = ParticipantList.of(*draw(st.lists(lines(), min_size=1, max_size=5)))
    order = PaymentOrder(
        basic_header="F01K059140000000001000001",
        application_header="I102SGROSS000000U3003",
        reference=draw(st.sampled_from(REFERENCES)),
        payer=Party(account="KZ926010131000123456", name="ТОО Алма", identification_number=PAYER),
        sender_bic=draw(st.sampled_from(("HSBKKZKX", "KZKOKZKX"))),
        beneficiary_bic="GCVPKZ2A",
        beneficiary=Party(account="KZ67009SS00368609110", name="НАО ГК", identification_number="160440007161"),
        document_number="17",
        document_date=DAY,
        purpose_code=draw(st.sampled_from(("012", "012", "012", "017", "013"))),
        value_date=draw(st.sampled_from((DAY, DAY + timedelta(days=4)))),
        total=Money(participants.total_tiyn),
        period=draw(st.sampled_from((*["012020"] * 6, "", "992020"))),
        participants=participants,
    )
    flaws: tuple[dict[str, Any], ...] = (
        *({},) * 6,
        {"total": Money(777)},
        {"payer": attrs.evolve(order.payer, identification_number="940140000380")},
        {"payer": attrs.evolve(order.payer, identification_number=PERSON_PAYER)},
        {"payer": attrs.evolve(order.payer, account="")},
        {"beneficiary_bic": "NBRKKZKX"},
        {
            "application_header": "I100SGROSS000000U3003",
            "participants": ParticipantList(),
        },
    )
    return attrs.evolve(order, **draw(st.sampled_from(flaws)))


def _bytes_of(order: PaymentOrder, encoding: str) -> bytes:
    return Mt102Writer(encoding=encoding).write(order)


# The machine ----------------------------------------------------------------------------------------------


class TwoStores(RuleBasedStateMachine):
    """Does the same in both worlds, and compares what comes of it."""

    open_worlds: Callable[[FixedClock], AbstractContextManager[tuple[World, World]]]  # set by the test

    def __init__(self) -> None:
        """Begin with two empty stores."""
        super().__init__()
        self.clock = FixedClock(BEGIN)
        self._opened = self.open_worlds(self.clock)
        self.worlds = self._opened.__enter__()
        self.sent: list[PaymentOrder] = []
        self.contents: list[bytes] = []
        self.seen = self.worlds[0].observed()

    def teardown(self) -> None:
        """Leave the stores."""
        self._opened.__exit__(None, None, None)

    def both(self, act: Callable[[World], object]) -> None:
        """The same act in both worlds has the same result or the same refusal."""
        first, second = (_result(act, world) for world in self.worlds)
        assert first == second
        before, self.seen = self.seen, self.worlds[0].observed()
        if isinstance(first, Refused) and first.leaves_no_trace:
            assert self.seen == before
        other = self.worlds[1].observed()
        assert {name for name in other if other[name] != self.seen[name]} == set()

    @initialize(known=people(), new=st.lists(orders(), min_size=2, max_size=6))
    def begin_with_a_register_and_orders(self, known: list[RegisterPerson], new: list[PaymentOrder]) -> None:
        self.both(lambda world: world.load(known))
        self.receive([_bytes_of(order, "utf-8") for order in new])

    @rule(known=people(), is_torn=rarely())
    def load_a_register(self, known: list[RegisterPerson], is_torn: bool) -> None:
        with self.tearing(is_torn):
            self.both(lambda world: world.load(known))

    @rule(does_answer=st.booleans())
    def switch_the_register(self, does_answer: bool) -> None:
        for world in self.worlds:
            world.register.does_answer = does_answer

    @rule(
        new=st.lists(orders(), min_size=1, max_size=4),
        encoding=st.sampled_from(("utf-8", "cp1251", "cp866")),
        chance=st.randoms(use_true_random=False),
        is_torn=rarely(),
    )
    def receive_a_file(self, new: list[PaymentOrder], encoding: str, chance: Any, is_torn: bool) -> None:
        known = [*self.sent, *new]
        again = chance.sample(known, min(2, len(known)))
        conflicting = attrs.evolve(chance.choice(known), document_number=str(chance.randrange(3)))
        given = [*new, *again[: chance.randrange(3)], *([conflicting] if chance.random() < 0.5 else [])]
        chance.shuffle(given)
        messages = [_bytes_of(order, encoding) for order in given]
        if chance.random() < 0.4:
            messages.append(messages[0].replace(b":32A:", b":32X:"))
        if self.contents and chance.random() < 0.3:
            messages.insert(0, chance.choice(self.contents))
        self.receive(messages, is_torn=is_torn)

    @rule(new=st.lists(orders(), min_size=2, max_size=6))
    def receive_new_orders(self, new: list[PaymentOrder]) -> None:
        self.receive([_bytes_of(order, "cp1251") for order in new])

    def receive(self, messages: Sequence[bytes], *, is_torn: bool = False) -> None:
        # Each message is decoded by itself, as if it were a file of its own.
        file = [
            attrs.evolve(message, file_name="in.txt", position=position)
            for position, content in enumerate(messages, 1)
            for message in Mt102Reader().read(BytesIO(content), "in.txt")
        ]
        with self.tearing(is_torn):
            self.both(lambda world: world.receive(file))
        if not is_torn:
            self.sent += [one.reading for one in file if isinstance(one.reading, PaymentOrder)]
            self.contents += messages

    @precondition(lambda self: self.is_any_held)
    @rule()
    def retry(self) -> None:
        self.both(lambda world: world.retry())

    @rule(
        place=st.integers(0, 20),
        purpose_code=st.sampled_from((None, "012", "017", "026")),
        accepted=st.sampled_from(
            ((), (), ("wrong-beneficiary",), ("conflicting-duplicate",), ("register-unavailable",))
        ),
        is_torn=rarely(),
    )
    def release(self, place: int, purpose_code: str | None, accepted: Sequence[str], is_torn: bool) -> None:
        with self.tearing(is_torn):
            self.both(lambda world: world.release(self.name_of(place), purpose_code, accepted))

    @precondition(lambda self: self.is_any_held)
    @rule(place=st.integers(0, 20))
    def accept_what_holds(self, place: int) -> None:
        """Release an order with all that may be accepted of what it is held for."""
        codes = {
            finding.code
            for order in self.orders
            if str(order.key) == self.name_of(place)
            for finding in order.findings
            if finding.code in {"wrong-beneficiary", "conflicting-duplicate"}
        }
        self.both(lambda world: world.release(self.name_of(place), None, sorted(codes)))

    @precondition(lambda self: self.is_any_held)
    @rule(place=st.integers(0, 20))
    def send_back(self, place: int) -> None:
        self.both(lambda world: world.send_back(self.name_of(place)))

    @rule(folder=st.sampled_from(FOLDERS), is_lost=rarely(), is_torn=rarely())
    def dispatch(self, folder: str, is_lost: bool, is_torn: bool) -> None:
        for world in self.worlds:
            world.bank.is_lost = is_lost
        with self.tearing(is_torn and not is_lost):
            self.both(lambda world: world.dispatch(folder))

    @rule(number=st.sampled_from((*NUMBERS, STRANGER, "1")), hours_ago=st.sampled_from((None, 0, 5, 30)))
    def show_an_account(self, number: str, hours_ago: int | None) -> None:
        as_of = None if hours_ago is None else self.clock.now() - timedelta(hours=hours_ago)
        self.both(lambda world: world.show(number, as_of))

    @rule(hours=st.sampled_from((1, 7, 24, 100)))
    def let_time_pass(self, hours: int) -> None:
        self.clock.advance(timedelta(hours=hours))
        self.seen = self.worlds[0].observed()

    @invariant()
    def both_stores_verify_alike(self) -> None:
        first, second = (world.checks() for world in self.worlds)
        assert first == second
        assert [name for name, _, faults in first if faults] == []

    @invariant()
    def every_tiyn_is_credited_returned_or_held(self) -> None:
        received = {(order.content_sha256, order.total.tiyn) for order in self.sent}
        assert sum(order.total_tiyn for order in self.orders) == sum(total for _, total in received)
        for order in self.orders:
            assert order.total_tiyn == order.credited.tiyn + order.returned.tiyn + order.held.tiyn
        accounts: Any = self.seen["accounts"]
        on_accounts = sum(record.amount_tiyn for records in accounts.values() for record in records)
        assert on_accounts == sum(order.credited.tiyn for order in self.orders)

    @property
    def orders(self) -> list[Any]:
        summaries: Any = self.seen["summaries"]
        return list(summaries.values())

    @property
    def is_any_held(self) -> bool:
        return any(order.held.tiyn for order in self.orders)

    def name_of(self, place: int) -> str:
        """A reference, the full name of an order, or one that is unknown."""
        held = [order for order in self.orders if order.held.tiyn] or self.orders
        names = [name for order in held for name in (str(order.key), str(order.key), order.key.reference)]
        return names[place % len(names)] if names else "UNKNOWN"

    @contextmanager
    def tearing(self, is_torn: bool) -> Iterator[None]:
        for world in self.worlds:
            world.is_tearing = is_torn
        yield
        for world in self.worlds:
            world.is_tearing = False


@attrs.frozen
class Refused:
    """How an act was refused."""

    kind: type[Exception]
    code: str = ""
    leaves_no_trace: bool = attrs.field(default=True, eq=False)


def _result(act: Callable[[World], object], world: World) -> object:
    files = len(world.bank.files)
    try:
        return act(world)
    except Torn as error:
        return Refused(type(error), leaves_no_trace=len(world.bank.files) == files)
    except Unavailable as error:
        return Refused(type(error), error.code, leaves_no_trace=False)  # of a bank that is lost: the record stays
    except EsepError as error:
        return Refused(type(error), error.code, leaves_no_trace=error.code != "returns-not-writable")


@pytest.fixture
def open_worlds(
    embedded_conninfo: str, fresh_database: Callable[[str], str], calendar: WorkingCalendar, rulebook: Rulebook
) -> Iterator[Callable[[FixedClock], AbstractContextManager[tuple[World, World]]]]:
    conninfo = fresh_database(embedded_conninfo)
    postgres = PostgresStore(conninfo)
    with postgres.connection() as connection:
        make_ready(connection, may_upgrade=True)

    @contextmanager
    def open_worlds(clock: FixedClock) -> Iterator[tuple[World, World]]:
        memory = InMemoryStore()
        registers: tuple[StateRegister, StateRegister] = (
            SnapshotRegister(newest_snapshot=memory.newest_snapshot, clock=clock),
            PostgresSnapshotRegister(store=postgres, clock=clock),
        )
        opens: tuple[OpenUnitOfWork, OpenUnitOfWork] = (memory.open_unit, postgres.open_unit)
        first, second = (
            World(
                open_store=open_store,
                register=SwitchedRegister(register),
                calendar=calendar,
                clock=clock,
                rulebook=rulebook,
            )
            for open_store, register in zip(opens, registers, strict=True)
        )
        yield first, second
        empty(conninfo)

    yield open_worlds
    postgres.close()


def empty(conninfo: str) -> None:
    """Delete everything: faster than a database for each example."""
    with psycopg.connect(conninfo) as connection:
        connection.execute("set session_replication_role = replica")  # triggers and foreign keys are silent
        tables = connection.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
            " and relname not in ('schema_migration', 'ledger_account')"
        ).fetchall()
        for (table,) in tables:
            connection.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
        connection.execute("alter sequence outgoing_reference restart")


def test_both_stores_tell_the_same_after_any_operations(
    open_worlds: Callable[[FixedClock], AbstractContextManager[tuple[World, World]]],
) -> None:
    machine = type("TwoStoresOfThisTest", (TwoStores,), {"open_worlds": staticmethod(open_worlds)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,  # a step takes as long as the server takes
            print_blob=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )
