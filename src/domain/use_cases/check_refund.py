"""The State Corporation checks an application and sends it to the Fund, or refuses it."""

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.refund import RefundCase, RefundState
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.redecide import require_reason
from esep.domain.use_cases.refund_lines import judge_again
from esep.domain.use_cases.refund_steps import Steps, find_refund, require_state, with_steps


@attrs.frozen(kw_only=True)
class CheckRefund:
    """Record that an application was checked and went to the Fund, or that it was refused."""

    open_unit: OpenUnitOfWork
    due_days: DueDays
    clock: Clock

    def __call__(self, name: str, actor: Actor, *, is_refused: bool = False, reason: str = "") -> RefundCase:
        """The refund as it stands now.

        Raises `NotFound`, `RefundNotReady` where it was checked before, `RefundRefused` where it can no longer be met
        and is not to be refused, `InvalidInput` for a refusal without a reason.
        """
        if reason or is_refused:
            require_reason(reason)
        steps = Steps(due_days=self.due_days, actor=actor, now=self.clock.now(), reason=reason)
        with self.open_unit() as unit:
            unit.move_money_alone()
            case = find_refund(unit.refunds, name)
            require_state(case, RefundState.RECEIVED)
            if is_refused:
                made = steps.after(case, RefundState.REFUSED)
            else:
                judge_again(unit, case)
                made = steps.after(case, RefundState.CHECKED, RefundState.SENT_TO_FUND)
            unit.refunds.record_steps(made)
        return with_steps(case, made)
