"""What every store says of corrections, illegal amounts, refunds and transfers, and of those that were made up."""

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.model.actor import Actor
from esep.domain.model.correction import Correction
from esep.domain.model.illegal_amount import CourtAct, IllegalAmount, IllegalList
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.transfer import Transfer, TransferredOrder, transfer_of
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.rulebook import Rulebook
from two_stores.conservation import Money
from two_stores.names import BEGIN, DAY, NUMBERS
from two_stores.observing import observed
from two_stores.story import AMOUNT_TIYN, order_of, receive, tell
from two_stores.world import SwitchedRegister, World

SAULE = Actor(identity="saule")
FIRST, SECOND, THIRD = (int(number) for number in NUMBERS[:3])
JANUARY, FEBRUARY = Month(2020, 1).to_number(), Month(2020, 2).to_number()


@pytest.fixture
def world(
    open_unit: OpenUnitOfWork,
    register: StateRegister,
    calendar: WorkingCalendar,
    clock: FixedClock,
    rulebook: Rulebook,
) -> World:
    return World(
        open_store=open_unit,
        register=SwitchedRegister(register),
        calendar=calendar,
        clock=clock,
        rulebook=rulebook,
    )


@pytest.fixture
def credited(world: World) -> int:
    """The number of an order of two credited lines."""
    receive(world, "R1")
    return order_of(world, "R1").order_number


@pytest.fixture
def failing(open_unit: OpenUnitOfWork) -> Callable[[], dict[str, tuple[str, ...]]]:
    def failing() -> dict[str, tuple[str, ...]]:
        with open_unit() as unit:
            return {check.name: check.faults for check in unit.verification.checks() if not check.ok}

    return failing


Failing = Callable[[], dict[str, tuple[str, ...]]]


def test_a_store_in_which_all_money_moved_is_right(world: World, failing: Failing) -> None:
    tell(world)
    assert failing() == {}
    Money(observed(world)).require_conserved()


def test_a_check_tells_how_much_of_it_it_looked_at(world: World, open_unit: OpenUnitOfWork) -> None:
    tell(world)
    with open_unit() as unit:
        checked = {check.name: check.checked for check in unit.verification.checks()}
    expected = {
        "orders-balance": 4,
        "entries-follow-decisions": 4,
        "lines-have-one-outcome": 4,
        "credited-lines-have-entries": 8,
        "lines-add-up": 4,  # two corrected, two refunded
        "corrections-balance": 2,
        "illegal-amounts-stand": 2,
        # 4 decisions, 4 receipts, 4 to the Fund, 1 from it, 2 to payers; of lines 8, 4 of corrections, 2 of refunds
        "entries-have-orders": 4 + 4 + 4 + 1 + 2 + 8 + 4 + 2,
        "returns-within-lines": 0,
        "dispatches-balance": 2 + 2,  # refunds and files
        "messages-intact": 4 + 4,
        "numbers-derive-from-keys": 4,
        "register-complete": 1,
        "transfers-balance": 1 + 4,
        "refunds-balance": 3,
        "books-balance": len(Account),
    }
    assert {name: checked[name] for name in expected} == expected


def correct(unit: UnitOfWork, order_number: int, **changes: Any) -> None:
    """Record a correction of line 1, of the changed amount, with entries as it says."""
    correction = attrs.evolve(
        Correction(
            correction_number=1,
            order_number=order_number,
            line_number=1,
            amount_tiyn=AMOUNT_TIYN,
            person_from=FIRST,
            month_from=JANUARY,
            person_to=FIRST,
            month_to=FEBRUARY,
            reason="typed wrong",
            document_number="5",
            document_date=DAY,
            recorded_at=BEGIN,
            due_on=DAY,
            actor=SAULE,
        ),
        **changes,
    )
    entries = correction.entries(Account.PARTICIPANT_CONTRIBUTIONS, decision_number=1, entries_before=1)
    unit.corrections.record(correction, entries)


@pytest.mark.parametrize(
    ("changes", "checks"),
    [
        ({}, set()),
        ({"amount_tiyn": AMOUNT_TIYN - 1}, {"corrections-balance"}),
        ({"person_from": SECOND, "month_to": JANUARY}, {"corrections-balance", "lines-add-up"}),
        ({"month_from": Month(2019, 12).to_number()}, {"corrections-balance"}),
        ({"line_number": 2}, {"corrections-balance"}),  # which is another person's
    ],
)
def test_a_correction_that_does_not_take_a_line_from_where_it_stands_is_found(
    credited: int, open_unit: OpenUnitOfWork, failing: Failing, changes: dict[str, Any], checks: set[str]
) -> None:
    with open_unit() as unit:
        correct(unit, credited, **changes)
    assert set(failing()) == checks


def test_a_correction_with_half_of_its_entries_is_found(
    credited: int, open_unit: OpenUnitOfWork, failing: Failing
) -> None:
    with open_unit() as unit:
        correct(unit, credited)
        half = attrs.evolve(unit.corrections.of_line(credited, 1)[0], correction_number=2, month_from=FEBRUARY)
        half = attrs.evolve(half, month_to=JANUARY)
        entries = half.entries(Account.PARTICIPANT_CONTRIBUTIONS, decision_number=1, entries_before=3)
        unit.corrections.record(half, entries[:1])
    faults = failing()
    assert set(faults) == {"corrections-balance", "lines-add-up"}
    assert len(faults["corrections-balance"]) == len(faults["lines-add-up"]) == 1
    assert faults["corrections-balance"][0].startswith("correction 2")


@pytest.mark.parametrize(
    ("changes", "is_right"),
    [
        ({}, True),
        ({"amount_tiyn": AMOUNT_TIYN + 1}, False),
        ({"person_key": THIRD}, False),
        ({"line_number": 2}, False),
        ({"order_number": 7}, False),
    ],
)
def test_an_illegal_amount_that_never_was_on_the_account_is_found(
    credited: int, open_unit: OpenUnitOfWork, failing: Failing, changes: dict[str, Any], is_right: bool
) -> None:
    amount = IllegalAmount(person_key=FIRST, order_number=credited, line_number=1, amount_tiyn=AMOUNT_TIYN)
    with open_unit() as unit:
        unit.illegal.record(illegal_list(1, attrs.evolve(amount, **changes)))
    assert set(failing()) == (set() if is_right else {"illegal-amounts-stand"})


def test_lists_that_recognise_more_of_a_line_together_than_it_brought_are_found(
    credited: int, open_unit: OpenUnitOfWork, failing: Failing
) -> None:
    half = IllegalAmount(person_key=FIRST, order_number=credited, line_number=1, amount_tiyn=AMOUNT_TIYN // 2)
    with open_unit() as unit:
        unit.illegal.record(illegal_list(1, half))
        unit.illegal.record(illegal_list(2, half))
    assert failing() == {}
    with open_unit() as unit:
        unit.illegal.record(illegal_list(3, attrs.evolve(half, amount_tiyn=1)))
    [(name, [fault])] = failing().items()
    assert (name, fault.startswith(f"order {credited} line 1: recognised 250001")) == ("illegal-amounts-stand", True)


def illegal_list(number: int, amount: IllegalAmount) -> IllegalList:
    return IllegalList(
        list_number=number,
        file_name="court.csv",
        sha256=bytes([number]) * 32,
        content=b"",
        act=CourtAct(number="7", day=date(2020, 1, 30)),
        amounts=(amount,),
        recorded_at=BEGIN,
        due_on=DAY,
        actor=SAULE,
    )


@pytest.mark.parametrize(
    ("of_transfer", "of_order", "checks"),
    [
        ({}, {}, set()),
        ({"amount_tiyn": 1}, {}, {"transfers-balance"}),
        ({"order_count": 2}, {}, {"transfers-balance"}),
        ({"line_count": 1}, {}, {"transfers-balance"}),
        ({"purpose_code": "017"}, {}, {"transfers-balance"}),
        ({"amount_tiyn": 500_002}, {"amount_tiyn": 500_002}, {"transfers-balance", "books-balance"}),
        ({"amount_tiyn": 500_000}, {"amount_tiyn": 500_000}, {"transfers-balance"}),
        ({"line_count": 3}, {"line_count": 3}, {"transfers-balance"}),
    ],
)
def test_a_transfer_of_anything_but_what_stands_is_found(
    credited: int,
    open_unit: OpenUnitOfWork,
    failing: Failing,
    of_transfer: dict[str, Any],
    of_order: dict[str, Any],
    checks: set[str],
) -> None:
    with open_unit() as unit:
        transfer, carried = transferred(unit)
        orders = [attrs.evolve(order, **of_order) for order in carried]
        unit.transfers.record(attrs.evolve(transfer, **of_transfer), orders)
    assert set(failing()) == checks


def transferred(unit: UnitOfWork) -> tuple[Transfer, list[TransferredOrder]]:
    return transfer_of(
        unit.transfers.untransferred(DAY),
        transfer_number=1,
        transferred_on=DAY,
        purpose_code="012",
        prepared_at=BEGIN,
        actor=SAULE,
    )
