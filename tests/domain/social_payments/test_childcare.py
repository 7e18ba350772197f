"""Childcare: Order 248 items 41, 50-54, 62, Social Code 82 and 85."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

import pytest

from esep.domain.model.calculation import (
    Calculation,
    CalculationInvalid,
    EarlierMaternity,
    EditionUnknown,
    NoContributions,
    ParameterUnknown,
)
from esep.domain.model.contribution import Contribution
from esep.domain.model.social_payment import SocialPaymentKind

Contribute = Callable[..., list[Contribution]]
Run = Callable[..., Calculation]


@pytest.fixture
def caring(calculated: Run) -> Run:
    def run(
        contributions: Sequence[Contribution],
        birth_order: int | None = 1,
        right_on: date = date(2026, 1, 10),
        applied_on: date = date(2026, 1, 31),
        **changes: object,
    ) -> Calculation:
        return calculated(
            SocialPaymentKind.CHILDCARE,
            right_on,
            contributions,
            applied_on=applied_on,
            birth_order=birth_order,
            **changes,
        )

    return run


def test_two_fifths_of_the_average(contribute: Contribute, caring: Run) -> None:
    found = caring(contribute("2024-01", 12, 700_000) + contribute("2025-01", 12, 1_000_000))
    assert found.coefficients == {"income_replacement": Fraction("0.4")}
    assert (found.amount_tiyn, found.withheld_pension_tiyn, found.payments) == (8_000_000, 800_000, None)


@pytest.mark.parametrize(
    ("birth_order", "tenge"),
    # 4 325 x 5.76 / 0.9 = 27 680; x 6.81 = 32 725.83; x 7.85 = 37 723.61; x 8.90 = 42 769.44
    [(1, 27_680), (2, 32_726), (3, 37_724), (4, 42_769), (11, 42_769)],
)
def test_the_state_benefit_with_the_pension_contribution_is_the_floor(
    contribute: Contribute, caring: Run, birth_order: int, tenge: int
) -> None:
    assert caring(contribute("2025-12", 1), birth_order).amount_tiyn == tenge * 100


def test_who_reached_the_pension_age_by_the_day_of_right_is_exempt(contribute: Contribute, caring: Run) -> None:
    """Social Code 248(3)(1): a guardian, for instance."""
    paid = contribute("2025-12", 1)
    found = caring(paid, inputs={"pension_age_on": date(2026, 1, 10)})
    assert (found.amount_tiyn, found.withheld_pension_tiyn) == (2_491_200, 0)
    later = caring(paid, inputs={"pension_age_on": date(2026, 1, 11)})
    assert (later.amount_tiyn, later.withheld_pension_tiyn) == (2_768_000, 276_800)


def test_the_exempt_have_the_state_benefit_itself_as_floor(contribute: Contribute, caring: Run) -> None:
    found = caring(contribute("2025-12", 1), 1, is_pension_exempt=True)
    assert (found.amount_tiyn, found.withheld_pension_tiyn) == (2_491_200, 0)


def test_the_floor_is_that_of_the_day_of_right(contribute: Contribute, caring: Run) -> None:
    # 3 932 x 5.76 / 0.9 = 25 164.80
    found = caring(contribute("2025-11", 1), 1, date(2025, 12, 31))
    assert (found.amount_tiyn, found.withheld_pension_tiyn) == (2_516_500, 251_650)


def test_two_fifths_of_seven_minimum_wages_are_the_cap(contribute: Contribute, caring: Run) -> None:
    first = contribute("2024-01", 12, 2_082_500) + contribute("2025-01", 12, 2_975_000)
    assert caring(first).amount_tiyn == 23_800_000
    second = contribute("2025-01", 12, 2_975_000, payer_id="120740039004")
    found = caring(first + second)
    assert found.amount_tiyn == 23_800_000
    assert "at most 40 % of 7 minimum wages: reached" in [step.what for step in found.steps]


def test_without_any_contribution_the_state_benefit_is_due_instead(contribute: Contribute, caring: Run) -> None:
    for lines in (
        [],
        contribute("2023-12", 1),
        contribute("2026-01", 1),
        contribute("2025-10", 1, received_on=date(2026, 1, 20)),
    ):
        with pytest.raises(NoContributions, match="Order 248 item 51"):
            caring(lines)


@pytest.mark.parametrize(("birth_order", "told"), [(None, "give --birth-order"), (0, "expected 1 for the first")])
def test_the_order_of_birth_is_needed(contribute: Contribute, caring: Run, birth_order: int | None, told: str) -> None:
    with pytest.raises(CalculationInvalid, match=told):
        caring(contribute("2025-12", 1), birth_order)


def test_what_came_too_late_for_maternity_counts_for_childcare_neither(contribute: Contribute, caring: Run) -> None:
    july = contribute("2025-07", 1, 2_400_000, received_on=date(2025, 10, 5))
    others = contribute("2025-01", 6, 1_200_000)
    earlier = EarlierMaternity(right_on=date(2025, 10, 1), applied_on=date(2025, 10, 3))
    assert caring(others + july).average_income_tiyn == 8_000_000
    assert caring(others + july, earlier_maternity=earlier).average_income_tiyn == 6_000_000
    # A month after those that were averaged for maternity was not counted then, nor too late for it.
    october = contribute("2025-10", 1, 2_400_000)
    assert caring(others + october, earlier_maternity=earlier).average_income_tiyn == 8_000_000


def test_between_both_editions_it_refuses(contribute: Contribute, caring: Run) -> None:
    with pytest.raises(EditionUnknown):
        caring(contribute("2024-12", 1), 1, date(2025, 4, 1))


def test_a_year_without_a_shipped_index_is_refused(contribute: Contribute, caring: Run) -> None:
    with pytest.raises(ParameterUnknown, match=r"МЗП.*МРП"):
        caring(contribute("2026-12", 1), 1, date(2027, 2, 1), date(2027, 2, 1))
    with pytest.raises(ParameterUnknown, match="КЗД"):
        caring(contribute("2022-12", 1), 1, date(2023, 2, 1), date(2023, 2, 1))
