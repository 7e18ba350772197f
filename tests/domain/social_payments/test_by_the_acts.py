"""Cases worked out by hand from the acts, before the product was asked: item, what is given, what is due.

Amounts of income and payments in tenge; averages in tiyn. A month of 100 000 tenge brings 3 500 at 3.5 % until
December 2024 and 5 000 at 5 % since.
"""

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest

from esep.domain.model.almaty import ALMATY
from esep.domain.model.calculation import (
    Calculation,
    CalculationInputs,
    CalculationRefused,
    CalculationRequest,
    EarlierMaternity,
    EditionUnknown,
    LengthTooShort,
    NoContributions,
    ParameterUnknown,
    PaymentNegative,
)
from esep.domain.model.contribution import Contribution
from esep.domain.model.credited_month import CreditedKind, CreditedMonth
from esep.domain.model.month import Month
from esep.domain.model.payer_regime import PayerRegime, PayerRegimes, Regime
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.social_payments.frozen import frozen
from esep.domain.use_cases.case_calculation import marks_of

Contribute = Callable[..., list[Contribution]]
Credit = Callable[..., CreditedMonth]
Run = Callable[..., Calculation]

JOB_LOSS, DISABILITY = SocialPaymentKind.JOB_LOSS, SocialPaymentKind.DISABILITY
BREADWINNER, MATERNITY, CHILDCARE = (
    SocialPaymentKind.BREADWINNER,
    SocialPaymentKind.MATERNITY,
    SocialPaymentKind.CHILDCARE,
)
PAYER, OTHER, THIRD = "940140000385", "120740039004", "900101300017"
JUNE_15, JUNE_30 = date(2026, 6, 15), date(2026, 6, 30)
FEBRUARY_10, FEBRUARY_25 = date(2026, 2, 10), date(2026, 2, 25)


def brought(month: Month, income_tenge: int) -> int:
    """What an income brings by the rate of its month, in tiyn."""
    return income_tenge * (5 if month.year >= 2025 else Fraction(7, 2)) // 1


@pytest.fixture
def earned(contribute: Contribute) -> Callable[..., list[Contribution]]:
    """So many months of an income, the last of them May 2026 unless told otherwise."""

    def make(months: int, income_tenge: int = 100_000, until: str = "2026-05", **changes: Any) -> list[Contribution]:
        last = Month.parse_iso(until)
        paid = [last.minus(back) for back in range(months - 1, -1, -1)]
        return [one for at in paid for one in contribute(str(at), 1, brought(at, income_tenge), **changes)]

    return make


Earn = Callable[..., list[Contribution]]


def regime(kind: Regime, from_on: date, payer_id: str = PAYER) -> dict[str, Any]:
    """Inputs that say so of a payer."""
    return {"regimes": PayerRegimes.of([PayerRegime(payer_id=payer_id, regime=kind, from_on=from_on, to_on=None)])}


# Every bracket of Order 237 items 31, 37; 238 item 42; 239 item 40. Right on 15 June 2026, applied for on the 30th:
# the average is 100 000 x min(length, 24) / 24. Disability of 100 %: (average - 42 500) x 0.6 x КСУ; one child: half.
BRACKETS = [
    # length, average tiyn, job loss, payments, disability 100 %, one dependant
    (6, 2_500_000, 7_875, 1, None, None),
    (11, 4_583_333, 14_438, 1, 1_400, 700),
    (12, 5_000_000, 16_875, 2, 3_375, 1_688),  # 1 687.50
    (23, 9_583_333, 32_344, 2, 24_000, 12_000),
    (24, 10_000_000, 38_250, 3, 29_325, 14_663),  # 14 662.50
    (35, 10_000_000, 38_250, 3, 29_325, 14_663),
    (36, 10_000_000, 40_500, 4, 31_050, 15_525),
    (47, 10_000_000, 40_500, 4, 31_050, 15_525),
    (48, 10_000_000, 42_750, 5, 32_775, 16_388),  # 16 387.50
    (59, 10_000_000, 42_750, 5, 32_775, 16_388),
    (60, 10_000_000, 45_000, 6, 34_500, 17_250),
    (71, 10_000_000, 45_000, 6, 34_500, 17_250),
    (72, 10_000_000, 45_900, 6, 35_190, 17_595),
    (83, 10_000_000, 45_900, 6, 35_190, 17_595),
    (84, 10_000_000, 46_800, 6, 35_880, 17_940),
    (239, 10_000_000, 57_600, 6, 44_160, 22_080),
    (240, 10_000_000, 58_500, 6, 44_850, 22_425),
    (257, 10_000_000, 58_500, 6, 44_850, 22_425),  # since January 2005
]


@pytest.mark.parametrize(("length", "average", "tenge", "payments", "_disabled", "_one"), BRACKETS)
def test_job_loss_at_every_edge_of_length(
    calculated: Run,
    earned: Earn,
    length: int,
    average: int,
    tenge: int,
    payments: int,
    _disabled: int | None,
    _one: int | None,
) -> None:
    found = calculated(JOB_LOSS, JUNE_15, earned(length), applied_on=JUNE_30)
    assert (found.length_months, found.average_income_tiyn) == (length, average)
    assert (found.amount_tiyn, found.payments, found.withheld_pension_tiyn) == (tenge * 100, payments, tenge * 10)


@pytest.mark.parametrize(("length", "average", "_tenge", "_payments", "disabled", "one"), BRACKETS)
def test_disability_and_breadwinner_at_every_edge_of_length(
    calculated: Run,
    earned: Earn,
    length: int,
    average: int,
    _tenge: int,
    _payments: int,
    disabled: int | None,
    one: int | None,
) -> None:
    cases = ((DISABILITY, {"degree_percent": 100}, disabled, 10), (BREADWINNER, {"dependants": 1}, one, 0))
    for kind, asked, tenge, percent in cases:
        if tenge is None:  # an average under 42 500: 238 item 43, 239 item 42
            with pytest.raises(PaymentNegative):
                calculated(kind, JUNE_15, earned(length), applied_on=JUNE_30, **asked)
            continue
        found = calculated(kind, JUNE_15, earned(length), applied_on=JUNE_30, **asked)
        assert (found.length_months, found.average_income_tiyn, found.payments) == (length, average, None)
        assert (found.amount_tiyn, found.withheld_pension_tiyn) == (tenge * 100, tenge * percent)


def test_under_six_months_job_loss_is_refused_and_disability_takes_a_tenth(calculated: Run, earned: Earn) -> None:
    with pytest.raises(LengthTooShort):
        calculated(JOB_LOSS, JUNE_15, earned(5), applied_on=JUNE_30)
    rich = earned(5, 500_000)  # average 104 166.67; less 42 500, x 0.6 x 0.1
    assert calculated(DISABILITY, JUNE_15, rich, applied_on=JUNE_30, degree_percent=100).amount_tiyn == 370_000


@pytest.mark.parametrize(
    ("item", "kind", "asked", "tenge"),
    # 73 months of 300 000: (300 000 - 42 500) x 0.6 x 1.02 = 157 590, times КУТ or ККИ.
    [
        ("Order 238 of 22.06.2023, 42", DISABILITY, {"degree_percent": 30}, 47_277),
        ("Order 238 of 22.06.2023, 42", DISABILITY, {"degree_percent": 31}, 48_853),
        ("Order 238 of 22.06.2023, 42", DISABILITY, {"degree_percent": 59}, 92_978),
        ("Order 238 of 22.06.2023, 42", DISABILITY, {"degree_percent": 60}, 94_554),
        ("Order 238 of 22.06.2023, 42", DISABILITY, {"degree_percent": 79}, 124_496),
        ("Order 238 of 22.06.2023, 42", DISABILITY, {"degree_percent": 80}, 126_072),
        ("Order 238 of 22.06.2023, 42", DISABILITY, {"degree_percent": 99}, 156_014),
        ("Order 238 of 22.06.2023, 42", DISABILITY, {"degree_percent": 100}, 157_590),
        ("Order 239 of 22.06.2023, 40", BREADWINNER, {"dependants": 1}, 78_795),
        ("Order 239 of 22.06.2023, 40", BREADWINNER, {"dependants": 2}, 102_434),  # 102 433.50
        ("Order 239 of 22.06.2023, 40", BREADWINNER, {"dependants": 3}, 126_072),
        ("Order 239 of 22.06.2023, 40", BREADWINNER, {"dependants": 4}, 157_590),
        ("Order 239 of 22.06.2023, 40", BREADWINNER, {"dependants": 5}, 157_590),
        ("Order 239 of 22.06.2023, 40", BREADWINNER, {"dependants": 9}, 157_590),
    ],
)
def test_degrees_and_dependants(
    calculated: Run, earned: Earn, item: str, kind: SocialPaymentKind, asked: dict[str, int], tenge: int
) -> None:
    found = calculated(kind, JUNE_15, earned(73, 300_000), applied_on=JUNE_30, **asked)
    assert (found.length_months, found.amount_tiyn) == (73, tenge * 100)
    assert item in {step.reference for step in found.steps}


@pytest.mark.parametrize(("last_month_tenge", "is_refused"), [(85_000, False), (84_980, True)])
def test_only_a_negative_size_is_refused(
    calculated: Run, earned: Earn, last_month_tenge: int, *, is_refused: bool
) -> None:
    """238 item 43: eleven or twelve months of 85 000 over 24 months make 42 500, half the minimum wage."""
    lines = earned(11, 85_000, "2025-12") + earned(1, last_month_tenge, "2026-01")
    asked = {"applied_on": date(2026, 2, 28), "degree_percent": 50}
    if is_refused:
        with pytest.raises(PaymentNegative):
            calculated(DISABILITY, FEBRUARY_10, lines, **asked)
    else:
        assert calculated(DISABILITY, FEBRUARY_10, lines, **asked).amount_tiyn == 0


@pytest.mark.parametrize(
    ("days", "coefficient", "tenge", "cap_tenge"),
    # Order 248 item 47, the average 300 000; the cap 7 x 85 000 x ККД.
    [
        (2, "0.1", 30_000, 59_500),
        (28, "0.9", 270_000, 535_500),
        (29, "1.0", 300_000, 595_000),
        (30, "1.0", 300_000, 595_000),
        (44, "1.5", 450_000, 892_500),
        (46, "1.5", 450_000, 892_500),
        (56, "1.9", 570_000, 1_130_500),
        (70, "2.3", 690_000, 1_368_500),
        (93, "3.1", 930_000, 1_844_500),
        (126, "4.2", 1_260_000, 2_499_000),
        (140, "4.7", 1_410_000, 2_796_500),
        (170, "5.7", 1_710_000, 3_391_500),
        (184, "6.1", 1_830_000, 3_629_500),
    ],
)
def test_maternity_by_days_and_under_the_cap(
    calculated: Run, earned: Earn, days: int, coefficient: str, tenge: int, cap_tenge: int
) -> None:
    one = earned(12, 300_000, "2026-01")
    found = calculated(MATERNITY, FEBRUARY_10, one, applied_on=FEBRUARY_25, days=days)
    assert found.coefficients == {"days": Fraction(coefficient)}
    assert (found.amount_tiyn, found.withheld_pension_tiyn) == (tenge * 100, tenge * 10)
    two = earned(12, 595_000, "2026-01") + earned(12, 595_000, "2026-01", payer_id=OTHER)
    capped = calculated(MATERNITY, FEBRUARY_10, two, applied_on=FEBRUARY_25, days=days)
    assert (capped.average_income_tiyn, capped.amount_tiyn) == (119_000_000, cap_tenge * 100)


def test_until_the_change_of_2025_maternity_had_no_cap(calculated: Run, earned: Earn) -> None:
    """Order 248 items 47, 53 as they stood on 17 March 2025: each payer to 7 minimum wages, then summed."""
    two = earned(12, 900_000, "2025-02") + earned(12, 595_000, "2025-02", payer_id=OTHER)
    found = calculated(MATERNITY, date(2025, 3, 17), two, applied_on=date(2025, 4, 10), days=126)
    assert (found.average_income_tiyn, found.amount_tiyn) == (119_000_000, 499_800_000)


@pytest.mark.parametrize(
    ("right_on", "birth_order", "tenge", "exempt_tenge"),
    # Social Code 82(1), 85(2): 5.76, 6.81, 7.85, 8.90 indexes through 0.9; exempt: as they are.
    [
        ("2023-07-01", 1, 22_080, 19_872),
        ("2023-07-01", 2, 26_105, 23_495),  # 23 494.50
        ("2023-07-01", 3, 30_092, 27_083),  # 30 091.67 and 27 082.50
        ("2023-07-01", 4, 34_117, 30_705),
        ("2024-06-10", 1, 23_629, 21_266),
        ("2024-06-10", 2, 27_936, 25_143),
        ("2024-06-10", 3, 32_202, 28_982),
        ("2024-06-10", 4, 36_510, 32_859),
        ("2025-06-10", 1, 25_165, 22_648),
        ("2025-06-10", 2, 29_752, 26_777),
        ("2025-06-10", 3, 34_296, 30_866),
        ("2025-06-10", 4, 38_883, 34_995),
        ("2026-02-10", 1, 27_680, 24_912),
        ("2026-02-10", 2, 32_726, 29_453),
        ("2026-02-10", 3, 37_724, 33_951),
        ("2026-02-10", 4, 42_769, 38_493),  # 38 492.50
        ("2026-02-10", 7, 42_769, 38_493),
    ],
)
def test_childcare_is_at_least_the_state_benefit(
    calculated: Run, contribute: Contribute, right_on: str, birth_order: int, tenge: int, exempt_tenge: int
) -> None:
    day = date.fromisoformat(right_on)
    little = contribute(str(Month.of(day).minus(6)), 1, 245_000)
    found = calculated(CHILDCARE, day, little, birth_order=birth_order)
    assert (found.amount_tiyn, found.withheld_pension_tiyn) == (tenge * 100, tenge * 10)
    exempt = calculated(CHILDCARE, day, little, birth_order=birth_order, is_pension_exempt=True)
    assert (exempt.amount_tiyn, exempt.withheld_pension_tiyn) == (exempt_tenge * 100, 0)


@pytest.mark.parametrize(
    ("right_on", "tenge"), [("2023-12-10", 196_000), ("2025-03-17", 238_000), ("2026-02-10", 238_000)]
)
def test_childcare_is_at_most_40_percent_of_seven_minimum_wages_of_the_day_of_right(
    calculated: Run, earned: Earn, right_on: str, tenge: int
) -> None:
    day = date.fromisoformat(right_on)
    until = str(Month.of(day).minus(1))
    two = earned(24, 2_000_000, until) + earned(24, 2_000_000, until, payer_id=OTHER)
    assert calculated(CHILDCARE, day, two, applied_on=day.replace(day=28), birth_order=1).amount_tiyn == tenge * 100


# Monthly income: 237 items 35, 36, 39, 40. Eleven months of 2020 make the length; right on 10 June of the year after.
INCOMES = [
    # item, year of right, months paid as (month, tiyn, payer), average tiyn, tenge
    ("35: 3.5 % and 5 %", 2025, [("2024-12", 425_000, PAYER), ("2025-01", 425_000, PAYER)], 860_119, 2_903),
    (
        "39: caps of 2023 and 2024",
        2024,
        [("2023-12", 3_000_000, PAYER), ("2024-01", 3_000_000, PAYER)],
        4_520_833,
        15_258,
    ),
    ("39: one payer twice", 2026, [("2026-01", 2_000_000, PAYER), ("2026-01", 2_000_000, PAYER)], 2_479_167, 8_367),
    (
        "40: two payers over the cap, a third under",
        2026,
        [("2026-01", 4_000_000, PAYER), ("2026-01", 3_500_000, OTHER), ("2026-01", 500_000, THIRD)],
        5_375_000,
        18_141,
    ),
    ("33: gaps", 2026, [("2024-06", 350_000, PAYER), ("2026-05", 500_000, PAYER)], 833_333, 2_813),  # 2 812.50
]


@pytest.mark.parametrize(("_item", "year", "paid", "average", "tenge"), INCOMES)
def test_the_income_of_a_month(
    calculated: Run,
    contribute: Contribute,
    _item: str,
    year: int,
    paid: list[tuple[str, int, str]],
    average: int,
    tenge: int,
) -> None:
    lines = [one for month, tiyn, payer in paid for one in contribute(month, 1, tiyn, payer_id=payer)]
    found = calculated(
        JOB_LOSS, date(year, 6, 10), lines + contribute("2020-01", 11, 350_000), applied_on=date(year, 6, 30)
    )
    assert (found.average_income_tiyn, found.amount_tiyn) == (average, tenge * 100)


def test_the_single_payment_of_2024_is_known_and_of_no_other_year(calculated: Run, contribute: Contribute) -> None:
    """237 item 36: 1 000 / 0.149 / 0.215 = 31 215.86, through 24, x 0.45 x 0.75; other years have no known rate."""
    length, single = contribute("2020-01", 11, 350_000), regime(Regime.SINGLE_PAYMENT, date(2020, 1, 1))
    asked = {"applied_on": date(2025, 6, 30), "inputs": single}
    found = calculated(JOB_LOSS, date(2025, 6, 10), length + contribute("2024-06", 1, 100_000), **asked)
    assert (found.average_income_tiyn, found.amount_tiyn) == (130_066, 43_900)
    capped = calculated(JOB_LOSS, date(2025, 6, 10), length + contribute("2024-06", 1, 10_000_000), **asked)
    assert capped.average_income_tiyn == 2_479_167
    for month in ("2023-11", "2025-01"):
        with pytest.raises(ParameterUnknown, match=f"for {month} .* the rate of the single payment"):
            calculated(JOB_LOSS, date(2025, 6, 10), length + contribute(month, 1, 100_000), **asked)


@pytest.mark.parametrize(
    ("kind", "asked", "average", "tenge"),
    # Six months of ЕСП (690 tenge of 2023), six of 200 000: 70 000 each by 238 item 40, nothing by 237 item 32.
    [
        (JOB_LOSS, {}, 5_000_000, 16_875),
        (DISABILITY, {"degree_percent": 100}, 6_750_000, 11_250),
        (BREADWINNER, {"dependants": 4}, 6_750_000, 11_250),
    ],
)
def test_months_of_the_unified_aggregate_payment(
    calculated: Run,
    contribute: Contribute,
    kind: SocialPaymentKind,
    asked: dict[str, int],
    average: int,
    tenge: int,
) -> None:
    lines = contribute("2023-03", 6, 69_000, is_unified=True) + contribute("2023-09", 6, 700_000, payer_id=OTHER)
    found = calculated(kind, date(2024, 3, 5), lines, applied_on=date(2024, 3, 31), **asked)
    assert (found.length_months, found.average_income_tiyn, found.amount_tiyn) == (12, average, tenge * 100)


def test_beside_an_employer_the_unified_payment_counts_as_paid(calculated: Run, contribute: Contribute) -> None:
    """239 item 34: three months of 70 000 alone, three of 690 / 0.035 = 19 714.29 beside the employer's 400 000."""
    lines = contribute("2023-03", 6, 69_000, payer_id=THIRD, is_unified=True) + contribute("2023-06", 3, 1_400_000)
    found = calculated(BREADWINNER, date(2024, 3, 5), lines, applied_on=date(2024, 3, 31), dependants=4)
    assert found.average_income == (3 * 7_000_000 + 3 * (Fraction(69_000_000, 35) + 40_000_000)) / 24


@pytest.mark.parametrize("kind", [Regime.SELF_EMPLOYED, Regime.PLATFORM])
@pytest.mark.parametrize(
    ("payment", "asked", "reference"),
    [
        (JOB_LOSS, {}, "Order 237 of 22.06.2023, 34; Social Code 118(3)"),
        (DISABILITY, {"degree_percent": 50}, "Order 238 of 22.06.2023, 38; Social Code 181(3-1)"),
        (BREADWINNER, {"dependants": 1}, "Order 239 of 22.06.2023, 36; Social Code 240(1)"),
        (MATERNITY, {"days": 126}, "Order 248 of 27.06.2023, 43; Social Code 78(2)"),
        (CHILDCARE, {"birth_order": 1}, "Order 248 of 27.06.2023, 43; Social Code 85(1)"),
    ],
)
def test_of_one_percent_the_rule_of_its_own_is_named(
    calculated: Run,
    contribute: Contribute,
    kind: Regime,
    payment: SocialPaymentKind,
    asked: dict[str, int],
    reference: str,
) -> None:
    """5 950 tenge, 1 % of 595 000, are an income of 119 000: through the general 5 %."""
    lines = contribute("2026-01", 5, 595_000) + contribute("2025-06", 7, 2_000_000, payer_id=OTHER)
    inputs = regime(kind, date(2026, 1, 1))
    found = calculated(payment, JUNE_15, lines, applied_on=JUNE_30, inputs=inputs, **asked)
    incomes = {str(one.month): (one.basis, one.income / 100) for one in found.incomes}
    assert incomes["2026-03"] == ("one-percent", Fraction(119_000))
    assert incomes["2025-12"] == ("contributions", Fraction(400_000))
    [step] = [step for step in found.steps if step.what == "income of 2026-03"]
    assert (step.value, step.reference) == ("119 000.00 tenge", reference)


@pytest.mark.parametrize(
    ("month", "received_on", "counts"),
    # Order 248 items 40, 41, 54 as amended: right on 10 February, applied for on the 25th.
    [
        ("2025-12", date(2026, 2, 10), True),
        ("2025-12", date(2026, 2, 11), False),
        ("2026-01", date(2026, 2, 11), True),  # the month before
        ("2026-01", date(2026, 2, 25), True),
        ("2026-01", date(2026, 2, 26), False),
        ("2026-02", date(2026, 2, 5), False),  # the month of right is not averaged
    ],
)
def test_the_day_of_right_cuts_off_maternity_and_childcare(
    calculated: Run, contribute: Contribute, earned: Earn, month: str, received_on: date, *, counts: bool
) -> None:
    lines = earned(10, 300_000, "2025-11") + contribute(month, 1, 1_500_000, received_on=received_on)
    for kind, asked, months in ((MATERNITY, {"days": 126}, 12), (CHILDCARE, {"birth_order": 1}, 24)):
        found = calculated(kind, FEBRUARY_10, lines, applied_on=FEBRUARY_25, **asked)
        assert found.average_income == Fraction(300_000_00 * (11 if counts else 10), months)


@pytest.mark.parametrize(
    ("month", "received_on", "counts"),
    # 248 item 54, second part: the maternity payment's right 10 November 2025, applied for on the 20th.
    [
        ("2024-10", date(2025, 11, 11), True),  # before the twelve months of that payment
        ("2024-11", date(2025, 11, 11), False),
        ("2025-08", date(2025, 11, 11), False),
        ("2025-09", date(2025, 11, 10), True),
        ("2025-10", date(2025, 11, 20), True),
        ("2025-10", date(2025, 11, 21), False),
        ("2025-11", date(2025, 12, 20), True),  # not averaged there
        ("2026-01", date(2026, 2, 20), True),
    ],
)
def test_what_did_not_count_for_maternity_does_not_for_childcare(
    calculated: Run, earned: Earn, month: str, received_on: date, *, counts: bool
) -> None:
    base = [one for one in earned(8, 300_000, "2025-07") if str(one.month) != month]
    late = earned(1, 300_000, month, received_on=received_on)
    earlier = EarlierMaternity(right_on=date(2025, 11, 10), applied_on=date(2025, 11, 20))
    found = calculated(
        CHILDCARE, FEBRUARY_10, base + late, applied_on=FEBRUARY_25, birth_order=1, earlier_maternity=earlier
    )
    assert found.average_income == Fraction(300_000_00 * (8 + counts), 24)


def test_after_the_application_nothing_counts_and_future_months_never(
    calculated: Run, contribute: Contribute, earned: Earn
) -> None:
    """237 items 37, 41: 11 months in time; May 2026 by the day of application, or a day late; June and September."""
    base = earned(11, until="2026-04")
    for received_on, months, payments in ((JUNE_30, 12, 2), (date(2026, 7, 1), 11, 1)):
        found = calculated(JOB_LOSS, JUNE_15, base + earned(1, received_on=received_on), applied_on=JUNE_30)
        assert (found.length_months, found.payments) == (months, payments)
        assert found.average_income == Fraction(10_000_000 * months, 24)
    ahead = contribute("2026-06", 1, 500_000, received_on=JUNE_15) + contribute("2026-09", 1, received_on=JUNE_15)
    found = calculated(JOB_LOSS, JUNE_15, base + ahead, applied_on=JUNE_30)
    assert (found.length_months, found.average_income_tiyn) == (12, 4_583_333)  # the month of right is length


@pytest.mark.parametrize(
    ("length", "received", "left", "payments"),
    [
        (72, 1, 60, 6),
        (72, 2, 48, 5),
        (72, 5, 12, 2),
        (71, 5, 11, 1),
        (66, 5, 6, 1),
        (65, 5, None, None),
        (60, 6, None, None),
    ],
)
def test_each_month_of_job_loss_benefit_takes_twelve(
    calculated: Run, earned: Earn, length: int, received: int, left: int | None, payments: int | None
) -> None:
    """237 item 38; for disability nothing is taken."""
    inputs = {"job_loss_months": frozenset(Month(2020, number + 1) for number in range(received))}
    if left is None:
        with pytest.raises(LengthTooShort):
            calculated(JOB_LOSS, JUNE_15, earned(length), applied_on=JUNE_30, inputs=inputs)
    else:
        found = calculated(JOB_LOSS, JUNE_15, earned(length), applied_on=JUNE_30, inputs=inputs)
        assert (found.length_months, found.payments) == (left, payments)
    whole = calculated(DISABILITY, JUNE_15, earned(length), applied_on=JUNE_30, inputs=inputs, degree_percent=50)
    assert whole.length_months == length


def test_months_of_the_emergency_benefit_make_place_for_earlier_ones(
    calculated: Run, contribute: Contribute, credit: Credit
) -> None:
    """237 item 34: July and August 2021 are replaced, and as June was such a month too, by April and May."""
    emergency = [credit(month, CreditedKind.EMERGENCY_BENEFIT) for month in ("2021-06", "2021-07", "2021-08")]
    lines = contribute("2021-01", 30, 350_000)
    found = calculated(JOB_LOSS, date(2023, 7, 10), lines, inputs={"credited_months": emergency})
    assert [str(one.month) for one in found.incomes[:3]] == ["2021-04", "2021-05", "2021-09"]
    # June 2023 came after the application.
    assert (found.length_months, len(found.incomes), found.average_income_tiyn) == (29, 23, 9_583_333)


REFUSED: list[tuple[str, type[CalculationRefused], SocialPaymentKind, str, dict[str, int]]] = [
    ("237, 8(6); Social Code 115(1)(6)", NoContributions, JOB_LOSS, "2026-06-15", {}),
    ("248, 11(6)", NoContributions, MATERNITY, "2026-06-15", {"days": 126}),
    ("248, 51", NoContributions, CHILDCARE, "2026-06-15", {"birth_order": 1}),
    ("238, 43", PaymentNegative, DISABILITY, "2026-06-15", {"degree_percent": 100}),
    ("239, 42", PaymentNegative, BREADWINNER, "2026-06-15", {"dependants": 4}),
    ("Order 80 of 18.03.2025", EditionUnknown, MATERNITY, "2025-03-18", {"days": 126}),
    ("Order 80 of 18.03.2025", EditionUnknown, MATERNITY, "2025-04-30", {"days": 126}),
    ("Order 80 of 18.03.2025", EditionUnknown, CHILDCARE, "2025-03-18", {"birth_order": 1}),
    ("Order 80 of 18.03.2025", EditionUnknown, CHILDCARE, "2025-04-30", {"birth_order": 1}),
    ("Law 286-VI", ParameterUnknown, JOB_LOSS, "2023-06-30", {}),
    ("Law 286-VI", ParameterUnknown, DISABILITY, "2023-06-30", {"degree_percent": 100}),
    ("Law 286-VI", ParameterUnknown, BREADWINNER, "2023-06-30", {"dependants": 1}),
    ("Law 286-VI", ParameterUnknown, MATERNITY, "2023-06-30", {"days": 126}),
    ("Law 286-VI", ParameterUnknown, CHILDCARE, "2023-06-30", {"birth_order": 1}),
]


@pytest.mark.parametrize(("_item", "error", "kind", "right_on", "asked"), REFUSED)
def test_what_is_refused(
    calculated: Run,
    contribute: Contribute,
    _item: str,
    error: type[CalculationRefused],
    kind: SocialPaymentKind,
    right_on: str,
    asked: dict[str, int],
) -> None:
    """Somebody whose two years of contributions lie six years back."""
    with pytest.raises(error):
        calculated(kind, date.fromisoformat(right_on), contribute("2018-01", 24), **asked)


def test_who_paid_only_the_unified_payment_contributed_but_has_no_income_for_job_loss(
    calculated: Run, contribute: Contribute
) -> None:
    """237 item 32 takes the income out; item 8(6) does not refuse, since contributions were paid."""
    found = calculated(JOB_LOSS, date(2024, 3, 5), contribute("2023-01", 12, 69_000, is_unified=True))
    assert (found.length_months, found.average_income_tiyn, found.amount_tiyn) == (12, 0, 0)


@pytest.fixture
def over_a_year(contribute: Contribute) -> list[Contribution]:
    """One line for October 2023 to September 2024, as it is spread over its months."""
    spread = contribute("2023-10", 12, 350_000, received_on=date(2024, 10, 20))
    return [attrs.evolve(one, order_number=77) for one in spread]


def test_every_month_of_a_line_for_a_year_counts_averaged_or_not(
    calculated: Run, over_a_year: list[Contribution]
) -> None:
    """Social Code 247(2): eight months made the length only, four the average too; all are counted, in one mark."""
    found = calculated(JOB_LOSS, JUNE_15, over_a_year, applied_on=JUNE_30)
    assert found.length_months == 12
    assert [one.is_income for one in sorted(found.counted, key=lambda one: one.month)] == [False] * 8 + [True] * 4
    [mark] = marks_of(found, "SP-000001/1", datetime(2026, 7, 1, tzinfo=ALMATY))
    assert (mark.order_number, mark.line_number, mark.amount_tiyn) == (77, 1, 12 * 350_000)


def test_the_extract_says_of_each_month_of_a_line_how_it_counted(
    calculated: Run, over_a_year: list[Contribution]
) -> None:
    found = calculated(JOB_LOSS, JUNE_15, over_a_year, applied_on=JUNE_30)
    request = CalculationRequest(kind=JOB_LOSS, right_on=JUNE_15, applied_on=JUNE_30)
    kept = frozen(found, request, CalculationInputs(contributions=over_a_year))
    assert [(row["month"], row["counted_tiyn"], row["is_income"]) for row in kept["extract"]] == [
        (str(one.month), 350_000, one.month >= Month(2024, 6)) for one in over_a_year
    ]
