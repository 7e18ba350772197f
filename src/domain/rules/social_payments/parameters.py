"""The dated tables of social payments, and what of them one kind needs on one day of right."""

from collections.abc import Callable
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TypeVar

import attrs

from esep.domain.model.credited_month import CreditedKind
from esep.domain.model.sex import Sex
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.dated_table import Dated, DatedTable, LegalSource

T = TypeVar("T")


class CutOff(Enum):
    """Until when a contribution must have come to count for the average income."""

    APPLICATION = "application"  # until the day of application
    RIGHT = "right"  # until the day of right; for the month before it until the day of application
    UNDETERMINED = "undetermined"  # the day on which one rule replaced the other is not known
    UNKNOWN = "unknown"  # the text of the rule is not known


class IncomeEntry(Enum):
    """Whether a credited month has an income that a certificate confirms."""

    NONE = "none"
    ALLOWED = "allowed"
    REQUIRED = "required"


@attrs.frozen(kw_only=True)
class PaymentKindRow:
    """How a kind is paid."""

    kind: SocialPaymentKind
    purpose_code: str  # of the payment; "" where it is not known
    returned_with: str  # of its return
    pension_percent: Fraction  # of each payment that is withheld as a pension contribution


@attrs.frozen(kw_only=True)
class PaymentLaw:
    """Which act governs a kind."""

    kind: SocialPaymentKind
    law: str
    cut_off: CutOff


@attrs.frozen(kw_only=True)
class KindValue:
    """One number of a kind: a coefficient, a count of months or of minimum wages."""

    kind: SocialPaymentKind
    parameter: str
    value: Fraction


@attrs.frozen(kw_only=True)
class LengthBracket:
    """The coefficient of a length of participation (КСУ), both ends included."""

    kind: SocialPaymentKind
    months_from: int
    months_to: int | None
    coefficient: Fraction
    addition: Fraction  # for each `per_months` whole months over `over_months`
    per_months: int | None
    over_months: int | None
    maximum: Fraction | None


@attrs.frozen(kw_only=True)
class Bracket:
    """A number that holds from one count to another, both included."""

    count_from: int
    count_to: int | None
    value: Fraction

    def has(self, count: int) -> bool:
        """Whether the count lies in it."""
        return self.count_from <= count and (self.count_to is None or count <= self.count_to)


@attrs.frozen(kw_only=True)
class CreditedKindRow:
    """What follows from a credited month of a kind."""

    kind: CreditedKind
    is_length: bool  # it counts into the length of participation
    is_replaced: bool  # an earlier month takes its place in the average income
    income: IncomeEntry


@attrs.frozen(kw_only=True)
class Increase:
    """An increase of what was appointed by the day."""

    kind: SocialPaymentKind
    percent: Fraction


@attrs.frozen(kw_only=True)
class PensionAge:
    """The pension age of a sex, in half years."""

    sex: Sex
    half_years: int


@attrs.frozen(kw_only=True)
class SocialPaymentParameters:
    """All tables of social payments."""

    kinds: DatedTable[PaymentKindRow]
    laws: DatedTable[PaymentLaw]
    values: DatedTable[KindValue]
    replacement_rates: DatedTable[KindValue]
    length_coefficients: DatedTable[LengthBracket]
    job_loss_durations: DatedTable[Bracket]  # payments by months of length
    dependants_coefficients: DatedTable[Bracket]
    benefit_floors: DatedTable[Bracket]  # monthly calculation indexes by order of birth
    monthly_indexes: DatedTable[int]  # МРП, tenge
    single_payment_shares: DatedTable[Fraction]  # of contributions in the single payment
    single_payment_rates: DatedTable[Fraction]  # of the single payment itself
    unified_payments: DatedTable[str]  # with what the assignment of such an order begins
    increases: DatedTable[Increase]
    credited_kinds: DatedTable[CreditedKindRow]
    pension_ages: DatedTable[PensionAge]

    def kind(self, kind: SocialPaymentKind, day: date) -> PaymentKindRow | None:
        """How a kind is paid on a day; None where it is none of that day."""
        return next((row for row in self.kinds.in_force(day) if row.kind is kind), None)

    def law(self, kind: SocialPaymentKind, day: date) -> Dated[PaymentLaw] | None:
        """The act that governs a kind where the right arises on a day."""
        return row_of(self.laws, day, lambda law: law.kind is kind)

    def value(self, kind: SocialPaymentKind, parameter: str, day: date) -> Dated[KindValue] | None:
        """A number of a kind."""
        return row_of(self.values, day, lambda row: row.kind is kind and row.parameter == parameter)

    def replacement_rate(self, kind: SocialPaymentKind, day: date) -> Dated[KindValue] | None:
        """The coefficient of income replacement (КЗД)."""
        return row_of(self.replacement_rates, day, lambda row: row.kind is kind)


def row_of(table: DatedTable[T], day: date, is_meant: Callable[[T], bool]) -> Dated[T] | None:
    """The row in force on a day that is meant, with its source."""
    return next((row for row in table.rows if row.is_in_force(day) and is_meant(row.value)), None)


def cited(source: LegalSource) -> str:
    """A source as steps name it: `Order 237 of 22.06.2023, 37`."""
    return f"{source.act}, {source.article}"
