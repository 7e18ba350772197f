"""esep verify: every invariant over the whole store."""

import click

from esep.entrypoints.cli.failures import DONE, REFUSED
from esep.entrypoints.cli.options import JSON, EsepCommand, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import checks, documents, screen


@click.command(cls=EsepCommand)
@takes_invocation()
def command(invocation: Invocation) -> int:
    """Check every invariant over the whole store: no tenge lost, none invented, nothing changed behind its back.

    Exit code 1 where a check fails; what is wrong is named.

    \b
    Example:  esep verify
    """
    with invocation.application() as application:
        found = application.verify_store()
        if invocation.format == JSON:
            shape = checks.verification_shape(found)
            documents.write_document(shape)
            is_ok = bool(shape["ok"])
        else:
            is_ok = checks.show_checks(found, screen.answers())
    return DONE if is_ok else REFUSED
