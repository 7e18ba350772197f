"""Overpayments by hand: found, told to the recipient, repaid, withheld on application (Order 237 items 61-63)."""

from datetime import date
from typing import NamedTuple

import attrs

from esep.domain.errors import Conflict, InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentView
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.overpayment import Overpayment, OverpaymentAction, OverpaymentState
from esep.domain.model.recipient_case import case_number_of
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.overpayment_steps import (
    OverpaymentSteps,
    find_overpayment,
    found_entry,
    is_repaid_by,
    repaid_entry,
)


class MoreThanPaid(Conflict):
    """More is said to be paid over, or repaid, than stands."""

    code = "more-than-paid"


class OverpaymentSettled(Conflict):
    """Nothing is left of an overpayment."""

    code = "overpayment-settled"


class StepRecorded(Conflict):
    """A step of an overpayment that is taken once was taken before; nothing was changed."""

    code = "overpayment-step-recorded"


class Repayment(NamedTuple):
    """An overpayment after money came."""

    overpayment: Overpayment
    is_new: bool  # False: the same payment was recorded before, and nothing was changed


@attrs.frozen(kw_only=True)
class HandleOverpayments:
    """One step of an overpayment each."""

    open_unit: OpenUnitOfWork
    due_days: DueDays
    clock: Clock

    def find(
        self, name: str, month: Month, amount_tiyn: int, reason: str, actor: Actor, *, part: int | None = None
    ) -> Overpayment:
        """So much of a case's payment for a month was not due.

        Raises `NotFound` where nothing was paid, `MoreThanPaid` for more than stands as paid, `InvalidInput` for no
        amount, no reason, or where several payments are meant.
        """
        if amount_tiyn <= 0 or not reason.strip():
            raise InvalidInput("give an amount above zero and the reason")
        steps = self._steps(actor)
        with self.open_unit() as unit:
            unit.move_money_alone()
            view = _paid(unit, name, month, part)
            balance = unit.payments.balances(view.key.case_number)[view.key]
            if amount_tiyn > balance.paid_tiyn:
                raise MoreThanPaid(
                    f"{view.key.name} stands as paid with {Money(balance.paid_tiyn).format_tenge()} tenge, "
                    f"{Money(amount_tiyn).format_tenge()} cannot be paid over"
                )
            found = steps.found(view, unit.overpayments.next_number(), amount_tiyn, reason.strip())
            unit.overpayments.record([found], [found_entry(found, balance.entry_count + 1)])
        return found

    def notify(self, name: str, actor: Actor, *, on: date | None = None, document: str = "") -> Overpayment:
        """The recipient was told. Raises `NotFound`, `OverpaymentSettled`, `StepRecorded` where it was told before."""
        steps = self._steps(actor)
        with self.open_unit() as unit:
            unit.move_money_alone()
            one = _open(unit, name)
            if any(event.action is OverpaymentAction.NOTIFY for event in one.events):
                raise StepRecorded(
                    f"recorded already: the recipient was told of {one.name} before; see `esep overpayments list`"
                )
            event = steps.event(one, OverpaymentAction.NOTIFY, happened_on=_past(on, steps.today), document=document)
            unit.overpayments.record_event(one, event)
        return attrs.evolve(one, events=(*one.events, event))

    def repay(self, name: str, actor: Actor, *, on: date, amount_tiyn: int, document: str) -> Repayment:
        """Money came from the recipient.

        The same document with the same day and amount is the same payment, and changes nothing; with another day or
        amount it is a further one. Raises `NotFound`, `OverpaymentSettled`, `MoreThanPaid`, `InvalidInput`.
        """
        steps = self._steps(actor)
        day = _past(on, steps.today)
        if amount_tiyn <= 0 or not document.strip():
            raise InvalidInput("give an amount above zero and the document that brought the money")
        with self.open_unit() as unit:
            unit.move_money_alone()
            if is_repaid_by(known := find_overpayment(unit, name), day, amount_tiyn, document.strip()):
                return Repayment(known, is_new=False)
            one = _open(unit, name)
            if amount_tiyn > one.left_tiyn:
                left, asked = Money(one.left_tiyn).format_tenge(), Money(amount_tiyn).format_tenge()
                raise MoreThanPaid(f"{one.name} has {left} tenge left, {asked} cannot be repaid")
            event = steps.event(
                one,
                OverpaymentAction.REPAY,
                happened_on=day,
                amount_tiyn=amount_tiyn,
                document=document.strip(),
            )
            count = unit.payments.balances(one.key.case_number)[one.key].entry_count
            unit.overpayments.record_event(one, event, [repaid_entry(one, count + 1, amount_tiyn, steps.now)])
        return Repayment(attrs.evolve(one, events=(*one.events, event)), is_new=True)

    def withhold(self, name: str, actor: Actor, *, document: str) -> Overpayment:
        """The recipient applied to have it withheld from later payments.

        Raises `NotFound`, `OverpaymentSettled`, `InvalidInput` without the application, `StepRecorded` where it is so.
        """
        steps = self._steps(actor)
        if not document.strip():
            raise InvalidInput("nothing is withheld without the recipient's application: name it by --document")
        with self.open_unit() as unit:
            unit.move_money_alone()
            one = _open(unit, name)
            if one.state is OverpaymentState.WITHHELD:
                raise StepRecorded(f"recorded already: {one.name} is withheld from later payments")
            event = steps.event(one, OverpaymentAction.WITHHOLD, document=document.strip())
            unit.overpayments.record_event(one, event)
        return attrs.evolve(one, events=(*one.events, event))

    def _steps(self, actor: Actor) -> OverpaymentSteps:
        return OverpaymentSteps(due_days=self.due_days, actor=actor, now=self.clock.now())


def _paid(unit: UnitOfWork, name: str, month: Month, part: int | None) -> PaymentView:
    number = case_number_of(name.strip())
    views = [] if number is None else unit.payments.of_case(number)
    found = [
        view
        for view in views
        if view.key.month == month.to_number() and view.sent_on is not None and part in (None, view.key.part)
    ]
    if not found:
        raise NotFound(f"nothing was sent for {name[:50]!r} and {month}: see `esep payments list --month {month}`")
    if len({view.key.part for view in found}) > 1:
        raise InvalidInput(f"several people were paid for {month}: say which by --part")
    return found[-1]


def _open(unit: UnitOfWork, name: str) -> Overpayment:
    one = find_overpayment(unit, name)
    if not one.left_tiyn:
        raise OverpaymentSettled(f"nothing is left of {one.name}: see `esep overpayments list`")
    return one


def _past(day: date | None, today: date) -> date:
    if day is not None and day > today:
        raise InvalidInput(f"{day} is still to come; today is {today}: give the day on which it happened")
    return day or today
