"""esep accounts: what is recorded for a person."""

from datetime import date, datetime

import click

from esep.domain.errors import InvalidInput
from esep.domain.model.month import Month
from esep.domain.use_cases.correct_line import CorrectionRequest
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import AS_OF, JSON, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import account_page, documents, screen
from esep.entrypoints.cli.presentation.wording import tenge


@click.group(cls=EsepGroup)
def command() -> None:
    """Show what is recorded for a person; correct a line that has a wrong person or month."""


@command.command()
@click.argument("iin")
@click.option("--as-of", type=AS_OF, help="What was recorded by then; a date means its end in Almaty.")
@takes_invocation()
def show(invocation: Invocation, iin: str, as_of: datetime | None) -> None:
    """Show a personal account: contributions and penalties by month, with the order each came in.

    Told are also what went to the Fund and back, corrections, days late, amounts recognised as illegal, and what a
    payer brought for a month over or under its bounds. That it was looked at is recorded, with --actor and --purpose.

    \b
    Example:  esep accounts show 900101300017
              esep accounts show 900101300017 --as-of 2020-02-29 --purpose "request 12 of the person"
    """
    with invocation.application() as application:
        account = application.show_account(iin, invocation.actor, as_of=as_of)
    if invocation.format == JSON:
        documents.write_document(account_page.account_shape(account))
    else:
        screen.answers().print(account_page.account_table(account))


@command.command()
@click.argument("reference")
@click.option("--line", "line_number", type=click.IntRange(min=1), required=True, help="Its number in the order.")
@click.option("--to-iin", metavar="IIN", help="The right person.")
@click.option("--to-period", metavar="YYYY-MM", help="The right month.")
@click.option("--reason", required=True, help="Why; kept with the correction.")
@click.option("--document-number", required=True, help="Of the document that the correction rests on.")
@click.option("--document-date", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Of that document.")
@takes_invocation()
def correct(
    invocation: Invocation,
    reference: str,
    line_number: int,
    to_iin: str | None,
    to_period: str | None,
    reason: str,
    document_number: str,
    document_date: datetime,
) -> None:
    """Bring a credited line to the right person or month: a reversal and a new entry, both with one cause.

    Nothing that was recorded is changed: the account shows the reversed record and the new one. Refused where money of
    the line went back to the payer, a refund application for it is under way, or it counted in a decision on a social
    payment. Asked for twice, it is done once.

    \b
    Example:  esep accounts correct R1-000013 --line 2 --to-period 2020-01 --reason "month misprinted"
                  --document-number 17 --document-date 2020-03-02
    Next:     esep accounts show IIN
    """
    request = CorrectionRequest(
        reference=reference,
        line_number=line_number,
        to_iin=to_iin,
        to_month=None if to_period is None else Month.parse_iso(to_period),
        reason=reason,
        document_number=document_number,
        document_date=_day(document_date),
    )
    with invocation.application() as application:
        correction = application.correct_line(request, invocation.actor)
    shape = account_page.correction_shape(correction, reference)
    if invocation.format == JSON:
        documents.write_document(shape)
        return
    print(
        f"Correction {correction.correction_number}: {tenge(correction.amount_tiyn)} tenge of line {line_number} of "
        f"{reference} from {shape['from']['iin']} for {shape['from']['period']} to {shape['to']['iin']} for "
        f"{shape['to']['period']}."
    )
    tell("Next: esep accounts show IIN shows the reversed record and the new one")


def _day(instant: datetime) -> date:
    if instant.year < 2000:  # no document of this insurance is older
        raise InvalidInput(f"{instant:%Y-%m-%d} is too early for a document on social contributions")
    return instant.date()
