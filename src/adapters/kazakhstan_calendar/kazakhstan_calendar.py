"""Working days of Kazakhstan, by rule and by act.

Holidays, days off observed after them and the Government's transfers of 2000-2025 come from the `holidays` package
(law on holidays; Labour Code, articles 84 and 85); what it lacks comes from the table of transferred days. Years
ahead are computed by rule: their transfers are unknown until an act makes them, and Kurban Ait is an estimate.
"""

from datetime import date, timedelta
from functools import cache

import attrs

from esep.adapters.kazakhstan_calendar.transferred_days import TransferredDay, shipped_transferred_days
from esep.domain.ports.working_calendar import CalendarUnknown

FIRST_YEAR = 1991  # the package knows no holidays of Kazakhstan before, and none after 2100
LAST_YEAR = 2100


@attrs.frozen
class KazakhstanCalendar:
    """The `WorkingCalendar` of Kazakhstan for the years 1991 to 2100."""

    transferred_days: tuple[TransferredDay, ...] = attrs.field(factory=shipped_transferred_days)
    _is_working: dict[date, bool] = attrs.field(init=False, repr=False, eq=False)
    _next: dict[date, date] = attrs.field(init=False, repr=False, eq=False, factory=dict)

    @_is_working.default
    def _is_working_by_act(self) -> dict[date, bool]:
        return {each.day: each.is_working for each in self.transferred_days}

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day; raises CalendarUnknown."""
        computed = day in _working_days(day.year)
        return self._is_working.get(day, computed)

    def next_working_day(self, after: date) -> date:
        """The first working day strictly after the day given; raises CalendarUnknown."""
        # Asked for every order, while all orders of a file came on a few days.
        known = self._next.get(after)
        if known is not None:
            return known
        _working_days(after.year)  # refuses the years that are not covered
        day = after + timedelta(days=1)
        while not self.is_working_day(day):
            day += timedelta(days=1)
        self._next[after] = day
        return day


@cache
def _working_days(year: int) -> frozenset[date]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarUnknown(year, FIRST_YEAR, LAST_YEAR)
    import holidays  # noqa: PLC0415  # takes a tenth of a second: only where a calendar is asked

    # A transfer is listed under the year of its day off; the day worked instead may lie in the year before.
    public = holidays.country_holidays("KZ", years=(year, year + 1), observed=True)
    first = date(year, 1, 1)
    days = (first + timedelta(days=number) for number in range((date(year, 12, 31) - first).days + 1))
    return frozenset(day for day in days if public.is_working_day(day))
