"""Random operations on the store in memory and on PostgreSQL at the same time: both always tell the same.

What is done and what is compared stands in tests/plugins/two_stores.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.in_memory.state_register import SnapshotRegister
from esep.adapters.in_memory.store import InMemoryStore
from esep.adapters.postgres.state_register import PostgresSnapshotRegister
from esep.adapters.postgres.store import PostgresStore
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.rulebook import Rulebook
from two_stores.machine import OpenWorlds, TwoStores
from two_stores.money_back import MoneyBack
from two_stores.social_payments import SocialPayments
from two_stores.world import SwitchedRegister, World

STEPS = 35


@pytest.fixture
def open_worlds(
    embedded_conninfo: str, emptied_database: Callable[[str], str], calendar: WorkingCalendar, rulebook: Rulebook
) -> Iterator[OpenWorlds]:
    postgres = PostgresStore(emptied_database(embedded_conninfo))

    @contextmanager
    def open_worlds(clock: FixedClock) -> Iterator[tuple[World, World]]:
        memory = InMemoryStore()
        emptied_database(embedded_conninfo)  # faster than a database for each example
        registers: tuple[StateRegister, StateRegister] = (
            SnapshotRegister(newest_snapshot=memory.newest_snapshot, clock=clock),
            PostgresSnapshotRegister(store=postgres, clock=clock),
        )
        opens: tuple[OpenUnitOfWork, OpenUnitOfWork] = (memory.open_unit, postgres.open_unit)
        first, second = (
            World(
                open_store=open_store,
                register=SwitchedRegister(register),
                calendar=calendar,
                clock=clock,
                rulebook=rulebook,
            )
            for open_store, register in zip(opens, registers, strict=True)
        )
        yield first, second

    yield open_worlds
    postgres.close()


@pytest.mark.parametrize(
    ("operations", "examples"),
    [pytest.param(MoneyBack, 8, id="contributions"), pytest.param(SocialPayments, 8, id="contributions-and-payments")],
)
def test_both_stores_tell_the_same_after_any_operations(
    operations: type[TwoStores], examples: int, open_worlds: OpenWorlds
) -> None:
    machine = type("TwoStoresOfThisTest", (operations,), {"open_worlds": staticmethod(open_worlds)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            derandomize=True,
            deadline=None,  # a step takes as long as the server takes
            print_blob=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )
