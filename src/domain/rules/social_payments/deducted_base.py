"""The average income less half a minimum wage of the day of right (Social Code 181(1), 240(1))."""

from collections.abc import Iterator
from fractions import Fraction

import attrs

from esep.domain.model.calculation import CalculationStep, PaymentNegative
from esep.domain.rules.social_payments.basis import Basis, coefficient_step
from esep.domain.rules.social_payments.figures import BASE_DEDUCTION, Figure, money_text
from esep.domain.rules.social_payments.length_coefficient import length_coefficient


@attrs.frozen(kw_only=True)
class DeductedBase:
    """What disability and breadwinner have in common: base, replacement and length."""

    base: Fraction
    rate: Figure
    length: Figure
    steps: tuple[CalculationStep, ...]

    @property
    def amount(self) -> Fraction:
        """Base x КЗД x КСУ."""
        return self.base * self.rate.value * self.length.value


def deducted_base(basis: Basis) -> DeductedBase:
    """The common part. Raises `PaymentNegative` where the payment would be under nothing (238 item 43, 239 item 42)."""
    figures = basis.figures
    share, wage = figures.number(BASE_DEDUCTION), figures.minimum_wage
    deduction = share.value * wage.value
    base = basis.average - deduction
    if base < 0:
        raise PaymentNegative(
            f"the average monthly income of {money_text(basis.average)} is under half the minimum wage, "
            f"{money_text(deduction)}: the payment would be negative and is refused ({share.reference})"
        )
    rate, length = figures.replacement_rate, length_coefficient(basis.length_months, figures)
    assert length is not None  # the brackets of these kinds begin at 0  # noqa: S101
    return DeductedBase(base=base, rate=rate, length=length, steps=tuple(_steps(deduction, base, share, rate, length)))


def _steps(
    deduction: Fraction, base: Fraction, share: Figure, rate: Figure, length: Figure
) -> Iterator[CalculationStep]:
    yield CalculationStep(
        what="half the minimum wage of the day of right", value=money_text(deduction), reference=share.reference
    )
    yield CalculationStep(what="average income less that", value=money_text(base), reference=share.reference)
    yield coefficient_step("coefficient of income replacement (КЗД)", rate)
    yield coefficient_step("coefficient of length of participation (КСУ)", length)
