"""Disability: Order 238 items 34-47, 51; Social Code 181."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

import pytest

from esep.domain.model.calculation import Calculation, CalculationInvalid, ParameterUnknown, PaymentNegative
from esep.domain.model.contribution import Contribution
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.figures import Figures
from esep.domain.rules.social_payments.length_coefficient import length_coefficient

Contribute = Callable[..., list[Contribution]]
Run = Callable[..., Calculation]

RIGHT = date(2026, 1, 1)


@pytest.fixture
def disabled(calculated: Run) -> Run:
    def run(contributions: Sequence[Contribution], degree: int | None, right_on: date = RIGHT) -> Calculation:
        return calculated(
            SocialPaymentKind.DISABILITY,
            right_on,
            contributions,
            applied_on=date(2026, 2, 1),
            degree_percent=degree,
        )

    return run


@pytest.mark.parametrize(
    ("months", "coefficient"),
    [
        (0, "0.1"),
        (5, "0.1"),
        (6, "0.7"),
        (11, "0.7"),
        (12, "0.75"),
        (23, "0.75"),
        (24, "0.85"),
        (35, "0.85"),
        (36, "0.9"),
        (47, "0.9"),
        (48, "0.95"),
        (59, "0.95"),
        (60, "1"),
        (71, "1"),
        (72, "1.02"),
        (239, "1.28"),
        (240, "1.3"),
        (600, "1.3"),
    ],
)
@pytest.mark.parametrize("kind", [SocialPaymentKind.DISABILITY, SocialPaymentKind.BREADWINNER])
def test_the_length_decides_the_coefficient(
    parameters: Parameters, kind: SocialPaymentKind, months: int, coefficient: str
) -> None:
    found = length_coefficient(months, Figures(parameters=parameters, kind=kind, day=RIGHT))
    assert found is not None
    assert found.value == Fraction(coefficient)


@pytest.mark.parametrize(
    ("degree", "tenge"),
    [(30, 34_425), (60, 68_850), (80, 91_800), (100, 114_750)],
)
def test_half_a_minimum_wage_is_taken_off_and_the_degree_is_the_coefficient(
    contribute: Contribute, disabled: Run, degree: int, tenge: int
) -> None:
    # 267 500 tenge a month: (267 500 - 42 500) x 0.6 x 0.85 = 114 750
    lines = contribute("2024-01", 12, 936_250) + contribute("2025-01", 12, 1_337_500)
    found = disabled(lines, degree)
    assert found.average_income_tiyn == 26_750_000
    assert found.amount_tiyn == tenge * 100
    assert found.withheld_pension_tiyn == tenge * 10
    assert found.payments is None
    assert found.coefficients == {
        "income_replacement": Fraction("0.6"),
        "length": Fraction("0.85"),
        "disability": Fraction(degree, 100),
    }


@pytest.mark.parametrize("degree", [29, 101, 0, -5])
def test_a_degree_lies_between_30_and_100_percent(contribute: Contribute, disabled: Run, degree: int) -> None:
    with pytest.raises(CalculationInvalid, match="expected 30 to 100"):
        disabled(contribute("2024-01", 24), degree)


def test_a_degree_is_needed(contribute: Contribute, disabled: Run) -> None:
    with pytest.raises(CalculationInvalid, match="give --degree"):
        disabled(contribute("2024-01", 24), None)


def test_an_average_under_half_the_minimum_wage_is_refused(contribute: Contribute, disabled: Run) -> None:
    with pytest.raises(PaymentNegative, match=r"42 499.90 tenge is under half the minimum wage, 42 500.00"):
        disabled(contribute("2025-01", 12, 424_999), 60)
    with pytest.raises(PaymentNegative, match="Order 238"):
        disabled([], 60)


def test_an_average_of_exactly_half_of_it_gives_nothing_and_is_not_refused(
    contribute: Contribute, disabled: Run
) -> None:
    assert disabled(contribute("2025-01", 12, 425_000), 60).amount_tiyn == 0


def test_the_minimum_wage_is_that_of_the_day_of_right(contribute: Contribute, disabled: Run) -> None:
    lines = contribute("2021-07", 36, 350_000)
    # 100 000 a month: (100 000 - 35 000) x 0.6 x 0.85 and (100 000 - 42 500) x 0.6 x 0.85, for 30 months each
    assert disabled(lines[:30], 100, date(2023, 12, 31)).amount_tiyn == 3_315_000
    assert disabled(lines[:30], 100, date(2024, 1, 1)).amount_tiyn == 2_932_500


def test_before_the_social_code_every_missing_number_is_named(contribute: Contribute, disabled: Run) -> None:
    with pytest.raises(ParameterUnknown) as refused:
        disabled(contribute("2020-01", 24), 60, date(2022, 3, 1))
    names = " ".join(refused.value.names)
    assert all(word in names for word in ("КЗД", "КСУ", "50 % МЗП"))
