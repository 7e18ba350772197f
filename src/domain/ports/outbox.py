"""Folders that outgoing files are written to."""

from typing import Protocol


class Outbox(Protocol):
    """Writes whole files."""

    def resolve(self, folder: str) -> str:
        """The folder's full name. Raises `InvalidInput` where it cannot be written to or is no folder."""
        ...

    def write(self, folder: str, file_name: str, content: bytes) -> None:
        """Make the file appear whole and durable under its name, or not at all.

        A file of this name with these bytes is left as it is. Raises `Conflict` where it has other bytes,
        `Unavailable` where the folder is gone, read-only or full.
        """
        ...
