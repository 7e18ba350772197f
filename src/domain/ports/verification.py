"""Checks over the whole store."""

from collections.abc import Iterator
from typing import Protocol

import attrs

from esep.domain.model.stored_order import StoredOrder


@attrs.frozen(kw_only=True)
class Check:
    """One invariant, looked at over everything that is recorded."""

    name: str
    checked: int  # how many things were looked at
    faults: tuple[str, ...]  # what is wrong, by name, at most the first twenty; empty where all holds
    fault_count: int

    @property
    def ok(self) -> bool:
        """Whether the invariant holds."""
        return self.fault_count == 0


class Verification(Protocol):
    """Reads the store with suspicion: nothing that one table says is believed where another can tell."""

    def checks(self) -> Iterator[Check]:
        """Run every check of `INVARIANTS`, one after another."""
        ...

    def stored_orders(self) -> Iterator[StoredOrder]:
        """Every order that has its message and a decision, as a stream, to be compared with its own bytes."""
        ...
