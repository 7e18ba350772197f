"""A table in memory. It only grows, so that undoing is to cut it back to its former length."""

from collections.abc import Hashable
from typing import Generic, TypeVar

from esep.domain.errors import AlreadyRecorded, Conflict

K = TypeVar("K", bound=Hashable)
G = TypeVar("G", bound=tuple[int, ...])
R = TypeVar("R")


class Table(Generic[K, R]):
    """Rows by a key that no two have, in the order in which they came."""

    def __init__(self, thing: str, refusal: type[Conflict] = AlreadyRecorded) -> None:
        """Take what a row is called in an error, and the error that a second row of a key raises."""
        self.rows: dict[K, R] = {}
        self._thing = thing
        self._refusal = refusal

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def __contains__(self, key: object) -> bool:
        """Whether a row has the key."""
        return key in self.rows

    def add(self, key: K, row: R) -> None:
        """Add a row; raises the table's refusal where the key is taken."""
        if key in self.rows:
            raise self._refusal(f"{self._thing} is recorded already; look at what is there, then decide again")
        self.rows[key] = row

    def cut(self, length: int) -> None:
        """Take away all rows but the first `length`."""
        while len(self.rows) > length:
            self.rows.popitem()


class GroupedTable(Table[G, R]):
    """A table that also finds all rows of one order or person, by the first part of the key."""

    def __init__(self, thing: str, refusal: type[Conflict] = AlreadyRecorded) -> None:
        """Take what a table takes."""
        super().__init__(thing, refusal)
        self._groups: dict[int, list[G]] = {}

    def add(self, key: G, row: R) -> None:
        """Add a row; raises the table's refusal where the key is taken."""
        super().add(key, row)
        self._groups.setdefault(key[0], []).append(key)

    def of(self, first: int) -> list[R]:
        """The rows whose key begins with this number, by key."""
        return [self.rows[key] for key in sorted(self._groups.get(first, ()))]

    def count_of(self, first: int) -> int:
        """How many keys begin with this number."""
        return len(self._groups.get(first, ()))

    def cut(self, length: int) -> None:
        """Take away all rows but the first `length`."""
        while len(self.rows) > length:
            key, _ = self.rows.popitem()
            self._groups[key[0]].pop()  # the last one of its group, since the last of all
