"""How much of a payment is withheld for an overpayment, on application (Social Code 76(3), 117(2), 174(1))."""

from fractions import Fraction
from math import floor

DEDUCTIONS_MAX = Fraction(1, 4)
"""Of the sum due, for all deductions together (Social Code 117(4), 174(4)).

The articles on the other kinds name no bound: the same one, by decision of the product.
"""


def recoverable_tiyn(gross_tiyn: int, withheld_tiyn: int) -> int:
    """What may still be withheld beside the pension contribution, in whole tiyn, none above the bound."""
    return max(0, floor(gross_tiyn * DEDUCTIONS_MAX) - withheld_tiyn)
