"""esep decisions change-account: another account of a payee, on application."""

from datetime import datetime

import click

from esep.domain.use_cases.case_steps import Cause
from esep.domain.use_cases.resend_payments import PayoutAccount
from esep.entrypoints.cli.case_options import DAY, day_of, document_of, show_step
from esep.entrypoints.cli.options import EsepCommand, Invocation, takes_invocation


@click.command(cls=EsepCommand)
@click.argument("name")
@click.option("--account", required=True, metavar="IBAN", help="The new account.")
@click.option("--bic", required=True, metavar="BIC", help="Code of the bank that keeps it.")
@click.option("--document", required=True, metavar="NUMBER", help="Number of the application to change the account.")
@click.option("--document-date", type=DAY, required=True, metavar="DATE", help="Its date.")
@click.option("--part", type=click.IntRange(min=1), help="Whose account, where several are paid.")
@click.option("--on", "happened_on", type=DAY, metavar="DATE", help="The day on which it came. [default: today]")
@takes_invocation()
def change_account(  # click gives each option by its name
    invocation: Invocation,
    name: str,
    account: str,
    bic: str,
    document: str,
    document_date: datetime,
    part: int | None,
    happened_on: datetime | None,
) -> None:
    """Pay to another account from now on, on the payee's application (Orders 237 item 55, 238 item 68, 239 item 67).

    Nothing is decided by it: amounts, payees and months stay. Payments that were not sent yet go to the new account,
    and so does what comes back and is sent again; those that were sent stay where they went. The same application
    recorded again changes nothing.

    \b
    Example:  esep decisions change-account SP-000001 --account KZ756010002000123456 --bic HSBKKZKX --document 31
                  --document-date 2025-06-02
    Next:     esep decisions show SP-000001
    """
    cause = Cause(happened_on=day_of(happened_on), document=document_of(document, document_date))
    to = PayoutAccount(account=account, bic=bic)
    with invocation.application() as application:
        case = application.change_account(name, invocation.actor, cause, to, part=part)
    show_step(invocation, case)
