"""Appoint a social payment: one person prepares the application, another decides (Orders 237 item 20 and likewise)."""

from collections.abc import Mapping
from datetime import date

import attrs

from esep.domain.errors import Conflict
from esep.domain.model.actor import Actor
from esep.domain.model.calculation import (
    CalculationRefused,
    LengthTooShort,
    NoContributions,
    PaymentNegative,
    PensionAgeReached,
)
from esep.domain.model.recipient_case import Application, CaseAction, PaymentDecision, RecipientCase
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.social_payments.frozen import frozen
from esep.domain.rules.social_payments.pension_age import pension_age_on
from esep.domain.rules.social_payments.periods import PaidPeriod, period_of
from esep.domain.rules.social_payments.resizing import frozen_dependants
from esep.domain.rules.social_payments.shares import parts_of
from esep.domain.rules.social_payments.transitions import is_second_person
from esep.domain.use_cases.case_calculation import CaseCalculation, calculate_case, marks_of, registered_person
from esep.domain.use_cases.case_steps import (
    CaseSteps,
    Cause,
    Document,
    find_case,
    require_document,
    with_event,
)
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.insured_history import InsuredHistory

GROUNDS: Mapping[type[CalculationRefused], str] = {
    LengthTooShort: "short-participation",
    PaymentNegative: "negative-size",
    NoContributions: "no-contributions",
    PensionAgeReached: "pension-age",
}
"""With which ground an application is refused where its calculation is."""

ONE_PAYMENT = 1  # maternity: the whole leave at once (Social Code 77(3))


class AnotherPersonNeeded(Conflict):
    """Who registered or checked an application may not appoint the payment."""

    code = "another-person-needed"


class NothingToPay(Conflict):
    """The calculation leaves nothing to pay."""

    code = "nothing-to-pay"


@attrs.frozen(kw_only=True)
class AppointPayment:
    """Calculate as of the application, keep calculation and extract with the decision, mark what counted."""

    open_unit: OpenUnitOfWork
    history: InsuredHistory
    due_days: DueDays
    clock: Clock

    def __call__(self, name: str, actor: Actor, document: Document, *, reason: str = "") -> RecipientCase:
        """The case as it stands now.

        Raises `NotFound`, `CaseNotReady`, `AnotherPersonNeeded`, `InvalidInput` without a document, and what the
        calculation raises: such an application is refused with its ground.
        """
        steps = CaseSteps(due_days=self.due_days, actor=actor, now=self.clock.now())
        cause = Cause(document=document, reason=reason)
        require_document(cause, steps.today)
        with self.open_unit() as unit:
            unit.move_money_alone()
            case = find_case(unit.cases, name)
            steps.require(case, CaseAction.APPOINT)
            if not is_second_person(actor.identity, case.events):
                raise AnotherPersonNeeded(
                    f"{case.name} was prepared by {actor.identity}: who registers or checks an application may not "
                    "appoint the payment; have another person do so, with --actor"
                )
            calculated = _calculated(unit, self.history, case)
            decision = self._decision(unit, case.application, calculated)
            event = steps.event(case, CaseAction.APPOINT, cause, effective_on=decision.from_on, decision=decision)
            unit.cases.record_events([event])
            unit.counted.mark(marks_of(calculated.outcome, f"{case.name}/{event.event_number}", steps.now))
        return with_event(case, event)

    def _decision(self, unit: UnitOfWork, application: Application, calculated: CaseCalculation) -> PaymentDecision:
        outcome = calculated.outcome
        if outcome.amount_tiyn <= 0:
            raise NothingToPay("the payment comes out as nothing: refuse the application with its ground")
        period = self._period(unit, application, outcome.payments)
        if period.until_on is not None and period.until_on < period.from_on:
            raise NothingToPay(
                f"the right ended on {period.until_on}, before it arose on {period.from_on}: the term was over or the "
                "pension age reached; announce the refusal with its ground, pension-age or not-conforming"
            )
        details = application.details
        return PaymentDecision(
            law=outcome.law,
            length_months=outcome.length_months,
            average_income_tiyn=outcome.average_income_tiyn,
            amount_tiyn=outcome.amount_tiyn,
            is_pension_withheld=outcome.withheld_pension_tiyn > 0,
            from_on=period.from_on,
            until_on=period.until_on,
            payment_count=period.payment_count,
            parts=parts_of(
                outcome.amount_tiyn,
                details.dependants,
                recipient_key=application.person_key,
                account=details.account,
                bic=details.bic,
            ),
            frozen={
                **frozen(outcome, calculated.request, calculated.inputs),
                "dependants": frozen_dependants(details.dependants),
            },
        )

    def _period(self, unit: UnitOfWork, application: Application, payments: int | None) -> PaidPeriod:
        person, parameters = registered_person(unit, application.person_key), self.due_days.parameters
        reached_on: date | None = None
        if person is not None and person.sex is not None:
            reached_on = pension_age_on(person.birth_date, person.sex, parameters.social_payments)
        is_at_once = application.kind is SocialPaymentKind.MATERNITY
        return period_of(
            application,
            payments=ONE_PAYMENT if is_at_once else payments,
            pension_age_on=reached_on,
            births=births_of(unit, application),
            parameters=parameters,
        )


def _calculated(unit: UnitOfWork, history: InsuredHistory, case: RecipientCase) -> CaseCalculation:
    """The calculation; where a rule leaves no amount, the refusal says with which ground the case is to be refused."""
    try:
        return calculate_case(unit, history, case.application)
    except CalculationRefused as error:
        ground = GROUNDS.get(type(error))
        if ground is None:
            raise
        raise type(error)(
            f"{error}. {case.name} cannot be appointed: announce the refusal, `esep decisions announce-refusal "
            f"{case.name} --ground {ground} ...`"
        ) from error


def births_of(unit: UnitOfWork, application: Application) -> Mapping[str, date]:
    """The births of the dependants whom the register knows, by number."""
    known = {one.iin: registered_person(unit, int(one.iin)) for one in application.details.dependants}
    return {iin: person.birth_date for iin, person in known.items() if person is not None}
