"""The month's figures of recipients."""

from collections.abc import Mapping

import attrs

from esep.domain.model.benefit_payment import PaymentFigures
from esep.domain.model.month import Month
from esep.domain.model.recipient_case import CaseAction
from esep.domain.model.social_payment import SocialPaymentKind

SUMMARISED = (
    CaseAction.APPOINT,
    CaseAction.SUSPEND,
    CaseAction.RESUME,
    CaseAction.TERMINATE,
    CaseAction.WITHDRAW,
)
"""Decisions that are counted (Rules, item 11)."""


@attrs.frozen(kw_only=True)
class Tally:
    """How many decisions, and the sum of the payments that they are about."""

    count: int = 0
    amount_tiyn: int = 0

    def plus(self, amount_tiyn: int) -> "Tally":
        """With one more."""
        return Tally(count=self.count + 1, amount_tiyn=self.amount_tiyn + amount_tiyn)


@attrs.frozen(kw_only=True)
class RecipientFigures:
    """What was decided and paid in a month, of one kind in one region."""

    month: Month
    kind: SocialPaymentKind
    region: str
    tallies: Mapping[CaseAction, Tally]
    paid: PaymentFigures | None = None  # None: nothing was sent and nothing came back

    def tally(self, action: CaseAction) -> Tally:
        """Of one kind of decision."""
        return self.tallies.get(action, Tally())
