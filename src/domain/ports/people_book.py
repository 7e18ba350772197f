"""Persons: which numbers are of one person, and what the register told of them over time."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from esep.domain.model.person_link import PersonLink
from esep.domain.model.person_state import PersonState


class PeopleBook(Protocol):
    """Numbers, links between them, and the states that the versions of the register recorded."""

    def numbers_of(self, number: int, *, as_of: datetime | None = None) -> tuple[int, ...]:
        """All numbers of the same person, this one too: the number that stands first, then the others in order.

        With `as_of`, by the links recorded by that instant. One question, whoever is asked for.
        """
        ...

    def links(self, numbers: Collection[int], *, as_of: datetime | None = None) -> list[PersonLink]:
        """Every link that names one of the numbers, those taken back and those that do so too, oldest first."""
        ...

    def list_links(self, *, due_from: date | None = None) -> list[PersonLink]:
        """All links, or those that were due on a day or later, oldest first."""
        ...

    def states(self, numbers: Collection[int], *, as_of: datetime | None = None) -> list[PersonState]:
        """What each version of the register holds of these numbers, by version, then number."""
        ...

    def first_recorded(self, numbers: Collection[int], *, as_of: datetime | None = None) -> dict[int, datetime]:
        """When the first entry was recorded under each number; who has no account is left out."""
        ...

    def link_alone(self) -> None:
        """Until the end of the unit of work nobody else records links: for those who look first and then record."""
        ...

    def record_link(self, link: PersonLink) -> PersonLink:
        """Record a link under the next number, whatever number it came with.

        Raises `AlreadyRecorded` where what it takes back was taken back before, `NotFound` where that is not there.
        """
        ...
