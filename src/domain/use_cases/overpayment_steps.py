"""What the steps of an overpayment have in common: what is found, and the entries that book it."""

from datetime import date, datetime

import attrs

from esep.domain.errors import NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.benefit_payment import BenefitEntry, PaymentView
from esep.domain.model.deadline import Duty
from esep.domain.model.ledger import Account
from esep.domain.model.overpayment import (
    Overpayment,
    OverpaymentAction,
    OverpaymentEvent,
    overpayment_number_of,
)
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.use_cases.due_days import DueDays


def find_overpayment(unit: UnitOfWork, name: str) -> Overpayment:
    """The overpayment of a name like OP-000001. Raises `NotFound`."""
    number = overpayment_number_of(name.strip())
    found = None if number is None else unit.overpayments.find(number)
    if found is None:
        raise NotFound(
            f"no overpayment is called {name[:50]!r}; expected a name like OP-000001: see `esep overpayments list`"
        )
    return found


def is_repaid_by(one: Overpayment, day: date, amount_tiyn: int, document: str) -> bool:
    """Whether that payment of the recipient is recorded already."""
    paid = (OverpaymentAction.REPAY, day, amount_tiyn, document)
    return any((event.action, event.happened_on, event.amount_tiyn, event.document) == paid for event in one.events)


def found_entry(one: Overpayment, entry_number: int) -> BenefitEntry:
    """From paid to overpayments."""
    return BenefitEntry(
        one.key, entry_number, Account.SOCIAL_PAYMENTS_PAID.value, Account.OVERPAYMENTS.value, one.amount_tiyn,
        one.recorded_at, one.overpayment_number,
    )  # fmt: skip


def repaid_entry(one: Overpayment, entry_number: int, amount_tiyn: int, now: datetime) -> BenefitEntry:
    """From overpayments to returned payments."""
    return BenefitEntry(
        one.key, entry_number, Account.OVERPAYMENTS.value, Account.RETURNED_SOCIAL_PAYMENTS.value, amount_tiyn, now,
        one.overpayment_number,
    )  # fmt: skip


@attrs.frozen(kw_only=True)
class OverpaymentSteps:
    """Makes overpayments and their events: one actor, one instant."""

    due_days: DueDays
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The day in Almaty."""
        return day_in_almaty(self.now)

    def found(self, view: PaymentView, number: int, amount_tiyn: int, reason: str) -> Overpayment:
        """So much of a payment was found today."""
        due_on = self.due_days.due_on(Duty.NOTIFY_OVERPAYMENT.value, self.today)
        return Overpayment(
            overpayment_number=number,
            key=view.key,
            payee_key=view.payee_key,
            amount_tiyn=amount_tiyn,
            reason=reason,
            found_on=self.today,
            due_on=due_on or self.due_days.calendar.next_working_day(self.today),
            recorded_at=self.now,
            actor=self.actor,
        )

    def event(
        self,
        one: Overpayment,
        action: OverpaymentAction,
        *,
        happened_on: date | None = None,
        amount_tiyn: int = 0,
        document: str = "",
        place: int = 1,
    ) -> OverpaymentEvent:
        """The next event of an overpayment."""
        return OverpaymentEvent(
            event_number=len(one.events) + place,
            action=action,
            happened_on=happened_on or self.today,
            amount_tiyn=amount_tiyn,
            document=document,
            recorded_at=self.now,
            actor=self.actor,
        )
