"""A credited line of an order as it stands today: whose it is, for which month, and what of it was given back."""

import attrs

from esep.domain.model.ledger import Account
from esep.domain.model.month import Month


@attrs.frozen(kw_only=True)
class CreditedLine:
    """A line that was credited, after all corrections and refunds. Amounts in tiyn."""

    order_number: int
    line_number: int
    person_key: int  # the number on whose account it stands now
    month: Month  # paid for, as it stands now
    account: Account  # PARTICIPANT_CONTRIBUTIONS or PARTICIPANT_PENALTIES
    decision_number: int  # of the order's decision that credited it
    amount_tiyn: int  # that it brought
    refunded_tiyn: int  # of it, that left the account for the payer
    under_application_tiyn: int  # of it, in refunds that are neither refused nor booked yet
    counted_tiyn: int  # of it, that counted in a decision on a social payment
    illegal_tiyn: int  # of it, recognised as illegal on the account where it stands
    entry_count: int  # entries of the line so far, on all accounts that it stood on

    @property
    def remaining_tiyn(self) -> int:
        """What still stands on the account."""
        return self.amount_tiyn - self.refunded_tiyn
