"""Amounts of money in tenge and tiyn (1/100 tenge): whole tiyn, never a float."""

import re
from collections.abc import Iterable
from typing import Self

import attrs

from esep.domain.errors import InvalidInput

TIYN_PER_TENGE = 100
_MT_AMOUNT = re.compile(r"([0-9]{1,15}),([0-9]{0,2})")  # 15 characters is the longest amount of an MT message


class InvalidAmount(InvalidInput, ValueError):
    """The text is no amount, or the amount cannot be written so."""

    code = "amount-invalid"


@attrs.frozen(order=True)
class Money:
    """A whole number of tiyn, negative allowed; a float, a bool or any other type raises TypeError."""

    tiyn: int

    def __attrs_post_init__(self) -> None:
        """Refuse what is not exactly an int: a float would round, a bool is no amount."""
        if type(self.tiyn) is not int:
            raise TypeError(f"money takes a whole number of tiyn as int, not {type(self.tiyn).__name__}")

    @classmethod
    def parse_mt(cls, text: str) -> Self:
        """Read an amount as MT messages write it: `4509,65`, `1500,`, `7,7`; raises InvalidAmount.

        Exactly 1 to 15 ASCII digits of tenge, a comma and at most two digits of tiyn; no sign, no currency.
        """
        match = _MT_AMOUNT.fullmatch(text)
        if match is None:
            raise InvalidAmount(f"{text[:20]!r} is no amount; write it like 4509,65 or 1500,")
        return cls(int(match[1]) * TIYN_PER_TENGE + int(match[2].ljust(2, "0")))

    @classmethod
    def total(cls, amounts: "Iterable[Money]") -> Self:
        """The sum of the amounts; nothing gives Money(0)."""
        return cls(sum(amount.tiyn for amount in amounts))

    def __add__(self, other: "Money") -> Self:
        """The sum of both."""
        if not isinstance(other, Money):
            return NotImplemented
        return type(self)(self.tiyn + other.tiyn)

    def __sub__(self, other: "Money") -> Self:
        """The difference of both."""
        if not isinstance(other, Money):
            return NotImplemented
        return type(self)(self.tiyn - other.tiyn)

    def __neg__(self) -> Self:
        """The same amount with the other sign."""
        return type(self)(-self.tiyn)

    def to_mt(self) -> str:
        """The amount as MT messages write it, always with two decimals: `4509,65`; raises InvalidAmount below zero."""
        if self.tiyn < 0:
            raise InvalidAmount(f"{self.format_tenge()} tenge cannot be written in a message: it has no sign")
        tenge, tiyn = divmod(self.tiyn, TIYN_PER_TENGE)
        return f"{tenge},{tiyn:02}"

    def format_tenge(self) -> str:
        """The amount for people, in tenge: `4 509.65`, `-1 500.00`; thousands are set off by a plain space."""
        tenge, tiyn = divmod(abs(self.tiyn), TIYN_PER_TENGE)
        grouped = f"{tenge:,}".replace(",", " ")
        return f"{'-' if self.tiyn < 0 else ''}{grouped}.{tiyn:02}"
