"""Months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esep.domain.errors import InvalidInput
from esep.domain.model.month import InvalidMonth, Month

months = st.builds(Month, st.integers(1, 9999), st.integers(1, 12))


@pytest.mark.parametrize(
    ("text", "month"), [("012020", Month(2020, 1)), ("122004", Month(2004, 12)), ("010001", Month(1, 1))]
)
def test_a_month_is_read_as_payment_orders_write_it(text: str, month: Month) -> None:
    assert Month.parse(text) == month


@pytest.mark.parametrize(
    "text",
    [
        "",
        "132020",
        "002020",
        "010000",
        "12020",
        "0120200",
        "202001",
        "01 2020",
        "01202O",
        "\u0660\u0661\u0662\u0660\u0662\u0660",
        "012020\n",
        " 012020",
        "2020-01",
        "-12020",
        "²12020",
    ],
)
def test_a_text_that_is_no_mmyyyy_is_refused(text: str) -> None:
    with pytest.raises(InvalidMonth):
        Month.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020-13",
        "2020-00",
        "0000-01",
        "2020-1",
        "202001",
        "2020-01-01",
        "\u0662\u0660\u0662\u0660-\u0660\u0661",
        "2020-01\n",
    ],
)
def test_a_text_that_is_no_iso_month_is_refused(text: str) -> None:
    with pytest.raises(InvalidMonth):
        Month.parse_iso(text)


@pytest.mark.parametrize(("year", "month"), [(0, 1), (10000, 1), (2020, 0), (2020, 13), (-1, 1), (2020, True)])
def test_a_month_outside_the_calendar_does_not_exist(year: int, month: int) -> None:
    with pytest.raises(InvalidMonth) as refusal:
        Month(year, month)
    assert isinstance(refusal.value, ValueError)
    assert isinstance(refusal.value, InvalidInput)


def test_a_month_of_the_wrong_type_does_not_exist() -> None:
    with pytest.raises(InvalidMonth):
        Month(2020.0, 1)  # type: ignore[arg-type]  # this is what must fail


def test_a_month_knows_its_first_and_last_day() -> None:
    assert Month(2020, 2).first_day == date(2020, 2, 1)
    assert Month(2020, 2).last_day == date(2020, 2, 29)
    assert Month(2021, 2).last_day == date(2021, 2, 28)
    assert Month(9999, 12).last_day == date(9999, 12, 31)


def test_the_months_follow_one_another_over_the_year() -> None:
    assert Month(2019, 12).next() == Month(2020, 1)
    assert Month(2020, 1).minus(1) == Month(2019, 12)
    assert Month(2020, 1).minus(24) == Month(2018, 1)
    assert Month(2020, 1).minus(0) == Month(2020, 1)
    assert Month(2020, 1).minus(-13) == Month(2021, 2)
    assert Month(2019, 12) < Month(2020, 1) < Month(2020, 2)


def test_there_is_nothing_before_the_first_month_and_after_the_last() -> None:
    with pytest.raises(InvalidMonth):
        Month(1, 1).minus(1)
    with pytest.raises(InvalidMonth):
        Month(9999, 12).next()


def test_the_number_of_a_month_counts_months() -> None:
    assert Month(2020, 1).to_number() == 24240
    assert Month.from_number(24240) == Month(2020, 1)
    assert Month(2020, 12).to_number() == 24251


@given(months)
def test_every_written_month_is_read_back(month: Month) -> None:
    assert Month.parse_iso(str(month)) == month
    assert Month.parse(f"{month.month:02}{month.year:04}") == month
    assert Month.from_number(month.to_number()) == month


@given(months, months)
def test_months_are_ordered_as_their_first_days(one: Month, other: Month) -> None:
    assert (one < other) == (one.first_day < other.first_day)
    assert (one < other) == (str(one) < str(other))
    assert one.minus(one.to_number() - other.to_number()) == other


@given(st.dates())
def test_a_day_lies_in_its_month(day: date) -> None:
    month = Month.of(day)
    assert month.first_day <= day <= month.last_day
    assert month.last_day == date.max or Month.of(month.last_day + timedelta(days=1)) == month.next()
