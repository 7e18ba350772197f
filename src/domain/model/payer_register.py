"""The register of entities and entrepreneurs who pay contributions."""

from collections.abc import Mapping
from datetime import date, datetime

import attrs


@attrs.frozen(kw_only=True)
class RegisteredPayer:
    """One payer of a snapshot of the register."""

    payer_id: str  # BIN, or IIN of an entrepreneur
    name: str
    registered_on: date | None  # None where the register does not tell
    removed_on: date | None  # None while the payer is registered


@attrs.frozen(kw_only=True)
class PayerRegisterVersion:
    """A snapshot of the register of payers that was loaded whole."""

    version: int
    file_name: str
    sha256: bytes
    payers_count: int
    loaded_at: datetime
    loaded_by: str


@attrs.frozen(kw_only=True)
class PayerAnswers:
    """Answers to one question about many numbers."""

    version: int  # of the register that answered
    removed_on: Mapping[str, date | None]  # by number; who is not known is not there
