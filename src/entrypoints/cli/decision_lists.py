"""esep decisions grounds, withdraw and recalculate-all: the lists of grounds, and what concerns all cases."""

from datetime import datetime

import click

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.recipient_case import CaseAction
from esep.domain.model.social_payment import CALCULATED_KINDS, SocialPaymentKind
from esep.domain.use_cases.case_steps import Cause
from esep.domain.use_cases.recalculate_all import FOR_ALL
from esep.entrypoints.cli.case_options import DAY, document_of, takes_document
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import CSV, JSON, TABLE, EsepCommand, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import cases, decisions, documents, screen
from esep.entrypoints.cli.presentation.wording import counted

DECIDED = (
    CaseAction.REFUSE,
    CaseAction.SUSPEND,
    CaseAction.RESUME,
    CaseAction.RECALCULATE,
    CaseAction.TERMINATE,
    CaseAction.WITHDRAW,
)


@click.command(cls=EsepCommand)
@click.option("--kind", type=click.Choice([kind.word for kind in CALCULATED_KINDS]), help="Only of this kind.")
@click.option("--action", type=click.Choice([one.value for one in DECIDED]), help="Only for this decision.")
@takes_invocation(TABLE, JSON, CSV)
def grounds(invocation: Invocation, kind: str | None, action: str | None) -> None:
    """List the grounds in force today: code, what it means, from which day it acts, act and item.

    \b
    Example:  esep decisions grounds --kind disability --action suspend
    Next:     esep decisions suspend SP-000001 --ground CODE ...
    """
    kinds = [SocialPaymentKind.named(kind)] if kind else CALCULATED_KINDS
    actions = [CaseAction(action)] if action else DECIDED
    with invocation.application() as application:
        day, tables = day_in_almaty(application.clock.now()), application.rulebook.parameters.cases
    rows = [row for one in kinds for each in actions for row in tables.known_grounds(one, each, day)]
    shapes = [decisions.ground_shape(row, invocation.language) for row in rows]
    if invocation.format == JSON:
        documents.write_list("grounds", shapes)
    elif invocation.format == CSV:
        documents.write_csv(decisions.GROUND_COLUMNS, shapes)
    else:
        screen.answers().print(decisions.grounds_table(shapes))


@click.command(cls=EsepCommand)
@click.option("--on", type=DAY, required=True, metavar="DATE", help="The day by which the time must be over.")
@takes_document
@takes_invocation(TABLE, JSON, CSV)
def withdraw(invocation: Invocation, on: datetime, document: str, document_date: datetime) -> None:
    """Take off the register every case suspended for six months, and every one whose term has ended.

    Day and sum of the last payment are kept with it (Order 238 item 82, Order 239 item 81). Run again it finds nothing
    more.

    \b
    Example:  esep decisions withdraw --on 2025-12-31 --document 20 --document-date 2025-12-31
    Next:     esep recipients summary --month 2025-12
    """
    with invocation.application() as application:
        withdrawn = application.withdraw_cases(
            invocation.actor, on=on.date(), document=document_of(document, document_date)
        )
    if invocation.format == JSON:
        documents.write_list("cases", map(cases.summary_shape, withdrawn))
    elif invocation.format == CSV:
        documents.write_csv(cases.COLUMNS, map(cases.summary_shape, withdrawn))
    elif withdrawn:
        screen.answers().print(cases.cases_table(withdrawn))
        tell(f"{counted(len(withdrawn), 'case', 'cases')} withdrawn.")
    else:
        tell("No case's time is over: nothing was withdrawn.")


@click.command(name="recalculate-all", cls=EsepCommand)
@click.option("--ground", type=click.Choice(FOR_ALL), required=True, help="The act's change.")
@takes_document
@click.option("--reason", default="", help="A remark; kept with each decision.")
@takes_invocation()
def recalculate_all(invocation: Invocation, ground: str, document: str, document_date: datetime, reason: str) -> None:
    """Give every live payment the increase of the Government, or the new minimum, that it has not got yet.

    An increase is for payments that stood appointed on its day, from that day on, of the size that stood then; the
    minimum is raised from the day on which the state benefit changed. Killed at any point, simply run it again: no case
    gets it twice.

    \b
    Example:  esep decisions recalculate-all --ground increase --document 1 --document-date 2026-01-05
    Next:     esep payments prepare --month 2026-01
    """
    cause = Cause(document=document_of(document, document_date), reason=reason)
    with invocation.application() as application:
        done = application.recalculate_all(ground, invocation.actor, cause)
    if invocation.format == JSON:
        documents.write_document({"recalculated": done.recalculated, "unchanged": done.unchanged})
    else:
        tell(f"{counted(done.recalculated, 'case', 'cases')} recalculated, {done.unchanged} unchanged.")
