"""Loss of breadwinner: Order 239 items 32-46, Social Code 240."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

import pytest

from esep.domain.model.calculation import Calculation, CalculationInvalid, ParameterUnknown, PaymentNegative
from esep.domain.model.contribution import Contribution
from esep.domain.model.social_payment import SocialPaymentKind

Contribute = Callable[..., list[Contribution]]
Run = Callable[..., Calculation]


@pytest.fixture
def bereaved(calculated: Run) -> Run:
    def run(contributions: Sequence[Contribution], dependants: int | None) -> Calculation:
        return calculated(
            SocialPaymentKind.BREADWINNER,
            date(2026, 1, 1),
            contributions,
            applied_on=date(2026, 2, 1),
            dependants=dependants,
        )

    return run


@pytest.mark.parametrize(
    ("dependants", "coefficient", "tenge"),
    [(1, "0.5", 57_375), (2, "0.65", 74_588), (3, "0.8", 91_800), (4, "1", 114_750), (9, "1", 114_750)],
)
def test_the_number_of_dependants_decides_the_coefficient(
    contribute: Contribute, bereaved: Run, dependants: int, coefficient: str, tenge: int
) -> None:
    # (267 500 - 42 500) x 0.6 x 0.85 = 114 750; for two 74 587.50, half a tenge up
    found = bereaved(contribute("2024-01", 12, 936_250) + contribute("2025-01", 12, 1_337_500), dependants)
    assert found.coefficients == {
        "income_replacement": Fraction("0.6"),
        "length": Fraction("0.85"),
        "dependants": Fraction(coefficient),
    }
    assert found.amount_tiyn == tenge * 100


def test_nothing_is_withheld_for_the_pension_fund(contribute: Contribute, bereaved: Run) -> None:
    found = bereaved(contribute("2025-01", 12, 1_337_500), 2)
    assert (found.withheld_pension_tiyn, found.payments) == (0, None)


@pytest.mark.parametrize(("dependants", "told"), [(0, "at least one"), (-1, "at least one"), (None, "--dependants")])
def test_there_is_at_least_one_dependant(
    contribute: Contribute, bereaved: Run, dependants: int | None, told: str
) -> None:
    with pytest.raises(CalculationInvalid, match=told):
        bereaved(contribute("2025-01", 12, 1_337_500), dependants)


def test_a_negative_size_is_refused(bereaved: Run) -> None:
    with pytest.raises(PaymentNegative, match=r"Order 239 of 22.06.2023, 40, 42"):
        bereaved([], 1)


def test_five_months_give_a_tenth(contribute: Contribute, bereaved: Run) -> None:
    # 5 months of 595 000, the cap: average 123 958.33, less 42 500 = 81 458.33; x 0.6 x 0.1 x 0.5 = 2 443.75
    found = bereaved(contribute("2025-08", 5, 2_975_000), 1)
    assert (found.length_months, found.coefficients["length"]) == (5, Fraction("0.1"))
    assert found.average_income_tiyn == 12_395_833
    assert found.amount_tiyn == 244_400


def test_before_the_social_code_it_refuses(contribute: Contribute, calculated: Run) -> None:
    with pytest.raises(ParameterUnknown, match="ККИ"):
        calculated(SocialPaymentKind.BREADWINNER, date(2019, 5, 1), contribute("2018-01", 12), dependants=1)
