"""The checks of the store in memory find damaged corrections, illegal amounts, refunds and transfers."""

from collections.abc import Callable
from functools import partial
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.in_memory.person_entries import add_entries
from esep.adapters.in_memory.state_register import SnapshotRegister
from esep.adapters.in_memory.store import InMemoryStore
from esep.adapters.in_memory.table import Table
from esep.adapters.in_memory.tables import Tables
from esep.domain.model.ledger import Account, Entry, PersonEntry
from esep.domain.model.month import Month
from esep.domain.model.refund import RefundState
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.rulebook import Rulebook
from two_stores.names import BEGIN, NUMBERS
from two_stores.story import tell
from two_stores.world import SwitchedRegister, World

Tamper = Callable[[Tables], object]
THIRD, LAST = int(NUMBERS[2]), int(NUMBERS[4])
NOBODY = 7
FOLLOW, CREDITED, LINES = "entries-follow-decisions", "credited-lines-have-entries", "lines-add-up"
CORRECTIONS, ILLEGAL = "corrections-balance", "illegal-amounts-stand"
DISPATCHES, TRANSFERS, REFUNDS, BOOKS = "dispatches-balance", "transfers-balance", "refunds-balance", "books-balance"


def told(calendar: WorkingCalendar, rulebook: Rulebook) -> InMemoryStore:
    store, clock = InMemoryStore(), FixedClock(BEGIN)
    register = SwitchedRegister(SnapshotRegister(newest_snapshot=store.newest_snapshot, clock=clock))
    tell(World(open_store=store.open_unit, register=register, calendar=calendar, clock=clock, rulebook=rulebook))
    return store


def number_of(tables: Tables, reference: str) -> int:
    [number] = [number for number, one in tables.orders.rows.items() if one.order.reference == reference]
    return number


def replace(table: Table[Any, Any], is_meant: Callable[[Any], bool], **changes: Any) -> None:
    """Change the one row that is meant; it is gone where nothing is said of it."""
    rows = dict(table.rows)
    [key] = [key for key, row in rows.items() if is_meant(row)]
    table.cut(0)
    for place, row in rows.items():
        if place != key:
            table.add(place, row)
        elif changes:
            change = partial(attrs.evolve, row) if attrs.has(type(row)) else row._replace
            table.add(place, change(**changes))


def change_correction_entry(tables: Tables, *, is_reversal: bool, **changes: Any) -> None:
    """An entry of the first correction, which brought line 1 to another month."""

    def is_meant(entry: PersonEntry) -> bool:
        return entry.correction_number == 1 and (entry.credit is Account.UNALLOCATED) is is_reversal

    replace(tables.person_entries, is_meant, **changes)


def change_decision_entry(tables: Tables, **changes: Any) -> None:
    """The entry by which the decision credited line 1 of the corrected order."""
    number = number_of(tables, "CORRECTED")
    replace(
        tables.person_entries,
        lambda one: (one.order_number, one.line_number, one.entry_number) == (number, 1, 1),
        **changes,
    )


def change_refund_entry(tables: Tables, **changes: Any) -> None:
    """The entry of the refund before the transfer."""
    replace(tables.person_entries, lambda one: one.refund_number == 1, **changes)


def change_illegal(tables: Tables, **changes: Any) -> None:
    first, second = tables.illegal_lists.rows[1].amounts
    amounts = (attrs.evolve(first, **changes), second)
    tables.illegal_lists.rows[1] = attrs.evolve(tables.illegal_lists.rows[1], amounts=amounts)


def change_entry(tables: Tables, reference: str, debit: Account, credit: Account, /, **changes: Any) -> None:
    number = number_of(tables, reference)

    def is_meant(entry: Entry) -> bool:
        return (entry.order_number, entry.debit, entry.credit) == (number, debit, credit)

    replace(tables.entries, is_meant, **changes)


def from_fund(tables: Tables, **changes: Any) -> None:
    change_entry(tables, "LATE", Account.BANK, Account.FUND_SETTLEMENT, **changes)


def sent(tables: Tables, **changes: Any) -> None:
    change_entry(tables, "EARLY", Account.RETURNS_PAYABLE, Account.BANK, **changes)


def change_event(tables: Tables, state: RefundState, /, **changes: Any) -> None:
    replace(tables.refund_events, lambda one: (one.refund_number, one.state) == (1, state), **changes)


def change_correction(tables: Tables, **changes: Any) -> None:
    replace(tables.corrections, lambda one: one.correction_number == 1, **changes)


def change_refund_dispatch(tables: Tables, **changes: Any) -> None:
    number = number_of(tables, "EARLY")
    replace(tables.refund_dispatches, lambda one: one.order_number == number, **changes)


def add_entry_of_nothing(tables: Tables) -> None:
    """An entry of a line that nobody credited."""
    entry = next(iter(tables.person_entries.rows.values()))
    add_entries(tables, [attrs.evolve(entry, line_number=9, recorded_at=BEGIN, correction_number=1)])


def reversal(**changes: Any) -> Tamper:
    return lambda tables: change_correction_entry(tables, is_reversal=True, **changes)


def renewal(**changes: Any) -> Tamper:
    return lambda tables: change_correction_entry(tables, is_reversal=False, **changes)


PAYABLE, PENALTIES = Account.RETURNS_PAYABLE, Account.PARTICIPANT_PENALTIES
NOVEMBER = Month(2019, 11).to_number()

DAMAGES: dict[str, tuple[Tamper, set[str]]] = {
    "the amount of a reversal": (reversal(amount_tiyn=1), {LINES, CORRECTIONS, TRANSFERS, BOOKS}),
    "a reversal is gone": (reversal(), {LINES, CORRECTIONS, TRANSFERS, BOOKS}),
    "a new entry is gone": (renewal(), {LINES, CORRECTIONS, TRANSFERS}),
    "the number of a new entry": (renewal(entry_number=4), {LINES}),
    "the account of a new entry": (renewal(credit=PENALTIES), {LINES}),
    "a new entry moved to another account": (renewal(credit=PAYABLE), {LINES, TRANSFERS}),
    "where a new entry took the money from": (renewal(debit=Account.BANK), {LINES}),
    "the person of a reversal": (reversal(person_key=THIRD), {LINES, CORRECTIONS}),
    "the person of a new entry": (renewal(person_key=THIRD), {CORRECTIONS}),
    "the month of a new entry": (renewal(month=NOVEMBER), {CORRECTIONS}),
    "the line of a new entry": (renewal(line_number=2), {LINES, CORRECTIONS}),
    "the correction of a new entry": (renewal(correction_number=9), {CORRECTIONS}),
    "the entry of a correction is told as of a decision": (
        renewal(correction_number=None),
        {FOLLOW, CREDITED, CORRECTIONS},
    ),
    "the entry of a decision is told as of a correction": (
        lambda t: change_decision_entry(t, correction_number=9),
        {FOLLOW, CREDITED, CORRECTIONS},
    ),
    "an entry of a line that is not there": (
        add_entry_of_nothing,
        {LINES, CORRECTIONS, TRANSFERS, BOOKS},
    ),
    "the amount of a correction": (lambda t: change_correction(t, amount_tiyn=1), {CORRECTIONS}),
    "the person that a correction came from": (lambda t: change_correction(t, person_from=LAST), {CORRECTIONS}),
    "the line of a correction": (lambda t: change_correction(t, line_number=3), {CORRECTIONS}),
    "a correction is gone": (change_correction, {CORRECTIONS}),
    "an illegal amount": (lambda t: change_illegal(t, amount_tiyn=250_001), {ILLEGAL}),
    "the person of an illegal amount": (lambda t: change_illegal(t, person_key=THIRD), {ILLEGAL}),
    "the line of an illegal amount": (lambda t: change_illegal(t, line_number=3), {ILLEGAL}),
    "the order of an illegal amount": (lambda t: change_illegal(t, order_number=NOBODY), {ILLEGAL}),
    "the amount of a refund's entry": (
        lambda t: change_refund_entry(t, amount_tiyn=99_999),
        {TRANSFERS, REFUNDS, BOOKS},
    ),
    "a refund's entry is gone": (change_refund_entry, {TRANSFERS, REFUNDS, BOOKS}),
    "a refund's entry moved to another account": (
        lambda t: change_refund_entry(t, credit=Account.UNALLOCATED),
        {LINES, REFUNDS, BOOKS},
    ),
    "a refund's entry is told as of a correction": (
        lambda t: change_refund_entry(t, refund_number=None, correction_number=9),
        {LINES, CORRECTIONS, REFUNDS},
    ),
    "the line of a refund's entry": (lambda t: change_refund_entry(t, line_number=2), {LINES, REFUNDS}),
    "the amount of a refund": (
        lambda t: replace(t.refunds, lambda one: one.refund_number == 1, amount_tiyn=1),
        {REFUNDS, DISPATCHES},
    ),
    "a refund is gone": (
        lambda t: replace(t.refunds, lambda one: one.refund_number == 1),
        {REFUNDS, DISPATCHES},
    ),
    "a step of a refund is gone": (lambda t: change_event(t, RefundState.APPROVED), {REFUNDS}),
    "a refund is told as refused": (
        lambda t: change_event(t, RefundState.APPROVED, state=RefundState.REFUSED),
        {REFUNDS},
    ),
    "the dispatch of a refund is gone": (change_refund_dispatch, {REFUNDS, DISPATCHES}),
    "the entry of a refund's dispatch": (lambda t: change_refund_dispatch(t, entry_number=1), {REFUNDS, DISPATCHES}),
    "the file of a refund": (lambda t: change_refund_dispatch(t, file_name="other.txt"), {DISPATCHES}),
    "money from the Fund": (lambda t: from_fund(t, amount_tiyn=1), {TRANSFERS, REFUNDS, BOOKS}),
    "money from the Fund is gone": (from_fund, {TRANSFERS, REFUNDS, BOOKS}),
    "an entry of an order to a person": (
        lambda t: from_fund(t, credit=Account.PARTICIPANT_CONTRIBUTIONS),
        {FOLLOW, TRANSFERS, REFUNDS},
    ),
    "a transfer before the refund took everything": (
        lambda t: change_entry(t, "EARLY", Account.FUND_SETTLEMENT, Account.BANK, amount_tiyn=500_001),
        {TRANSFERS, BOOKS},
    ),
    "an entry from the Fund to a payer": (
        lambda t: sent(t, debit=Account.FUND_SETTLEMENT),
        {TRANSFERS, REFUNDS, DISPATCHES},
    ),
    "more was sent to a payer than was payable": (
        lambda t: sent(t, amount_tiyn=100_001),
        {REFUNDS, DISPATCHES, BOOKS},
    ),
}


def failing(calendar: WorkingCalendar, rulebook: Rulebook, tamper: Tamper) -> dict[str, tuple[str, ...]]:
    store = told(calendar, rulebook)
    tamper(store.tables)
    with store.open_unit() as unit:
        return {check.name: check.faults for check in unit.verification.checks() if not check.ok}


def test_the_store_is_right_before_it_is_damaged(calendar: WorkingCalendar, rulebook: Rulebook) -> None:
    assert failing(calendar, rulebook, lambda _: None) == {}


@pytest.mark.parametrize(("tamper", "checks"), DAMAGES.values(), ids=DAMAGES)
def test_verify_finds_changed(calendar: WorkingCalendar, rulebook: Rulebook, tamper: Tamper, checks: set[str]) -> None:
    faults = failing(calendar, rulebook, tamper)
    assert set(faults) == checks
    assert not any("9001013000" in fault for some in faults.values() for fault in some)  # no person is named
