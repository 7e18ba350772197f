"""Sizes made anew: Order 238 items 51, 62; 239 items 51, 61; 248 items 49, 62, 64; withholding, pension age."""

from datetime import date
from fractions import Fraction

import attrs
import pytest

from esep.domain.model.calculation import CalculationInvalid, ParameterUnknown
from esep.domain.model.sex import Sex
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.dated_table import DatedTable
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.increases import increased, increases_between
from esep.domain.rules.social_payments.pension_age import months_later, pension_age_on
from esep.domain.rules.social_payments.recalculation import (
    addition_for_longer_leave,
    raised_to_floor,
    with_another_degree,
    with_other_dependants,
)
from esep.domain.rules.social_payments.rounding import one_decimal_half_up, whole_tenge_half_up, whole_tiyn_half_up
from esep.domain.rules.social_payments.withholding import withheld_pension_tiyn

DAY = date(2026, 2, 1)


@pytest.mark.parametrize(
    ("current", "old", "new", "expected"),
    [(6_000_000, 60, 80, 8_000_000), (3_333_300, 30, 100, 11_111_000), (1_000_000, 70, 60, 857_100)],
)
def test_another_degree_scales_the_payment(
    parameters: Parameters, current: int, old: int, new: int, expected: int
) -> None:
    assert with_another_degree(current, old, new, day=DAY, parameters=parameters) == expected
    with pytest.raises(CalculationInvalid):
        with_another_degree(current, old, 25, day=DAY, parameters=parameters)


@pytest.mark.parametrize(
    ("old", "new", "expected"), [(1, 2, 13_000_000), (2, 1, 7_692_300), (3, 4, 12_500_000), (4, 6, 10_000_000)]
)
def test_another_number_of_dependants_scales_the_payment(
    parameters: Parameters, old: int, new: int, expected: int
) -> None:
    assert with_other_dependants(10_000_000, old, new, day=DAY, parameters=parameters) == expected
    with pytest.raises(CalculationInvalid):
        with_other_dependants(10_000_000, old, 0, day=DAY, parameters=parameters)


def test_a_longer_leave_adds_the_difference() -> None:
    assert addition_for_longer_leave(42_000_000, 47_000_000) == 5_000_000
    assert addition_for_longer_leave(42_000_000, 42_000_000) == 0
    with pytest.raises(CalculationInvalid, match="the days of all sheets together"):
        addition_for_longer_leave(42_000_000, 41_999_900)


def test_the_floor_of_childcare_follows_the_state_benefit(parameters: Parameters) -> None:
    def raised(current: int, day: date, *, is_pension_exempt: bool = False) -> int:
        return raised_to_floor(current, 1, day=day, parameters=parameters, is_pension_exempt=is_pension_exempt)

    assert raised(2_516_500, date(2026, 1, 1)) == 2_768_000
    assert raised(2_768_100, date(2026, 1, 1)) == 2_768_100
    assert raised(2_264_800, date(2026, 1, 1), is_pension_exempt=True) == 2_491_200
    with pytest.raises(ParameterUnknown, match="МРП"):
        raised(2_768_000, date(2027, 1, 1))


def test_the_increase_of_2026_is_for_those_appointed_by_its_day(parameters: Parameters) -> None:
    def of(kind: SocialPaymentKind, appointed_on: date, until_on: date = DAY) -> list[int]:
        due = increases_between(kind, appointed_on, until_on, parameters)
        return [increased(1_234_500, one) for one in due]

    ten_percent_more = 1_358_000  # 13 579.50 tenge, half a tenge up
    assert of(SocialPaymentKind.DISABILITY, date(2025, 12, 31)) == [ten_percent_more]
    assert of(SocialPaymentKind.BREADWINNER, date(2026, 1, 1)) == [ten_percent_more]
    assert of(SocialPaymentKind.DISABILITY, date(2026, 1, 2)) == []
    assert of(SocialPaymentKind.DISABILITY, date(2025, 1, 1), date(2025, 12, 31)) == []
    assert of(SocialPaymentKind.CHILDCARE, date(2025, 1, 1)) == []
    [one] = increases_between(SocialPaymentKind.DISABILITY, date(2024, 1, 1), DAY, parameters)
    assert (one.from_on, one.percent) == (date(2026, 1, 1), Fraction(10))
    assert "238 item 62" in one.reference


@pytest.mark.parametrize(
    ("kind", "withheld"),
    [
        (SocialPaymentKind.JOB_LOSS, 1_234_510),
        (SocialPaymentKind.DISABILITY, 1_234_510),
        (SocialPaymentKind.MATERNITY, 1_234_510),
        (SocialPaymentKind.CHILDCARE, 1_234_510),
        (SocialPaymentKind.BREADWINNER, 0),
    ],
)
def test_a_tenth_is_withheld_but_of_the_breadwinner_payment(
    parameters: Parameters, kind: SocialPaymentKind, withheld: int
) -> None:
    def of(amount: int, *, is_pension_exempt: bool = False, day: date = DAY) -> int:
        return withheld_pension_tiyn(kind, amount, day, parameters, is_pension_exempt=is_pension_exempt)

    assert of(12_345_100) == withheld
    assert of(12_345_095) == withheld  # half a tiyn up
    assert of(12_345_100, is_pension_exempt=True) == 0
    with pytest.raises(ParameterUnknown, match="pension contribution"):
        of(12_345_100, day=date(2019, 12, 31))


def test_roundings_go_half_up() -> None:
    assert [whole_tenge_half_up(Fraction(tiyn)) for tiyn in (149, 150, 249, 250, 0)] == [100, 200, 200, 300, 0]
    assert [whole_tiyn_half_up(Fraction(n, 2)) for n in (1, 2, 3)] == [1, 1, 2]
    assert [one_decimal_half_up(Fraction(n, 100)) for n in (4, 5, 14, 15)] == [
        0, Fraction(1, 10), Fraction(1, 10), Fraction(2, 10),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("born", "sex", "reached"),
    [
        (date(1963, 2, 28), Sex.MALE, date(2026, 2, 28)),
        (date(1964, 2, 29), Sex.MALE, date(2027, 2, 28)),
        (date(1962, 7, 15), Sex.FEMALE, date(2023, 7, 15)),  # 61: 60.5 would be in 2023
        (date(1962, 6, 15), Sex.FEMALE, date(2022, 12, 15)),  # 60.5 in 2022
        (date(1967, 1, 1), Sex.FEMALE, date(2028, 7, 1)),  # 61 would be in 2028, when it is 61.5
        (date(1966, 8, 1), Sex.FEMALE, date(2027, 8, 1)),  # 61 in 2027
        (date(1970, 5, 5), Sex.FEMALE, date(2033, 5, 5)),  # 63
        (date(1938, 1, 1), Sex.MALE, date(2001, 7, 1)),  # 63 in January 2001, before the table
    ],
)
def test_the_pension_age_is_that_of_the_day_on_which_it_is_reached(
    parameters: Parameters, born: date, sex: Sex, reached: date
) -> None:
    assert pension_age_on(born, sex, parameters.social_payments) == reached


def test_the_pension_age_after_the_end_of_the_table_is_not_known(parameters: Parameters) -> None:
    ages = parameters.social_payments.pension_ages.rows
    ended = attrs.evolve(
        parameters.social_payments,
        pension_ages=DatedTable(tuple(attrs.evolve(row, valid_to=row.valid_to or date(2030, 12, 31)) for row in ages)),
    )
    assert pension_age_on(date(1967, 12, 31), Sex.MALE, ended) == date(2030, 12, 31)
    assert pension_age_on(date(1968, 1, 1), Sex.MALE, ended) is None


def test_the_same_day_months_later_or_the_last_of_the_month() -> None:
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_later(date(2024, 11, 30), 3) == date(2025, 2, 28)
    assert months_later(date(2024, 1, 15), 0) == date(2024, 1, 15)
