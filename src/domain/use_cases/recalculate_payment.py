"""Recalculate a payment: another degree, other dependants, a longer leave, an increase, another minimum."""

from datetime import date

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.recipient_case import CaseAction, CaseEvent, PaymentDecision, RecipientCase
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.social_payments.case_parameters import Effect
from esep.domain.rules.social_payments.effects import effective_on
from esep.domain.rules.social_payments.remaking import first_day, remade
from esep.domain.use_cases.case_steps import CaseNotReady, CaseSteps, Cause, find_case, require_document, with_event
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.insured_history import InsuredHistory
from esep.domain.use_cases.recalculation_grounds import ChangedFacts, Recalculation


@attrs.frozen(kw_only=True)
class RecalculatePayment:
    """Decide anew how much is paid from a day on. The earlier decision stays as it was made."""

    open_unit: OpenUnitOfWork
    history: InsuredHistory
    due_days: DueDays
    clock: Clock

    def __call__(self, name: str, actor: Actor, cause: Cause, facts: ChangedFacts) -> RecipientCase:
        """The case as it stands now. The ground says what of `facts` is needed.

        One that acts back over a later decision (an increase, another degree) makes that one anew too: an event each.
        Raises `NotFound`, `CaseNotReady`, `GroundUnknown`, `InvalidInput` where something is missing or the day lies
        before the first that is paid for, and what the calculation raises.
        """
        steps = CaseSteps(due_days=self.due_days, actor=actor, now=self.clock.now())
        require_document(cause, steps.today)
        with self.open_unit() as unit:
            unit.move_money_alone()
            case = find_case(unit.cases, name)
            events = self.events(unit, case, steps, cause, facts)
            unit.cases.record_events(events)
        return attrs.evolve(case, events=(*case.events, *events))

    def events(
        self, unit: UnitOfWork, case: RecipientCase, steps: CaseSteps, cause: Cause, facts: ChangedFacts
    ) -> list[CaseEvent]:
        """What a recalculation of a whole case is recorded as. Raises what calling this raises."""
        steps.require(case, CaseAction.RECALCULATE)
        events: list[CaseEvent] = []
        for decision in self._decisions(unit, case, steps, cause, facts):
            event = steps.event(case, CaseAction.RECALCULATE, cause, effective_on=decision.from_on, decision=decision)
            events.append(event)
            case = with_event(case, event)
        return events

    def _decisions(
        self, unit: UnitOfWork, case: RecipientCase, steps: CaseSteps, cause: Cause, facts: ChangedFacts
    ) -> list[PaymentDecision]:
        ground = steps.ground(case, CaseAction.RECALCULATE, cause.ground)
        first = first_day(case)
        day = _day(ground.value.effect, case, cause.happened_on or steps.today)
        if first is None or day is None:
            raise CaseNotReady(f"{case.name} has no decision that could be made anew")
        change = Recalculation(
            unit=unit,
            case=case,
            first_on=first,
            facts=facts,
            from_on=day,
            happened_on=cause.happened_on,
            today=steps.today,
            reference=f"{ground.source.act}, {ground.source.article}",
            parameters=self.due_days.parameters,
            history=self.history,
        ).change(ground.value.code)
        if change.from_on < first:
            raise InvalidInput(
                f"{change.from_on} lies before {first}, the first day that {case.name} is paid for: give that day or a "
                "later one"
            )
        return remade(case, change)


def _day(effect: Effect, case: RecipientCase, happened_on: date) -> date | None:
    """Of a suspended case too the day on which it happened: it may lie before the suspension."""
    return happened_on if effect is Effect.DAY else effective_on(effect, case, happened_on)
