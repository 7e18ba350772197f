"""esep refunds: give back what payers apply for."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from esep.domain.errors import InvalidInput
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.refund import RefundCase, RefundState
from esep.domain.use_cases.dispatch_refunds import RefundsNotWritable
from esep.domain.use_cases.refund_steps import find_refund
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import CSV, JSON, TABLE, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, refunds, screen, shapes, tables
from esep.entrypoints.cli.presentation.wording import counted

if TYPE_CHECKING:
    from esep.entrypoints.composition import Application

BYTES_READ_MAX = 16 * 1024 * 1024  # more than the reader takes: what is longer is refused there, with its size
COLUMNS = (
    "name", "state", "state_since", "payer.id", "payer.name", "application_number", "applied_on", "order.reference",
    "order.value_date", "purpose_code", "amount_tiyn", "line_count", "reason", "received_on", "due_on", "next_due_on",
    "outgoing_reference", "file", "dispatched_on",
)  # fmt: skip


@click.group(cls=EsepGroup)
def command() -> None:
    """Give back what payers apply for: received, checked, sent to the Fund, approved or refused, money, dispatched.

    One person prepares an application (submit, check), another approves it (decide).
    """


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@takes_invocation()
def submit(invocation: Invocation, file: Path) -> None:
    """Receive an application: a JSON file with one order, one reason and the lines that are asked back.

    Every ground against it is told at once, and then nothing is recorded. The same application sent again gets the
    first answer and moves nothing.

    \b
    Example:  esep refunds submit refund-application.json
    Next:     esep refunds check RF-000001
    """
    if not file.is_file():
        found = "is a folder" if file.is_dir() else "does not exist"
        raise InvalidInput(f"{file} {found}; expected a JSON file with an application for return: check the name")
    with file.open("rb") as source:
        content = source.read(BYTES_READ_MAX)
    with invocation.application() as application:
        submitted = application.refunds.submit(content, file.name, invocation.actor)
        page = _page(application, submitted.case)
    if invocation.format == JSON:
        documents.write_document({"refund": refunds.page_shape(page), "is_new": submitted.is_new})
        return
    screen.answers().print(refunds.page_table(page))
    if not submitted.is_new:
        tell(f"Received before, on {submitted.case.refund.received_on}: nothing was recorded now.")
    _tell_next(submitted.case)


@command.command(name="list")
@click.option("--state", type=click.Choice([state.value for state in RefundState]), help="Only those in this state.")
@takes_invocation(TABLE, JSON, CSV)
def list_refunds(invocation: Invocation, state: str | None) -> None:
    """List every refund with the state it stands in and the day by which its next step is due.

    \b
    Example:  esep refunds list --state sent-to-fund
    Next:     esep refunds show RF-000001
    """
    states = [RefundState(state)] if state else list(RefundState)
    with invocation.application() as application, application.open_unit() as unit:
        listed = unit.refunds.list_refunds(states=states)
        if invocation.format == JSON:
            documents.write_list("refunds", map(refunds.summary_shape, listed))
        elif invocation.format == CSV:
            documents.write_csv(COLUMNS, map(refunds.summary_shape, listed))
        else:
            screen.answers().print(refunds.refunds_table(listed))


@command.command()
@click.argument("name")
@takes_invocation()
def show(invocation: Invocation, name: str) -> None:
    """Show one refund: what is asked back, who did what, when and why, and the message that carries the money.

    \b
    Example:  esep refunds show RF-000001
    """
    with invocation.application() as application, application.open_unit() as unit:
        case = find_refund(unit.refunds, name)
        page = refunds.page_of(unit, case)
    if invocation.format == JSON:
        documents.write_document({"refund": refunds.page_shape(page)})
        return
    screen.answers().print(refunds.page_table(page))
    _tell_next(case)


@command.command()
@click.argument("name")
@click.option("--refuse", "is_refused", is_flag=True, help="Refuse it instead; with --reason.")
@click.option("--reason", default="", help="Why; kept with the step.")
@takes_invocation()
def check(invocation: Invocation, name: str, is_refused: bool, reason: str) -> None:
    """Record that an application was checked and went to the Fund, or refuse it.

    \b
    Example:  esep refunds check RF-000001
              esep refunds check RF-000001 --refuse --reason "no letter is attached"
    Next:     esep refunds decide RF-000001 --approve --document "decision 12 of 2025-04-10"
    """
    with invocation.application() as application:
        case = application.refunds.check(name, invocation.actor, is_refused=is_refused, reason=reason)
        page = _page(application, case)
    _show_step(invocation, page)


@command.command()
@click.argument("name")
@click.option("--approve", "is_approved", is_flag=True, help="The Fund gives the money back.")
@click.option("--refuse", "is_refused", is_flag=True, help="The Fund does not; with --reason.")
@click.option("--reason", default="", help="Why; needed for a refusal.")
@click.option("--document", required=True, help="Number and date of the decision.")
@takes_invocation()
def decide(invocation: Invocation, name: str, is_approved: bool, is_refused: bool, reason: str, document: str) -> None:
    """Record the Fund's decision. Who submitted or checked the application may not approve it.

    Where the order's money did not go to the Fund yet, the money is there at once; else it is awaited.

    \b
    Example:  esep refunds decide RF-000001 --approve --document "decision 12 of 2025-04-10" --actor aigul
    Next:     esep refunds receive-money RF-000001, or esep refunds dispatch where the money never left
    """
    if is_approved is is_refused:
        raise click.UsageError("give one of --approve and --refuse: what the Fund decided")
    with invocation.application() as application:
        case = application.refunds.decide(
            name, invocation.actor, is_approved=is_approved, document=document, reason=reason
        )
        page = _page(application, case)
    _show_step(invocation, page)


@command.command(name="receive-money")
@click.argument("name")
@click.option(
    "--on",
    "received_on",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Day on which the money came from the Fund.",
)
@click.option("--document", required=True, help="Number and date of the Fund's payment order.")
@takes_invocation()
def receive_money(invocation: Invocation, name: str, received_on: datetime, document: str) -> None:
    """Record that the Fund gave the money of an approved refund back.

    \b
    Example:  esep refunds receive-money RF-000001 --on 2025-04-14 --document "payment order 77 of 2025-04-14"
    Next:     esep refunds dispatch --out outgoing/
    """
    with invocation.application() as application:
        case = application.refunds.receive_money(
            name, invocation.actor, received_on=received_on.date(), document=document
        )
        page = _page(application, case)
    _show_step(invocation, page)


@command.command()
@click.option("--out", required=True, metavar="DIR", help="Folder for the files; made where it is missing.")
@takes_invocation()
def dispatch(invocation: Invocation, out: str) -> None:
    """Write the refunds whose money is there into files for the bank, each exactly once.

    Killed at any point, it may simply be run again: nothing is sent twice and nothing is lost.

    \b
    Example:  esep refunds dispatch --out outgoing/
    Next:     esep refunds list
    """
    with invocation.application() as application:
        try:
            written = application.refunds.dispatch(out, invocation.actor)
        except RefundsNotWritable as error:
            _show_written(invocation, error.written)
            raise
    _show_written(invocation, written)


def _page(application: "Application", case: RefundCase) -> refunds.RefundPage:
    with application.open_unit() as unit:
        return refunds.page_of(unit, case)


def _show_step(invocation: Invocation, page: refunds.RefundPage) -> None:
    """What a step came to."""
    if invocation.format == JSON:
        documents.write_document({"refund": refunds.page_shape(page)})
        return
    print(f"{page.case.name} is {page.case.state.value}.")
    _tell_next(page.case)


def _tell_next(case: RefundCase) -> None:
    if case.state in refunds.NEXT:
        tell(f"Next: {refunds.NEXT[case.state].format(name=case.name)}")


def _show_written(invocation: Invocation, written: Sequence[DispatchedFile]) -> None:
    if invocation.format == JSON:
        documents.write_list("files", map(shapes.file_shape, written))
    elif written:
        screen.answers().print(tables.files_table(written))
        tell(f"{counted(sum(file.message_count for file in written), 'message', 'messages')} written.")
    else:
        tell("No refund waits for its file: nothing was written.")
