"""The coefficient of length of participation, КСУ (Order 237 item 37, 238 item 42, 239 item 40)."""

from fractions import Fraction

from esep.domain.rules.social_payments.figures import Figure, Figures
from esep.domain.rules.social_payments.parameters import LengthBracket, cited


def length_coefficient(months: int, figures: Figures) -> Figure | None:
    """The coefficient of a length; None where the kind has no bracket for it: job loss under six months.

    From 72 months on 1.0 + 0.02 x INT((months - 60) / 12), at most 1.3.
    """
    for row in figures.length_brackets:
        bracket = row.value
        if bracket.months_from <= months and (bracket.months_to is None or months <= bracket.months_to):
            return Figure(_coefficient(bracket, months), cited(row.source))
    return None


def _coefficient(bracket: LengthBracket, months: int) -> Fraction:
    coefficient = bracket.coefficient
    if bracket.per_months is not None:
        coefficient += bracket.addition * ((months - (bracket.over_months or 0)) // bracket.per_months)
    return coefficient if bracket.maximum is None else min(coefficient, bracket.maximum)
