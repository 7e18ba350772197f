"""esep recipients: the record of recipients of social payments (Rules, items 10-14)."""

from datetime import datetime

import click

from esep.domain.model.month import Month
from esep.entrypoints.cli.case_options import DAY, day_of
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import AS_OF, CSV, JSON, PERIOD, TABLE, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, payments, recipients, screen


@click.group(cls=EsepGroup)
def command() -> None:
    """Show recipients of social payments, and the month's figures."""


@command.command()
@click.argument("iin")
@click.option("--as-of", type=AS_OF, help="What was recorded by then; a date means its end in Almaty.")
@click.option("--valid-on", type=DAY, metavar="DATE", help="The person's data of that day. [default: the newest]")
@takes_invocation()
def show(invocation: Invocation, iin: str, as_of: datetime | None, valid_on: datetime | None) -> None:
    """Show the record of a recipient: the 25 data of item 12 with their history, every case and decision.

    Any of the person's numbers finds the recipient. That the data were looked at is recorded.

    \b
    Example:  esep recipients show 880417490000
              esep recipients show 880417490000 --as-of 2025-06-30 --purpose "request 12" --format json
    """
    with invocation.application() as application:
        page = application.show_recipient(iin, invocation.actor, as_of=as_of, on=day_of(valid_on))
    if invocation.format == JSON:
        documents.write_document(recipients.page_shape(page))
    else:
        screen.answers().print(recipients.page_table(page))


@command.command()
@click.option("--month", type=PERIOD, required=True, help="The month in which it was decided.")
@takes_invocation(TABLE, JSON, CSV)
def summary(invocation: Invocation, month: Month) -> None:
    """Count what was decided in a month, per kind and region: appointed, suspended, resumed, terminated, withdrawn.

    And what was paid, returned and withheld. Decisions count by the day of recording, payments by the day of their
    file, returns by that of their order: a month that is over does not change.

    \b
    Example:  esep recipients summary --month 2025-04 --format csv
    """
    with invocation.application() as application:
        figures = application.summarise_recipients(month)
    shapes = [recipients.figures_shape(one) for one in figures]
    if invocation.format == JSON:
        documents.write_document({"month": str(month), "figures": shapes})
    elif invocation.format == CSV:
        documents.write_csv(recipients.FIGURE_COLUMNS, shapes)
    elif shapes:
        screen.answers().print(recipients.figures_table(figures))
    else:
        tell(f"Nothing was decided or paid in {month}.")


@command.command()
@takes_invocation()
def signals(invocation: Invocation) -> None:
    """List contributions that came for a breadwinner after the loss (Social Code, article 241(1)(11)).

    Each is a ground to suspend the payment until it is clear whether the breadwinner lives. Looked up anew each time.

    \b
    Example:  esep recipients signals
    Next:     esep decisions grounds
    """
    with invocation.application() as application, application.open_unit() as unit:
        found = unit.payments.signals()
    if invocation.format == JSON:
        documents.write_list("signals", map(payments.signal_shape, found))
    elif found:
        screen.answers().print(payments.signals_table(found))
    else:
        tell("No contribution came for a breadwinner whose loss is paid for.")
