"""The check digit of IIN and BIN: one algorithm for both, for a single number and for millions.

The sum of the first eleven digits, each times its place (1-11), modulo 11; where that is 10, the same with the
weights 3-11, 1, 2; where that is 10 again, the number is not issued.
"""

from collections.abc import Sequence
from functools import cache
from itertools import compress

from esep.domain.model.identification_number import (
    LENGTH,
    InvalidChecksum,
    NeverIssued,
    compact,
    is_well_formed,
    masked,
    require_digits,
)

FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
BATCH = 4096  # numbers judged at once: few enough for their digits to stay in the processor's cache

# Each third of a number, by its text, stands for `check digit << 10 | first sum << 5 | second sum`, the sums taken
# modulo 11: three such sums stay below 32, so that codes are simply added. All are filled on the first miss.
_HEAD: dict[str, int] = {}
_MIDDLE: dict[str, int] = {}
_TAIL: dict[str, int] = {}
_VERDICTS: list[bool] = []  # by the sum of the three codes


def has_valid_check_digit(number: str) -> bool:
    """Whether the text is exactly twelve ASCII digits of which the last is the right check digit."""
    try:
        # A text that is a key consists of four ASCII digits: nothing else needs to be asked.
        return _VERDICTS[_HEAD[number[:4]] + _MIDDLE[number[4:8]] + _TAIL[number[8:]]]
    except KeyError:
        _fill_tables()
        return is_well_formed(number) and _VERDICTS[_HEAD[number[:4]] + _MIDDLE[number[4:8]] + _TAIL[number[8:]]]


def find_invalid(numbers: Sequence[str]) -> list[int]:
    """Indexes, ascending, of the numbers for which `has_valid_check_digit` is false; faster than asking it for each."""
    invalid: list[int] = []
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        invalid.extend(start + index for index in _suspects(batch) if not has_valid_check_digit(batch[index]))
    return invalid


def calc_check_digit(first_eleven: str) -> str:
    """The digit that completes eleven ASCII digits; raises InvalidLength, InvalidFormat, NeverIssued."""
    require_digits(first_eleven, LENGTH - 1)
    digits = [int(digit) for digit in first_eleven]
    first = sum(digit * weight for digit, weight in zip(digits, FIRST_WEIGHTS, strict=True))
    second = sum(digit * weight for digit, weight in zip(digits, SECOND_WEIGHTS, strict=True))
    check_digit = _check_digit(first, second)
    if check_digit is None:
        raise NeverIssued(f"{masked(first_eleven)}: numbers that begin so are not issued; ask for the right number")
    return str(check_digit)


def validate(number: str) -> str:
    """The number without spaces around it; raises InvalidLength, InvalidFormat, InvalidChecksum, NeverIssued."""
    number = compact(number)
    require_valid(number)
    return number


def is_valid(number: str) -> bool:
    """Whether `validate` accepts the number."""
    return has_valid_check_digit(compact(number))


def require_valid(number: str) -> None:
    """Pass if `has_valid_check_digit`; raises InvalidLength, InvalidFormat, InvalidChecksum, NeverIssued."""
    if has_valid_check_digit(number):
        return
    require_digits(number, LENGTH)
    calc_check_digit(number[:-1])
    raise InvalidChecksum(f"{masked(number)}: the last digit is not the check digit of the others; look for a misprint")


def _check_digit(first_sum: int, second_sum: int) -> int | None:
    """The rule itself, on the two weighted sums; None where the number is not issued."""
    remainder = first_sum % 11
    if remainder == 10:
        remainder = second_sum % 11
    return remainder if remainder < 10 else None


@cache
def _fill_tables() -> None:
    """Fill the tables once (some 20 ms). Each holds all or nothing, so that threads cannot see half a table."""
    _VERDICTS[:] = [_check_digit(code >> 5 & 31, code & 31) == code >> 10 for code in range(10 << 10)]
    head, middle, end = _codes(0, 4), _codes(4, 8), _codes(8, 11)
    _HEAD.update(head)
    _MIDDLE.update(middle)
    _TAIL.update({text + str(digit): code | digit << 10 for text, code in end.items() for digit in range(10)})


def _codes(start: int, stop: int) -> dict[str, int]:
    """The code of every text of digits that can stand at these places, without check digit."""
    sums = {"": (0, 0)}
    for first, second in zip(FIRST_WEIGHTS[start:stop], SECOND_WEIGHTS[start:stop], strict=True):
        sums = {
            f"{text}{digit}": ((so_far[0] + digit * first) % 11, (so_far[1] + digit * second) % 11)
            for text, so_far in sums.items()
            for digit in range(10)
        }
    return {text: first << 5 | second for text, (first, second) in sums.items()}


def _suspects(numbers: Sequence[str]) -> Sequence[int]:
    """Indexes of the numbers that the first round of weights does not confirm, all numbers weighed at once.

    All first digits, all second digits and so on are taken as one long integer each, a byte per number, every digit
    replaced by its weighted value modulo 11. Twelve such values stay below 256, so that adding the twelve integers
    adds up every number in its own byte. A number's sum is a multiple of 11 exactly if its check digit is right by
    the first round.
    """
    digits = "".join(numbers)
    everyone = range(len(numbers))
    if not (digits.isascii() and digits.isdigit() and set(map(len, numbers)) == {LENGTH}):
        return everyone
    written = digits.encode("ascii")
    columns = (written[place::LENGTH].translate(table) for place, table in enumerate(_column_tables()))
    sums = sum(int.from_bytes(column, "little") for column in columns)
    remainders = sums.to_bytes(len(numbers), "little").translate(_remainder_table())
    return list(compress(everyone, remainders))


@cache
def _column_tables() -> tuple[bytes, ...]:
    """Per place, the weighted value modulo 11 of each ASCII digit; the check digit is taken away."""
    zero = ord("0")
    return tuple(
        bytes((byte - zero) * weight % 11 if zero <= byte < zero + 10 else 0 for byte in range(256))
        for weight in (*FIRST_WEIGHTS, -1)
    )


@cache
def _remainder_table() -> bytes:
    return bytes(byte % 11 for byte in range(256))
