"""Snapshots of the state register in memory."""

from collections.abc import Iterable
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

    def versions(self) -> list[RegisterVersion]:
        """All snapshots, oldest first."""
        return list(self._tables.register_versions.rows.values())

    def find_person(self, number: int, *, as_of: datetime | None = None) -> RegisterPerson | None:
        """One person in the newest snapshot loaded by an instant (now, where None)."""
        loaded = [one.version for one in self.versions() if as_of is None or one.loaded_at <= as_of]
        return self._tables.register_people.rows[max(loaded)].get(number) if loaded else None
