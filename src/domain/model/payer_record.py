"""What stands recorded of a payer for one month paid for."""

from datetime import date

import attrs

from esep.domain.model.ledger import Account
from esep.domain.model.outcome import Part


@attrs.frozen(kw_only=True)
class PayerOrder:
    """What an order of a payer has of one month, by the lines of its last decision. Lines as written, in tiyn."""

    order_number: int
    document_number: str
    document_date: date
    line_count: int  # of that month
    returned: Part  # of them, by the examination
    held: Part


@attrs.frozen(kw_only=True)
class PayerEntry:
    """One entry on a participant's account for that month; what left the account is below zero."""

    order_number: int
    received_on: date
    payer_id: str  # who really paid: the actual payer where one is named, else the sender
    payer_name: str
    person_key: int
    account: Account  # PARTICIPANT_CONTRIBUTIONS or PARTICIPANT_PENALTIES
    amount_tiyn: int
    is_refund: bool  # it went back to the payer on application; else it was credited, or a correction moved it
