"""From which day on something can have happened to a case."""

from datetime import date
from typing import NamedTuple

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.recipient_case import CaseAction, CaseEvent, RecipientCase
from esep.domain.rules.social_payments.transitions import word_of

IN_ORDER = (
    CaseAction.CHECK,
    CaseAction.SEND,
    CaseAction.ASK_TO_COMPLETE,
    CaseAction.COMPLETE,
    CaseAction.TELL,
    CaseAction.APPOINT,
)
"""Each is done after what was done last; of the others the day is that of their ground."""
REFUSING = (CaseAction.ANNOUNCE_REFUSAL, CaseAction.REFUSE)


class EarliestDay(NamedTuple):
    """A day, and which one it is."""

    day: date
    told: str


def earliest_day(case: RecipientCase, action: CaseAction) -> EarliestDay:
    """The first day on which an action, or its ground, can have happened.

    What is done to an application is done after it came, in order: one that came after hours may be dealt with that
    evening, though it is of the next working day. What ends, changes or suspends a payment happens after the right.
    """
    if action in IN_ORDER:
        last = case.events[-1]
        return EarliestDay(_done_on(case, last), f"the day of the last step ({word_of(last.action)})")
    if action in REFUSING:
        return EarliestDay(_came_on(case), "the day on which the application came")
    return EarliestDay(case.application.right_on, "the day of right")


def _done_on(case: RecipientCase, event: CaseEvent) -> date:
    if event.action is CaseAction.REGISTER:
        return _came_on(case)
    return event.document_date or event.happened_on


def _came_on(case: RecipientCase) -> date:
    return min(day_in_almaty(case.application.submitted_at), case.application.registered_on)
