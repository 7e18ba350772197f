"""An order laid out for the rules: its list by columns, beside what the register answered."""

from collections.abc import Sequence

import attrs

from esep.domain.model.check_digit import find_invalid
from esep.domain.model.identification_number import NumberKind, kind_of
from esep.domain.model.month import InvalidMonth, Month
from esep.domain.model.payer_register import PayerAnswers
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterAnswers, RegisterNote
from esep.domain.rules.name_comparison import comparable, comparison_key
from esep.domain.rules.parameters import Parameters, PurposeCode
from esep.domain.rules.self_payment import split_names

NOT_COMPARED, EXACT, NORMALISED, DIFFERS = "-", "e", "n", "d"
"""How a line's names and birth date compare with the register's; kept with each line as evidence."""


@attrs.frozen(kw_only=True)
class NumberedOrder:
    """An order with its identification numbers checked, ready for the register to be asked."""

    order: PaymentOrder
    invalid: Sequence[int]  # indexes of lines whose number has a wrong form or check digit
    numbers: Sequence[int | None]  # per line the number to ask for; None where it is invalid

    @classmethod
    def of(cls, order: PaymentOrder) -> "NumberedOrder":
        """Check every number of the list once."""
        written = order.participants.identification_numbers
        invalid = find_invalid(written)
        if not invalid:
            return cls(order=order, invalid=(), numbers=list(map(int, written)))
        wrong = frozenset(invalid)
        numbers = [None if index in wrong else int(number) for index, number in enumerate(written)]
        return cls(order=order, invalid=invalid, numbers=numbers)


@attrs.frozen
class Difference:
    """A line that differs from the register: surname, name, patronymic (comparable) and birth date on both sides."""

    index: int
    given: Sequence[str]
    registered: Sequence[str]


@attrs.frozen(kw_only=True)
class ExaminedOrder:
    """What every rule may look at. Columns have one item per line of the list."""

    order: PaymentOrder
    purpose: PurposeCode | None  # row of the code that applies; None where it is not accepted
    conflicts_with: str | None  # the earlier order of the same key with other content
    answers: RegisterAnswers | None  # None where the register did not answer
    payers: PayerAnswers | None  # None where no register of payers is loaded
    parameters: Parameters
    invalid: Sequence[int]  # indexes of lines with an invalid identification number
    numbers: Sequence[int | None]
    people: Sequence[str | None]  # per line the register's text; None where not asked, not answered or not known
    differing: Sequence["Difference"]  # lines whose names or birth date differ after normalisation
    noted: Sequence[tuple[int, RegisterNote]]  # lines of persons who are dead or excluded
    levels: Sequence[str]  # per line NOT_COMPARED, EXACT, NORMALISED or DIFFERS
    months: Sequence[int | None]  # per line the number of the month paid for; None where the period is no month

    @property
    def is_register_needed(self) -> bool:
        """Whether there is any number to ask the register for."""
        return len(self.invalid) < len(self.numbers)

    @property
    def is_self_payment(self) -> bool:
        """Whether a person pays for themselves: the one line was made from a single order's header."""
        return not self.order.has_list and len(self.numbers) == 1

    @property
    def is_payer_an_entity(self) -> bool:
        """Whether the payer's number is a BIN by its form."""
        return kind_of(self.order.payer.identification_number) is NumberKind.BIN


def lay_out(
    numbered: NumberedOrder,
    *,
    purpose: PurposeCode | None,
    conflicts_with: str | None,
    answers: RegisterAnswers | None,
    parameters: Parameters,
    payers: PayerAnswers | None = None,
) -> ExaminedOrder:
    """Put an order and the register's answers side by side; each line is compared once."""
    order = numbered.order
    people: list[str | None]
    if answers is None:
        people = [None] * len(numbered.numbers)
    else:
        known: dict[int | None, str] = answers.written  # type: ignore[assignment]  # None finds nothing
        people = list(map(known.get, numbered.numbers))
    differing, levels = _compare(order, people) if order.has_list else _compare_payer(order, people)
    return ExaminedOrder(
        order=order,
        purpose=purpose,
        conflicts_with=conflicts_with,
        answers=answers,
        payers=payers,
        parameters=parameters,
        invalid=numbered.invalid,
        numbers=numbered.numbers,
        people=people,
        differing=differing,
        noted=_noted(numbered, answers),
        levels=levels,
        months=months_of(order),
    )


def _noted(numbered: NumberedOrder, answers: RegisterAnswers | None) -> list[tuple[int, RegisterNote]]:
    if answers is None or not answers.notes:
        return []
    notes = answers.notes
    return [
        (index, notes[number])
        for index, number in enumerate(numbered.numbers)
        if number is not None and number in notes
    ]


def _compare(order: PaymentOrder, people: Sequence[str | None]) -> tuple[list[Difference], list[str]]:
    """Compare as written first: only a line that differs so far is normalised."""
    lines = order.participants
    levels = [EXACT] * len(people)
    differing = []
    columns = zip(people, lines.surnames, lines.names, lines.patronymics, lines.birth_dates, strict=True)
    for index, (person, surname, name, patronymic, birth_date) in enumerate(columns):
        if person is None:
            levels[index] = NOT_COMPARED
            continue
        given = "" if patronymic == "-" else patronymic
        if person == f"{surname}\n{name}\n{given}\n{birth_date}":
            continue
        key = comparison_key(surname, name, patronymic, birth_date)
        registered = comparison_key(*person.split("\n"))
        if key == registered:
            levels[index] = NORMALISED
        else:
            levels[index] = DIFFERS
            differing.append(Difference(index, key.split("\n"), registered.split("\n")))
    return differing, levels


def _compare_payer(order: PaymentOrder, people: Sequence[str | None]) -> tuple[list[Difference], list[str]]:
    """A person who pays for themselves is named in one line; no birth date is given, so none is compared."""
    differing, levels = [], []
    for index, person in enumerate(people):
        if person is None:
            levels.append(NOT_COMPARED)
            continue
        *names, birth_date = person.split("\n")
        given, registered = split_names(order.payer.name, names), tuple(map(comparable, names))
        if given != registered:
            levels.append(DIFFERS)
            differing.append(Difference(index, [*given, birth_date], [*registered, birth_date]))
        else:
            levels.append(EXACT if order.payer.name == " ".join(filter(None, names)) else NORMALISED)
    return differing, levels


def months_of(order: PaymentOrder) -> list[int | None]:
    """The month of each line, by its number: a line's own period, if it has one, is the only one looked at."""
    header, periods = order.period, order.participants.periods
    month_of = {text: _month(text or header) for text in set(periods)}
    return list(map(month_of.__getitem__, periods))


def _month(text: str) -> int | None:
    try:
        return Month.parse(text).to_number()
    except InvalidMonth:
        return None
