"""The documents that carried a social payment and brought it back (Rules, item 12(25))."""

from datetime import date

import attrs


@attrs.frozen(kw_only=True)
class PaymentDocument:
    """A payment order as its message says."""

    document_number: str
    document_date: date
    purpose_code: str
    sender_id: str
    sender_name: str
    recipient_name: str
    total_tiyn: int  # of all its lines


@attrs.frozen(kw_only=True)
class ReturnDocument:
    """What brought a payment back."""

    received_on: date  # value date of the order
    reference: str
    document: PaymentDocument
    amount_tiyn: int  # of the line
    period: str  # MMYYYY as written; "" where none is


@attrs.frozen(kw_only=True)
class PaymentDocuments:
    """The documents of one payment."""

    sent: PaymentDocument | None  # of its last sending; None: no message carried it yet
    returned: ReturnDocument | None  # the last one; None: it never came back
