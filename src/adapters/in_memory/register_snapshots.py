"""Versions of the state register in memory."""

from collections import ChainMap
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

import attrs

from esep.adapters.in_memory.tables import Tables
from esep.domain.errors import Conflict
from esep.domain.model.register import RegisterPerson, RegisterVersion


@attrs.frozen
class InMemoryRegisterSnapshots:
    """`RegisterSnapshots` on the tables of the store."""

    _tables: Tables

    def load(
        self, people: Iterable[RegisterPerson], *, file_name: str, sha256: bytes, loaded_at: datetime, loaded_by: str
    ) -> RegisterVersion:
        """Store a snapshot whole under the next version number; raises Conflict where a number comes twice."""
        by_number: dict[int, RegisterPerson] = {}
        for place, person in enumerate(people, 1):
            if int(person.iin) in by_number:
                raise Conflict(f"person {place} of the snapshot has the number of an earlier one; leave one of them")
            by_number[int(person.iin)] = person
        version = RegisterVersion(
            version=max(self._tables.register_versions.rows, default=0) + 1,
            file_name=file_name,
            sha256=sha256,
            people_count=len(by_number),
            loaded_at=loaded_at,
            loaded_by=loaded_by,
        )
        self._tables.register_versions.add(version.version, version)
        self._tables.register_people.add(version.version, by_number)
        return version

    def begin_version(self) -> int:
        """The number of the next version."""
        return max(self._tables.register_versions.rows, default=0) + 1

    def standing(self, numbers: Collection[int]) -> dict[int, RegisterPerson]:
        """The rows that stand, of those numbers that have one."""
        people = standing_people(self._tables)[1]
        return {number: people[number] for number in numbers if number in people}

    def add_people(self, version: int, people: Iterable[RegisterPerson]) -> None:
        """Store people of a version; raises Conflict where one stands in it already."""
        versions = self._tables.register_people
        if version not in versions:
            versions.add(version, {})
        held = versions.rows[version]  # of this unit of work: taken back with it
        for person in people:
            if int(person.iin) in held:
                raise Conflict("a number stands twice in one version of the register; leave one of them")
            held[int(person.iin)] = person

    def end_version(self, version: RegisterVersion) -> None:
        """Record a version whose people are stored."""
        self._tables.register_versions.add(version.version, version)
        if version.version not in self._tables.register_people:
            self._tables.register_people.add(version.version, {})

    def versions(self) -> list[RegisterVersion]:
        """All versions, oldest first."""
        return list(self._tables.register_versions.rows.values())

    def find_person(self, number: int, *, as_of: datetime | None = None) -> RegisterPerson | None:
        """One person's row that stands by the versions loaded by an instant (now, where None)."""
        return standing_people(self._tables, as_of)[1].get(number)


def standing_people(tables: Tables, as_of: datetime | None = None) -> tuple[int, Mapping[int, RegisterPerson]]:
    """The newest version loaded by an instant, 0 where there is none, and the rows that stand then, by number."""
    loaded = [one for one in tables.register_versions.rows.values() if as_of is None or one.loaded_at <= as_of]
    whole = max((one.version for one in loaded if one.is_whole), default=0)
    versions = sorted((one.version for one in loaded if 0 < whole <= one.version), reverse=True)
    people: Mapping[int, RegisterPerson] = ChainMap(*(tables.register_people.rows[version] for version in versions))
    return (versions[0] if versions else 0), people
