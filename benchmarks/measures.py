"""Single measures. Each adds its rows to the report."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import psycopg
from idnumbers.nationalid import KAZ

from benchmarks.report import Report
from esep.adapters.payment_files.reader import Mt102Reader
from esep.adapters.postgres.copying import CHUNK_ROWS
from esep.domain.model.actor import Actor
from esep.domain.model.check_digit import find_invalid, has_valid_check_digit
from esep.domain.model.payment_order import PaymentOrder
from esep.entrypoints.composition import Application

ACTOR = Actor(identity="benchmark")
READING_MIN = 300_000
RECEIVING_MIN = 50_000
RATIO_MIN = 0.15
SINGLES_MIN = 1_000
MEMORY_MAX_MB = 400
HELP_SECONDS_MAX = 0.3
REGISTER_SECONDS_MAX = 60


def seconds(act: Callable[[], object]) -> float:
    """How long it takes, by the clock on the wall."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def help_command(report: Report) -> None:
    """`esep --help` as a process; the best of five, since the first reads the disk."""
    command = [str(Path(sys.executable).with_name("esep")), "--help"]
    best = min(seconds(lambda: subprocess.run(command, capture_output=True, check=True)) for _ in range(5))
    report.add("esep --help", f"{best:.3f} s", promised=f"< {HELP_SECONDS_MAX} s", is_kept=best < HELP_SECONDS_MAX)


def identification_numbers(report: Report, numbers: list[str]) -> None:
    """Checks of identification numbers beside the package idnumbers."""
    find_invalid(numbers[:1])  # fills its tables
    others = numbers[:20_000]
    column = len(numbers) / min(seconds(lambda: find_invalid(numbers)) for _ in range(3))
    single = len(numbers) / min(seconds(lambda: all(map(has_valid_check_digit, numbers))) for _ in range(3))
    beside = len(others) / min(seconds(lambda: all(map(KAZ.NationalID.validate, others))) for _ in range(3))
    report.add(
        "IIN checks, a column", f"{column:,.0f}/s", beside=f"{column / beside:.0f} x idnumbers ({beside:,.0f}/s)"
    )
    report.add("IIN checks, one by one", f"{single:,.0f}/s", beside=f"{single / beside:.0f} x idnumbers")


def reading(report: Report, file: Path, lines: int) -> None:
    """From bytes to orders."""

    def read() -> None:
        with file.open("rb") as source:
            for message in Mt102Reader().read(source, file.name):
                assert isinstance(message.reading, PaymentOrder)

    speed = lines / median(seconds(read) for _ in range(3))
    raw = file.stat().st_size / 1e6 / min(seconds(file.read_bytes) for _ in range(3))
    mb = file.stat().st_size / 1e6 * speed / lines
    report.add(
        "reading MT102",
        f"{speed:,.0f} lines/s",
        beside=f"{mb:.0f} MB/s; the disk cache gives {raw:,.0f}",
        promised=f">= {READING_MIN:,} lines/s",
        is_kept=speed >= READING_MIN,
    )


def register(report: Report, application: Application, file: Path, people: int) -> None:
    """Loading a snapshot."""

    def load() -> None:
        with file.open("rb") as source:
            application.load_register(source, file.name, ACTOR)

    took = seconds(load)
    report.add(
        f"register of {people:,} people",
        f"{took:.1f} s",
        promised=f"< {REGISTER_SECONDS_MAX} s",
        is_kept=took < REGISTER_SECONDS_MAX,
    )


def raw_copy(report: Report, application: Application, file: Path, runs: int) -> float:
    """The yardstick: COPY of the lines into one plain table with a primary key and an index. Lines per second."""
    rows = _plain_rows(file)

    def copy(connection: psycopg.Connection) -> None:
        with connection.cursor() as cursor, cursor.copy("copy yardstick from stdin") as into:
            for start in range(0, len(rows), CHUNK_ROWS):
                into.write("".join(rows[start : start + CHUNK_ROWS]))

    taken = []
    with application.store.connection() as connection:
        for _ in range(runs):
            connection.execute(
                """
                create table yardstick (
                    "order" bigint, line int, person bigint, amount bigint, month date, primary key ("order", line));
                create index on yardstick (person, month)
                """
            )
            taken.append(seconds(lambda: copy(connection)))
            connection.execute("drop table yardstick")
    speed = len(rows) / median(taken)
    report.add("yardstick: raw COPY", f"{speed:,.0f} lines/s", beside="one process, one table, two indexes")
    return speed


def _plain_rows(file: Path) -> list[str]:
    rows = []
    with file.open("rb") as source:
        for number, message in enumerate(Mt102Reader().read(source, file.name)):
            assert isinstance(message.reading, PaymentOrder)
            lines = message.reading.participants
            columns = zip(lines.identification_numbers, lines.amounts_tiyn, strict=True)
            rows += [f"{number}\t{place}\t{iin}\t{amount}\t2025-02-01\n" for place, (iin, amount) in enumerate(columns)]
    return rows


def receive(data: Path, file: Path, lines: int) -> float:
    """Receive a file in a process of its own. Returns the seconds it took, without the start of the process."""
    command = [sys.executable, "-m", "benchmarks.receive_one_file", str(data), str(file)]
    taken, credited = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(credited) == lines, f"{credited} of {lines} lines were credited"
    return float(taken)


def receiving(report: Report, data: Path, files: list[Path], lines: int, yardstick: float) -> None:
    """From files to committed entries; the store grows from run to run."""
    taken = [receive(data, file, lines) for file in files]
    speed = lines / median(taken)
    each = ", ".join(f"{lines / one:,.0f}" for one in taken)
    report.add(
        f"receiving {lines:,} lines",
        f"{speed:,.0f} lines/s",
        beside=f"{speed / yardstick:.2f} of raw COPY; runs: {each}",
        promised=f">= {RECEIVING_MIN:,} lines/s and {RATIO_MIN} of raw COPY",
        is_kept=speed >= RECEIVING_MIN and speed / yardstick >= RATIO_MIN,
    )


def single_orders(report: Report, data: Path, file: Path, orders: int) -> None:
    """Orders of one line, many together."""
    speed = orders / receive(data, file, orders)
    report.add(
        "orders of one line",
        f"{speed:,.0f} orders/s",
        promised=f">= {SINGLES_MIN:,} orders/s",
        is_kept=speed >= SINGLES_MIN,
    )


def verification(report: Report, application: Application, lines: int) -> None:
    """Every invariant over the whole store."""

    def verify() -> None:
        assert all(check.ok for check in application.verify_store())

    report.add(f"verify over {lines:,} lines", f"{seconds(verify):.1f} s")


def memory(report: Report, data: Path, file: Path, what: str) -> None:
    """The largest memory of a client process that receives a file, by the command line."""
    program = (
        "import sys; from esep.entrypoints.cli.main import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        # Not ru_maxrss: a child begins with its parent's.
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(peak.split()[1], file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, "orders", "receive", str(file), "--format", "json"]
    began = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"ESEP_DATA_DIR": str(data), "PATH": "/usr/bin:/bin"}
    )
    took = time.perf_counter() - began
    used = int(done.stderr.split()[-1]) / 1024  # kB
    report.add(
        f"memory of the client, {what}",
        f"{used:.0f} MB",
        beside=f"the command took {took:.1f} s",
        promised=f"< {MEMORY_MAX_MB} MB",
        is_kept=used < MEMORY_MAX_MB,
    )
