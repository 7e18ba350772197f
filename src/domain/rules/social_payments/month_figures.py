"""The rate and the cap of a month paid for: those of the month, not of the day of right.

The orders name the rate "of item 1 of article 244"; that of the month is the natural reading, and the minimum wage is
"of the respective financial year" (Order 237 items 35, 39; 238: 39, 44; 239: 37, 43; 248: 44, 52). That of a unified
aggregate payment alone is of the financial year "in which it was paid" (238 item 40, 239: 38, 248: 45).
"""

from fractions import Fraction

import attrs

from esep.domain.model.calculation import ParameterUnknown
from esep.domain.model.money import TIYN_PER_TENGE
from esep.domain.model.month import Month
from esep.domain.rules.dated_table import DatedTable
from esep.domain.rules.social_payments.figures import INCOME_CAP, Figure, Figures
from esep.domain.rules.social_payments.parameters import cited, row_of


@attrs.frozen
class MonthFigures:
    """Looked up once for each month; a number that no table holds raises `ParameterUnknown`."""

    figures: Figures
    _rates: dict[tuple[Month, bool], Fraction] = attrs.field(factory=dict, init=False)
    _caps: dict[Month, Fraction] = attrs.field(factory=dict, init=False)

    def rate(self, month: Month, *, is_single_payment: bool = False) -> Fraction:
        """The share of income that a contribution is.

        Of the single payment: its share for contributions times its rate (Order 237 item 36). For those who pay 1 %
        it is the general rate too (Social Code 118(3), Order 237 item 34).
        """
        known = self._rates.get((month, is_single_payment))
        if known is None:
            known = self._single(month) if is_single_payment else self._general(month)
            self._rates[month, is_single_payment] = known
        return known

    def cap(self, month: Month) -> Fraction:
        """The greatest income of the month from one payer, in tiyn."""
        known = self._caps.get(month)
        if known is None:
            known = self._caps[month] = self.figures.number(INCOME_CAP).value * self.minimum_wage(month)
        return known

    def rate_figure(self, month: Month) -> Figure:
        """The general rate of a month, with its source."""
        row = row_of(self.figures.parameters.contribution_rates, month.first_day, lambda _: True)
        return Figure(self.rate(month), cited(row.source) if row else "")

    def cap_figure(self, month: Month) -> Figure:
        """The greatest income of a month from one payer, with the sources of its number and of the minimum wage."""
        row = row_of(self.figures.parameters.minimum_wages, month.first_day, lambda _: True)
        sources = [self.figures.number(INCOME_CAP).reference, *([cited(row.source)] if row else [])]
        return Figure(self.cap(month), "; ".join(sources))

    def minimum_wage(self, month: Month) -> Fraction:
        """The minimum wage of the month, be it paid for or paid in, in tiyn."""
        table = self.figures.parameters.minimum_wages
        return Fraction(self._at(table, month, "the minimum wage (МЗП)") * TIYN_PER_TENGE)

    def _general(self, month: Month) -> Fraction:
        return Fraction(self._at(self.figures.parameters.contribution_rates, month, "the rate of contributions"))

    def _single(self, month: Month) -> Fraction:
        tables = self.figures.parameters.social_payments
        share = self._at(tables.single_payment_shares, month, "the share of contributions in the single payment")
        return Fraction(share * self._at(tables.single_payment_rates, month, "the rate of the single payment"))

    def _at(self, table: DatedTable[Fraction] | DatedTable[int], month: Month, name: str) -> Fraction | int:
        found = table.at(month.first_day)
        if found is None:
            raise ParameterUnknown(self.figures.kind.word, month, [name])
        return found
