"""Transfers that were damaged behind the product's back: `verify` says which check fails and where."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import psycopg
import pytest

from esep.adapters.postgres.store import PostgresStore
from esep.adapters.postgres.verification import PostgresVerification
from esep.domain.model.actor import Actor
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.transfer import SentTransfer, transfer_of

DAY = date(2020, 2, 10)
TRANSFERS, DISPATCHES = "transfers-balance", "dispatches-balance"
TWO = "order_number = (select order_number from payment_order where reference = 'TWO')"
KEY = "HSBKKZKX/TWO/2020-02-10"

DAMAGES: dict[str, tuple[str, str, str]] = {
    "the amount of a transfer": (
        "update transfer set amount_tiyn = 1",
        TRANSFERS,
        "transfer 1: said 2 orders, 3 lines",
    ),
    "the number of orders of a transfer": (
        "update transfer set order_count = 1",
        TRANSFERS,
        "transfer 1: said 1 orders",
    ),
    "the number of lines of a transfer": ("update transfer set line_count = 1", TRANSFERS, "transfer 1: said 2 orders"),
    "the purpose code of a transfer": ("update transfer set purpose_code = '017'", TRANSFERS, KEY),
    "a transfer is gone": ("delete from transfer", TRANSFERS, KEY),
    "the amount of an order": (f"update transfer_order set amount_tiyn = 1 where {TWO}", TRANSFERS, KEY),
    "the lines of an order": (f"update transfer_order set line_count = 3 where {TWO}", TRANSFERS, KEY),
    "the entry of an order": (f"update transfer_order set entry_number = 1 where {TWO}", TRANSFERS, KEY),
    "an order is gone": (
        f"delete from transfer_order where {TWO}",
        TRANSFERS,
        f"{KEY}: 1 entries with the Fund without a transfer",
    ),
    "the amount of an entry": (f"update order_entry set amount_tiyn = 1 where debit = 6 and {TWO}", TRANSFERS, KEY),
    "an entry is gone": (f"delete from order_entry where debit = 6 and {TWO}", TRANSFERS, KEY),
    "money that came back of nothing": (
        (
            "insert into order_entry select order_number, 9, 1, 1, 6, 5, recorded_at from order_entry"
            f" where debit = 6 and {TWO}"
        ),
        TRANSFERS,
        (
            f"transfer of {KEY}: transferred 500001, entered 500001 of 1 entries, the Fund has 499996,"
            " on its lines' accounts stand 500001"
        ),
    ),
    "the file of a transfer": ("update transfer_dispatch set file_name = 'other.txt'", DISPATCHES, "transfer 1"),
    "the file of a transfer is gone": ("delete from outgoing_file", DISPATCHES, "transfer 1 in out.txt"),
    "the total of a file": ("update outgoing_file set total_tiyn = 1", DISPATCHES, "file out.txt"),
    "the dispatch of a transfer is gone": ("delete from transfer_dispatch", DISPATCHES, "file out.txt"),
}


@pytest.fixture
def transferred(
    store: PostgresStore, make_product: Callable[..., Any], make_order_text: Callable[..., bytes]
) -> Iterator[psycopg.Connection]:
    """Two orders in one transfer, which a file carries; the transaction is rolled back."""
    product = make_product(store)
    product.load()
    product.receive(make_order_text("TWO", "Ахметов", "Ахметов") + make_order_text("ONE", "Ахметов"))
    now = product.clock.now()
    with store.open_unit() as unit:
        transfer, carried = transfer_of(
            unit.transfers.untransferred(DAY),
            transfer_number=1,
            transferred_on=DAY,
            purpose_code="012",
            prepared_at=now,
            actor=Actor(identity="saule"),
        )
        unit.transfers.record(transfer, carried)
        file = DispatchedFile(
            file_name="out.txt",
            folder="/bank/out",
            content=b"",
            sha256=bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            message_count=1,
            total_tiyn=transfer.amount_tiyn,
            dispatched_on=DAY,
            recorded_at=now,
        )
        unit.transfers.record_file(file, [SentTransfer(transfer_number=1, reference="GCVP-1")])
    with store.connection() as connection, connection.transaction(force_rollback=True):
        yield connection


def failing(connection: psycopg.Connection) -> dict[str, tuple[str, ...]]:
    checks = PostgresVerification(connection).checks()
    return {check.name: check.faults for check in checks if check.name in (TRANSFERS, DISPATCHES) and not check.ok}


def test_the_transfers_are_right_before_they_are_damaged(transferred: psycopg.Connection) -> None:
    assert failing(transferred) == {}


@pytest.mark.parametrize(("statement", "check", "named"), DAMAGES.values(), ids=DAMAGES)
def test_verify_finds_changed(transferred: psycopg.Connection, statement: str, check: str, named: str) -> None:
    transferred.execute("set local session_replication_role = replica")  # neither triggers nor foreign keys
    assert transferred.execute(statement).rowcount == 1
    faults = failing(transferred)
    assert check in faults
    assert any(named in fault for fault in faults[check]), faults
    assert not any("9001013000" in fault for fault in faults[check])  # no person is named
