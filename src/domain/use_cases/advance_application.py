"""Bring an application to the Fund: checked, sent, papers asked for and completed (Orders 237 items 19-26 ...)."""

from datetime import date

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.deadline import Duty
from esep.domain.model.recipient_case import CaseAction, CaseEvent, CaseState, RecipientCase
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.social_payments.transitions import word_of
from esep.domain.use_cases.case_steps import CaseSteps, Cause, duty_of, find_case, with_event
from esep.domain.use_cases.due_days import DueDays

STEPS = (CaseAction.CHECK, CaseAction.SEND, CaseAction.ASK_TO_COMPLETE, CaseAction.TELL, CaseAction.COMPLETE)
NEED_A_REASON = {
    CaseAction.ASK_TO_COMPLETE: "which papers or data are missing",
    CaseAction.COMPLETE: "which papers came",
}


@attrs.frozen(kw_only=True)
class AdvanceApplication:
    """Record one of the steps before a decision, and that somebody was told."""

    open_unit: OpenUnitOfWork
    due_days: DueDays
    clock: Clock

    def __call__(
        self, name: str, action: CaseAction, actor: Actor, *, reason: str = "", happened_on: date | None = None
    ) -> RecipientCase:
        """The case as it stands now. One of `STEPS`; asking and completing say in `reason` what is meant.

        Raises `NotFound`, `CaseNotReady`, `InvalidInput`.
        """
        if action not in STEPS:
            raise InvalidInput(f"{word_of(action)} is a decision; it needs a document")
        needed = NEED_A_REASON.get(action)
        if needed and not reason.strip():
            raise InvalidInput(f"say {needed}: it is kept with the step")
        steps = CaseSteps(due_days=self.due_days, actor=actor, now=self.clock.now())
        with self.open_unit() as unit:
            unit.move_money_alone()
            case = find_case(unit.cases, name)
            event = steps.event(case, action, Cause(happened_on=happened_on, reason=reason))
            event = attrs.evolve(event, due_on=self._due_on(case, event))
            unit.cases.record_events([event])
        return with_event(case, event)

    def _due_on(self, case: RecipientCase, event: CaseEvent) -> date | None:
        """Once the applicant was told, the papers are awaited; the days count from the day they were asked for."""
        if event.action is not CaseAction.TELL or event.state is not CaseState.INCOMPLETE:
            return event.due_on
        return papers_due_on(case, self.due_days)


def papers_due_on(case: RecipientCase, due_days: DueDays) -> date | None:
    """The last day on which papers that were asked for may come; None where none were."""
    asked = case.last(CaseAction.ASK_TO_COMPLETE)
    return due_days.due_on(duty_of(Duty.COMPLETE_PAPERS, case.kind), asked.happened_on) if asked else None
