"""esep decisions: what the Fund decides on social payments."""

from datetime import datetime
from pathlib import Path

import attrs
import click

from esep.domain.model.recipient_case import CaseAction
from esep.domain.use_cases.case_steps import Cause
from esep.domain.use_cases.change_case import Payee
from esep.domain.use_cases.recalculation_grounds import ChangedFacts
from esep.entrypoints.cli.account_changes import change_account
from esep.entrypoints.cli.case_options import (
    DAY,
    content_of,
    day_of,
    document_of,
    show_step,
    takes_cause,
    takes_document,
)
from esep.entrypoints.cli.decision_lists import grounds, recalculate_all, withdraw
from esep.entrypoints.cli.options import AS_OF, JSON, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import cases, decisions, documents, screen


@click.group(cls=EsepGroup)
def command() -> None:
    """Record what the Fund decides: appoint or refuse, suspend, resume, recalculate, terminate, withdraw.

    Every decision names its document, its ground and who recorded it; nothing is overwritten. Who registered or checked
    an application may not appoint its payment.
    """


command.add_command(change_account)
command.add_command(grounds)
command.add_command(recalculate_all)
command.add_command(withdraw)


@command.command()
@click.argument("name")
@takes_document
@click.option("--reason", default="", help="A remark; kept with the decision.")
@takes_invocation()
def appoint(invocation: Invocation, name: str, document: str, document_date: datetime, reason: str) -> None:
    """Appoint the payment: it is calculated as of the application, and kept with the extract that it rests on.

    What counted of the contributions goes back to the payer no more.

    \b
    Example:  esep decisions appoint SP-000001 --document 12 --document-date 2025-04-10 --actor aigul
    Next:     esep decisions show SP-000001
    """
    with invocation.application() as application:
        case = application.appoint_payment(name, invocation.actor, document_of(document, document_date), reason=reason)
        warnings = application.warn_of_case(case, invocation.actor)
    show_step(invocation, case, warnings=warnings)


@command.command(name="announce-refusal")
@click.argument("name")
@takes_cause
@takes_invocation()
def announce_refusal(invocation: Invocation, name: str, cause: Cause) -> None:
    """Record that the applicant got the preliminary decision, and may object for two working days.

    \b
    Example:  esep decisions announce-refusal SP-000001 --ground not-conforming --document 3
                  --document-date 2025-04-10
    Next:     esep decisions refuse SP-000001, when the days for objections are over
    """
    with invocation.application() as application:
        case = application.refuse_application(name, invocation.actor, cause, is_announced_only=True)
    show_step(invocation, case)


@command.command()
@click.argument("name")
@takes_cause
@takes_invocation()
def refuse(invocation: Invocation, name: str, cause: Cause) -> None:
    """Refuse an application whose refusal was announced, or whose papers did not come in thirty working days.

    \b
    Example:  esep decisions refuse SP-000001 --ground not-completed --document 4 --document-date 2025-06-02
    Next:     esep applications show SP-000001
    """
    with invocation.application() as application:
        case = application.refuse_application(name, invocation.actor, cause)
    show_step(invocation, case)


@command.command()
@click.argument("name")
@takes_cause
@takes_invocation()
def suspend(invocation: Invocation, name: str, cause: Cause) -> None:
    """Suspend a payment from the first day of the month after the one in which the ground came to be known.

    \b
    Example:  esep decisions suspend SP-000001 --ground no-debits --document 7 --document-date 2025-07-02
                  --on 2025-06-30
    Next:     esep decisions resume SP-000001 --ground no-debits ...
    """
    _change(invocation, name, CaseAction.SUSPEND, cause)


@command.command()
@click.argument("name")
@takes_cause
@click.option("--payee", metavar="IIN", help="Who is paid from then on, where that is another person.")
@click.option("--iban", metavar="ACCOUNT", help="The payee's account.")
@click.option("--bic", help="The payee's bank.")
@click.option("--received", type=DAY, metavar="DATE", help="When the papers came. [default: the document's date]")
@takes_invocation()
def resume(  # click gives each option by its name
    invocation: Invocation,
    name: str,
    cause: Cause,
    payee: str | None,
    iban: str | None,
    bic: str | None,
    received: datetime | None,
) -> None:
    """Resume a suspended payment; the ground ends that of the suspension and says from which day it is paid again.

    Childcare is resumed on papers that came before the child was one and a half years old (Social Code 86(3)).

    \b
    Example:  esep decisions resume SP-000001 --ground no-debits --document 9 --document-date 2025-08-04
    Next:     esep decisions show SP-000001
    """
    given = (payee, iban, bic)
    if any(given) and not all(given):
        raise click.UsageError("give --payee, --iban and --bic together")
    person = Payee.named(payee, account=iban, bic=bic) if payee and iban and bic else None
    _change(invocation, name, CaseAction.RESUME, attrs.evolve(cause, received_on=day_of(received)), person)


@command.command()
@click.argument("name")
@takes_cause
@takes_invocation()
def terminate(invocation: Invocation, name: str, cause: Cause) -> None:
    """End a payment; the ground says from which day, after a death with the end of its month.

    \b
    Example:  esep decisions terminate SP-000001 --ground recipient-died --document 11 --document-date 2025-09-03
                  --on 2025-09-01
    Next:     esep applications tell SP-000001
    """
    _change(invocation, name, CaseAction.TERMINATE, cause)


@command.command()
@click.argument("name")
@takes_cause
@click.option("--degree", type=int, metavar="PERCENT", help="New degree of the loss of ability to work.")
@click.option("--until", type=DAY, metavar="DATE", help="New end of the term of disability.")
@click.option("--dependants", type=click.Path(path_type=Path), metavar="FILE", help="JSON list of all there are now.")
@click.option("--days", type=int, metavar="N", help="Days of leave of all sheets together.")
@click.option("--birth-order", type=int, metavar="N", help="Order of birth of the child.")
@takes_invocation()
def recalculate(  # click gives each option by its name
    invocation: Invocation,
    name: str,
    cause: Cause,
    degree: int | None,
    until: datetime | None,
    dependants: Path | None,
    days: int | None,
    birth_order: int | None,
) -> None:
    """Decide anew how much is paid, from the day of the ground on. The earlier decision stays as it was made.

    \b
    Example:  esep decisions recalculate SP-000001 --ground degree-changed --degree 80 --document 14
                  --document-date 2025-10-02 --on 2025-10-01
              esep decisions recalculate SP-000002 --ground increase --document 1 --document-date 2026-01-05
    Next:     esep decisions show SP-000001
    """
    content = content_of(dependants) if dependants else None
    with invocation.application() as application:
        reader = application.social_application_reader
        facts = ChangedFacts(
            degree_percent=degree,
            until_on=day_of(until),
            dependants=reader.read_dependants(content, dependants.name) if content and dependants else (),
            leave_days=days,
            birth_order=birth_order,
        )
        case = application.recalculate_payment(name, invocation.actor, cause, facts)
    show_step(invocation, case)


@command.command()
@click.argument("name")
@click.option("--as-of", type=AS_OF, help="What was recorded by then; a date means its end in Almaty.")
@takes_invocation()
def show(invocation: Invocation, name: str, as_of: datetime | None) -> None:
    """Show every decision on a case, as it was made: the steps, and the extract of contributions that it rests on.

    \b
    Example:  esep decisions show SP-000001
              esep decisions show SP-000001 --as-of 2025-04-30 --format json
    """
    with invocation.application() as application:
        case = application.show_case(name, invocation.actor, as_of=as_of)
    if invocation.format == JSON:
        documents.write_document({**cases.summary_shape(case), "decisions": decisions.decision_shapes(case)})
    else:
        screen.answers().print(decisions.decisions_page(case))


def _change(invocation: Invocation, name: str, action: CaseAction, cause: Cause, payee: Payee | None = None) -> None:
    with invocation.application() as application:
        case = application.change_case(name, action, invocation.actor, cause, payee=payee)
    show_step(invocation, case)
