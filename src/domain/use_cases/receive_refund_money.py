"""Record that the Fund gave the money of an approved refund back (Social Code, article 26(2)(2))."""

from datetime import date

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.ledger import Account, Entry
from esep.domain.model.refund import PaidOrder, RefundCase, RefundState
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.refund_lines import judge_again
from esep.domain.use_cases.refund_steps import (
    Steps,
    booking,
    find_refund,
    require_document,
    require_state,
    with_steps,
)


@attrs.frozen(kw_only=True)
class ReceiveRefundMoney:
    """Enter the money as it came from the Fund, and take it from the participants' accounts for the payer."""

    open_unit: OpenUnitOfWork
    due_days: DueDays
    clock: Clock

    def __call__(self, name: str, actor: Actor, *, received_on: date, document: str) -> RefundCase:
        """The refund as it stands now.

        Raises `NotFound`, `RefundNotReady` where no money is awaited, `RefundRefused` where the application can no
        longer be met, `InvalidInput` without a document or for a day before the approval or after today.
        """
        require_document(document)
        steps = Steps(due_days=self.due_days, actor=actor, now=self.clock.now(), document=document)
        with self.open_unit() as unit:
            unit.move_money_alone()
            case = find_refund(unit.refunds, name)
            require_state(case, RefundState.APPROVED)
            _require_day(case, received_on, steps.today)
            lines = judge_again(unit, case)
            order_number = case.refund.order_number
            made = steps.after(case, RefundState.MONEY_RECEIVED, happened_on=received_on)
            entry = _entry(case, unit.refunds.orders([order_number])[order_number], steps)
            unit.refunds.record_steps(made, entries=[entry], lines=booking(case, lines, steps.now))
        return with_steps(case, made)


def _require_day(case: RefundCase, received_on: date, today: date) -> None:
    approved_on = case.events[-1].happened_on
    if not approved_on <= received_on <= today:
        raise InvalidInput(
            f"{received_on} cannot be the day on which the money came: {case.name} was approved on {approved_on}, and "
            f"today is {today}"
        )


def _entry(case: RefundCase, order: PaidOrder, steps: Steps) -> Entry:
    return Entry(
        order_number=order.order_number,
        entry_number=order.entry_count + 1,
        decision_number=order.decision_number,
        debit=Account.BANK,
        credit=Account.FUND_SETTLEMENT,
        amount_tiyn=case.refund.amount_tiyn,
        recorded_at=steps.now,
    )
