"""Corrections, illegal amounts, refunds and transfers that were damaged behind the product's back.

`verify` says which checks fail and where.
"""

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.postgres.migrations import make_ready
from esep.adapters.postgres.state_register import PostgresSnapshotRegister
from esep.adapters.postgres.store import PostgresStore
from esep.adapters.postgres.verification import PostgresVerification
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.rulebook import Rulebook
from two_stores.names import BEGIN, NUMBERS
from two_stores.story import tell
from two_stores.world import SwitchedRegister, World

FOLLOW, CREDITED, LINES = "entries-follow-decisions", "credited-lines-have-entries", "lines-add-up"
CORRECTIONS, ILLEGAL, OWNED = "corrections-balance", "illegal-amounts-stand", "entries-have-orders"
DISPATCHES, TRANSFERS, REFUNDS, BOOKS = "dispatches-balance", "transfers-balance", "refunds-balance", "books-balance"


def of(reference: str) -> str:
    return f"order_number = (select order_number from payment_order where reference = '{reference}')"


def key(reference: str) -> str:
    return f"HSBKKZKX/{reference}/2020-02-10"


CORRECTED, COURT, EARLY, LATE = of("CORRECTED"), of("COURT"), of("EARLY"), of("LATE")
REVERSAL = f"{CORRECTED} and line_number = 1 and correction_number = 1 and credit = 2"
RENEWAL = f"{CORRECTED} and line_number = 1 and correction_number = 1 and debit = 2"
REFUNDED = f"{EARLY} and refund_number = 1"

DAMAGES: dict[str, tuple[str, set[str], str]] = {
    # Corrected lines
    "the amount of a reversal": (
        f"update person_entry set amount_tiyn = 1 where {REVERSAL}",
        {LINES, CORRECTIONS, TRANSFERS, BOOKS},
        f"{key('CORRECTED')} line 1: brought 250000, stands 499999",
    ),
    "a reversal is gone": (
        f"delete from person_entry where {REVERSAL}",
        {LINES, CORRECTIONS, TRANSFERS, BOOKS},
        f"{key('CORRECTED')} line 1: brought 250000, stands 500000",
    ),
    "a new entry is gone": (
        f"delete from person_entry where {RENEWAL}",
        {LINES, CORRECTIONS, TRANSFERS},
        f"{key('CORRECTED')} line 1: brought 250000, stands 0",
    ),
    "the number of a new entry": (
        f"update person_entry set entry_number = 4 where {RENEWAL}",
        {LINES},
        "entries 3 up to number 4",
    ),
    "the account of a new entry": (
        f"update person_entry set credit = 4 where {RENEWAL}",
        {LINES},
        f"{key('CORRECTED')} line 1",
    ),
    "a new entry moved to another account": (
        f"update person_entry set credit = 5 where {RENEWAL}",
        {LINES, TRANSFERS},
        "moves money from account 2 to 5, which nothing that made it may",
    ),
    "where a new entry took the money from": (
        f"update person_entry set debit = 1 where {RENEWAL}",
        {LINES, CORRECTIONS},
        "moves money from account 1 to 3, which nothing that made it may",
    ),
    "the person of a reversal": (
        f"update person_entry set person_key = {NUMBERS[2]} where {REVERSAL}",
        {LINES, CORRECTIONS},
        "(least -250000)",
    ),
    "the person of a new entry": (
        f"update person_entry set person_key = {NUMBERS[2]} where {RENEWAL}",
        {CORRECTIONS},
        "correction 1",
    ),
    "the month of a new entry": (
        f"update person_entry set period_from = '2019-11-01', period_to = '2019-11-01' where {RENEWAL}",
        {CORRECTIONS},
        "correction 1",
    ),
    "the correction of a new entry": (
        f"update person_entry set correction_number = 9 where {RENEWAL}",
        {CORRECTIONS},
        "correction 9: entries name it, and it is not recorded",
    ),
    "the entry of a decision is told as of a correction": (
        (
            "update person_entry set correction_number = 9, recorded_at = now()"
            f" where {CORRECTED} and line_number = 1 and recorded_at is null"
        ),
        {FOLLOW, CREDITED, CORRECTIONS},
        f"{key('CORRECTED')} line 1: credited without an entry",
    ),
    "the entry of a correction is told as of a decision": (
        f"update person_entry set correction_number = null, recorded_at = null where {RENEWAL}",
        {FOLLOW, CREDITED, CORRECTIONS},
        f"{key('CORRECTED')} line 1: credited by 2 entries",
    ),
    "the amount of a correction": (
        "update correction set amount_tiyn = 1 where line_number = 1",
        {CORRECTIONS},
        "correction 1: corrects 1 of a line that brought 250000, has 2 entries",
    ),
    "the person that a correction came from": (
        f"update correction set person_from = {NUMBERS[4]} where line_number = 2",
        {CORRECTIONS},
        "correction 2",
    ),
    "the line of a correction": (
        "update correction set line_number = 3 where line_number = 2",
        {CORRECTIONS},
        "correction 2: corrects 250001 of a line that brought nothing, has 0 entries",
    ),
    "a correction is gone": (
        "delete from correction where line_number = 1",
        {CORRECTIONS},
        "correction 1: entries name it, and it is not recorded",
    ),
    # Illegal amounts
    "an illegal amount": (
        f"update illegal_amount set amount_tiyn = 250001 where {COURT} and line_number = 1",
        {ILLEGAL},
        "line 1: recognised 250001, brought to the person 250000",
    ),
    "the person of an illegal amount": (
        f"update illegal_amount set person_key = {NUMBERS[2]} where {COURT} and line_number = 1",
        {ILLEGAL},
        "line 1: recognised 250000, brought to the person 0",
    ),
    "the line of an illegal amount": (
        f"update illegal_amount set line_number = 3 where {COURT} and line_number = 2",
        {ILLEGAL},
        "line 3: recognised 100000, brought to the person 0",
    ),
    # Refunded lines
    "the amount of a refund's entry": (
        f"update person_entry set amount_tiyn = 99999 where {REFUNDED}",
        {TRANSFERS, REFUNDS, BOOKS},
        "refund 1: its entries are not those of its lines and state",
    ),
    "a refund's entry is gone": (
        f"delete from person_entry where {REFUNDED}",
        {TRANSFERS, REFUNDS, BOOKS},
        "refund 1: its entries are not those of its lines and state",
    ),
    "a refund's entry moved to another account": (
        f"update person_entry set credit = 2 where {REFUNDED}",
        {LINES, REFUNDS, BOOKS},
        "moves money from account 3 to 2, which nothing that made it may",
    ),
    "a refund's entry is told as of a correction": (
        f"update person_entry set refund_number = null, correction_number = 9 where {REFUNDED}",
        {LINES, CORRECTIONS, REFUNDS},
        "correction 9: entries name it, and it is not recorded",
    ),
    "the line of a refund's entry": (
        f"update person_entry set line_number = 2 where {REFUNDED}",
        {LINES, REFUNDS},
        f"{key('EARLY')} line 2: brought 250001, stands 150001 (least -100000), refunded 100000",
    ),
    "the amount of a refund": (
        "update refund set amount_tiyn = 1 where refund_number = 1",
        {REFUNDS, DISPATCHES},
        "refund 1: its lines are not its amount, or more than was credited",
    ),
    "a refund is gone": (
        "delete from refund where refund_number = 1",
        {REFUNDS, DISPATCHES},
        "refund 1: has entries and is not recorded",
    ),
    "a step of a refund is gone": (
        "delete from refund_event where refund_number = 1 and state = 'approved'",
        {REFUNDS},
        "refund 1: its states do not follow one another",
    ),
    "a refund is told as refused": (
        "update refund_event set state = 'refused' where refund_number = 1 and state = 'approved'",
        {REFUNDS},
        "refund 1: its states do not follow one another",
    ),
    "the dispatch of a refund is gone": (
        "delete from refund_dispatch where refund_number = 1",
        {REFUNDS, DISPATCHES},
        f"of {key('EARLY')}: money sent without a dispatch",
    ),
    "the entry of a refund's dispatch": (
        "update refund_dispatch set entry_number = 1 where refund_number = 1",
        {REFUNDS, DISPATCHES},
        "of refund 1",
    ),
    "the file of a refund": (
        "update refund_dispatch set file_name = 'other.txt' where refund_number = 1",
        {DISPATCHES},
        "of refund 1",
    ),
    # With the Fund
    "money from the Fund": (
        f"update order_entry set amount_tiyn = 1 where {LATE} and credit = 6",
        {TRANSFERS, REFUNDS, BOOKS},
        f"transfer of {key('LATE')}: transferred 500001",
    ),
    "money from the Fund is gone": (
        f"delete from order_entry where {LATE} and credit = 6",
        {TRANSFERS, REFUNDS, BOOKS},
        f"transfer of {key('LATE')}: transferred 500001",
    ),
    "a transfer before the refund took everything": (
        f"update order_entry set amount_tiyn = 500001 where {EARLY} and debit = 6",
        {TRANSFERS, BOOKS},
        f"transfer of {key('EARLY')}: transferred 400001, entered 500001",
    ),
    "an entry from the Fund to a payer": (
        f"update order_entry set debit = 6 where {LATE} and debit = 5",
        {TRANSFERS, REFUNDS, DISPATCHES},
        f"transfer of {key('LATE')}",
    ),
    "an entry of an order to a person": (
        f"update order_entry set credit = 3 where {LATE} and credit = 6",
        {FOLLOW, TRANSFERS, REFUNDS},
        key("LATE"),
    ),
    # The books
    "more was sent to a payer than was payable": (
        f"update order_entry set amount_tiyn = 100001 where {EARLY} and debit = 5",
        {REFUNDS, DISPATCHES, BOOKS},
        "account returns payable: its balance is -1",
    ),
}


@pytest.fixture(scope="session")
def moved_money_database(embedded_conninfo: str, calendar: WorkingCalendar, rulebook: Rulebook) -> str:
    """A store in which all money moved that can; what a test does to it must be rolled back."""
    with psycopg.connect(embedded_conninfo, autocommit=True) as connection:
        connection.execute("create database moved_money template template0")
    conninfo = make_conninfo(embedded_conninfo, dbname="moved_money")
    store, clock = PostgresStore(conninfo), FixedClock(BEGIN)
    with store.connection() as connection:
        make_ready(connection, may_upgrade=True)
    register = SwitchedRegister(PostgresSnapshotRegister(store=store, clock=clock))
    tell(World(open_store=store.open_unit, register=register, calendar=calendar, clock=clock, rulebook=rulebook))
    store.close()
    return conninfo


def failing(connection: psycopg.Connection) -> dict[str, tuple[str, ...]]:
    return {check.name: check.faults for check in PostgresVerification(connection).checks() if not check.ok}


def test_the_store_is_right_before_it_is_damaged(moved_money_database: str) -> None:
    with psycopg.connect(moved_money_database) as connection:
        assert failing(connection) == {}


@pytest.mark.parametrize(("statement", "checks", "named"), DAMAGES.values(), ids=DAMAGES)
def test_verify_finds_changed(moved_money_database: str, statement: str, checks: set[str], named: str) -> None:
    with psycopg.connect(moved_money_database) as connection, connection.transaction(force_rollback=True):
        connection.execute("set local session_replication_role = replica")  # neither triggers nor foreign keys
        assert connection.execute(statement).rowcount == 1
        faults = failing(connection)
        assert set(faults) == checks
        assert any(named in fault for some in faults.values() for fault in some), faults
        assert not any("9001013000" in fault for some in faults.values() for fault in some)  # no person is named


def test_a_list_of_illegal_amounts_that_is_gone_is_missed_by_each_of_its_lines(moved_money_database: str) -> None:
    with psycopg.connect(moved_money_database) as connection, connection.transaction(force_rollback=True):
        connection.execute("set local session_replication_role = replica")
        connection.execute("delete from illegal_list")
        [(name, faults)] = failing(connection).items()
    assert name == ILLEGAL
    assert sorted(fault.split(": ")[1] for fault in faults) == [
        "recognised 100000, brought to the person 250001, by a list that is not recorded",
        "recognised 250000, brought to the person 250000, by a list that is not recorded",
    ]


def test_a_correction_of_less_than_the_line_is_found_though_its_entries_agree(moved_money_database: str) -> None:
    with psycopg.connect(moved_money_database) as connection, connection.transaction(force_rollback=True):
        connection.execute("set local session_replication_role = replica")
        connection.execute("update person_entry set amount_tiyn = 1 where correction_number = 1")
        connection.execute("update correction set amount_tiyn = 1 where correction_number = 1")
        faults = failing(connection)
    assert faults == {CORRECTIONS: ("correction 1: corrects 1 of a line that brought 250000, has 2 entries",)}
