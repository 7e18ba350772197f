"""From which day a ground acts on the payments (Social Code 86, 119, 182, 241)."""

from datetime import date
from typing import assert_never

from esep.domain.model.month import Month
from esep.domain.model.recipient_case import CaseAction, RecipientCase
from esep.domain.rules.social_payments.case_parameters import Effect
from esep.domain.rules.social_payments.pension_age import months_later

BACK_MONTHS_MAX = 36  # three years before the application (Social Code 182(1)(2), 241(1)(2))


def effective_on(effect: Effect, case: RecipientCase, happened_on: date) -> date | None:
    """The first day that is no longer paid, or is paid again; None where nothing is decided about payments."""
    suspended = case.last(CaseAction.SUSPEND)
    suspension = suspended.effective_on if suspended else None
    match effect:
        case Effect.NONE:
            return None
        case Effect.NEXT_MONTH:
            return Month.of(happened_on).next().first_day
        case Effect.DAY | Effect.DAY_OTHER_PAYEE:
            return max(happened_on, suspension) if suspension and _is_stopped(case) else happened_on
        case Effect.ASSIGNMENT_DAY:
            return _assigned_from(case) or happened_on
        case Effect.SUSPENSION_DAY | Effect.SUSPENSION_DAY_OTHER_PAYEE:
            return suspension or happened_on
        case Effect.SUSPENSION_DAY_THREE_YEARS:
            return max(suspension or happened_on, months_later(happened_on, -BACK_MONTHS_MAX))
        case _:
            assert_never(effect)


def _is_stopped(case: RecipientCase) -> bool:
    return case.decision is not None and not case.is_paid


def _assigned_from(case: RecipientCase) -> date | None:
    appointed = case.last(CaseAction.APPOINT)
    return appointed.decision.from_on if appointed and appointed.decision else None
