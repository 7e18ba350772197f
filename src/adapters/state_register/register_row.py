"""From a row of a register file to a person, or to what is wrong with the row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

import attrs

from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.identification_number import is_well_formed, masked
from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.model.sex import Sex

COLUMNS = (
    "iin", "surname", "name", "patronymic", "birth_date", "sex", "life_status", "death_date", "excluded",
)  # fmt: skip

OPTIONAL_COLUMNS = (
    "citizenship", "address", "post_office", "document_type", "document_number", "document_issued_on",
    "document_issuer",
)  # fmt: skip
"""What a file may leave out: it is not known then. Empty, it is known that there is none."""

OTHER_NAMES = {"gender": "sex"}

SEXES = {"M": Sex.MALE, "F": Sex.FEMALE, "": None}
LIFE_STATUSES = {"alive": LifeStatus.ALIVE, "dead": LifeStatus.DEAD}
EXCLUDED = {"yes": True, "no": False}
CHARACTERS_SHOWN_MAX = 20


@attrs.define
class RegisterRows:
    """The rows of one file. Remembers the numbers seen, so that a repeated one is found."""

    _places: Mapping[str, int]  # of each column, and under "" how many fields a row has
    _pick: Callable[[Sequence[str]], tuple[str, ...]] = attrs.field(init=False)
    _seen: set[int] = attrs.field(init=False, factory=set)

    _optional: Sequence[tuple[str, int]] = attrs.field(init=False)  # those that the file has, with their places

    @_optional.default
    def _finds_optional(self) -> Sequence[tuple[str, int]]:
        return [(name, self._places[name]) for name in OPTIONAL_COLUMNS if name in self._places]

    @_pick.default
    def _picks_columns(self) -> Callable[[Sequence[str]], tuple[str, ...]]:
        return itemgetter(*(self._places[name] for name in COLUMNS))

    def person(self, fields: Sequence[str]) -> RegisterPerson | None:
        """The person of a good row; None for a bad or empty one. The short way: called for each row of a million."""
        if len(fields) != self._places[""]:
            return None
        try:
            iin, surname, name, patronymic, birth, sex, status, death, excluded = self._pick(fields)
            optional = self._known(fields) if self._optional else {}
            birth_date = _date(birth)
            death_date = _date(death) if death else None
            life_status = LIFE_STATUSES[status]
            person = RegisterPerson(
                iin=iin,
                surname=surname,
                name=name,
                patronymic=patronymic,
                birth_date=birth_date,
                sex=SEXES[sex],
                life_status=life_status,
                death_date=death_date,
                excluded=EXCLUDED[excluded],
                **optional,
            )
        except (KeyError, ValueError):
            return None
        if (life_status is LifeStatus.DEAD) is (death_date is None) or not (surname or name):
            return None
        if not (surname + name + patronymic).isprintable() and _has_control(surname + name + patronymic):
            return None
        return person if has_valid_check_digit(iin) and self._is_new(iin) else None

    def _known(self, fields: Sequence[str]) -> dict[str, Any]:
        """The optional columns. Raises ValueError where one of them cannot be used."""
        known: dict[str, Any] = {name: fields[place] for name, place in self._optional}
        texts = "".join(known.values())
        if not texts.isprintable() and _has_control(texts):
            raise ValueError("a control character")
        issued = known.get("document_issued_on")
        if issued is not None:
            known["document_issued_on"] = _date(issued) if issued else None
        return known

    def faults(self, fields: Sequence[str]) -> list[str]:
        """Everything that is wrong with a bad row, numbers masked."""
        expected = self._places[""]
        if len(fields) != expected:
            return [f"{len(fields)} fields; expected {expected} as in the first line"]
        optional = {name: fields[place] for name, place in self._optional}
        return [
            *self._faults(dict(zip(COLUMNS, self._pick(fields), strict=True))),
            *_optional_faults(optional),
        ]

    def _is_new(self, iin: str) -> bool:
        count = len(self._seen)
        self._seen.add(int(iin))
        return len(self._seen) > count

    def _faults(self, row: Mapping[str, str]) -> Iterator[str]:
        yield from self._iin_faults(row["iin"])
        if not (row["surname"] or row["name"]):
            yield "neither surname nor name; expected at least one"
        if _has_control(row["surname"] + row["name"] + row["patronymic"]):
            yield "a line end, tab or other control character in a name; expected one line of text"
        if not _is_date(row["birth_date"]):
            yield f"birth_date {_shown(row['birth_date'])}; expected a day as YYYY-MM-DD"
        if row["sex"] not in SEXES:
            yield f"sex {_shown(row['sex'])}; expected M, F or nothing where it is not known"
        yield from _life_faults(row["life_status"], row["death_date"])
        if row["excluded"] not in EXCLUDED:
            yield f"excluded {_shown(row['excluded'])}; expected yes or no"

    def _iin_faults(self, iin: str) -> Iterator[str]:
        if not is_well_formed(iin):
            yield f"iin {masked(iin)}: expected twelve digits"
        elif not has_valid_check_digit(iin):
            yield f"iin {masked(iin)}: wrong check digit"
        elif int(iin) in self._seen:
            yield f"iin {masked(iin)}: stands in an earlier row too; expected each person once"
        else:
            self._seen.add(int(iin))


def _optional_faults(optional: Mapping[str, str]) -> Iterator[str]:
    for name, text in optional.items():
        if _has_control(text):
            yield f"a line end, tab or other control character in {name}; expected one line of text"
        elif name == "document_issued_on" and text and not _is_date(text):
            yield f"document_issued_on {_shown(text)}; expected a day as YYYY-MM-DD, or nothing"


def _life_faults(life_status: str, death_date: str) -> Iterator[str]:
    if life_status not in LIFE_STATUSES:
        yield f"life_status {_shown(life_status)}; expected alive or dead"
    if death_date and not _is_date(death_date):
        yield f"death_date {_shown(death_date)}; expected a day as YYYY-MM-DD, or nothing"
    if life_status == "dead" and not death_date:
        yield "dead without a death_date; expected the day"
    if life_status == "alive" and death_date:
        yield "alive with a death_date; expected none"


# Most people of a country share some forty thousand birth dates.
@lru_cache(maxsize=65536)
def _date(text: str) -> date:
    if len(text) != len("YYYY-MM-DD") or not text.isascii():
        raise ValueError("no day as YYYY-MM-DD")
    return date.fromisoformat(text)


def _is_date(text: str) -> bool:
    try:
        _date(text)
    except ValueError:
        return False
    return True


def _has_control(text: str) -> bool:
    """Whether a character ends a line or steers a terminal: the records hold names line by line."""
    return any(sign < " " or "\x7f" <= sign <= "\x9f" for sign in text)


def _shown(text: str) -> str:
    return repr(text[:CHARACTERS_SHOWN_MAX])
