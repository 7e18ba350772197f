"""esep database: the store's schema."""

import click

from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import JSON, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, screen, tables
from esep.entrypoints.cli.presentation.shapes import Shape


@click.group(cls=EsepGroup)
def command() -> None:
    """Look at the store's schema, and upgrade it.

    An empty store gets its schema from the first command that uses it, and an embedded one is upgraded by itself; the
    database of ESEP_DATABASE_URL is upgraded by `esep database upgrade` only.
    """


@command.command()
@takes_invocation()
def status(invocation: Invocation) -> None:
    """Show which migrations were applied and which are pending.

    \b
    Example:  esep database status
    Next:     make a backup, then esep database upgrade
    """
    with invocation.application(is_schema_needed=False) as application:
        standing = application.schema_status()
        shape: Shape = {
            "store": "embedded" if application.is_embedded else "server",
            "where": application.where,
            "server_version": standing.server_version,
            "applied": [{"number": number, "name": name} for number, name in standing.applied],
            "pending": [{"number": one.number, "name": one.name} for one in standing.pending],
        }
    if invocation.format == JSON:
        documents.write_document(shape)
        return
    print(f"PostgreSQL {shape['server_version']}, {shape['store']}: {shape['where']}")
    table = tables.table_of("migration", "name", "state")
    for state in ("applied", "pending"):
        for one in shape[state]:
            table.add_row(f"{one['number']:04}", one["name"], state)
    screen.answers().print(table)


@command.command()
@takes_invocation()
def upgrade(invocation: Invocation) -> None:
    """Apply the migrations that are pending, each whole or not at all.

    \b
    Example:  esep database upgrade
    """
    with invocation.application(is_schema_needed=False) as application:
        done = application.upgrade_schema()
    if invocation.format == JSON:
        documents.write_document({"applied": [{"number": one.number, "name": one.name} for one in done]})
        return
    for one in done:
        print(f"applied {one.number:04} {one.name}")
    if not done:
        tell("The store is up to date.")
