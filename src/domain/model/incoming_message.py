"""A message as it came in: its bytes, where it stood, and what could be read from it."""

from datetime import date

import attrs

from esep.domain.model.money import Money
from esep.domain.model.payment_order import PaymentOrder


@attrs.frozen(kw_only=True)
class Defect:
    """One reason why a message cannot be read."""

    field: str  # the field's name in the message: ":32A:", "KNP", "block structure"
    found: str  # what stands there, cut to 60 characters, without personal data; "" where nothing does
    expected: str  # what should stand there, in English, for the operator


@attrs.frozen(kw_only=True)
class UnreadableMessage:
    """A message that is quarantined whole, with what could be read of it and every defect found."""

    defects: tuple[Defect, ...]
    reference: str | None = None
    value_date: date | None = None
    sender_bic: str | None = None
    payer_id: str | None = None
    payer_name: str | None = None
    purpose_code: str | None = None
    period: str | None = None  # MMYYYY as written
    line_count: int | None = None
    total: Money | None = None


@attrs.frozen(kw_only=True)
class IncomingMessage:
    """One message of a file. `content` is kept verbatim whatever could be read."""

    file_name: str
    position: int  # counts the messages of a file from 1
    content: bytes
    sha256: bytes  # of content
    encoding: str  # "utf-8", "utf-16-le", "utf-16-be", "cp1251" or "cp866"
    reading: PaymentOrder | UnreadableMessage
