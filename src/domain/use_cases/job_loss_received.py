"""For which months somebody received the job-loss payment before."""

from collections.abc import Iterable
from datetime import date, datetime

from esep.domain.model.month import Month
from esep.domain.model.recipient_case import RecipientCase
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.rules.social_payments.earlier_payments import job_loss_months, months_kept


def months_received(
    unit: UnitOfWork, earlier: Iterable[RecipientCase], applied_on: date, *, as_of: datetime | None = None
) -> frozenset[Month]:
    """Months due by earlier cases, and months paid that are not due any more until they are given back.

    Each takes twelve from the length; what was given back takes nothing (Order 237 items 38, 50(2)).
    """
    cases = [case for case in earlier if case.kind is SocialPaymentKind.JOB_LOSS]
    return job_loss_months(cases, applied_on).union(*(_kept(unit, case, as_of) for case in cases))


def _kept(unit: UnitOfWork, case: RecipientCase, as_of: datetime | None) -> frozenset[Month]:
    number = case.application.case_number
    known = [one for one in unit.payments.of_case(number) if as_of is None or one.formed_at <= as_of]
    return months_kept(known, unit.payments.balances(number))
