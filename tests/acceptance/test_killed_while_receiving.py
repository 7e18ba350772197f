"""Killed with SIGKILL at random points and started again: nothing is lost, nothing is there twice."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import attrs
import psycopg
import pytest
from psycopg import sql

from esep.adapters.embedded_postgres import open_embedded_server
from esep.adapters.payment_files.reader import Mt102Reader
from esep.adapters.payment_files.writer import Mt102Writer
from esep.domain.model.check_digit import calc_check_digit
from esep.domain.model.identification_number import InvalidIdentificationNumber
from esep.domain.model.money import Money
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.entrypoints.composition import open_application
from esep.entrypoints.settings import Settings

SEED = int(os.environ.get("ESEP_TEST_SEED", str(random.SystemRandom().randrange(10**6))))
NOW = "2020-02-12T12:00:00+06:00"
DAY = date(2020, 2, 10)
PAYER = "94014000038" + calc_check_digit("94014000038")
PEOPLE = 1_500
LARGE_ORDERS, LARGEST = 160, 300  # lines: enough for several batches, so that a kill meets some of them done
SMALL_ORDERS = 2_400  # about half of them have a line that goes back: enough returns for two files
FILES = 12
KILLS = 5
DISPATCH_KILLS = 4
START = 0.4  # of a run's time: Python and the server start
RUN_SECONDS_MAX = 120


@attrs.frozen
class Finished:
    """A run of the command that ended by itself."""

    seconds: float
    stdout: str
    stderr: str
    code: int


@pytest.fixture(scope="module")
def chance() -> random.Random:
    """Shown where a test fails; ESEP_TEST_SEED repeats it."""
    sys.stdout.write(f"ESEP_TEST_SEED={SEED}\n")
    return random.Random(SEED)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Not `tmp_path`, which lies below a folder that only root may search when root runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="esep-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def incoming(folder: Path, chance: random.Random) -> Path:
    """A folder of files with every outcome."""
    people = _people(random.Random(1))
    _write_register(folder / "register.csv", people)
    incoming = folder / "incoming"
    incoming.mkdir()
    _write_files(incoming, _orders(people, chance), chance)
    return incoming


@pytest.fixture(scope="module")
def prepared(folder: Path, incoming: Path) -> Path:
    """A data directory with the register loaded and nothing received."""
    run(folder / "prepared", "register", "load", folder / "register.csv")
    return folder / "prepared"


@pytest.fixture(scope="module")
def uninterrupted(folder: Path, prepared: Path, incoming: Path) -> tuple[Path, Finished]:
    """A data directory that received everything in one run."""
    directory = copy_of(prepared, folder / "uninterrupted")
    finished = run(directory, "orders", "receive", "--format", "json", incoming, code=3)
    outcomes = Counter(order["outcome"] for order in json.loads(finished.stdout)["orders"])
    assert set(outcomes) == {"accepted", "cut", "returned", "held", "quarantined", "duplicate"}
    return directory, finished


def test_received_again_after_kills_the_store_is_that_of_an_uninterrupted_run(
    folder: Path, prepared: Path, incoming: Path, uninterrupted: tuple[Path, Finished], chance: random.Random
) -> None:
    expected_directory, finished = uninterrupted
    directory = copy_of(prepared, folder / "killed")
    receiving = ("orders", "receive", "--format", "json", incoming)
    for place in range(KILLS):
        # One moment in each part of the run, later and later, so that each run gets further than the one before.
        moment = finished.seconds * part_of_a_run(place, KILLS, chance)
        is_server_killed = place % 2 == 1
        reported = run_and_kill(directory, moment, receiving, is_server_killed=is_server_killed)
        assert_sound(directory, has_recorded=reported)
    run(directory, *receiving, code=3)
    assert_sound(directory)
    assert_same(content_of(directory), content_of(expected_directory))


def test_a_server_killed_under_a_run_is_told_and_the_next_run_finishes(
    folder: Path, prepared: Path, incoming: Path, uninterrupted: tuple[Path, Finished], chance: random.Random
) -> None:
    expected_directory, finished = uninterrupted
    directory = copy_of(prepared, folder / "server-killed")
    receiving = ("orders", "receive", "--format", "json", incoming)
    with started(directory, receiving) as (process, output):
        wait_until(lambda: output.stat().st_size > 0)  # something was recorded
        time.sleep(chance.random() * finished.seconds / 4)
        kill_server(directory)
        code, errors = process.wait(RUN_SECONDS_MAX), output.with_suffix(".err").read_text()
        assert "Traceback" not in errors
        assert code in {3, 4}, errors  # 3 where it was done already
        reported = complete_items(output.read_text())
    assert_sound(directory, has_recorded=reported)
    run(directory, *receiving, code=3)
    assert_same(content_of(directory), content_of(expected_directory))


def test_returns_dispatched_by_killed_runs_stand_in_one_file_each(
    folder: Path, uninterrupted: tuple[Path, Finished], chance: random.Random
) -> None:
    received, _ = uninterrupted
    rehearsal = copy_of(received, folder / "rehearsal")
    seconds = run(rehearsal, "returns", "dispatch", "--out", folder / "rehearsed").seconds
    directory = copy_of(received, folder / "dispatching")
    folders = [folder / "out-1", folder / "out-2"]
    for place in range(DISPATCH_KILLS):
        moment = seconds * part_of_a_run(place, DISPATCH_KILLS, chance)
        run_and_kill(directory, moment, ("returns", "dispatch", "--out", folders[place % 2]))
        assert_sound(directory)
    run(directory, "returns", "dispatch", "--out", folders[0])
    assert_sound(directory)
    sent = Counter(message for each in folders for message in messages_in(each))
    assert set(sent.values()) == {1}
    with open_application(Settings(data_directory=directory)) as application, application.open_unit() as unit:
        returns = list(unit.returns.list_returns())
        assert unit.outgoing.unwritten_files() == []
    assert {(one.reference, one.amount_tiyn) for one in returns} == set(sent)
    # Several files, so that a kill may meet one of them done.
    assert len({one.file_name for one in returns}) > 1


# Running the command --------------------------------------------------------------------------------------


def copy_of(directory: Path, copy: Path) -> Path:
    subprocess.run(["cp", "-a", str(directory), str(copy)], check=True)
    return copy


@contextmanager
def started(directory: Path, arguments: Sequence[str | Path]) -> Iterator[tuple["subprocess.Popen[bytes]", Path]]:
    """A run of the command, and the file that takes what it prints."""
    output = directory.with_suffix(".out")
    with output.open("wb") as out, output.with_suffix(".err").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "esep.entrypoints.cli.main", *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            env={"PATH": os.environ["PATH"], "ESEP_DATA_DIR": str(directory), "ESEP_NOW": NOW, "ESEP_ACTOR": "saule"},
        )
        try:
            yield process, output
        finally:
            process.kill()
            process.wait()


def part_of_a_run(place: int, kills: int, chance: random.Random) -> float:
    """A random part: the first kill while the program starts, the others while it works."""
    if place == 0:
        return chance.random() * START
    return START + (1 - START) * (place - 1 + chance.random()) / (kills - 1)


def run(directory: Path, *arguments: str | Path, code: int = 0) -> Finished:
    """Run the command to its end."""
    began = time.monotonic()
    with started(directory, arguments) as (process, output):
        found = process.wait(RUN_SECONDS_MAX)
        seconds = time.monotonic() - began
        finished = Finished(seconds, output.read_text(), output.with_suffix(".err").read_text(), found)
    assert finished.code == code, finished.stderr
    return finished


def run_and_kill(
    directory: Path, moment: float, arguments: Sequence[str | Path], *, is_server_killed: bool = False
) -> list[dict[str, Any]]:
    """Kill a run after so many seconds; gives the orders that it had told by then."""
    with started(directory, arguments) as (process, output):
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        if is_server_killed:
            kill_server(directory)
        process.wait()
        return complete_items(output.read_text())


def kill_server(directory: Path) -> None:
    """Kill the server of a data directory, if it runs."""
    path = directory / "postgresql" / "cluster" / "postmaster.pid"
    try:
        number = int(path.read_text().split("\n")[0])
        os.kill(number, signal.SIGKILL)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return
    # As after a power cut: nothing of the server is left when the next run begins.
    wait_until(lambda: not Path(f"/proc/{number}").exists() or "\nState:\tZ" in _status_of(number))


def _status_of(number: int) -> str:
    try:
        return Path(f"/proc/{number}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return "\nState:\tZ"


def wait_until(is_so: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < RUN_SECONDS_MAX
        time.sleep(0.005)


def complete_items(text: str) -> list[dict[str, Any]]:
    """The items of a JSON document that was perhaps torn off: one stands on each line."""
    found = re.findall(r"^ (\{.*\}),?$", text, re.MULTILINE)
    items: list[dict[str, Any]] = []
    for one in found:
        try:
            items.append(json.loads(one))
        except json.JSONDecodeError:
            continue  # cut within the last line
    return [item for item in items if "outcome" in item]


# Looking into stores --------------------------------------------------------------------------------------


def assert_sound(directory: Path, has_recorded: Sequence[dict[str, Any]] = ()) -> None:
    """The store opens and verifies, and has every order that was told."""
    with open_application(Settings(data_directory=directory)) as application, application.open_unit() as unit:
        assert [check for check in unit.verification.checks() if not check.ok] == []
        kept = {
            (one.key.sender_bic, one.key.reference, str(one.key.value_date), one.outcome.value)
            for one in unit.orders.list_orders()
        }
        quarantined = {(one.file_name, one.position) for one in unit.orders.list_quarantined()}
    told = [one for one in has_recorded if one["outcome"] not in {"quarantined", "duplicate"}]
    assert {(one["sender_bic"], one["reference"], one["value_date"], one["outcome"]) for one in told} <= kept
    told = [one for one in has_recorded if one["outcome"] == "quarantined"]
    assert {(one["file"], one["position"]) for one in told} <= quarantined


def content_of(directory: Path) -> dict[str, list[str]]:
    """Every row of every table as text. The clock stood still, so that the times are the same too."""
    with open_embedded_server(directory) as conninfo, psycopg.connect(conninfo) as connection:
        tables = connection.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
            " and relname <> 'schema_migration' order by relname"
        ).fetchall()
        statement = sql.SQL('select t::text from {} t order by t::text collate "C"')
        return {
            name: [row[0] for row in connection.execute(statement.format(sql.Identifier(name)))] for (name,) in tables
        }


def assert_same(found: dict[str, list[str]], expected: dict[str, list[str]]) -> None:
    assert len(expected["payment_order"]) > LARGE_ORDERS + SMALL_ORDERS // 2
    for table, rows in expected.items():
        assert set(found[table]) ^ set(rows) == set(), table
        assert len(found[table]) == len(rows), table


def messages_in(folder: Path) -> Iterator[tuple[str, int]]:
    """Reference and amount of every outgoing message; nothing else stands in the folder but whole files."""
    for path in sorted(folder.iterdir()) if folder.exists() else []:
        if path.name.startswith("."):
            continue  # a file that a killed run had not finished: never under its name
        with path.open("rb") as file:
            for message in Mt102Reader().read(file, path.name):
                assert isinstance(message.reading, PaymentOrder)
                yield message.reading.reference, message.reading.total.tiyn


# Made-up input --------------------------------------------------------------------------------------------


@attrs.frozen
class Person:
    """A person of the register."""

    iin: str
    surname: str


def _people(chance: random.Random) -> list[Person]:
    found: list[Person] = []
    serial = 0
    while len(found) < PEOPLE:
        serial += 1
        begin = f"900101{3 + serial % 2}{serial % 10_000:04}"
        try:
            iin = begin + calc_check_digit(begin)
        except InvalidIdentificationNumber:
            continue
        found.append(Person(iin, chance.choice(("Ахметов", "Қасымов", "Иванов", "Ким"))))
    return found


def _write_register(path: Path, people: Sequence[Person]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("iin,surname,name,patronymic,birth_date,sex,life_status,death_date,excluded\n")
        file.writelines(f"{one.iin},{one.surname},Арман,,1990-01-01,M,alive,,no\n" for one in people)


def _orders(people: Sequence[Person], chance: random.Random) -> list[PaymentOrder]:
    sizes = [chance.randint(1, LARGEST) for _ in range(LARGE_ORDERS)] + [
        chance.randint(1, 4) for _ in range(SMALL_ORDERS)
    ]
    chance.shuffle(sizes)
    orders = [_order(place, size, people, chance) for place, size in enumerate(sizes)]
    # Sent again: some as they were, some with other content under the same key.
    again = chance.sample(orders, 60)
    return orders + again[:30] + [attrs.evolve(order, document_number="99") for order in again[30:]]


def _order(place: int, size: int, people: Sequence[Person], chance: random.Random) -> PaymentOrder:
    lines = [_line(chance.choice(people), chance, is_bad=chance.random() < 0.25) for _ in range(size)]
    participants = ParticipantList.of(*lines)
    kind = chance.random()
    return PaymentOrder(
        basic_header="F01K059140000000001000001",
        application_header="I102SGROSS000000U3003",
        reference=f"K-{place:06}",
        payer=Party(account="KZ926010131000123456", name="ТОО Алма", identification_number=PAYER),
        sender_bic=chance.choice(("HSBKKZKX", "KZKOKZKX")),
        beneficiary_bic="GCVPKZ2A",
        beneficiary=Party(account="KZ67009SS00368609110", name="НАО ГК", identification_number="160440007161"),
        document_number=str(place),
        document_date=DAY,
        purpose_code="183" if kind < 0.04 else chance.choice(("012", "012", "017")),
        value_date=DAY + timedelta(days=place % 2),
        total=Money(participants.total_tiyn + (100 if 0.04 < kind < 0.06 else 0)),
        period="012020",
        participants=participants,
    )


def _line(person: Person, chance: random.Random, *, is_bad: bool) -> ParticipantLine:
    return ParticipantLine(
        number="1",
        amount_tiyn=chance.randrange(250_000, 900_000),
        list_kind="S",
        surname="Другой" if is_bad else person.surname,
        name="Арман",
        patronymic="",
        birth_date="19900101",
        identification_number=person.iin,
        period="",
    )


def _write_files(folder: Path, orders: Sequence[PaymentOrder], chance: random.Random) -> None:
    """The orders in their sequence, spread over files of several encodings, with damaged messages between them."""
    per_file = -(-len(orders) // FILES)
    for place in range(FILES):
        encoding = ("utf-8", "cp1251", "cp866")[place % 3]
        writer = Mt102Writer(encoding=encoding)
        messages = [writer.write(order) for order in orders[place * per_file : (place + 1) * per_file]]
        torn = chance.randrange(len(messages) - 1)
        messages.insert(torn, messages[torn].replace(b":32A:", b":32X:"))
        (folder / f"{place:02}.txt").write_bytes(b"".join(messages))
