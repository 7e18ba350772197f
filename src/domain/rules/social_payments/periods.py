"""For which days a decision pays (Social Code 77(3), 84(1), 118(1), 239(2), 240(1); Order 238 item 3)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import attrs

from esep.domain.model.recipient_case import Application, CaseDetails, Dependant
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.pension_age import months_later
from esep.domain.rules.social_payments.spans import ADULT_YEARS, day_before, years_after


@attrs.frozen(kw_only=True)
class PaidPeriod:
    """Days that are paid for, and how often."""

    from_on: date
    until_on: date | None  # None: no end is known
    payment_count: int | None  # None: one a month until the end


def period_of(
    application: Application,
    *,
    payments: int | None,
    pension_age_on: date | None,
    births: Mapping[str, date],
    parameters: Parameters,
) -> PaidPeriod:
    """The period of a payment that is appointed.

    Takes how many payments the calculation gives, the day on which the recipient reaches the pension age where it is
    known, and the births of dependants whom the register knows. No payment of loss of work or of disability is made
    from the pension age on.
    """
    details, from_on = application.details, application.right_on
    until_on: date | None = None
    match application.kind:
        case SocialPaymentKind.JOB_LOSS if payments is not None:
            until_on = _earlier(day_before(months_later(from_on, payments)), _before(pension_age_on))
        case SocialPaymentKind.DISABILITY:
            until_on = _earlier(details.disability_until, _before(pension_age_on))
        case SocialPaymentKind.BREADWINNER:
            until_on = last_end(details.dependants, births)
        case SocialPaymentKind.MATERNITY if details.leave_days is not None:
            until_on = from_on + timedelta(days=details.leave_days - 1)
        case SocialPaymentKind.CHILDCARE:
            until_on = _childcare_end(details, from_on, parameters)
    return PaidPeriod(from_on=from_on, until_on=until_on, payment_count=payments)


def last_end(dependants: Sequence[Dependant], births: Mapping[str, date]) -> date | None:
    """The last day on which one of the dependants has the right; None where somebody's end is not known."""
    ends = [end_of_right(one, births.get(one.iin)) for one in dependants]
    known = [end for end in ends if end is not None]
    return max(known) if ends and len(known) == len(ends) else None


def end_of_right(one: Dependant, born_on: date | None) -> date | None:
    """As given; else who is paid for by age has the right until the eighteenth birthday (Social Code 239(2)(1))."""
    if one.until_on is None and born_on is not None and one.relation.is_by_age:
        return day_before(years_after(born_on, ADULT_YEARS))
    return one.until_on


def _childcare_end(details: CaseDetails, right_on: date, parameters: Parameters) -> date | None:
    """The day on which the child reaches the age of the table, that day included (Social Code 84(1))."""
    months = parameters.cases.childcare_ages.at(right_on)
    if months is None or details.child_birth_date is None:
        return None
    return months_later(details.child_birth_date, months)


def _before(day: date | None) -> date | None:
    return None if day is None else day_before(day)


def _earlier(first: date | None, second: date | None) -> date | None:
    days = [day for day in (first, second) if day is not None]
    return min(days, default=None)
