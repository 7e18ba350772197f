"""Steps of a refund: in their order, by two persons, judged again before money moves."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.outbox.folder import FolderOutbox
from esep.domain.errors import InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.counted_amount import CountedAmount
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.deadline import DeadlineState, Duty
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.refund import RefundCase, RefundState
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.decide_refund import SecondPersonNeeded
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.list_deadlines import ListDeadlines
from esep.domain.use_cases.refund_lines import RefundRefused
from esep.domain.use_cases.refund_steps import RefundNotReady
from esep.entrypoints.wiring.refunds import RefundUseCases

SAULE, AIGUL = Actor(identity="saule"), Actor(identity="aigul")


THREADS = 8


class Killed(BaseException):
    """The process ends here."""


class KilledAtWriting(FolderOutbox):
    """A folder whose process is killed before a file stands in it."""

    def write(self, folder: str, file_name: str, content: bytes) -> None:
        raise Killed


def refusals_of(error: pytest.ExceptionInfo[RefundRefused]) -> list[tuple[str, int | None]]:
    return [(refusal.code, refusal.line) for refusal in error.value.refusals]


def test_approvals_at_one_instant_book_the_money_once(
    refunds: RefundUseCases,
    submit: Callable[..., RefundCase],
    order: PaymentOrder,
    line: Callable[..., CreditedLine],
    holds: Callable[[], bool],
) -> None:
    case, barrier = submit(order, (1, 100_000)), Barrier(THREADS)
    refunds.check(case.name, SAULE)

    def decide(_: int) -> str:
        barrier.wait()
        try:
            return refunds.decide(case.name, AIGUL, is_approved=True, document="decision 12").state.value
        except RefundNotReady:
            return "late"

    with ThreadPoolExecutor(THREADS) as threads:
        answers = sorted(threads.map(decide, range(THREADS)))
    assert answers == ["late"] * (THREADS - 1) + ["money-received"]
    assert line(order, 1).refunded_tiyn == 100_000
    assert holds()


@pytest.mark.parametrize("day", [date(2020, 2, 9), date(2020, 2, 11)])
def test_money_comes_neither_before_the_approval_nor_after_today(
    refunds: RefundUseCases,
    approved: Callable[..., RefundCase],
    transfer: Callable[[], object],
    order: PaymentOrder,
    line: Callable[..., CreditedLine],
    day: date,
) -> None:
    transfer()
    case = approved(order, 1)
    with pytest.raises(InvalidInput, match="cannot be the day"):
        refunds.receive_money(case.name, SAULE, received_on=day, document="order 77")
    assert line(order, 1).refunded_tiyn == 0


@pytest.mark.parametrize("identity", ["saule", "SAULE ", "daniyar"])
def test_who_submits_or_checks_does_not_approve(
    refunds: RefundUseCases, submit: Callable[..., RefundCase], order: PaymentOrder, identity: str
) -> None:
    case = submit(order, 1)
    refunds.check(case.name, Actor(identity="daniyar"))
    with pytest.raises(SecondPersonNeeded):
        refunds.decide(case.name, Actor(identity=identity), is_approved=True, document="decision 12")
    refused = refunds.decide(case.name, Actor(identity=identity), is_approved=False, document="d", reason="obligatory")
    assert (refused.state, refused.events[-1].reason) == (RefundState.REFUSED, "obligatory")


def test_what_happened_since_is_looked_at_again_before_the_approval_and_before_the_booking(
    refunds: RefundUseCases,
    submit: Callable[..., RefundCase],
    transfer: Callable[[], object],
    order: PaymentOrder,
    line: Callable[..., CreditedLine],
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
) -> None:
    transfer()
    case = submit(order, 1, 2)
    refunds.check(case.name, SAULE)

    def count(number: int) -> None:
        credited = line(order, number)
        with open_unit() as unit:
            unit.counted.mark(
                [
                    CountedAmount(
                        person_key=credited.person_key,
                        order_number=credited.order_number,
                        line_number=number,
                        decision="0703-1",
                        amount_tiyn=1,
                        recorded_at=clock.now(),
                    )
                ]
            )

    refunds.decide(case.name, AIGUL, is_approved=True, document="decision 12")
    count(2)
    with pytest.raises(RefundRefused) as error:
        refunds.receive_money(case.name, SAULE, received_on=date(2020, 2, 10), document="order 77")
    assert refusals_of(error) == [("refund-counted", 2)]
    refunds.decide(case.name, AIGUL, is_approved=False, document="decision 13", reason="counted meanwhile")
    again = submit(order, 1, application_number="18-2020")
    refunds.check(again.name, SAULE)
    count(1)
    with pytest.raises(RefundRefused) as error:
        refunds.decide(again.name, AIGUL, is_approved=True, document="decision 14")
    assert refusals_of(error) == [("refund-counted", 1)]
    with open_unit() as unit:
        found = unit.refunds.find(2)
    assert found is not None
    assert found.state is RefundState.SENT_TO_FUND
    assert line(order, 1).refunded_tiyn == 0


def test_steps_come_in_their_order_only(
    refunds: RefundUseCases, submit: Callable[..., RefundCase], order: PaymentOrder
) -> None:
    case = submit(order, 1)
    with pytest.raises(RefundNotReady, match="is received"):
        refunds.decide(case.name, AIGUL, is_approved=True, document="decision 12")
    with pytest.raises(RefundNotReady):
        refunds.receive_money(case.name, SAULE, received_on=date(2020, 2, 10), document="order 77")
    refunds.check(case.name, SAULE)
    with pytest.raises(RefundNotReady):
        refunds.check(case.name, SAULE)
    refunds.decide(case.name, AIGUL, is_approved=True, document="decision 12")
    with pytest.raises(RefundNotReady):
        refunds.decide(case.name, AIGUL, is_approved=False, document="decision 12", reason="late")


@pytest.mark.parametrize("name", ["RF-000002", "RF-", "1", "rf-x", "RF-" + "9" * 19])
def test_a_refund_that_is_not_recorded_is_not_found(
    refunds: RefundUseCases, submit: Callable[..., RefundCase], order: PaymentOrder, name: str
) -> None:
    submit(order, 1)
    with pytest.raises(NotFound):
        refunds.check(name, SAULE)


def test_a_refusal_has_a_reason_and_a_decision_a_document(
    refunds: RefundUseCases, submit: Callable[..., RefundCase], order: PaymentOrder
) -> None:
    case = submit(order, 1)
    with pytest.raises(InvalidInput, match="reason"):
        refunds.check(case.name, SAULE, is_refused=True, reason=" ")
    refunds.check(case.name, SAULE)
    with pytest.raises(InvalidInput, match="document"):
        refunds.decide(case.name, AIGUL, is_approved=True, document=" ")
    with pytest.raises(InvalidInput, match="reason"):
        refunds.decide(case.name, AIGUL, is_approved=False, document="decision 12")
    with pytest.raises(InvalidInput, match="document"):
        refunds.receive_money(case.name, SAULE, received_on=date(2020, 2, 10), document="")
    with pytest.raises(InvalidInput, match="251 characters"):
        refunds.decide(case.name, AIGUL, is_approved=True, document="x" * 251)


def test_the_steps_of_refunds_stand_among_the_deadlines(
    refunds: RefundUseCases,
    submit: Callable[..., RefundCase],
    transfer: Callable[[], object],
    order: PaymentOrder,
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
    due_days: DueDays,
    tmp_path: Path,
) -> None:
    list_deadlines = ListDeadlines(open_unit=open_unit, clock=clock, due_days=due_days)

    def told() -> list[tuple[Duty, str, date, int | None, DeadlineState]]:
        return [
            (one.duty, one.name, one.due_on, one.amount_tiyn, one.state)
            for one in list_deadlines()
            if one.name == "RF-000001"
        ]

    transfer()
    case = submit(order, (1, 100_000))
    assert told() == [(Duty.CHECK_REFUND, case.name, date(2020, 2, 11), 100_000, DeadlineState.OPEN)]
    clock.advance(timedelta(days=2))
    assert told()[0][4] is DeadlineState.BREACHED
    refunds.check(case.name, SAULE)
    assert told() == [(Duty.DECIDE_REFUND, case.name, date(2020, 3, 4), 100_000, DeadlineState.OPEN)]
    refunds.decide(case.name, AIGUL, is_approved=True, document="decision 12")
    assert told() == []
    refunds.receive_money(case.name, SAULE, received_on=date(2020, 2, 12), document="order 77")
    assert told() == [(Duty.SEND_REFUND, case.name, date(2020, 2, 13), 100_000, DeadlineState.OPEN)]
    with pytest.raises(Killed):
        killed = attrs.evolve(refunds, files=attrs.evolve(refunds.files, outbox=KilledAtWriting()))
        killed.dispatch(str(tmp_path), SAULE)
    assert told() == [(Duty.SEND_REFUND, case.name, date(2020, 2, 13), 100_000, DeadlineState.OPEN)]
    [file] = refunds.dispatch(str(tmp_path), SAULE)
    assert file.total_tiyn == 100_000
    assert told() == []
