"""The calculation of a social payment: what is asked, what it is given, what comes out, and why it is refused."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import attrs

from esep.domain.errors import Conflict, InvalidInput
from esep.domain.model.contribution import Contribution
from esep.domain.model.credited_month import CreditedMonth
from esep.domain.model.month import Month
from esep.domain.model.payer_regime import NO_REGIMES, PayerRegimes
from esep.domain.model.social_payment import SocialPaymentKind


class CalculationInvalid(InvalidInput):
    """What a formula needs was not given, or lies out of its bounds."""

    code = "calculation-invalid"


class CalculationRefused(Conflict):
    """A rule of the acts, or a parameter that is not known, leaves no amount."""

    code = "calculation-refused"


class ParameterUnknown(CalculationRefused):
    """A parameter that the formula needs is not shipped; the message names it."""

    code = "parameter-unknown"

    def __init__(self, what: str, day: date | Month, names: Sequence[str]) -> None:
        """Take what was to be calculated, for which day of right or month, and what is not known for it."""
        super().__init__(
            f"the {what} payment cannot be calculated: for {day} the tables of parameters do not hold "
            f"{', '.join(names)}. Nothing is calculated with a guess; add a row once the act is known"
        )
        self.names = tuple(names)


class EditionUnknown(CalculationRefused):
    """Which edition of the rules was in force on the day of right is not known."""

    code = "edition-unknown"


class LengthTooShort(CalculationRefused):
    """The length of participation is under the shortest for which the payment is appointed."""

    code = "length-too-short"


class PaymentNegative(CalculationRefused):
    """The average income is under the part of the minimum wage that is taken from it."""

    code = "payment-negative"


class NoContributions(CalculationRefused):
    """No contribution counts in the whole period; of childcare the state benefit is paid instead."""

    code = "no-contributions"


class PensionAgeReached(CalculationRefused):
    """The person had reached the pension age by the day of right."""

    code = "pension-age-reached"


@attrs.frozen(kw_only=True)
class EarlierMaternity:
    """The maternity benefit of the same child: what came too late for it counts for childcare no more."""

    right_on: date
    applied_on: date


@attrs.frozen(kw_only=True)
class CalculationRequest:
    """What is to be calculated. What does not belong to the kind is left aside."""

    kind: SocialPaymentKind
    right_on: date
    applied_on: date
    degree_percent: int | None = None  # of the loss of ability to work
    dependants: int | None = None
    days: int | None = None  # of the sheet of temporary incapacity for work
    birth_order: int | None = None  # of the child in the family, from 1
    is_pension_exempt: bool = False  # from pension contributions (Social Code 248(3))
    earlier_maternity: EarlierMaternity | None = None

    @property
    def right_month(self) -> Month:
        """The month in which the right arose."""
        return Month.of(self.right_on)


@attrs.frozen(kw_only=True)
class CalculationInputs:
    """What is known of the insured person."""

    contributions: Sequence[Contribution]
    credited_months: Sequence[CreditedMonth] = ()
    regimes: PayerRegimes = NO_REGIMES
    job_loss_months: frozenset[Month] = frozenset()  # of earlier cases; credited months may tell some of them again
    pension_age_on: date | None = None  # the day on which the pension age is reached; None where it is not known


@attrs.frozen(kw_only=True)
class CalculationStep:
    """One step, as people read it."""

    what: str
    value: str
    reference: str  # act and item


@attrs.frozen(kw_only=True)
class PayerIncome:
    """The income of one month from one payer, as it went into the average. Amounts in tiyn."""

    month: Month
    payer_id: str  # "" where a certificate confirms the income
    basis: str  # "contributions", "single-payment", "one-percent", "unified-payment" or "certificate"
    contributed_tiyn: int  # what counted of the contributions
    income: Fraction  # exact, after the cap
    is_capped: bool


@attrs.frozen(kw_only=True)
class CountedEntry:
    """A line that the calculation used, and how much of it: that much goes back to the payer no more (247(2))."""

    person_key: int
    order_number: int
    line_number: int
    month: Month
    amount_tiyn: int
    is_income: bool  # it went into the average income; else only its month into the length


@attrs.frozen(kw_only=True)
class Calculation:
    """What came out. Amounts in tiyn."""

    kind: SocialPaymentKind
    law: str
    length_months: int
    average_income: Fraction  # exact
    average_income_tiyn: int  # half a tiyn up
    coefficients: Mapping[str, Fraction]
    amount_tiyn: int  # of one payment, before what is withheld; whole tenge
    payments: int | None  # how many; None: as long as the right stands
    withheld_pension_tiyn: int  # of each payment
    steps: tuple[CalculationStep, ...]
    incomes: tuple[PayerIncome, ...]
    counted: tuple[CountedEntry, ...]
