"""Which payments of a case are due for which months (Orders 237 item 53, 238 item 66, 239 item 65, 248 item 70).

Months are paid whole: the acts name a monthly amount and no way to divide it, so that a month is due where at least one
of its days is paid for, and by the decision that stands on its last day (decision of the product).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import attrs

from esep.domain.model.month import Month
from esep.domain.model.payable_case import (
    ENDING,
    CaseToPay,
    DuePayment,
    FormedPayment,
    PayableCase,
    PayableEvent,
    PaymentTerms,
    begin_of,
)
from esep.domain.model.recipient_case import CaseAction, PaidPart


@attrs.frozen(kw_only=True)
class DueMonth:
    """A month that is to be paid for, by the decision that stands for it."""

    month: Month
    event_number: int
    terms: PaymentTerms


@attrs.frozen
class _Pause:
    """Days that are not paid for, from the first on, until before the second."""

    begin: date
    end: date | None


@attrs.frozen(kw_only=True)
class _Course:
    """How the payments of a case go: decisions by the day from which they stand, and pauses."""

    decisions: tuple[tuple[date, PayableEvent, PaymentTerms], ...]
    pauses: tuple[_Pause, ...]


def due_months(case: PayableCase, until: Month, *, after: Month | None = None) -> list[DueMonth]:
    """Every month up to one that is to be paid for, earliest first; where it is told, those after one only.

    Payments that are counted are counted from the first on: then earlier months may be among them.
    """
    course = _course(case)
    if not course.decisions:
        return []
    due: list[DueMonth] = []
    first = Month.of(min(day for day, _, _ in course.decisions)).to_number()
    is_counted = any(terms.payment_count is not None for _, _, terms in course.decisions)
    if after is not None and not is_counted:
        first = max(first, after.to_number() + 1)
    for number in range(first, until.to_number() + 1):
        month = Month.from_number(number)
        standing = _standing(course, month)
        if _is_due(course, standing, month, len(due)):
            event, terms = standing
            due.append(DueMonth(month=month, event_number=event.event_number, terms=terms))
        elif _is_over(course, standing, month, len(due)):
            break
    return due


def due_payments(to_pay: CaseToPay, until: Month, *, dead_since: Mapping[int, Month] | None = None) -> list[DuePayment]:
    """What is still to be formed up to a month: whole months, and what a later decision adds to a month.

    A month after that in which a payee died is not paid to that payee.
    """
    dead_since = dead_since or {}
    formed = _by_month(to_pay.formed)
    settled = to_pay.settled_until
    first = 0 if settled is None else settled.to_number() + 1
    payments: list[DuePayment] = []
    for due in due_months(to_pay.case, until, after=settled):
        number = due.month.to_number()
        if number >= first:
            parts = _living(due.terms.parts, due.month, dead_since)
            payments += _missing(due, parts, formed.get(number, ()))
    return payments


def is_due(case: PayableCase, month: int, payee_key: int, *, dead_since: Mapping[int, Month] | None = None) -> bool:
    """Whether a payee is to be paid for a month, by its number, by all that happened since."""
    last = Month.from_number(month)
    return any(
        part.payee_key == payee_key
        for due in due_months(case, last)
        if due.month == last
        for part in _living(due.terms.parts, last, dead_since or {})
    )


def overpaid(
    case: PayableCase, formed: Sequence[FormedPayment], *, dead_since: Mapping[int, Month] | None = None
) -> dict[tuple[int, int], int]:
    """What was formed beyond what is due by now, before what was withheld: tiyn by month's number and payee."""
    if not formed:
        return {}
    dead_since = dead_since or {}
    last = Month.from_number(max(one.month for one in formed))
    entitled: defaultdict[tuple[int, int], int] = defaultdict(int)
    for due in due_months(case, last):
        for part in _living(due.terms.parts, due.month, dead_since):
            entitled[due.month.to_number(), part.payee_key] += part.amount_tiyn
    paid: defaultdict[tuple[int, int], int] = defaultdict(int)
    for one in formed:
        paid[one.month, one.payee_key] += one.gross_tiyn
    return {key: tiyn - entitled[key] for key, tiyn in paid.items() if tiyn > entitled[key]}


def _missing(due: DueMonth, parts: Sequence[PaidPart], formed: Sequence[FormedPayment]) -> Iterator[DuePayment]:
    """Per payee: nothing formed, then every part; less than is due by a later decision, then the difference."""
    amounts: defaultdict[int, int] = defaultdict(int)
    for one in formed:
        amounts[one.payee_key] += one.gross_tiyn
    is_later = all(one.event_number < due.event_number for one in formed)
    differences = set()
    for part in parts:
        if part.payee_key not in amounts:
            yield _payment(due, part, part.amount_tiyn, is_difference=False)
        elif is_later and part.payee_key not in differences:
            differences.add(part.payee_key)
            entitled = sum(one.amount_tiyn for one in parts if one.payee_key == part.payee_key)
            if entitled > amounts[part.payee_key]:
                yield _payment(due, part, entitled - amounts[part.payee_key], is_difference=True)


def _payment(due: DueMonth, part: PaidPart, gross_tiyn: int, *, is_difference: bool) -> DuePayment:
    return DuePayment(
        due.month.to_number(), part.part, due.event_number, part.payee_key, gross_tiyn,
        due.terms.is_pension_withheld, is_difference,
    )  # fmt: skip


def _by_month(formed: Sequence[FormedPayment]) -> dict[int, list[FormedPayment]]:
    by_month: defaultdict[int, list[FormedPayment]] = defaultdict(list)
    for one in formed:
        by_month[one.month].append(one)
    return by_month


def _living(parts: Sequence[PaidPart], month: Month, dead_since: Mapping[int, Month]) -> Sequence[PaidPart]:
    """Who is alive in the month or died in it (Social Code 119(3)(1), 182(3)(1))."""
    if not dead_since:
        return parts
    return [part for part in parts if part.payee_key not in dead_since or month <= dead_since[part.payee_key]]


def _course(case: PayableCase) -> _Course:
    decisions: list[tuple[date, PayableEvent, PaymentTerms]] = []
    pauses: list[_Pause] = []
    for event in case.events:
        if event.terms is not None:
            begin = begin_of(event.action, event.terms.from_on, event.acts_on)
            decisions.append((begin, event, event.terms))
        if event.action is CaseAction.SUSPEND or event.action in ENDING:
            pauses.append(_Pause(event.acts_on, None))
        elif event.action is CaseAction.RESUME:
            pauses = [_ended(pause, event.acts_on) for pause in pauses]
    return _Course(decisions=tuple(decisions), pauses=tuple(pause for pause in pauses if pause.begin != pause.end))


def _ended(pause: _Pause, day: date) -> _Pause:
    return pause if pause.end is not None else _Pause(pause.begin, max(day, pause.begin))


def _standing(course: _Course, month: Month) -> tuple[PayableEvent, PaymentTerms]:
    """The last decision that stands on the month's last day; months before any decision are not asked for."""
    return next((event, terms) for begin, event, terms in reversed(course.decisions) if begin <= month.last_day)


def _is_due(course: _Course, standing: tuple[PayableEvent, PaymentTerms], month: Month, paid: int) -> bool:
    """Whether a day of the month is paid for, and a payment is left."""
    terms = standing[1]
    if terms.payment_count is not None and paid >= terms.payment_count:
        return False
    first = max(month.first_day, terms.from_on)
    last = month.last_day if terms.until_on is None else min(month.last_day, terms.until_on)
    for pause in sorted(course.pauses, key=lambda one: one.begin):
        if pause.begin <= first:
            if pause.end is None:
                return False
            first = max(first, pause.end)
    return first <= last


def _is_over(course: _Course, standing: tuple[PayableEvent, PaymentTerms], month: Month, paid: int) -> bool:
    """Whether no later month can be due: by this decision nothing is left, and no other one follows."""
    terms = standing[1]
    is_last = all(begin <= month.last_day for begin, _, _ in course.decisions)
    is_ended = terms.until_on is not None and terms.until_on < month.first_day
    is_spent = terms.payment_count is not None and paid >= terms.payment_count
    is_stopped = any(pause.end is None and pause.begin <= month.first_day for pause in course.pauses)
    return is_last and (is_ended or is_spent or is_stopped)
