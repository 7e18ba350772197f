"""Make the month's payments of all cases that are paid, each once (Order 237 items 51-53, others likewise)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.benefit_payment import BenefitEntry, BenefitPayment, PaymentKey, PaymentRun, WaitingPayment
from esep.domain.model.deadline import Duty
from esep.domain.model.month import Month
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.overpayment import Overpayment
from esep.domain.model.payable_case import CaseToPay, PayableCase
from esep.domain.ports.clock import Clock
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.social_payments.schedule import is_due
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.find_overpaid import FindOverpaid
from esep.domain.use_cases.overpayment_steps import OverpaymentSteps
from esep.domain.use_cases.payees import payees_of
from esep.domain.use_cases.plan_payments import PlanPayments
from esep.domain.use_cases.send_payments import SendPayments
from esep.domain.use_cases.take_back_claims import TakeBackClaims

CASES_AT_A_TIME = 5_000


class PaymentMonthAhead(InvalidInput):
    """A month is to be paid that has not begun."""

    code = "payment-month-ahead"

    def __init__(self, month: Month, last: Month) -> None:
        """Take the month asked for, and the last one that may be paid today."""
        super().__init__(f"{month} has not begun; give {last} or an earlier month")
        self.month = month


@attrs.frozen(kw_only=True)
class PreparedPayments:
    """What a preparation did."""

    run: PaymentRun | None  # None: nothing was due that was not formed before
    files: tuple[DispatchedFile, ...]  # written now, those of an earlier interrupted run first
    overpayments: tuple[Overpayment, ...]  # taken back or found now
    waiting: Mapping[str, str]  # payments that no message can carry yet, by name, with the reason


@attrs.frozen(kw_only=True)
class PreparePayments:
    """Form the payments with their entries; then each file with its bytes; then have it written.

    Killed at any point, it is simply run again: what was recorded stands, what was not is found again.
    """

    open_unit: OpenUnitOfWork
    register: StateRegister
    send: SendPayments
    due_days: DueDays
    clock: Clock

    def __call__(self, month: Month, folder: str, actor: Actor) -> PreparedPayments:
        """Form and send everything due up to a month: arrears as payments of their own months.

        Raises `PaymentMonthAhead`, `RegisterUnavailable`, `InvalidInput` for a folder that cannot be used and
        `Unavailable` where one was lost or filled up.
        """
        now = self.clock.now()
        last = Month.of(day_in_almaty(now))
        if month > last:
            raise PaymentMonthAhead(month, last)
        full_name = self.send.files.resolve(folder)
        with self.open_unit() as unit:
            unit.move_money_alone()
            forming = _Forming.begin(self, unit, month, actor, now)
            for batch in unit.payments.cases_to_pay(CASES_AT_A_TIME):
                forming.take(batch)
            run = forming.end()
        sent = self.send(full_name, not_due=forming.not_due)
        return PreparedPayments(
            run=run, files=sent.files, overpayments=tuple(forming.overpayments), waiting=sent.waiting
        )


@attrs.define(kw_only=True)
class _Forming:
    """One run under way, inside its unit of work."""

    unit: UnitOfWork
    register: StateRegister
    plan: PlanPayments
    find_overpaid: FindOverpaid
    actor: Actor
    overpayments: list[Overpayment] = attrs.field(factory=list)
    reviewed: list[PayableCase] = attrs.field(factory=list)
    waiting: Mapping[int, Sequence[WaitingPayment]]  # by case, formed by earlier runs
    not_due: set[PaymentKey] = attrs.field(factory=set)  # of them, any more
    count: int = 0
    gross_tiyn: int = 0

    @classmethod
    def begin(
        cls, use_case: PreparePayments, unit: UnitOfWork, month: Month, actor: Actor, now: datetime
    ) -> "_Forming":
        today, due_days = day_in_almaty(now), use_case.due_days
        steps = OverpaymentSteps(due_days=due_days, actor=actor, now=now)
        taken_back = TakeBackClaims(unit=unit, register=use_case.register, steps=steps)()
        plan = PlanPayments(
            parameters=due_days.parameters,
            run_number=unit.payments.next_run_number(),
            month=month,
            day=today,
            due_on=due_days.due_on(Duty.RECORD_PAYMENT.value, today) or due_days.calendar.next_working_day(today),
            now=now,
            to_withhold=unit.overpayments.to_withhold(),
        )
        return cls(
            unit=unit,
            register=use_case.register,
            plan=plan,
            find_overpaid=FindOverpaid(unit=unit, steps=steps),
            actor=actor,
            overpayments=taken_back,
            waiting=_waiting(unit),
        )

    def take(self, batch: Sequence[CaseToPay]) -> None:
        """Form what is due of some cases."""
        payee_keys = {payee for one in batch for payee in one.case.payee_keys}
        dead_since = payees_of(self.unit, self.register, payee_keys).dead_since
        payments: list[BenefitPayment] = []
        entries: list[BenefitEntry] = []
        for one in batch:
            self.overpayments += self.find_overpaid(one, dead_since)
            self.not_due |= {
                waiting.key
                for waiting in self.waiting.get(one.case.case_number, ())
                if not is_due(one.case, waiting.key.month, waiting.payee_key, dead_since=dead_since)
            }
            before = len(payments)
            for payment, own in self.plan(one, dead_since):
                payments.append(payment)
                entries += own
            if len(payments) == before and self._is_settled(one, dead_since):
                self.reviewed.append(one.case)
        if payments:
            self.unit.payments.record_payments(payments, entries)
        self.count += len(payments)
        self.gross_tiyn += sum(payment.gross_tiyn for payment in payments)

    def end(self) -> PaymentRun | None:
        """Record the run; None where nothing was due."""
        run = PaymentRun(
            run_number=self.plan.run_number,
            month=self.plan.month,
            prepared_at=self.plan.now,
            payment_count=self.count,
            gross_tiyn=self.gross_tiyn,
            actor=self.actor,
        )
        if self.count or self.reviewed:
            self.unit.payments.record_run(run)
            self.unit.payments.record_reviews(run, self.reviewed)
        return run if self.count else None

    def _is_settled(self, one: CaseToPay, dead_since: Mapping[int, Month]) -> bool:
        """Whether a case of which nothing is due need not be looked at again up to the month.

        Not where later months were paid by what was known before, nor where the register alone stops a payment, and
        might be put right.
        """
        is_looked_at = one.settled_until is None and (one.paid_until is None or one.paid_until <= self.plan.month)
        may_revive = not one.case.is_ended and any(payee in dead_since for payee in one.case.payee_keys)
        return is_looked_at and not may_revive


def _waiting(unit: UnitOfWork) -> dict[int, list[WaitingPayment]]:
    """What earlier runs formed and could not send, by case: few, or all of a run that was killed."""
    by_case: defaultdict[int, list[WaitingPayment]] = defaultdict(list)
    for batch in unit.payments.waiting(CASES_AT_A_TIME):
        for one in batch:
            by_case[one.key.case_number].append(one)
    return dict(by_case)
