"""esep illegal-amounts: amounts that a court recognised as illegal."""

from pathlib import Path

import click

from esep.domain.errors import InvalidInput
from esep.domain.model.illegal_amount import IllegalListSummary
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import JSON, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, screen
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.tables import table_of
from esep.entrypoints.cli.presentation.wording import counted, tenge


@click.group(cls=EsepGroup)
def command() -> None:
    """Record amounts that a court recognised as illegal (unreasonable).

    The entries stay on the persons' accounts. From the recording on the amounts count for neither the length of
    participation nor the average monthly income.
    """


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@takes_invocation()
def load(invocation: Invocation, file: Path) -> None:
    """Record a CSV list whole, or nothing of it; the same file twice is recorded once.

    The first line names the columns: act_number,act_date,iin,reference,period, and where wanted line and amount (in
    tenge; all that stands where it is left out). One list is of one act.

    \b
    Example:  esep illegal-amounts load illegal-amounts.csv
    Next:     esep illegal-amounts list, esep accounts show IIN
    """
    if not file.is_file():
        found = "is a folder" if file.is_dir() else "does not exist"
        raise InvalidInput(f"{file} {found}; expected a CSV list of illegal amounts: check the name")
    with invocation.application() as application:
        recorded = application.record_illegal_amounts(file.read_bytes(), file.name, invocation.actor)
    if invocation.format == JSON:
        documents.write_document(_shape(recorded))
        return
    print(
        f"List {recorded.list_number}, act {recorded.act_number} of {recorded.act_date}: "
        f"{counted(recorded.line_count, 'line', 'lines')} with {tenge(recorded.amount_tiyn)} tenge count no more."
    )
    tell("Next: esep illegal-amounts list")


@command.command(name="list")
@takes_invocation()
def list_lists(invocation: Invocation) -> None:
    """List what was recorded.

    \b
    Example:  esep illegal-amounts list
    """
    with invocation.application() as application, application.open_unit() as unit:
        lists = unit.illegal.lists()
    if invocation.format == JSON:
        documents.write_list("lists", map(_shape, lists))
    elif lists:
        table = table_of("list", "act", "of", "lines", "tenge", "recorded by", "file", amounts=["lines", "tenge"])
        for one in lists:
            table.add_row(
                str(one.list_number), one.act_number, str(one.act_date), str(one.line_count),
                tenge(one.amount_tiyn), one.actor_identity, one.file_name,
            )  # fmt: skip
        screen.answers().print(table)
    else:
        tell("No list is recorded: record one with esep illegal-amounts load FILE.csv")


def _shape(one: IllegalListSummary) -> Shape:
    return {
        "list": one.list_number,
        "file": one.file_name,
        "act_number": one.act_number,
        "act_date": one.act_date.isoformat(),
        "lines": one.line_count,
        "amount_tiyn": one.amount_tiyn,
        "recorded_at": one.recorded_at.isoformat(),
        "due_on": one.due_on.isoformat(),
        "actor": one.actor_identity,
    }
