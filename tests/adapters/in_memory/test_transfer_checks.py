"""The checks of the store in memory find what is wrong with transfers where something was tampered with."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.in_memory.state_register import SnapshotRegister
from esep.adapters.in_memory.store import InMemoryStore
from esep.adapters.in_memory.tables import Tables
from esep.domain.model.actor import Actor
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.ledger import Account, Entry
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.model.transfer import SentTransfer, transfer_of
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.receive_orders import ReceiveOrders

Tamper = Callable[[Tables], object]
DAY = date(2020, 2, 10)


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
) -> InMemoryStore:
    """A store with one order of two lines, transferred in a file."""
    store, people = InMemoryStore(), [make_person(), make_person()]
    with store.open_unit() as unit:
        unit.register.load(people, file_name="r.csv", sha256=bytes(32), loaded_at=clock.now(), loaded_by="saule")
    register = SnapshotRegister(newest_snapshot=store.newest_snapshot, clock=clock)
    receive = ReceiveOrders(
        open_unit=store.open_unit, register=register, calendar=calendar, clock=clock, rulebook=rulebook
    )
    receive([make_message(make_order(*map(make_line, people)))], actor)
    with store.open_unit() as unit:
        transfer, carried = transfer_of(
            unit.transfers.untransferred(DAY),
            transfer_number=1,
            transferred_on=DAY,
            purpose_code="012",
            prepared_at=clock.now(),
            actor=actor,
        )
        unit.transfers.record(transfer, carried)
        file = DispatchedFile(
            file_name="out.txt",
            folder="/bank/out",
            content=b"",
            sha256=hashlib.sha256().digest(),
            message_count=1,
            total_tiyn=500_000,
            dispatched_on=DAY,
            recorded_at=clock.now(),
        )
        unit.transfers.record_file(file, [SentTransfer(transfer_number=1, reference="GCVP-1")])
    return store


def order_number(tables: Tables) -> int:
    [number] = tables.orders.rows
    return number


def change_transfer(tables: Tables, **changes: Any) -> None:
    tables.transfers.rows[1] = attrs.evolve(tables.transfers.rows[1], **changes)


def change_order(tables: Tables, **changes: Any) -> None:
    number = order_number(tables)
    tables.transfer_orders.rows[number] = tables.transfer_orders.rows[number]._replace(**changes)


def change_entry(tables: Tables, **changes: Any) -> None:
    key = (order_number(tables), 2)
    tables.entries.rows[key] = attrs.evolve(tables.entries.rows[key], **changes)


def bring_back(tables: Tables) -> None:
    """Money comes from the Fund that nobody asked for."""
    sent: Entry = tables.entries.rows[order_number(tables), 2]
    back = attrs.evolve(
        sent, entry_number=3, debit=Account.BANK, credit=Account.FUND_SETTLEMENT, amount_tiyn=sent.amount_tiyn - 1
    )
    tables.entries.add((order_number(tables), 3), back)


def lose_line(tables: Tables) -> None:
    tables.person_entries.cut(1)


TAMPERED: list[tuple[str, str, Tamper]] = [
    ("transfers-balance", "transfers less", lambda t: change_transfer(t, amount_tiyn=1)),
    ("transfers-balance", "counts an order more", lambda t: change_transfer(t, order_count=2)),
    ("transfers-balance", "counts a line less", lambda t: change_transfer(t, line_count=1)),
    ("transfers-balance", "transfers by another code", lambda t: change_transfer(t, purpose_code="017")),
    ("transfers-balance", "lost the transfer", lambda t: t.transfers.cut(0)),
    ("transfers-balance", "has no decision", lambda t: t.decisions.cut(0)),
    ("transfers-balance", "has an order of less", lambda t: change_order(t, amount_tiyn=1)),
    ("transfers-balance", "has an order of more lines", lambda t: change_order(t, line_count=3)),
    ("transfers-balance", "has another entry", lambda t: change_order(t, entry_number=1)),
    ("transfers-balance", "lost the order of a transfer", lambda t: t.transfer_orders.cut(0)),
    ("transfers-balance", "has an entry of less", lambda t: change_entry(t, amount_tiyn=1)),
    ("transfers-balance", "has an entry of another decision", lambda t: change_entry(t, decision_number=2)),
    ("transfers-balance", "lost the entry", lambda t: t.entries.cut(1)),
    ("transfers-balance", "has money back of nothing", bring_back),
    ("transfers-balance", "lost a line's entry", lose_line),
    ("dispatches-balance", "lost the file", lambda t: t.files.cut(0)),
    ("dispatches-balance", "lost the dispatch", lambda t: t.transfer_dispatches.cut(0)),
    ("dispatches-balance", "lost the transfer in a file", lambda t: t.transfers.cut(0)),
]


def faults(store: InMemoryStore) -> dict[str, tuple[str, ...]]:
    with store.open_unit() as unit:
        return {check.name: check.faults for check in unit.verification.checks() if not check.ok}


def test_the_untouched_store_is_right(store: InMemoryStore) -> None:
    assert faults(store) == {}


@pytest.mark.parametrize(
    ("name", "tamper"), [(row[0], row[2]) for row in TAMPERED], ids=[" ".join(row[:2]) for row in TAMPERED]
)
def test_a_check_finds_a_store_that(store: InMemoryStore, name: str, tamper: Tamper) -> None:
    tamper(store.tables)
    found = faults(store)
    assert name in found
    people = [f"{number:012}" for number in store.tables.register_people.rows.get(1, ())]
    assert not any(person in fault for person in people for fault in found[name])
