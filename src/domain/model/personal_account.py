"""The personal account: everything recorded for one person (Rules, item 7)."""

from datetime import date, datetime
from enum import Enum

import attrs

from esep.domain.model.month import Month


class RecordKind(Enum):
    """What a record of an account is."""

    CONTRIBUTION = "contribution"
    PENALTY = "penalty"
    RETURN = "return"


class RecordStatus(Enum):
    """Where the money of a record stands."""

    CREDITED = "credited"
    TRANSFERRED = "transferred"  # to the Fund
    RETURNED = "returned"
    REVERSED = "reversed"


@attrs.frozen(kw_only=True)
class PersonalRecord:
    """One line that stands on a person's account, with the attributes of Rules item 7(4)."""

    period_from: Month
    period_to: Month  # later than period_from where one line pays for several months or a year
    kind: RecordKind
    status: RecordStatus
    amount_tiyn: int  # positive, also of a return
    received_on: date
    recorded_at: datetime
    dispatched_on: date | None
    document_number: str
    document_date: date
    reference: str
    purpose_code: str
    sender_id: str
    sender_name: str
    recipient_name: str
    order_total_tiyn: int
    order_line_count: int
    order_number: int
    line_number: int

    @property
    def period(self) -> str:
        """2020-01; several months as 2020-01/2020-03; a whole year as 2020."""
        first, last = self.period_from, self.period_to
        if first == last:
            return str(first)
        if (first.month, last.month) == (1, 12) and first.year == last.year:
            return str(first.year)
        return f"{first}/{last}"


@attrs.frozen(kw_only=True)
class AccountTotals:
    """Sums of an account, in tiyn, and the number of distinct months paid for."""

    contributions_tiyn: int
    penalties_tiyn: int
    returned_tiyn: int
    months: int


def totals_of(records: list[PersonalRecord]) -> AccountTotals:
    """Add up the records of one account; the months are those of contributions that were not returned."""
    sums = {kind: sum(record.amount_tiyn for record in records if record.kind is kind) for kind in RecordKind}
    months = {
        number
        for record in records
        if record.kind is RecordKind.CONTRIBUTION and record.status in (RecordStatus.CREDITED, RecordStatus.TRANSFERRED)
        for number in range(record.period_from.to_number(), record.period_to.to_number() + 1)
    }
    return AccountTotals(
        contributions_tiyn=sums[RecordKind.CONTRIBUTION],
        penalties_tiyn=sums[RecordKind.PENALTY],
        returned_tiyn=sums[RecordKind.RETURN],
        months=len(months),
    )
