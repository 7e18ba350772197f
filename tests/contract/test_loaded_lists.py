"""Lists that calculations rest on, on every store: regimes of payers, credited months, assignments of orders."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import Conflict
from esep.domain.model.credited_month import CreditedKind, CreditedMonth
from esep.domain.model.loaded_list import ListVersion
from esep.domain.model.month import Month
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payer_regime import PayerRegime, Regime
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.unit_of_work import OpenUnitOfWork

ALMA, BIRCH = "940140000385", "050340019011"
ARMAN, BOLAT = 900101300017, 880417490000


def regime(payer_id: str, from_on: date, to_on: date | None = None, of: Regime = Regime.SINGLE_PAYMENT) -> PayerRegime:
    return PayerRegime(payer_id=payer_id, regime=of, from_on=from_on, to_on=to_on)


def month(person: int, number: int, income: int | None = None) -> CreditedMonth:
    return CreditedMonth(
        person_key=person,
        month=Month(2020, number),
        kind=CreditedKind.ZERO_COEFFICIENT,
        income_tiyn=income,
        document_number=f"С-{number}",
        document_date=date(2021, 1, number),
    )


Load = Callable[..., ListVersion]


@pytest.fixture
def load_regimes(open_unit: OpenUnitOfWork, clock: FixedClock) -> Load:
    def load(*rows: PayerRegime, days_later: int = 0) -> ListVersion:
        with open_unit() as unit:
            return unit.payer_regimes.load(
                rows,
                file_name="regimes.csv",
                sha256=bytes(32),
                loaded_at=clock.now() + timedelta(days=days_later),
                loaded_by="saule",
            )

    return load


@pytest.fixture
def load_months(open_unit: OpenUnitOfWork, clock: FixedClock) -> Load:
    def load(*rows: CreditedMonth, days_later: int = 0) -> ListVersion:
        with open_unit() as unit:
            return unit.credited_months.load(
                rows,
                file_name="months.csv",
                sha256=bytes(32),
                loaded_at=clock.now() + timedelta(days=days_later),
                loaded_by="saule",
            )

    return load


def test_without_a_list_everybody_pays_in_the_ordinary_way(open_unit: OpenUnitOfWork) -> None:
    with open_unit() as unit:
        assert unit.payer_regimes.find_many([ALMA]) == []
        assert unit.payer_regimes.versions() == []
        assert unit.credited_months.find([ARMAN]) == []
        assert unit.credited_months.versions() == []


def test_the_newest_list_of_regimes_answers(open_unit: OpenUnitOfWork, load_regimes: Load, clock: FixedClock) -> None:
    first = load_regimes(regime(ALMA, date(2024, 1, 1)), regime(BIRCH, date(2024, 1, 1)))
    later = regime(BIRCH, date(2025, 1, 1), of=Regime.PLATFORM)
    earlier = regime(BIRCH, date(2023, 1, 1), date(2024, 12, 31))
    second = load_regimes(later, earlier, days_later=1)
    assert (first.version, first.row_count, second.version, second.row_count) == (1, 2, 2, 2)
    assert (first.file_name, first.sha256, first.loaded_at, first.loaded_by) == (
        "regimes.csv",
        bytes(32),
        clock.now(),
        "saule",
    )
    with open_unit() as unit:
        assert unit.payer_regimes.find_many([ALMA, BIRCH]) == [earlier, later]
        assert unit.payer_regimes.find_many([]) == []
        assert unit.payer_regimes.versions() == [first, second]


def test_as_of_an_instant_the_list_loaded_by_then_answers(
    open_unit: OpenUnitOfWork, load_regimes: Load, load_months: Load, clock: FixedClock
) -> None:
    load_regimes(regime(ALMA, date(2024, 1, 1)))
    load_regimes(regime(BIRCH, date(2024, 1, 1)), days_later=2)
    load_months(month(ARMAN, 5))
    load_months(month(ARMAN, 6), days_later=2)
    with open_unit() as unit:
        for days, payers, months in ((-1, [], []), (0, [ALMA], [5]), (1, [ALMA], [5]), (2, [BIRCH], [6])):
            as_of = clock.now() + timedelta(days=days)
            assert [one.payer_id for one in unit.payer_regimes.find_many([ALMA, BIRCH], as_of=as_of)] == payers
            assert [one.month.month for one in unit.credited_months.find([ARMAN], as_of=as_of)] == months


def test_a_payer_stands_once_a_day_in_a_list_of_regimes(open_unit: OpenUnitOfWork, load_regimes: Load) -> None:
    with pytest.raises(Conflict, match="a payer stands twice"):
        load_regimes(regime(ALMA, date(2024, 1, 1)), regime(ALMA, date(2024, 1, 1), of=Regime.PLATFORM))
    with open_unit() as unit:
        assert unit.payer_regimes.versions() == []


def test_credited_months_are_found_under_all_numbers_of_a_person(open_unit: OpenUnitOfWork, load_months: Load) -> None:
    version = load_months(month(BOLAT, 7), month(ARMAN, 6, 12_000_000), month(ARMAN, 5))
    assert (version.version, version.row_count) == (1, 3)
    with open_unit() as unit:
        assert unit.credited_months.find([ARMAN]) == [month(ARMAN, 6, 12_000_000), month(ARMAN, 5)]
        assert unit.credited_months.find([ARMAN, BOLAT]) == [
            month(BOLAT, 7), month(ARMAN, 6, 12_000_000), month(ARMAN, 5),
        ]  # fmt: skip
        assert unit.credited_months.versions() == [version]


def test_a_record_tells_what_its_order_is_for(
    open_unit: OpenUnitOfWork,
    receive: Callable[[PaymentOrder], OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
) -> None:
    receive(make_order(make_line(people[0]), assignment="*ESP* за январь\nвторая строка", period="012020"))
    receive(make_order(make_line(people[0]), period="022020"))
    with open_unit() as unit:
        records = unit.accounts.records([int(people[0].iin)])
    assert [record.assignment for record in records] == ["*ESP* за январь\nвторая строка", ""]
