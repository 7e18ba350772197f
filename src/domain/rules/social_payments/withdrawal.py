"""When a case is taken off the register by the deadline."""

from datetime import date

from esep.domain.model.recipient_case import CaseAction, CaseState, RecipientCase
from esep.domain.rules.social_payments.case_parameters import CaseParameters
from esep.domain.rules.social_payments.pension_age import months_later

SIX_MONTHS = "suspended-six-months"
TERM_ENDED = "term-ended"
MONTHS = 6  # Order 238 item 82, Order 239 item 81


def term_end(case: RecipientCase) -> date | None:
    """The last day for which a live case pays: end of study, of disability, of the period; None without a known end."""
    decision = case.decision
    return decision.until_on if decision and case.is_live else None


def is_suspended_for_six_months(case: RecipientCase, on: date, tables: CaseParameters) -> bool:
    """Whether six months have passed by a day, for a kind whose rules take such a case off the register."""
    suspended = case.last(CaseAction.SUSPEND)
    if case.state is not CaseState.SUSPENDED or suspended is None or suspended.effective_on is None:
        return False
    is_ruled = tables.ground(case.kind, CaseAction.WITHDRAW, SIX_MONTHS, on) is not None
    return is_ruled and months_later(suspended.effective_on, MONTHS) <= on
