"""Correct a recorded line that has a wrong person or month (Rules, items 8 and 9)."""

from datetime import date

import attrs

from esep.domain.errors import Conflict, InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.correction import Correction
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.ledger import person_key
from esep.domain.model.month import Month
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.correction_rules import reasons_not_to_correct, reasons_not_to_stand
from esep.domain.use_cases.find_order import find_one_order
from esep.domain.use_cases.redecide import require_reason

DOCUMENT_NUMBER_CHARACTERS_MAX = 250


class CorrectionRefused(Conflict):
    """A line may not be corrected as asked; the message tells every reason."""

    code = "correction-refused"


@attrs.frozen(kw_only=True)
class CorrectionRequest:
    """What is to be corrected, and on which ground."""

    reference: str  # of the order
    line_number: int
    to_iin: str | None  # None: the person stays
    to_month: Month | None  # None: the month stays
    reason: str
    document_number: str
    document_date: date


@attrs.frozen(kw_only=True)
class CorrectLine:
    """Reverse what a line recorded and enter it anew, both with one cause. Nothing that stands is changed."""

    open_unit: OpenUnitOfWork
    calendar: WorkingCalendar
    clock: Clock

    def __call__(self, request: CorrectionRequest, actor: Actor) -> Correction:
        """The correction; asked for once more it is told again and nothing moves.

        Raises `InvalidInput` for a request that says nothing or wrong numbers, `NotFound` for a line that was not
        credited, `CorrectionRefused` with every reason.
        """
        _require_sense(request, day_in_almaty(self.clock.now()))
        with self.open_unit() as unit:
            unit.move_money_alone()
            order = find_one_order(unit.orders, request.reference)
            lines = unit.accounts.credited_lines(order.order_number, [request.line_number])
            if not lines:
                raise NotFound(
                    f"line {request.line_number} of {order.key} is on nobody's account; only a credited line can be "
                    f"corrected: see `esep orders show {order.key}`"
                )
            return self._correct(unit, lines[0], request, actor)

    def _correct(self, unit: UnitOfWork, line: CreditedLine, request: CorrectionRequest, actor: Actor) -> Correction:
        person = line.person_key if request.to_iin is None else person_key(int(request.to_iin))
        month = request.to_month or line.month
        made = _same_before(unit, line, request, person, month)
        if made is not None:
            return made
        if (person, month) == (line.person_key, line.month):
            raise CorrectionRefused(
                "the line stands on this person's account for this month already: nothing to correct"
            )
        _require_allowed(unit, line, person, month)
        now = self.clock.now()
        correction = Correction(
            correction_number=unit.corrections.next_number(),
            order_number=line.order_number,
            line_number=line.line_number,
            amount_tiyn=line.amount_tiyn,
            person_from=line.person_key,
            month_from=line.month.to_number(),
            person_to=person,
            month_to=month.to_number(),
            reason=request.reason,
            document_number=request.document_number,
            document_date=request.document_date,
            recorded_at=now,
            due_on=self.calendar.next_working_day(day_in_almaty(now)),
            actor=actor,
        )
        entries = correction.entries(
            line.account, decision_number=line.decision_number, entries_before=line.entry_count
        )
        unit.corrections.record(correction, entries)
        return correction


def _require_sense(request: CorrectionRequest, today: date) -> None:
    require_reason(request.reason)
    if not request.document_number.strip():
        raise InvalidInput("a correction rests on a document: give its number and date")
    if len(request.document_number) > DOCUMENT_NUMBER_CHARACTERS_MAX:
        raise InvalidInput(
            f"the document's number has {len(request.document_number)} characters; at most "
            f"{DOCUMENT_NUMBER_CHARACTERS_MAX} are kept"
        )
    if request.document_date > today:
        raise InvalidInput(f"the document is of {request.document_date}, which is still to come: today is {today}")
    if request.to_iin is None and request.to_month is None:
        raise InvalidInput("nothing to correct: give the right IIN, the right period, or both")
    if request.to_iin is not None and not has_valid_check_digit(request.to_iin):
        raise InvalidInput("that is no IIN: expected twelve digits with a right check digit")


def _same_before(
    unit: UnitOfWork, line: CreditedLine, request: CorrectionRequest, person: int, month: Month
) -> Correction | None:
    """The very same correction, made before, whatever was corrected since: asked for again, it is told again."""
    told = (request.reason, request.document_number, request.document_date, person, month.to_number())
    for one in unit.corrections.of_line(line.order_number, line.line_number):
        if (one.reason, one.document_number, one.document_date, one.person_to, one.month_to) == told:
            return one
    return None


def _require_allowed(unit: UnitOfWork, line: CreditedLine, person: int, month: Month) -> None:
    registered = unit.register.find_person(person)
    reasons = [
        *reasons_not_to_correct(line, is_for_another=person != line.person_key),
        *reasons_not_to_stand(registered, month),
    ]
    if reasons:
        raise CorrectionRefused(f"the line cannot be corrected: {'; '.join(reasons)}")
