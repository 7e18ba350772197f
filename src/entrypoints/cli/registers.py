"""esep registers: what goes to the revenue authority."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime

import attrs
import click
from rich.table import Table

from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import CSV, JSON, TABLE, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, payment_registers, screen
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.wording import counted, number_of_lines, tenge

DAY = click.DateTime(["%Y-%m-%d"])
ORDER = (
    "payer.id", "payer.name", "actual_payer.id", "actual_payer.name", "sender_bic", "reference", "value_date",
    "document_number", "document_date",
)  # fmt: skip
RECEIVED = ("received_on", *ORDER, "purpose_code", "period", "lines", "amount_tiyn")
SENT_BACK = (
    "dispatched_on", "outgoing_reference", *ORDER, "kind", "reasons", "purpose_code", "lines", "amount_tiyn",
)  # fmt: skip


@click.group(cls=EsepGroup)
def command() -> None:
    """The registers that go to the revenue authority (Social Code 17(1)(32)); no data of participants."""


def _takes_days(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """Both commands are asked of a span of days."""
    last = click.option("--to", "last", required=True, type=DAY, metavar="DATE", help="The last day.")
    first = click.option("--from", "first", required=True, type=DAY, metavar="DATE", help="The first day.")
    return first(last(function))


@command.command()
@_takes_days
@takes_invocation(TABLE, JSON, CSV)
def received(invocation: Invocation, first: datetime, last: datetime) -> None:
    """List what was received in a span of days: a row per order and month paid for, whatever became of it.

    Messages that cannot be read are not among them: see esep orders list --outcome quarantined.

    \b
    Example:  esep registers received --from 2020-02-01 --to 2020-02-29 --format csv > received.csv
    Next:     esep registers returned --from 2020-02-01 --to 2020-02-29
    """
    # Closed before the store is: who reads the output may leave early.
    with (
        invocation.application() as application,
        closing(application.list_payments.received(first.date(), last.date())) as rows,
    ):
        shapes = (payment_registers.received_shape(order, row) for order, row in rows)
        _show(invocation, shapes, RECEIVED, payment_registers.received_table(), payment_registers.add_received)


@command.command()
@_takes_days
@takes_invocation(TABLE, JSON, CSV)
def returned(invocation: Invocation, first: datetime, last: datetime) -> None:
    """List what was sent back in a span of days: by the examination, by an operator, on a payer's application.

    The days are those of the outgoing files.

    \b
    Example:  esep registers returned --from 2020-02-01 --to 2020-02-29 --format csv > returned.csv
    Next:     esep returns list
    """
    with (
        invocation.application() as application,
        closing(application.list_payments.sent_back(first.date(), last.date())) as sent,
    ):
        shapes = map(payment_registers.sent_back_shape, sent)
        _show(invocation, shapes, SENT_BACK, payment_registers.sent_back_table(), payment_registers.add_sent_back)


@attrs.define
class _Totals:
    """Counts what passes."""

    rows: int = 0
    lines: int = 0
    amount_tiyn: int = 0

    def count(self, shapes: Iterable[Shape]) -> Iterator[Shape]:
        for shape in shapes:
            self.rows += 1
            self.lines += shape["lines"]
            self.amount_tiyn += shape["amount_tiyn"]
            yield shape


def _show(
    invocation: Invocation,
    shapes: Iterable[Shape],
    columns: tuple[str, ...],
    table: Table,
    add: Callable[[Table, Shape], None],
) -> None:
    """Rows as they come; the sums at the end, in CSV none."""
    totals = _Totals()
    counting = totals.count(shapes)
    if invocation.format == JSON:
        stream = documents.JsonStream("rows")
        for shape in counting:
            stream.write(shape)
        stream.close({"totals": attrs.asdict(totals)})
    elif invocation.format == CSV:
        documents.write_csv(columns, map(payment_registers.csv_row, counting))
    else:
        for shape in counting:
            add(table, shape)
        _show_table(table, totals)


def _show_table(table: Table, totals: _Totals) -> None:
    if not totals.rows:
        tell("Nothing in these days.")
        return
    console = screen.answers()
    console.print(table)
    rows, lines = counted(totals.rows, "row", "rows"), number_of_lines(totals.lines)
    console.print(f"{rows}, {lines}, {tenge(totals.amount_tiyn)} tenge", highlight=False)
