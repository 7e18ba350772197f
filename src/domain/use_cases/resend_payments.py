"""Send again what came back of payments and is due, to another account where one is given."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from esep.domain.errors import Conflict, InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.benefit_payment import BenefitEntry, PaymentBalance, PaymentKey, PaymentView, Resend
from esep.domain.model.deadline import Duty
from esep.domain.model.iban import is_bic, is_iban
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.payable_case import PayableCase
from esep.domain.model.recipient_case import RecipientCase, case_number_of
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.social_payments.kept import due_again, resendable_tiyn
from esep.domain.rules.social_payments.payout_accounts import to_changed_account
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

        Without one it goes where it went, or to the account that the payee changed to since.

        Raises `NotFound`, `NothingReturned`, `InvalidInput` for an account.
        """
        full_name, now = self.send.files.resolve(folder), self.clock.now()
        with self.open_unit() as unit:
            unit.move_money_alone()
            case, views = _found(unit, name)
            asked = [view for view in views if view.key.month == month.to_number() and part in (None, view.key.part)]
            balances = unit.payments.balances(case.application.case_number)
            due = self._due(unit, case, views, asked, balances)
            resends = [
                self._resend(to_changed_account(view, case.events), due[view.key], to, actor, now)
                for view in asked
                if view.key in due
            ]
            if not resends:
                raise NothingReturned(
                    f"nothing of a payment of {name} for {month} came back and is due: see `esep payments show {name}`"
                )
            unit.payments.record_resends(resends, [_entry(one, balances[one.key]) for one in resends])
        return self.send(full_name, only={one.key for one in resends})

    def _due(
        self,
        unit: UnitOfWork,
        case: RecipientCase,
        views: Sequence[PaymentView],
        asked: Sequence[PaymentView],
        balances: Mapping[PaymentKey, PaymentBalance],
    ) -> dict[PaymentKey, int]:
        """What may be sent again of each payment. Raises `NothingReturned` where what came back is not due."""
        claims = list(unit.overpayments.list_overpayments(case_number=case.application.case_number))
        if all(resendable_tiyn(view, balances[view.key], claims) <= 0 for view in asked):
            return {}
        payees = payees_of(unit, self.send.register, {view.payee_key for view in views})
        due = due_again(PayableCase.of(case), views, balances, claims, dead_since=payees.dead_since)
        if not any(view.key in due for view in asked):
            raise NothingReturned(f"{asked[0].key.name} is not due any more: it is not sent again")
        return due

    def _resend(
        self, view: PaymentView, amount_tiyn: int, to: PayoutAccount | None, actor: Actor, now: datetime
    ) -> Resend:
        today = day_in_almaty(now)
        due_on = self.due_days.due_on(Duty.RECORD_PAYMENT.value, today)
        return Resend(
            key=view.key,
            attempt=view.attempt + 1,
            account=to.account if to else view.account,
            bic=to.bic if to else view.bic,
            is_given=to is not None,
            amount_tiyn=amount_tiyn,
            recorded_at=now,
            due_on=due_on or self.due_days.calendar.next_working_day(today),
            actor=actor,
        )


def _found(unit: UnitOfWork, name: str) -> tuple[RecipientCase, list[PaymentView]]:
    number = case_number_of(name.strip())
    case = None if number is None else unit.cases.find(number)
    views = [] if case is None else unit.payments.of_case(case.application.case_number)
    if case is None or not views:
        raise NotFound(f"nothing was paid for {name[:50]!r}; expected a case's name like SP-000001")
    return case, views


def _entry(resend: Resend, balance: PaymentBalance) -> BenefitEntry:
    return BenefitEntry(
        resend.key, balance.entry_count + 1, Account.RETURNED_SOCIAL_PAYMENTS.value,
        Account.SOCIAL_PAYMENTS_PAYABLE.value, resend.amount_tiyn, resend.recorded_at,
    )  # fmt: skip
