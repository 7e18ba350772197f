"""The steps that tell how the incomes of months were reckoned: rates and caps first, then each month."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from esep.domain.model.calculation import CalculationStep, PayerIncome
from esep.domain.model.month import Month
from esep.domain.rules.social_payments.figures import (
    CERTIFIED_INCOME,
    CONTRIBUTION_INCOME,
    INCOME_CAP,
    ONE_PERCENT_INCOME,
    SINGLE_INCOME,
    UNIFIED_INCOME,
    Figure,
    Figures,
    decimal_text,
    money_text,
)
from esep.domain.rules.social_payments.month_figures import MonthFigures

BASES = {
    "contributions": CONTRIBUTION_INCOME,
    "single-payment": SINGLE_INCOME,
    "one-percent": ONE_PERCENT_INCOME,
    "unified-payment": UNIFIED_INCOME,
    "certificate": CERTIFIED_INCOME,
}
BY_GENERAL_RATE = ("contributions", "one-percent")


def income_steps(incomes: Sequence[PayerIncome], of_months: MonthFigures) -> Iterator[CalculationStep]:
    """Every rate and cap that was used, for which months, and the income of each month."""
    yield from _used("rate of contributions", _months(incomes, lambda one: one.basis in BY_GENERAL_RATE),
                     of_months.rate_figure, _percent)  # fmt: skip
    yield from _used("greatest income from one payer", _months(incomes, lambda one: one.is_capped),
                     of_months.cap_figure, money_text)  # fmt: skip
    yield from _of_months(incomes, of_months.figures)


def _months(incomes: Iterable[PayerIncome], is_meant: Callable[[PayerIncome], bool]) -> list[Month]:
    return list(dict.fromkeys(one.month for one in incomes if is_meant(one)))


def _used(
    name: str, months: Iterable[Month], figure_of: Callable[[Month], Figure], text_of: Callable[[Fraction], str]
) -> Iterator[CalculationStep]:
    """A step for months on end that have the same number."""
    for figure, alike in groupby(months, key=figure_of):
        of = list(alike)
        span = str(of[0]) if len(of) == 1 else f"{of[0]} to {of[-1]}"
        yield CalculationStep(what=f"{name}, {span}", value=text_of(figure.value), reference=figure.reference)


def _of_months(incomes: Iterable[PayerIncome], figures: Figures) -> Iterator[CalculationStep]:
    for month, of_month in groupby(incomes, key=lambda one: one.month):
        parts = list(of_month)
        capped = any(part.is_capped for part in parts)
        payers = f" from {len(parts)} payers" if len(parts) > 1 else ""
        bases = sorted({figures.number(BASES[part.basis]).reference for part in parts})
        caps = [figures.number(INCOME_CAP).reference] if capped or len(parts) > 1 else []
        yield CalculationStep(
            what=f"income of {month}{payers}{', up to the cap' if capped else ''}",
            value=money_text(sum((part.income for part in parts), Fraction(0))),
            reference="; ".join((*bases, *caps)),
        )


def _percent(rate: Fraction) -> str:
    return f"{decimal_text(rate * 100)} %"
