"""An application for return as the payer writes it, before it is judged."""

import hashlib
from datetime import date

import attrs

from esep.domain.model.month import Month
from esep.domain.model.refund import RefundReason


@attrs.frozen(kw_only=True)
class NamedOrder:
    """The order as the applicant names it. Reference, number and date are needed, the rest tells orders apart."""

    reference: str
    document_number: str
    document_date: date
    sender_bic: str | None = None
    value_date: date | None = None
    total_tiyn: int | None = None

    @property
    def name(self) -> str:
        """For people: `REF000001, № 17 of 2020-02-07`."""
        return f"{self.reference}, № {self.document_number} of {self.document_date}"


@attrs.frozen(kw_only=True)
class AskedLine:
    """One line of the order that is asked back."""

    line_number: int
    iin: str | None = None  # given as a check only
    period: Month | None = None  # likewise
    amount_tiyn: int | None = None  # None: all that remains of the line


@attrs.frozen(kw_only=True)
class RefundApplication:
    """One application: one order, one reason, the lines and amounts that are asked back."""

    application_number: str
    applied_on: date
    payer_id: str
    payer_name: str
    order: NamedOrder
    reason: RefundReason
    reason_text: str
    lines: tuple[AskedLine, ...]  # by number, none twice
    documents: tuple[str, ...]

    @property
    def content_sha256(self) -> bytes:
        """Digest of what the application says: the same one written otherwise has the same."""
        named, lines = self.order, []
        for line in self.lines:
            period = "" if line.period is None else str(line.period)
            lines.append((line.line_number, line.iin or "", period, line.amount_tiyn))
        said = (
            self.application_number, self.applied_on.isoformat(), self.payer_id, self.payer_name, named.reference,
            named.document_number, named.document_date.isoformat(), named.sender_bic or "",
            named.value_date.isoformat() if named.value_date else "", named.total_tiyn, self.reason.value,
            self.reason_text, lines, self.documents,
        )  # fmt: skip
        return hashlib.sha256(repr(said).encode(errors="surrogatepass")).digest()
