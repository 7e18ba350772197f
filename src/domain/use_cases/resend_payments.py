"""Send payments again that the bank sent back, to another account where one is given."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from esep.domain.errors import Conflict, InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.benefit_payment import BenefitEntry, PaymentState, PaymentView, Resend
from esep.domain.model.deadline import Duty
from esep.domain.model.iban import is_bic, is_iban
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.payable_case import PayableCase
from esep.domain.model.recipient_case import case_number_of
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.social_payments.schedule import is_due
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.payees import payees_of
from esep.domain.use_cases.send_payments import SendPayments, SentPayments


class NothingReturned(Conflict):
    """No payment of the case and month stands as returned."""

    code = "nothing-returned"


@attrs.frozen(kw_only=True)
class PayoutAccount:
    """Where a payment goes."""

    account: str
    bic: str

    def __attrs_post_init__(self) -> None:
        """Refuse what is no account or no bank's code."""
        if not is_iban(self.account):
            raise InvalidInput(
                "that is no account number: expected an IBAN of Kazakhstan, 20 characters, without spaces"
            )
        if not is_bic(self.bic):
            raise InvalidInput("that is no bank's code: expected a BIC of eight or eleven letters and digits")


@attrs.frozen(kw_only=True)
class ResendPayments:
    """Take what came back to payable again and send it: each return once."""

    open_unit: OpenUnitOfWork
    send: SendPayments
    due_days: DueDays
    clock: Clock

    def __call__(
        self,
        name: str,
        month: Month,
        folder: str,
        actor: Actor,
        *,
        part: int | None = None,
        to: PayoutAccount | None = None,
    ) -> SentPayments:
        """The files that were written. An account given here is that of the part's later payments too.

        Raises `NotFound`, `NothingReturned`, `InvalidInput` for an account.
        """
        full_name, now = self.send.files.resolve(folder), self.clock.now()
        with self.open_unit() as unit:
            unit.move_money_alone()
            returned = [
                view
                for view in self._views(unit, name)
                if view.key.month == month.to_number()
                and view.state is PaymentState.RETURNED
                and part in (None, view.key.part)
            ]
            if not returned:
                raise NothingReturned(
                    f"no payment of {name} for {month} stands as returned by the bank: see `esep payments show {name}`"
                )
            self._require_due(unit, returned)
            resends = [self._resend(view, to, actor, now) for view in returned]
            entries = [self._entry(unit, resend, view) for resend, view in zip(resends, returned, strict=True)]
            unit.payments.record_resends(resends, entries)
        return self.send(full_name, only={one.key for one in resends})

    def _resend(self, view: PaymentView, to: PayoutAccount | None, actor: Actor, now: datetime) -> Resend:
        today = day_in_almaty(now)
        due_on = self.due_days.due_on(Duty.RECORD_PAYMENT.value, today)
        return Resend(
            key=view.key,
            attempt=view.attempt + 1,
            account=to.account if to else view.account,
            bic=to.bic if to else view.bic,
            is_given=to is not None,
            recorded_at=now,
            due_on=due_on or self.due_days.calendar.next_working_day(today),
            actor=actor,
        )

    def _views(self, unit: UnitOfWork, name: str) -> list[PaymentView]:
        number = case_number_of(name.strip())
        views = [] if number is None else unit.payments.of_case(number)
        if not views:
            raise NotFound(f"nothing was paid for {name[:50]!r}; expected a case's name like SP-000001")
        return views

    def _require_due(self, unit: UnitOfWork, returned: Sequence[PaymentView]) -> None:
        """Raise `NothingReturned` where a payment is not due any more by what happened since."""
        case = unit.cases.find(returned[0].key.case_number)
        payees = payees_of(unit, self.send.register, {view.payee_key for view in returned})
        for view in returned:
            is_still_due = case is not None and is_due(
                PayableCase.of(case), view.key.month, view.payee_key, dead_since=payees.dead_since
            )
            if not is_still_due:
                raise NothingReturned(f"{view.key.name} is not due any more: it is not sent again")

    def _entry(self, unit: UnitOfWork, resend: Resend, view: PaymentView) -> BenefitEntry:
        balance = unit.payments.balances(view.key.case_number)[view.key]
        if view.overpaid_tiyn or balance.returned_tiyn < view.net_tiyn:
            raise NothingReturned(f"{view.key.name} came back to settle what was paid over: it is not sent again")
        return BenefitEntry(
            view.key, balance.entry_count + 1, Account.RETURNED_SOCIAL_PAYMENTS.value,
            Account.SOCIAL_PAYMENTS_PAYABLE.value, view.net_tiyn, resend.recorded_at,
        )  # fmt: skip
