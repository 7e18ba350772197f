"""Damage to the payment of a person for themselves, and to the actual payer that a message names."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import psycopg
import pytest

from esep.adapters.payment_files.reader import Mt102Reader
from esep.adapters.postgres.store import PostgresStore, PostgresUnitOfWork
from esep.domain.model.money import Money
from esep.domain.model.payment_order import Party
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.verify_store import VerifyStore

OWN = "order_number = (select order_number from payment_order where reference = 'OWN')"
NAMED = "order_number = (select order_number from payment_order where reference = 'NAMED')"


@pytest.fixture
def received(
    store: PostgresStore, make_product: Callable[[PostgresStore], Any], make_order_text: Callable[..., bytes]
) -> PostgresStore:
    """A store with an order for a unit and a person's own payment, both accepted."""
    product = make_product(store)
    product.load()
    named = make_order_text("NAMED", "Ахметов", details_others=(("FSIDN", "950341000052"), ("FSNAME", "Филиал")))
    person = next(iter(Mt102Reader().read_kept(named, "cp1251").participants))  # type: ignore[union-attr]  # it reads
    payer = Party(account="KZ1", name="ИП Ахметов Арман", identification_number=person.identification_number)
    own = make_order_text("OWN", application_header="I100SGROSS000000U3003", payer=payer, total=Money(777))
    assert [one.outcome.value for one in product.receive(named + own)] == ["accepted", "accepted"]
    return store


@pytest.fixture
def faults(received: PostgresStore, rulebook: Rulebook) -> Callable[[str], dict[str, str]]:
    """What `esep verify` finds after a statement: the first fault of each check."""

    def faults(damage: str) -> dict[str, str]:
        with psycopg.connect(received.conninfo) as connection:
            verify = VerifyStore(
                open_unit=lambda: nullcontext(PostgresUnitOfWork(connection)), reader=Mt102Reader(), rulebook=rulebook
            )
            connection.execute("set session_replication_role = replica")
            if damage:
                assert connection.execute(damage.encode()).rowcount == 1
            found = {check.name: check.faults[0] for check in verify() if not check.ok}
            connection.rollback()
        return found

    return faults


def test_both_are_right_as_they_were_recorded(faults: Callable[[str], dict[str, str]]) -> None:
    assert faults("") == {}


@pytest.mark.parametrize(
    "damage",
    [
        f"update payment_order set actual_payer_id = null, actual_payer_name = null where {NAMED}",
        f"update payment_order set actual_payer_id = null, actual_payer_name = null where {OWN}",
    ],
)
def test_an_order_recorded_before_the_actual_payer_was_read_is_right(
    faults: Callable[[str], dict[str, str]], damage: str
) -> None:
    assert faults(damage) == {}


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (f"update payment_order set actual_payer_id = '' where {NAMED}", "actual_payer_id"),
        (f"update payment_order set actual_payer_name = 'x' where {OWN}", "actual_payer_name"),
        (f"update line_decision set period_from = '2019-12-01' where {OWN}", "months of lines"),
        (f"update line_decision set iin = 1 where {OWN}", "numbers of persons"),
        (f"update line_decision set amount_tiyn = 1 where {OWN}", "amounts of lines"),
    ],
)
def test_what_is_recorded_otherwise_than_it_was_read_is_told(
    faults: Callable[[str], dict[str, str]], damage: str, told: str
) -> None:
    assert faults(damage)["orders-as-read"].partition(": not as in its message: ")[2] == told


@pytest.mark.parametrize(
    "damage",
    [
        f"delete from line_decision where {OWN}",
        f"update line_decision set line_number = 2 where {OWN}",
        f"update line_decision set amount_tiyn = 1 where {OWN}",
        f"update line_decision set outcome = 'h' where {OWN}",
        f"""
        insert into line_decision
        select order_number, 1, iin, 2, period_from, period_to, decision_number, outcome, level
          from line_decision where {OWN}
        """,
    ],
)
def test_a_persons_own_payment_has_its_one_line_once(faults: Callable[[str], dict[str, str]], damage: str) -> None:
    assert "lines-have-one-outcome" in faults(damage)
