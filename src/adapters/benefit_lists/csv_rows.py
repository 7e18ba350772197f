"""Rows of a CSV file by the names of its columns, and what their cells may hold."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

from esep.domain.errors import InvalidInput
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.identification_number import is_well_formed, masked
from esep.domain.model.money import InvalidAmount, Money
from esep.domain.model.month import Month

FIELD_CHARACTERS_MAX = 10_000  # no honest field comes near; a quote never closed would swallow the file
FAULTS_TOLD_MAX = 1_000  # rows named in one message; of more only the number is told
CHARACTERS_SHOWN_MAX = 20


def read_rows(
    content: bytes, file_name: str, columns: Sequence[str], refusal: type[InvalidInput]
) -> list[tuple[int, Mapping[str, str]]]:
    """Every row below the first line with the number of its line; raises the refusal for what is no such file."""
    csv.field_size_limit(FIELD_CHARACTERS_MAX)
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = [name.strip().lower() for name in reader.fieldnames or ()]
        missing = [name for name in columns if name not in header]
        if missing:
            raise refusal(
                f"{file_name} has no column {', '.join(missing)}; expected a CSV file in UTF-8 whose first line is "
                f"{','.join(columns)} (in any order, others are left aside). Nothing was loaded"
            )
        reader.fieldnames = header
        rows: list[tuple[int, Mapping[str, str]]] = [(reader.line_num, _stripped(row)) for row in reader]
    except UnicodeDecodeError as error:
        raise refusal(f"{file_name} is not in UTF-8; save it so. Nothing was loaded") from error
    except csv.Error as error:
        raise refusal(f"{file_name}: {error}; expected fields divided by commas. Nothing was loaded") from error
    if not rows:
        raise refusal(f"{file_name} has no row below the first line; expected at least one. Nothing was loaded")
    return rows


def refuse_faults(faults: Sequence[str], file_name: str, refusal: type[InvalidInput]) -> None:
    """Raise the refusal with every fault; pass where there is none."""
    if not faults:
        return
    told = [f"  {fault}" for fault in faults[:FAULTS_TOLD_MAX]]
    if len(faults) > FAULTS_TOLD_MAX:
        told.append(f"  … and {len(faults) - FAULTS_TOLD_MAX} rows more")
    listed = "\n".join(told)
    raise refusal(f"{file_name}: nothing was loaded; correct these rows and load it again:\n{listed}")


def number_in(row: Mapping[str, str], column: str) -> str:
    """An IIN or BIN. Raises `InvalidInput`, the number masked."""
    number = row.get(column, "")
    if not is_well_formed(number) or not has_valid_check_digit(number):
        raise InvalidInput(f"{column} {masked(number)}: expected twelve digits with a right check digit")
    return number


def day_in(row: Mapping[str, str], column: str) -> date:
    """A day as YYYY-MM-DD. Raises `InvalidInput`."""
    text = row.get(column, "")
    try:
        if len(text) != len("YYYY-MM-DD") or not text.isascii():
            raise ValueError
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(f"{column} {text[:CHARACTERS_SHOWN_MAX]!r}; expected a day as YYYY-MM-DD") from error


def month_in(row: Mapping[str, str], column: str) -> Month:
    """A month as YYYY-MM. Raises `InvalidInput`."""
    return Month.parse_iso(row.get(column, ""))


def text_in(row: Mapping[str, str], column: str) -> str:
    """A text that is there. Raises `InvalidInput`."""
    text = row.get(column, "")
    if not text:
        raise InvalidInput(f"{column} is empty; expected a text")
    return text


def tenge_in(row: Mapping[str, str], column: str) -> int | None:
    """An amount in tenge as `120000` or `120000.50`, in tiyn; None where the cell is empty. Raises `InvalidInput`."""
    text = row.get(column, "")
    if not text:
        return None
    try:
        amount = Money.parse_mt(text.replace(".", ",") if "." in text else f"{text},").tiyn
    except InvalidAmount as error:
        shown = text[:CHARACTERS_SHOWN_MAX]
        raise InvalidInput(f"{column} {shown!r}; expected an amount in tenge like 120000.50") from error
    if amount == 0:
        raise InvalidInput(f"{column} is 0; expected an amount, or nothing where none is certified")
    return amount


def _stripped(row: Mapping[str | None, str | Sequence[str] | None]) -> dict[str, str]:
    return {name: value.strip() for name, value in row.items() if name is not None and isinstance(value, str)}
