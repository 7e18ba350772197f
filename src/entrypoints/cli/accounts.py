"""esep accounts: what is recorded for a person."""

from datetime import datetime

import click

from esep.entrypoints.cli.options import AS_OF, JSON, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, screen, shapes, tables


@click.group(cls=EsepGroup)
def command() -> None:
    """Show what is recorded for a person."""


@command.command()
@click.argument("iin")
@click.option("--as-of", type=AS_OF, help="What was recorded by then; a date means its end in Almaty.")
@takes_invocation()
def show(invocation: Invocation, iin: str, as_of: datetime | None) -> None:
    """Show a personal account: contributions and penalties by month, with the order each came in.

    That it was looked at is recorded, with --actor and --purpose.

    \b
    Example:  esep accounts show 900101300017
              esep accounts show 900101300017 --as-of 2020-02-29 --purpose "request 12 of the person"
    """
    with invocation.application() as application:
        account = application.show_account(iin, invocation.actor, as_of=as_of)
    if invocation.format == JSON:
        documents.write_document(shapes.account_shape(account))
    else:
        screen.answers().print(tables.account_table(account))
