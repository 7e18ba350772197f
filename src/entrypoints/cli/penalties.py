"""esep penalties: what is due for paying late, beside what was paid."""

import click

from esep.domain.model.month import Month
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import JSON, PERIOD, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, payers, screen


@click.group(cls=EsepGroup)
def command() -> None:
    """Compare the penalties paid for a month with those due for paying late."""


@command.command()
@click.argument("payer")
@click.option("--period", required=True, type=PERIOD, help="The month paid for.")
@takes_invocation()
def check(invocation: Invocation, payer: str, period: Month) -> None:
    """Tell what a payer's late contributions of a month cost, and what came as penalty (017) for it.

    A month is due on the 25th of the next. For each day of delay, the day of payment among them, 1.25 base rates of the
    National Bank are due (Social Code 256(1)); a day's rate is the annual one divided by 365 or 366, by decision of
    the product. Where the base rate of a day is not known, the days are named and nothing is expected.

    \b
    Example:  esep penalties check 980250615763 --period 2023-03
    Next:     esep payers show 980250615763 --period 2023-03
    """
    with invocation.application() as application:
        found = application.check_penalties(payer, period, invocation.actor)
    if invocation.format == JSON:
        documents.write_document(payers.penalty_shape(found))
        return
    screen.answers().print(payers.penalty_table(found))
    if found.late:
        tell(f"Penalty: {payers.PENALTY_BASIS}.")
