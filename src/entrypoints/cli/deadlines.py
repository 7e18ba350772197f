"""esep deadlines: what is still to be done, and by when."""

import click

from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import CSV, JSON, TABLE, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, screen, shapes, tables

COLUMNS = ("state", "due_on", "duty", "name", "received_on", "amount_tiyn")


@click.group(cls=EsepGroup)
def command() -> None:
    """List what is still to be done, and by when: the next working day after receipt (Rules, item 7)."""


@command.command(name="list")
@click.option("--all", "is_all", is_flag=True, help="Also what is done and whose due day is over: met or late.")
@takes_invocation(TABLE, JSON, CSV)
def list_deadlines(invocation: Invocation, is_all: bool) -> None:
    """List held orders, quarantined messages, returns not sent, steps of refunds and money not with the Fund.

    Each is open, due-today or breached. Changes of personal data (Rules, item 9) are done when they are recorded, in
    time (met) or not (late); they are listed until their due day, and always with --all.

    \b
    Example:  esep deadlines list
              esep deadlines list --all --format csv
    Next:     esep orders release or send-back; esep returns dispatch --out outgoing/
    """
    with invocation.application() as application:
        deadlines = application.list_deadlines(is_done_wanted=is_all)
    if invocation.format == JSON:
        documents.write_list("deadlines", map(shapes.deadline_shape, deadlines))
    elif invocation.format == CSV:
        documents.write_csv(COLUMNS, map(shapes.deadline_shape, deadlines))
    elif deadlines:
        screen.answers().print(tables.deadlines_table(deadlines))
    else:
        tell("Nothing is left to be done.")
