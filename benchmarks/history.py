"""What is promised over a half year of 200,000 people, 1.2 million credited lines: the measures and their order."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from benchmarks import happenings
from benchmarks.made_up_history import CUT_ORDER_LINES, CUT_ORDERS, DAY_LINES, DAYS, PEOPLE, History, MadeOrder, make_up
from benchmarks.measures import ACTOR, receive, seconds
from benchmarks.report import Report
from esep.domain.model.trail import Trail
from esep.entrypoints.composition import Application, open_application
from esep.entrypoints.settings import Settings

REFRESH_SECONDS_MAX = 60
SHOW_MILLISECONDS_MAX = 50
TRANSFER_SECONDS_MAX = 30
VERIFY_SECONDS_MAX = 20
CALLS = 300
SLOW_CHECKS_TOLD = 3


def history(report: Report, folder: Path) -> None:
    """Fill a store of its own, as it fills in life, and measure."""
    report.tell(f"making up a half year of {PEOPLE:,} people")
    made = make_up(folder)
    outbox = folder / "outbox"
    outbox.mkdir()
    data = folder / "data"
    with open_application(Settings(data_directory=data)) as application:
        fill(report, application, data, made)
        refresh(report, application, made.refresh)
        happenings.before_transfers(application, made, outbox)
        transfers(report, application, outbox)
        happenings.after_transfers(application, made, outbox)
        shows(report, application, made)
        traces(report, application, made)
        verification(report, application)


def fill(report: Report, application: Application, data: Path, made: History) -> None:
    """The register and every order."""
    with made.register.open("rb") as source:
        application.load_register(source, made.register.name, ACTOR)
    report.tell(f"receiving {DAY_LINES * len(DAYS):,} lines")
    for file in made.days:
        receive(data, file, DAY_LINES)
    receive(data, made.cut, CUT_ORDERS * (CUT_ORDER_LINES - 1))


def refresh(report: Report, application: Application, file: Path) -> None:
    """A whole snapshot in which a tenth of the people changed."""
    with file.open("rb") as source:
        began = time.perf_counter()
        done = application.refresh_people(source, file.name, ACTOR)
        took = time.perf_counter() - began
    found = done.comparison
    assert (found.people, found.new) == (PEOPLE, 0)
    _add_seconds(report, f"people refresh, {found.people:,} with {found.changed:,} changed", took, REFRESH_SECONDS_MAX)


def transfers(report: Report, application: Application, outbox: Path) -> None:
    """A day's money to the Fund, then that of all other days."""

    def prepare(day: date) -> int:
        done = application.prepare_transfers(day, str(outbox), ACTOR, to=happenings.FUND)
        assert done.files
        return sum(transfer.line_count for transfer in done.transfers)

    began = time.perf_counter()
    lines = prepare(DAYS[0])
    took = time.perf_counter() - began
    assert lines == DAY_LINES
    _add_seconds(report, f"transfers prepare, {lines:,} lines", took, TRANSFER_SECONDS_MAX)
    for day in DAYS[1:]:
        prepare(day)


def shows(report: Report, application: Application, made: History) -> None:
    """A person's account and data, with the usage record, inside the process."""
    numbers = made.numbers[:CALLS]
    _add_calls(report, "accounts show", [partial(application.show_account, one, ACTOR) for one in numbers])
    _add_calls(report, "people show", [partial(application.show_person, one, ACTOR) for one in numbers])


def traces(report: Report, application: Application, made: History) -> None:
    """The chain from each kind of name."""

    def calls(names: Sequence[str]) -> list[Callable[[], Trail]]:
        return [partial(application.trace, one, ACTOR) for one in names]

    middle = _of_median_size(made.orders)
    size = median(order.size for order in middle)
    outgoing = happenings.outgoing_references(application)
    _add_calls(report, "trace by IIN", calls(made.numbers[CALLS : 2 * CALLS]))
    _add_calls(report, f"trace by an order of median size, {size:.0f} lines", calls([one.reference for one in middle]))
    _add_calls(report, "trace by a return's or refund's reference", calls(outgoing.single))
    _add_calls(report, "trace by a transfer's reference", calls(outgoing.transfers * (100 // len(outgoing.transfers))))
    largest = max(made.orders, key=lambda order: order.size)
    _add_calls(
        report, f"trace by the largest order, {largest.size:,} lines", calls([largest.reference] * 9), is_promised=False
    )


def verification(report: Report, application: Application) -> None:
    """Every invariant; beside it the dearest ones."""
    taken: dict[str, float] = {}
    began = last = time.perf_counter()
    for check in application.verify_store():
        assert check.ok, check
        taken[check.name], last = time.perf_counter() - last, time.perf_counter()
    took = time.perf_counter() - began
    dearest = sorted(taken, key=lambda name: -taken[name])[:SLOW_CHECKS_TOLD]
    lines = DAY_LINES * len(DAYS)
    beside = ", ".join(f"{name} {taken[name]:.1f}" for name in dearest)
    _add_seconds(report, f"verify over {lines:,} lines", took, VERIFY_SECONDS_MAX, beside=beside)


def _of_median_size(orders: Sequence[MadeOrder]) -> list[MadeOrder]:
    """Orders around the median of their sizes, in no order."""
    by_size = sorted(orders, key=lambda order: order.size)
    middle = len(by_size) // 2
    return random.Random(5).sample(by_size[middle - CALLS // 2 : middle + CALLS // 2], CALLS)


def _add_seconds(report: Report, what: str, took: float, limit: int, *, beside: str = "") -> None:
    report.add(what, f"{took:.1f} s", beside=beside, promised=f"< {limit} s", is_kept=took < limit)


def _add_calls(report: Report, what: str, calls: Sequence[Callable[[], object]], *, is_promised: bool = True) -> None:
    taken = [seconds(call) * 1000 for call in calls]
    middle = median(taken)
    report.add(
        what,
        f"{middle:.1f} ms",
        beside=f"median of {len(taken)} calls; 95 % under {quantiles(taken, n=20)[-1]:.1f} ms",
        promised=f"< {SHOW_MILLISECONDS_MAX} ms" if is_promised else "",
        is_kept=middle < SHOW_MILLISECONDS_MAX or not is_promised,
    )
