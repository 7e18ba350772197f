"""Parameters set by law, by date: rates, minimum wages, bounds, purpose codes, accounts.

What a table does not hold is unknown: the check that needs it does not run.
"""

from datetime import date
from enum import Enum
from fractions import Fraction
from math import ceil, floor

import attrs

from esep.domain.model.month import Month
from esep.domain.rules.dated_table import DatedTable
from esep.domain.rules.social_payments.case_parameters import CaseParameters
from esep.domain.rules.social_payments.parameters import SocialPaymentParameters
from esep.domain.rules.social_payments.returned_codes import ReturnedCode


class PaymentKind(Enum):
    """What money is, by its purpose code."""

    CONTRIBUTION = "contribution"
    PENALTY = "penalty"
    CONTRIBUTION_RETURN = "contribution_return"
    PENALTY_RETURN = "penalty_return"


@attrs.frozen(kw_only=True)
class PurposeCode:
    """One row of the table of payment purpose codes (KNP)."""

    code: str
    direction: str  # "in" accepted on the account for contributions, "out" sent from it
    kind: PaymentKind
    returned_with: str  # purpose code of the order that sends it back; "" for what is never sent back
    meaning: str


@attrs.frozen(kw_only=True)
class CollectionAccount:
    """The account of the State Corporation that contributions come to."""

    bic: str
    account: str
    holder_id: str
    holder_name: str


@attrs.frozen(kw_only=True)
class Fund:
    """The State Social Insurance Fund, as it is named in an order that sends it money."""

    holder_id: str
    holder_name: str


@attrs.frozen(kw_only=True)
class Term:
    """Within how many working days after the day on which it arose a duty is to be done."""

    duty: str
    working_days: int


@attrs.frozen(kw_only=True)
class Bounds:
    """Least and greatest contribution of one payer for one person and month, in tiyn; None where not known."""

    minimum_tiyn: int | None
    maximum_tiyn: int | None


@attrs.frozen(kw_only=True)
class Parameters:
    """All tables of parameters."""

    contribution_rates: DatedTable[Fraction]  # share of the object, general rate
    minimum_wages: DatedTable[int]  # tenge
    contribution_bounds: DatedTable[tuple[str, int]]  # ("minimum" or "maximum", minimum wages)
    purpose_codes: DatedTable[PurposeCode]
    collection_accounts: DatedTable[CollectionAccount]
    payment_terms: DatedTable[int]  # day of the next month by which a month is to be paid for
    base_rates: DatedTable[Fraction]  # base rate of the National Bank, share of a year
    terms: DatedTable[Term]
    fund: DatedTable[Fund]
    social_payments: SocialPaymentParameters
    cases: CaseParameters
    payout_accounts: DatedTable[CollectionAccount]  # of banks, to which lists of social payments are sent
    pension_accounts: DatedTable[CollectionAccount]  # that contributions withheld from social payments are sent to
    returned_codes: DatedTable[ReturnedCode]  # of orders that bring social payments back
    _bounds: dict[Month, Bounds] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def purpose_code(self, code: str, day: date) -> PurposeCode | None:
        """The row of a purpose code in force on a day; None where the table does not know it."""
        return next((row for row in self.purpose_codes.in_force(day) if row.code == code), None)

    def accepted_purpose_code(self, code: str, day: date) -> PurposeCode | None:
        """Likewise, of the codes accepted on the account for contributions."""
        row = self.purpose_code(code, day)
        return row if row is not None and row.direction == "in" else None

    def term(self, duty: str, day: date) -> int | None:
        """Working days within which a duty that arose on a day is to be done; None where no term is known."""
        return next((row.working_days for row in self.terms.in_force(day) if row.duty == duty), None)

    def bounds(self, month: Month) -> Bounds:
        """Bounds of a contribution for a month: minimum wages of the month times its rate (Social Code 245).

        A contribution of whole tiyn is under the minimum when it is less than the exact bound, over the
        maximum when it is more, so the bounds are rounded to the last tiyn inside.
        """
        known = self._bounds.get(month)
        if known is None:
            known = self._bounds[month] = self._bounds_of(month)
        return known

    def _bounds_of(self, month: Month) -> Bounds:
        day = month.first_day
        wage, rate = self.minimum_wages.at(day), self.contribution_rates.at(day)
        if wage is None or rate is None:
            return Bounds(minimum_tiyn=None, maximum_tiyn=None)
        exact = {bound: wage * 100 * rate * multiple for bound, multiple in self.contribution_bounds.in_force(day)}
        return Bounds(
            minimum_tiyn=ceil(exact["minimum"]) if "minimum" in exact else None,
            maximum_tiyn=floor(exact["maximum"]) if "maximum" in exact else None,
        )
