"""Tell new orders from those known already: by key and content."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import attrs

from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.order_identity import OrderKey, order_number
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.returned_payment import ReturnedOrderSummary
from esep.domain.ports.returned_payments import ReturnedPayments


@attrs.frozen(kw_only=True)
class IdentifiedOrder:
    """An order with its number in the store, and what is known of it."""

    message: IncomingMessage
    order: PaymentOrder
    key: OrderKey
    content_sha256: bytes
    order_number: int
    is_duplicate: bool  # the same order is recorded, or stands earlier in the same batch
    conflicts_with: int | None  # number of the first order of this key, which has other content


@attrs.define
class OrderIdentities:
    """Numbers of the orders of one batch. Remembers those it gave, so that a batch may repeat an order."""

    _find_many: Callable[[Collection[int]], Mapping[int, OrderSummary]]
    known: dict[int, OrderSummary] = attrs.field(init=False, factory=dict)
    _digests: dict[int, tuple[OrderKey, bytes]] = attrs.field(init=False, factory=dict)

    def identify_all(self, messages: Iterable[tuple[IncomingMessage, PaymentOrder]]) -> list[IdentifiedOrder]:
        """Identify orders in the order given; one question to the store for all of them."""
        keyed = [(message, order, _key(order), order.content_sha256) for message, order in messages]
        numbers = {order_number(key) for _, _, key, _ in keyed}
        numbers |= {order_number(key, content_sha256=digest) for _, _, key, digest in keyed}
        self._learn(numbers)
        return [self._identify(*one) for one in keyed]

    def _learn(self, numbers: Collection[int]) -> None:
        found = self._find_many(numbers)
        self.known.update(found)
        self._digests.update({number: (order.key, order.content_sha256) for number, order in found.items()})

    def _identify(self, message: IncomingMessage, order: PaymentOrder, key: OrderKey, digest: bytes) -> IdentifiedOrder:
        first = self._number(key)
        number, conflicts_with = first, None
        if first in self._digests and self._digests[first][1] != digest:
            number, conflicts_with = self._number(key, digest), first
        is_duplicate = number in self._digests
        self._digests.setdefault(number, (key, digest))
        return IdentifiedOrder(
            message=message,
            order=order,
            key=key,
            content_sha256=digest,
            order_number=number,
            is_duplicate=is_duplicate,
            conflicts_with=conflicts_with,
        )

    def _number(self, key: OrderKey, digest: bytes = b"") -> int:
        """The key's number, stepping aside where another key has it."""
        attempt = 0
        number = order_number(key, content_sha256=digest)
        while number in self._digests and self._digests[number][0] != key:
            attempt += 1
            number = order_number(key, content_sha256=digest, attempt=attempt)
            self._learn([number])
        return number


def received_as_returned(
    returned: ReturnedPayments, messages: Sequence[tuple[IncomingMessage, PaymentOrder]]
) -> dict[bytes, ReturnedOrderSummary]:
    """Those of the messages, by digest, that were recorded as returned social payments, in whatever encoding.

    One question to the store. The content is looked at only where the key is known: for nearly no message.
    """
    if not messages:
        return {}
    known = returned.received([message.sha256 for message, _ in messages], [_key(order) for _, order in messages])
    if not known:
        return {}
    by_message = {one.message_sha256: one for one in known}
    keys = {one.key for one in known}
    by_content = {(one.key, one.content_sha256): one for one in known}
    found = {}
    for message, order in messages:
        one = by_message.get(message.sha256)
        if one is None and (key := _key(order)) in keys:
            one = by_content.get((key, order.content_sha256))
        if one is not None:
            found[message.sha256] = one
    return found


def _key(order: PaymentOrder) -> OrderKey:
    return OrderKey(sender_bic=order.sender_bic, reference=order.reference, value_date=order.value_date)
