"""What one payer brought to one person's account for one month."""

import attrs

from esep.domain.model.month import Month


@attrs.frozen(kw_only=True)
class PayerAmount:
    """An amount of contributions that a payer brought, or, below zero, that left the account again."""

    payer_id: str  # IIN or BIN of who really paid
    payer_name: str
    person_key: int
    month: Month  # paid for
    amount_tiyn: int
