"""Record another account of a payee, on application (Orders 237 item 55, 238 item 68, 239 item 67, 248 item 72)."""

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.account_change import AccountChange
from esep.domain.model.actor import Actor
from esep.domain.model.recipient_case import CaseAction, CaseEvent, PaidPart, RecipientCase
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.case_steps import CaseSteps, Cause, find_case, require_document, with_event
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.resend_payments import PayoutAccount


@attrs.frozen(kw_only=True)
class ChangeAccount:
    """Nothing is decided by it: amounts, payees and months stay; what was not sent yet goes to the new account."""

    open_unit: OpenUnitOfWork
    due_days: DueDays
    clock: Clock

    def __call__(
        self, name: str, actor: Actor, cause: Cause, to: PayoutAccount, *, part: int | None = None
    ) -> RecipientCase:
        """The case as it stands now; the same application recorded again changes nothing.

        Raises `NotFound`, `CaseNotReady` where the case is not live, `InvalidInput` without a document, or where
        several are paid and `part` does not tell who.
        """
        steps = CaseSteps(due_days=self.due_days, actor=actor, now=self.clock.now())
        require_document(cause, steps.today)
        with self.open_unit() as unit:
            unit.move_money_alone()
            case = find_case(unit.cases, name)
            steps.require(case, CaseAction.CHANGE_ACCOUNT)
            payee_key = _part_of(case, part).payee_key
            change = AccountChange(payee_key=payee_key, account=to.account, bic=to.bic)
            event = attrs.evolve(steps.event(case, CaseAction.CHANGE_ACCOUNT, cause), account=change)
            if _is_same(case.events[-1], event):
                return case
            unit.cases.record_events([event])
        return with_event(case, event)


def _part_of(case: RecipientCase, part: int | None) -> PaidPart:
    parts = case.decision.parts if case.decision else ()
    found = [one for one in parts if part in (None, one.part)]
    if len(found) != 1:
        told = ", ".join(str(one.part) for one in parts)
        raise InvalidInput(f"{case.name} is paid in the parts {told}: name one of them with --part")
    return found[0]


def _is_same(last: CaseEvent, event: CaseEvent) -> bool:
    return last.action is event.action and (last.account, last.document_number, last.document_date) == (
        event.account,
        event.document_number,
        event.document_date,
    )
