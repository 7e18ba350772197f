"""The length of participation: Order 237 items 37, 38; Social Code 118(3), 118(5), 181(1), 240(2)."""

from collections.abc import Callable
from datetime import date

import pytest

from esep.domain.model.calculation import Calculation, LengthTooShort
from esep.domain.model.contribution import Contribution
from esep.domain.model.credited_month import CreditedKind, CreditedMonth
from esep.domain.model.month import Month
from esep.domain.model.social_payment import SocialPaymentKind

Contribute = Callable[..., list[Contribution]]
Credit = Callable[..., CreditedMonth]
Run = Callable[..., Calculation]


def test_gaps_do_not_count_and_do_not_hurt(contribute: Contribute, job_loss: Run) -> None:
    lines = contribute("2019-01", 5) + contribute("2022-07", 3) + contribute("2025-12", 1)
    assert job_loss(lines).length_months == 9


def test_several_payers_and_lines_of_a_month_make_one_month(contribute: Contribute, job_loss: Run) -> None:
    lines = contribute("2025-01", 8) + contribute("2025-01", 8, payer_id="120740039004") + contribute("2025-01", 2)
    assert job_loss(lines).length_months == 8


def test_the_month_of_right_counts_and_future_months_do_not(contribute: Contribute, job_loss: Run) -> None:
    paid_ahead = contribute("2025-08", 12, received_on=date(2025, 8, 20))
    assert job_loss(paid_ahead).length_months == 6
    assert job_loss(paid_ahead, right_on=date(2026, 1, 31)).length_months == 6
    assert job_loss(paid_ahead, right_on=date(2026, 2, 1), applied_on=date(2026, 2, 1)).length_months == 7


def test_what_came_after_the_day_of_application_does_not_count(contribute: Contribute, job_loss: Run) -> None:
    lines = contribute("2025-01", 6)
    on_the_day = contribute("2025-12", 1, received_on=date(2026, 1, 31))
    a_day_later = contribute("2025-12", 1, received_on=date(2026, 2, 1))
    assert job_loss(lines + on_the_day).length_months == 7
    assert job_loss(lines + a_day_later).length_months == 6


def test_a_line_of_which_nothing_counts_makes_no_month(contribute: Contribute, job_loss: Run) -> None:
    with pytest.raises(LengthTooShort, match="is 5 months"):
        job_loss(contribute("2025-01", 5) + contribute("2025-06", 1, 0))


@pytest.mark.parametrize(
    ("month", "kind", "counts"),
    [
        ("2020-05", CreditedKind.EMERGENCY_BENEFIT, True),
        ("2023-01", CreditedKind.EMERGENCY_BENEFIT, False),
        ("2020-10", CreditedKind.ZERO_COEFFICIENT, True),
        ("2020-10", CreditedKind.CERTIFIED_INCOME, True),
        ("2019-12", CreditedKind.ZERO_COEFFICIENT, False),
        ("2020-04", CreditedKind.MEDIA_EXEMPTION, True),
        ("2020-09", CreditedKind.MEDIA_EXEMPTION, True),
        ("2020-03", CreditedKind.MEDIA_EXEMPTION, False),
        ("2020-10", CreditedKind.MEDIA_EXEMPTION, False),
        ("2026-02", CreditedKind.ZERO_COEFFICIENT, False),
    ],
)
def test_credited_months_count_once_in_their_time(
    contribute: Contribute, credit: Credit, job_loss: Run, month: str, kind: CreditedKind, counts: bool
) -> None:
    months = [credit(month, kind), credit(month, kind, None, "8")]
    found = job_loss(contribute("2025-01", 10), inputs={"credited_months": months})
    assert found.length_months == (11 if counts else 10)
    told = [step.value for step in found.steps if step.what == "months credited without a contribution"]
    assert told == (["1"] if counts else [])


def test_a_credited_month_with_a_contribution_counts_once(
    contribute: Contribute, credit: Credit, job_loss: Run
) -> None:
    months = [credit("2020-05", CreditedKind.ZERO_COEFFICIENT)]
    lines = contribute("2020-05", 1) + contribute("2025-01", 10)
    assert job_loss(lines, inputs={"credited_months": months}).length_months == 11


def test_months_of_job_loss_benefit_in_the_list_take_from_the_length(
    contribute: Contribute, credit: Credit, job_loss: Run, calculated: Run
) -> None:
    received = [credit(month, CreditedKind.JOB_LOSS_BENEFIT) for month in ("2021-03", "2021-04", "2026-03")]
    found = job_loss(contribute("2022-01", 48), inputs={"credited_months": received})
    assert (found.length_months, found.payments) == (24, 3)
    assert ("taken off, 12 for each month of job-loss benefit received earlier", "-24") in [
        (step.what, step.value) for step in found.steps
    ]
    paid = frozenset({Month(2021, 4), Month(2021, 5)})  # by cases of the product: April is in both, and counts once
    found = job_loss(contribute("2022-01", 48), inputs={"credited_months": received, "job_loss_months": paid})
    assert (found.length_months, found.payments) == (12, 2)
    disabled = calculated(
        SocialPaymentKind.DISABILITY,
        date(2026, 1, 1),
        contribute("2022-01", 48),
        inputs={"credited_months": received, "job_loss_months": frozenset({Month(2021, 3)})},
        degree_percent=60,
    )
    assert disabled.length_months == 47  # all that came by the day of right; nothing is taken off
