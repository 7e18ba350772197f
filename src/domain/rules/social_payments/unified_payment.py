"""Which orders are a unified aggregate payment (ЕСП): those whose assignment begins with the mark of the table."""

from esep.domain.model.month import Month
from esep.domain.rules.social_payments.parameters import SocialPaymentParameters


def is_unified(assignment: str, month: Month, parameters: SocialPaymentParameters) -> bool:
    """Whether a line for this month is part of one; the payment was abolished from 2024 (Social Code 262, 263)."""
    text = assignment.lstrip().upper()
    return any(
        text.startswith(row.value) and row.is_in_force(month.first_day) for row in parameters.unified_payments.rows
    )
