"""Record what the Fund decided on an application: one person prepares, another approves."""

import attrs

from esep.domain.errors import Conflict
from esep.domain.model.actor import Actor
from esep.domain.model.ledger import PersonEntry
from esep.domain.model.refund import RefundCase, RefundEvent, RefundState
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.refund_rules import is_second_person
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.redecide import require_reason
from esep.domain.use_cases.refund_lines import judge_again
from esep.domain.use_cases.refund_steps import (
    Steps,
    booking,
    find_refund,
    require_document,
    require_state,
    with_steps,
)

MONEY_NEVER_LEFT = "the money never left the State Corporation"


class SecondPersonNeeded(Conflict):
    """Who prepared an application may not approve it."""

    code = "second-person-needed"


@attrs.frozen(kw_only=True)
class DecideRefund:
    """Approve or refuse. Where the order's money was not transferred yet, an approval books the lines at once."""

    open_unit: OpenUnitOfWork
    due_days: DueDays
    clock: Clock

    def __call__(self, name: str, actor: Actor, *, is_approved: bool, document: str, reason: str = "") -> RefundCase:
        """The refund as it stands now.

        An approval whose money has not come may still be refused. Raises `NotFound`, `RefundNotReady` where there is
        nothing to decide, `SecondPersonNeeded`, `RefundRefused` for an approval of what can no longer be met,
        `InvalidInput` for a decision without a document, or a refusal without a reason.
        """
        require_document(document)
        if reason or not is_approved:
            require_reason(reason)
        steps = Steps(
            due_days=self.due_days,
            actor=actor,
            now=self.clock.now(),
            reason=reason,
            document=document,
        )
        with self.open_unit() as unit:
            unit.move_money_alone()
            case = find_refund(unit.refunds, name)
            made, lines = _approved(unit, case, steps) if is_approved else (_refused(case, steps), [])
            unit.refunds.record_steps(made, lines=lines)
        return with_steps(case, made)


def _refused(case: RefundCase, steps: Steps) -> list[RefundEvent]:
    require_state(case, RefundState.SENT_TO_FUND, RefundState.APPROVED)
    return steps.after(case, RefundState.REFUSED)


def _approved(unit: UnitOfWork, case: RefundCase, steps: Steps) -> tuple[list[RefundEvent], list[PersonEntry]]:
    require_state(case, RefundState.SENT_TO_FUND)
    if not is_second_person(steps.actor.identity, case.events):
        raise SecondPersonNeeded(
            f"{case.name} was prepared by {steps.actor.identity}: who submits or checks an application may not approve "
            "it; have another person do so, with --actor"
        )
    lines = judge_again(unit, case)
    order_number = case.refund.order_number
    approved = steps.after(case, RefundState.APPROVED)
    if unit.refunds.orders([order_number])[order_number].is_transferred:
        return approved, []
    at_once = attrs.evolve(steps, reason=MONEY_NEVER_LEFT)
    received = at_once.after(with_steps(case, approved), RefundState.MONEY_RECEIVED)
    return [*approved, *received], booking(case, lines, steps.now)
