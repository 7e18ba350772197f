"""The rulebook from the texts of its tables."""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeVar

import cattrs

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
from esep.domain.errors import InvalidInput
from esep.domain.rules.dated_table import DatedTable
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.rulebook import Rulebook

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
    )
    findings = _structured("findings", tomllib.loads(texts["findings"])["finding"], FindingRow)
    return Rulebook(parameters=parameters, kinds={row.code: row.kind for row in findings})


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


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_structure_hook(
        date, lambda cell, _: cell if isinstance(cell, date) else date.fromisoformat(cell)
    )
    converter.register_structure_hook(date | None, lambda cell, _: _day(cell) if cell else None)
    converter.register_structure_hook(Fraction, lambda cell, _: Fraction(cell))
    return converter


_CONVERTER = _converter()
