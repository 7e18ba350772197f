"""esep returns: send back what could not be credited."""

from collections.abc import Sequence

import click

from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.use_cases.dispatch_returns import ReturnsNotWritable
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import CSV, JSON, TABLE, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, screen, shapes, tables
from esep.entrypoints.cli.presentation.wording import counted

COLUMNS = (
    "reference", "value_date", "payer.id", "payer.name", "purpose_code", "amount_tiyn", "lines", "decided_at",
    "due_on", "outgoing_reference", "file", "dispatched_on",
)  # fmt: skip


@click.group(cls=EsepGroup)
def command() -> None:
    """Send back what could not be credited: outgoing messages with the order they answer and the reason per line."""


@command.command(name="list")
@takes_invocation(TABLE, JSON, CSV)
def list_returns(invocation: Invocation) -> None:
    """List every return, sent or waiting.

    \b
    Example:  esep returns list --format csv > returns.csv
    Next:     esep returns dispatch --out outgoing/
    """
    with invocation.application() as application, application.open_unit() as unit:
        returns = unit.returns.list_returns()
        if invocation.format == JSON:
            documents.write_list("returns", map(shapes.return_shape, returns))
        elif invocation.format == CSV:
            documents.write_csv(COLUMNS, map(shapes.return_shape, returns))
        else:
            screen.answers().print(tables.returns_table(returns))


@command.command()
@click.option("--out", required=True, metavar="DIR", help="Folder for the files; made where it is missing.")
@takes_invocation()
def dispatch(invocation: Invocation, out: str) -> None:
    """Write the returns that wait into files for the bank, each exactly once.

    Killed at any point, it may simply be run again: nothing is sent twice and nothing is lost. Files that an
    interrupted run had recorded are finished first, in the folder given then.

    \b
    Example:  esep returns dispatch --out outgoing/
    Next:     esep returns list
    """
    with invocation.application() as application:
        try:
            written = application.dispatch_returns(out)
        except ReturnsNotWritable as error:
            _show_written(invocation, error.written)
            raise
    _show_written(invocation, written)


def _show_written(invocation: Invocation, written: Sequence[DispatchedFile]) -> None:
    if invocation.format == JSON:
        documents.write_list("files", map(shapes.file_shape, written))
    elif written:
        screen.answers().print(tables.files_table(written))
        tell(f"{counted(sum(file.message_count for file in written), 'return', 'returns')} written.")
    else:
        tell("No return waits: nothing was written.")
