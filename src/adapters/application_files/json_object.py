"""One object of a JSON document, looked at value by value; every fault is kept with its path."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from esep.domain.model.month import InvalidMonth, Month

E = TypeVar("E", bound=Enum)
T = TypeVar("T")

CHARACTERS_MAX = 250
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MISSING = object()


class JsonObject:
    """Gives the values of one object. A value that is none of its kind is a fault, and None."""

    def __init__(self, value: object, path: str, faults: list[str]) -> None:
        """Take a value of the document, its path, and the list that faults are added to."""
        self._values: Mapping[str, Any] = value if isinstance(value, dict) else {}
        self._is_there = isinstance(value, dict)  # of what is not there nothing is missing
        self._path = path
        self._faults = faults
        self._known: set[str] = set()
        if not self._is_there and value is not _MISSING:
            faults.append(f"{path or 'document'}: is no object; expected {{…}}")

    def fault(self, key: str, told: str) -> None:
        """Keep a fault of one value."""
        self._faults.append(f"{self._at(key)}: {told}")

    def text(self, key: str, *, is_needed: bool = True, characters_max: int = CHARACTERS_MAX) -> str:
        """A text on one line, spaces around and between words made one; "" where there is none or a fault."""
        value = self._value(key, is_needed=is_needed)
        if value is _MISSING:
            return ""
        if not isinstance(value, str):
            self.fault(key, "is no text; write it in quotes")
            return ""
        words = " ".join(value.split())
        if len(words) > characters_max:
            self.fault(key, f"has {len(words)} characters; at most {characters_max} are kept")
        elif not words.isprintable():
            self.fault(key, "has a character that cannot be shown; take it out")
        elif is_needed and not words:
            self.fault(key, "is empty")
        else:
            return words
        return ""

    def day(self, key: str, *, is_needed: bool = True) -> date | None:
        """A date as YYYY-MM-DD."""
        return self.parsed(key, _day, "a date like 2025-04-02", is_needed=is_needed)

    def month(self, key: str, *, is_needed: bool = True) -> Month | None:
        """A month as YYYY-MM."""
        return self.parsed(key, _month, "a month like 2025-02", is_needed=is_needed)

    def choice(self, key: str, kind: type[E]) -> E | None:
        """One of an enum's values."""
        known = {member.value: member for member in kind}
        return self.parsed(key, known.get, f"one of {', '.join(known)}", is_needed=True)

    def integer(self, key: str, *, least: int, greatest: int, is_needed: bool = True) -> int | None:
        """A whole number between two, both included."""
        value = self._value(key, is_needed=is_needed)
        if value is _MISSING:
            return None
        if type(value) is not int or not least <= value <= greatest:
            self.fault(key, f"is no whole number from {least} to {greatest}")
            return None
        return value

    def parsed(self, key: str, parse: Callable[[str], T | None], expected: str, *, is_needed: bool = False) -> T | None:
        """A text that a function understands; the function gives None for one that is not what is expected."""
        value = self._value(key, is_needed=is_needed)
        if value is _MISSING:
            return None
        found = parse(value) if isinstance(value, str) else None
        if found is None:
            self.fault(key, f"is not {expected}")
        return found

    def object(self, key: str) -> "JsonObject":
        """An object inside this one."""
        return JsonObject(self._value(key, is_needed=True), self._at(key), self._faults)

    def objects(self, key: str, *, count_max: int) -> Iterator["JsonObject"]:
        """The objects of a list that is not empty."""
        for place, value in enumerate(self._list(key, count_max=count_max, is_needed=True)):
            yield JsonObject(value, f"{self._at(key)}[{place}]", self._faults)

    def texts(self, key: str, *, count_max: int) -> tuple[str, ...]:
        """The texts of a list that may be absent or empty."""
        values = self._list(key, count_max=count_max, is_needed=False)
        inner = JsonObject({str(place): value for place, value in enumerate(values)}, self._at(key), self._faults)
        return tuple(filter(None, (inner.text(str(place)) for place in range(len(values)))))

    def has(self, key: str) -> bool:
        """Whether a value other than null is given."""
        return self._values.get(key) is not None

    def refuse_others(self) -> None:
        """Call at the end: a key that was not asked for may be a misspelt one, so it is a fault."""
        for key in sorted(self._values.keys() - self._known):
            told = key if key.isidentifier() else "…"  # what is no name may be anything, also a person's number
            self._faults.append(f"{self._at(told)}: is not known; take it out or correct its name")

    def _list(self, key: str, *, count_max: int, is_needed: bool) -> list[Any]:
        value = self._value(key, is_needed=is_needed)
        if value is _MISSING:
            return []
        if not isinstance(value, list) or (is_needed and not value):
            self.fault(key, "is no list with something in it" if is_needed else "is no list; expected […]")
            return []
        if len(value) > count_max:
            self.fault(key, f"has {len(value)} items; at most {count_max} are taken")
            return []
        return value

    def _value(self, key: str, *, is_needed: bool) -> Any:
        self._known.add(key)
        value = self._values.get(key)
        if value is not None:
            return value
        if is_needed and self._is_there:
            self.fault(key, "is missing")
        return _MISSING

    def _at(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _month(text: str) -> Month | None:
    try:
        return Month.parse_iso(text)
    except InvalidMonth:
        return None
