"""The tables of social payments beside the acts, and what is made of an account's records."""

from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import attrs
import pytest

from esep.adapters.rule_tables.packaged import packaged_texts
from esep.adapters.rule_tables.tables import InvalidRuleTable, rulebook_from
from esep.domain.model.calculation import CalculationInputs, CalculationInvalid, CalculationRequest, ParameterUnknown
from esep.domain.model.contribution import Contribution
from esep.domain.model.credited_month import CreditedKind, CreditedMonth
from esep.domain.model.month import Month
from esep.domain.model.social_payment import CALCULATED_KINDS, SocialPaymentKind, UnknownSocialPayment
from esep.domain.model.standing_contribution import StandingContribution
from esep.domain.rules.dated_table import DatedTable
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.calculate import FORMULAS, calculate
from esep.domain.rules.social_payments.counting_contributions import counting_contributions
from esep.domain.rules.social_payments.credited_month_rules import credited_month_fault
from esep.domain.rules.social_payments.figures import NEEDED, Figures, decimal_text

TODAY = date(2026, 2, 1)


def test_the_kinds_have_their_codes_of_payment_and_return(parameters: Parameters) -> None:
    rows = {
        row.kind.word: (row.kind.value, row.purpose_code, row.returned_with, row.pension_percent)
        for row in parameters.social_payments.kinds.in_force(TODAY)
    }
    assert rows == {
        "breadwinner": ("0701", "046", "047", Fraction(0)),
        "disability": ("0702", "027", "028", Fraction(10)),
        "job-loss": ("0703", "048", "049", Fraction(10)),
        "maternity": ("0704", "096", "097", Fraction(10)),
        "childcare": ("0705", "091", "092", Fraction(10)),
    }
    of_2021 = {row.kind.value for row in parameters.social_payments.kinds.in_force(date(2021, 1, 1))}
    assert of_2021 == {f"070{number}" for number in range(1, 10)}
    assert parameters.social_payments.kind(SocialPaymentKind.RESTRICTIONS, TODAY) is None


@pytest.mark.parametrize(
    ("kind", "day", "rate"),
    [
        (SocialPaymentKind.JOB_LOSS, date(2022, 12, 31), "0.40"),
        (SocialPaymentKind.JOB_LOSS, date(2023, 1, 1), "0.45"),
        (SocialPaymentKind.JOB_LOSS, TODAY, "0.45"),
        (SocialPaymentKind.DISABILITY, TODAY, "0.6"),
        (SocialPaymentKind.BREADWINNER, TODAY, "0.6"),
        (SocialPaymentKind.CHILDCARE, TODAY, "0.4"),
        (SocialPaymentKind.DISABILITY, date(2023, 6, 30), None),
        (SocialPaymentKind.CHILDCARE, date(2023, 6, 30), None),
    ],
)
def test_replacement_rates_by_kind_and_day(
    parameters: Parameters, kind: SocialPaymentKind, day: date, rate: str | None
) -> None:
    found = parameters.social_payments.replacement_rate(kind, day)
    assert (found and found.value.value) == (rate and Fraction(rate))


@pytest.mark.parametrize(
    ("day", "tenge"),
    [
        (date(2022, 3, 31), 3_063),
        (date(2022, 4, 1), None),
        (date(2023, 7, 1), 3_450),
        (date(2024, 12, 31), 3_692),
        (date(2025, 1, 1), 3_932),
        (date(2026, 1, 1), 4_325),
        (date(2027, 1, 1), None),
        (date(2021, 1, 1), None),
    ],
)
def test_the_monthly_index_is_that_of_the_day_or_unknown(parameters: Parameters, day: date, tenge: int | None) -> None:
    assert parameters.social_payments.monthly_indexes.at(day) == tenge


@pytest.mark.parametrize(
    ("year", "share"), [(2022, None), (2023, "16.0"), (2024, "14.9"), (2025, "18.9"), (2026, "18.1"), (2030, "17.1")]
)
def test_the_share_of_the_single_payment_is_that_of_the_year(
    parameters: Parameters, year: int, share: str | None
) -> None:
    found = parameters.social_payments.single_payment_shares.at(date(year, 6, 1))
    assert found == (None if share is None else Fraction(share) / 100)


def _tables(parameters: Parameters) -> dict[str, DatedTable[Any]]:
    tables = parameters.social_payments
    return {field.name: getattr(tables, field.name) for field in attrs.fields(type(tables))}


def test_rows_of_one_thing_never_overlap(parameters: Parameters) -> None:
    for name, table in _tables(parameters).items():
        for one, other in combinations(table.rows, 2):
            if _thing(one.value) == _thing(other.value):
                ends = (one.valid_to or date.max, other.valid_to or date.max)
                assert ends[0] < other.valid_from or ends[1] < one.valid_from, (name, one, other)


def _thing(value: Any) -> tuple[object, ...]:
    """What no two rows of a day have in common: everything but what is looked up."""
    if not attrs.has(type(value)):
        return ()
    looked_up = {
        "value",
        "coefficient",
        "law",
        "cut_off",
        "purpose_code",
        "returned_with",
        "pension_percent",
        "half_years",
    }
    return tuple(getattr(value, field.name) for field in attrs.fields(type(value)) if field.name not in looked_up)


def test_every_kind_has_brackets_from_its_least_length_on_without_a_gap(parameters: Parameters) -> None:
    for kind, first in (("job-loss", 6), ("disability", 0), ("breadwinner", 0)):
        brackets = [
            row for row in parameters.social_payments.length_coefficients.in_force(TODAY) if row.kind.word == kind
        ]
        assert brackets[0].months_from == first
        for one, following in pairwise(brackets):
            assert one.months_to is not None
            assert one.months_to + 1 == following.months_from
        assert brackets[-1].months_to is None


def test_every_calculated_kind_has_a_formula_and_its_needs() -> None:
    assert set(FORMULAS) == set(NEEDED) == set(CALCULATED_KINDS)


@pytest.mark.parametrize("kind", [one for one in SocialPaymentKind if one not in CALCULATED_KINDS])
def test_the_kinds_of_2020_to_2022_are_known_and_not_calculated(
    parameters: Parameters, kind: SocialPaymentKind
) -> None:
    assert SocialPaymentKind.named(kind.value) is SocialPaymentKind.named(kind.word) is kind
    request = CalculationRequest(kind=kind, right_on=date(2021, 1, 1), applied_on=date(2021, 1, 1))
    with pytest.raises(CalculationInvalid, match="recorded, not calculated"):
        calculate(request, CalculationInputs(contributions=()), parameters)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownSocialPayment, match="expected one of breadwinner, disability, job-loss"):
        SocialPaymentKind.named("pension")


def test_before_2005_not_even_the_act_is_known(parameters: Parameters) -> None:
    request = CalculationRequest(
        kind=SocialPaymentKind.JOB_LOSS, right_on=date(2004, 12, 31), applied_on=date(2004, 12, 31)
    )
    with pytest.raises(ParameterUnknown, match="the act in force"):
        calculate(request, CalculationInputs(contributions=()), parameters)


def test_the_law_of_a_right_is_that_of_its_day(parameters: Parameters) -> None:
    def law(day: date) -> str:
        return Figures(parameters=parameters, kind=SocialPaymentKind.JOB_LOSS, day=day).law.law

    assert law(date(2019, 12, 31)) == "Law 405 of 25.04.2003"
    assert law(date(2020, 1, 1)) == law(date(2023, 6, 30)) == "Law 286-VI of 26.12.2019"
    assert law(date(2023, 7, 1)).startswith("Social Code")


@pytest.mark.parametrize(
    ("number", "text"), [("0.45", "0.45"), ("1.0", "1"), ("12", "12"), ("120", "120"), ("1.02", "1.02")]
)
def test_numbers_are_written_as_the_acts_write_them(number: str, text: str) -> None:
    assert decimal_text(Fraction(number)) == text


@pytest.mark.parametrize(
    ("table", "cell", "instead"),
    [
        ("social_payment_kinds", "0703,job-loss", "0702,job-loss"),
        ("social_payment_kinds", "0703,job-loss", "0703,jobless"),
        ("credited_month_kinds", "emergency-benefit,yes", "emergency-benefit,perhaps"),
        ("replacement_rates", "0.45", "half"),
    ],
)
def test_a_wrong_cell_of_a_table_is_told(table: str, cell: str, instead: str) -> None:
    texts = packaged_texts()
    with pytest.raises(InvalidRuleTable, match=f"table {table}"):
        rulebook_from(texts | {table: texts[table].replace(cell, instead)})


@pytest.mark.parametrize(
    ("month", "kind", "income", "fault"),
    [
        ("2020-05", CreditedKind.EMERGENCY_BENEFIT, None, None),
        ("2020-05", CreditedKind.EMERGENCY_BENEFIT, 100, "has no income"),
        ("2023-01", CreditedKind.EMERGENCY_BENEFIT, None, "expected a month of 2020-01-01 to 2022-12-31"),
        ("2020-05", CreditedKind.CERTIFIED_INCOME, None, "needs the income"),
        ("2020-05", CreditedKind.CERTIFIED_INCOME, 100, None),
        ("2020-05", CreditedKind.ZERO_COEFFICIENT, None, None),
        ("2020-05", CreditedKind.ZERO_COEFFICIENT, 100, None),
        ("2019-05", CreditedKind.ZERO_COEFFICIENT, 100, "expected a month of 2020-01-01 to today"),
        ("2020-10", CreditedKind.MEDIA_EXEMPTION, None, "expected a month of 2020-04-01 to 2020-09-30"),
        ("2015-10", CreditedKind.JOB_LOSS_BENEFIT, None, None),
        ("2015-10", CreditedKind.JOB_LOSS_BENEFIT, 5, "has no income"),
    ],
)
def test_a_month_is_credited_for_what_its_kind_allows(
    parameters: Parameters, month: str, kind: CreditedKind, income: int | None, fault: str | None
) -> None:
    one = CreditedMonth(
        person_key=1,
        month=Month.parse_iso(month),
        kind=kind,
        income_tiyn=income,
        document_number="7",
        document_date=date(2024, 1, 15),
    )
    told = credited_month_fault(one, parameters.social_payments)
    assert told is None if fault is None else told is not None and fault in told


@pytest.fixture
def line() -> StandingContribution:
    return StandingContribution(
        person_key=900101300017,
        order_number=7,
        line_number=3,
        month_from=Month(2023, 5),
        month_to=Month(2023, 5),
        standing_tiyn=425_000,
        illegal_tiyn=0,
        payer_id="940140000385",
        received_on=date(2023, 6, 20),
        document_number="17",
        assignment="",
    )


def test_of_a_line_counts_what_stands_and_is_not_illegal(line: StandingContribution, parameters: Parameters) -> None:
    tables = parameters.social_payments
    [one] = counting_contributions([line._replace(standing_tiyn=325_000, illegal_tiyn=25_000)], {}, tables)
    assert one == Contribution(
        person_key=900101300017,
        order_number=7,
        line_number=3,
        payer_id="940140000385",
        month=Month(2023, 5),
        amount_tiyn=300_000,
        received_on=date(2023, 6, 20),
        document_number="17",
    )
    for illegal in (425_000, 425_001):
        assert list(counting_contributions([line._replace(illegal_tiyn=illegal)], {}, tables)) == []


@pytest.mark.parametrize(
    ("assignment", "month", "is_unified"),
    [
        ("*ESP* за май", Month(2023, 5), True),
        (" *esp*", Month(2019, 1), True),
        ("*ESP*", Month(2023, 12), True),
        ("*ESP*", Month(2024, 1), False),
        ("*ESP*", Month(2018, 12), False),
        ("платеж *ESP*", Month(2023, 5), False),
        ("", Month(2023, 5), False),
    ],
)
def test_an_order_whose_assignment_begins_so_is_a_unified_payment(
    line: StandingContribution, parameters: Parameters, assignment: str, month: Month, is_unified: bool
) -> None:
    of_month = line._replace(month_from=month, month_to=month)
    for one in (of_month._replace(assignment=assignment), of_month._replace(assignment=None)):
        [found] = counting_contributions([one], {7: assignment}, parameters.social_payments)
        assert found.is_unified is is_unified


def test_a_line_for_several_months_is_spread_over_them(line: StandingContribution, parameters: Parameters) -> None:
    several = line._replace(month_to=Month(2023, 7), standing_tiyn=1_000)
    found = counting_contributions([several], {}, parameters.social_payments)
    assert [(str(one.month), one.amount_tiyn) for one in found] == [
        ("2023-05", 333), ("2023-06", 333), ("2023-07", 334),
    ]  # fmt: skip
