"""What individual (IIN) and business (BIN) identification numbers have in common: shape, kind, errors, masking."""

from enum import Enum

from esep.domain.errors import InvalidInput

LENGTH = 12
SHOWN_MAX = 6  # characters of a number that a masked one still shows


class InvalidIdentificationNumber(InvalidInput, ValueError):
    """The text is no identification number. The message shows the number masked."""

    code = "identification-number-invalid"


class InvalidLength(InvalidIdentificationNumber):
    """The number has more or fewer characters than it must have."""


class InvalidFormat(InvalidIdentificationNumber):
    """The number has a character other than the digits 0-9 of ASCII."""


class InvalidChecksum(InvalidIdentificationNumber):
    """The twelfth digit is not the check digit of the first eleven."""


class NeverIssued(InvalidChecksum):
    """The first eleven digits have no check digit: both rounds of weights give 10, such numbers are not issued."""


class NumberKind(Enum):
    """Whose number it is, by its fifth digit."""

    IIN = "iin"
    BIN = "bin"
    UNKNOWN = "unknown"


def compact(number: str) -> str:
    """The number without the spaces around it; nothing else is taken away."""
    return number.strip(" ")


def format(number: str) -> str:
    """The number as people write it: twelve digits without separators."""
    return compact(number)


def is_well_formed(number: str) -> bool:
    """Whether the text is exactly twelve ASCII digits; the check digit is not looked at."""
    return len(number) == LENGTH and number.isascii() and number.isdigit()


def require_digits(number: str, length: int) -> None:
    """Pass if the text is exactly `length` ASCII digits; raises InvalidLength or InvalidFormat."""
    if len(number) != length:
        raise InvalidLength(f"{masked(number)}: has {len(number)} characters, must have {length} digits; correct it")
    if not (number.isascii() and number.isdigit()):
        raise InvalidFormat(f"{masked(number)}: has other characters than the digits 0-9; correct it")


def kind_of(number: str) -> NumberKind:
    """Kind by the fifth digit: 0-3 is the tens of a birth day (IIN), 4-6 the kind of an entity (BIN).

    UNKNOWN for 7-9 and for anything but twelve ASCII digits. The check digit is not looked at.
    """
    if not is_well_formed(number):
        return NumberKind.UNKNOWN
    if number[4] in "0123":
        return NumberKind.IIN
    return NumberKind.BIN if number[4] in "456" else NumberKind.UNKNOWN


def masked(number: str) -> str:
    """`900101******`: the first six characters and asterisks, for any text; a shorter text shows at most its half."""
    shown = min(SHOWN_MAX, len(number) // 2)
    return number[:shown] + "*" * min(LENGTH - SHOWN_MAX, len(number) - shown)
