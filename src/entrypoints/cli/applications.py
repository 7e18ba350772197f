"""esep applications: applications for social payments, until the Fund decides."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from esep.domain.model.recipient_case import CaseAction, CaseState, RecipientCase
from esep.domain.model.social_payment import SocialPaymentKind
from esep.entrypoints.cli.case_options import DAY, content_of, day_of, show_step, tell_next, tell_warnings
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import AS_OF, CSV, JSON, TABLE, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import cases, documents, screen

ON = click.option(
    "--on", "happened_on", type=DAY, metavar="DATE", help="The day on which it was done. [default: today]"
)


@click.group(cls=EsepGroup)
def command() -> None:
    """Register applications for social payments, check them, send them to the Fund, complete their papers.

    From the day of application on the recipient is accounted for. One person prepares an application (register,
    check), another appoints the payment (esep decisions).
    """


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@takes_invocation()
def register(invocation: Invocation, file: Path) -> None:
    """Register an application: a JSON file. Its date is the day it came, or the next working day outside of hours.

    Every reason against it is told at once, with its rule, and then nothing is recorded. The same application again
    gets the first answer. Where the register does not confirm a breadwinner's death, that is told.

    \b
    Example:  esep applications register application-job-loss.json
    Next:     esep applications check SP-000001
    """
    content = content_of(file)
    with invocation.application() as application:
        registered = application.register_application(content, file.name, invocation.actor)
        warnings = application.warn_of_case(registered.case, invocation.actor)
    show_step(invocation, registered.case, is_new=registered.is_new, warnings=warnings)
    if not registered.is_new and invocation.format != JSON:
        tell(f"Registered before, on {registered.case.application.registered_on}: nothing was recorded now.")


@command.command(name="list")
@click.option("--state", type=click.Choice([state.value for state in CaseState]), help="Only those in this state.")
@click.option("--kind", type=click.Choice([kind.word for kind in SocialPaymentKind]), help="Only those of this kind.")
@takes_invocation(TABLE, JSON, CSV)
def list_applications(invocation: Invocation, state: str | None, kind: str | None) -> None:
    """List every case with the state it stands in and the day by which its next step is due.

    \b
    Example:  esep applications list --state with-fund
    Next:     esep applications show SP-000001
    """
    states = [CaseState(state)] if state else list(CaseState)
    kinds = [SocialPaymentKind.named(kind)] if kind else list(SocialPaymentKind)
    with invocation.application() as application, application.open_unit() as unit:
        _write_list(invocation, unit.cases.list_cases(states=states, kinds=kinds))


def _write_list(invocation: Invocation, listed: Iterable[RecipientCase]) -> None:
    if invocation.format == JSON:
        documents.write_list("cases", map(cases.summary_shape, listed))
    elif invocation.format == CSV:
        documents.write_csv(cases.COLUMNS, map(cases.summary_shape, listed))
    else:
        screen.answers().print(cases.cases_table(listed))


@command.command()
@click.argument("name")
@click.option("--as-of", type=AS_OF, help="What was recorded by then; a date means its end in Almaty.")
@takes_invocation()
def show(invocation: Invocation, name: str, as_of: datetime | None) -> None:
    """Show one application: what it says, who did what with it, when and why. The view is recorded.

    \b
    Example:  esep applications show SP-000001
    """
    with invocation.application() as application:
        case = application.show_case(name, invocation.actor, as_of=as_of)
        warnings = application.warn_of_case(case, invocation.actor, as_of=as_of)
    if invocation.format == JSON:
        documents.write_document({"case": cases.case_shape(case), "warnings": warnings})
        return
    screen.answers().print(cases.case_page(case))
    tell_warnings(warnings)
    tell_next(case)


@command.command()
@click.argument("name")
@click.option("--reason", default="", help="A remark; kept with the step.")
@ON
@takes_invocation()
def check(invocation: Invocation, name: str, reason: str, happened_on: datetime | None) -> None:
    """Record that the papers are complete and the draft decision is made (Order 237, item 19).

    \b
    Example:  esep applications check SP-000001
    Next:     esep applications send SP-000001
    """
    _advance(invocation, name, CaseAction.CHECK, reason, happened_on)


@command.command()
@click.argument("name")
@click.option("--reason", default="", help="A remark; kept with the step.")
@ON
@takes_invocation()
def send(invocation: Invocation, name: str, reason: str, happened_on: datetime | None) -> None:
    """Record that the electronic file went to the Fund's branch.

    \b
    Example:  esep applications send SP-000001
    Next:     esep decisions appoint SP-000001 --document 12 --document-date 2025-04-10 --actor aigul
    """
    _advance(invocation, name, CaseAction.SEND, reason, happened_on)


@command.command()
@click.argument("name")
@click.option("--reason", required=True, help="Which papers or data are missing.")
@ON
@takes_invocation()
def ask(invocation: Invocation, name: str, reason: str, happened_on: datetime | None) -> None:
    """Record that the Fund sent the file back for further papers: 30 working days (Order 237, items 24-26).

    \b
    Example:  esep applications ask SP-000001 --reason "income of March 2025 is not confirmed"
    Next:     esep applications tell SP-000001
    """
    _advance(invocation, name, CaseAction.ASK_TO_COMPLETE, reason, happened_on)


@command.command(name="tell")
@click.argument("name")
@click.option("--reason", default="", help="How: in person, by message.")
@ON
@takes_invocation()
def tell_applicant(invocation: Invocation, name: str, reason: str, happened_on: datetime | None) -> None:
    """Record that the applicant was told of missing papers, or the recipient of the end of the payment.

    \b
    Example:  esep applications tell SP-000001 --reason "message to the telephone"
    Next:     esep applications complete SP-000001 --document "bank statement"
    """
    _advance(invocation, name, CaseAction.TELL, reason, happened_on)


@command.command()
@click.argument("name")
@click.option("--document", required=True, help="Which papers came.")
@ON
@takes_invocation()
def complete(invocation: Invocation, name: str, document: str, happened_on: datetime | None) -> None:
    """Record that the papers came and the file is with the Fund again.

    \b
    Example:  esep applications complete SP-000001 --document "bank statement of 2025-04-14"
    Next:     esep decisions appoint SP-000001 --document 12 --document-date 2025-04-16
    """
    _advance(invocation, name, CaseAction.COMPLETE, document, happened_on)


def _advance(invocation: Invocation, name: str, action: CaseAction, reason: str, happened_on: datetime | None) -> None:
    with invocation.application() as application:
        case = application.advance_application(
            name, action, invocation.actor, reason=reason, happened_on=day_of(happened_on)
        )
        warnings = application.warn_of_case(case, invocation.actor)
    show_step(invocation, case, warnings=warnings)
