"""Receive an application for return (Rules, items 7(4) and 9; Social Code, article 247)."""

from datetime import datetime

import attrs

from esep.domain.errors import Conflict, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.ledger import Account
from esep.domain.model.refund import PaidOrder, Refund, RefundCase, RefundLine
from esep.domain.model.refund_application import NamedOrder, RefundApplication
from esep.domain.ports.clock import Clock
from esep.domain.ports.refund_files import ApplicationInvalid, ApplicationReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.parameters import Parameters, PaymentKind
from esep.domain.rules.refund_rules import (
    AskedMoney,
    Refusal,
    choose_order,
    refusals_of_lines,
    refusals_of_order,
)
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.find_order import find_orders
from esep.domain.use_cases.refund_lines import RefundRefused, asked_money
from esep.domain.use_cases.refund_steps import Steps

RETURN_KINDS = {
    Account.PARTICIPANT_CONTRIBUTIONS: PaymentKind.CONTRIBUTION_RETURN,
    Account.PARTICIPANT_PENALTIES: PaymentKind.PENALTY_RETURN,
}


class ApplicationChanged(Conflict):
    """The payer's application of this number was received before and said something else."""

    code = "refund-application-changed"


@attrs.frozen(kw_only=True)
class SubmittedRefund:
    """The answer to an application: the same one whenever it is sent again."""

    case: RefundCase
    is_new: bool  # False: it was received before, nothing was recorded now


@attrs.frozen(kw_only=True)
class SubmitRefund:
    """Judge an application and record it, whole or not at all. Sent again, it gets the first answer."""

    open_unit: OpenUnitOfWork
    reader: ApplicationReader
    due_days: DueDays
    clock: Clock
    parameters: Parameters

    def __call__(self, content: bytes, file_name: str, actor: Actor) -> SubmittedRefund:
        """The refund that the application made, now or earlier.

        Raises `ApplicationInvalid` for a file that cannot be judged, `RefundRefused` with every ground against it,
        `ApplicationChanged` where the payer used its number before.
        """
        application = self.reader.read(content, file_name)
        steps = Steps(due_days=self.due_days, actor=actor, now=self.clock.now())
        if application.applied_on > steps.today:
            told = f"applied_on: {application.applied_on} is still to come; today is {steps.today}"
            raise ApplicationInvalid(file_name, [told])
        with self.open_unit() as unit:
            unit.move_money_alone()
            known = unit.refunds.find_application(application.payer_id, application.application_number)
            if known is not None:
                return SubmittedRefund(case=_same(known, application), is_new=False)
            refund = self._accepted(unit, application, content, steps)
            received = steps.first(refund.refund_number)
            unit.refunds.record(refund, received)
        return SubmittedRefund(case=RefundCase(refund=refund, events=(received,)), is_new=True)

    def _accepted(self, unit: UnitOfWork, application: RefundApplication, content: bytes, steps: Steps) -> Refund:
        order, money = _judged(unit, application)
        credited = [one.line for one in money if one.line is not None]
        received_on = steps.today
        return Refund(
            refund_number=unit.refunds.next_number(),
            payer_id=application.payer_id,
            application_number=application.application_number,
            applied_on=application.applied_on,
            content_sha256=application.content_sha256,
            content=content,
            order_number=order.order_number,
            purpose_code=self._purpose_code(credited[0], steps.now),
            amount_tiyn=sum(one.amount_tiyn for one in money),
            reason=application.reason,
            reason_text=application.reason_text,
            documents=application.documents,
            received_on=received_on,
            recorded_at=steps.now,
            due_on=self.due_days.calendar.next_working_day(received_on),
            lines=tuple(
                RefundLine(
                    order_number=order.order_number,
                    line_number=line.line_number,
                    person_key=line.person_key,
                    amount_tiyn=one.amount_tiyn,
                )
                for one, line in zip(money, credited, strict=True)
            ),
        )

    def _purpose_code(self, line: CreditedLine, now: datetime) -> str:
        """026 for contributions, 094 for a penalty: all lines of an order are of one kind."""
        rows = self.parameters.purpose_codes.in_force(day_in_almaty(now))
        return next(row.code for row in rows if row.kind is RETURN_KINDS[line.account])


def _same(known: RefundCase, application: RefundApplication) -> RefundCase:
    if known.refund.content_sha256 == application.content_sha256:
        return known
    raise ApplicationChanged(
        f"the payer's application {application.application_number} was received on {known.refund.received_on} as "
        f"{known.name} and said something else; a new application needs a number of its own: see `esep refunds show "
        f"{known.name}`"
    )


def _judged(unit: UnitOfWork, application: RefundApplication) -> tuple[PaidOrder, list[AskedMoney]]:
    """The order and its lines. Raises `RefundRefused` with everything that speaks against the application."""
    order = choose_order(application, _candidates(unit, application.order))
    if isinstance(order, Refusal):
        raise RefundRefused([order])
    money = asked_money(unit, order.order_number, application.lines)
    refusals = [*refusals_of_order(application, order), *refusals_of_lines(money)]
    if refusals:
        raise RefundRefused(refusals)
    return order, money


def _candidates(unit: UnitOfWork, named: NamedOrder) -> list[PaidOrder]:
    """The orders that may be meant."""
    try:
        found = find_orders(unit.orders, named.reference)
    except NotFound:
        return []
    numbers = [
        order.order_number
        for order in found
        if named.sender_bic in (None, order.key.sender_bic) and named.value_date in (None, order.key.value_date)
    ]
    orders = unit.refunds.orders(numbers)
    return [orders[number] for number in numbers]
