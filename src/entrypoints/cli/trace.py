"""esep trace: the whole chain, both ways."""

import click

from esep.entrypoints.cli.options import JSON, EsepCommand, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, screen, trail_page


@click.command(cls=EsepCommand)
@click.argument("name", metavar="REFERENCE|IIN|OUTGOING_REFERENCE|REFUND|CASE|PAYMENT")
@click.option("--verbose", is_flag=True, help="List every line, also of thousands.")
@takes_invocation()
def command(invocation: Invocation, name: str, verbose: bool) -> None:
    """Walk the chain of some money both ways: message, decisions, register answers, lines, entries, what left.

    Named by an incoming order's reference, a person's IIN, the reference of an outgoing message (a return, a refund,
    a transfer, a list of social payments or of pension contributions, GCVP-…), a refund (RF-…), a case (SP-…) or a
    payment of it. Of a person only that person's lines are told, of a case its payments with what carried them, what
    came back and was paid over, and the orders that its decisions counted; either view is recorded.

    \b
    Example:  esep trace R1-000013
              esep trace 900101300017 --purpose "request 12 of the person"
              esep trace GCVP-00000000001
              esep trace SP-000001/2025-05
    """
    with invocation.application() as application:
        trail = application.trace(name, invocation.actor)
    if invocation.format == JSON:
        documents.write_document(trail_page.trail_shape(trail))
    else:
        trail_page.show_trail(trail, screen.answers(), is_verbose=verbose)
