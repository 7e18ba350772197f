"""esep people: persons, their data over time, and their numbers."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from esep.domain.errors import InvalidInput
from esep.domain.model.person_link import LinkKind, PersonLink
from esep.domain.rules.linking_numbers import shown
from esep.domain.use_cases.link_numbers import LinkRequest
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import AS_OF, JSON, EsepGroup, Invocation, takes_invocation
from esep.entrypoints.cli.presentation import documents, people, screen

DAY = click.DateTime(["%Y-%m-%d"])


@click.group(cls=EsepGroup)
def command() -> None:
    """Keep people's data up to date, with their history; join and part the numbers of a person."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--valid-on", type=DAY, metavar="DATE", help="The day that the file tells of. [default: today]")
@takes_invocation()
def refresh(invocation: Invocation, file: Path, valid_on: datetime | None) -> None:
    """Record what a newer snapshot of the register changes; the old values stay readable.

    The file has the columns of esep register load, and may have citizenship, address, post_office, document_type,
    document_number, document_issued_on, document_issuer. An absent column is not known and changes nothing. People who
    are not in the file stay as they are. The same file again changes nothing.

    \b
    Example:  esep people refresh register-2025-04.csv --valid-on 2025-04-01
    Next:     esep people show 900101300017; esep deadlines list --all
    """
    if not file.is_file():
        found = "is a folder" if file.is_dir() else "does not exist"
        raise InvalidInput(f"{file} {found}; expected a CSV file with a snapshot of the register: check the name")
    with (
        invocation.application() as application,
        # Twice: it is read for its digest first.
        screen.reading_progress([file, file], "comparing", screen.answers()) as progress,
        progress.open_file(file) as source,
    ):
        refreshed = application.refresh_people(
            source, file.name, invocation.actor, valid_on=valid_on.date() if valid_on else None
        )
    if invocation.format == JSON:
        documents.write_document(people.refreshed_shape(refreshed))
    else:
        screen.answers().print(people.refreshed_table(refreshed))


@command.command()
@click.argument("iin")
@click.option("--as-of", type=AS_OF, help="What was recorded by then; a date means its end in Almaty.")
@click.option("--valid-on", type=DAY, metavar="DATE", help="What was so on that day. [default: the newest]")
@takes_invocation()
def show(invocation: Invocation, iin: str, as_of: datetime | None, valid_on: datetime | None) -> None:
    """Show a person's data, all the person's numbers, and every earlier value: when it was so, and when recorded.

    Any of the person's numbers finds the person. That the data were looked at is recorded, with --actor and --purpose.

    \b
    Example:  esep people show 900101300017
              esep people show 900101300017 --as-of 2025-03-31 --valid-on 2025-03-01 --purpose "request 12"
    """
    with invocation.application() as application:
        page = application.show_person(iin, invocation.actor, as_of=as_of, on=valid_on.date() if valid_on else None)
    if invocation.format == JSON:
        documents.write_document(people.page_shape(page))
    else:
        screen.answers().print(people.page_table(page))


def _takes_cause(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """What every link between numbers is recorded with."""
    options = [
        click.option("--reason", required=True, help="Why; kept with the link."),
        click.option("--document", default="", help="The document that tells it; kept with the link."),
        click.option("--known-on", type=DAY, metavar="DATE", help="Since when it is known. [default: today]"),
    ]
    decorated = function
    for option in reversed(options):
        decorated = option(decorated)
    return decorated


@command.command()
@click.argument("old_iin")
@click.argument("new_iin")
@_takes_cause
@takes_invocation()
def correct(
    invocation: Invocation, old_iin: str, new_iin: str, reason: str, document: str, known_on: datetime | None
) -> None:
    """Replace a wrong number by the right one.

    The account follows, nothing is rewritten, and either number finds the person. The other way round it takes a
    correction back.

    \b
    Example:  esep people correct 900101300017 900101300116 --reason "misread in the application" --document "17/2"
    Next:     esep people show 900101300116
    """
    _link(invocation, LinkKind.CORRECT, (old_iin, new_iin), (reason, document), known_on)


@command.command()
@click.argument("iin")
@click.argument("other_iin")
@_takes_cause
@takes_invocation()
def merge(
    invocation: Invocation, iin: str, other_iin: str, reason: str, document: str, known_on: datetime | None
) -> None:
    """Record that one person is known under two numbers; the second one stands.

    \b
    Example:  esep people merge 900101300017 900101300116 --reason "two numbers were given by mistake"
    Next:     esep accounts show 900101300116
    """
    _link(invocation, LinkKind.MERGE, (iin, other_iin), (reason, document), known_on)


@command.command()
@click.argument("iin")
@click.argument("other_iin")
@_takes_cause
@takes_invocation()
def separate(
    invocation: Invocation, iin: str, other_iin: str, reason: str, document: str, known_on: datetime | None
) -> None:
    """Take back what joins two numbers: each has its own entries again.

    \b
    Example:  esep people separate 900101300017 900101300116 --reason "two persons after all"
    Next:     esep people show 900101300017
    """
    _link(invocation, LinkKind.SEPARATE, (iin, other_iin), (reason, document), known_on)


def _link(
    invocation: Invocation,
    kind: LinkKind,
    numbers: tuple[str, str],
    cause: tuple[str, str],
    known_on: datetime | None,
) -> None:
    request = LinkRequest(
        kind=kind,
        number=numbers[0],
        other=numbers[1],
        reason=cause[0],
        document=cause[1],
        known_on=known_on.date() if known_on else None,
    )
    with invocation.application() as application:
        link = application.link_numbers(request, invocation.actor)
    if invocation.format == JSON:
        documents.write_document(people.link_shape(link))
        return
    print(_told(link))
    tell("Next: esep people show with either number")


def _told(link: PersonLink) -> str:
    number, stands = shown(link.number), shown(link.stands)
    if link.kind is LinkKind.SEPARATE:
        return f"Link {link.link_number}: {number} and {stands} are parted; link {link.undoes} is taken back."
    return f"Link {link.link_number}: {number} is given up, {stands} stands for the person."
