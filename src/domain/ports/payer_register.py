"""The register of payers, the snapshots of it that a store keeps, and the files that they come in."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import BinaryIO, Protocol

from esep.domain.errors import InvalidInput
from esep.domain.model.payer_register import PayerAnswers, PayerRegisterVersion, RegisteredPayer


class PayersFileInvalid(InvalidInput):
    """A file of payers has rows that cannot be used; the message names each with its line number."""

    code = "payers-file-invalid"


class PayerRegister(Protocol):
    """Answers from the newest snapshot; the older ones are kept as evidence."""

    def find_many(self, payer_ids: Collection[str]) -> PayerAnswers | None:
        """What is known of each number, of twelve digits each; None where no snapshot is loaded. One round trip."""
        ...

    def load(
        self, payers: Iterable[RegisteredPayer], *, file_name: str, sha256: bytes, loaded_at: datetime, loaded_by: str
    ) -> PayerRegisterVersion:
        """Store a snapshot whole under the next version number, or nothing of it."""
        ...

    def versions(self) -> list[PayerRegisterVersion]:
        """All snapshots, oldest first."""
        ...


class PayersReading(Protocol):
    """One file being read."""

    def payers(self) -> Iterator[RegisteredPayer]:
        """Yield every payer as a stream; at the end raise `PayersFileInvalid` where any row was bad."""
        ...

    @property
    def sha256(self) -> bytes:
        """Digest of the file's bytes."""
        ...


class PayersReader(Protocol):
    """Reads files of payers."""

    def read(self, source: BinaryIO, file_name: str) -> PayersReading:
        """Begin to read. Raises `PayersFileInvalid` at once for a file that is no register of payers."""
        ...
