"""Business identification number (BIN, БИН, БСН): twelve digits, YYMM, kind, division, serial, check digit.

A number is valid by its check digit alone; `identification_number.kind_of` tells a BIN from an IIN.
"""

from enum import Enum

import attrs

from esep.domain.model import check_digit, identification_number
from esep.domain.model.check_digit import calc_check_digit, is_valid, validate
from esep.domain.model.identification_number import NumberKind, compact, format, kind_of

__all__ = [
    "Bin",
    "Division",
    "EntityKind",
    "calc_check_digit",
    "compact",
    "format",
    "get_division",
    "get_entity_kind",
    "get_registration_month",
    "is_valid",
    "validate",
]

# The number holds two digits of the year of (re)registration and nothing of the century. Entities of before 1950
# that were never registered again are not known, so 50-99 is taken for the 20th century.
_FIRST_YEAR = 1950


class EntityKind(Enum):
    """Whose BIN it is, by the fifth digit."""

    RESIDENT_LEGAL_ENTITY = "resident-legal-entity"
    NON_RESIDENT_LEGAL_ENTITY = "non-resident-legal-entity"
    JOINT_ENTREPRENEURSHIP = "joint-entrepreneurship"


class Division(Enum):
    """Which part of the entity has the BIN, by the sixth digit."""

    HEAD = "head"
    BRANCH = "branch"
    REPRESENTATION = "representation"
    FARM = "farm"


_KINDS = {
    "4": EntityKind.RESIDENT_LEGAL_ENTITY,
    "5": EntityKind.NON_RESIDENT_LEGAL_ENTITY,
    "6": EntityKind.JOINT_ENTREPRENEURSHIP,
}
_DIVISIONS = {"0": Division.HEAD, "1": Division.BRANCH, "2": Division.REPRESENTATION, "3": Division.FARM}


def get_registration_month(number: str) -> tuple[int, int] | None:
    """Year (1950-2049) and month of (re)registration; None for no such month and for anything but a BIN.

    The check digit is not looked at.
    """
    number = compact(number)
    if kind_of(number) is not NumberKind.BIN:
        return None
    year, month = int(number[:2]), int(number[2:4])
    year += 1900 if year >= _FIRST_YEAR % 100 else 2000
    return (year, month) if 1 <= month <= 12 else None


def get_entity_kind(number: str) -> EntityKind | None:
    """Kind of the entity by the fifth digit; None for anything but a BIN. The check digit is not looked at."""
    number = compact(number)
    return _KINDS[number[4]] if kind_of(number) is NumberKind.BIN else None


def get_division(number: str) -> Division | None:
    """Division by the sixth digit; None for 4-9 and for anything but a BIN. The check digit is not looked at."""
    number = compact(number)
    return _DIVISIONS.get(number[5]) if kind_of(number) is NumberKind.BIN else None


@attrs.frozen(order=True)
class Bin:
    """A BIN with the right check digit; anything else raises InvalidIdentificationNumber."""

    number: str = attrs.field(repr=identification_number.masked)

    @number.validator
    def _check_number(self, _: object, number: str) -> None:
        check_digit.require_valid(number)

    def __str__(self) -> str:
        """The twelve digits."""
        return self.number

    @property
    def masked(self) -> str:
        """The number for messages and logs: `940140******`."""
        return identification_number.masked(self.number)
