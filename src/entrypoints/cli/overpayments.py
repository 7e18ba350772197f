"""esep overpayments: what was paid over, and how it is given back."""

import re
from datetime import datetime
from typing import Any

import click

from esep.domain.model.month import Month
from esep.domain.model.overpayment import Overpayment
from esep.domain.use_cases.case_steps import find_case
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import CSV, JSON, PERIOD, TABLE, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, overpayments, screen

DAY = click.DateTime(["%Y-%m-%d"])
_TENGE = re.compile(r"([0-9]{1,13})(?:[.,]([0-9]{1,2}))?")


class Tenge(click.ParamType[int]):
    """An amount in tenge as 4509.65; in tiyn."""

    name = "tenge"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The amount; wrong usage where the text is none."""
        if isinstance(value, int):
            return value
        match = _TENGE.fullmatch(value)
        if match is None:
            self.fail(f"{value[:20]!r} is no amount in tenge; write it like 4509.65", param, ctx)
        return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


@click.group(cls=EsepGroup)
def command() -> None:
    """Find what was paid over, tell the recipient, and book how it comes back (Order 237 items 61-63, others alike)."""


@command.command()
@click.argument("case")
@click.option("--month", type=PERIOD, required=True, help="The month that was paid for.")
@click.option("--amount", type=Tenge(), required=True, help="So much was not due, in tenge.")
@click.option("--reason", required=True, help="Why it was not due.")
@click.option("--part", type=click.IntRange(min=1), help="Which part of the payment, where several people are paid.")
@takes_invocation()
def find(invocation: Invocation, case: str, month: Month, amount: int, reason: str, part: int | None) -> None:
    """Record that so much of a payment was not due; the recipient is to be told within three working days.

    What is paid after a payee's death, or is not due by a later decision, `esep payments prepare` finds by itself.

    \b
    Example:  esep overpayments find SP-000001 --month 2025-04 --amount 1500 --reason "wrong degree"
    Next:     esep overpayments notify OP-000001
    """
    with invocation.application() as application:
        found = application.overpayments.find(case, month, amount, reason, invocation.actor, part=part)
    _show(invocation, found)


@command.command()
@click.argument("number")
@click.option("--on", type=DAY, metavar="DATE", help="Day on which the recipient was told. [default: today]")
@click.option("--document", default="", metavar="NUMBER", help="Number of the notice.")
@takes_invocation()
def notify(invocation: Invocation, number: str, on: datetime | None, document: str) -> None:
    """Record that the recipient was told to give it back.

    \b
    Example:  esep overpayments notify OP-000001 --document 14
    Next:     esep overpayments repay OP-000001 --on 2025-05-12 --amount 1500 --document 7
    """
    day = on.date() if on else None
    with invocation.application() as application:
        done = application.overpayments.notify(number, invocation.actor, on=day, document=document)
    _show(invocation, done)


@command.command()
@click.argument("number")
@click.option("--on", type=DAY, required=True, metavar="DATE", help="Day on which the money came.")
@click.option("--amount", type=Tenge(), required=True, help="So much came, in tenge.")
@click.option("--document", required=True, metavar="NUMBER", help="The payment order that brought it.")
@takes_invocation()
def repay(invocation: Invocation, number: str, on: datetime, amount: int, document: str) -> None:
    """Record money that came from the recipient, or from others for the recipient.

    Run again with the same document, day and amount it changes nothing, and says so.

    \b
    Example:  esep overpayments repay OP-000001 --on 2025-05-12 --amount 1500 --document 7
    Next:     esep overpayments list
    """
    with invocation.application() as application:
        done = application.overpayments.repay(
            number, invocation.actor, on=on.date(), amount_tiyn=amount, document=document
        )
    if not done.is_new:
        tell("This payment is recorded already: nothing was changed.")
    _show(invocation, done.overpayment)


@command.command()
@click.argument("number")
@click.option("--document", required=True, metavar="NUMBER", help="The recipient's application.")
@takes_invocation()
def withhold(invocation: Invocation, number: str, document: str) -> None:
    """Have it withheld from later payments, on the recipient's application only.

    With the pension contribution no more than a quarter of a payment is withheld.

    \b
    Example:  esep overpayments withhold OP-000001 --document 21
    Next:     esep payments prepare --month 2025-05
    """
    with invocation.application() as application:
        done = application.overpayments.withhold(number, invocation.actor, document=document)
    _show(invocation, done)


@command.command()
@click.argument("number")
@click.option("--reason", required=True, metavar="TEXT", help="Why the money is due after all.")
@takes_invocation()
def cancel(invocation: Invocation, number: str, reason: str) -> None:
    """Take a claim back: the money is due after all. What was repaid may be sent again.

    What a later decision makes due again `esep payments prepare` takes back by itself.

    \b
    Example:  esep overpayments cancel OP-000001 --reason "the degree was right, letter 5"
    Next:     esep payments resend SP-000001 --month 2025-05, where something was repaid
    """
    with invocation.application() as application:
        done = application.cancel_overpayment(number, invocation.actor, reason=reason)
    _show(invocation, done)


@command.command(name="list")
@click.option("--case", metavar="CASE", help="Only of this case.")
@takes_invocation(TABLE, JSON, CSV)
def list_overpayments(invocation: Invocation, case: str | None) -> None:
    """List overpayments, and what is left of each.

    \b
    Example:  esep overpayments list --format csv
    Next:     esep overpayments notify OP-000001
    """
    with invocation.application() as application, application.open_unit() as unit:
        number = find_case(unit.cases, case).application.case_number if case is not None else None
        listed = list(unit.overpayments.list_overpayments(case_number=number))
    if invocation.format == JSON:
        documents.write_list("overpayments", map(overpayments.overpayment_shape, listed))
    elif invocation.format == CSV:
        documents.write_csv(overpayments.COLUMNS, map(overpayments.overpayment_shape, listed))
    else:
        screen.answers().print(overpayments.overpayments_table(listed))


def _show(invocation: Invocation, one: Overpayment) -> None:
    if invocation.format == JSON:
        documents.write_document(overpayments.overpayment_shape(one))
    else:
        screen.answers().print(overpayments.overpayments_table([one]))
