"""What `make bench` runs: every promised speed, measured in one run and set beside this machine's own limit.

Numbers of other machines say little; the ratios do. Options: --lines N (300000), --people N (1000000), --runs N (3),
--without-half-year (leaves out the second store).
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs

from benchmarks import calculations, history, made_up, measures, payments
from benchmarks.report import Report
from esep.entrypoints.composition import open_application
from esep.entrypoints.settings import Settings

MANY_LINES = 1_000_000
ONE_ORDER_LINES = 100_000
ONE_LINE_ORDERS = 20_000


def main() -> None:
    """Make the data, measure, print the table; exit code 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=300_000)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--without-half-year", action="store_true")
    options = parser.parse_args()
    report = Report()
    with temporary_folder() as folder:
        measure_all(report, folder, lines=options.lines, people=options.people, runs=options.runs)
        if not options.without_half_year:
            half_year = folder / "half-year"
            half_year.mkdir(mode=0o755)
            history.history(report, half_year)
    report.show()
    sys.exit(0 if report.is_kept else 1)


@attrs.frozen(kw_only=True)
class Material:
    """Everything made up for a run."""

    register: Path
    orders: list[Path]  # a file per run
    singles: Path
    many: Path
    one: Path
    numbers: list[str]  # of some of the people


def make_up(folder: Path, *, lines: int, people: int, runs: int) -> Material:
    """Write all files. The people are forgotten again: a million values would slow down what is measured."""
    known = made_up.people(people)
    material = Material(
        register=folder / "register.csv",
        orders=[folder / f"orders-{run}.txt" for run in range(runs)],
        singles=folder / "singles.txt",
        many=folder / "many.txt",
        one=folder / "one.txt",
        numbers=[person.iin for person in known[:200_000]],
    )
    made_up.write_register(material.register, known)
    for run, file in enumerate(material.orders):
        made_up.write_orders(file, known, made_up.order_sizes(lines, made_up.LARGEST_ORDER, seed=run), seed=run)
    made_up.write_orders(material.singles, known, [1] * ONE_LINE_ORDERS, seed=100)
    made_up.write_orders(
        material.many, known, made_up.order_sizes(MANY_LINES, made_up.LARGEST_ORDER, seed=200), seed=200
    )
    made_up.write_orders(material.one, known, [ONE_ORDER_LINES], seed=201)
    return material


def measure_all(report: Report, folder: Path, *, lines: int, people: int, runs: int) -> None:
    """From what needs no store to what fills it."""
    report.tell(f"making up {people} people and files of orders")
    material = make_up(folder, lines=lines, people=people, runs=runs)
    measures.help_command(report)
    measures.identification_numbers(report, material.numbers)
    measures.reading(report, material.orders[0], lines)
    data = folder / "data"
    with open_application(Settings(data_directory=data)) as application:
        measures.register(report, application, material.register, people)
        yardstick = measures.raw_copy(report, application, material.orders[0], runs)
        measures.receiving(report, data, material.orders, lines, yardstick)
        measures.single_orders(report, data, material.singles, ONE_LINE_ORDERS)
        calculations.calculations(report, application, material.numbers[0])
        payments.payments(report, application, material.numbers, folder / "outgoing", payments.month_measured())
        measures.verification(report, application, lines * runs)
    measures.memory(report, data, material.many, f"{MANY_LINES} lines")
    measures.memory(report, data, material.one, f"one order of {ONE_ORDER_LINES} lines")


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that the embedded server's user can reach; removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="esep-bench-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    os.environ.pop("ESEP_DATABASE_URL", None)  # the benchmark has a store of its own
    main()
