"""What commands about cases of recipients are told, and how they answer."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from esep.domain.model.recipient_case import RecipientCase
from esep.domain.use_cases.case_steps import Cause, Document
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import JSON, Invocation
from esep.entrypoints.cli.presentation import cases, documents

DAY = click.DateTime(["%Y-%m-%d"])
BYTES_READ_MAX = 4 * 1024 * 1024  # more than the reader takes: what is longer is refused there

Command = Callable[..., int | None]


def takes_document(function: Command) -> Command:
    """Add the document that a decision rests on; it reaches the command as `document` and `document_date`."""
    number = click.option("--document", required=True, metavar="NUMBER", help="Number of the decision's document.")
    dated = click.option(
        "--document-date", type=DAY, required=True, metavar="DATE", help="Its date: the day of the decision."
    )
    return number(dated(function))


def takes_cause(function: Command) -> Command:
    """Add ground, document, day and remark of a decision; they reach the command as one `Cause`, `cause`."""

    @wraps(function)
    def command(**given: Any) -> int | None:
        happened_on: datetime | None = given.pop("happened_on")
        cause = Cause(
            ground=given.pop("ground"),
            happened_on=day_of(happened_on),
            document=document_of(given.pop("document"), given.pop("document_date")),
            reason=given.pop("reason"),
        )
        return function(cause=cause, **given)

    ground = click.option("--ground", required=True, metavar="CODE", help="Why; see esep decisions grounds.")
    happened = click.option(
        "--on",
        "happened_on",
        type=DAY,
        metavar="DATE",
        help="The day on which the ground arose or came to be known. [default: today]",
    )
    reason = click.option("--reason", default="", help="A remark; kept with the step.")
    return ground(takes_document(happened(reason(command))))


def document_of(number: str, dated: datetime) -> Document:
    """The document that the options name."""
    return Document(number=number, dated=dated.date())


def day_of(instant: datetime | None) -> date | None:
    """The day of an option of type DAY."""
    return instant.date() if instant else None


def content_of(file: Path) -> bytes:
    """The bytes of a file, up to a limit. Raises `click.BadParameter`, as click does, where it is none."""
    if not file.is_file():
        found = "is a directory" if file.is_dir() else "does not exist"
        raise click.BadParameter(f"File '{file}' {found}.", param_hint="'FILE'")
    with file.open("rb") as source:
        return source.read(BYTES_READ_MAX)


def show_step(invocation: Invocation, case: RecipientCase, **more: Any) -> None:
    """What a step came to."""
    if invocation.format == JSON:
        documents.write_document({"case": cases.case_shape(case), **more})
        return
    print(cases.step_told(case))
    tell_warnings(more.get("warnings", ()))
    tell_next(case)


def tell_warnings(warnings: Iterable[str]) -> None:
    """Say what does not agree, though it bars nothing."""
    for warning in warnings:
        tell(f"Warning: {warning}.")


def tell_next(case: RecipientCase) -> None:
    """Say what may be done next."""
    told = cases.next_told(case)
    if told is not None:
        tell(told)
