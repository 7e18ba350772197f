"""Files with snapshots of the state register."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from esep.domain.errors import InvalidInput
from esep.domain.model.register import RegisterPerson


class RegisterFileInvalid(InvalidInput):
    """A register file has rows that cannot be used; the message names each with its line number."""

    code = "register-file-invalid"


class RegisterReading(Protocol):
    """One file being read."""

    def people(self) -> Iterator[RegisterPerson]:
        """Yield every person as a stream; at the end raise `RegisterFileInvalid` where any row was bad."""
        ...

    @property
    def sha256(self) -> bytes:
        """Digest of the file's bytes."""
        ...


class RegisterReader(Protocol):
    """Reads register files."""

    def read(self, source: BinaryIO, file_name: str) -> RegisterReading:
        """Begin to read. Raises `RegisterFileInvalid` at once for a file that is no register."""
        ...
