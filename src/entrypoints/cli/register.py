"""esep register: snapshots of the state register of persons."""

from pathlib import Path

import click

from esep.domain.errors import InvalidInput
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import JSON, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, screen, shapes, tables
from esep.entrypoints.cli.presentation.wording import counted


@click.group(cls=EsepGroup)
def command() -> None:
    """Load snapshots of the state register of persons.

    Orders are judged by the snapshot loaded last; older ones are kept as evidence for the decisions made with them.
    """


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@takes_invocation()
def load(invocation: Invocation, file: Path) -> None:
    """Load a CSV file whole, or nothing of it.

    The first line names the columns: iin,surname,name,patronymic,birth_date,sex,life_status,death_date,excluded; those
    of esep people refresh may be there too. Every bad row is named with its line number.

    \b
    Example:  esep register load register.csv
    Next:     esep orders receive incoming/, or esep orders retry where orders were held for want of a register
    """
    if not file.is_file():
        found = "is a folder" if file.is_dir() else "does not exist"
        raise InvalidInput(f"{file} {found}; expected a CSV file with a snapshot of the register: check the name")
    with (
        invocation.application() as application,
        # Twice: it is read for its digest first.
        screen.reading_progress([file, file], "reading", screen.answers()) as progress,
        progress.open_file(file) as source,
    ):
        version = application.load_register(source, file.name, invocation.actor)
    if invocation.format == JSON:
        documents.write_document(shapes.version_shape(version))
        return
    print(f"Loaded version {version.version} of the register: {counted(version.people_count, 'person', 'people')}.")
    tell("Next: esep orders receive PATH…; orders held for want of a register: esep orders retry")


@command.command(name="list")
@takes_invocation()
def list_versions(invocation: Invocation) -> None:
    """List the snapshots that were loaded, and the parts that esep people refresh recorded.

    \b
    Example:  esep register list
    """
    with invocation.application() as application, application.open_unit() as unit:
        versions = unit.register.versions()
    if invocation.format == JSON:
        documents.write_list("versions", map(shapes.version_shape, versions))
    elif versions:
        screen.answers().print(tables.versions_table(versions))
    else:
        tell("No snapshot is loaded: load one with esep register load FILE.csv")
