"""Several processes and threads receive the same at the same time: everything is recorded once."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from esep.adapters.postgres.store import PostgresStore
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.outcome import Outcome
from esep.domain.model.receipt import Receipt

ORDERS = 120
BATCH = 60
THREADS = 4
PROCESSES = 2
PEOPLE = 4_000
SECONDS_MAX = 120

MakeOrderText = Callable[..., bytes]
MakeProduct = Callable[[PostgresStore], Any]


@pytest.fixture
def messages(make_order_text: MakeOrderText) -> list[bytes]:
    """Messages of every outcome but duplicate."""
    surnames = [("Ахметов",), ("Ахметов", "Иванов"), ("Иванов",)]
    codes = ("012", "017", "013")
    return [
        make_order_text(f"R{place}", *surnames[place % 3], purpose_code=codes[place % 7 % 3]) for place in range(ORDERS)
    ]


def assert_recorded_once(store: PostgresStore) -> None:
    with store.open_unit() as unit:
        orders = list(unit.orders.list_orders())
        assert sorted(order.key.reference for order in orders) == sorted(f"R{place}" for place in range(ORDERS))
        assert [check for check in unit.verification.checks() if not check.ok] == []


def run_at_once(commands: Sequence[Sequence[str | Path]], conninfo: str) -> list[tuple[int, str, str]]:
    """Start processes of the command together; gives the exit code, what they printed and what they told."""
    environment = {"PATH": os.environ["PATH"], "ESEP_DATABASE_URL": conninfo, "ESEP_ACTOR": "saule"}
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "esep.entrypoints.cli.main", *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for command in commands
    ]
    printed = [process.communicate(timeout=SECONDS_MAX) for process in processes]
    return [(process.returncode, out, err) for process, (out, err) in zip(processes, printed, strict=True)]


def test_two_processes_record_every_order_once(
    store: PostgresStore, database: str, messages: list[bytes], make_product: MakeProduct, tmp_path: Path
) -> None:
    make_product(store).load()
    for place in range(6):
        (tmp_path / f"{place}.txt").write_bytes(b"".join(messages[place::6]))
    command: list[str | Path] = ["orders", "receive", "--format", "json", tmp_path]
    answers = run_at_once([command] * PROCESSES, database)
    # 3 for who recorded held orders; who found all of them recorded has nothing to tell.
    assert {code for code, _, _ in answers} in ({3}, {0, 3}), answers
    outcomes = Counter(
        "duplicate" if order["outcome"] == "duplicate" else "new"
        for _, out, _ in answers
        for order in json.loads(out)["orders"]
    )
    assert outcomes == {"new": ORDERS, "duplicate": ORDERS * (PROCESSES - 1)}
    assert_recorded_once(store)


def test_threads_record_every_order_once_in_whatever_sequence_it_comes(
    store: PostgresStore, messages: list[bytes], make_product: MakeProduct
) -> None:
    product = make_product(store)
    product.load()
    begin = Barrier(THREADS)

    def receive(seed: int) -> list[Receipt]:
        own = random.Random(seed).sample(messages, len(messages))
        begin.wait()
        receipts: list[Receipt] = []
        for place in range(0, ORDERS, BATCH):
            receipts += product.receive(b"".join(own[place : place + BATCH]))
        return receipts

    with ThreadPoolExecutor(THREADS) as pool:
        receipts = [receipt for some in pool.map(receive, range(THREADS)) for receipt in some]
    outcomes = Counter(receipt.outcome is Outcome.DUPLICATE for receipt in receipts)
    assert outcomes == {False: ORDERS, True: ORDERS * (THREADS - 1)}
    assert_recorded_once(store)


def test_two_registers_loaded_at_once_are_two_snapshots(store: PostgresStore, database: str, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    numbers = [f"{900101300000 + place * 11}" for place in range(PEOPLE)]
    header = "iin,surname,name,patronymic,birth_date,sex,life_status,death_date,excluded\n"
    rows = [f"{number},Ахметов,Арман,,1990-01-01,M,alive,,no\n" for number in numbers if has_valid_check_digit(number)]
    path.write_text(header + "".join(rows), encoding="utf-8")
    answers = run_at_once([["register", "load", path]] * PROCESSES, database)
    with store.open_unit() as unit:
        versions = unit.register.versions()
        assert [check for check in unit.verification.checks() if not check.ok] == []
    assert [code for code, _, _ in answers] == [0] * PROCESSES, answers
    assert [(one.version, one.people_count) for one in versions] == [(1, len(rows)), (2, len(rows))]
