"""Maternity and adoption: Order 248 items 40-49, 52-54, Social Code 78."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

import pytest

from esep.domain.model.calculation import (
    Calculation,
    CalculationInvalid,
    EditionUnknown,
    NoContributions,
    ParameterUnknown,
)
from esep.domain.model.contribution import Contribution
from esep.domain.model.social_payment import SocialPaymentKind

Contribute = Callable[..., list[Contribution]]
Run = Callable[..., Calculation]


@pytest.fixture
def on_leave(calculated: Run) -> Run:
    def run(
        contributions: Sequence[Contribution],
        days: int | None = 126,
        right_on: date = date(2026, 1, 10),
        applied_on: date = date(2026, 1, 31),
    ) -> Calculation:
        return calculated(SocialPaymentKind.MATERNITY, right_on, contributions, applied_on=applied_on, days=days)

    return run


@pytest.mark.parametrize(
    ("days", "coefficient"),
    [
        (126, "4.2"),
        (140, "4.7"),  # 4.666...
        (170, "5.7"),  # 5.666...
        (70, "2.3"),  # 2.333...
        (56, "1.9"),  # 1.866...
        (184, "6.1"),  # 6.133...
        (30, "1"),
        (1, "0"),  # 0.033...
        (2, "0.1"),  # 0.0666...
        (76, "2.5"),  # 2.533...
        (77, "2.6"),  # 2.566...
    ],
)
def test_days_through_thirty_to_one_decimal(contribute: Contribute, on_leave: Run, days: int, coefficient: str) -> None:
    found = on_leave(contribute("2025-01", 12, 500_000), days)
    assert found.coefficients == {"days": Fraction(coefficient)}
    assert found.amount_tiyn == 10_000_000 * Fraction(coefficient)
    assert found.payments == 1


def test_twelve_months_are_averaged_whatever_came_before(contribute: Contribute, on_leave: Run) -> None:
    found = on_leave(contribute("2024-12", 1, 2_082_500) + contribute("2025-01", 12, 500_000))
    assert found.average_income_tiyn == 10_000_000
    assert found.amount_tiyn == 42_000_000
    assert found.withheld_pension_tiyn == 4_200_000
    assert on_leave(contribute("2025-12", 1, 600_000)).average_income_tiyn == 1_000_000


@pytest.mark.parametrize(("days", "told"), [(None, "give --days"), (0, "at least one"), (-126, "at least one")])
def test_days_are_needed(contribute: Contribute, on_leave: Run, days: int | None, told: str) -> None:
    with pytest.raises(CalculationInvalid, match=told):
        on_leave(contribute("2025-01", 12), days)


def test_since_may_2025_the_payment_has_a_cap(contribute: Contribute, on_leave: Run) -> None:
    two_payers = contribute("2025-01", 12, 2_975_000) + contribute("2025-01", 12, 2_975_000, payer_id="120740039004")
    found = on_leave(two_payers)
    assert found.average_income_tiyn == 119_000_000  # 595 000 of each
    assert found.amount_tiyn == 249_900_000  # 7 x 85 000 x 4.2
    assert ("at most 7 minimum wages x ККД: reached", "2 499 000.00 tenge") in [
        (step.what, step.value) for step in found.steps
    ]


def test_until_17_march_2025_it_had_none(contribute: Contribute, on_leave: Run) -> None:
    two_payers = contribute("2024-03", 12, 2_082_500) + contribute("2024-03", 12, 2_082_500, payer_id="120740039004")
    found = on_leave(two_payers, 126, date(2025, 3, 17), date(2025, 4, 1))
    # 10 months of 2024 of 1 190 000, and two of 2025 whose rate is 5 %: 833 000
    assert found.average_income_tiyn == 113_050_000
    assert found.amount_tiyn == 474_810_000
    assert found.law.endswith("Order 248 of 27.06.2023")


@pytest.mark.parametrize("right_on", [date(2025, 3, 18), date(2025, 4, 30)])
def test_between_both_editions_it_refuses_and_says_why(contribute: Contribute, on_leave: Run, right_on: date) -> None:
    with pytest.raises(EditionUnknown, match=r"Order 80 of 18.03.2025 .*from 2025-03-18 to 2025-04-30"):
        on_leave(contribute("2024-03", 12), 126, right_on, date(2025, 5, 5))


def test_from_may_on_the_changed_rules_hold(contribute: Contribute, on_leave: Run) -> None:
    found = on_leave(contribute("2024-05", 12), 126, date(2025, 5, 1), date(2025, 5, 31))
    assert found.law.endswith("Order 248 of 27.06.2023 as amended by Order 80 of 18.03.2025")


def test_before_the_social_code_the_coefficient_of_days_is_not_known(contribute: Contribute, on_leave: Run) -> None:
    with pytest.raises(ParameterUnknown, match="ККД"):
        on_leave(contribute("2022-01", 12), 126, date(2023, 6, 30))


def test_what_came_after_the_day_of_right_counts_for_the_month_before_only(
    contribute: Contribute, on_leave: Run
) -> None:
    in_time = contribute("2025-01", 10, 600_000)
    november = contribute("2025-11", 1, 600_000, received_on=date(2026, 1, 11))
    december = contribute("2025-12", 1, 600_000, received_on=date(2026, 1, 31))
    assert on_leave(in_time + november + december).average_income_tiyn == 11_000_000
    on_the_day = contribute("2025-11", 1, 600_000, received_on=date(2026, 1, 10))
    assert on_leave(in_time + on_the_day + december).average_income_tiyn == 12_000_000
    after_application = contribute("2025-12", 1, 600_000, received_on=date(2026, 2, 1))
    assert on_leave(in_time + on_the_day + after_application).average_income_tiyn == 11_000_000


def test_before_the_change_the_day_of_application_was_the_last(contribute: Contribute, on_leave: Run) -> None:
    lines = contribute("2024-03", 12, 420_000, received_on=date(2025, 3, 30))
    late = contribute("2024-03", 12, 420_000, received_on=date(2025, 3, 31))
    asked = (126, date(2025, 3, 10), date(2025, 3, 30))
    assert on_leave(lines, *asked).average_income_tiyn == 11_400_000
    with pytest.raises(NoContributions, match=r"Order 248 item 11\(6\)"):
        on_leave(late, *asked)
