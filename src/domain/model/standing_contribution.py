"""What stands of one line of contributions on an account, as few words as a calculation needs."""

from datetime import date
from typing import NamedTuple

from esep.domain.model.month import Month


class StandingContribution(NamedTuple):
    """One line that brought contributions to an account and was not reversed. Of long careers there are very many."""

    person_key: int
    order_number: int
    line_number: int
    month_from: Month
    month_to: Month  # later where one line pays for several months
    standing_tiyn: int  # positive: what was not given back
    illegal_tiyn: int  # recognised as illegal
    payer_id: str  # who really paid: the actual payer where one is named
    received_on: date
    document_number: str
    assignment: str | None  # of the order; None where it was recorded before that was kept

    @property
    def counting_tiyn(self) -> int:
        """What counts for length and income: what stands and was not recognised as illegal."""
        return max(0, self.standing_tiyn - self.illegal_tiyn)
