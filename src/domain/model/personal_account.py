"""The personal account: everything recorded for one person (Rules, items 7-9)."""

from collections.abc import Iterable, Sequence
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
    RETURNED = "returned"  # to the payer, whole
    REVERSED = "reversed"  # by a correction: it counts for nothing


@attrs.frozen(kw_only=True)
class CorrectionNote:
    """Why and when a record was reversed, or came to stand where it stands."""

    correction_number: int
    reason: str
    document_number: str
    document_date: date
    recorded_at: datetime


@attrs.frozen(kw_only=True)
class IllegalNote:
    """An amount recognised as illegal (Rules, item 9): from this recording on it counts for nothing."""

    amount_tiyn: int
    act_number: str
    act_date: date
    recorded_at: datetime


@attrs.frozen(kw_only=True)
class PersonalRecord:
    """One record that stands on a person's account, with the attributes of Rules item 7(4)."""

    period_from: Month
    period_to: Month  # later than period_from where one line pays for several months or a year
    kind: RecordKind
    status: RecordStatus
    amount_tiyn: int  # positive, also of a return
    received_on: date
    recorded_at: datetime
    dispatched_on: date | None  # day of the transfer to the Fund; of a return the day it was sent
    document_number: str
    document_date: date
    reference: str
    purpose_code: str  # of a return 026 or 094
    sender_id: str
    sender_name: str
    actual_payer_id: str = ""  # where the message named one beside the sender
    actual_payer_name: str = ""
    recipient_name: str
    order_total_tiyn: int
    order_line_count: int
    assignment: str | None = ""  # of the order as written; None where it was recorded before that was kept
    order_number: int
    line_number: int
    person_key: int = 0  # the number under which it was recorded
    returned_tiyn: int = 0  # of the amount, given back to the payer
    refund_number: int | None = None  # of a return
    reversed_by: CorrectionNote | None = None
    corrected_from: CorrectionNote | None = None  # the correction that brought the amount here
    illegal: tuple[IllegalNote, ...] = ()
    days_late: int | None = None  # paid so many days after the due day; None where it was not late or is no payment

    @property
    def payer_id(self) -> str:
        """Who really paid: the actual payer where one is named, else the sender."""
        return self.actual_payer_id or self.sender_id

    @property
    def payer_name(self) -> str:
        """Likewise."""
        return self.actual_payer_name if self.actual_payer_id else self.sender_name

    @property
    def standing_tiyn(self) -> int:
        """What of a payment stands: nothing once it was reversed, else what was not given back."""
        is_payment = self.kind is not RecordKind.RETURN and self.status is not RecordStatus.REVERSED
        return self.amount_tiyn - self.returned_tiyn if is_payment else 0

    @property
    def counting_tiyn(self) -> int:
        """What of it counts for length and income: what stands and was not recognised as illegal.

        What was given back was first of all what is illegal (decision of the product), so that nothing is taken twice.
        """
        legal_tiyn = self.amount_tiyn - sum(note.amount_tiyn for note in self.illegal)
        return max(0, min(self.standing_tiyn, legal_tiyn))

    @property
    def period(self) -> str:
        """2020-01; several months as 2020-01/2020-03; a whole year as 2020."""
        first, last = self.period_from, self.period_to
        if first == last:
            return str(first)
        if (first.month, last.month) == (1, 12) and first.year == last.year:
            return str(first.year)
        return f"{first}/{last}"

    @property
    def months(self) -> Iterable[int]:
        """Numbers of the months paid for."""
        return range(self.period_from.to_number(), self.period_to.to_number() + 1)


@attrs.frozen(kw_only=True)
class AccountTotals:
    """Sums of an account, in tiyn, and the number of distinct months paid for."""

    contributions_tiyn: int
    penalties_tiyn: int
    returned_tiyn: int
    months: int


def totals_of(records: Sequence[PersonalRecord]) -> AccountTotals:
    """Add up the records of one account; what was reversed counts in no sum, months are those with what counts."""
    standing = [record for record in records if record.status is not RecordStatus.REVERSED]
    sums = {kind: sum(record.amount_tiyn for record in standing if record.kind is kind) for kind in RecordKind}
    months = {
        month
        for record in standing
        if record.kind is RecordKind.CONTRIBUTION and record.counting_tiyn
        for month in record.months
    }
    return AccountTotals(
        contributions_tiyn=sums[RecordKind.CONTRIBUTION],
        penalties_tiyn=sums[RecordKind.PENALTY],
        returned_tiyn=sums[RecordKind.RETURN],
        months=len(months),
    )
