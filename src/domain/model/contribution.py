"""One contribution as a calculation of a social payment is given it."""

from datetime import date

import attrs

from esep.domain.model.month import Month

Place = tuple[int, int, int]  # person key, order number, line number


@attrs.frozen(kw_only=True)
class Contribution:
    """What of one ledger line counts for length and income: after refunds, corrections and illegal amounts."""

    person_key: int  # the number under which it was recorded
    order_number: int
    line_number: int
    payer_id: str  # who really paid: the actual payer where one is named
    month: Month  # paid for
    amount_tiyn: int  # positive
    received_on: date
    is_unified: bool = False  # part of a unified aggregate payment (ЕСП)
    document_number: str = ""  # of the payment order

    @property
    def place(self) -> Place:
        """Where it stands."""
        return (self.person_key, self.order_number, self.line_number)
