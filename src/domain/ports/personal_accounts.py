"""Personal accounts and the journal of who looked at them."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from esep.domain.model.actor import Actor
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.personal_account import PersonalRecord
from esep.domain.model.standing_contribution import StandingContribution


class PersonalAccounts(Protocol):
    """Reads what stands on persons' accounts."""

    def records(self, person_keys: Collection[int], *, as_of: datetime | None = None) -> list[PersonalRecord]:
        """The records of one person, under all the person's numbers, by period, then receipt.

        With `as_of`, those recorded by that instant, as they stood then.
        """
        ...

    def standing_contributions(
        self, person_keys: Collection[int], *, as_of: datetime | None = None
    ) -> list[StandingContribution]:
        """What stands of the contributions of one person, by month, then receipt: the same as `records`, but sooner.

        With `as_of`, what stood by that instant.
        """
        ...

    def credited_lines(self, order_number: int, line_numbers: Collection[int]) -> list[CreditedLine]:
        """Those of an order's lines that its last decision credited, as they stand now, by number."""
        ...


class UsageJournal(Protocol):
    """Who looked at whose data, when and why (Law 94-V)."""

    def note_view(self, person_key: int, *, actor: Actor, viewed_at: datetime, what: str) -> None:
        """Record one view of a person's data, in the same unit of work as the reading."""
        ...

    def count_views(self, person_key: int) -> int:
        """How often a person's data were looked at."""
        ...
