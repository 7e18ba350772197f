"""The registers of payments received and sent back, for the revenue authority (Social Code 17(1)(32))."""

from collections.abc import Generator
from datetime import date

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.payment_registers import MonthOfOrder, ReceivedOrder, SentBack
from esep.domain.ports.unit_of_work import OpenUnitOfWork


@attrs.frozen(kw_only=True)
class ListPayments:
    """Reads the registers of a span of days, both ends included, as streams; close one that is not read to its end."""

    open_unit: OpenUnitOfWork

    def received(self, first: date, last: date) -> Generator[tuple[ReceivedOrder, MonthOfOrder]]:
        """One row per order and month paid for; they add up to what was received. Raises `InvalidInput`.

        Messages that cannot be read are no orders yet and not among them.
        """
        _require_span(first, last)
        with self.open_unit() as unit:
            for order in unit.payers.received(first, last):
                for row in order.rows():
                    yield order, row

    def sent_back(self, first: date, last: date) -> Generator[SentBack]:
        """Returns by the examination or an operator, and refunds on application, by the day of dispatch."""
        _require_span(first, last)
        with self.open_unit() as unit:
            yield from unit.payers.sent_back(first, last)


def _require_span(first: date, last: date) -> None:
    if first > last:
        raise InvalidInput(f"the days {first} to {last} are none; expected the earlier one first")
