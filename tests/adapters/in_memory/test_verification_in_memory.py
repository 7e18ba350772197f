"""Every check of the store in memory finds what is wrong where something was tampered with."""

import hashlib
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.in_memory.person_entries import add_entries
from esep.adapters.in_memory.state_register import SnapshotRegister
from esep.adapters.in_memory.store import InMemoryStore
from esep.adapters.in_memory.tables import Tables
from esep.adapters.in_memory.verification import AUDITS
from esep.domain.model.actor import Actor
from esep.domain.model.incoming_message import IncomingMessage, UnreadableMessage
from esep.domain.model.invariants import INVARIANTS
from esep.domain.model.ledger import Account
from esep.domain.model.outcome import LineOutcome, Part
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.model.returns import SentReturn
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.receive_orders import ReceiveOrders

Tamper = Callable[[Tables], object]
NOBODY = 999999999999  # an order's number that no order has


@pytest.fixture
def store(
    clock: FixedClock,
    calendar: WorkingCalendar,
    rulebook: Rulebook,
    actor: Actor,
    make_person: Callable[..., RegisterPerson],
    make_line: Callable[..., ParticipantLine],
    make_order: Callable[..., PaymentOrder],
    make_message: Callable[..., IncomingMessage],
    make_unreadable: Callable[..., UnreadableMessage],
) -> InMemoryStore:
    """A store with one order of three lines: two are credited, the third is returned and dispatched."""
    store = InMemoryStore()
    people = [make_person() for _ in range(3)]
    with store.open_unit() as unit:
        unit.register.load(people, file_name="r.csv", sha256=bytes(32), loaded_at=clock.now(), loaded_by="saule")
    receive = ReceiveOrders(
        open_unit=store.open_unit,
        register=SnapshotRegister(newest_snapshot=store.newest_snapshot, clock=clock),
        calendar=calendar,
        clock=clock,
        rulebook=rulebook,
    )
    lines = [make_line(people[0]), make_line(people[1]), make_line(people[2], surname="Иванов")]
    order = make_order(*lines, reference="REF")
    receive([make_message(order, b"order"), make_message(make_unreadable(), b"junk")], actor)
    dispatch(store, clock)
    return store


def dispatch(store: InMemoryStore, clock: FixedClock) -> None:
    content = b"outgoing"
    with store.open_unit() as unit:
        [pending] = unit.returns.pending(1)
        sent = SentReturn(
            order_number=pending.order_number, decision_number=1, reference="OUT", amount_tiyn=250_000, entry_number=3
        )
        file = DispatchedFile(
            file_name="out.txt",
            folder="/bank/out",
            content=content,
            sha256=hashlib.sha256(content).digest(),
            message_count=1,
            total_tiyn=250_000,
            dispatched_on=clock.now().date(),
            recorded_at=clock.now(),
        )
        unit.returns.record_file(file, [sent])


def order_number(tables: Tables) -> int:
    [number] = tables.orders.rows
    return number


def change_decision(tables: Tables, **changes: Any) -> None:
    key = (order_number(tables), 1)
    tables.decisions.rows[key] = attrs.evolve(tables.decisions.rows[key], **changes)


def change_lines(tables: Tables, **columns: Any) -> None:
    lines = tables.decisions.rows[order_number(tables), 1].lines
    change_decision(tables, lines=attrs.evolve(lines, **columns))


def change_entry(tables: Tables, entry_number: int, **changes: Any) -> None:
    key = (order_number(tables), entry_number)
    tables.entries.rows[key] = attrs.evolve(tables.entries.rows[key], **changes)


def first_person_entry(tables: Tables) -> tuple[int, int, int, int]:
    return next(iter(tables.person_entries.rows))


def change_person_entry(tables: Tables, **changes: Any) -> None:
    key = first_person_entry(tables)
    tables.person_entries.rows[key] = attrs.evolve(tables.person_entries.rows[key], **changes)


def add_person_entry(tables: Tables, **changes: Any) -> None:
    entry = attrs.evolve(tables.person_entries.rows[first_person_entry(tables)], **changes)
    add_entries(tables, [entry])


def change_return(tables: Tables, **changes: Any) -> None:
    key = (order_number(tables), 1)
    tables.return_orders.rows[key] = attrs.evolve(tables.return_orders.rows[key], **changes)


def change_return_line(tables: Tables, line_number: int = 3, **changes: Any) -> None:
    row = tables.return_lines.rows.pop((order_number(tables), 3))
    tables.return_lines.rows[order_number(tables), line_number] = row._replace(**changes)


def change_dispatch(tables: Tables, **changes: Any) -> None:
    key = (order_number(tables), 1)
    tables.dispatches.rows[key] = tables.dispatches.rows[key]._replace(**changes)


def change_file(tables: Tables, **changes: Any) -> None:
    tables.files.rows["out.txt"] = attrs.evolve(tables.files.rows["out.txt"], **changes)


def renumber_order(tables: Tables) -> None:
    number = order_number(tables)
    tables.orders.rows[number + 1] = tables.orders.rows.pop(number)


def orphan(name: str) -> Tamper:
    """Give the first row of a table's order a number that no order has."""

    def tamper(tables: Tables) -> None:
        table = getattr(tables, name)
        key, row = next(iter(table.rows.items()))
        table.rows[(NOBODY, *key[1:])] = row

    return tamper


TAMPERED: list[tuple[str, str, Tamper]] = [
    ("orders-balance", "decides less", lambda t: change_decision(t, credited=Part(2, 499_999))),
    ("orders-balance", "has a receipt of more", lambda t: change_entry(t, 1, amount_tiyn=750_001)),
    ("orders-balance", "has no receipt", lambda t: change_entry(t, 1, debit=Account.FUND_SETTLEMENT)),
    ("orders-balance", "has no decision", lambda t: t.decisions.cut(0)),
    ("entries-follow-decisions", "credits a person more", lambda t: change_person_entry(t, amount_tiyn=250_001)),
    ("entries-follow-decisions", "returns less", lambda t: change_entry(t, 2, amount_tiyn=249_999)),
    ("entries-follow-decisions", "holds what is not there", lambda t: change_decision(t, held=Part(0, 5))),
    ("lines-have-one-outcome", "lacks a level", lambda t: change_lines(t, levels=["e", "e"])),
    ("lines-have-one-outcome", "credits a line more", lambda t: change_lines(t, outcomes=[LineOutcome.CREDITED] * 3)),
    ("lines-have-one-outcome", "has another amount", lambda t: change_lines(t, amounts_tiyn=[250_000, 1, 250_000])),
    ("lines-have-one-outcome", "counts a line less", lambda t: change_decision(t, credited=Part(1, 500_000))),
    ("lines-have-one-outcome", "has no decision", lambda t: t.decisions.cut(0)),
    ("credited-lines-have-entries", "lacks an entry", lambda t: t.person_entries.cut(1)),
    ("credited-lines-have-entries", "has another month", lambda t: change_person_entry(t, month=1)),
    ("credited-lines-have-entries", "has another person", lambda t: change_person_entry(t, person_key=1)),
    ("credited-lines-have-entries", "credits a line twice", lambda t: add_person_entry(t, person_key=1)),
    ("credited-lines-have-entries", "credits a returned line", lambda t: add_person_entry(t, line_number=3)),
    ("credited-lines-have-entries", "credits without an order", lambda t: add_person_entry(t, order_number=NOBODY)),
    ("credited-lines-have-entries", "has no decision", lambda t: t.decisions.cut(0)),
    ("entries-have-orders", "has a decision without order", orphan("decisions")),
    ("entries-have-orders", "has an entry without order", orphan("entries")),
    ("entries-have-orders", "has a person's without", lambda t: add_person_entry(t, order_number=NOBODY)),
    ("entries-have-orders", "has a return without order", orphan("return_orders")),
    ("entries-have-orders", "has a returned line without", orphan("return_lines")),
    ("entries-have-orders", "has a dispatch without order", orphan("dispatches")),
    ("returns-within-lines", "returns more than its lines", lambda t: change_return(t, amount_tiyn=250_001)),
    ("returns-within-lines", "returns more than came", lambda t: change_return(t, amount_tiyn=750_001)),
    ("returns-within-lines", "has one amount and lines", lambda t: change_return(t, is_one_amount=True)),
    ("returns-within-lines", "returns more of a line", lambda t: change_return_line(t, amount_tiyn=250_001)),
    ("returns-within-lines", "returns a line that is none", lambda t: change_return_line(t, line_number=4)),
    ("returns-within-lines", "returns line 0", lambda t: change_return_line(t, line_number=0)),
    ("returns-within-lines", "returns a credited line", lambda t: change_return_line(t, line_number=2)),
    ("returns-within-lines", "has a line of no return", lambda t: change_return_line(t, decision_number=2)),
    ("returns-within-lines", "has no decision", lambda t: t.decisions.cut(0)),
    ("returns-within-lines", "has a return without order", orphan("return_orders")),
    ("dispatches-balance", "lost the file", lambda t: t.files.cut(0)),
    ("dispatches-balance", "has another entry", lambda t: change_dispatch(t, entry_number=2)),
    ("dispatches-balance", "has no entry", lambda t: t.entries.cut(2)),
    ("dispatches-balance", "has an entry of less", lambda t: change_entry(t, 3, amount_tiyn=1)),
    ("dispatches-balance", "has an entry of another", lambda t: change_entry(t, 3, decision_number=2)),
    ("dispatches-balance", "has an entry too many", lambda t: t.dispatches.cut(0)),
    ("dispatches-balance", "lost the return", lambda t: t.return_orders.cut(0)),
    ("dispatches-balance", "has other bytes", lambda t: change_file(t, content=b"x")),
    ("dispatches-balance", "says more messages", lambda t: change_file(t, message_count=2)),
    ("dispatches-balance", "says another total", lambda t: change_file(t, total_tiyn=1)),
    ("messages-intact", "has other bytes", lambda t: t.messages.rows.update(dict.fromkeys(t.messages.rows, b"x"))),
    ("messages-intact", "lost a quarantined message", lambda t: t.messages.cut(1)),
    ("messages-intact", "lost an order's message", lambda t: t.messages.cut(0)),
    ("numbers-derive-from-keys", "has another number", renumber_order),
    ("register-complete", "lost the people", lambda t: t.register_people.cut(0)),
    ("register-complete", "lost a person", lambda t: t.register_people.rows.update({1: {}})),
    ("books-balance", "returns more than there is", lambda t: change_entry(t, 2, amount_tiyn=800_000)),
    ("books-balance", "never received", lambda t: change_entry(t, 1, amount_tiyn=1)),
    ("books-balance", "sends what is not payable", lambda t: change_entry(t, 3, amount_tiyn=250_001)),
    ("books-balance", "pays out more than came", lambda t: change_entry(t, 3, amount_tiyn=800_000)),
]


def test_the_checks_are_those_that_are_promised() -> None:
    assert list(AUDITS) == [invariant.name for invariant in INVARIANTS]


def test_the_untouched_store_is_right(store: InMemoryStore) -> None:
    with store.open_unit() as unit:
        assert [check.faults for check in unit.verification.checks()] == [()] * len(INVARIANTS)


@pytest.mark.parametrize(
    ("name", "tamper"), [(row[0], row[2]) for row in TAMPERED], ids=[" ".join(r[:2]) for r in TAMPERED]
)
def test_a_check_finds_a_store_that(store: InMemoryStore, name: str, tamper: Tamper) -> None:
    tamper(store.tables)
    with store.open_unit() as unit:
        faults = {check.name: check.faults for check in unit.verification.checks() if not check.ok}
    assert name in faults
    people = [f"{number:012}" for number in store.tables.register_people.rows.get(1, ())]
    assert not any(person in fault for person in people for some in faults.values() for fault in some)
