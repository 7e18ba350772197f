"""Reads lists of amounts recognised as illegal from CSV files."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.illegal_amount import CourtAct, IllegalRow
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.ports.illegal_amounts import IllegalListInvalid

COLUMNS = ("act_number", "act_date", "iin", "reference", "period")
OPTIONAL = ("line", "amount")
FIELD_CHARACTERS_MAX = 10_000  # no honest field comes near; a quote never closed would swallow the file


@attrs.frozen
class CsvIllegalListReader:
    """An `IllegalListReader` for CSV in UTF-8: the columns above by name, in any order, others are left aside.

    `amount` is in tenge (`4250.00`); without one all that stands is meant. `line` is the number in the order's list.
    """

    def read(self, content: bytes, file_name: str) -> tuple[CourtAct, list[IllegalRow]]:
        """See `IllegalListReader`."""
        rows = _rows(content, file_name)
        faults: list[str] = []
        acts: set[CourtAct] = set()
        read: list[IllegalRow] = []
        for number, row in rows:
            try:
                acts.add(CourtAct(number=_needed(row, "act_number"), day=_day(_needed(row, "act_date"))))
                read.append(_row(number, row))
            except InvalidInput as error:
                faults.append(f"  line {number}: {error}")
        if len(acts) > 1:
            faults.append("  the rows name several acts; expected one list per act")
        if not rows:
            faults.append("  no row stands below the first line")
        if faults:
            listed = "\n".join(faults)
            raise IllegalListInvalid(f"{file_name}: nothing was recorded; correct it and load it again:\n{listed}")
        return acts.pop(), read


def _rows(content: bytes, file_name: str) -> list[tuple[int, Mapping[str, str]]]:
    csv.field_size_limit(FIELD_CHARACTERS_MAX)
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = [name.strip() for name in reader.fieldnames or ()]
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            raise IllegalListInvalid(
                f"{file_name} has no column {', '.join(missing)}; expected a CSV file in UTF-8 whose first line is "
                f"{','.join((*COLUMNS, *OPTIONAL))} (the last two may be left out). Nothing was recorded"
            )
        reader.fieldnames = header
        return [(reader.line_num, _stripped(row)) for row in reader]
    except UnicodeDecodeError as error:
        raise IllegalListInvalid(f"{file_name} is not in UTF-8; save it so. Nothing was recorded") from error
    except csv.Error as error:
        raise IllegalListInvalid(f"{file_name}: {error}; expected fields divided by commas") from error


def _stripped(row: Mapping[str | None, str | Sequence[str] | None]) -> dict[str, str]:
    return {name: value.strip() for name, value in row.items() if name is not None and isinstance(value, str)}


def _row(number: int, row: Mapping[str, str]) -> IllegalRow:
    line, amount = row.get("line", ""), row.get("amount", "")
    if line and not (line.isascii() and line.isdigit() and int(line) > 0):
        raise InvalidInput(f"line {line[:20]!r} is no number of a line; expected one counted from 1, or nothing")
    return IllegalRow(
        row=number,
        iin=_needed(row, "iin"),
        reference=_needed(row, "reference"),
        month=Month.parse_iso(_needed(row, "period")),
        line_number=int(line) if line else None,
        amount_tiyn=Money.parse_mt(amount.replace(".", ",") if "." in amount else f"{amount},").tiyn
        if amount
        else None,
    )


def _needed(row: Mapping[str, str], column: str) -> str:
    value = row.get(column, "")
    if not value:
        raise InvalidInput(f"{column} is empty")
    return value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(f"{text[:20]!r} is no date; expected one like 2025-03-01") from error
