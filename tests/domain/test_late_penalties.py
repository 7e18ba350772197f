"""The penalty for paying late: 1.25 base rates for each day, where the rates are known."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import attrs
import pytest

from esep.domain.model.month import Month
from esep.domain.rules.dated_table import Dated, DatedTable, LegalSource
from esep.domain.rules.late_penalties import LatePayment, late_payments
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.rulebook import Rulebook

MARCH = Month(2023, 3)  # due on 25 April 2023


@pytest.fixture
def with_rates(rulebook: Rulebook) -> Callable[..., Parameters]:
    """The parameters with base rates, in percent, each from a day to a day."""

    def with_rates(*rates: tuple[str, date, date]) -> Parameters:
        source = LegalSource(act="test", article="1")
        rows = tuple(
            Dated(value=Fraction(percent) / 100, valid_from=first, valid_to=last, source=source)
            for percent, first, last in rates
        )
        return attrs.evolve(rulebook.parameters, base_rates=DatedTable(rows))

    return with_rates


def test_each_day_of_delay_costs_a_quarter_more_than_the_base_rate(rulebook: Rulebook) -> None:
    # 16.75 % from 16.01.2023 to 10.07.2023: 1 000 000 x 1.25 x 0.1675 / 365 = 573.63 a day
    assert late_payments(MARCH, {date(2023, 4, 26): 1_000_000, date(2023, 5, 5): 1_000_000}, rulebook.parameters) == [
        LatePayment(
            received_on=date(2023, 4, 26), amount_tiyn=1_000_000, days_late=1, penalty_tiyn=574, unknown_days=()
        ),
        LatePayment(
            received_on=date(2023, 5, 5), amount_tiyn=1_000_000, days_late=10, penalty_tiyn=5_736, unknown_days=()
        ),
    ]


def test_what_came_in_time_or_does_not_stand_is_not_late(rulebook: Rulebook) -> None:
    received = {date(2023, 4, 25): 1_000_000, date(2023, 4, 1): 5, date(2023, 4, 26): 0}
    assert late_payments(MARCH, received, rulebook.parameters) == []
    assert late_payments(Month(2004, 1), {date(2023, 4, 26): 5}, rulebook.parameters) == []


def test_a_rate_that_is_not_known_leaves_the_penalty_unknown_and_names_the_days(rulebook: Rulebook) -> None:
    [late] = late_payments(Month(2023, 5), {date(2023, 7, 12): 1_000_000}, rulebook.parameters)
    assert (late.days_late, late.penalty_tiyn) == (17, None)
    assert late.unknown_days == ((date(2023, 7, 11), date(2023, 7, 12)),)
    [long] = late_payments(Month(2020, 12), {date(2021, 1, 27): 1}, rulebook.parameters)
    assert long.unknown_days == ((date(2021, 1, 27), date(2021, 1, 27)),)


def test_unknown_days_are_told_in_runs(with_rates: Callable[..., Parameters]) -> None:
    parameters = with_rates(("10", date(2023, 4, 28), date(2023, 4, 29)))
    [late] = late_payments(MARCH, {date(2023, 5, 1): 1}, parameters)
    assert late.unknown_days == ((date(2023, 4, 26), date(2023, 4, 27)), (date(2023, 4, 30), date(2023, 5, 1)))


def test_a_year_has_366_days_where_it_has_and_each_day_its_own_rate(with_rates: Callable[..., Parameters]) -> None:
    parameters = with_rates(
        ("36.6", date(2023, 1, 1), date(2024, 1, 26)), ("73.2", date(2024, 1, 27), date(2024, 12, 31))
    )
    # December 2023 is due on 25.01.2024: one day at 0.1 % and one at 0.2 %, each times 1.25
    [late] = late_payments(Month(2023, 12), {date(2024, 1, 27): 1_000_000}, parameters)
    assert late.penalty_tiyn == 3_750
    # Over the turn of the year: six days of 2023 by 365
    [over] = late_payments(Month(2023, 11), {date(2023, 12, 31): 365_000_000}, parameters)
    assert over.penalty_tiyn == 6 * 457_500


@pytest.mark.parametrize(("amount", "penalty"), [(400, 1), (399, 0), (1_199, 1), (1_200, 2)])
def test_half_a_tiyn_is_rounded_up_once_per_day_of_receipt(
    with_rates: Callable[..., Parameters], amount: int, penalty: int
) -> None:
    parameters = with_rates(("36.5", date(2023, 1, 1), date(2023, 12, 31)))  # 1.25 per mille a day
    [late] = late_payments(MARCH, {date(2023, 4, 26): amount}, parameters)
    assert late.penalty_tiyn == penalty
