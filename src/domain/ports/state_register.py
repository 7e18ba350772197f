"""The state register of persons, and the snapshots of it that a store keeps."""

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
    """Loads snapshots; the newest answers, the older ones are kept as evidence."""

    def load(
        self, people: Iterable[RegisterPerson], *, file_name: str, sha256: bytes, loaded_at: datetime, loaded_by: str
    ) -> RegisterVersion:
        """Store a snapshot whole under the next version number, or nothing of it."""
        ...

    def versions(self) -> list[RegisterVersion]:
        """All snapshots, oldest first."""
        ...

    def find_person(self, number: int, *, as_of: datetime | None = None) -> RegisterPerson | None:
        """Every field of one person in the newest snapshot loaded by an instant (now, where None)."""
        ...
