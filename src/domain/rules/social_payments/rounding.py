"""The roundings of social payments. Everything between them is exact.

The orders say "to one tenge" and name no direction (Order 237 item 32, 238 item 35, 239 item 33, 248 item 38): half up
by decision of the product.
"""

from fractions import Fraction
from math import floor

TIYN_PER_TENGE = 100
HALF = Fraction(1, 2)


def whole_tenge_half_up(amount: Fraction) -> int:
    """An amount in tiyn to whole tenge, in tiyn: the size of a payment."""
    return floor(amount / TIYN_PER_TENGE + HALF) * TIYN_PER_TENGE


def whole_tiyn_half_up(amount: Fraction) -> int:
    """An amount in tiyn to whole tiyn: an average that is shown, a part that is withheld."""
    return floor(amount + HALF)


def one_decimal_half_up(coefficient: Fraction) -> Fraction:
    """The coefficient of days of incapacity to one decimal (Order 248 item 47)."""
    return Fraction(floor(coefficient * 10 + HALF), 10)
