"""What of a person's payments counted in a decision on a social payment (Social Code, article 247(2))."""

from datetime import datetime

import attrs


@attrs.frozen(kw_only=True)
class CountedAmount:
    """So much of one line counted in one decision. What did not count of it can still go back to the payer."""

    person_key: int
    order_number: int
    line_number: int
    decision: str  # on a social payment: its number
    amount_tiyn: int
    recorded_at: datetime
