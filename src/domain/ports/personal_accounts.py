"""Personal accounts and the journal of who looked at them."""

from datetime import datetime
from typing import Protocol

from esep.domain.model.actor import Actor
from esep.domain.model.personal_account import PersonalRecord


class PersonalAccounts(Protocol):
    """Reads what stands on a person's account."""

    def records(self, person_key: int, *, as_of: datetime | None = None) -> list[PersonalRecord]:
        """A person's records, by period, then receipt; with `as_of`, those recorded by that instant."""
        ...


class UsageJournal(Protocol):
    """Who looked at whose data, when and why (Law 94-V)."""

    def note_view(self, person_key: int, *, actor: Actor, viewed_at: datetime, what: str) -> None:
        """Record one view of a person's data, in the same unit of work as the reading."""
        ...

    def count_views(self, person_key: int) -> int:
        """How often a person's data were looked at."""
        ...
