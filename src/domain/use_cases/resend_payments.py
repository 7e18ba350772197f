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
from esep.domain.model.overpayment import Overpayment
from esep.domain.model.payable_case import FormedPayment, PayableCase
from esep.domain.model.recipient_case import case_number_of
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.social_payments.kept import MonthAndPayee, by_month_and_payee, kept_tiyn
from esep.domain.rules.social_payments.payout_accounts import to_changed_account
from esep.domain.rules.social_payments.schedule import overpaid
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


_Back = tuple[PaymentView, int, PaymentBalance]  # a payment, what of it is sent again, and its balance before


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
            asked = [
                view
                for view in self._views(unit, name)
                if view.key.month == month.to_number() and part in (None, view.key.part)
            ]
            back = self._due_again(unit, asked)
            if not back:
                raise NothingReturned(
                    f"nothing of a payment of {name} for {month} came back and is due: see `esep payments show {name}`"
                )
            case = unit.cases.find(back[0][0].key.case_number)
            events = case.events if case else ()
            resends = [self._resend(to_changed_account(view, events), tiyn, to, actor, now) for view, tiyn, _ in back]
            entries = [_entry(resend, balance) for resend, (_, _, balance) in zip(resends, back, strict=True)]
            unit.payments.record_resends(resends, entries)
        return self.send(full_name, only={one.key for one in resends})

    def _due_again(self, unit: UnitOfWork, asked: Sequence[PaymentView]) -> list[_Back]:
        """What came back of each payment, as far as it is due by what happened since. Raises `NothingReturned`."""
        if not asked:
            return []
        number = asked[0].key.case_number
        balances, claims = unit.payments.balances(number), list(unit.overpayments.list_overpayments(case_number=number))
        came_back = {view.key: resendable_tiyn(view, balances[view.key], claims) for view in asked}
        room = self._room(unit, number, balances) if any(came_back.values()) else {}
        back: list[_Back] = []
        for view in (one for one in asked if came_back[one.key] > 0):
            group = (view.key.month, view.payee_key)
            tiyn = min(came_back[view.key], room[group])
            if tiyn > 0:
                room[group] -= tiyn
                back.append((view, tiyn, balances[view.key]))
        if not back and any(tiyn > 0 for tiyn in came_back.values()):
            raise NothingReturned(f"{asked[0].key.name} is not due any more: it is not sent again")
        return back

    def _room(
        self, unit: UnitOfWork, case_number: int, balances: Mapping[PaymentKey, PaymentBalance]
    ) -> dict[MonthAndPayee, int]:
        """By month and payee what is due and neither with the payee nor on the way."""
        case, views = unit.cases.find(case_number), unit.payments.of_case(case_number)
        payees = payees_of(unit, self.send.register, {view.payee_key for view in views})
        excess = (
            overpaid(PayableCase.of(case), [FormedPayment.of(view) for view in views], dead_since=payees.dead_since)
            if case
            else {}
        )
        return {
            group: kept_tiyn(own, excess.get(group, 0))
            - sum(balances[view.key].paid_tiyn + balances[view.key].payable_tiyn for view in own)
            for group, own in by_month_and_payee(views).items()
        }

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

    def _views(self, unit: UnitOfWork, name: str) -> list[PaymentView]:
        number = case_number_of(name.strip())
        views = [] if number is None else unit.payments.of_case(number)
        if not views:
            raise NotFound(f"nothing was paid for {name[:50]!r}; expected a case's name like SP-000001")
        return views


def resendable_tiyn(view: PaymentView, balance: PaymentBalance, claims: Sequence[Overpayment]) -> int:
    """What came back of a payment, from its bank or its recipient, and is not kept back as paid over."""
    contributions = view.withheld_tiyn - balance.withheld_tiyn
    kept = sum(one.repaid_tiyn for one in claims if one.key == view.key and not one.is_cancelled)
    return balance.returned_tiyn - contributions - kept


def _entry(resend: Resend, balance: PaymentBalance) -> BenefitEntry:
    return BenefitEntry(
        resend.key, balance.entry_count + 1, Account.RETURNED_SOCIAL_PAYMENTS.value,
        Account.SOCIAL_PAYMENTS_PAYABLE.value, resend.amount_tiyn, resend.recorded_at,
    )  # fmt: skip
