"""Persons in memory: their numbers, the links between them, and their states."""

from collections.abc import Collection
from datetime import date, datetime

import attrs

from esep.adapters.in_memory.tables import Tables
from esep.domain.errors import AlreadyRecorded, NotFound
from esep.domain.model.person_link import PersonLink, numbers_joined
from esep.domain.model.person_state import PersonState


@attrs.frozen
class InMemoryPeopleBook:
    """`PeopleBook` on the tables of the store."""

    _tables: Tables

    def numbers_of(self, number: int, *, as_of: datetime | None = None) -> tuple[int, ...]:
        """All numbers of the same person, the one that stands first."""
        return numbers_joined(number, self._recorded(as_of))

    def links(self, numbers: Collection[int], *, as_of: datetime | None = None) -> list[PersonLink]:
        """Every link that names one of the numbers, oldest first."""
        return [link for link in self._recorded(as_of) if link.number in numbers or link.stands in numbers]

    def list_links(self, *, due_from: date | None = None) -> list[PersonLink]:
        """All links, or those that were due on a day or later, oldest first."""
        return [link for link in self._recorded(None) if due_from is None or link.due_on >= due_from]

    def states(self, numbers: Collection[int], *, as_of: datetime | None = None) -> list[PersonState]:
        """What each version of the register holds of these numbers, by version, then number."""
        return [
            PersonState(
                person=people[number],
                version=version.version,
                valid_from=version.tells_of,
                recorded_at=version.loaded_at,
                due_on=version.due_on,
            )
            for version in self._tables.register_versions.rows.values()
            if as_of is None or version.loaded_at <= as_of
            for people in [self._tables.register_people.rows[version.version]]
            for number in sorted(set(numbers))
            if number in people
        ]

    def first_recorded(self, numbers: Collection[int], *, as_of: datetime | None = None) -> dict[int, datetime]:
        """When the first entry was recorded under each number."""
        found = {
            number: [
                entry.recorded_at
                for entry in self._tables.person_entries.of(number)
                if as_of is None or entry.recorded_at <= as_of
            ]
            for number in numbers
        }
        return {number: min(instants) for number, instants in found.items() if instants}

    def link_alone(self) -> None:
        """Nothing to do: units of work exclude one another."""

    def record_link(self, link: PersonLink) -> PersonLink:
        """Record a link under the next number."""
        links = self._tables.person_links
        if link.undoes is not None:
            if link.undoes not in links:
                raise NotFound(f"link {link.undoes}, which was to be taken back, is not recorded")
            if any(one.undoes == link.undoes for one in links.rows.values()):
                raise AlreadyRecorded(f"link {link.undoes} was taken back meanwhile; look at the person again")
        recorded = attrs.evolve(link, link_number=len(links) + 1)
        links.add(recorded.link_number, recorded)
        return recorded

    def _recorded(self, as_of: datetime | None) -> list[PersonLink]:
        return [link for link in self._tables.person_links.rows.values() if as_of is None or link.recorded_at <= as_of]
