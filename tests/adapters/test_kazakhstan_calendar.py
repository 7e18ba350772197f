"""Working days of Kazakhstan."""

import subprocess
import sys
from datetime import date, timedelta

import pytest

from esep.adapters.kazakhstan_calendar.kazakhstan_calendar import KazakhstanCalendar
from esep.adapters.kazakhstan_calendar.transferred_days import (
    InvalidTransferredDays,
    TransferredDay,
    read_transferred_days,
    shipped_transferred_days,
)
from esep.domain.ports.working_calendar import CalendarUnknown, WorkingCalendar

HEADER = "day,is_working,act,note"


@pytest.fixture
def calendar() -> WorkingCalendar:
    return KazakhstanCalendar()


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2024, 5, 4), True),  # a Saturday worked for the 8th
        (date(2024, 5, 8), False),
        (date(2025, 1, 5), True),  # a Sunday worked for the 3rd
        (date(2025, 1, 3), False),
        (date(2013, 12, 28), True),  # worked for a day of the next year
        (date(2014, 1, 3), False),
        (date(2020, 5, 11), True),
        (date(2026, 1, 7), False),
        (date(2025, 1, 7), False),
        (date(2026, 3, 8), False),
        (date(2026, 3, 9), False),  # the 8th is a Sunday
        (date(2025, 8, 30), False),
        (date(2025, 9, 1), False),
        (date(2026, 8, 31), True),  # no Constitution Day in 2026
        (date(2027, 3, 15), False),
        (date(2022, 10, 25), False),
        (date(2012, 10, 25), True),
        (date(2025, 6, 6), False),  # Kurban Ait
        (date(2025, 6, 7), False),
        (date(2025, 6, 10), True),
        (date(2025, 2, 14), True),
        (date(2025, 2, 15), False),
    ],
)
def test_a_day_is_worked_or_off(calendar: WorkingCalendar, day: date, is_working: bool) -> None:
    assert calendar.is_working_day(day) is is_working


@pytest.mark.parametrize(("year", "count"), [(2024, 249), (2025, 246), (2026, 247)])
def test_a_year_has_its_number_of_working_days(calendar: WorkingCalendar, year: int, count: int) -> None:
    first = date(year, 1, 1)
    days = [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
    assert sum(calendar.is_working_day(day) for day in days) == count


@pytest.mark.parametrize(
    ("after", "following"),
    [
        (date(2025, 2, 13), date(2025, 2, 14)),
        (date(2025, 2, 14), date(2025, 2, 17)),
        (date(2025, 2, 15), date(2025, 2, 17)),
        (date(2024, 5, 3), date(2024, 5, 4)),
        (date(2024, 5, 6), date(2024, 5, 10)),
        (date(2024, 12, 31), date(2025, 1, 5)),
        (date(2025, 12, 31), date(2026, 1, 5)),
    ],
)
def test_the_next_working_day_lies_strictly_after(calendar: WorkingCalendar, after: date, following: date) -> None:
    assert calendar.next_working_day(after) == following
    assert calendar.next_working_day(after) == following


@pytest.mark.parametrize("day", [date(1990, 12, 31), date(2101, 1, 1), date.max])
def test_a_year_outside_the_calendar_is_refused(calendar: WorkingCalendar, day: date) -> None:
    with pytest.raises(CalendarUnknown, match=r"give a day of 1991 to 2100") as refusal:
        calendar.is_working_day(day)
    assert refusal.value.year == day.year
    with pytest.raises(CalendarUnknown):
        calendar.next_working_day(day)


def test_the_day_after_the_last_covered_year_is_refused(calendar: WorkingCalendar) -> None:
    assert calendar.is_working_day(date(2100, 12, 31))
    with pytest.raises(CalendarUnknown):
        calendar.next_working_day(date(2100, 12, 31))


def test_a_transferred_day_has_the_last_word() -> None:
    table = read_transferred_days(
        [HEADER, "2026-05-08,no,Order 1 of 2026,for 2 May", "2026-05-02,yes,Order 1 of 2026,"]
    )
    calendar = KazakhstanCalendar(table)
    assert not calendar.is_working_day(date(2026, 5, 8))
    assert calendar.is_working_day(date(2026, 5, 2))
    assert calendar.next_working_day(date(2026, 5, 1)) == date(2026, 5, 2)
    assert KazakhstanCalendar(()).next_working_day(date(2026, 5, 1)) == date(2026, 5, 4)


def test_a_table_is_read_with_its_comments_left_out() -> None:
    assert read_transferred_days([HEADER, "# why", "", '2026-05-08,no,"Order 1, item 2",for 2 May']) == (
        TransferredDay(day=date(2026, 5, 8), is_working=False, act="Order 1, item 2", note="for 2 May"),
    )


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["day,is_working"],
        [HEADER, "2026-05-08,maybe,Order 1,"],
        [HEADER, "2026-02-30,no,Order 1,"],
        [HEADER, "2026-05-08,no,,"],
        [HEADER, "2026-05-08,no"],
        [HEADER, "2026-05-08,no,Order 1,", "2026-05-08,yes,Order 2,"],
    ],
)
def test_a_table_that_cannot_be_read_is_refused(lines: list[str]) -> None:
    with pytest.raises(InvalidTransferredDays):
        read_transferred_days(lines)


def test_the_shipped_table_says_nothing_that_is_known_without_it() -> None:
    plain = KazakhstanCalendar(())
    assert [each for each in shipped_transferred_days() if plain.is_working_day(each.day) is each.is_working] == []


def test_the_holidays_package_is_loaded_only_where_a_day_is_asked() -> None:
    program = "import sys, esep.adapters.kazakhstan_calendar.kazakhstan_calendar as c; c.KazakhstanCalendar()"
    done = subprocess.run([sys.executable, "-c", program + "; sys.exit('holidays' in sys.modules)"], check=False)
    assert done.returncode == 0
