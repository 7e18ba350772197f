"""esep benefits: how much a social payment is, and the lists that it is calculated from."""

from datetime import datetime
from pathlib import Path

import click

from esep.domain.errors import InvalidInput
from esep.domain.model.calculation import CalculationRequest
from esep.domain.model.social_payment import CALCULATED_KINDS, SocialPaymentKind
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import AS_OF, JSON, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import calculation_page, documents, screen
from esep.entrypoints.cli.presentation.wording import counted

DAY = click.DateTime(["%Y-%m-%d"])


@click.group(cls=EsepGroup)
def command() -> None:
    """Calculate social payments; load the months that are credited without a contribution."""


@command.command()
@click.option("--kind", type=click.Choice([kind.word for kind in CALCULATED_KINDS]), required=True, help="Of payment.")
@click.option("--iin", metavar="IIN", required=True, help="The insured person; of a breadwinner's the breadwinner.")
@click.option("--right-on", type=DAY, required=True, metavar="DATE", help="The day on which the right arose.")
@click.option("--applied-on", type=DAY, required=True, metavar="DATE", help="The day of application.")
@click.option("--degree", type=int, metavar="PERCENT", help="Of the loss of ability to work; for disability.")
@click.option("--dependants", type=int, metavar="N", help="How many; for a breadwinner's payment.")
@click.option("--days", type=int, metavar="N", help="Of leave on the sheet of incapacity; for maternity.")
@click.option("--birth-order", type=int, metavar="N", help="Of the child in the family, from 1; for childcare.")
@click.option("--pension-exempt", is_flag=True, help="Nothing is withheld as a pension contribution.")
@click.option("--as-of", type=AS_OF, help="From what was recorded by then; a date means its end in Almaty.")
@takes_invocation()
def calculate(  # noqa: PLR0913, PLR0917  # click gives each option by its name
    invocation: Invocation,
    kind: str,
    iin: str,
    right_on: datetime,
    applied_on: datetime,
    degree: int | None,
    dependants: int | None,
    days: int | None,
    birth_order: int | None,
    pension_exempt: bool,
    as_of: datetime | None,
) -> None:
    """Calculate a social payment from what is recorded, with every step and where it stands. Nothing is decided.

    The rules are those in force on the day of right; rate and minimum wage are those of each month. Where a parameter
    is not known the calculation is refused and tells which. That the person was looked at is recorded.

    \b
    Example:  esep benefits calculate --kind job-loss --iin 900101300017 --right-on 2026-02-10 --applied-on 2026-02-12
              esep benefits calculate --kind maternity --iin 900101300017 --right-on 2026-02-10
                  --applied-on 2026-02-12 --days 126
    Next:     esep accounts show IIN shows the contributions that it rests on
    """
    request = CalculationRequest(
        kind=SocialPaymentKind.named(kind),
        right_on=right_on.date(),
        applied_on=applied_on.date(),
        degree_percent=degree,
        dependants=dependants,
        days=days,
        birth_order=birth_order,
        is_pension_exempt=pension_exempt,
    )
    with invocation.application() as application:
        found = application.calculate_benefit(iin, request, invocation.actor, as_of=as_of)
    if invocation.format == JSON:
        documents.write_document(calculation_page.calculation_shape(found))
    else:
        screen.answers().print(calculation_page.calculation_table(found))


@command.command(name="load-credited-months")
@click.argument("file", type=click.Path(path_type=Path))
@takes_invocation()
def load_credited_months(invocation: Invocation, file: Path) -> None:
    """Load a CSV list of credited months and certified income whole, or nothing of it; the newest answers.

    The first line names the columns: iin,month,kind,income,document_number,document_date. The month is YYYY-MM, the
    income in tenge, or nothing. Kinds: emergency-benefit, zero-coefficient, certified-income, media-exemption, and
    job-loss-benefit for each month of that benefit received before. Every bad row is named with its line number.

    \b
    Example:  esep benefits load-credited-months credited-months.csv
    Next:     esep benefits calculate ...
    """
    if not file.is_file():
        found = "is a folder" if file.is_dir() else "does not exist"
        raise InvalidInput(f"{file} {found}; expected a CSV list of credited months: check the name")
    with invocation.application() as application:
        version = application.load_credited_months(file.read_bytes(), file.name, invocation.actor)
    if invocation.format == JSON:
        documents.write_document(calculation_page.list_version_shape(version))
        return
    print(f"Loaded version {version.version} of the credited months: {counted(version.row_count, 'row', 'rows')}.")
    tell("Next: esep benefits calculate")
