"""Contributions and calculations as short as the acts' own examples would be."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import count
from typing import Any

import attrs
import pytest

from esep.domain.model.calculation import Calculation, CalculationInputs, CalculationRequest
from esep.domain.model.contribution import Contribution
from esep.domain.model.credited_month import CreditedKind, CreditedMonth
from esep.domain.model.month import Month
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.social_payments.calculate import calculate

PAYER = "940140000385"


@pytest.fixture
def parameters(rulebook: Rulebook) -> Parameters:
    return rulebook.parameters


@pytest.fixture
def contribute() -> Callable[..., list[Contribution]]:
    """Contributions of a payer for so many months from one on, each received on the 20th of the next month.

    Each of `tiyn`: 425 000 is 5 % of 85 000 tenge.
    """
    numbers = count(1)

    def make(first: str, months: int = 1, tiyn: int = 425_000, **changes: Any) -> list[Contribution]:
        begin = Month.parse_iso(first)
        made = []
        for place in range(months):
            month = begin.minus(-place)
            one = Contribution(
                person_key=900101300017,
                order_number=next(numbers),
                line_number=1,
                payer_id=PAYER,
                month=month,
                amount_tiyn=tiyn,
                received_on=month.next().first_day.replace(day=20),
            )
            made.append(attrs.evolve(one, **changes))
        return made

    return make


@pytest.fixture
def credit() -> Callable[..., CreditedMonth]:
    """One credited month."""

    def make(month: str, kind: CreditedKind, income_tiyn: int | None = None, document: str = "7") -> CreditedMonth:
        return CreditedMonth(
            person_key=900101300017,
            month=Month.parse_iso(month),
            kind=kind,
            income_tiyn=income_tiyn,
            document_number=document,
            document_date=date(2024, 1, 15),
        )

    return make


@pytest.fixture
def calculated(parameters: Parameters) -> Callable[..., Calculation]:
    """Calculate a kind where the right arises on a day; the application is of the same day unless told otherwise."""

    def run(
        kind: SocialPaymentKind,
        right_on: date,
        contributions: Sequence[Contribution],
        *,
        applied_on: date | None = None,
        inputs: dict[str, Any] | None = None,
        **request: Any,
    ) -> Calculation:
        asked = CalculationRequest(kind=kind, right_on=right_on, applied_on=applied_on or right_on, **request)
        return calculate(asked, CalculationInputs(contributions=contributions, **(inputs or {})), parameters)

    return run


@pytest.fixture
def job_loss(calculated: Callable[..., Calculation]) -> Callable[..., Calculation]:
    """Job loss on 1 January 2026, applied for on 31 January."""

    def run(contributions: Sequence[Contribution], **changes: Any) -> Calculation:
        given = {"right_on": date(2026, 1, 1), "applied_on": date(2026, 1, 31)} | changes
        return calculated(SocialPaymentKind.JOB_LOSS, given.pop("right_on"), contributions, **given)

    return run
