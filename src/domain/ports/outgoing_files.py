"""Files that carry outgoing messages, whatever they send: returns, refunds, transfers.

Each of these is recorded together with its file by the port of its own; what follows is the same for all.
"""

from datetime import datetime
from typing import Protocol

from esep.domain.model.outgoing_file import DispatchedFile


class OutgoingFiles(Protocol):
    """References of outgoing messages, and files on their way to a folder."""

    def next_references(self, count: int) -> list[int]:
        """Numbers that no outgoing message has had, ascending."""
        ...

    def unwritten_files(self, limit: int | None = None) -> list[DispatchedFile]:
        """Files recorded whose writing was not confirmed, first recorded first, at most `limit`.

        They are locked for this unit of work: another one that asks for these, or for what waits for a file, waits.
        """
        ...

    def confirm_written(self, file_name: str, written_at: datetime) -> None:
        """Record that a file stands whole in its folder. A second confirmation changes nothing.

        Raises `NotFound` for a file that is not recorded.
        """
        ...
