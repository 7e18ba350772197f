"""esep orders: receive payment orders, look at them, decide on held ones."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import click

from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outcome import Outcome
from esep.domain.model.receipt import Receipt
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.entrypoints.cli import order_pages
from esep.entrypoints.cli.failures import DONE, DONE_WITH_EXCEPTIONS, tell
from esep.entrypoints.cli.incoming_files import files_of
from esep.entrypoints.cli.options import CSV, JSON, TABLE, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, screen, shapes
from esep.entrypoints.cli.presentation.receipts import receipt_output
from esep.entrypoints.cli.presentation.wording import counted
from esep.entrypoints.receiving import Receiving

RECORDED_OUTCOMES = ("accepted", "cut", "returned", "held", "quarantined")
COLUMNS = (
    "file", "position", "reference", "value_date", "sender_bic", "payer.id", "payer.name", "purpose_code", "period",
    "lines", "total_tiyn", "outcome", "credited.lines", "credited.tiyn", "returned.lines", "returned.tiyn",
    "held.lines", "held.tiyn", "due_on",
)  # fmt: skip


@click.group(cls=EsepGroup)
def command() -> None:
    """Receive payment orders with lists of participants; look at them; decide on held ones.

    Every line is credited to a person, returned to the payer, or visibly held.
    """


@command.command()
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--verbose", is_flag=True, help="List every accepted order, also of thousands.")
@takes_invocation()
def receive(invocation: Invocation, paths: tuple[Path, ...], verbose: bool) -> int:
    """Receive files of payment orders (MT102), or folders of such files.

    Each order is recorded whole or not at all; an order received again is told as a duplicate and changes nothing, so
    the command may be run again at any time. Exit code 3 where an order is held or a message is quarantined.

    \b
    Example:  esep orders receive incoming/ extra.txt
    Next:     esep orders list --outcome held, esep returns dispatch --out outgoing/
    """
    files = files_of(paths)
    console = screen.answers()
    with ExitStack() as stack:
        application = stack.enter_context(invocation.application())
        progress = stack.enter_context(screen.reading_progress(files, "receiving", console))
        receive_orders = application.receive_orders
        receiving = Receiving(
            read=application.reader.read,
            receive=lambda messages: receive_orders(messages, invocation.actor),
            open_file=progress.open_file,
        )
        text_of = partial(application.rulebook.text, language=invocation.language)
        output = stack.enter_context(receipt_output(invocation.format, console, text_of, is_verbose=verbose))
        for receipt in receiving(files):
            output.show(receipt)
    if not output.totals.outcomes:
        tell(f"No message in {counted(len(files), 'file', 'files')}: nothing to receive.")
    return DONE_WITH_EXCEPTIONS if output.totals.has_exceptions else DONE


@command.command(name="list")
@click.option("--outcome", type=click.Choice(RECORDED_OUTCOMES), help="Only orders that stand so.")
@takes_invocation(TABLE, JSON, CSV)
def list_orders(invocation: Invocation, outcome: str | None) -> None:
    """List the orders recorded and the messages quarantined.

    \b
    Example:  esep orders list --outcome held
    Next:     esep orders show REFERENCE tells why
    """
    wanted = Outcome(outcome) if outcome else None
    with invocation.application() as application, application.open_unit() as unit:
        receipts = _recorded(unit, wanted)
        if invocation.format == JSON:
            documents.write_list("orders", (shapes.receipt_shape(receipt, None) for receipt in receipts))
        elif invocation.format == CSV:
            documents.write_csv(COLUMNS, (shapes.receipt_shape(receipt, None) for receipt in receipts))
        else:
            order_pages.show_list(receipts, screen.answers())


@command.command()
@click.argument("reference")
@click.option("--verbose", is_flag=True, help="List every line, also of thousands.")
@takes_invocation()
def show(invocation: Invocation, reference: str, verbose: bool) -> None:
    """Show an order: what was found, who decided what and why, its lines.

    Where several senders or days used the reference, all are shown; BIC/REFERENCE/DATE names one of them. A quarantined
    message without a reference is named FILE#POSITION, as in `esep deadlines list`.

    \b
    Example:  esep orders show R1-000013
              esep orders show HSBKKZKX/R1-000013/2020-02-21
    Next:     esep orders release or esep orders send-back, where it is held
    """
    with invocation.application() as application, application.open_unit() as unit:
        pages = order_pages.find_pages(unit.orders, reference)
        text_of = partial(application.rulebook.text, language=invocation.language)
        if invocation.format == JSON:
            documents.write_list("orders", (order_pages.page_shape(page, unit.orders, text_of) for page in pages))
        else:
            for page in pages:
                order_pages.show_page(page, unit.orders, text_of, screen.answers(), is_verbose=verbose)


@command.command()
@takes_invocation()
def retry(invocation: Invocation) -> int:
    """Examine every held order again, after the register answered or a snapshot was loaded.

    Exit code 3 where orders are held still.

    \b
    Example:  esep orders retry
    Next:     esep orders list --outcome held
    """
    with invocation.application() as application:
        orders = application.retry_held_orders(invocation.actor)
        _show_decided(invocation, orders, partial(application.rulebook.text, language=invocation.language))
    if not orders:
        tell("No order is held.")
    return _code(orders)


@command.command()
@click.argument("reference")
@click.option("--purpose-code", metavar="CODE", help="Purpose code that applies instead of the order's own.")
@click.option("--accept", metavar="CODE", multiple=True, help="Finding to accept; may be given several times.")
@click.option("--reason", required=True, help="Why; kept with the decision.")
@takes_invocation()
def release(
    invocation: Invocation, reference: str, purpose_code: str | None, accept: tuple[str, ...], reason: str
) -> int:
    """Release a held order: with another purpose code, or in spite of a finding; all else is judged again.

    Exit code 3 where it is held still, for something else.

    \b
    Example:  esep orders release R1-000013 --purpose-code 012 --reason "letter 17 of the payer"
              esep orders release R1-000014 --accept wrong-beneficiary --reason "ours by the payer's letter"
    Next:     esep orders show R1-000013
    """
    with invocation.application() as application:
        order = application.release_held_order(
            reference, purpose_code=purpose_code, accepted=accept, reason=reason, actor=invocation.actor
        )
        _show_decided(invocation, [order], partial(application.rulebook.text, language=invocation.language))
    return _code([order])


@command.command(name="send-back")
@click.argument("reference")
@click.option("--reason", required=True, help="Why; kept with the decision.")
@takes_invocation()
def send_back(invocation: Invocation, reference: str, reason: str) -> int:
    """Return a held order whole to its payer.

    \b
    Example:  esep orders send-back R1-000015 --reason "not a social contribution"
    Next:     esep returns dispatch --out outgoing/
    """
    with invocation.application() as application:
        order = application.send_back_held_order(reference, reason=reason, actor=invocation.actor)
        _show_decided(invocation, [order], partial(application.rulebook.text, language=invocation.language))
    return _code([order])


def _recorded(unit: UnitOfWork, outcome: Outcome | None) -> Iterator[Receipt]:
    if outcome is not Outcome.QUARANTINED:
        yield from map(shapes.receipt_of_order, unit.orders.list_orders(outcome))
    if outcome in (None, Outcome.QUARANTINED):
        yield from map(shapes.receipt_of_quarantined, unit.orders.list_quarantined())


def _show_decided(invocation: Invocation, orders: list[OrderSummary], text_of: shapes.TextOf) -> None:
    with receipt_output(invocation.format, screen.answers(), text_of, is_verbose=True, has_totals=False) as output:
        for order in orders:
            output.show(shapes.receipt_of_order(order))


def _code(orders: list[OrderSummary]) -> int:
    return DONE_WITH_EXCEPTIONS if any(order.outcome is Outcome.HELD for order in orders) else DONE
