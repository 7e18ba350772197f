"""What every formula works on, and what it gives."""

from collections.abc import Mapping
from fractions import Fraction

import attrs

from esep.domain.model.calculation import CalculationInvalid, CalculationRequest, CalculationStep
from esep.domain.rules.social_payments.figures import Figure, Figures, decimal_text


@attrs.frozen(kw_only=True)
class Basis:
    """Length and average income of the insured person, for one request."""

    request: CalculationRequest
    figures: Figures
    length_months: int
    average: Fraction  # exact, tiyn
    has_contributions: bool  # whether any came in time for the averaged months, or a certificate confirms income


@attrs.frozen(kw_only=True)
class Outcome:
    """The exact amount of one payment in tiyn, its coefficients and the steps that led to it."""

    amount: Fraction
    coefficients: Mapping[str, Fraction]
    payments: int | None = None
    steps: tuple[CalculationStep, ...]


def coefficient_step(what: str, figure: Figure) -> CalculationStep:
    """The step that names a coefficient."""
    return CalculationStep(what=what, value=decimal_text(figure.value), reference=figure.reference)


def needed(value: int | None, option: str, what: str) -> int:
    """A number of the request. Raises `CalculationInvalid` where it is not given."""
    if value is None:
        raise CalculationInvalid(f"{what} is needed for this payment; give {option}")
    return value
