"""Which cases stand in the way of an application: what is paid for already is not applied for again."""

from collections.abc import Collection, Iterable
from datetime import date

from esep.domain.model.recipient_case import CaseDetails, CaseState, RecipientCase
from esep.domain.model.social_application import SocialApplication
from esep.domain.model.social_payment import SocialPaymentKind

OVER = (CaseState.REFUSED, CaseState.TERMINATED, CaseState.WITHDRAWN)
"""How a case stands that is in nobody's way."""


def of_same_risk(
    cases: Iterable[RecipientCase], application: SocialApplication, child_iins: Collection[str]
) -> RecipientCase | None:
    """A live case of the same insured person and risk: the same breadwinner, or the same day, of childcare and child.

    Takes the insured person's cases, and every number of the child.
    """
    same = (case for case in cases if case.kind is application.kind and _is_same_risk(case, application, child_iins))
    return _live(same)


def of_same_child(cases: Iterable[RecipientCase], right_on: date) -> RecipientCase | None:
    """A case of a child, whoever the carer is, that is live or was paid for days from a day on.

    Only one of those who care for a child is paid (Social Code 84(1)).
    """
    childcare = [case for case in cases if case.kind is SocialPaymentKind.CHILDCARE]
    return _live(childcare) or next((case for case in childcare if _was_paid_from(case, right_on)), None)


def _was_paid_from(case: RecipientCase, day: date) -> bool:
    end = case.events[-1].effective_on
    return case.decision is not None and end is not None and max(case.decision.from_on, day) < end


def _live(cases: Iterable[RecipientCase]) -> RecipientCase | None:
    return next((case for case in cases if case.state not in OVER), None)


def _is_same_risk(case: RecipientCase, application: SocialApplication, child_iins: Collection[str]) -> bool:
    if application.kind is SocialPaymentKind.BREADWINNER:
        return True
    is_same_day = case.application.right_on == application.right_on
    return is_same_day and _is_same_child(case.application.details, application.details, child_iins)


def _is_same_child(old: CaseDetails, new: CaseDetails, child_iins: Collection[str]) -> bool:
    """By the number where both name one. A child just born has none yet: then by the order of birth."""
    if old.child_iin and new.child_iin:
        return old.child_iin in child_iins
    return old.birth_order == new.birth_order
