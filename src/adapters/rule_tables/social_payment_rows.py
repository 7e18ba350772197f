"""Rows of the tables of social payments, as they stand in the files."""

from fractions import Fraction

import attrs

from esep.adapters.rule_tables.rows import ParameterRow
from esep.domain.model.credited_month import CreditedKind
from esep.domain.model.sex import Sex
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.social_payments.parameters import (
    Bracket,
    CreditedKindRow,
    CutOff,
    IncomeEntry,
    Increase,
    KindValue,
    LengthBracket,
    PaymentKindRow,
    PaymentLaw,
    PensionAge,
)


@attrs.frozen(kw_only=True)
class PaymentKindCsvRow(ParameterRow[PaymentKindRow]):
    """`social_payment_kinds.csv`."""

    code: str
    kind: SocialPaymentKind
    purpose_code: str
    returned_with: str
    pension_percent: Fraction

    def __attrs_post_init__(self) -> None:
        """Raise ValueError where code and word name two kinds."""
        if self.code != self.kind.value:
            raise ValueError(f"{self.kind.word} has the code {self.kind.value}, not {self.code}")

    @property
    def value(self) -> PaymentKindRow:
        """How the kind is paid."""
        return PaymentKindRow(
            kind=self.kind,
            purpose_code=self.purpose_code,
            returned_with=self.returned_with,
            pension_percent=self.pension_percent,
        )


@attrs.frozen(kw_only=True)
class PaymentLawRow(ParameterRow[PaymentLaw]):
    """`social_payment_laws.csv`."""

    kind: SocialPaymentKind
    law: str
    cut_off: CutOff

    @property
    def value(self) -> PaymentLaw:
        """The act."""
        return PaymentLaw(kind=self.kind, law=self.law, cut_off=self.cut_off)


@attrs.frozen(kw_only=True)
class KindValueRow(ParameterRow[KindValue]):
    """`social_payment_parameters.csv`."""

    kind: SocialPaymentKind
    parameter: str
    number: Fraction

    @property
    def value(self) -> KindValue:
        """The number."""
        return KindValue(kind=self.kind, parameter=self.parameter, value=self.number)


@attrs.frozen(kw_only=True)
class ReplacementRateRow(ParameterRow[KindValue]):
    """`replacement_rates.csv`."""

    kind: SocialPaymentKind
    rate: Fraction

    @property
    def value(self) -> KindValue:
        """The coefficient."""
        return KindValue(kind=self.kind, parameter="replacement-rate", value=self.rate)


@attrs.frozen(kw_only=True)
class LengthCoefficientRow(ParameterRow[LengthBracket]):
    """`length_coefficients.csv`."""

    kind: SocialPaymentKind
    months_from: int
    months_to: int | None
    coefficient: Fraction
    addition: Fraction
    per_months: int | None
    over_months: int | None
    maximum: Fraction | None

    @property
    def value(self) -> LengthBracket:
        """The bracket."""
        return LengthBracket(
            kind=self.kind,
            months_from=self.months_from,
            months_to=self.months_to,
            coefficient=self.coefficient,
            addition=self.addition,
            per_months=self.per_months,
            over_months=self.over_months,
            maximum=self.maximum,
        )


@attrs.frozen(kw_only=True)
class JobLossDurationRow(ParameterRow[Bracket]):
    """`job_loss_durations.csv`."""

    months_from: int
    months_to: int | None
    payments: int

    @property
    def value(self) -> Bracket:
        """Payments by months of length."""
        return Bracket(count_from=self.months_from, count_to=self.months_to, value=Fraction(self.payments))


@attrs.frozen(kw_only=True)
class DependantsCoefficientRow(ParameterRow[Bracket]):
    """`dependants_coefficients.csv`."""

    dependants_from: int
    dependants_to: int | None
    coefficient: Fraction

    @property
    def value(self) -> Bracket:
        """Coefficient by number of dependants."""
        return Bracket(count_from=self.dependants_from, count_to=self.dependants_to, value=self.coefficient)


@attrs.frozen(kw_only=True)
class BenefitFloorRow(ParameterRow[Bracket]):
    """`benefit_floors.csv`."""

    birth_order_from: int
    birth_order_to: int | None
    monthly_indexes: Fraction

    @property
    def value(self) -> Bracket:
        """Monthly calculation indexes by order of birth."""
        return Bracket(count_from=self.birth_order_from, count_to=self.birth_order_to, value=self.monthly_indexes)


@attrs.frozen(kw_only=True)
class MonthlyIndexRow(ParameterRow[int]):
    """`monthly_index.csv`."""

    tenge: int

    @property
    def value(self) -> int:
        """Tenge."""
        return self.tenge


@attrs.frozen(kw_only=True)
class PercentRow(ParameterRow[Fraction]):
    """`single_payment_shares.csv` and `single_payment_rates.csv`."""

    percent: Fraction

    @property
    def value(self) -> Fraction:
        """As a share."""
        return self.percent / 100


@attrs.frozen(kw_only=True)
class UnifiedPaymentRow(ParameterRow[str]):
    """`unified_payments.csv`."""

    assignment_begins_with: str

    @property
    def value(self) -> str:
        """With what the assignment of such an order begins."""
        return self.assignment_begins_with


@attrs.frozen(kw_only=True)
class IncreaseRow(ParameterRow[Increase]):
    """`increases.csv`."""

    kind: SocialPaymentKind
    percent: Fraction

    @property
    def value(self) -> Increase:
        """The increase."""
        return Increase(kind=self.kind, percent=self.percent)


@attrs.frozen(kw_only=True)
class CreditedMonthKindRow(ParameterRow[CreditedKindRow]):
    """`credited_month_kinds.csv`."""

    kind: CreditedKind
    is_length: bool
    is_replaced: bool
    income: IncomeEntry

    @property
    def value(self) -> CreditedKindRow:
        """What follows from the kind."""
        return CreditedKindRow(
            kind=self.kind, is_length=self.is_length, is_replaced=self.is_replaced, income=self.income
        )


@attrs.frozen(kw_only=True)
class PensionAgeRow(ParameterRow[PensionAge]):
    """`pension_ages.csv`."""

    sex: Sex
    half_years: int

    @property
    def value(self) -> PensionAge:
        """The age."""
        return PensionAge(sex=self.sex, half_years=self.half_years)
