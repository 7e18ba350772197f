"""Rows of the rulebook's tables, as they stand in the files, and the values of the domain that they become."""

from datetime import date
from fractions import Fraction
from typing import Generic, TypeVar

import attrs

from esep.domain.model.finding import Severity
from esep.domain.rules.dated_table import CONFIDENCES, Dated, LegalSource
from esep.domain.rules.parameters import CollectionAccount, Fund, PaymentKind, PurposeCode, Term
from esep.domain.rules.rulebook import FindingKind

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class ParameterRow(Generic[T]):
    """What every row of a table of parameters has."""

    valid_from: date
    valid_to: date | None
    act: str
    article: str
    confidence: str = attrs.field(validator=attrs.validators.in_(CONFIDENCES))

    @property
    def value(self) -> T:
        """The row's own part."""
        raise TypeError("a row without a value of its own")

    @property
    def dated(self) -> Dated[T]:
        """The value with its dates and source."""
        source = LegalSource(act=self.act, article=self.article, confidence=self.confidence)
        return Dated(value=self.value, valid_from=self.valid_from, valid_to=self.valid_to, source=source)


@attrs.frozen(kw_only=True)
class ContributionRateRow(ParameterRow[Fraction]):
    """`contribution_rates.csv`."""

    payer_kind: str
    percent: Fraction

    @property
    def value(self) -> Fraction:
        """Share of the object."""
        return self.percent / 100


@attrs.frozen(kw_only=True)
class MinimumWageRow(ParameterRow[int]):
    """`minimum_wages.csv`."""

    tenge: int

    @property
    def value(self) -> int:
        """Tenge."""
        return self.tenge


@attrs.frozen(kw_only=True)
class ContributionBoundRow(ParameterRow[tuple[str, int]]):
    """`contribution_bounds.csv`."""

    bound: str
    minimum_wages: int

    @property
    def value(self) -> tuple[str, int]:
        """Which bound, and how many minimum wages."""
        return self.bound, self.minimum_wages


@attrs.frozen(kw_only=True)
class PurposeCodeRow(ParameterRow[PurposeCode]):
    """`purpose_codes.csv`."""

    purpose_code: str
    direction: str
    kind: PaymentKind
    returned_with: str
    meaning_en: str

    @property
    def value(self) -> PurposeCode:
        """The code."""
        return PurposeCode(
            code=self.purpose_code,
            direction=self.direction,
            kind=self.kind,
            returned_with=self.returned_with,
            meaning=self.meaning_en,
        )


@attrs.frozen(kw_only=True)
class CollectionAccountRow(ParameterRow[CollectionAccount]):
    """`collection_accounts.csv`."""

    bic: str
    account: str
    holder_id: str
    holder_name: str

    @property
    def value(self) -> CollectionAccount:
        """The account."""
        return CollectionAccount(
            bic=self.bic, account=self.account, holder_id=self.holder_id, holder_name=self.holder_name
        )


@attrs.frozen(kw_only=True)
class PaymentTermRow(ParameterRow[int]):
    """`payment_terms.csv`."""

    day_of_next_month: int = attrs.field(validator=[attrs.validators.ge(1), attrs.validators.le(28)])

    @property
    def value(self) -> int:
        """Day of the month after the one paid for."""
        return self.day_of_next_month


@attrs.frozen(kw_only=True)
class BaseRateRow(ParameterRow[Fraction]):
    """`base_rates.csv`."""

    percent: Fraction

    @property
    def value(self) -> Fraction:
        """Share of a year."""
        return self.percent / 100


@attrs.frozen(kw_only=True)
class TermRow(ParameterRow[Term]):
    """`terms.csv`."""

    duty: str
    working_days: int = attrs.field(validator=attrs.validators.ge(1))

    @property
    def value(self) -> Term:
        """The term."""
        return Term(duty=self.duty, working_days=self.working_days)


@attrs.frozen(kw_only=True)
class FundRow(ParameterRow[Fund]):
    """`fund.csv`."""

    holder_id: str
    holder_name: str

    @property
    def value(self) -> Fund:
        """The Fund."""
        return Fund(holder_id=self.holder_id, holder_name=self.holder_name)


@attrs.frozen(kw_only=True)
class FindingRow:
    """One `[[finding]]` of `findings.toml`."""

    code: str
    on: str = attrs.field(validator=attrs.validators.in_(("order", "line")))
    severity: Severity
    field: str
    act: str
    article: str
    valid_from: date
    kk: str
    ru: str
    en: str
    may_be_accepted: bool = False

    @property
    def kind(self) -> FindingKind:
        """The row as the rulebook holds it."""
        return FindingKind(
            code=self.code,
            on=self.on,
            severity=self.severity,
            field=self.field,
            source=LegalSource(act=self.act, article=self.article),
            valid_from=self.valid_from,
            may_be_accepted=self.may_be_accepted,
            texts={"kk": self.kk, "ru": self.ru, "en": self.en},
        )
