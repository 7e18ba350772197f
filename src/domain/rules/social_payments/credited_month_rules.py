"""What a row of a list of credited months must keep to (Social Code 118(3), 181(1), 240(2))."""

from esep.domain.model.credited_month import CreditedMonth
from esep.domain.rules.social_payments.parameters import IncomeEntry, SocialPaymentParameters


def credited_month_fault(one: CreditedMonth, parameters: SocialPaymentParameters) -> str | None:
    """Why a month cannot be credited so; None where it can."""
    rows = [row for row in parameters.credited_kinds.rows if row.value.kind is one.kind]
    row = next((row for row in rows if row.is_in_force(one.month.first_day)), None)
    if row is None:
        spans = ", ".join(f"{row.valid_from} to {row.valid_to or 'today'}" for row in rows)
        return f"{one.month} cannot be credited as {one.kind.value}; expected a month of {spans}"
    if row.value.income is IncomeEntry.REQUIRED and one.income_tiyn is None:
        return f"a month of {one.kind.value} needs the income that is certified"
    if row.value.income is IncomeEntry.NONE and one.income_tiyn is not None:
        return f"a month of {one.kind.value} has no income; leave the cell empty"
    return None
