"""Take back claims that were found by themselves, where the money is due after all by what happened since."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import attrs

from esep.domain.model.month import Month
from esep.domain.model.overpayment import Overpayment
from esep.domain.model.payable_case import FormedPayment, PayableCase
from esep.domain.model.recipient_case import RecipientCase
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.rules.social_payments.kept import by_month_and_payee, not_due_tiyn
from esep.domain.rules.social_payments.schedule import overpaid
from esep.domain.use_cases.cancel_overpayment import cancelled
from esep.domain.use_cases.find_overpaid import DIED, NOT_DUE
from esep.domain.use_cases.overpayment_steps import OverpaymentSteps
from esep.domain.use_cases.payees import payees_of

DUE_AFTER_ALL = "due after all by what was decided since"


@attrs.frozen(kw_only=True)
class TakeBackClaims:
    """Looks at all claims before anything is withheld for them; whoever calls it moves money alone."""

    unit: UnitOfWork
    register: StateRegister
    steps: OverpaymentSteps

    def __call__(self) -> list[Overpayment]:
        """The claims that were taken back now: what of them is still not due is to be found anew."""
        claims: defaultdict[int, list[Overpayment]] = defaultdict(list)
        for one in self.unit.overpayments.list_overpayments():
            if one.reason in (DIED, NOT_DUE) and not one.is_cancelled:
                claims[one.key.case_number].append(one)
        if not claims:
            return []
        keys = {one.key.person_key for own in claims.values() for one in own}
        cases = [case for case in self.unit.cases.of_recipients(keys) if case.application.case_number in claims]
        payees = payees_of(self.unit, self.register, {one.payee_key for own in claims.values() for one in own})
        return [
            one
            for case in cases
            if _is_changed(case, claims[case.application.case_number])
            for one in self._of_case(case, claims[case.application.case_number], payees.dead_since)
        ]

    def _of_case(
        self, case: RecipientCase, claims: Sequence[Overpayment], dead_since: Mapping[int, Month]
    ) -> list[Overpayment]:
        """Those on a month of which less is not due by now than is claimed."""
        views = self.unit.payments.of_case(case.application.case_number)
        excess = overpaid(PayableCase.of(case), [FormedPayment.of(one) for one in views], dead_since=dead_since)
        done: list[Overpayment] = []
        for group, own in by_month_and_payee(views).items():
            claimed = [one for one in claims if (one.key.month, one.payee_key) == group]
            rounding = len(own)
            if sum(one.amount_tiyn for one in claimed) > not_due_tiyn(own, excess.get(group, 0)) + rounding:
                for one in claimed:
                    count = self.unit.payments.balances(one.key.case_number)[one.key].entry_count
                    done.append(cancelled(self.unit, self.steps, one, DUE_AFTER_ALL, entry_count=count))
        return done


def _is_changed(case: RecipientCase, claims: Sequence[Overpayment]) -> bool:
    """Whether something happened since the claims were found; of a death the register may have been put right."""
    return case.events[-1].recorded_at >= min(one.recorded_at for one in claims) or any(
        one.reason == DIED for one in claims
    )
