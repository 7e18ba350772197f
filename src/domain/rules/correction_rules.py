"""What a correction of a recorded line may not do (Rules, items 8 and 9)."""

from collections.abc import Iterator

from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.register import RegisterPerson
from esep.domain.rules.line_rules import FIRST_MONTH


def reasons_not_to_correct(line: CreditedLine, *, is_for_another: bool) -> Iterator[str]:
    """Why a line may not be corrected now: what depends on it must be settled first."""
    if line.illegal_tiyn and is_for_another:
        yield (
            f"{Money(line.illegal_tiyn).format_tenge()} tenge of it were recognised as illegal (Rules, item 9): they "
            "may not begin to count for another person"
        )
    if line.refunded_tiyn:
        yield f"{Money(line.refunded_tiyn).format_tenge()} tenge of it went back to the payer"
    if line.under_application_tiyn:
        yield "a refund application for it is under way: refuse it or let it end first"
    if line.counted_tiyn:
        yield (
            f"{Money(line.counted_tiyn).format_tenge()} tenge of it counted in a decision on a social payment "
            "(Social Code 247(2)): that decision must be reviewed first"
        )


def reasons_not_to_stand(person: RegisterPerson | None, month: Month) -> Iterator[str]:
    """Why money for a month may not stand on a person's account: what a line of an order is returned for."""
    if month.to_number() < FIRST_MONTH:
        yield f"the month {month} lies before {Month.from_number(FIRST_MONTH)}, when contributions began"
    if person is None:
        yield "the state register does not know the number"
        return
    if person.excluded:
        yield "the number is excluded from the state register"
    if person.death_date is not None and month > Month.of(person.death_date):
        yield "the month lies after the month of death"
