"""Returns to payers and the files that carry them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from esep.domain.model.returns import DispatchedFile, PendingReturn, ReturnSummary, SentReturn


class ReturnBook(Protocol):
    """What is to be sent back, and what was."""

    def pending(self, limit: int, *, without: Collection[int] = ()) -> list[PendingReturn]:
        """Returns that no file carries yet, in the order in which they were decided, at most `limit`.

        Those of the orders in `without` are left out.

        They are locked for this unit of work: another one that asks waits, and is then given the next.
        """
        ...

    def next_references(self, count: int) -> list[int]:
        """Numbers that no outgoing message has had, ascending."""
        ...

    def record_file(self, file: DispatchedFile, returns: Sequence[SentReturn]) -> None:
        """Record a file that is to be written, its bytes, and the returns in it with their entries."""
        ...

    def unwritten_files(self, limit: int | None = None) -> list[DispatchedFile]:
        """Files recorded whose writing was not confirmed, first recorded first; locked like `pending`."""
        ...

    def confirm_written(self, file_name: str, written_at: datetime) -> None:
        """Record that a file stands whole in its folder. A second confirmation changes nothing."""
        ...

    def list_returns(self) -> Iterator[ReturnSummary]:
        """Every return, first decided first, with the file that carries it, if any."""
        ...
