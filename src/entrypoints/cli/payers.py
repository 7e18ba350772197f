"""esep payers: who pays, and what they paid."""

from functools import partial
from pathlib import Path

import click

from esep.domain.errors import InvalidInput
from esep.domain.model.month import Month
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import JSON, PERIOD, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import calculation_page, documents, payers, screen
from esep.entrypoints.cli.presentation.wording import counted


@click.group(cls=EsepGroup)
def command() -> None:
    """Show what a payer paid for a month; load the register of payers."""


@command.command(name="load-register")
@click.argument("file", type=click.Path(path_type=Path))
@takes_invocation()
def load_register(invocation: Invocation, file: Path) -> None:
    """Load a CSV file of entities and entrepreneurs whole, or nothing of it; the newest answers.

    The first line names the columns: BIN,name,registered,removed, days as YYYY-MM-DD. From then on an order whose
    sender or actual payer is not there, or was removed before the value date, is held as payer-not-registered. Until
    one is loaded no payer is compared, nor is ever a person who pays for themselves. Every bad row is named with its
    line number.

    \b
    Example:  esep payers load-register payers.csv
    Next:     esep orders retry, where orders were held for want of a payer
    """
    if not file.is_file():
        found = "is a folder" if file.is_dir() else "does not exist"
        raise InvalidInput(f"{file} {found}; expected a CSV file with the register of payers: check the name")
    with invocation.application() as application, file.open("rb") as source:
        version = application.load_payers(source, file.name, invocation.actor)
    if invocation.format == JSON:
        documents.write_document(payers.payer_version_shape(version))
        return
    loaded = counted(version.payers_count, "payer", "payers")
    print(f"Loaded version {version.version} of the register of payers: {loaded}.")
    tell("Next: esep orders retry, where orders were held for want of a payer")


@command.command(name="load-regimes")
@click.argument("file", type=click.Path(path_type=Path))
@takes_invocation()
def load_regimes(invocation: Invocation, file: Path) -> None:
    """Load a CSV list of the regimes under which payers pay whole, or nothing of it; the newest answers.

    The first line names the columns: payer,regime,from,to, days as YYYY-MM-DD, the last one empty while it holds.
    Regimes: single-payment, self-employed, platform; whoever is not there pays in the ordinary way. By it income is
    reckoned from contributions. Every bad row is named with its line number.

    \b
    Example:  esep payers load-regimes regimes.csv
    Next:     esep benefits calculate ...
    """
    if not file.is_file():
        found = "is a folder" if file.is_dir() else "does not exist"
        raise InvalidInput(f"{file} {found}; expected a CSV list of payers' regimes: check the name")
    with invocation.application() as application:
        version = application.load_payer_regimes(file.read_bytes(), file.name, invocation.actor)
    if invocation.format == JSON:
        documents.write_document(calculation_page.list_version_shape(version))
        return
    print(f"Loaded version {version.version} of the regimes: {counted(version.row_count, 'row', 'rows')}.")
    tell("Next: esep benefits calculate")


@command.command()
@click.argument("payer", metavar="ID")
@click.option("--period", required=True, type=PERIOD, help="The month paid for.")
@takes_invocation()
def show(invocation: Invocation, payer: str, period: Month) -> None:
    """Show what a payer paid for a month: orders, people, sums, what went back, what is open.

    ID is a BIN or IIN, of the sender or of the actual payer. For an entity it tells for whom it paid more or less than
    the bounds of the month, all its orders together. That a person's own payments were looked at is recorded.

    \b
    Example:  esep payers show 980250615763 --period 2020-01
    Next:     esep penalties check 980250615763 --period 2020-01
    """
    with invocation.application() as application:
        page = application.show_payer(payer, period, invocation.actor)
        text_of = partial(application.rulebook.text, language=invocation.language)
    if invocation.format == JSON:
        documents.write_document(payers.payer_shape(page, text_of))
    else:
        screen.answers().print(payers.payer_table(page, text_of))
