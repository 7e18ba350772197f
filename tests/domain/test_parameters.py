"""Dated parameters: what is in force when, and that nothing weak or overlapping is shipped."""

from datetime import date
from fractions import Fraction
from itertools import combinations

import pytest

from esep.adapters.rule_tables.packaged import packaged_texts
from esep.adapters.rule_tables.tables import InvalidRuleTable, rulebook_from
from esep.domain.model.month import Month
from esep.domain.rules.dated_table import LegalSource
from esep.domain.rules.parameters import Bounds
from esep.domain.rules.rulebook import Rulebook


@pytest.mark.parametrize(
    ("month", "bounds"),
    [
        (Month(2017, 12), Bounds(minimum_tiyn=None, maximum_tiyn=None)),
        (Month(2018, 1), Bounds(minimum_tiyn=98_994, maximum_tiyn=None)),
        (Month(2019, 12), Bounds(minimum_tiyn=148_750, maximum_tiyn=None)),
        (Month(2020, 1), Bounds(minimum_tiyn=148_750, maximum_tiyn=1_041_250)),
        (Month(2024, 12), Bounds(minimum_tiyn=297_500, maximum_tiyn=2_082_500)),
        (Month(2025, 1), Bounds(minimum_tiyn=425_000, maximum_tiyn=2_975_000)),
        (Month(2026, 12), Bounds(minimum_tiyn=425_000, maximum_tiyn=2_975_000)),
        (Month(2027, 1), Bounds(minimum_tiyn=None, maximum_tiyn=None)),
    ],
)
def test_bounds_of_a_month_are_its_minimum_wage_times_its_rate(
    rulebook: Rulebook, month: Month, bounds: Bounds
) -> None:
    assert rulebook.parameters.bounds(month) == bounds
    assert rulebook.parameters.bounds(month) == bounds


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2005, 6, 1), Fraction(15, 1000)),
        (date(2006, 6, 1), None),
        (date(2017, 12, 31), Fraction(5, 100)),
        (date(2018, 1, 1), Fraction(35, 1000)),
        (date(2025, 1, 1), Fraction(5, 100)),
        (date(2004, 12, 31), None),
    ],
)
def test_the_rate_is_that_of_the_day_or_unknown(rulebook: Rulebook, day: date, rate: Fraction | None) -> None:
    assert rulebook.parameters.contribution_rates.at(day) == rate


def test_rows_of_one_thing_never_overlap(rulebook: Rulebook) -> None:
    parameters = rulebook.parameters
    rates, wages = parameters.contribution_rates.rows, parameters.minimum_wages.rows
    terms, base_rates = parameters.payment_terms.rows, parameters.base_rates.rows
    tables = (rates, wages, terms, base_rates)
    spans = [[(row.valid_from, row.valid_to or date.max) for row in rows] for rows in tables]
    for (begin, end), (other_begin, other_end) in [pair for each in spans for pair in combinations(each, 2)]:
        assert end < other_begin or other_end < begin
    for code, another in combinations(parameters.purpose_codes.rows, 2):
        assert code.value.code != another.value.code


def test_only_codes_that_come_in_are_accepted(rulebook: Rulebook) -> None:
    day = date(2020, 2, 21)
    parameters = rulebook.parameters
    accepted = [code for code in ("012", "017", "026", "094", "183") if parameters.accepted_purpose_code(code, day)]
    assert accepted == ["012", "017"]
    assert [row.returned_with for row in parameters.purpose_codes.in_force(day)] == ["026", "094", "", ""]


def test_every_wrong_cell_of_a_table_is_told_with_its_row() -> None:
    text = (
        "valid_from,valid_to,tenge,act,article,confidence\n"
        "2006-01-01,2006-12-31,9200,law,1,L\n"
        "2007-01-01,never,9752,law,1,H\n"
        "2008-01-01,,much,law,1,M\n"
    )
    with pytest.raises(InvalidRuleTable) as refused:
        rulebook_from({**packaged_texts(), "minimum_wages": text})
    assert [place for fault in refused.value.faults for place in (fault.split(" @ ")[1],)] == [
        "$[0]",
        "$[1].valid_to",
        "$[2].tenge",
    ]


def test_a_parameter_of_low_confidence_does_not_exist() -> None:
    with pytest.raises(ValueError, match="confidence"):
        LegalSource(act="law", article="1", confidence="L")
