"""esep recipients: the record of recipients of social payments (Rules, items 10-14)."""

from datetime import datetime

import click

from esep.domain.model.month import Month
from esep.entrypoints.cli.case_options import DAY, day_of
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import AS_OF, CSV, JSON, PERIOD, TABLE, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, payments, people_signals, recipients, screen


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

    Who is paid by the case of another recipient is shown too: a member of the breadwinner's family, or who is paid in
    the recipient's place. Any of the person's numbers finds them. That the data were looked at is recorded.

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

    And what was paid, returned and withheld. Decisions and returns count by the day of recording, payments by the day
    of their file: a month that is over does not change. A return that was received late counts in a later month.

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
    """List what speaks for a decision on a live case. Nothing is decided by it; looked up anew each time.

    Contributions that came for a breadwinner after the loss: the payment is suspended until it is clear whether the
    breadwinner lives (Social Code, article 241(1)(11)). Dependants who died by the register, came of age, or whose
    term ended (239(6)). Recipients whose citizenship changed in the register (86, 119, 182, 241).

    \b
    Example:  esep recipients signals
    Next:     esep decisions grounds
    """
    with invocation.application() as application:
        found = application.find_signals()
    if invocation.format == JSON:
        people = list(map(people_signals.signal_shape, found.people))
        documents.write_list("signals", map(payments.signal_shape, found.contributions), {"people": people})
        return
    if found.contributions:
        screen.answers().print(payments.signals_table(found.contributions))
    if found.people:
        screen.answers().print(people_signals.signals_table(found.people))
    if not found.contributions and not found.people:
        tell("No contribution came for a breadwinner whose loss is paid for, and of nobody paid for there is news.")
