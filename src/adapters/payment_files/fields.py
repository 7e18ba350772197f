"""The grammar inside block 4: fields `:TAG:`, their parts `/TAG/`, amounts and days."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from esep.domain.model.money import InvalidAmount, Money
from esep.domain.model.participant_list import OtherFields

COLON_TAG = re.compile(r"^:([0-9A-Z]{2,3}):", re.MULTILINE)
OTHER_TAG = re.compile(r":[0-9A-Z]{2,3}:|[A-Z][A-Z0-9]{0,9}")
SLASH_TAG = re.compile(r"^//?([A-Z][A-Z0-9]{0,9})/", re.MULTILINE)

POST_TAGS = {"CHIEF": "chief", "MAINBK": "main_bookkeeper", "IRS": "residency", "SECO": "sector"}
PARTY_TAGS = {"NAME": "name", "IDN": "identification_number"} | POST_TAGS
PAYER_TAGS = {"D": "account"} | PARTY_TAGS
DETAIL_TAGS = {
    "NUM": "document_number",
    "DATE": "document_date",
    "SEND": "sending_way",
    "VO": "operation_kind",
    "KNP": "purpose_code",
    "PSO": "processing",
    "PRT": "priority",
    "PERIOD": "period",
    "ASSIGN": "assignment",
}
LINE_TAGS = ("OPV", "FM", "NM", "FT", "DT", "IDN", "PERIOD")
HEADER_COLON_TAGS = frozenset({"20", "50", "52B", "57B", "59", "32A"})
"""Fields of the whole message; where one stands among the participants, their list is interrupted."""

AMOUNT_EXPECTED = "KZT, 1 to 15 digits, a comma and at most two digits, more than zero"
CURRENCY = "KZT"
_DAY = re.compile(r"[0-9]{6}")
_LONG_WORD = re.compile(r"([^\W\d_])[^\W\d_]{3,}|[^\W\d_]*[^\x00-\x7f]+[^\W\d_]*")
_LONG_NUMBER = re.compile(r"([0-9]{6})[0-9]{5,}")
_FOUND_LENGTH_MAX = 60


def split_fields(pattern: re.Pattern[str], text: str) -> tuple[str, Iterable[tuple[str, str]]]:
    """The text before the first tag, and the fields as (tag, value) without the line feeds at their ends."""
    free, *parts = pattern.split(text)
    return free.strip("\n"), zip(parts[::2], (value.rstrip("\n") for value in parts[1::2]), strict=True)


def first_of_each(fields: Iterable[tuple[str, str]], known: Iterable[str]) -> tuple[dict[str, str], OtherFields]:
    """The first value of each known tag; unknown tags and repeated ones are kept as others."""
    values: dict[str, str] = {}
    others: list[tuple[str, str]] = []
    known = frozenset(known)
    for tag, value in fields:
        if tag in known and tag not in values:
            values[tag] = value
        else:
            others.append((tag, value))
    return values, tuple(others)


def one_line(value: str) -> str:
    """A value that went on in the next lines, joined by spaces."""
    return " ".join(filter(None, value.split("\n"))) if "\n" in value else value


def read_amount_tiyn(text: str) -> int | None:
    """The amount after `:32B:` in tiyn; None where it is none or not positive."""
    if not text.startswith(CURRENCY):
        return None
    try:
        return Money.parse_mt(text.removeprefix(CURRENCY)).tiyn or None
    except InvalidAmount:
        return None


def read_amounts_tiyn(texts: Sequence[str]) -> list[int]:
    """Amounts known to be digits, a comma and at most two digits, in tiyn; all at once, because lists are long."""
    joined = " ".join(texts) + " "
    if re.search(r",[0-9] ", joined):
        joined = re.sub(r"(,[0-9]) ", r"\g<1>0 ", joined)
    return list(map(int, joined.replace(", ", ",00 ").replace(",", "").split()))


@lru_cache(maxsize=1000)  # a day's files hold a handful of days
def read_day(text: str) -> date | None:
    """A day YYMMDD of this century; None where it is none."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


def shown(text: str) -> str:
    """What stands in a field, for a defect: names and identification numbers are masked."""
    masked = _LONG_NUMBER.sub(r"\1******", _LONG_WORD.sub(r"\1***", one_line(text[: 4 * _FOUND_LENGTH_MAX])))
    return masked[:_FOUND_LENGTH_MAX]
