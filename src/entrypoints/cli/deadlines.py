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
@takes_invocation(TABLE, JSON, CSV)
def list_deadlines(invocation: Invocation) -> None:
    """List held orders, quarantined messages and returns not sent: open, due-today or breached.

    \b
    Example:  esep deadlines list
    Next:     esep orders release or send-back; esep returns dispatch --out outgoing/
    """
    with invocation.application() as application:
        deadlines = application.list_deadlines()
    if invocation.format == JSON:
        documents.write_list("deadlines", map(shapes.deadline_shape, deadlines))
    elif invocation.format == CSV:
        documents.write_csv(COLUMNS, map(shapes.deadline_shape, deadlines))
    elif deadlines:
        screen.answers().print(tables.deadlines_table(deadlines))
    else:
        tell("Nothing is left to be done.")
