"""esep demo: the main job on built-in data."""

import click

from esep.entrypoints.cli.demo_store import demo_store
from esep.entrypoints.cli.demo_tour import Tour
from esep.entrypoints.cli.options import EsepCommand
from esep.entrypoints.cli.presentation import screen
from esep.entrypoints.settings import LANGUAGES, default_language


@click.command(cls=EsepCommand)
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of findings. [default: the locale's, else en]")
def command(language: str | None) -> None:
    """Show the main job on built-in data, in a store of its own that is removed at the end.

    A register is loaded, orders come in in four encodings with every outcome among them, an operator releases one,
    an account is shown, returns are written out, people change, a line is corrected, money goes back on application
    and on to the Fund, a chain is walked, deadlines are listed, the store is verified. Your own store is not touched.

    \b
    Example:  esep demo
    Next:     esep register load FILE.csv, esep orders receive PATH…
    """
    with demo_store() as (application, folder):
        tour = Tour(
            application=application,
            screen=screen.answers(),
            language=language or default_language(),
            outgoing=folder / "outgoing",
        )
        tour()
