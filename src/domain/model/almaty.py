"""Days of the records are days in Almaty; instants are stored in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ALMATY = ZoneInfo("Asia/Almaty")


def day_in_almaty(instant: datetime) -> date:
    """The calendar day that an instant falls on."""
    return instant.astimezone(ALMATY).date()


def begin_of_day(day: date) -> datetime:
    """The first instant of a day, in UTC."""
    return datetime.combine(day, time(), tzinfo=ALMATY).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last instant of a day, in UTC."""
    return begin_of_day(day + timedelta(days=1)) - timedelta(microseconds=1)
