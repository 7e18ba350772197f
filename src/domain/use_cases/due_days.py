"""By which day a duty is to be done, by the dated terms of the rulebook."""

from datetime import date

import attrs

from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.parameters import Parameters


@attrs.frozen(kw_only=True)
class DueDays:
    """Counts working days. The operating days of the payment system, which some terms speak of, are taken as these."""

    calendar: WorkingCalendar
    parameters: Parameters

    def due_on(self, duty: str, arisen_on: date) -> date | None:
        """The last day for a duty that arose on a day; None where no term is known. Raises `CalendarUnknown`."""
        working_days = self.parameters.term(duty, arisen_on)
        if working_days is None:
            return None
        day = arisen_on
        for _ in range(working_days):
            day = self.calendar.next_working_day(day)
        return day
