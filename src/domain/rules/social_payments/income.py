"""The income of the averaged months, by month and payer (Order 237 items 33-36, 39, 40 and those like them)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from math import ceil

import attrs

from esep.domain.model.calculation import CalculationInputs, CalculationStep, CountedEntry, PayerIncome
from esep.domain.model.contribution import Contribution
from esep.domain.model.credited_month import CreditedMonth
from esep.domain.model.month import Month
from esep.domain.model.payer_regime import PayerRegimes, Regime
from esep.domain.rules.social_payments.figures import (
    AVERAGE_MONTHS,
    ONE_PERCENT_INCOME,
    UNIFIED_INCOME,
    Figures,
    money_text,
)
from esep.domain.rules.social_payments.income_steps import income_steps
from esep.domain.rules.social_payments.length import credited_rows
from esep.domain.rules.social_payments.month_figures import MonthFigures
from esep.domain.rules.social_payments.parameters import IncomeEntry


@attrs.frozen(kw_only=True)
class AverageIncome:
    """The average monthly income (СМД), exact, in tiyn."""

    average: Fraction
    has_contributions: bool  # any, be it no income as of a unified payment for job loss; or a certificate
    incomes: tuple[PayerIncome, ...]
    counted: tuple[CountedEntry, ...]
    steps: tuple[CalculationStep, ...]


@attrs.frozen(kw_only=True)
class _MonthPart:
    income: PayerIncome
    counted: tuple[CountedEntry, ...] = ()


def average_income(
    months: Sequence[Month], contributions: Iterable[Contribution], inputs: CalculationInputs, figures: Figures
) -> AverageIncome:
    """The sum of the incomes of these months through their number; a month without any counts as nothing.

    Takes the contributions that came in time; those of other months are left aside.
    """
    by_month: dict[Month, list[Contribution]] = {month: [] for month in months}
    for one in contributions:
        if one.month in by_month:
            by_month[one.month].append(one)
    certified = _certified(inputs.credited_months, figures)
    of_months = MonthFigures(figures)
    parts = [
        part
        for month in months
        for part in (
            *_contributed(month, by_month[month], inputs.regimes, of_months),
            *_confirmed(month, certified.get(month, ()), of_months),
        )
    ]
    incomes = tuple(part.income for part in parts)
    total = sum((one.income for one in incomes), Fraction(0))
    average = total / len(months)
    return AverageIncome(
        average=average,
        has_contributions=bool(incomes) or any(by_month.values()),
        incomes=incomes,
        counted=tuple(entry for part in parts for entry in part.counted),
        steps=(*income_steps(incomes, of_months), *_sum_steps(months, total, average, figures)),
    )


def _contributed(
    month: Month, lines: Sequence[Contribution], regimes: PayerRegimes, of_months: MonthFigures
) -> Iterator[_MonthPart]:
    unified = [one for one in lines if one.is_unified]
    others = sorted((one for one in lines if not one.is_unified), key=_payer_then_receipt)
    for payer_id, of_payer in groupby(others, key=_payer):
        own = list(of_payer)
        basis = _basis(regimes.at(payer_id, month), of_months.figures, is_worker=not _is_self_paid(own))
        yield _of_payer(month, own, of_months, basis)
    if unified and of_months.figures.number(UNIFIED_INCOME).value:
        yield _unified(month, sorted(unified, key=_payer_then_receipt), of_months, is_alone=not others)


def _is_self_paid(lines: Sequence[Contribution]) -> bool:
    return any(one.payer_id == f"{one.person_key:012}" for one in lines)


def _basis(regime: Regime | None, figures: Figures, *, is_worker: bool) -> str:
    """By which rule income is reckoned; of the 1 % the general rate is too, but by a rule of its own since 2026.

    The single payment is paid for workers; its payer's contributions for themselves are ordinary ones (237 item 36).
    """
    if regime is Regime.SINGLE_PAYMENT:
        return "single-payment" if is_worker else "contributions"
    return "one-percent" if regime is not None and figures.has_number(ONE_PERCENT_INCOME) else "contributions"


def _of_payer(month: Month, lines: Sequence[Contribution], of_months: MonthFigures, basis: str) -> _MonthPart:
    """All that one payer brought for a month through the rate of the month, the sum up to the cap."""
    rate, cap = of_months.rate(month, is_single_payment=basis == "single-payment"), of_months.cap(month)
    exact = sum(one.amount_tiyn for one in lines) / rate
    income = min(exact, cap)
    # What lies over the cap was not counted: it may go back to the payer (Social Code 247(2)).
    counted = tuple(_counted(lines, ceil(income * rate)))
    return _MonthPart(
        income=PayerIncome(
            month=month,
            payer_id=lines[0].payer_id,
            basis=basis,
            contributed_tiyn=sum(one.amount_tiyn for one in counted),
            income=income,
            is_capped=exact > cap,
        ),
        counted=counted,
    )


def _unified(month: Month, lines: Sequence[Contribution], of_months: MonthFigures, *, is_alone: bool) -> _MonthPart:
    """One minimum wage of the year in which it was (first) paid; beside an employer's the income really paid from.

    Order 238 items 36, 40; 239 items 34, 38; 248 items 39, 45. For job loss it is no income at all (237 item 32).
    """
    if not is_alone:
        return _of_payer(month, lines, of_months, "unified-payment")
    paid = sum(one.amount_tiyn for one in lines)
    paid_in = Month.of(min(one.received_on for one in lines))
    return _MonthPart(
        income=PayerIncome(
            month=month,
            payer_id=lines[0].payer_id,
            basis="unified-payment",
            contributed_tiyn=paid,
            income=of_months.figures.number(UNIFIED_INCOME).value * of_months.minimum_wage(paid_in),
            is_capped=False,
        ),
        counted=tuple(_counted(lines, paid)),
    )


def _confirmed(month: Month, certificates: Iterable[CreditedMonth], of_months: MonthFigures) -> Iterator[_MonthPart]:
    """Income of months with the coefficient 0, as the payer certifies it; the cap is that of the object (245(1))."""
    for one in certificates:
        exact, cap = Fraction(one.income_tiyn or 0), of_months.cap(month)
        yield _MonthPart(
            income=PayerIncome(
                month=month,
                payer_id="",
                basis="certificate",
                contributed_tiyn=0,
                income=min(exact, cap),
                is_capped=exact > cap,
            )
        )


def _certified(months: Iterable[CreditedMonth], figures: Figures) -> Mapping[Month, list[CreditedMonth]]:
    rows = credited_rows(months, figures.parameters.social_payments)
    certified: dict[Month, list[CreditedMonth]] = {}
    for one in months:
        row = rows.get((one.kind, one.month))
        if row is not None and row.income is not IncomeEntry.NONE and one.income_tiyn:
            certified.setdefault(one.month, []).append(one)
    return certified


def _counted(lines: Iterable[Contribution], up_to_tiyn: int) -> Iterator[CountedEntry]:
    """The lines that fill the counted sum, first come first."""
    rest = up_to_tiyn
    for one in lines:
        amount = min(one.amount_tiyn, rest)
        rest -= amount
        if amount:
            yield CountedEntry(
                person_key=one.person_key,
                order_number=one.order_number,
                line_number=one.line_number,
                month=one.month,
                amount_tiyn=amount,
                is_income=True,
            )


def _sum_steps(
    months: Sequence[Month], total: Fraction, average: Fraction, figures: Figures
) -> Iterator[CalculationStep]:
    reference = figures.number(AVERAGE_MONTHS).reference
    span = f"{len(months)} months, {months[0]} to {months[-1]}"
    yield CalculationStep(what=f"income of {span}", value=money_text(total), reference=reference)
    yield CalculationStep(
        what=f"average monthly income, through {len(months)}", value=money_text(average), reference=reference
    )


def _payer(one: Contribution) -> str:
    return one.payer_id


def _payer_then_receipt(one: Contribution) -> tuple[object, ...]:
    return (one.payer_id, one.received_on, one.order_number, one.line_number)
