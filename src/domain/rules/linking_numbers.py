"""When two numbers may be joined as one person's, and parted again. Nothing recorded is ever rewritten."""

from collections.abc import Collection, Iterable

from esep.domain.errors import Conflict, NotFound
from esep.domain.model.identification_number import masked
from esep.domain.model.person_link import PersonLink, standing_links


class SamePerson(Conflict):
    """The two numbers are one person's already."""

    code = "same-person"


class NumberGivenUp(Conflict):
    """The number was given up already for another one."""

    code = "number-given-up"


class NotLinked(NotFound):
    """No link stands between the two numbers."""

    code = "not-linked"


def shown(number: int) -> str:
    """A number in messages."""
    return masked(f"{number:012}")


def require_linkable(number: int, stands: int, same: Collection[int], links: Iterable[PersonLink]) -> None:
    """Pass where `number` may be given up for `stands`; `same` are the numbers of its person now.

    Each number is given up once, so that one number of a person stands. Raises `SamePerson`, `NumberGivenUp`.
    """
    if stands in same:
        raise SamePerson(
            f"{shown(number)} and {shown(stands)} are one person's already; "
            "esep people show lists all numbers of a person, esep people separate parts two of them"
        )
    given_up = next((link for link in standing_links(links) if link.number == number), None)
    if given_up is not None:
        raise NumberGivenUp(
            f"{shown(number)} was given up for {shown(given_up.stands)} already (link {given_up.link_number}): "
            "name the number that stands, or take that link back first with esep people separate"
        )


def link_between(number: int, other: int, links: Iterable[PersonLink]) -> PersonLink:
    """The link that stands between two numbers, whichever was given up. Raises `NotLinked`."""
    for link in standing_links(links):
        if {link.number, link.stands} == {number, other}:
            return link
    raise NotLinked(
        f"no link stands between {shown(number)} and {shown(other)}: expected two numbers that were joined directly; "
        "esep people show lists the links of a person"
    )
