"""Months credited without a contribution, and the files that list them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from esep.domain.errors import InvalidInput
from esep.domain.model.credited_month import CreditedMonth
from esep.domain.model.loaded_list import ListVersion


class CreditedMonthsInvalid(InvalidInput):
    """A list of credited months has rows that cannot be used; the message names each with its line number."""

    code = "credited-months-invalid"


class CreditedMonthLists(Protocol):
    """Answers from the newest list; the older ones are kept as evidence."""

    def find(self, person_keys: Collection[int], *, as_of: datetime | None = None) -> list[CreditedMonth]:
        """The rows of one person, under all the person's numbers, as the file has them.

        With `as_of`, of the newest list loaded by then.
        """
        ...

    def load(
        self, rows: Sequence[CreditedMonth], *, file_name: str, sha256: bytes, loaded_at: datetime, loaded_by: str
    ) -> ListVersion:
        """Store a list whole under the next version number."""
        ...

    def versions(self) -> list[ListVersion]:
        """All lists, oldest first."""
        ...


class CreditedMonthsReader(Protocol):
    """Reads lists of credited months."""

    def read(self, content: bytes, file_name: str) -> list[tuple[int, CreditedMonth]]:
        """All rows, each with the number of its line. Raises `CreditedMonthsInvalid` with every fault."""
        ...
