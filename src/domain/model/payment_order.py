"""A payment order as read from a message: header and list of participants."""

import hashlib
from datetime import date

import attrs

from esep.domain.model.money import Money
from esep.domain.model.participant_list import OtherFields, ParticipantList

LIST_MESSAGE_TYPE = "102"
SINGLE_MESSAGE_TYPE = "100"
ACTUAL_PAYER_ID, ACTUAL_PAYER_NAME = "FSIDN", "FSNAME"
"""Tags of the header's :70: that name the actual payer (factual sender); by decision of the product."""


@attrs.frozen(kw_only=True)
class Party:
    """Payer (:50:) or beneficiary (:59:) of an order, as written in it."""

    account: str  # IBAN; of the payer without its /D/
    name: str
    identification_number: str  # IIN or BIN as written; judged by the rulebook, not here
    chief: str = ""
    main_bookkeeper: str = ""
    residency: str = ""  # IRS: 1 resident, 2 non-resident
    sector: str = ""  # SECO
    others: OtherFields = ()


@attrs.frozen(kw_only=True)
class ActualPayer:
    """For whom an entity pays: its unit, named in the message beside the sender. Texts as written."""

    identification_number: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        """Whether anybody is named."""
        return bool(self.identification_number or self.name)


@attrs.frozen(kw_only=True)
class PaymentOrder:
    """One message that could be read whole. Text is kept as written; only amounts and dates are values."""

    basic_header: str  # block 1 without its braces and "1:"
    application_header: str  # block 2 likewise: I or O, type, recipient, priority
    reference: str  # :20:, unique per sender and day
    payer: Party
    sender_bic: str  # :52B:
    beneficiary_bic: str  # :57B:
    beneficiary: Party
    document_number: str  # NUM
    document_date: date
    purpose_code: str  # KNP
    value_date: date  # :32A:, the day the money was received
    total: Money  # :32A:
    sending_way: str = ""  # SEND
    operation_kind: str = ""  # VO: 01 payment order, 07 and 09 collection order
    processing: str = ""  # PSO
    priority: str = ""  # PRT
    period: str = ""  # MMYYYY as written; "" where there is none
    assignment: str = ""  # ASSIGN, its lines joined by line feeds
    participants: ParticipantList = attrs.field(factory=ParticipantList)
    details_others: OtherFields = ()  # unknown /TAG/ fields of the header's :70:
    others: OtherFields = ()  # unknown :TAG: fields of the message

    @property
    def message_type(self) -> str:
        """Three digits: 102 an order with a list, 100 a single order."""
        return self.application_header[1:4]

    @property
    def has_list(self) -> bool:
        """Whether the message is of the type that carries a list of participants."""
        return self.message_type == LIST_MESSAGE_TYPE

    @property
    def actual_payer(self) -> ActualPayer:
        """Who really pays where the message names somebody beside the sender; empty where it does not.

        The fields stay where unknown ones are kept: the digest of an order that was read before they had a meaning
        does not change.
        """
        if not self.details_others:
            return NO_ACTUAL_PAYER
        fields = {tag: " ".join(value.split()) for tag, value in reversed(self.details_others)}
        return ActualPayer(
            identification_number=fields.get(ACTUAL_PAYER_ID, ""), name=fields.get(ACTUAL_PAYER_NAME, "")
        )

    @property
    def content_sha256(self) -> bytes:
        """Digest of the order as read: the same order in another encoding or line end has the same."""
        digest = hashlib.sha256(_written_fields(self).encode(errors="surrogatepass"))
        lines = self.participants
        digest.update(repr((len(lines), lines.others)).encode())
        digest.update(" ".join(map(str, lines.amounts_tiyn)).encode())
        for column in (
            lines.numbers,
            lines.list_kinds,
            lines.surnames,
            lines.names,
            lines.patronymics,
            lines.birth_dates,
            lines.identification_numbers,
            lines.periods,
        ):
            # A column's values hold no line feed, so no two lists share one text.
            digest.update("\n".join(column).encode(errors="surrogatepass"))
            digest.update(b"\0\n")
        return digest.digest()


NO_ACTUAL_PAYER = ActualPayer()


def _written_fields(value: "PaymentOrder | Party") -> str:
    """The header's fields by name, empty ones left out: a field added later changes no old digest."""
    parts = []
    for field in attrs.fields(type(value)):
        content = getattr(value, field.name)
        if field.name == "participants" or content in ("", ()):
            continue
        text = _written_fields(content) if isinstance(content, Party) else repr(content)
        parts.append(f"{field.name}={text}")
    return "(" + ";".join(parts) + ")"
