"""Days of the records are days in Almaty; instants are stored in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ALMATY = ZoneInfo("Asia/Almaty")


def day_in_almaty(instant: datetime) -> date:
    """The calendar day that an instant falls on."""
    return instant.astimezone(ALMATY).date()


def end_of_day(day: date) -> datetime:
    """The last instant of a day, in UTC."""
    begin_of_next = datetime.combine(day + timedelta(days=1), time(), tzinfo=ALMATY)
    return begin_of_next.astimezone(UTC) - timedelta(microseconds=1)
