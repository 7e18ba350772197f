"""An application for a social payment as it is written, before it is judged."""

import hashlib
import json
from datetime import date, datetime

import attrs

from esep.domain.model.identification_number import masked
from esep.domain.model.recipient_case import CaseDetails, Channel
from esep.domain.model.social_payment import SocialPaymentKind


@attrs.frozen(kw_only=True)
class SocialApplication:
    """One application: one kind, one right, one applicant."""

    application_number: str
    kind: SocialPaymentKind
    applicant_iin: str = attrs.field(repr=masked)
    breadwinner_iin: str = attrs.field(default="", repr=masked)  # whose contributions count; "": the applicant's
    submitted_at: datetime | None = None  # None: when it is registered
    right_on: date  # onset of the social risk
    channel: Channel
    region: str
    documents: tuple[str, ...]  # names of what is attached
    details: CaseDetails

    @property
    def insured_iin(self) -> str:
        """Whose contributions count."""
        return self.breadwinner_iin or self.applicant_iin

    @property
    def content_sha256(self) -> bytes:
        """Digest of what the application says: the same one written otherwise has the same."""
        said = attrs.asdict(self, filter=lambda attribute, value: value != attribute.default)
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode(errors="surrogatepass")).digest()
