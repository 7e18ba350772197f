"""What a preparation forms: every payment due, with what is withheld of it and its entries."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

import attrs

from esep.domain.model.benefit_payment import BenefitEntry, BenefitPayment, PaymentKey
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.overpayment import Overpayment
from esep.domain.model.payable_case import CaseToPay, DuePayment
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.figures import Figures
from esep.domain.rules.social_payments.recovery import recoverable_tiyn
from esep.domain.rules.social_payments.rounding import whole_tiyn_half_up
from esep.domain.rules.social_payments.schedule import due_payments

DECIDED = Account.SOCIAL_PAYMENTS_DECIDED.value
PAYABLE = Account.SOCIAL_PAYMENTS_PAYABLE.value
WITHHELD = Account.PENSION_CONTRIBUTIONS_WITHHELD.value
RECOVERED = Account.OVERPAYMENTS_RECOVERED.value


@attrs.frozen(kw_only=True)
class PlanPayments:
    """Makes the payments of one run. What is left of each overpayment shrinks as payments are planned."""

    parameters: Parameters
    run_number: int
    month: Month
    day: date
    due_on: date
    now: datetime
    to_withhold: Mapping[int, Sequence[Overpayment]]
    _left: dict[int, int] = attrs.field(factory=dict, init=False)
    _shares: dict[SocialPaymentKind, Fraction] = attrs.field(factory=dict, init=False)

    def __call__(
        self, to_pay: CaseToPay, dead_since: Mapping[int, Month]
    ) -> Iterator[tuple[BenefitPayment, list[BenefitEntry]]]:
        """The payments of a case that are due up to the run's month, each with its entries."""
        case = to_pay.case
        for due in due_payments(to_pay, self.month, dead_since=dead_since):
            key = PaymentKey(case.person_key, case.case_number, due.month, due.part, due.event_number)
            withheld = self._withheld(case.kind, due)
            recoveries = self._recoveries(due, withheld) if due.payee_key in self.to_withhold else []
            payment = BenefitPayment(
                key, due.payee_key, due.gross_tiyn, withheld, sum(tiyn for _, tiyn in recoveries), case.last_event,
                self.run_number, self.due_on,
            )  # fmt: skip
            yield payment, self._entries(payment, recoveries)

    def _entries(self, payment: BenefitPayment, recoveries: Sequence[tuple[int, int]]) -> list[BenefitEntry]:
        entries = [BenefitEntry(payment.key, 1, DECIDED, PAYABLE, payment.gross_tiyn, self.now)]
        if payment.withheld_tiyn:
            entries.append(BenefitEntry(payment.key, 2, PAYABLE, WITHHELD, payment.withheld_tiyn, self.now))
        for number, tiyn in recoveries:
            place = len(entries) + 1
            entries.append(BenefitEntry(payment.key, place, PAYABLE, RECOVERED, tiyn, self.now, number))
        return entries

    def _withheld(self, kind: SocialPaymentKind, due: DuePayment) -> int:
        if not due.is_pension_withheld:
            return 0
        if kind not in self._shares:
            self._shares[kind] = Figures(parameters=self.parameters, kind=kind, day=self.day).pension_share.value
        return whole_tiyn_half_up(due.gross_tiyn * self._shares[kind])

    def _recoveries(self, due: DuePayment, withheld: int) -> list[tuple[int, int]]:
        """What is withheld for which overpayment, oldest first."""
        room = recoverable_tiyn(due.gross_tiyn, withheld)
        taken = []
        for overpayment in self.to_withhold[due.payee_key]:
            number = overpayment.overpayment_number
            left = self._left.get(number, overpayment.left_tiyn)
            tiyn = min(left, room)
            if tiyn:
                self._left[number] = left - tiyn
                room -= tiyn
                taken.append((number, tiyn))
        return taken
