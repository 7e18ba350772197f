"""What earlier cases of a person mean for a further calculation."""

from collections.abc import Iterable, Mapping
from datetime import date

from esep.domain.model.benefit_payment import PaymentBalance, PaymentKey, PaymentView
from esep.domain.model.calculation import EarlierMaternity
from esep.domain.model.month import Month
from esep.domain.model.payable_case import PayableCase
from esep.domain.model.recipient_case import RecipientCase
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.social_payments.pension_age import months_later
from esep.domain.rules.social_payments.schedule import due_months

MATERNITY_MONTHS_BEFORE_BIRTH_MAX = 12  # a leave for the child began within the year before its birth


def job_loss_months(earlier: Iterable[RecipientCase], applied_on: date) -> frozenset[Month]:
    """Months due by earlier cases of job loss, each of which takes twelve from the length (Social Code 118(5))."""
    until = Month.of(applied_on)
    return frozenset(
        due.month for case in earlier if case.decision is not None for due in due_months(PayableCase.of(case), until)
    )


def months_kept(views: Iterable[PaymentView], balances: Mapping[PaymentKey, PaymentBalance]) -> frozenset[Month]:
    """Months whose payments the recipient has, due or not: none that came back or was given back (237 item 50(2))."""
    return frozenset(
        Month.from_number(view.key.month)
        for view in views
        if balances[view.key].paid_tiyn or balances[view.key].overpaid_tiyn
    )


def earlier_maternity(earlier: Iterable[RecipientCase], right_on: date) -> EarlierMaternity | None:
    """The maternity payment of the child whose care begins on a day: the last one of the year before (248 item 54)."""
    begin = months_later(right_on, -MATERNITY_MONTHS_BEFORE_BIRTH_MAX)
    applications = [
        case.application
        for case in earlier
        if case.kind is SocialPaymentKind.MATERNITY
        and case.decision is not None
        and begin <= case.application.right_on <= right_on
    ]
    if not applications:
        return None
    last = max(applications, key=lambda one: one.right_on)
    return EarlierMaternity(right_on=last.right_on, applied_on=last.registered_on)
