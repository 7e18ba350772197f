"""Orders as a store gives them back for checking against their own bytes."""

from collections.abc import Sequence
from datetime import date

import attrs

from esep.domain.model.ledger import Account
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.payment_order import PaymentOrder


@attrs.frozen(kw_only=True)
class OrderHeader:
    """What is recorded of an order's header; a store keeps each of these in a place of its own."""

    key: OrderKey
    content_sha256: bytes
    message_type: str
    payer_id: str
    payer_name: str
    actual_payer_id: str | None = None  # None: recorded before it was read
    actual_payer_name: str | None = None
    purpose_code: str
    period: str
    document_number: str
    document_date: date
    recipient_name: str
    line_count: int
    total_tiyn: int
    received_on: date

    @classmethod
    def of(cls, order: PaymentOrder, *, content_sha256: bytes | None = None) -> "OrderHeader":
        """The header of an order as read; its digest is made unless it is at hand."""
        return cls(
            key=OrderKey(sender_bic=order.sender_bic, reference=order.reference, value_date=order.value_date),
            content_sha256=order.content_sha256 if content_sha256 is None else content_sha256,
            message_type=order.message_type,
            payer_id=order.payer.identification_number,
            payer_name=order.payer.name,
            actual_payer_id=order.actual_payer.identification_number,
            actual_payer_name=order.actual_payer.name,
            purpose_code=order.purpose_code,
            period=order.period,
            document_number=order.document_number,
            document_date=order.document_date,
            recipient_name=order.beneficiary.name,
            line_count=len(order.participants),
            total_tiyn=order.total.tiyn,
            received_on=order.value_date,
        )


@attrs.frozen(kw_only=True)
class StoredOrder:
    """An order with its bytes and the lines of its last decision, by columns."""

    header: OrderHeader
    content: bytes
    encoding: str
    applied_purpose_code: str
    numbers: Sequence[int | None]
    amounts_tiyn: Sequence[int]
    months: Sequence[int | None]
    credited_accounts: Sequence[Account]  # participants' accounts that entries of this order credit, each once
