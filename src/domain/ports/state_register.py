"""The state register of persons, and the versions of it that a store keeps."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Protocol

from esep.domain.model.register import RegisterAnswers, RegisterPerson, RegisterVersion


class StateRegister(Protocol):
    """Answers questions about persons by number."""

    def find_many(self, numbers: Collection[int]) -> RegisterAnswers:
        """What is known of each number; an unknown one is left out. One round trip however many are asked.

        Raises `RegisterUnavailable` where the register does not answer or holds no data.
        """
        ...


class RegisterSnapshots(Protocol):
    """Keeps the versions of the register: whole snapshots, and parts with the people that changed since.

    A person's row of the newest version that is not older than the newest whole one stands. Older ones are kept.
    """

    def load(
        self, people: Iterable[RegisterPerson], *, file_name: str, sha256: bytes, loaded_at: datetime, loaded_by: str
    ) -> RegisterVersion:
        """Store a snapshot whole under the next version number, or nothing of it."""
        ...

    def begin_version(self) -> int:
        """The number of the next version, to be filled in steps. Until the unit of work ends nobody else loads one."""
        ...

    def standing(self, numbers: Collection[int]) -> dict[int, RegisterPerson]:
        """The rows that stand, of those numbers that have one; one question however many are asked."""
        ...

    def add_people(self, version: int, people: Iterable[RegisterPerson]) -> None:
        """Store people of a version that was begun; raises `Conflict` where one stands in it already."""
        ...

    def end_version(self, version: RegisterVersion) -> None:
        """Record a version whose people are stored; it takes effect with the unit of work."""
        ...

    def versions(self) -> list[RegisterVersion]:
        """All versions, oldest first."""
        ...

    def find_person(self, number: int, *, as_of: datetime | None = None) -> RegisterPerson | None:
        """Every field of one person's row that stands by the versions loaded by an instant (now, where None)."""
        ...
