"""Refuse an application: the applicant is told what speaks against it, may object, and then it is decided."""

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.recipient_case import CaseAction, CaseState, RecipientCase
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.advance_application import papers_due_on
from esep.domain.use_cases.case_steps import CaseNotReady, CaseSteps, Cause, find_case, require_document, with_event
from esep.domain.use_cases.due_days import DueDays

NOT_COMPLETED = "not-completed"  # the ground for which nothing is announced: the applicant was asked for papers


@attrs.frozen(kw_only=True)
class RefuseApplication:
    """Announce a refusal, or decide it (Orders 237 items 20 and 26, 238 items 22 and 28, 239, 248)."""

    open_unit: OpenUnitOfWork
    due_days: DueDays
    clock: Clock

    def __call__(self, name: str, actor: Actor, cause: Cause, *, is_announced_only: bool = False) -> RecipientCase:
        """The case as it stands now.

        A refusal that was announced is decided when the days for objections are over; papers that were asked for are
        waited for. Raises `NotFound`, `CaseNotReady`, `GroundUnknown`, `InvalidInput` without a document.
        """
        steps = CaseSteps(due_days=self.due_days, actor=actor, now=self.clock.now())
        require_document(cause, steps.today)
        action = CaseAction.ANNOUNCE_REFUSAL if is_announced_only else CaseAction.REFUSE
        with self.open_unit() as unit:
            unit.move_money_alone()
            case = find_case(unit.cases, name)
            steps.require(case, action)
            steps.ground(case, CaseAction.REFUSE, cause.ground)
            if not is_announced_only:
                self._require_time(case, steps, cause.ground)
            event = steps.event(case, action, cause)
            unit.cases.record_events([event])
        return with_event(case, event)

    def _require_time(self, case: RecipientCase, steps: CaseSteps, ground: str) -> None:
        if case.state is CaseState.INCOMPLETE:
            wait_until = papers_due_on(case, self.due_days)
            if ground != NOT_COMPLETED:
                raise CaseNotReady(
                    f"{case.name} waits for papers: it may be refused as {NOT_COMPLETED}, or completed first"
                )
        else:
            wait_until = case.events[-1].due_on
        if wait_until is not None and steps.today <= wait_until:
            raise CaseNotReady(f"{case.name} may be refused after {wait_until}: the applicant has time until then")
