"""Under which regimes payers pay, and the files that tell it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from esep.domain.errors import InvalidInput
from esep.domain.model.loaded_list import ListVersion
from esep.domain.model.payer_regime import PayerRegime


class RegimesFileInvalid(InvalidInput):
    """A list of regimes has rows that cannot be used; the message names each with its line number."""

    code = "regimes-file-invalid"


class PayerRegimeLists(Protocol):
    """Answers from the newest list; the older ones are kept as evidence."""

    def find_many(self, payer_ids: Collection[str], *, as_of: datetime | None = None) -> list[PayerRegime]:
        """The rows of these payers, by payer and first day; with `as_of`, of the newest list loaded by then."""
        ...

    def load(
        self, rows: Sequence[PayerRegime], *, file_name: str, sha256: bytes, loaded_at: datetime, loaded_by: str
    ) -> ListVersion:
        """Store a list whole under the next version number. Raises `Conflict` for a payer's second row of a day."""
        ...

    def versions(self) -> list[ListVersion]:
        """All lists, oldest first."""
        ...


class RegimesReader(Protocol):
    """Reads lists of regimes."""

    def read(self, content: bytes, file_name: str) -> list[PayerRegime]:
        """All rows. Raises `RegimesFileInvalid` with every fault."""
        ...
