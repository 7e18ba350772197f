"""Take off the register what was suspended for six months, and what has ended (Order 238 item 82, 239 item 81)."""

from collections.abc import Callable
from datetime import date, timedelta

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.recipient_case import CaseAction, CaseEvent, CaseState, RecipientCase
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.social_payments.withdrawal import SIX_MONTHS, TERM_ENDED, is_suspended_for_six_months, term_end
from esep.domain.use_cases.case_steps import CaseSteps, Cause, Document, require_document, with_event
from esep.domain.use_cases.due_days import DueDays


@attrs.frozen(kw_only=True)
class LastPayment:
    """The last payment of a case."""

    paid_on: date
    amount_tiyn: int


LastPaymentOf = Callable[[UnitOfWork, RecipientCase], LastPayment | None]
"""Finds the last payment of a case; None where none was made."""


@attrs.frozen(kw_only=True)
class WithdrawCases:
    """Withdraw by the deadline every case whose time has come by a day."""

    open_unit: OpenUnitOfWork
    due_days: DueDays
    clock: Clock
    last_payment_of: LastPaymentOf

    def __call__(self, actor: Actor, *, on: date, document: Document) -> list[RecipientCase]:
        """The cases that were withdrawn, as they stand now, by number. Run again, it finds nothing more.

        Raises `InvalidInput` for a day to come or without a document.
        """
        steps = CaseSteps(due_days=self.due_days, actor=actor, now=self.clock.now())
        if on > steps.today:
            raise InvalidInput(f"{on} is still to come; today is {steps.today}: cases are withdrawn when time is over")
        require_document(Cause(document=document), steps.today)
        with self.open_unit() as unit:
            unit.move_money_alone()
            live = list(unit.cases.list_cases(states=[CaseState.APPOINTED, CaseState.SUSPENDED]))
            withdrawn = [
                (case, self._event(unit, case, steps, cause, day))
                for case in live
                for cause, day in self._causes(case, on, document)
            ]
            unit.cases.record_events([event for _, event in withdrawn])
        return [with_event(case, event) for case, event in withdrawn]

    def _causes(self, case: RecipientCase, on: date, document: Document) -> list[tuple[Cause, date]]:
        """Why a case is withdrawn, and from which day; nothing where it is not."""
        ended_on = term_end(case)
        if ended_on is not None and ended_on < on:
            day = ended_on + timedelta(days=1)
            return [(Cause(ground=TERM_ENDED, happened_on=on, document=document), day)]
        if is_suspended_for_six_months(case, on, self.due_days.parameters.cases):
            return [(Cause(ground=SIX_MONTHS, happened_on=on, document=document), on)]
        return []

    def _event(
        self, unit: UnitOfWork, case: RecipientCase, steps: CaseSteps, cause: Cause, effective_on: date
    ) -> CaseEvent:
        event = steps.event(case, CaseAction.WITHDRAW, cause, effective_on=effective_on)
        last = self.last_payment_of(unit, case)
        return attrs.evolve(
            event,
            last_paid_on=last.paid_on if last else None,
            last_paid_tiyn=last.amount_tiyn if last else None,
        )
