"""Take back the claim on an overpayment: the money is due after all."""

import attrs

from esep.domain.errors import Conflict, InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import BenefitEntry
from esep.domain.model.ledger import Account
from esep.domain.model.overpayment import Overpayment, OverpaymentAction
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.overpayment_steps import OverpaymentSteps, find_overpayment


@attrs.frozen(kw_only=True)
class CancelOverpayment:
    """What is left is not claimed any more; what was repaid may be sent again to the recipient."""

    open_unit: OpenUnitOfWork
    due_days: DueDays
    clock: Clock

    def __call__(self, name: str, actor: Actor, *, reason: str) -> Overpayment:
        """The overpayment as it stands now. Raises `NotFound`, `InvalidInput` without a reason, `Conflict` if done."""
        if not reason.strip():
            raise InvalidInput("give the reason: why the money is due after all")
        steps = OverpaymentSteps(due_days=self.due_days, actor=actor, now=self.clock.now())
        with self.open_unit() as unit:
            unit.move_money_alone()
            one = find_overpayment(unit, name)
            if one.is_cancelled:
                raise Conflict(f"{one.name} was cancelled before: see `esep overpayments list`")
            count = unit.payments.balances(one.key.case_number)[one.key].entry_count
            return cancelled(unit, steps, one, reason.strip(), entry_count=count)


def cancelled(
    unit: UnitOfWork, steps: OverpaymentSteps, one: Overpayment, reason: str, *, entry_count: int
) -> Overpayment:
    """Record that a claim is taken back; what is left of it is paid again."""
    left = one.left_tiyn
    event = steps.event(one, OverpaymentAction.CANCEL, amount_tiyn=left, document=reason)
    entry = BenefitEntry(
        one.key, entry_count + 1, Account.OVERPAYMENTS.value, Account.SOCIAL_PAYMENTS_PAID.value, left, steps.now,
        one.overpayment_number,
    )  # fmt: skip
    unit.overpayments.record_event(one, event, [entry] if left else [])
    return attrs.evolve(one, events=(*one.events, event))
