"""Reads lists of credited months from CSV files."""

from collections.abc import Mapping

import attrs

from esep.adapters.benefit_lists.csv_rows import (
    CHARACTERS_SHOWN_MAX,
    day_in,
    month_in,
    number_in,
    read_rows,
    refuse_faults,
    tenge_in,
    text_in,
)
from esep.domain.errors import InvalidInput
from esep.domain.model.credited_month import CreditedKind, CreditedMonth
from esep.domain.ports.credited_months import CreditedMonthsInvalid

COLUMNS = ("iin", "month", "kind", "income", "document_number", "document_date")


@attrs.frozen
class CsvCreditedMonthsReader:
    """A `CreditedMonthsReader` for CSV in UTF-8; `income` is in tenge and may be empty."""

    def read(self, content: bytes, file_name: str) -> list[tuple[int, CreditedMonth]]:
        """See `CreditedMonthsReader`."""
        faults: list[str] = []
        read: list[tuple[int, CreditedMonth]] = []
        lines: dict[tuple[object, ...], int] = {}
        for number, row in read_rows(content, file_name, COLUMNS, CreditedMonthsInvalid):
            try:
                month = _credited(row)
                earlier = lines.setdefault((month.person_key, month.month, month.kind, month.document_number), number)
                if earlier != number:
                    raise InvalidInput(f"says the same of this month and document as line {earlier}")
            except InvalidInput as error:
                faults.append(f"line {number}: {error}")
                continue
            read.append((number, month))
        refuse_faults(faults, file_name, CreditedMonthsInvalid)
        return read


def _credited(row: Mapping[str, str]) -> CreditedMonth:
    word = text_in(row, "kind")
    kind = next((one for one in CreditedKind if one.value == word), None)
    if kind is None:
        words = ", ".join(one.value for one in CreditedKind)
        raise InvalidInput(f"kind {word[:CHARACTERS_SHOWN_MAX]!r}; expected one of {words}")
    return CreditedMonth(
        person_key=int(number_in(row, "iin")),
        month=month_in(row, "month"),
        kind=kind,
        income_tiyn=tenge_in(row, "income"),
        document_number=text_in(row, "document_number"),
        document_date=day_in(row, "document_date"),
    )
