"""The registers for the revenue authority: what was received, what was sent back (Social Code 17(1)(32))."""

from collections.abc import Iterator
from datetime import date
from enum import Enum

import attrs

from esep.domain.model.month import InvalidMonth, Month
from esep.domain.model.payment_order import LIST_MESSAGE_TYPE


@attrs.frozen(kw_only=True)
class MonthOfOrder:
    """Lines of one month in an order; None where their period is no month."""

    month: Month | None
    line_count: int
    amount_tiyn: int


@attrs.frozen(kw_only=True)
class RegisteredOrder:
    """What the registers say of the order that brought the money."""

    sender_bic: str
    reference: str
    value_date: date
    message_type: str
    payer_id: str
    payer_name: str
    actual_payer_id: str
    actual_payer_name: str
    document_number: str
    document_date: date

    @property
    def is_of_a_person(self) -> bool:
        """Whether the payer may be the participant: without a list nobody else is named."""
        return self.message_type != LIST_MESSAGE_TYPE


@attrs.frozen(kw_only=True)
class ReceivedOrder:
    """An order received, with its lines by month, whatever became of them."""

    order: RegisteredOrder
    purpose_code: str  # that applies by the last decision
    period: str  # as written in the header
    received_on: date
    total_tiyn: int
    months: tuple[MonthOfOrder, ...]  # earliest first, None last

    def rows(self) -> Iterator[MonthOfOrder]:
        """One row per month. They add up to the amount received.

        Where the lines do not, or there are none, the order is one row of the header's month.
        """
        if sum(row.amount_tiyn for row in self.months) == self.total_tiyn:
            yield from self.months
        else:
            yield MonthOfOrder(
                month=_month(self.period),
                line_count=sum(row.line_count for row in self.months),
                amount_tiyn=self.total_tiyn,
            )


def _month(period: str) -> Month | None:
    try:
        return Month.parse(period)
    except InvalidMonth:
        return None


class SentBackKind(Enum):
    """What sent money back."""

    EXAMINATION = "examination"  # a rule
    OPERATOR = "send-back"  # an operator's decision on a held order
    APPLICATION = "application"  # of the payer


@attrs.frozen(kw_only=True)
class SentBack:
    """Money of an order that an outgoing message carries back to the payer."""

    order: RegisteredOrder
    order_number: int
    kind: SentBackKind
    reasons: tuple[str, ...]  # codes of findings, or the reason of the application
    reference: str  # of the outgoing message
    purpose_code: str  # 026 or 094
    line_count: int
    amount_tiyn: int
    dispatched_on: date
