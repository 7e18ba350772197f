"""Settings from outside: times and languages."""

from datetime import UTC, datetime

import pytest

from esep.domain.errors import InvalidInput
from esep.entrypoints.settings import as_of_instant, fixed_now, variable_of


@pytest.mark.parametrize(
    ("text", "hour_utc"),
    [
        ("2020-02-24", 6),
        ("2020-02-24T09:00:00", 3),
        ("2020-02-24T09:00:00+05:00", 4),
        ("2020-02-24T09:00:00Z", 9),
    ],
)
def test_the_clock_is_fixed_at_an_instant(text: str, hour_utc: int) -> None:
    assert fixed_now(text).astimezone(UTC) == datetime(2020, 2, 24, hour_utc, tzinfo=UTC)


def test_a_date_stands_for_its_last_instant_in_almaty() -> None:
    """Almaty lay at +06:00 until 2024-03-01 and lies at +05:00 since."""
    assert as_of_instant("2020-02-24") == datetime(2020, 2, 24, 17, 59, 59, 999999, tzinfo=UTC)
    assert as_of_instant("2025-02-24") == datetime(2025, 2, 24, 18, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "2020-02-30", "tomorrow", "2020-02-24T09:00", "9999-12-31"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="expected"):
        as_of_instant(text)


def test_a_clock_cannot_be_fixed_at_nonsense() -> None:
    with pytest.raises(InvalidInput, match="expected a date or an instant"):
        fixed_now("noon")


def test_an_option_gives_its_variable_a_name() -> None:
    assert variable_of("--database-url") == "ESEP_DATABASE_URL"
