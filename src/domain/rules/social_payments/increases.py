"""Increases by decision of the Government, of payments appointed by their day (Order 238 item 62, 239 item 61)."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import attrs

from esep.domain.model.recipient_case import RecipientCase
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.parameters import cited
from esep.domain.rules.social_payments.remaking import standing_from
from esep.domain.rules.social_payments.rounding import whole_tenge_half_up

GROUND = "increase"  # of the decisions that give one


@attrs.frozen(kw_only=True)
class DueIncrease:
    """One increase that a payment gets."""

    from_on: date
    percent: Fraction
    reference: str


def increases_between(
    kind: SocialPaymentKind, appointed_on: date, until_on: date, parameters: Parameters
) -> list[DueIncrease]:
    """The increases from the day of appointment to a day, both included, oldest first.

    An increase is for those to whom the payment is appointed on its day (Social Code 181(5), 240(4)).
    """
    rows = sorted(parameters.social_payments.increases.rows, key=lambda row: row.valid_from)
    return [
        DueIncrease(from_on=row.valid_from, percent=row.value.percent, reference=cited(row.source))
        for row in rows
        if row.value.kind is kind and appointed_on <= row.valid_from <= until_on
    ]


def due_increases(case: RecipientCase, first_on: date, until_on: date, parameters: Parameters) -> Iterator[DueIncrease]:
    """Those that a case paid from a day on has not got, oldest first: its term was not over on their days.

    They are for those to whom the payment stands appointed on the day (Social Code 181(5), 240(4)).
    """
    got = {event.effective_on for event in case.events if event.ground == GROUND}
    for one in increases_between(case.kind, first_on, until_on, parameters):
        _, standing = next(standing_from(case, one.from_on))
        if one.from_on not in got and (standing.until_on is None or standing.until_on >= one.from_on):
            yield one


def increased(amount_tiyn: int, increase: DueIncrease) -> int:
    """The payment after one increase, to a whole tenge."""
    return whole_tenge_half_up(Fraction(amount_tiyn) * (1 + increase.percent / 100))
