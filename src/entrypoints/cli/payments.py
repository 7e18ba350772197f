"""esep payments: pay social payments, and book what comes back."""

from datetime import datetime
from functools import partial
from pathlib import Path

import click

from esep.domain.errors import NotFound
from esep.domain.model.benefit_payment import PaymentState
from esep.domain.model.month import Month
from esep.domain.model.recipient_case import case_number_of
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.use_cases.match_returned_by_hand import HeldLine, NamedPayment
from esep.domain.use_cases.resend_payments import PayoutAccount
from esep.entrypoints.cli.failures import DONE, DONE_WITH_EXCEPTIONS, tell
from esep.entrypoints.cli.options import CSV, JSON, PERIOD, TABLE, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.payment_answers import show_matched, show_prepared, show_returned, show_sent
from esep.entrypoints.cli.presentation import documents, payments, screen
from esep.entrypoints.cli.presentation.wording import counted

DAY = click.DateTime(["%Y-%m-%d"])
OUT = click.option("--out", default="outgoing", show_default=True, metavar="DIR", help="Folder for the files.")


@click.group(cls=EsepGroup)
def command() -> None:
    """Pay social payments month by month, each once, and book what comes back (Rules, items 12(24)-(25), 13, 14)."""


@command.command()
@click.option("--month", type=PERIOD, required=True, help="The month to be paid for; arrears of earlier ones go along.")
@OUT
@takes_invocation()
def prepare(invocation: Invocation, month: Month, out: str) -> int:
    """Make the month's payments of all cases that are paid, and write them as MT102 files for the banks.

    Each payment is formed and sent once, however often or by how many processes at once this is run. Ten percent go to
    the pension fund where the decision says so (purpose code 010). What was paid after a payee's death, or is not due
    any more by a later decision, is found as an overpayment. Killed at any point, simply run it again. Exit code 3
    where payments wait that no message can carry yet.

    \b
    Example:  esep payments prepare --month 2025-04 --out outgoing/
    Next:     esep payments list --month 2025-04, esep payments confirm --month 2025-04
    """
    with invocation.application() as application:
        prepared = application.prepare_payments(month, out, invocation.actor)
    show_prepared(invocation, month, prepared)
    return DONE_WITH_EXCEPTIONS if prepared.waiting else DONE


@command.command()
@click.option("--file", "file_name", metavar="NAME", help="The file whose messages the bank executed.")
@click.option("--month", type=PERIOD, help="All messages of what was prepared for this month.")
@click.option("--on", type=DAY, metavar="DATE", help="Day of the bank's confirmation. [default: today]")
@takes_invocation()
def confirm(invocation: Invocation, file_name: str | None, month: Month | None, on: datetime | None) -> None:
    """Record that the bank executed a file, or all messages of a month: their payments are paid.

    \b
    Example:  esep payments confirm --file payments-20250410-GCVP-00000000001.txt
    Next:     esep payments list --state paid
    """
    if (file_name is None) == (month is None):
        raise click.UsageError("give either --file or --month")
    with invocation.application() as application:
        confirmed = application.confirm_payments(
            invocation.actor, file_name=file_name, month=month, on=on.date() if on else None
        )
    if invocation.format == JSON:
        documents.write_document({"messages": confirmed})
    else:
        tell(f"{counted(confirmed, 'message', 'messages')} confirmed.")
        if not confirmed:
            of = f"of file {file_name}" if month is None else f"with payments prepared for {month}"
            tell(f"No message {of} waits for confirmation: see `esep payments list`, and its --state sent.")


@command.command(name="list")
@click.option("--month", type=PERIOD, help="Paid for this month.")
@click.option("--state", type=click.Choice([state.value for state in PaymentState]), help="How they stand.")
@click.option("--kind", metavar="KIND", help="Of this kind, as job-loss or 0703.")
@takes_invocation(TABLE, JSON, CSV)
def list_payments(invocation: Invocation, month: Month | None, state: str | None, kind: str | None) -> None:
    """List payments: by month paid for, state and kind. Payees' numbers are masked.

    \b
    Example:  esep payments list --month 2025-04 --state returned --format csv
    Next:     esep payments show SP-000001
    """
    code = SocialPaymentKind.named(kind).value if kind else None
    with invocation.application() as application, application.open_unit() as unit:
        listed = unit.payments.list_payments(month=month, state=PaymentState(state) if state else None, kind=code)
        if invocation.format == JSON:
            documents.write_list("payments", map(payments.payment_shape, listed))
        elif invocation.format == CSV:
            documents.write_csv(payments.PAYMENT_COLUMNS, map(payments.payment_shape, listed))
        else:
            screen.answers().print(payments.payments_table(listed))


@command.command()
@click.argument("case")
@takes_invocation(TABLE, JSON, CSV)
def show(invocation: Invocation, case: str) -> None:
    """Show every payment of a case. That a person's data were looked at is recorded.

    \b
    Example:  esep payments show SP-000001
    Next:     esep payments resend SP-000001 --month 2025-04
    """
    with invocation.application() as application, application.open_unit() as unit:
        number = case_number_of(case.strip())
        found = None if number is None else unit.cases.find(number)
        if found is None or number is None:
            raise NotFound(f"no case is called {case[:50]!r}; expected a name like SP-000001")
        views = unit.payments.of_case(number)
        unit.usage.note_view(
            found.application.person_key, actor=invocation.actor, viewed_at=application.clock.now(), what="payments"
        )
    shapes = [payments.payment_shape(view) for view in views]
    if invocation.format == JSON:
        documents.write_document({"case": found.name, "payments": shapes})
    elif invocation.format == CSV:
        documents.write_csv(payments.PAYMENT_COLUMNS, shapes)
    else:
        screen.answers().print(payments.payments_table(views))


@command.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@takes_invocation()
def receive_returns(invocation: Invocation, file: Path) -> int:
    """Receive a file of orders (MT102) that bring payments back: 028, 047, 049, 092, 097, and 021 for contributions.

    The bytes are kept first. Each line is matched to the payment that it gives back, by person, kind, amount and, where
    they are told, month and reference; 049 only where the purpose text says «Возврат сумм». A line that matches nothing
    is held and listed. A file received again changes nothing, but its held lines are tried again. An order that waits
    among the payment orders, since `orders receive` took it first, is taken over from there. Exit code 3 where a line
    is held or a message cannot be read.

    \b
    Example:  esep payments receive-returns returned-payments.txt
    Next:     esep payments returns --held, esep payments resend SP-000001 --month 2025-04
    """
    with invocation.application() as application:
        with file.open("rb") as source:
            messages = list(application.reader.read(source, file.name))
        received = application.receive_returned_payments(messages, invocation.actor)
        show_returned(invocation, file.name, received, partial(application.rulebook.text, language=invocation.language))
    return DONE_WITH_EXCEPTIONS if received.held or received.unreadable else DONE


@command.command()
@click.option("--held", is_flag=True, help="Only lines without a payment.")
@takes_invocation(TABLE, JSON, CSV)
def returns(invocation: Invocation, held: bool) -> None:
    """List returned lines with the payments found for them.

    \b
    Example:  esep payments returns --held
    Next:     esep payments match-returned KZKO-000418 SP-000001/2025-04/1 --reason TEXT
    """
    with invocation.application() as application, application.open_unit() as unit:
        lines = unit.returned_payments.lines(is_held=True if held else None)
        if invocation.format == JSON:
            documents.write_list("lines", map(payments.returned_shape, lines))
        elif invocation.format == CSV:
            documents.write_csv(payments.RETURN_COLUMNS, map(payments.returned_shape, lines))
        else:
            screen.answers().print(payments.returned_table(lines))


@command.command()
@click.argument("reference")
@click.argument("payment")
@click.option("--line", type=click.IntRange(min=1), default=1, show_default=True, help="The held line of the order.")
@click.option("--value-date", type=DAY, metavar="DATE", help="Of the order, where several have the reference.")
@click.option("--contribution", is_flag=True, help="The pension contribution came back, not the payment.")
@click.option("--reason", required=True, metavar="TEXT", help="Why the line gives back that payment.")
@takes_invocation()
def match_returned(
    invocation: Invocation,
    reference: str,
    payment: str,
    line: int,
    value_date: datetime | None,
    contribution: bool,
    reason: str,
) -> None:
    """Say which PAYMENT (as SP-000001/2025-04/1) a held line of the order REFERENCE gives back.

    For lines that do not tell it themselves: a number typed wrong, another purpose code, no text. The payment must
    stand as sent, and the amounts must agree. Who said so and why is kept.

    \b
    Example:  esep payments match-returned KZKO-000418 SP-000001/2025-04/1 --reason "the bank's letter 17"
    Next:     esep payments resend SP-000001 --month 2025-04
    """
    held = HeldLine(reference=reference, line_number=line, value_date=value_date.date() if value_date else None)
    named = NamedPayment.parse(payment, is_contribution=contribution)
    with invocation.application() as application:
        matched = application.match_returned_by_hand(held, named, invocation.actor, reason=reason)
    show_matched(invocation, matched)


@command.command()
@click.argument("case")
@click.option("--month", type=PERIOD, required=True, help="The month paid for.")
@click.option("--part", type=click.IntRange(min=1), help="Only this part of the payment. [default: all that came back]")
@click.option("--account", metavar="IBAN", help="Another account; with --bic. [default: the same]")
@click.option("--bic", metavar="BIC", help="Code of the bank that keeps it.")
@OUT
@takes_invocation()
def resend(
    invocation: Invocation, case: str, month: Month, part: int | None, account: str | None, bic: str | None, out: str
) -> int:
    """Send again what the bank sent back, each return once.

    \b
    Example:  esep payments resend SP-000001 --month 2025-04 --account KZ86125KZT5004100100 --bic HSBKKZKX
    Next:     esep payments show SP-000001
    """
    if (account is None) != (bic is None):
        raise click.UsageError("--account and --bic belong together")
    to = PayoutAccount(account=account, bic=bic) if account and bic else None
    with invocation.application() as application:
        sent = application.resend_payments(case, month, out, invocation.actor, part=part, to=to)
    show_sent(invocation, sent)
    return DONE_WITH_EXCEPTIONS if sent.waiting else DONE
