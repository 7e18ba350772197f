"""The numbers that a formula needs on the day of right, each with the place where it stands.

A number that no table holds raises `ParameterUnknown`: nothing is calculated with a guess.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import attrs

from esep.domain.model.calculation import EditionUnknown, ParameterUnknown
from esep.domain.model.money import TIYN_PER_TENGE, Money
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.dated_table import Dated, DatedTable
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.parameters import (
    Bracket,
    CutOff,
    LengthBracket,
    PaymentLaw,
    SocialPaymentParameters,
    cited,
    row_of,
)
from esep.domain.rules.social_payments.rounding import whole_tiyn_half_up

T = TypeVar("T")

AVERAGE_MONTHS, INCOME_CAP, PAYMENT_CAP = "average-months", "income-cap", "payment-cap"
CONTRIBUTION_INCOME, SINGLE_INCOME = "contribution-income", "single-payment-income"
UNIFIED_INCOME, CERTIFIED_INCOME = "unified-payment-income", "certified-income"
ONE_PERCENT_INCOME = "one-percent-income"
BASE_DEDUCTION, DAYS_OF_MONTH, TAKEN_OFF = "base-deduction", "days-of-month", "months-per-month-received"
DEGREE_MINIMUM, DEGREE_MAXIMUM = "degree-minimum", "degree-maximum"

NAMES = {
    AVERAGE_MONTHS: "the months of the average income (СМД)",
    INCOME_CAP: "the cap on the income of a month",
    PAYMENT_CAP: "the cap on the payment",
    CONTRIBUTION_INCOME: "how the income of a month is reckoned from contributions",
    SINGLE_INCOME: "how income is reckoned from the single payment",
    ONE_PERCENT_INCOME: "how income is reckoned from a contribution of 1 %",
    UNIFIED_INCOME: "the income of a month of the unified aggregate payment",
    CERTIFIED_INCOME: "whether certified income counts",
    BASE_DEDUCTION: "the part of the minimum wage that is taken off (50 % МЗП)",
    DAYS_OF_MONTH: "the coefficient of days of incapacity (ККД)",
    TAKEN_OFF: "the months taken off for job-loss benefit received earlier",
    DEGREE_MINIMUM: "the least degree of loss of ability to work (КУТ)",
    DEGREE_MAXIMUM: "the greatest degree of loss of ability to work (КУТ)",
}


@attrs.frozen
class Figure:
    """A number and where it stands."""

    value: Fraction
    reference: str


@attrs.frozen(kw_only=True)
class Figures:
    """What is known for one kind where the right arises on a day."""

    parameters: Parameters
    kind: SocialPaymentKind
    day: date
    _numbers: dict[str, Figure] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    @property
    def law(self) -> PaymentLaw:
        """The act that governs the kind. Raises `EditionUnknown` between two editions of it."""
        row = self._known(self._tables.law(self.kind, self.day), "the act in force")
        if row.value.cut_off is CutOff.UNDETERMINED:
            raise EditionUnknown(
                f"the {self.kind.word} payment with a right on {self.day}: {row.source.act} changed its rules and is "
                f"{row.source.article}; until that day is known nothing is calculated for rights from "
                f"{row.valid_from} to {row.valid_to}"
            )
        return row.value

    @property
    def cut_off(self) -> Figure:
        """Where the rule on late contributions stands; its value says nothing."""
        row = self._known(self._tables.law(self.kind, self.day), "the act in force")
        known = None if row.value.cut_off is CutOff.UNKNOWN else row
        return Figure(Fraction(0), cited(self._known(known, "until when a contribution must have come").source))

    def number(self, parameter: str) -> Figure:
        """A number of the kind by its name in `social_payment_parameters.csv`."""
        found = self._numbers.get(parameter)
        if found is None:
            row = self._known(self._tables.value(self.kind, parameter, self.day), NAMES[parameter])
            found = self._numbers[parameter] = Figure(row.value.value, cited(row.source))
        return found

    def has_number(self, parameter: str) -> bool:
        """Whether the kind has such a number on the day."""
        return self._tables.value(self.kind, parameter, self.day) is not None

    @property
    def replacement_rate(self) -> Figure:
        """The coefficient of income replacement (КЗД)."""
        row = self._tables.replacement_rate(self.kind, self.day)
        found = self._known(row, "the coefficient of income replacement (КЗД)")
        return Figure(found.value.value, cited(found.source))

    @property
    def length_brackets(self) -> list[Dated[LengthBracket]]:
        """The brackets of the coefficient of length (КСУ)."""
        rows = [row for row in self._tables.length_coefficients.rows if row.is_in_force(self.day)]
        own = [row for row in rows if row.value.kind is self.kind]
        return self._known(own or None, "the coefficient of length of participation (КСУ)")

    @property
    def minimum_wage(self) -> Figure:
        """The minimum wage (МЗП) of the day, in tiyn."""
        row = row_of(self.parameters.minimum_wages, self.day, _any)
        found = self._known(row, "the minimum wage (МЗП)")
        return Figure(Fraction(found.value * TIYN_PER_TENGE), cited(found.source))

    @property
    def monthly_index(self) -> Figure:
        """The monthly calculation index (МРП) of the day, in tiyn."""
        row = row_of(self._tables.monthly_indexes, self.day, _any)
        found = self._known(row, "the monthly calculation index (МРП)")
        return Figure(Fraction(found.value * TIYN_PER_TENGE), cited(found.source))

    def duration(self, months: int) -> Figure:
        """Payments of job loss for a length."""
        return self._of(self._tables.job_loss_durations, months, "the number of payments")

    def dependants_coefficient(self, count: int) -> Figure:
        """The coefficient of the number of dependants (ККИ)."""
        return self._of(self._tables.dependants_coefficients, count, "the coefficient of dependants (ККИ)")

    def floor_indexes(self, birth_order: int) -> Figure:
        """Monthly calculation indexes of the state benefit for a child of this order."""
        return self._of(self._tables.benefit_floors, birth_order, "the state childcare benefit")

    @property
    def pension_share(self) -> Figure:
        """The share of a payment that is withheld as a pension contribution."""
        row = row_of(self._tables.kinds, self.day, lambda one: one.kind is self.kind)
        found = self._known(row, "the pension contribution withheld")
        return Figure(found.value.pension_percent / 100, cited(found.source))

    @property
    def _tables(self) -> SocialPaymentParameters:
        return self.parameters.social_payments

    def _of(self, table: DatedTable[Bracket], count: int, name: str) -> Figure:
        row = self._known(row_of(table, self.day, lambda bracket: bracket.has(count)), name)
        return Figure(row.value.value, cited(row.source))

    def _known(self, found: T | None, name: str) -> T:
        if found is None:
            raise ParameterUnknown(self.kind.word, self.day, [name])
        return found


def _any(_: object) -> bool:
    return True


Probe = Callable[[Figures], object]

_OF_ALL: tuple[Probe, ...] = (
    lambda figures: figures.cut_off,
    lambda figures: figures.number(AVERAGE_MONTHS),
    lambda figures: figures.number(INCOME_CAP),
    lambda figures: figures.number(CONTRIBUTION_INCOME),
)
_RATE: Probe = lambda figures: figures.replacement_rate  # noqa: E731  # one of a list of questions
_LENGTH: Probe = lambda figures: figures.length_brackets  # noqa: E731
_WAGE: Probe = lambda figures: figures.minimum_wage  # noqa: E731
_DEDUCTION: Probe = lambda figures: figures.number(BASE_DEDUCTION)  # noqa: E731

NEEDED: Mapping[SocialPaymentKind, tuple[Probe, ...]] = {
    SocialPaymentKind.JOB_LOSS: (_RATE, _LENGTH, lambda figures: figures.duration(60)),
    SocialPaymentKind.DISABILITY: (_RATE, _LENGTH, _DEDUCTION, _WAGE, lambda figures: figures.number(DEGREE_MINIMUM)),
    SocialPaymentKind.BREADWINNER: (
        _RATE,
        _LENGTH,
        _DEDUCTION,
        _WAGE,
        lambda figures: figures.dependants_coefficient(1),
    ),
    SocialPaymentKind.MATERNITY: (lambda figures: figures.number(DAYS_OF_MONTH), _WAGE),
    SocialPaymentKind.CHILDCARE: (
        _RATE,
        _WAGE,
        lambda figures: figures.monthly_index,
        lambda figures: figures.floor_indexes(1),
        lambda figures: figures.number(PAYMENT_CAP),
    ),
}
"""What each formula asks for, so that everything missing is told at once."""


def require_parameters(figures: Figures) -> None:
    """Raise `EditionUnknown`, or `ParameterUnknown` with every number that the formula lacks on the day."""
    _ = figures.law
    missing: list[str] = []
    for probe in (*_OF_ALL, *NEEDED[figures.kind]):
        try:
            probe(figures)
        except ParameterUnknown as unknown:
            missing.extend(unknown.names)
    if missing:
        raise ParameterUnknown(figures.kind.word, figures.day, missing)


def money_text(amount: Fraction) -> str:
    """An amount in tiyn as steps write it: `85 000.00 tenge`, half a tiyn up."""
    return f"{Money(whole_tiyn_half_up(amount)).format_tenge()} tenge"


def decimal_text(number: Fraction) -> str:
    """A number with few decimals as the acts write it: `0.45`, `12`."""
    return f"{(Decimal(number.numerator) / Decimal(number.denominator)).normalize():f}"
