"""The list of participants of a payment order, held by columns.

Rules look at a whole list at once and an order may carry 100,000 lines, so the columns are the
value and a single line is made only where a person looks at it.
"""

from collections.abc import Iterator

import attrs

OtherFields = tuple[tuple[str, str], ...]
"""Fields that the product gives no meaning to, kept as (tag, value) in the order they came."""


@attrs.frozen(kw_only=True)
class ParticipantLine:
    """One person, one month, one amount, as the payer wrote it."""

    number: str  # :21:, the payer's running number; lines are counted by their place, not by it
    amount_tiyn: int
    list_kind: str  # after /OPV/: S, or in the old block S or C and the SIC
    surname: str
    name: str
    patronymic: str  # "" where the field is absent
    birth_date: str  # YYYYMMDD as written, not necessarily a date
    identification_number: str  # /IDN/ as written; "" where only an RNN was given
    period: str  # MMYYYY as written; "" means that the header's applies
    others: OtherFields = ()


@attrs.frozen(kw_only=True)
class ParticipantList:
    """All lines of an order; every column has one item per line. Column values hold no line feed."""

    numbers: tuple[str, ...] = ()
    amounts_tiyn: tuple[int, ...] = ()
    list_kinds: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    patronymics: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    identification_numbers: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    others: tuple[tuple[int, OtherFields], ...] = ()  # (index, fields) of the few lines that have any

    @classmethod
    def of(cls, *lines: ParticipantLine) -> "ParticipantList":
        """Make the columns from single lines."""
        return cls(
            numbers=tuple(line.number for line in lines),
            amounts_tiyn=tuple(line.amount_tiyn for line in lines),
            list_kinds=tuple(line.list_kind for line in lines),
            surnames=tuple(line.surname for line in lines),
            names=tuple(line.name for line in lines),
            patronymics=tuple(line.patronymic for line in lines),
            birth_dates=tuple(line.birth_date for line in lines),
            identification_numbers=tuple(line.identification_number for line in lines),
            periods=tuple(line.period for line in lines),
            others=tuple((index, line.others) for index, line in enumerate(lines) if line.others),
        )

    def __len__(self) -> int:
        return len(self.amounts_tiyn)

    def __getitem__(self, index: int) -> ParticipantLine:
        """One line by its index, counted from 0."""
        return self._line(index, next((fields for place, fields in self.others if place == index), ()))

    def __iter__(self) -> Iterator[ParticipantLine]:
        others = dict(self.others)
        return (self._line(index, others.get(index, ())) for index in range(len(self)))

    def _line(self, index: int, others: OtherFields) -> ParticipantLine:
        return ParticipantLine(
            number=self.numbers[index],
            amount_tiyn=self.amounts_tiyn[index],
            list_kind=self.list_kinds[index],
            surname=self.surnames[index],
            name=self.names[index],
            patronymic=self.patronymics[index],
            birth_date=self.birth_dates[index],
            identification_number=self.identification_numbers[index],
            period=self.periods[index],
            others=others,
        )

    @property
    def total_tiyn(self) -> int:
        """What the lines bring together; an order's own total may differ (`total-mismatch`)."""
        return sum(self.amounts_tiyn)
