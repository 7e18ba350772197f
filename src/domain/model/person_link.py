"""Which numbers are of one person. Entries stay under the number that they came under; links say who is who."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum

import attrs

from esep.domain.model.actor import Actor


class LinkKind(Enum):
    """What a link records."""

    CORRECT = "correct"  # a wrong number was replaced by the right one
    MERGE = "merge"  # one person was known under two numbers
    SEPARATE = "separate"  # an earlier link is taken back: two persons after all


@attrs.frozen(kw_only=True)
class PersonLink:
    """One link between two numbers; never changed, only taken back by a later one."""

    link_number: int  # counts the links of the store from 1; 0 until it is recorded
    kind: LinkKind
    number: int  # that was wrong, or is given up
    stands: int  # the number that stands
    undoes: int | None  # the link that a SEPARATE takes back
    reason: str
    document: str  # "" where there is none
    known_on: date  # the day from which it is so
    recorded_at: datetime
    due_on: date  # by when it had to be recorded (Rules, item 9)
    actor: Actor


def standing_links(links: Iterable[PersonLink]) -> list[PersonLink]:
    """Those that join numbers still: no link of these takes them back."""
    every = list(links)
    undone = {link.undoes for link in every}
    return [link for link in every if link.kind is not LinkKind.SEPARATE and link.link_number not in undone]


def numbers_joined(number: int, links: Iterable[PersonLink]) -> tuple[int, ...]:
    """All numbers of the person of a number: the one that stands first, then the others in order."""
    standing = standing_links(links)
    found, waiting = {number}, [number]
    while waiting:
        one = waiting.pop()
        others = {two for link in standing for two in (link.number, link.stands) if one in (link.number, link.stands)}
        waiting.extend(others - found)
        found |= others
    given_up = {link.number for link in standing}
    return tuple(sorted(found, key=lambda one: (one in given_up, one)))
