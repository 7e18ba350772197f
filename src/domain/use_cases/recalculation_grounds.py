"""What each ground of a recalculation does to the decisions on a case's payments."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.recipient_case import CaseAction, CaseDetails, Dependant, PaymentDecision, RecipientCase
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.increases import due_increases, increased
from esep.domain.rules.social_payments.pension_age import months_later
from esep.domain.rules.social_payments.periods import last_end
from esep.domain.rules.social_payments.recalculation import (
    addition_for_longer_leave,
    floor_changed_on,
    raised_to_floor,
    with_another_degree,
    with_other_dependants,
)
from esep.domain.rules.social_payments.recipient_part import recipient_part
from esep.domain.rules.social_payments.remaking import Change, standing_from
from esep.domain.rules.social_payments.resizing import frozen_dependants, resized
from esep.domain.rules.social_payments.shares import parts_of, shares_of
from esep.domain.use_cases.appoint_payment import births_of
from esep.domain.use_cases.case_calculation import calculate_case
from esep.domain.use_cases.case_steps import CaseNotReady
from esep.domain.use_cases.dependants import require_dependants
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
class Recalculation:
    """One recalculation of a case: from which day by its ground, and what changed."""

    unit: UnitOfWork
    case: RecipientCase
    first_on: date  # the first day that is paid for
    facts: ChangedFacts
    from_on: date  # by the effect of the ground
    happened_on: date | None  # as it was told
    today: date
    reference: str
    parameters: Parameters
    history: InsuredHistory

    def change(self, ground: str) -> Change:
        """What the ground does.

        Raises `InvalidInput` where something is missing, `CaseNotReady`, and what the calculation raises.
        """
        return self._changes[ground]()

    @property
    def _changes(self) -> Mapping[str, Callable[[], Change]]:
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

    def _degree(self) -> Change:
        percent = _needed(self.facts.degree_percent, "the new degree")

        def remake(decision: PaymentDecision, from_on: date) -> PaymentDecision:
            amount_tiyn = with_another_degree(
                decision.amount_tiyn,
                int(_asked(decision, "degree_percent")),
                percent,
                day=self.case.application.right_on,
                parameters=self.parameters,
            )
            made = self._made(decision, from_on, amount_tiyn, {"degree_percent": percent})
            return attrs.evolve(made, until_on=self.facts.until_on or made.until_on)

        return Change(from_on=self.from_on, remake=remake, fact=lambda one: _asked(one, "degree_percent"))

    def _term(self) -> Change:
        """The size stays as it was when the earlier term ended (Order 238 item 51)."""
        until_on = _needed(self.facts.until_on, "the day until which the disability is established")

        def remake(decision: PaymentDecision, from_on: date) -> PaymentDecision:
            said = {"disability_until": until_on.isoformat()}
            return attrs.evolve(self._made(decision, from_on, decision.amount_tiyn, said), until_on=until_on)

        return Change(from_on=self.from_on, remake=remake, fact=lambda one: one.until_on)

    def _increase(self) -> Change:
        """The first increase that the payment did not get yet."""
        until = max(self.today, self.from_on)
        increase = next(due_increases(self.case, self.first_on, until, self.parameters), None)
        if increase is None:
            raise CaseNotReady(f"{self.case.name} has every increase that the table knows by {self.from_on}")
        percent = {"increase_percent": str(increase.percent)}

        def remake(decision: PaymentDecision, from_on: date) -> PaymentDecision:
            amount_tiyn = increased(decision.amount_tiyn, increase)
            return self._made(decision, from_on, amount_tiyn, percent, reference=increase.reference)

        return Change(from_on=increase.from_on, remake=remake)

    def _dependants(self) -> Change:
        dependants, application = self.facts.dependants, self.case.application
        if not dependants or shares_of(dependants) is None:
            raise InvalidInput("give the dependants as they are now, with shares that make up the whole payment")
        require_dependants(self.unit, dependants, application.insured_key)
        details = attrs.evolve(application.details, dependants=dependants)
        until_on = last_end(dependants, births_of(self.unit, attrs.evolve(application, details=details)))

        def remake(decision: PaymentDecision, from_on: date) -> PaymentDecision:
            amount_tiyn = with_other_dependants(
                decision.amount_tiyn,
                int(_asked(decision, "dependants")),
                len(dependants),
                day=application.right_on,
                parameters=self.parameters,
            )
            made = self._made(decision, from_on, amount_tiyn, {"dependants": len(dependants)})
            own = recipient_part(decision, application.person_key)
            parts = parts_of(
                amount_tiyn,
                dependants,
                recipient_key=own.payee_key if own else application.person_key,
                account=own.account if own else application.details.account,
                bic=own.bic if own else application.details.bic,
            )
            kept = {**made.frozen, "dependants": frozen_dependants(dependants)}
            return attrs.evolve(made, parts=parts, until_on=until_on, frozen=kept)

        return Change(from_on=self.from_on, remake=remake, fact=lambda one: one.frozen.get("dependants"))

    def _leave(self) -> Change:
        """The whole payment for all days: what was paid of it is taken off when it is paid (Order 248 item 64)."""
        days = _needed(self.facts.leave_days, "the days of all sheets together")
        self._require_in_time()
        amount_tiyn = self._calculated(attrs.evolve(self.case.application.details, leave_days=days))

        def remake(decision: PaymentDecision, from_on: date) -> PaymentDecision:
            addition = addition_for_longer_leave(decision.amount_tiyn, amount_tiyn)
            made = self._made(decision, from_on, amount_tiyn, {"days": days, "addition_tiyn": addition})
            return attrs.evolve(made, until_on=from_on + timedelta(days=days - 1))

        return Change(from_on=self.from_on, remake=remake)

    def _minimum(self) -> Change:
        """From the day on which the minimum changed, where no other is told (Order 248 item 62)."""
        day = self.from_on if self.happened_on else self._floor_day()

        def remake(decision: PaymentDecision, from_on: date) -> PaymentDecision:
            amount_tiyn = self._at_least_floor(decision, day, _asked(decision, "birth_order"), decision.amount_tiyn)
            return self._made(decision, from_on, amount_tiyn, {})

        standing = next((one for _, one in standing_from(self.case, day)), None)
        if standing is not None and remake(standing, day).amount_tiyn == standing.amount_tiyn:
            raise CaseNotReady(f"{self.case.name} is not under the minimum of {day}")
        return Change(from_on=day, remake=remake)

    def _floor_day(self) -> date:
        return max(floor_changed_on(self.today, self.parameters) or self.today, self.first_on)

    def _birth_order(self) -> Change:
        order = _needed(self.facts.birth_order, "the order of birth")
        self._require_in_time()
        amount_tiyn = self._calculated(attrs.evolve(self.case.application.details, birth_order=order))

        def remake(decision: PaymentDecision, from_on: date) -> PaymentDecision:
            least_tiyn = self._at_least_floor(decision, from_on, order, amount_tiyn)
            return self._made(decision, from_on, least_tiyn, {"birth_order": order})

        return Change(from_on=self.from_on, remake=remake, fact=lambda one: _asked(one, "birth_order"))

    def _at_least_floor(self, decision: PaymentDecision, day: date, birth_order: int, amount_tiyn: int) -> int:
        return raised_to_floor(
            amount_tiyn,
            birth_order,
            day=day,
            parameters=self.parameters,
            is_pension_exempt=bool(_asked(decision, "is_pension_exempt")),
        )

    def _calculated(self, details: CaseDetails) -> int:
        """The payment by the rules of the application, from what was recorded when it was appointed."""
        changed, appointed = attrs.evolve(self.case.application, details=details), self.case.last(CaseAction.APPOINT)
        as_of = appointed.recorded_at if appointed else None
        return calculate_case(self.unit, self.history, changed, as_of=as_of).outcome.amount_tiyn

    def _require_in_time(self) -> None:
        """Recalculation is applied for within the term of the application (Social Code 77(4), 84(5))."""
        application, applied_on = self.case.application, self.happened_on or self.today
        term = self.parameters.cases.application_term(application.kind, applied_on)
        if term is not None and months_later(application.right_on, term.value.months) < applied_on:
            raise CaseNotReady(
                f"a recalculation of {self.case.name} could be applied for until "
                f"{months_later(application.right_on, term.value.months)} ({term.source.act}, {term.source.article})"
            )

    def _made(
        self,
        decision: PaymentDecision,
        from_on: date,
        amount_tiyn: int,
        changed: Mapping[str, Any],
        *,
        reference: str | None = None,
    ) -> PaymentDecision:
        return resized(decision, amount_tiyn, from_on=from_on, reference=reference or self.reference, changed=changed)


def _asked(decision: PaymentDecision, name: str) -> Any:
    """A value of the request by which a decision was made."""
    return decision.frozen["request"][name]


def _needed(value: Any, what: str) -> Any:
    if value is None:
        raise InvalidInput(f"give {what}: the recalculation needs it")
    return value
