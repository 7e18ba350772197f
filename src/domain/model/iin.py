"""Individual identification number (IIN, ИИН, ЖСН): twelve digits, YYMMDD, century and sex, serial, check digit.

A number is valid by its check digit alone. Since Government Resolution 853 of 26.08.2013 the digits need not agree
with the person's data, so what is read from them is a hint and never a reason to refuse a number.
"""

from datetime import date

import attrs

from esep.domain.model import check_digit, identification_number
from esep.domain.model.check_digit import calc_check_digit, is_valid, validate
from esep.domain.model.identification_number import NumberKind, compact, format, kind_of
from esep.domain.model.sex import Sex

__all__ = [
    "Iin",
    "calc_check_digit",
    "compact",
    "format",
    "get_birth_date",
    "get_sex",
    "is_valid",
    "validate",
]

_CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}  # by the seventh digit


def get_birth_date(number: str) -> date | None:
    """Birth date by the digits; None where they tell none: seventh digit 0 or 7-9, no such day, not twelve digits.

    The check digit is not looked at.
    """
    number = compact(number)
    if kind_of(number) is not NumberKind.IIN or number[6] not in _CENTURIES:
        return None
    try:
        return date(_CENTURIES[number[6]] + int(number[:2]), int(number[2:4]), int(number[4:6]))
    except ValueError:
        return None


def get_sex(number: str) -> Sex | None:
    """Sex by the seventh digit, odd male and even female; None for 0 and 7-9 and for anything but an IIN.

    The check digit is not looked at.
    """
    number = compact(number)
    if kind_of(number) is not NumberKind.IIN or number[6] not in _CENTURIES:
        return None
    return Sex.MALE if number[6] in "135" else Sex.FEMALE


@attrs.frozen(order=True)
class Iin:
    """An IIN with the right check digit; anything else raises InvalidIdentificationNumber.

    That a person has it is known from the state register only.
    """

    number: str = attrs.field(repr=identification_number.masked)

    @number.validator
    def _check_number(self, _: object, number: str) -> None:
        check_digit.require_valid(number)

    def __str__(self) -> str:
        """The twelve digits."""
        return self.number

    @property
    def masked(self) -> str:
        """The number for messages and logs: `900101******`."""
        return identification_number.masked(self.number)
