"""Returns to payers."""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.returns import PendingReturn, ReturnSummary, SentReturn


class ReturnBook(Protocol):
    """What is to be sent back, and what was."""

    def pending(self, limit: int, *, without: Collection[int] = ()) -> list[PendingReturn]:
        """Returns that no file carries yet, in the order in which they were decided, at most `limit`.

        Those of the orders in `without` are left out.

        They are locked for this unit of work: another one that asks waits, and is then given the next.
        """
        ...

    def record_file(self, file: DispatchedFile, returns: Sequence[SentReturn]) -> None:
        """Record a file that is to be written, its bytes, and the returns in it with their entries."""
        ...

    def list_returns(self) -> Iterator[ReturnSummary]:
        """Every return, first decided first, with the file that carries it, if any."""
        ...
