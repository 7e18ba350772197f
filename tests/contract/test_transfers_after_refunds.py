"""What was refunded before a transfer never reaches the Fund; what is refunded after it comes back first."""

from collections.abc import Callable
from datetime import date

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.model.actor import Actor
from esep.domain.model.ledger import Account, Entry, PersonEntry
from esep.domain.model.month import Month
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.refund import Refund, RefundEvent, RefundLine, RefundReason, RefundState
from esep.domain.model.register import RegisterPerson
from esep.domain.model.transfer import Transfer, UntransferredOrder, transfer_of
from esep.domain.ports.unit_of_work import OpenUnitOfWork

DAY = date(2020, 2, 10)
STEPS = (RefundState.CHECKED, RefundState.SENT_TO_FUND, RefundState.APPROVED, RefundState.MONEY_RECEIVED)


@pytest.fixture
def order(
    receive: Callable[..., OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
) -> OrderSummary:
    """An order of three credited lines of 2 500 tenge each."""
    return receive(make_order(*(make_line(person) for person in people)))


@pytest.fixture
def refund(
    open_unit: OpenUnitOfWork, order: OrderSummary, people: list[RegisterPerson], clock: FixedClock, actor: Actor
) -> Callable[..., None]:
    """Refund amounts of the order's lines, with the Fund's money where it went there."""

    def refund(*amounts: tuple[int, int], comes_from_fund: bool = False) -> None:
        with open_unit() as unit:
            unit.move_money_alone()
            number = unit.refunds.next_number()
            lines = tuple(
                RefundLine(
                    order_number=order.order_number,
                    line_number=line_number,
                    person_key=int(people[line_number - 1].iin),
                    amount_tiyn=amount,
                )
                for line_number, amount in amounts
            )
            received = RefundEvent(
                refund_number=number,
                event_number=1,
                state=RefundState.RECEIVED,
                recorded_at=clock.now(),
                happened_on=DAY,
                due_on=DAY,
                actor=actor,
            )
            one = Refund(
                refund_number=number,
                payer_id=order.payer_id,
                application_number=str(number),
                applied_on=DAY,
                content_sha256=bytes(32),
                content=b"{}",
                order_number=order.order_number,
                purpose_code="026",
                amount_tiyn=sum(amount for _, amount in amounts),
                reason=RefundReason.SENT_BY_MISTAKE,
                reason_text="",
                documents=(),
                received_on=DAY,
                recorded_at=clock.now(),
                due_on=DAY,
                lines=lines,
            )
            unit.refunds.record(one, received)
            steps = [attrs.evolve(received, event_number=place, state=state) for place, state in enumerate(STEPS, 2)]
            back = Entry(
                order_number=order.order_number,
                entry_number=3,
                decision_number=1,
                debit=Account.BANK,
                credit=Account.FUND_SETTLEMENT,
                amount_tiyn=one.amount_tiyn,
                recorded_at=clock.now(),
            )
            unit.refunds.record_steps(
                steps,
                entries=[back] if comes_from_fund else [],
                lines=[_leaving(line, number, clock) for line in lines],
            )

    return refund


def _leaving(line: RefundLine, refund_number: int, clock: FixedClock) -> PersonEntry:
    return PersonEntry(
        person_key=line.person_key,
        order_number=line.order_number,
        line_number=line.line_number,
        entry_number=1 + refund_number,
        decision_number=1,
        debit=Account.PARTICIPANT_CONTRIBUTIONS,
        credit=Account.RETURNS_PAYABLE,
        amount_tiyn=line.amount_tiyn,
        month=Month(2020, 1).to_number(),
        recorded_at=clock.now(),
        refund_number=refund_number,
    )


@pytest.fixture
def transfer(open_unit: OpenUnitOfWork, clock: FixedClock, actor: Actor) -> Callable[[], Transfer]:
    def transfer() -> Transfer:
        with open_unit() as unit:
            unit.move_money_alone()
            made, carried = transfer_of(
                unit.transfers.untransferred(DAY),
                transfer_number=1,
                transferred_on=DAY,
                purpose_code="012",
                prepared_at=clock.now(),
                actor=actor,
            )
            unit.transfers.record(made, carried)
        return made

    return transfer


def untransferred(open_unit: OpenUnitOfWork) -> list[UntransferredOrder]:
    with open_unit() as unit:
        return unit.transfers.untransferred(DAY)


def faults(open_unit: OpenUnitOfWork) -> tuple[str, ...]:
    with open_unit() as unit:
        [check] = [check for check in unit.verification.checks() if check.name == "transfers-balance"]
    return check.faults


def test_what_was_refunded_before_stays_out_of_the_transfer(
    open_unit: OpenUnitOfWork, refund: Callable[..., None], transfer: Callable[[], Transfer]
) -> None:
    refund((1, 250_000), (2, 100_000))
    refund((2, 100_000))
    [waiting] = untransferred(open_unit)
    assert (waiting.credited_tiyn, waiting.refunded_tiyn) == (750_000, 450_000)
    assert (waiting.credited_lines, waiting.refunded_lines) == (3, 1)
    made = transfer()
    assert (made.amount_tiyn, made.line_count) == (300_000, 2)
    assert faults(open_unit) == ()


def test_an_order_of_which_nothing_is_left_is_never_transferred(
    open_unit: OpenUnitOfWork, refund: Callable[..., None]
) -> None:
    refund((1, 250_000), (2, 250_000), (3, 250_000))
    assert untransferred(open_unit) == []
    with open_unit() as unit:
        assert unit.transfers.untransferred_days() == []


def test_what_is_refunded_later_comes_back_from_the_fund_first(
    open_unit: OpenUnitOfWork, refund: Callable[..., None], transfer: Callable[[], Transfer]
) -> None:
    transfer()
    refund((1, 250_000), comes_from_fund=True)
    assert untransferred(open_unit) == []
    assert faults(open_unit) == ()


def test_a_later_refund_without_the_funds_money_is_found(
    open_unit: OpenUnitOfWork,
    order: OrderSummary,
    refund: Callable[..., None],
    transfer: Callable[[], Transfer],
) -> None:
    transfer()
    refund((1, 250_000))
    [fault] = faults(open_unit)
    assert str(order.key) in fault


def test_money_back_of_an_order_that_never_went_is_found(
    open_unit: OpenUnitOfWork, order: OrderSummary, refund: Callable[..., None]
) -> None:
    refund((1, 250_000), comes_from_fund=True)
    [fault] = faults(open_unit)
    assert str(order.key) in fault
