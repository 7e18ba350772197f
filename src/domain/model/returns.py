"""Returns on their way to the payer."""

from datetime import date, datetime

import attrs

from esep.domain.model.finding import Finding


@attrs.frozen(kw_only=True)
class PendingReturn:
    """A return that no file carries yet."""

    order_number: int
    decision_number: int
    purpose_code: str
    amount_tiyn: int
    is_one_amount: bool
    line_numbers: tuple[int, ...]
    entry_count: int  # entries of the order so far
    message: bytes  # the order's message as it came; the outgoing one is made from it
    encoding: str  # of the message
    findings: tuple[Finding, ...]  # of the decision that returns: the reasons


@attrs.frozen(kw_only=True)
class SentReturn:
    """A return as it goes into a file."""

    order_number: int
    decision_number: int
    reference: str
    amount_tiyn: int
    entry_number: int


@attrs.frozen(kw_only=True)
class ReturnSummary:
    """A return as listed."""

    order_number: int
    decision_number: int
    order_reference: str
    value_date: date
    payer_id: str
    payer_name: str
    purpose_code: str
    amount_tiyn: int
    line_count: int
    decided_at: datetime
    due_on: date
    reference: str | None  # of the outgoing message
    file_name: str | None  # of the file that carries it, written or not
    dispatched_on: date | None  # None until that file stands in its folder
