"""Find what was paid over: after the payee's death, and after a decision that acts back."""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from esep.domain.model.benefit_payment import BenefitEntry, PaymentBalance, PaymentKey, PaymentView
from esep.domain.model.month import Month
from esep.domain.model.overpayment import Overpayment
from esep.domain.model.payable_case import CaseToPay, FormedPayment
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.rules.social_payments.kept import MonthAndPayee, by_month_and_payee, kept_tiyn
from esep.domain.rules.social_payments.schedule import overpaid
from esep.domain.use_cases.overpayment_steps import OverpaymentSteps, found_entry

DIED, NOT_DUE = "payee-died", "not-due"


@attrs.frozen(kw_only=True)
class FindOverpaid:
    """Looks at one case after another; whoever calls it moves money alone."""

    unit: UnitOfWork
    steps: OverpaymentSteps

    def __call__(self, to_pay: CaseToPay, dead_since: Mapping[int, Month]) -> list[Overpayment]:
        """Record what was paid over of a case and not found before."""
        if not self._is_suspect(to_pay, dead_since):
            return []
        number = to_pay.case.case_number
        views = [] if to_pay.formed else self.unit.payments.of_case(number)
        formed = to_pay.formed or [FormedPayment.of(one) for one in views]
        excess = overpaid(to_pay.case, formed, dead_since=dead_since)
        if not excess:
            return []
        views = views or self.unit.payments.of_case(number)
        return self._find(views, excess, self.unit.payments.balances(number), dead_since)

    def _find(
        self,
        views: Sequence[PaymentView],
        excess: Mapping[MonthAndPayee, int],
        balances: Mapping[PaymentKey, PaymentBalance],
        dead_since: Mapping[int, Month],
    ) -> list[Overpayment]:
        found: list[Overpayment] = []
        entries: list[BenefitEntry] = []
        number = self.unit.overpayments.next_number()
        for view, tiyn in _paid_over(views, excess, balances):
            is_death = view.payee_key in dead_since and view.key.month > dead_since[view.payee_key].to_number()
            one = self.steps.found(view, number + len(found), tiyn, DIED if is_death else NOT_DUE)
            found.append(one)
            entries.append(found_entry(one, balances[view.key].entry_count + 1))
        self.unit.overpayments.record(found, entries)
        return found

    def _is_suspect(self, to_pay: CaseToPay, dead_since: Mapping[int, Month]) -> bool:
        """Something happened since the last payment, or a payment is for a month after a payee's death."""
        paid_until = to_pay.paid_until
        if to_pay.formed:
            return True
        return paid_until is not None and any(
            payee in dead_since and paid_until > dead_since[payee] for payee in to_pay.case.payee_keys
        )


def _paid_over(
    views: Sequence[PaymentView],
    excess: Mapping[MonthAndPayee, int],
    balances: Mapping[PaymentKey, PaymentBalance],
) -> Iterator[tuple[PaymentView, int]]:
    """Of each payment what was sent, did not come back and is not due; of several of a month the last one first."""
    groups = by_month_and_payee(views)
    for key, tiyn in excess.items():
        own = groups[key]
        left = sum(balances[view.key].paid_tiyn for view in own) - kept_tiyn(own, tiyn)
        for view in sorted(own, key=lambda one: -one.key.event_number):
            part = min(left, balances[view.key].paid_tiyn)
            if part > 0:
                left -= part
                yield view, part
