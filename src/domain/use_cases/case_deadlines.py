"""Deadlines of cases: the next step of each, and what had to be decided or recorded by a day (Rules, item 14)."""

from collections.abc import Iterator
from datetime import date

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.deadline import Deadline, Duty, state_on, state_when_done
from esep.domain.model.recipient_case import CaseAction, CaseEvent, CaseState, RecipientCase
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.use_cases.case_steps import NEXT_DUTIES, duty_of
from esep.domain.use_cases.due_days import DueDays

DECIDED = {
    CaseAction.SUSPEND: Duty.SUSPEND_CASE,
    CaseAction.RESUME: Duty.RESUME_CASE,
    CaseAction.TERMINATE: Duty.TERMINATE_CASE,
}
"""What is decided within a term after its ground came to be known."""


def steps_to_take(unit: UnitOfWork, today: date) -> Iterator[Deadline]:
    """The next step of every case that waits for one; first payments are told with the payments."""
    for case in unit.cases.unfinished():
        last = case.events[-1]
        duty = _next_duty(last)
        if duty is not None and last.due_on is not None:
            yield Deadline(
                duty=duty,
                name=case.name,
                received_on=last.document_date or last.happened_on,
                due_on=last.due_on,
                amount_tiyn=None,
                state=state_on(last.due_on, today),
            )


def recorded_cases(unit: UnitOfWork, due_days: DueDays, due_from: date | None) -> Iterator[Deadline]:
    """What was recorded and decided of cases, all of it or what was due on a day or later; each was met or late."""
    for case in unit.cases.recorded_from(due_from):
        for event in case.events:
            for deadline in _done(case, event, due_days):
                if due_from is None or deadline.due_on >= due_from:
                    yield deadline


def _next_duty(event: CaseEvent) -> Duty | None:
    if event.action is CaseAction.TELL and event.state is CaseState.INCOMPLETE:
        return Duty.COMPLETE_PAPERS
    return NEXT_DUTIES.get(event.action)


def _done(case: RecipientCase, event: CaseEvent, due_days: DueDays) -> Iterator[Deadline]:
    name = f"{case.name} {event.action.value}"
    yield Deadline(
        duty=Duty.RECORD_RECIPIENT,
        name=name,
        received_on=event.document_date or event.happened_on,
        due_on=event.recording_due_on,
        amount_tiyn=None,
        state=state_when_done(event.recording_due_on, day_in_almaty(event.recorded_at)),
    )
    duty = DECIDED.get(event.action)
    due_on = due_days.due_on(duty_of(duty, case.kind), event.happened_on) if duty else None
    if duty is not None and due_on is not None and event.document_date is not None:
        yield Deadline(
            duty=duty,
            name=name,
            received_on=event.happened_on,
            due_on=due_on,
            amount_tiyn=None,
            state=state_when_done(due_on, event.document_date),
        )
