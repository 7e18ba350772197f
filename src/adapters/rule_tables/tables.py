"""The rulebook from the texts of its tables."""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, time
from fractions import Fraction
from typing import TypeVar

import cattrs

from esep.adapters.rule_tables.case_rows import ApplicationTermRow, ChildcareAgeRow, GroundRow, WorkingHoursRow
from esep.adapters.rule_tables.payout_rows import ReturnedCodeRow
from esep.adapters.rule_tables.rows import (
    BaseRateRow,
    CollectionAccountRow,
    ContributionBoundRow,
    ContributionRateRow,
    FindingRow,
    FundRow,
    MinimumWageRow,
    ParameterRow,
    PaymentTermRow,
    PurposeCodeRow,
    TermRow,
)
from esep.adapters.rule_tables.social_payment_rows import (
    BenefitFloorRow,
    CreditedMonthKindRow,
    DependantsCoefficientRow,
    IncreaseRow,
    JobLossDurationRow,
    KindValueRow,
    LengthCoefficientRow,
    MonthlyIndexRow,
    PaymentKindCsvRow,
    PaymentLawRow,
    PensionAgeRow,
    PercentRow,
    ReplacementRateRow,
    UnifiedPaymentRow,
)
from esep.domain.errors import InvalidInput
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.dated_table import DatedTable
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.social_payments.case_parameters import CaseParameters
from esep.domain.rules.social_payments.parameters import SocialPaymentParameters

T = TypeVar("T")
V = TypeVar("V")


def rulebook_from(texts: Mapping[str, str]) -> Rulebook:
    """Read every table from its text, by its name without ending.

    Raises `InvalidRuleTable` with everything that is wrong in a table, ValueError where a finding has no rule.
    """
    parameters = Parameters(
        contribution_rates=_dated("contribution_rates", texts, ContributionRateRow),
        minimum_wages=_dated("minimum_wages", texts, MinimumWageRow),
        contribution_bounds=_dated("contribution_bounds", texts, ContributionBoundRow),
        purpose_codes=_dated("purpose_codes", texts, PurposeCodeRow),
        collection_accounts=_dated("collection_accounts", texts, CollectionAccountRow),
        payment_terms=_dated("payment_terms", texts, PaymentTermRow),
        base_rates=_dated("base_rates", texts, BaseRateRow),
        terms=_dated("terms", texts, TermRow),
        fund=_dated("fund", texts, FundRow),
        social_payments=_social_payments(texts),
        cases=_cases(texts),
        payout_accounts=_dated("payout_accounts", texts, CollectionAccountRow),
        pension_accounts=_dated("pension_accounts", texts, CollectionAccountRow),
        returned_codes=_dated("social_payment_returns", texts, ReturnedCodeRow),
    )
    findings = _structured("findings", tomllib.loads(texts["findings"])["finding"], FindingRow)
    return Rulebook(parameters=parameters, kinds={row.code: row.kind for row in findings})


def _social_payments(texts: Mapping[str, str]) -> SocialPaymentParameters:
    return SocialPaymentParameters(
        kinds=_dated("social_payment_kinds", texts, PaymentKindCsvRow),
        laws=_dated("social_payment_laws", texts, PaymentLawRow),
        values=_dated("social_payment_parameters", texts, KindValueRow),
        replacement_rates=_dated("replacement_rates", texts, ReplacementRateRow),
        length_coefficients=_dated("length_coefficients", texts, LengthCoefficientRow),
        job_loss_durations=_dated("job_loss_durations", texts, JobLossDurationRow),
        dependants_coefficients=_dated("dependants_coefficients", texts, DependantsCoefficientRow),
        benefit_floors=_dated("benefit_floors", texts, BenefitFloorRow),
        monthly_indexes=_dated("monthly_index", texts, MonthlyIndexRow),
        single_payment_shares=_dated("single_payment_shares", texts, PercentRow),
        single_payment_rates=_dated("single_payment_rates", texts, PercentRow),
        unified_payments=_dated("unified_payments", texts, UnifiedPaymentRow),
        increases=_dated("increases", texts, IncreaseRow),
        credited_kinds=_dated("credited_month_kinds", texts, CreditedMonthKindRow),
        pension_ages=_dated("pension_ages", texts, PensionAgeRow),
    )


def _cases(texts: Mapping[str, str]) -> CaseParameters:
    return CaseParameters(
        grounds=_dated("case_grounds", texts, GroundRow),
        working_hours=_dated("working_hours", texts, WorkingHoursRow),
        application_terms=_dated("application_terms", texts, ApplicationTermRow),
        childcare_ages=_dated("childcare_ages", texts, ChildcareAgeRow),
    )


class InvalidRuleTable(InvalidInput, ValueError):
    """A table of the rulebook has cells that are no values of theirs."""

    code = "rule-table-invalid"

    def __init__(self, table: str, faults: Sequence[str]) -> None:
        """Keep every fault, each with its place."""
        super().__init__(f"table {table}: {'; '.join(faults)}")
        self.faults = faults


def _dated(table: str, texts: Mapping[str, str], row_type: type[ParameterRow[V]]) -> DatedTable[V]:
    rows = list(csv.DictReader(texts[table].splitlines()))
    return DatedTable(tuple(row.dated for row in _structured(table, rows, row_type)))


def _structured(table: str, rows: Sequence[Mapping[str, object]], row_type: type[T]) -> list[T]:
    try:
        return _CONVERTER.structure(rows, list[row_type])  # type: ignore[valid-type]  # a type of rows is a value here
    except cattrs.BaseValidationError as error:
        raise InvalidRuleTable(table, cattrs.transform_error(error)) from error


def _day(cell: str | date) -> date:
    """TOML has dates, CSV their texts."""
    return cell if isinstance(cell, date) else date.fromisoformat(cell)


def _is_yes(cell: object) -> bool:
    """TOML has truth values, CSV the words."""
    if cell in ("yes", "no"):
        return cell == "yes"
    if isinstance(cell, bool):
        return cell
    raise ValueError(f"{cell!r}; expected yes or no")


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_structure_hook(
        date, lambda cell, _: cell if isinstance(cell, date) else date.fromisoformat(cell)
    )
    converter.register_structure_hook(date | None, lambda cell, _: _day(cell) if cell else None)
    converter.register_structure_hook(time, lambda cell, _: time.fromisoformat(cell))
    converter.register_structure_hook(Fraction, lambda cell, _: Fraction(cell))
    converter.register_structure_hook(int | None, lambda cell, _: int(cell) if cell else None)
    converter.register_structure_hook(Fraction | None, lambda cell, _: Fraction(cell) if cell else None)
    converter.register_structure_hook(SocialPaymentKind, lambda cell, _: SocialPaymentKind.named(cell))
    converter.register_structure_hook(bool, lambda cell, _: _is_yes(cell))
    return converter


_CONVERTER = _converter()
