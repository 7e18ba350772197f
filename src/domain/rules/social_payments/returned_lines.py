"""Which payment a returned line gives back: one that was sent to that person, of that kind and amount."""

from collections.abc import Sequence
from datetime import date

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.month import Month
from esep.domain.model.returned_payment import HeldBecause, SentCandidate
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.returned_codes import ReturnedPart

REFERENCE_PREFIX = "GCVP-"


@attrs.frozen(kw_only=True)
class ReturnTold:
    """What an order says it brings back."""

    part: ReturnedPart
    kind: SocialPaymentKind | None  # None: of any kind
    references: tuple[str, ...]  # of our messages that its text names


def told_by(purpose_code: str, assignment: str, day: date, parameters: Parameters) -> ReturnTold | HeldBecause:
    """What an order brings back, or why that is not known."""
    codes = [row for row in parameters.returned_codes.in_force(day) if row.purpose_code == purpose_code]
    if not codes:
        return HeldBecause.PURPOSE_CODE
    told = [code for code in codes if code.is_told_by(assignment)]
    if not told:
        return HeldBecause.PURPOSE_TEXT
    kinds = [row.kind for row in parameters.social_payments.kinds.in_force(day) if row.returned_with == purpose_code]
    words = tuple(word.strip(".,;:()") for word in assignment.upper().split())
    return ReturnTold(
        part=told[0].part,
        kind=kinds[0] if kinds and told[0].part is ReturnedPart.PAYMENT else None,
        references=tuple(word for word in words if word.startswith(REFERENCE_PREFIX)),
    )


def could_come_back(sent: SentCandidate, value_date: date) -> bool:
    """Whether money received on a day can be what was sent: nothing comes back before it went."""
    return sent.sent_on <= value_date


def payment_of(
    told: ReturnTold, amount_tiyn: int, month: int | None, value_date: date, candidates: Sequence[SentCandidate]
) -> SentCandidate | None:
    """The payment that a line gives back, of those sent to its person; None where there is none.

    It was sent by the day on which the money came back. The amount and the kind must agree, and so must the month and
    the reference where they are told. Of several, the last one sent, of the latest month: their amounts are the same,
    and banks send back what came last.
    """
    fitting = [
        one
        for one in candidates
        if could_come_back(one, value_date)
        and one.amount_tiyn == amount_tiyn
        and one.is_pension is (told.part is ReturnedPart.CONTRIBUTION)
        and (told.kind is None or one.kind == told.kind.value)
        and (month is None or one.key.month == month)
        and (not told.references or one.reference in told.references)
    ]
    return max(fitting, key=lambda one: (one.sent_on, one.key.month, one.key), default=None)


def month_of(period: str) -> int | None:
    """The number of a month written MMYYYY; None for any other text."""
    try:
        return Month.parse(period).to_number()
    except InvalidInput:
        return None
