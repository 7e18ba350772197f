"""The key of a payment order and the number derived from it."""

import hashlib
from datetime import date

import attrs

EPOCH = date(2000, 1, 1)
HASH_BITS = 46  # with 16 bits of days before them a number stays positive in 64 bits until 2099
ATTEMPTS_MAX = 4  # a fourth key on one number will not be met in the life of the product


@attrs.frozen(kw_only=True)
class OrderKey:
    """What makes an order the same order: a sender uses a reference once a day."""

    sender_bic: str
    reference: str
    value_date: date

    def __str__(self) -> str:
        return f"{self.sender_bic}/{self.reference}/{self.value_date}"


def order_number(key: OrderKey, *, content_sha256: bytes = b"", attempt: int = 0) -> int:
    """The order's number in the store: days from 2000 to its value date, then bits of a digest of the key.

    The date stands first so that new orders lie together in every index however many years are recorded.
    An order in conflict with an earlier one of its key is told apart by its content. `attempt` counts
    up where another key already has the number (about once in a hundred thousand peak days of 100,000 orders).
    """
    text = "\n".join((key.sender_bic, key.reference, key.value_date.isoformat(), content_sha256.hex(), str(attempt)))
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).digest()
    days = (key.value_date - EPOCH).days
    return days << HASH_BITS | int.from_bytes(digest[:8], "big") >> (64 - HASH_BITS)


def derives_from(number: int, key: OrderKey, *, content_sha256: bytes) -> bool:
    """Whether a number is one that the key gives, with or without the content, within a few attempts."""
    return any(
        number == order_number(key, content_sha256=content, attempt=attempt)
        for attempt in range(ATTEMPTS_MAX)
        for content in (b"", content_sha256)
    )
