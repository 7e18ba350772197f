"""Decisions made anew from a day on, in step with what stands later already.

A decision on payments holds from its day on over all that was decided before. One that acts back over a later one (an
increase of the Government, another degree) must therefore be made for the later days too, each from what stands there
(Order 238 items 51, 62; 239 items 51, 61).
"""

from collections.abc import Callable, Iterator
from datetime import date

import attrs

from esep.domain.model.payable_case import begin_of
from esep.domain.model.recipient_case import PaymentDecision, RecipientCase

Remake = Callable[[PaymentDecision, date], PaymentDecision]
"""Makes the decision that stands from a day on anew."""


@attrs.frozen(kw_only=True)
class Change:
    """What a ground does to the decisions from a day on."""

    from_on: date
    remake: Remake
    # What the ground changes: a later decision that differs in it was made for a later change, and stays as it is.
    fact: Callable[[PaymentDecision], object] = lambda _: None


def first_day(case: RecipientCase) -> date | None:
    """The first day that was ever decided to be paid for; None where nothing was."""
    return min((begin for begin, _ in _decisions(case)), default=None)


def standing_from(case: RecipientCase, day: date) -> Iterator[tuple[date, PaymentDecision]]:
    """What stands on a day, and what on each later day from which another decision stands; nothing before the first."""
    decisions = list(_decisions(case))
    last = None
    for begin in sorted({day, *(begin for begin, _ in decisions if begin > day)}):
        standing = next((one for since, one in reversed(decisions) if since <= begin), None)
        if standing is not None and standing is not last:
            last = standing
            yield begin, standing


def remade(case: RecipientCase, change: Change) -> list[PaymentDecision]:
    """The decisions that a change leads to, earliest first: one, and one for each later day on which another stands."""
    made: list[PaymentDecision] = []
    standing = list(standing_from(case, change.from_on))
    is_changed_again = False
    for begin, decision in standing:
        is_changed_again = is_changed_again or change.fact(decision) != change.fact(standing[0][1])
        made.append(attrs.evolve(decision, from_on=begin) if is_changed_again else change.remake(decision, begin))
    return made


def _decisions(case: RecipientCase) -> Iterator[tuple[date, PaymentDecision]]:
    for event in case.events:
        if event.decision is not None:
            acts_on = event.effective_on or event.happened_on
            yield begin_of(event.action, event.decision.from_on, acts_on), event.decision
