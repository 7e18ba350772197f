"""What a payer brought for a person and month, beside the bounds; and how late it came."""

from datetime import date

import pytest

from esep.domain.model.month import Month
from esep.domain.model.payer_amount import PayerAmount
from esep.domain.rules.payer_months import PayerMonth, payer_months
from esep.domain.rules.payment_terms import days_late, due_day
from esep.domain.rules.rulebook import Rulebook

ALMA = "940140000385"
JANUARY = Month(2020, 1)


def amount(
    tiyn: int, *, payer: str = ALMA, name: str = "ТОО Алма", person: int = 1, month: Month = JANUARY
) -> PayerAmount:
    return PayerAmount(payer_id=payer, payer_name=name, person_key=person, month=month, amount_tiyn=tiyn)


def test_the_amounts_of_a_payer_for_a_person_and_month_are_added_up_before_they_are_compared(
    rulebook: Rulebook,
) -> None:
    amounts = [amount(600_000), amount(500_000, name="ТОО «Алма»"), amount(-8_750), amount(50_000, person=2)]
    assert payer_months(amounts, rulebook.parameters) == [
        PayerMonth(
            payer_id=ALMA,
            payer_name="ТОО Алма",
            person_key=1,
            month=JANUARY,
            credited_tiyn=1_091_250,
            minimum_tiyn=148_750,
            maximum_tiyn=1_041_250,
            excess_tiyn=50_000,
            shortfall_tiyn=0,
        ),
        PayerMonth(
            payer_id=ALMA,
            payer_name="ТОО Алма",
            person_key=2,
            month=JANUARY,
            credited_tiyn=50_000,
            minimum_tiyn=148_750,
            maximum_tiyn=1_041_250,
            excess_tiyn=0,
            shortfall_tiyn=98_750,
        ),
    ]


@pytest.mark.parametrize(
    ("tiyn", "excess", "shortfall"), [(148_749, 0, 1), (148_750, 0, 0), (1_041_250, 0, 0), (1_041_251, 1, 0)]
)
def test_the_bounds_themselves_are_neither_excess_nor_shortfall(
    rulebook: Rulebook, tiyn: int, excess: int, shortfall: int
) -> None:
    [month] = payer_months([amount(tiyn)], rulebook.parameters)
    assert (month.excess_tiyn, month.shortfall_tiyn) == (excess, shortfall)


def test_a_month_whose_maximum_is_not_shipped_has_no_excess(rulebook: Rulebook) -> None:
    [month] = payer_months([amount(10**9, month=Month(2019, 12))], rulebook.parameters)
    assert (month.minimum_tiyn, month.maximum_tiyn, month.excess_tiyn) == (148_750, None, 0)


def test_payers_and_months_are_kept_apart(rulebook: Rulebook) -> None:
    amounts = [amount(200_000), amount(200_000, payer="950341000052"), amount(200_000, month=Month(2020, 2))]
    months = payer_months(amounts, rulebook.parameters)
    assert [(one.payer_id, one.month, one.credited_tiyn) for one in months] == [
        (ALMA, JANUARY, 200_000),
        (ALMA, Month(2020, 2), 200_000),
        ("950341000052", JANUARY, 200_000),
    ]


@pytest.mark.parametrize(
    "left_out",
    [
        amount(100, payer="900101300017"),  # a person
        amount(100, payer=""),
        amount(100, month=Month(2017, 12)),  # no bounds are shipped
        amount(0),  # all of it was corrected or given back
    ],
)
def test_persons_months_without_bounds_and_what_does_not_stand_are_left_out(
    rulebook: Rulebook, left_out: PayerAmount
) -> None:
    assert payer_months([left_out], rulebook.parameters) == []


@pytest.mark.parametrize(
    ("month", "day"),
    [
        (Month(2020, 1), date(2020, 2, 25)),
        (Month(2023, 12), date(2024, 1, 25)),
        (Month(2005, 1), date(2005, 2, 25)),
        (Month(2004, 12), None),
    ],
)
def test_a_month_is_due_on_the_25th_of_the_next(rulebook: Rulebook, month: Month, day: date | None) -> None:
    assert due_day(month, rulebook.parameters) == day


@pytest.mark.parametrize(
    ("received_on", "days"),
    [(date(2020, 2, 25), None), (date(2020, 2, 26), 1), (date(2020, 3, 25), 29), (date(2019, 12, 1), None)],
)
def test_days_late_count_from_the_day_after_the_due_day_to_the_day_of_payment(
    rulebook: Rulebook, received_on: date, days: int | None
) -> None:
    assert days_late(JANUARY, received_on, rulebook.parameters) == days


def test_a_month_without_a_due_day_is_never_late(rulebook: Rulebook) -> None:
    assert days_late(Month(2004, 12), date(2020, 1, 1), rulebook.parameters) is None
