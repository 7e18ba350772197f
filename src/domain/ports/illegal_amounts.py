"""Amounts recognised as illegal, and the files that list them."""

from typing import Protocol

from esep.domain.errors import InvalidInput
from esep.domain.model.illegal_amount import CourtAct, IllegalList, IllegalListSummary, IllegalRow


class IllegalListInvalid(InvalidInput):
    """A list has rows that cannot be used; the message names each with its line number."""

    code = "illegal-list-invalid"


class IllegalListReader(Protocol):
    """Reads lists of illegal amounts."""

    def read(self, content: bytes, file_name: str) -> tuple[CourtAct, list[IllegalRow]]:
        """The act and its rows. Raises `IllegalListInvalid` with every fault."""
        ...


class IllegalAmounts(Protocol):
    """Records lists, and never changes them."""

    def next_number(self) -> int:
        """The number of the next list; only after `move_money_alone`."""
        ...

    def find_list(self, sha256: bytes) -> IllegalListSummary | None:
        """The list recorded of a file with this digest."""
        ...

    def record(self, illegal_list: IllegalList) -> None:
        """Record a list with its amounts. Raises `Conflict` where it is recorded already."""
        ...

    def lists(self) -> list[IllegalListSummary]:
        """All lists, first recorded first."""
        ...
