"""The average monthly income: Order 237 items 33-36, 39-42 and those like them in Orders 238, 239 and 248."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from esep.domain.model.calculation import Calculation, ParameterUnknown
from esep.domain.model.contribution import Contribution
from esep.domain.model.credited_month import CreditedKind, CreditedMonth
from esep.domain.model.payer_regime import PayerRegime, PayerRegimes, Regime
from esep.domain.model.social_payment import SocialPaymentKind

Contribute = Callable[..., list[Contribution]]
Credit = Callable[..., CreditedMonth]
Run = Callable[..., Calculation]

OTHER = "120740039004"


@pytest.fixture
def disabled(calculated: Run) -> Run:
    def run(contributions: list[Contribution], right_on: date = date(2026, 1, 1), **changes: object) -> Calculation:
        return calculated(
            SocialPaymentKind.DISABILITY,
            right_on,
            contributions,
            applied_on=date(2026, 2, 28),
            degree_percent=100,
            **changes,
        )

    return run


def regimes(regime: Regime, from_on: str = "2020-01-01", to_on: str | None = None) -> dict[str, PayerRegimes]:
    row = PayerRegime(
        payer_id="940140000385",
        regime=regime,
        from_on=date.fromisoformat(from_on),
        to_on=date.fromisoformat(to_on) if to_on else None,
    )
    return {"regimes": PayerRegimes.of([row])}


def incomes(found: Calculation) -> list[tuple[str, str, Fraction]]:
    """Month, basis and tenge of each income."""
    return [(str(one.month), one.basis, one.income / 100) for one in found.incomes]


def test_the_rate_is_that_of_the_month_whenever_it_was_paid(contribute: Contribute, job_loss: Run) -> None:
    # The same 4 250 tenge: 121 428.57 at 3.5 % for December 2024, 85 000 at 5 % for January 2025.
    lines = contribute("2024-12", 2, received_on=date(2025, 2, 3)) + contribute("2019-01", 6)
    found = job_loss(lines)
    assert incomes(found) == [
        ("2024-12", "contributions", Fraction(850_000, 7)),
        ("2025-01", "contributions", Fraction(85_000)),
    ]
    assert found.average_income == Fraction(100) * (Fraction(850_000, 7) + 85_000) / 24
    assert found.average_income_tiyn == 860_119  # 8 601.190476 tenge


def test_an_average_of_half_a_tiyn_is_shown_rounded_up(contribute: Contribute, job_loss: Run) -> None:
    found = job_loss(contribute("2025-12", 1, 3) + contribute("2019-01", 6))
    assert (found.average_income, found.average_income_tiyn) == (Fraction(5, 2), 3)


def test_the_24_months_before_the_month_of_right_count_with_their_gaps(contribute: Contribute, job_loss: Run) -> None:
    lines = contribute("2023-12", 1, 350_000) + contribute("2024-01", 1, 350_000) + contribute("2025-12", 2, 500_000)
    found = job_loss(lines + contribute("2019-01", 6), right_on=date(2026, 1, 31))
    assert [month for month, _, _ in incomes(found)] == ["2024-01", "2025-12"]
    assert found.average_income == Fraction(20_000_000, 24)


def test_several_lines_of_a_payer_are_summed_up_to_seven_minimum_wages(contribute: Contribute, job_loss: Run) -> None:
    lines = contribute("2025-10", 1, 2_000_000) + contribute("2025-10", 1, 2_000_000) + contribute("2019-01", 6)
    found = job_loss(lines)
    assert incomes(found) == [("2025-10", "contributions", Fraction(595_000))]
    assert found.incomes[0].is_capped
    [step] = [step for step in found.steps if step.what == "income of 2025-10, up to the cap"]
    assert [one.value for one in found.steps if one.what == "greatest income from one payer, 2025-10"] == [
        "595 000.00 tenge"
    ]
    assert (step.value, step.reference) == (
        "595 000.00 tenge",
        "Order 237 of 22.06.2023, 35; Order 237 of 22.06.2023, 39, 40",
    )


def test_exactly_the_cap_is_not_capped_and_a_tiyn_more_is(contribute: Contribute, job_loss: Run) -> None:
    length = contribute("2019-01", 6)
    at_cap = job_loss(contribute("2025-10", 1, 2_975_000) + length).incomes[0]
    over = job_loss(contribute("2025-10", 1, 2_975_001) + length).incomes[0]
    assert (at_cap.income, at_cap.is_capped) == (Fraction(59_500_000), False)
    assert (over.income, over.is_capped) == (Fraction(59_500_000), True)


def test_two_payers_are_capped_each_and_then_summed(contribute: Contribute, job_loss: Run) -> None:
    lines = contribute("2025-10", 1, 4_000_000) + contribute("2025-10", 1, 500_000, payer_id=OTHER)
    found = job_loss(lines + contribute("2019-01", 6))
    assert incomes(found) == [
        ("2025-10", "contributions", Fraction(100_000)),
        ("2025-10", "contributions", Fraction(595_000)),
    ]
    assert found.average_income == Fraction(69_500_000, 24)
    assert "income of 2025-10 from 2 payers, up to the cap" in [step.what for step in found.steps]


@pytest.mark.parametrize(
    ("month", "cap"), [("2022-12", 420_000), ("2023-12", 490_000), ("2024-01", 595_000), ("2025-01", 595_000)]
)
def test_the_cap_is_that_of_the_month(contribute: Contribute, job_loss: Run, month: str, cap: int) -> None:
    lines = contribute(month, 1, 9_000_000) + contribute("2018-01", 6)
    found = job_loss(lines, right_on=date(2024, 6, 1) if month < "2024-06" else date(2026, 1, 1))
    assert incomes(found) == [(month, "contributions", Fraction(cap))]


def test_what_came_after_the_application_is_no_income(contribute: Contribute, job_loss: Run) -> None:
    late = contribute("2025-10", 1, 500_000, received_on=date(2026, 2, 1))
    found = job_loss(late + contribute("2024-01", 6, 84_000))
    assert [month for month, _, _ in incomes(found)] == [f"2024-{month:02}" for month in range(1, 7)]
    assert found.average_income_tiyn == 600_000


def test_a_unified_payment_alone_is_one_minimum_wage_of_the_year_in_which_it_was_paid(
    contribute: Contribute, disabled: Run
) -> None:
    """238 item 40: that for December 2022 was paid in January 2023, that for January 2023 twice, first in 2023."""
    lines = contribute("2022-11", 2, 61_260, is_unified=True) + contribute("2023-01", 1, 69_000, is_unified=True)
    twice = contribute("2023-01", 1, 69_000, is_unified=True, received_on=date(2024, 1, 20))
    base = contribute("2023-02", 12, 2_450_000)
    found = disabled(lines + twice + base, date(2024, 3, 1))
    assert incomes(found)[:3] == [
        ("2022-11", "unified-payment", Fraction(60_000)),
        ("2022-12", "unified-payment", Fraction(70_000)),
        ("2023-01", "unified-payment", Fraction(70_000)),
    ]
    assert found.incomes[2].contributed_tiyn == 138_000


def test_beside_an_employer_it_is_the_income_paid_from(contribute: Contribute, disabled: Run) -> None:
    lines = contribute("2023-01", 1, 69_000, is_unified=True, payer_id="900101300017")
    found = disabled(lines + contribute("2023-01", 12, 2_450_000), date(2024, 3, 1))
    assert incomes(found)[:2] == [
        ("2023-01", "contributions", Fraction(490_000)),
        ("2023-01", "unified-payment", Fraction(690_000, 35)),
    ]


def test_for_job_loss_a_unified_payment_is_length_and_no_income(contribute: Contribute, job_loss: Run) -> None:
    lines = contribute("2022-06", 6, 61_260, is_unified=True)
    found = job_loss(lines, right_on=date(2024, 2, 1))
    assert (found.length_months, found.incomes, found.amount_tiyn) == (6, (), 0)
    assert [(entry.amount_tiyn, entry.is_income) for entry in found.counted] == [(61_260, False)] * 6


def test_the_single_payment_is_divided_by_share_and_rate(contribute: Contribute, job_loss: Run) -> None:
    # 3 203.50 / 14.9 % / 21.5 % = 100 000
    lines = contribute("2024-10", 1, 320_350) + contribute("2019-01", 6)
    found = job_loss(lines, inputs=regimes(Regime.SINGLE_PAYMENT))
    assert incomes(found) == [("2024-10", "single-payment", Fraction(100_000))]
    [step] = [step for step in found.steps if step.what == "income of 2024-10"]
    assert step.reference == "Order 237 of 22.06.2023, 36"


def test_a_single_payment_of_a_year_whose_rate_is_not_known_is_refused(contribute: Contribute, job_loss: Run) -> None:
    lines = contribute("2025-10", 1) + contribute("2019-01", 6)
    with pytest.raises(ParameterUnknown, match=r"for 2025-10 .* the rate of the single payment"):
        job_loss(lines, inputs=regimes(Regime.SINGLE_PAYMENT))
    with pytest.raises(ParameterUnknown, match=r"for 2022-10 .* the share of contributions in the single payment"):
        job_loss(
            contribute("2022-05", 6), right_on=date(2023, 7, 1), inputs=regimes(Regime.SINGLE_PAYMENT, "2022-10-01")
        )
    # Months that only make the length need no rate.
    others = contribute("2025-12", 1, payer_id=OTHER)
    assert job_loss(contribute("2019-01", 6) + others, inputs=regimes(Regime.SINGLE_PAYMENT)).length_months == 7


@pytest.mark.parametrize(
    ("from_on", "to_on", "basis"),
    [
        ("2024-10-01", None, "single-payment"),
        ("2024-10-31", None, "single-payment"),
        ("2024-11-01", None, "contributions"),
        ("2024-01-01", "2024-10-01", "single-payment"),
        ("2024-01-01", "2024-09-30", "contributions"),
    ],
)
def test_the_regime_is_that_of_the_month(
    contribute: Contribute, job_loss: Run, from_on: str, to_on: str | None, basis: str
) -> None:
    lines = contribute("2024-10", 1, 320_350) + contribute("2019-01", 6)
    found = job_loss(lines, inputs=regimes(Regime.SINGLE_PAYMENT, from_on, to_on))
    assert [one.basis for one in found.incomes] == [basis]


@pytest.mark.parametrize("regime", [Regime.SELF_EMPLOYED, Regime.PLATFORM])
def test_one_percent_gives_a_fifth_of_the_income(contribute: Contribute, job_loss: Run, regime: Regime) -> None:
    # 1 % of 200 000 tenge is divided by the general rate of 5 %
    lines = contribute("2026-01", 1, 200_000) + contribute("2019-01", 6)
    found = job_loss(lines, right_on=date(2026, 2, 10), applied_on=date(2026, 2, 25), inputs=regimes(regime))
    assert incomes(found) == [("2026-01", "one-percent", Fraction(40_000))]


def test_certified_income_of_months_with_the_coefficient_0_counts(
    contribute: Contribute, credit: Credit, calculated: Run
) -> None:
    certified = [
        credit("2021-08", CreditedKind.CERTIFIED_INCOME, 12_000_000),
        credit("2021-09", CreditedKind.ZERO_COEFFICIENT, 12_000_000),
        credit("2021-10", CreditedKind.ZERO_COEFFICIENT),
        credit("2021-11", CreditedKind.CERTIFIED_INCOME, 99_000_000),
        credit("2021-11", CreditedKind.CERTIFIED_INCOME, 1_000_000, "8"),
    ]
    found = calculated(
        SocialPaymentKind.JOB_LOSS, date(2023, 7, 1), contribute("2019-01", 6), inputs={"credited_months": certified}
    )
    assert incomes(found) == [
        ("2021-08", "certificate", Fraction(120_000)),
        ("2021-09", "certificate", Fraction(120_000)),
        ("2021-11", "certificate", Fraction(297_500)),  # 7 x 42 500
        ("2021-11", "certificate", Fraction(10_000)),
    ]
    assert found.length_months == 10


def test_months_of_the_emergency_benefit_give_way_to_earlier_ones(
    contribute: Contribute, credit: Credit, calculated: Run
) -> None:
    benefit = [credit(month, CreditedKind.EMERGENCY_BENEFIT) for month in ("2021-06", "2021-07", "2021-08")]
    # July and August 2021 are in the 24 months before July 2023, June stands before them: April and May come instead.
    lines = contribute("2021-03", 6, 350_000)
    found = calculated(SocialPaymentKind.JOB_LOSS, date(2023, 7, 1), lines, inputs={"credited_months": benefit})
    assert incomes(found) == [
        ("2021-04", "contributions", Fraction(100_000)),
        ("2021-05", "contributions", Fraction(100_000)),
    ]
    assert found.average_income == Fraction(20_000_000, 24)
    assert "income of 24 months, 2021-04 to 2023-06" in [step.what for step in found.steps]


def test_what_counted_is_named_line_by_line(contribute: Contribute, job_loss: Run) -> None:
    old = contribute("2019-01", 5)
    first = contribute("2025-10", 1, 2_000_000, received_on=date(2025, 11, 3))
    second = contribute("2025-10", 1, 2_000_000, received_on=date(2025, 11, 2))
    third = contribute("2025-10", 1, 50_000, received_on=date(2025, 11, 4))
    month_of_right = contribute("2026-01", 1, received_on=date(2026, 1, 20))
    future = contribute("2026-02", 1, received_on=date(2026, 1, 20))
    late = contribute("2025-11", 1, received_on=date(2026, 2, 1))
    found = job_loss([*old, *first, *second, *third, *month_of_right, *future, *late])
    counted = {(entry.order_number, entry.amount_tiyn, entry.is_income) for entry in found.counted}
    assert counted == {
        (second[0].order_number, 2_000_000, True),  # came first
        (first[0].order_number, 975_000, True),  # up to the cap of 29 750 tenge; the rest may go back
        (month_of_right[0].order_number, 425_000, False),
        *((one.order_number, 425_000, False) for one in old),
    }
    assert found.incomes[0].contributed_tiyn == 2_975_000


def test_a_payment_that_does_not_depend_on_the_length_uses_its_months_only(
    contribute: Contribute, calculated: Run
) -> None:
    lines = contribute("2019-01", 5) + contribute("2025-01", 12)
    found = calculated(SocialPaymentKind.MATERNITY, date(2026, 1, 25), lines, days=126)
    assert {str(entry.month)[:4] for entry in found.counted} == {"2025"}
    assert found.length_months == 17
