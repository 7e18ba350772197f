"""From a row of a file of payers to a payer, or to what is wrong with the row."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import attrs

from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.identification_number import is_well_formed, masked
from esep.domain.model.payer_register import RegisteredPayer

COLUMNS = ("BIN", "name", "registered", "removed")
NUMBER_NAMES = ("bin", "iin_bin")
CHARACTERS_SHOWN_MAX = 20
NAME_CHARACTERS_MAX = 500


@attrs.define
class PayerRows:
    """The rows of one file. Remembers the numbers seen, so that a repeated one is found."""

    _places: Mapping[str, int]  # of each column, and under "" how many fields a row has
    _seen: set[str] = attrs.field(init=False, factory=set)

    def read(self, fields: Sequence[str]) -> tuple[RegisteredPayer | None, list[str]]:
        """The payer of a row, or everything that is wrong with it, numbers masked."""
        if len(fields) != self._places[""]:
            return None, [f"{len(fields)} fields; expected {self._places['']} as in the first line"]
        number, name, registered, removed = (fields[self._places[column]].strip() for column in COLUMNS)
        faults = [*self._number_faults(number), *_name_faults(name), *_day_faults(registered, removed)]
        self._seen.add(number)
        if faults:
            return None, faults
        payer = RegisteredPayer(payer_id=number, name=name, registered_on=_day(registered), removed_on=_day(removed))
        return payer, []

    def _number_faults(self, number: str) -> Iterator[str]:
        if not is_well_formed(number):
            yield f"BIN {masked(number)}: expected twelve digits"
        elif not has_valid_check_digit(number):
            yield f"BIN {masked(number)}: wrong check digit"
        elif number in self._seen:
            yield f"BIN {masked(number)}: stands in an earlier row too; expected each payer once"


def _name_faults(name: str) -> Iterator[str]:
    if not name:
        yield "no name; expected one"
    if len(name) > NAME_CHARACTERS_MAX:
        yield f"a name of {len(name)} characters; expected at most {NAME_CHARACTERS_MAX}"
    if any(sign < " " or "\x7f" <= sign <= "\x9f" for sign in name):
        yield "a line end, tab or other control character in the name; expected one line of text"


def _day_faults(registered: str, removed: str) -> Iterator[str]:
    wrong = [(column, text) for column, text in (("registered", registered), ("removed", removed)) if not _is_day(text)]
    for column, text in wrong:
        yield f"{column} {text[:CHARACTERS_SHOWN_MAX]!r}; expected a day as YYYY-MM-DD, or nothing"
    if not wrong and registered and removed and removed < registered:
        yield f"removed {removed} before registered {registered}"


def _is_day(text: str) -> bool:
    try:
        _day(text)
    except ValueError:
        return False
    return True


def _day(text: str) -> date | None:
    if not text:
        return None
    if len(text) != len("YYYY-MM-DD") or not text.isascii():
        raise ValueError("no day as YYYY-MM-DD")
    return date.fromisoformat(text)
