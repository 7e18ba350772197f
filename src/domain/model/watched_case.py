"""A live case as far as changes of its people matter."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

import attrs

from esep.domain.model.recipient_case import CaseAction, CaseState, Dependant, RecipientCase, Relation
from esep.domain.model.social_payment import SocialPaymentKind


@attrs.frozen(kw_only=True)
class WatchedCase:
    """Whom a live case pays for, and what was done to it already."""

    case_number: int
    state: CaseState
    kind: SocialPaymentKind
    person_key: int  # the recipient
    recorded_at: datetime  # when the application was
    grounds: frozenset[str]  # of everything that was done to it
    dependants: tuple[Dependant, ...]  # for whom the standing decision pays: number, relation and end

    @classmethod
    def of(cls, case: RecipientCase) -> "WatchedCase":
        """What matters of a whole case."""
        kept = case.decision.frozen.get("dependants") if case.decision else None
        own = case.application.details.dependants
        return cls(
            case_number=case.application.case_number,
            state=case.state,
            kind=case.kind,
            person_key=case.application.person_key,
            recorded_at=case.application.recorded_at,
            grounds=frozenset(event.ground for event in case.events if event.ground),
            dependants=kept_dependants(kept) if kept is not None else tuple(map(_without_money, own)),
        )


class SignalKind(Enum):
    """What the register, or the time, tells of the people of a live case."""

    DEPENDANT_DIED = "dependant-died"
    DEPENDANT_OF_AGE = "dependant-of-age"  # eighteen, and no end of studies or of a disability is known
    DEPENDANT_TERM_ENDED = "dependant-term-ended"  # of studies or of a disability
    NOBODY_UNDER_THREE = "nobody-under-three"  # whom a carer could care for
    CITIZENSHIP_CHANGED = "citizenship-changed"  # the recipient's


@attrs.frozen(kw_only=True)
class PersonSignal:
    """A ground to look at a live case; nothing is decided by it."""

    kind: SignalKind
    case_number: int
    case_state: CaseState
    person_key: int  # the recipient
    about_key: int  # whom it is about
    since: date | None  # None: the register does not tell the day
    action: CaseAction  # the decision that it speaks for
    ground: str  # its code
    reference: str  # act and item


def kept_dependants(kept: Iterable[Mapping[str, Any]]) -> tuple[Dependant, ...]:
    """Dependants as they are kept with an application or a decision."""
    return tuple(
        Dependant(
            iin=one["iin"],
            relation=Relation(one["relation"]),
            until_on=date.fromisoformat(one["until_on"]) if one.get("until_on") else None,
        )
        for one in kept
    )


def _without_money(one: Dependant) -> Dependant:
    return Dependant(iin=one.iin, relation=one.relation, until_on=one.until_on)
