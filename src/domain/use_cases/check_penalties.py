"""Compare the penalties that a payer paid for a month with those due for paying late."""

from collections import defaultdict
from datetime import date

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.late_penalties import LatePayment, late_payments
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.payment_terms import due_day
from esep.domain.use_cases.show_payer import note_look_at_person, require_payer_number


@attrs.frozen(kw_only=True)
class PenaltyCheck:
    """Late contributions of a payer for a month, and the penalty for them. Amounts in tiyn."""

    payer_id: str
    month: Month
    due_on: date | None  # None where the table of terms does not cover the month
    late: list[LatePayment]
    received_tiyn: int  # penalties that stand for the payer and month

    @property
    def expected_tiyn(self) -> int | None:
        """The penalty due; None where the base rate of a day is not known."""
        expected = 0
        for payment in self.late:
            if payment.penalty_tiyn is None:
                return None
            expected += payment.penalty_tiyn
        return expected

    @property
    def difference_tiyn(self) -> int | None:
        """Received over expected; below zero what is still owed."""
        expected = self.expected_tiyn
        return None if expected is None else self.received_tiyn - expected


@attrs.frozen(kw_only=True)
class CheckPenalties:
    """What stands after corrections and refunds counts. Computing debts is the revenue authority's task."""

    open_unit: OpenUnitOfWork
    clock: Clock
    parameters: Parameters

    def __call__(self, payer_id: str, month: Month, actor: Actor) -> PenaltyCheck:
        """Of who really paid: an entity that sent for its unit is not charged for it. Raises `InvalidInput`.

        A person's own payments are a person's data: that look is recorded.
        """
        require_payer_number(payer_id)
        contributions: dict[date, int] = defaultdict(int)
        penalties = 0
        with self.open_unit() as unit:
            for entry in unit.payers.entries(payer_id, month):
                if entry.payer_id != payer_id:
                    continue
                if entry.account is Account.PARTICIPANT_CONTRIBUTIONS:
                    contributions[entry.received_on] += entry.amount_tiyn
                else:
                    penalties += entry.amount_tiyn
            note_look_at_person(unit, payer_id, actor, self.clock, what="penalties")
        return PenaltyCheck(
            payer_id=payer_id,
            month=month,
            due_on=due_day(month, self.parameters),
            late=late_payments(month, contributions, self.parameters),
            received_tiyn=penalties,
        )
