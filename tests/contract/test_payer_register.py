"""The register of payers on every store, and what it does to orders."""

from collections.abc import Callable
from datetime import date

import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import Conflict
from esep.domain.model.actor import Actor
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outcome import Outcome
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payer_register import PayerAnswers, PayerRegisterVersion, RegisteredPayer
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.redecide import Redecision
from esep.domain.use_cases.retry_held_orders import RetryHeldOrders

ALMA, BIRCH, NEW = "940140000385", "950341000052", "070941024691"


def payer(number: str, *, removed_on: date | None = None) -> RegisteredPayer:
    return RegisteredPayer(payer_id=number, name="ТОО Алма", registered_on=date(1994, 1, 5), removed_on=removed_on)


Load = Callable[..., PayerRegisterVersion]


@pytest.fixture
def load(open_unit: OpenUnitOfWork, clock: FixedClock) -> Load:
    def load(*payers: RegisteredPayer) -> PayerRegisterVersion:
        with open_unit() as unit:
            return unit.payer_register.load(
                payers, file_name="payers.csv", sha256=bytes(32), loaded_at=clock.now(), loaded_by="saule"
            )

    return load


def test_without_a_snapshot_there_is_no_answer(open_unit: OpenUnitOfWork) -> None:
    with open_unit() as unit:
        assert unit.payer_register.find_many([ALMA]) is None
        assert unit.payer_register.versions() == []


def test_the_newest_snapshot_answers_and_leaves_out_whom_it_does_not_know(
    open_unit: OpenUnitOfWork, load: Load, clock: FixedClock
) -> None:
    first = load(payer(ALMA), payer(BIRCH))
    second = load(payer(NEW), payer(ALMA, removed_on=date(2020, 1, 31)))
    assert (first.version, second.version) == (1, 2)
    with open_unit() as unit:
        assert unit.payer_register.find_many([ALMA, BIRCH, NEW]) == PayerAnswers(
            version=2, removed_on={ALMA: date(2020, 1, 31), NEW: None}
        )
        assert unit.payer_register.find_many([BIRCH]) == PayerAnswers(version=2, removed_on={})
        assert unit.payer_register.versions() == [
            PayerRegisterVersion(
                version=version,
                file_name="payers.csv",
                sha256=bytes(32),
                payers_count=2,
                loaded_at=clock.now(),
                loaded_by="saule",
            )
            for version in (1, 2)
        ]


def test_a_number_that_stands_twice_leaves_nothing_behind(open_unit: OpenUnitOfWork, load: Load) -> None:
    with pytest.raises(Conflict):
        load(payer(ALMA), payer(ALMA))
    with open_unit() as unit:
        assert unit.payer_register.versions() == []
        assert unit.payer_register.find_many([ALMA]) is None


def test_an_order_of_an_unknown_payer_is_held_until_a_newer_register_knows_it(
    load: Load,
    receive: Callable[..., OrderSummary],
    people: list[RegisterPerson],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    open_unit: OpenUnitOfWork,
    redecision: Redecision,
    actor: Actor,
) -> None:
    retry = RetryHeldOrders(open_unit=open_unit, redecision=redecision)
    load(payer(BIRCH), payer(ALMA, removed_on=date(2020, 2, 9)))
    held = receive(make_order(make_line(people[0]), details_others=(("FSIDN", NEW), ("FSNAME", "Филиал"))))
    [finding] = held.findings
    assert (held.outcome, finding.code, finding.found) == (
        Outcome.HELD,
        "payer-not-registered",
        f"{ALMA} (2020-02-09), {NEW}",
    )
    assert (held.actual_payer_id, held.actual_payer_name) == (NEW, "Филиал")
    [still] = retry(actor)
    assert still.decision_number == 1
    load(payer(ALMA), payer(NEW))
    [taken] = retry(actor)
    assert (taken.outcome, taken.findings, taken.decision_number) == (Outcome.ACCEPTED, (), 2)
    assert (taken.actual_payer_id, taken.actual_payer_name) == (NEW, "Филиал")
