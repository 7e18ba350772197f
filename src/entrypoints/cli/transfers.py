"""esep transfers: send credited money to the Fund."""

from datetime import datetime

import click

from esep.domain.errors import InvalidInput
from esep.domain.model.fund_account import FundAccount
from esep.domain.use_cases.prepare_transfers import PreparedTransfers
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import CSV, JSON, TABLE, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, screen, shapes, tables, transfers
from esep.entrypoints.cli.presentation.wording import counted

COLUMNS = (
    "number", "transferred_on", "purpose_code", "amount_tiyn", "orders", "lines", "late_orders", "reference", "file",
    "prepared_at",
)  # fmt: skip


@click.group(cls=EsepGroup)
def command() -> None:
    """Send credited money to the Fund, at most one operating day after receipt (Social Code, article 17(1)(29))."""


@command.command()
@click.option(
    "--on",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Day of the transfer; everything received up to it goes.",
)
@click.option("--out", default="outgoing", show_default=True, metavar="DIR", help="Folder for the file.")
@click.option("--fund-account", metavar="IBAN", help="The Fund's account; with --fund-bic.")
@click.option("--fund-bic", metavar="BIC", help="Code of the bank that keeps it.")
@takes_invocation()
def prepare(invocation: Invocation, on: datetime, out: str, fund_account: str | None, fund_bic: str | None) -> None:
    """Gather credited money that is not with the Fund yet into one payment order per purpose code (MT100).

    Each order goes once, whole, less what was refunded before; run again, nothing is left to be done. The Fund's
    account is in no published source: without --fund-account and --fund-bic (or ESEP_FUND_ACCOUNT and ESEP_FUND_BIC)
    the transfers are recorded, and the next run with them writes the file. Killed at any point, simply run it again.

    \b
    Example:  esep transfers prepare --on 2020-02-24 --out outgoing/
    Next:     esep transfers list
    """
    to = _fund_account(fund_account, fund_bic)
    with invocation.application() as application:
        prepared = application.prepare_transfers(on.date(), out, invocation.actor, to=to)
    _show(invocation, prepared)
    if prepared.has_waiting:
        tell(
            "Transfers without a file wait: give the Fund's account by --fund-account and --fund-bic, or by "
            "ESEP_FUND_ACCOUNT and ESEP_FUND_BIC, and run the same command again."
        )


@command.command(name="list")
@takes_invocation(TABLE, JSON, CSV)
def list_transfers(invocation: Invocation) -> None:
    """List every transfer, and how many of its orders went later than the next operating day.

    \b
    Example:  esep transfers list --format csv > transfers.csv
    Next:     esep deadlines list
    """
    with invocation.application() as application:
        listed = application.list_transfers()
        if invocation.format == JSON:
            documents.write_list("transfers", map(transfers.listed_shape, listed))
        elif invocation.format == CSV:
            documents.write_csv(COLUMNS, map(transfers.listed_shape, listed))
        else:
            screen.answers().print(transfers.listed_table(listed))


def _fund_account(account: str | None, bic: str | None) -> FundAccount | None:
    """The Fund's account where it is named; both parts or none."""
    if not account and not bic:
        return None
    if not account or not bic:
        raise InvalidInput("the Fund's account and its bank's code belong together: give --fund-account and --fund-bic")
    return FundAccount(account=account, bic=bic)


def _show(invocation: Invocation, prepared: PreparedTransfers) -> None:
    if invocation.format == JSON:
        documents.write_document(
            {
                "transfers": [transfers.transfer_shape(one) for one in prepared.transfers],
                "files": [shapes.file_shape(file) for file in prepared.files],
            }
        )
        return
    if prepared.transfers:
        screen.answers().print(transfers.prepared_table(prepared.transfers))
    else:
        tell("Nothing was left to be transferred.")
    if prepared.files:
        screen.answers().print(tables.files_table(prepared.files))
        tell(f"{counted(len(prepared.files), 'file', 'files')} written.")
