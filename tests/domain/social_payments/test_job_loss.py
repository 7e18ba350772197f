"""Job loss: Order 237 items 31-42, Social Code 118."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from esep.domain.model.calculation import (
    Calculation,
    LengthTooShort,
    NoContributions,
    ParameterUnknown,
    PensionAgeReached,
)
from esep.domain.model.contribution import Contribution
from esep.domain.model.month import Month
from esep.domain.model.social_payment import SocialPaymentKind

Contribute = Callable[..., list[Contribution]]
Run = Callable[..., Calculation]


def received(months: int) -> frozenset[Month]:
    """So many months of the benefit, from May 2021."""
    return frozenset(Month(2021, 5 + place) for place in range(months))


def months_before_2026(contribute: Contribute, months: int, **changes: Any) -> list[Contribution]:
    """The last so many months before January 2026, each of 100 000 tenge of income by the rate of the day."""
    made = []
    for back in range(months, 0, -1):
        year, month = divmod(2026 * 12 - back, 12)
        tiyn = 500_000 if year >= 2025 else 350_000
        made += contribute(f"{year}-{month + 1:02}", tiyn=tiyn, **changes)
    return made


@pytest.mark.parametrize(
    ("months", "coefficient", "payments"),
    [
        (6, "0.7", 1),
        (11, "0.7", 1),
        (12, "0.75", 2),
        (23, "0.75", 2),
        (24, "0.85", 3),
        (35, "0.85", 3),
        (36, "0.9", 4),
        (47, "0.9", 4),
        (48, "0.95", 5),
        (59, "0.95", 5),
        (60, "1", 6),
        (71, "1", 6),
        (72, "1.02", 6),
        (83, "1.02", 6),
        (84, "1.04", 6),
        (239, "1.28", 6),
        (240, "1.3", 6),
        (252, "1.3", 6),
    ],
)
def test_the_length_decides_coefficient_and_number_of_payments(
    contribute: Contribute, job_loss: Run, months: int, coefficient: str, payments: int
) -> None:
    found = job_loss(months_before_2026(contribute, months))
    assert found.length_months == months
    assert found.coefficients == {"income_replacement": Fraction("0.45"), "length": Fraction(coefficient)}
    assert found.payments == payments
    expected = Fraction(100_000 * min(months, 24), 24) * Fraction("0.45") * Fraction(coefficient)
    assert found.amount_tiyn == int(expected + Fraction(1, 2)) * 100


@pytest.mark.parametrize("months", [0, 5])
def test_under_six_months_nothing_is_appointed(contribute: Contribute, job_loss: Run, months: int) -> None:
    with pytest.raises(LengthTooShort, match=f"is {months} months; .*Order 237 items 31 and 37"):
        job_loss(months_before_2026(contribute, months))


def test_the_payment_of_a_plain_case_is_told_with_its_steps(contribute: Contribute, job_loss: Run) -> None:
    found = job_loss(months_before_2026(contribute, 24))
    assert found.law == "Social Code 224-VII of 20.04.2023, article 118; Order 237 of 22.06.2023"
    assert found.average_income_tiyn == 10_000_000
    assert found.amount_tiyn == 3_825_000  # 100 000 x 0.45 x 0.85
    assert found.withheld_pension_tiyn == 382_500
    steps = [(step.what, step.value) for step in found.steps]
    assert steps[:6] == [
        ("the rules in force on the day of right, 2026-01-01", found.law),
        ("contributions count for income that came by", "the day of application"),
        ("months contributed for up to 2026-01, received by 2026-01-31", "24"),
        ("length of participation, months", "24"),
        ("rate of contributions, 2024-01 to 2024-12", "3.5 %"),
        ("rate of contributions, 2025-01 to 2025-12", "5 %"),
    ]
    assert ("income of 2024-12", "100 000.00 tenge") in steps
    assert ("income of 2025-01", "100 000.00 tenge") in steps
    assert steps[-9:-2] == [
        ("income of 2025-12", "100 000.00 tenge"),
        ("income of 24 months, 2024-01 to 2025-12", "2 400 000.00 tenge"),
        ("average monthly income, through 24", "100 000.00 tenge"),
        ("coefficient of income replacement (КЗД)", "0.45"),
        ("coefficient of length of participation (КСУ)", "0.85"),
        ("monthly payments", "3"),
        ("average income x КЗД x КСУ", "38 250.00 tenge"),
    ]
    assert all(step.reference for step in found.steps)


def test_each_month_received_earlier_takes_twelve_off(contribute: Contribute, job_loss: Run) -> None:
    found = job_loss(months_before_2026(contribute, 30), inputs={"job_loss_months": received(2)})
    assert (found.length_months, found.coefficients["length"], found.payments) == (6, Fraction("0.7"), 1)
    with pytest.raises(LengthTooShort, match="is 5 months"):
        job_loss(months_before_2026(contribute, 29), inputs={"job_loss_months": received(2)})
    with pytest.raises(LengthTooShort, match="is 0 months"):
        job_loss(months_before_2026(contribute, 11), inputs={"job_loss_months": received(1)})


def test_without_a_contribution_in_the_24_months_it_is_refused(contribute: Contribute, job_loss: Run) -> None:
    with pytest.raises(NoContributions, match=r"Order 237 item 8\(6\)"):
        job_loss(contribute("2022-01", 12))


@pytest.mark.parametrize(
    ("reached_on", "payments"),
    [(date(2026, 3, 2), 3), (date(2026, 3, 1), 2), (date(2026, 1, 2), 1), (date(2030, 1, 1), 6), (None, 6)],
)
def test_it_is_paid_until_the_pension_age(
    contribute: Contribute, job_loss: Run, reached_on: date | None, payments: int
) -> None:
    found = job_loss(months_before_2026(contribute, 60), inputs={"pension_age_on": reached_on})
    assert found.payments == payments


def test_who_has_reached_the_pension_age_is_refused(contribute: Contribute, job_loss: Run) -> None:
    with pytest.raises(PensionAgeReached, match="reached on 2026-01-01"):
        job_loss(months_before_2026(contribute, 60), inputs={"pension_age_on": date(2026, 1, 1)})


def test_the_exempt_have_nothing_withheld(contribute: Contribute, job_loss: Run) -> None:
    found = job_loss(months_before_2026(contribute, 24), is_pension_exempt=True)
    assert (found.amount_tiyn, found.withheld_pension_tiyn) == (3_825_000, 0)
    assert found.steps[-1].reference == "Social Code 224-VII of 20.04.2023, 248(3): exempt"


def test_before_the_social_code_the_coefficient_of_length_is_not_known(contribute: Contribute, calculated: Run) -> None:
    with pytest.raises(ParameterUnknown, match=r"for 2023-06-30 .*the coefficient of length of participation \(КСУ\)"):
        calculated(SocialPaymentKind.JOB_LOSS, date(2023, 6, 30), contribute("2020-01", 41))
    assert calculated(SocialPaymentKind.JOB_LOSS, date(2023, 7, 1), contribute("2020-01", 41)).payments == 4
