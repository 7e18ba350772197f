"""Rules on the lines of an order. Each yields the indexes of the lines it finds fault with.

A rule looks at the whole list at once, column by column; its row stands in `findings.toml`.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache

from esep.domain.model.month import Month
from esep.domain.rules.examined_order import ExaminedOrder
from esep.domain.rules.parameters import Bounds, PaymentKind

FIRST_MONTH = Month(2005, 1).to_number()  # compulsory social insurance began (Law 405 of 25.04.2003)
SEVENTH_DIGIT_UNKNOWN = "0"  # such numbers tell neither birth date nor sex


def iin_invalid(examined: ExaminedOrder) -> Iterable[int]:
    """Not twelve ASCII digits, or a wrong check digit. Nothing else is looked at."""
    return examined.invalid


def iin_not_registered(examined: ExaminedOrder) -> Iterable[int]:
    """The register was asked and does not know the number."""
    if examined.answers is None or None not in examined.people:
        return ()
    pairs = zip(examined.numbers, examined.people, strict=True)
    return (index for index, (number, person) in enumerate(pairs) if person is None and number is not None)


def iin_excluded(examined: ExaminedOrder) -> Iterable[int]:
    """The number was excluded from the register."""
    return (index for index, note in examined.noted if note.excluded)


def name_mismatch(examined: ExaminedOrder) -> Iterator[int]:
    """Surname, name or a given patronymic differs after normalisation."""
    for difference in examined.differing:
        surname, name, patronymic, _ = difference.given
        if [surname, name] != difference.registered[:2] or (patronymic and patronymic != difference.registered[2]):
            yield difference.index


def patronymic_missing(examined: ExaminedOrder) -> Iterator[int]:
    """The line gives no patronymic and the register has one."""
    return (each.index for each in examined.differing if not each.given[2] and each.registered[2])


def birth_date_mismatch(examined: ExaminedOrder) -> Iterator[int]:
    """The birth date is not the register's, or, whether or not the register knows the person, is no date.

    A person who pays for themselves gives none.
    """
    yield from (each.index for each in examined.differing if each.given[3] != each.registered[3])
    if None in examined.people and not examined.is_self_payment:
        written = examined.order.participants.birth_dates
        for index, person in enumerate(examined.people):
            if person is None and not _is_date(written[index]):
                yield index


@lru_cache(maxsize=65_536)  # birth dates repeat
def _is_date(text: str) -> bool:
    if not (len(text) == len("YYYYMMDD") and text.isascii() and text.isdigit()):
        return False
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True


def iin_birth_date_differs(examined: ExaminedOrder) -> Iterable[int]:
    """The number's first six digits are not the register's birth date; legal (Government Resolution 853)."""
    pairs = zip(examined.order.participants.identification_numbers, examined.people, strict=True)
    return [
        index
        for index, (number, person) in enumerate(pairs)
        if person is not None
        and number[:6] != person[-6:]  # it ends with YYYYMMDD
        and number[6] != SEVENTH_DIGIT_UNKNOWN
    ]


def deceased(examined: ExaminedOrder) -> Iterable[int]:
    """The month paid for lies after the month of death."""
    months = examined.months
    return (index for index, note in examined.noted if _is_after(months[index], note.death_month))


def _is_after(month: int | None, death_month: int | None) -> bool:
    return month is not None and death_month is not None and month > death_month


def period_invalid(examined: ExaminedOrder) -> Iterable[int]:
    """The period that applies is no month, or one before the insurance began."""
    return _lines_of_months(examined, lambda month: month is None or month < FIRST_MONTH)


def period_ahead(examined: ExaminedOrder) -> Iterable[int]:
    """The month lies after the month of the value date; legal for some payers (Social Code 246(10))."""
    value_month = Month.of(examined.order.value_date).to_number()
    return _lines_of_months(examined, lambda month: month is not None and month > value_month)


def _lines_of_months(examined: ExaminedOrder, is_meant: Callable[[int | None], bool]) -> Iterable[int]:
    """Judge each distinct month once: an order has one or two of them, and thousands of lines."""
    meant = {month for month in set(examined.months) if is_meant(month)}
    if not meant:
        return ()
    return (index for index, month in enumerate(examined.months) if month in meant)


def repeated_participant(examined: ExaminedOrder) -> Iterator[int]:
    """The same number and month, or both without a valid month, stand earlier in the order."""
    written = examined.order.participants.identification_numbers
    pairs = list(zip(written, examined.months, strict=True))
    if len(set(pairs)) == len(pairs):
        return
    seen = set()
    for index, pair in enumerate(pairs):
        if pair in seen and pair[0]:
            yield index
        seen.add(pair)


def above_maximum(examined: ExaminedOrder) -> Iterable[int]:
    """More than seven minimum wages' contribution in one line (Social Code 245)."""
    return _lines_out_of_bounds(examined, lambda amount, bounds: _is_more(amount, bounds.maximum_tiyn))


def below_minimum(examined: ExaminedOrder) -> Iterable[int]:
    """Less than one minimum wage's contribution in one line (Social Code 245)."""
    return _lines_out_of_bounds(examined, lambda amount, bounds: _is_less(amount, bounds.minimum_tiyn))


def _is_more(amount: int, bound: int | None) -> bool:
    return bound is not None and amount > bound


def _is_less(amount: int, bound: int | None) -> bool:
    return bound is not None and amount < bound


def _lines_out_of_bounds(examined: ExaminedOrder, is_out: Callable[[int, Bounds], bool]) -> Iterable[int]:
    """Lines of an entity's contributions whose amount is out of the bounds of their month, where these are shipped."""
    purpose, amounts = examined.purpose, examined.order.participants.amounts_tiyn
    if purpose is None or purpose.kind is not PaymentKind.CONTRIBUTION or not examined.is_payer_an_entity:
        return ()
    months = {month for month in set(examined.months) if month is not None}
    bounds = {month: examined.parameters.bounds(Month.from_number(month)) for month in months}
    if not any(is_out(extreme, of) for of in bounds.values() for extreme in (min(amounts), max(amounts))):
        return ()
    pairs = zip(amounts, examined.months, strict=True)
    return (index for index, (amount, month) in enumerate(pairs) if month is not None and is_out(amount, bounds[month]))
