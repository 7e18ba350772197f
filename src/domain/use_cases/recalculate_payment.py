"""Recalculate a payment: another degree, other dependants, a longer leave, an increase, another minimum."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.recipient_case import CaseAction, CaseDetails, Dependant, PaymentDecision, RecipientCase
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.social_payments.effects import effective_on
from esep.domain.rules.social_payments.increases import increased, increases_between
from esep.domain.rules.social_payments.pension_age import months_later
from esep.domain.rules.social_payments.periods import last_end
from esep.domain.rules.social_payments.recalculation import (
    addition_for_longer_leave,
    raised_to_floor,
    with_another_degree,
    with_other_dependants,
)
from esep.domain.rules.social_payments.resizing import frozen_dependants, resized
from esep.domain.rules.social_payments.shares import parts_of, shares_of
from esep.domain.use_cases.appoint_payment import births_of
from esep.domain.use_cases.case_calculation import calculate_case
from esep.domain.use_cases.case_steps import CaseNotReady, CaseSteps, Cause, find_case, require_document, with_event
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.insured_history import InsuredHistory


@attrs.frozen(kw_only=True)
class ChangedFacts:
    """What is different now; what does not belong to the ground is left aside."""

    degree_percent: int | None = None
    until_on: date | None = None  # of the term of disability
    dependants: tuple[Dependant, ...] = ()  # all of them, as they are now
    leave_days: int | None = None  # of all sheets together
    birth_order: int | None = None


@attrs.frozen(kw_only=True)
class _Recalculation:
    """What one recalculation is made from."""

    unit: UnitOfWork
    case: RecipientCase
    decision: PaymentDecision
    facts: ChangedFacts
    from_on: date
    reference: str


@attrs.frozen(kw_only=True)
class RecalculatePayment:
    """Decide anew how much is paid from a day on. The earlier decision stays as it was made."""

    open_unit: OpenUnitOfWork
    history: InsuredHistory
    due_days: DueDays
    clock: Clock

    def __call__(self, name: str, actor: Actor, cause: Cause, facts: ChangedFacts) -> RecipientCase:
        """The case as it stands now. The ground says what of `facts` is needed.

        Raises `NotFound`, `CaseNotReady`, `GroundUnknown`, `InvalidInput` where something is missing, and what the
        calculation raises.
        """
        steps = CaseSteps(due_days=self.due_days, actor=actor, now=self.clock.now())
        require_document(cause, steps.today)
        with self.open_unit() as unit:
            unit.move_money_alone()
            case = find_case(unit.cases, name)
            steps.require(case, CaseAction.RECALCULATE)
            ground = steps.ground(case, CaseAction.RECALCULATE, cause.ground)
            day = effective_on(ground.value.effect, case, cause.happened_on or steps.today)
            if case.decision is None or day is None:
                raise CaseNotReady(f"{case.name} has no decision that could be made anew")
            asked = _Recalculation(
                unit=unit,
                case=case,
                decision=case.decision,
                facts=facts,
                from_on=day,
                reference=f"{ground.source.act}, {ground.source.article}",
            )
            decision = self._makers[ground.value.code](asked)
            event = steps.event(case, CaseAction.RECALCULATE, cause, effective_on=decision.from_on, decision=decision)
            unit.cases.record_events([event])
        return with_event(case, event)

    @property
    def _makers(self) -> Mapping[str, Callable[[_Recalculation], PaymentDecision]]:
        return {
            "degree-changed": self._degree,
            "term-changed": self._term,
            "increase": self._increase,
            "dependants-changed": self._dependants,
            "share-separated": self._dependants,
            "complicated-birth": self._leave,
            "minimum-changed": self._minimum,
            "birth-order": self._birth_order,
        }

    def _degree(self, asked: _Recalculation) -> PaymentDecision:
        percent = _needed(asked.facts.degree_percent, "the new degree")
        amount_tiyn = with_another_degree(
            asked.decision.amount_tiyn,
            int(_standing(asked, "degree_percent")),
            percent,
            day=asked.case.application.right_on,
            parameters=self.due_days.parameters,
        )
        made = _made(asked, amount_tiyn, {"degree_percent": percent})
        return attrs.evolve(made, until_on=asked.facts.until_on or made.until_on)

    def _term(self, asked: _Recalculation) -> PaymentDecision:
        until_on = _needed(asked.facts.until_on, "the day until which the disability is established")
        made = _made(asked, asked.decision.amount_tiyn, {"disability_until": until_on.isoformat()})
        return attrs.evolve(made, until_on=until_on)

    def _increase(self, asked: _Recalculation) -> PaymentDecision:
        """The first increase that the payment did not get yet."""
        appointed, made = asked.case.last(CaseAction.APPOINT), asked.case.events
        begin = appointed.decision.from_on if appointed and appointed.decision else asked.decision.from_on
        got = {event.effective_on for event in made if event.ground == "increase"}
        today = day_in_almaty(self.clock.now())
        due = increases_between(asked.case.kind, begin, max(today, asked.from_on), self.due_days.parameters)
        increase = next((one for one in due if one.from_on not in got), None)
        if increase is None:
            raise CaseNotReady(f"{asked.case.name} has every increase that the table knows by {asked.from_on}")
        asked = attrs.evolve(asked, from_on=increase.from_on, reference=increase.reference)
        percent = {"increase_percent": str(increase.percent)}
        return _made(asked, increased(asked.decision.amount_tiyn, increase), percent)

    def _dependants(self, asked: _Recalculation) -> PaymentDecision:
        dependants, application = asked.facts.dependants, asked.case.application
        if not dependants or shares_of(dependants) is None:
            raise InvalidInput("give the dependants as they are now, with shares that make up the whole payment")
        amount_tiyn = with_other_dependants(
            asked.decision.amount_tiyn,
            int(_standing(asked, "dependants")),
            len(dependants),
            day=application.right_on,
            parameters=self.due_days.parameters,
        )
        made = _made(asked, amount_tiyn, {"dependants": len(dependants)})
        changed = attrs.evolve(application, details=attrs.evolve(application.details, dependants=dependants))
        parts = parts_of(
            amount_tiyn,
            dependants,
            recipient_key=application.person_key,
            account=application.details.account,
            bic=application.details.bic,
        )
        return attrs.evolve(
            made,
            parts=parts,
            until_on=last_end(dependants, births_of(asked.unit, changed)),
            frozen={**made.frozen, "dependants": frozen_dependants(dependants)},
        )

    def _leave(self, asked: _Recalculation) -> PaymentDecision:
        """The whole payment for all days: what was paid of it is taken off when it is paid (Order 248 item 64)."""
        days = _needed(asked.facts.leave_days, "the days of all sheets together")
        self._require_in_time(asked)
        details = attrs.evolve(asked.case.application.details, leave_days=days)
        amount_tiyn = self._calculated(asked, details)
        addition = addition_for_longer_leave(asked.decision.amount_tiyn, amount_tiyn)
        made = _made(asked, amount_tiyn, {"days": days, "addition_tiyn": addition})
        return attrs.evolve(made, until_on=asked.from_on + timedelta(days=days - 1))

    def _minimum(self, asked: _Recalculation) -> PaymentDecision:
        amount_tiyn = raised_to_floor(
            asked.decision.amount_tiyn,
            int(_standing(asked, "birth_order")),
            day=asked.from_on,
            parameters=self.due_days.parameters,
            is_pension_exempt=asked.case.application.details.is_pension_exempt,
        )
        if amount_tiyn == asked.decision.amount_tiyn:
            raise CaseNotReady(f"{asked.case.name} is not under the minimum of {asked.from_on}")
        return _made(asked, amount_tiyn, {})

    def _birth_order(self, asked: _Recalculation) -> PaymentDecision:
        order = _needed(asked.facts.birth_order, "the order of birth")
        self._require_in_time(asked)
        details = attrs.evolve(asked.case.application.details, birth_order=order)
        return _made(asked, self._calculated(asked, details), {"birth_order": order})

    def _calculated(self, asked: _Recalculation, details: CaseDetails) -> int:
        """The payment by the rules of the application, from what was recorded when it was appointed."""
        changed, appointed = attrs.evolve(asked.case.application, details=details), asked.case.last(CaseAction.APPOINT)
        as_of = appointed.recorded_at if appointed else None
        return calculate_case(asked.unit, self.history, changed, as_of=as_of).outcome.amount_tiyn

    def _require_in_time(self, asked: _Recalculation) -> None:
        """Recalculation is applied for within the term of the application (Social Code 77(4), 84(5))."""
        today, application = day_in_almaty(self.clock.now()), asked.case.application
        term = self.due_days.parameters.cases.application_term(application.kind, today)
        if term is not None and months_later(application.right_on, term.value.months) < today:
            raise CaseNotReady(
                f"a recalculation of {asked.case.name} could be applied for until "
                f"{months_later(application.right_on, term.value.months)} ({term.source.act}, {term.source.article})"
            )


def _made(asked: _Recalculation, amount_tiyn: int, changed: Mapping[str, Any]) -> PaymentDecision:
    return resized(asked.decision, amount_tiyn, from_on=asked.from_on, reference=asked.reference, changed=changed)


def _standing(asked: _Recalculation, name: str) -> Any:
    """A value of the request by which the standing decision was made."""
    return asked.decision.frozen["request"][name]


def _needed(value: Any, what: str) -> Any:
    if value is None:
        raise InvalidInput(f"give {what}: the recalculation needs it")
    return value
