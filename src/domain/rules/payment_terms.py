"""By when a month is to be paid for, and how late a payment came (Social Code 246(1))."""

from datetime import date

from esep.domain.model.month import Month
from esep.domain.rules.parameters import Parameters


def due_day(month: Month, parameters: Parameters) -> date | None:
    """The last day on which a month is paid for in time; None where the table does not cover the month.

    A day off is not moved: the Code does not say so here.
    """
    day_of_next_month = parameters.payment_terms.at(month.first_day)
    return None if day_of_next_month is None else month.next().first_day.replace(day=day_of_next_month)


def days_late(month: Month, received_on: date, parameters: Parameters) -> int | None:
    """Days from the due day to the day of receipt, that day among them; None where it came in time or none is known."""
    due = due_day(month, parameters)
    return (received_on - due).days if due is not None and received_on > due else None
