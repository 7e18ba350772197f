"""No tiyn of a social payment is lost: reckoned from what the ports tell of payments, returns and overpayments."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from esep.domain.model.benefit_payment import PaymentBalance, PaymentKey, PaymentState, PaymentView
from esep.domain.model.overpayment import Overpayment, OverpaymentAction
from esep.domain.model.returned_payment import ReturnedLineView


@attrs.frozen
class Paid:
    """The social payments of a store, by what it observed."""

    seen: Mapping[str, Any]

    def require_conserved(self) -> None:
        """Raise `AssertionError` where a tiyn is missing or too many."""
        balances, sent_again = self._balances(), self._sent_again()
        views: Sequence[PaymentView] = self.seen["payments"]
        assert set(balances) == {view.key for view in views}
        back, repaid, overpaid = self._came_back(), self._repaid(), self._overpaid()
        for view in views:
            one = balances[view.key]
            where = (view.key.name, view.state, one)
            assert min(one[1:]) >= 0, where
            assert view.gross_tiyn == sum(one[1:]), where  # paid, withheld, payable, returned, overpaid, recovered
            assert one.recovered_tiyn == view.recovered_tiyn, where
            assert one.payable_tiyn == (self._to_send(view) if view.state is PaymentState.FORMED else 0), where
            assert one.overpaid_tiyn == overpaid[view.key], where
            assert one.returned_tiyn == back[view.key] + repaid[view.key] - sent_again[view.key], where
        withheld = sum(one.withheld_tiyn for one in self._overpayments)
        assert sum(view.recovered_tiyn for view in views) == withheld

    def _to_send(self, view: PaymentView) -> int:
        """What waits for its message: all of a payment formed, or what of it is sent again."""
        again = [one.amount_tiyn for one in self.seen["sent again"] if one.key == view.key]
        return again[-1] if again else view.net_tiyn

    def _balances(self) -> dict[PaymentKey, PaymentBalance]:
        return {key: one for own in self.seen["balances"].values() for key, one in own.items()} if self._any else {}

    @property
    def _any(self) -> bool:
        return bool(self.seen["balances"])

    @property
    def _overpayments(self) -> Sequence[Overpayment]:
        found: Sequence[Overpayment] = self.seen["overpayments"]
        return found

    def _overpaid(self) -> Counter[PaymentKey]:
        """What is claimed and not repaid; what is withheld of later payments stays on the payment it was found of."""
        found: Counter[PaymentKey] = Counter()
        for one in self._overpayments:
            cancelled = sum(event.amount_tiyn for event in one.events if event.action is OverpaymentAction.CANCEL)
            found[one.key] += one.amount_tiyn - one.repaid_tiyn - cancelled
        return found

    def _repaid(self) -> Counter[PaymentKey]:
        """By hand; what a returned line settled stands in that line."""
        lines = {line.reference for line in self._lines}
        repaid: Counter[PaymentKey] = Counter()
        for one in self._overpayments:
            by_hand = [event for event in one.events if event.document not in lines]
            repaid[one.key] += sum(event.amount_tiyn for event in by_hand if event.action is OverpaymentAction.REPAY)
        return repaid

    @property
    def _lines(self) -> Sequence[ReturnedLineView]:
        lines: Sequence[ReturnedLineView] = self.seen["returned lines"]
        return lines

    def _came_back(self) -> Counter[PaymentKey]:
        back: Counter[PaymentKey] = Counter()
        for line in self._lines:
            if line.key is not None:
                back[line.key] += line.amount_tiyn
        return back

    def _sent_again(self) -> Counter[PaymentKey]:
        """What was taken from returned to payable once more."""
        again: Counter[PaymentKey] = Counter()
        for resend in self.seen["sent again"]:
            again[resend.key] += resend.amount_tiyn
        return again
