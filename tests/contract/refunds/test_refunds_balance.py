"""The invariant `refunds-balance` finds every kind of damage, in every store."""

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from esep.domain.model.actor import Actor
from esep.domain.model.ledger import Account, Entry, PersonEntry
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.refund import RefundCase, RefundEvent, RefundState
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.refund_steps import booking

SAULE, AIGUL = Actor(identity="saule"), Actor(identity="aigul")


Damage = Callable[[Any, RefundCase], None]


def _event(case: RefundCase, number: int, state: RefundState, **changes: Any) -> RefundEvent:
    return attrs.evolve(case.events[0], event_number=number, state=state, **changes)


def _prepared(case: RefundCase) -> list[RefundEvent]:
    return [_event(case, 2, RefundState.CHECKED), _event(case, 3, RefundState.SENT_TO_FUND)]


def _skip_a_state(unit: Any, case: RefundCase) -> None:
    unit.refunds.record_steps([_event(case, 2, RefundState.SENT_TO_FUND)])


def _leave_a_gap(unit: Any, case: RefundCase) -> None:
    unit.refunds.record_steps([_event(case, 3, RefundState.CHECKED)])


def _approve_alone(unit: Any, case: RefundCase) -> None:
    unit.refunds.record_steps([*_prepared(case), _event(case, 4, RefundState.APPROVED)])


def _receive_money_without_booking(unit: Any, case: RefundCase) -> None:
    approved = _event(case, 4, RefundState.APPROVED, actor=AIGUL)
    unit.refunds.record_steps([*_prepared(case), approved, _event(case, 5, RefundState.MONEY_RECEIVED)])


def _book_too_early(unit: Any, case: RefundCase) -> None:
    unit.refunds.record_steps([], lines=_entries(unit, case))


def _book_less(unit: Any, case: RefundCase) -> None:
    approved = _event(case, 4, RefundState.APPROVED, actor=AIGUL)
    lines = [attrs.evolve(entry, amount_tiyn=1) for entry in _entries(unit, case)]
    steps = [*_prepared(case), approved, _event(case, 5, RefundState.MONEY_RECEIVED)]
    unit.refunds.record_steps(steps, lines=lines)


def _book_for_no_refund(unit: Any, case: RefundCase) -> None:
    lines = [attrs.evolve(entry, refund_number=9) for entry in _entries(unit, case)]
    unit.refunds.record_steps([], lines=lines)


def _say_that_it_was_sent(unit: Any, case: RefundCase) -> None:
    approved = _event(case, 4, RefundState.APPROVED, actor=AIGUL)
    steps = [*_prepared(case), approved, _event(case, 5, RefundState.MONEY_RECEIVED)]
    unit.refunds.record_steps([*steps, _event(case, 6, RefundState.DISPATCHED)], lines=_entries(unit, case))


def _take_money_from_the_fund(unit: Any, case: RefundCase) -> None:
    approved = _event(case, 4, RefundState.APPROVED, actor=AIGUL)
    steps = [*_prepared(case), approved, _event(case, 5, RefundState.MONEY_RECEIVED)]
    unit.refunds.record_steps(steps, lines=_entries(unit, case), entries=[_fund_entry(case)])


def _take_money_for_nothing(unit: Any, case: RefundCase) -> None:
    unit.refunds.record_steps([], entries=[_fund_entry(case)])


def _ask_for_more_than_the_line_brought(unit: Any, case: RefundCase) -> None:
    lines = tuple(attrs.evolve(one, amount_tiyn=250_000) for one in case.refund.lines)
    changes: dict[str, Any] = {"refund_number": 2, "application_number": "9", "amount_tiyn": 250_000, "lines": lines}
    unit.refunds.record(attrs.evolve(case.refund, **changes), attrs.evolve(case.events[0], refund_number=2))


def _ask_for_another_sum(unit: Any, case: RefundCase) -> None:
    refused = [attrs.evolve(_event(case, 2, RefundState.REFUSED), refund_number=2)]
    other = attrs.evolve(case.refund, refund_number=2, application_number="9", amount_tiyn=1)
    unit.refunds.record(other, attrs.evolve(case.events[0], refund_number=2))
    unit.refunds.record_steps(refused)


def _entries(unit: Any, case: RefundCase) -> list[PersonEntry]:
    return booking(case, unit.accounts.credited_lines(case.refund.order_number, [1]), case.events[0].recorded_at)


def _fund_entry(case: RefundCase) -> Entry:
    return Entry(
        order_number=case.refund.order_number,
        entry_number=2,
        decision_number=1,
        debit=Account.BANK,
        credit=Account.FUND_SETTLEMENT,
        amount_tiyn=case.refund.amount_tiyn,
        recorded_at=case.events[0].recorded_at,
    )


@pytest.mark.parametrize(
    ("damage", "names", "told"),
    [
        (_skip_a_state, ["refund 1"], "its states do not follow one another"),
        (_leave_a_gap, ["refund 1"], "its states do not follow one another"),
        (_approve_alone, ["refund 1"], "approved by who prepared it"),
        (_receive_money_without_booking, ["refund 1"], "its entries are not those of its lines and state"),
        (_book_too_early, ["refund 1"], "its entries are not those of its lines and state"),
        (_book_less, ["refund 1"], "its entries are not those of its lines and state"),
        (_book_for_no_refund, ["refund 9"], "has entries and is not recorded"),
        (_say_that_it_was_sent, ["refund 1"], "its dispatch is not that of its state and amount"),
        (_take_money_from_the_fund, ["refund 1"], "its money from the Fund is not entered as the transfer demands"),
        (_take_money_for_nothing, ["entry 2 of order "], "money from the Fund for no refund"),
        (_ask_for_more_than_the_line_brought, ["refund 1", "refund 2"], "its lines are not its amount, or more than"),
        (_ask_for_another_sum, ["refund 2"], "its lines are not its amount, or more than was credited"),
    ],
)
def test_a_refund_that_does_not_balance_is_found(
    submit: Callable[..., RefundCase],
    order: PaymentOrder,
    open_unit: OpenUnitOfWork,
    damage: Damage,
    names: list[str],
    told: str,
) -> None:
    case = submit(order, (1, 100_000))
    with open_unit() as unit:
        damage(unit, case)
    with open_unit() as unit:
        [check] = [one for one in unit.verification.checks() if one.name == "refunds-balance"]
    assert check.fault_count == len(names)
    for fault, name in zip(check.faults, names, strict=True):
        assert fault.startswith(name)
        assert told in fault
