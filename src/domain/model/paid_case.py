"""A case as it stands for somebody whom it pays besides its recipient (Rules, item 2(5))."""

from collections.abc import Collection, Iterator
from enum import Enum

import attrs

from esep.domain.model.recipient_case import CaseEvent, PaidPart, PaymentDecision, RecipientCase


class PaidAs(Enum):
    """Why a case pays somebody who did not apply."""

    DEPENDANT = "dependant"  # of the breadwinner
    PAYEE = "payee"  # is paid in somebody's place: a guardian, or who keeps the child


@attrs.frozen(kw_only=True)
class OwnPart:
    """What one decision gives the person; `part` is None where the recipient is paid it for the person."""

    event: CaseEvent
    decision: PaymentDecision
    part: PaidPart | None


@attrs.frozen(kw_only=True)
class PaidCase:
    """The case of another recipient, with what it gives the person."""

    case: RecipientCase
    role: PaidAs
    relation: str  # to the breadwinner, as the last decision that names the person says; "" of a payee
    decided: tuple[OwnPart, ...]  # first to last
    changes: tuple[CaseEvent, ...]  # of the person's account, first to last


def paid_case_of(case: RecipientCase, person_keys: Collection[int]) -> PaidCase | None:
    """What a case gives the person of these numbers; None where no decision of it names the person."""
    decided = tuple(_decided(case, person_keys))
    if not decided:
        return None
    relations = [relation for one in decided if (relation := _relation(one.decision, person_keys))]
    return PaidCase(
        case=case,
        role=PaidAs.DEPENDANT if relations else PaidAs.PAYEE,
        relation=relations[-1] if relations else "",
        decided=decided,
        changes=tuple(one for one in case.events if one.account and one.account.payee_key in person_keys),
    )


def _decided(case: RecipientCase, person_keys: Collection[int]) -> Iterator[OwnPart]:
    for event in case.events:
        if event.decision is not None:
            own = [part for part in event.decision.parts if part.payee_key in person_keys]
            if not own and _relation(event.decision, person_keys):
                yield OwnPart(event=event, decision=event.decision, part=None)
            for part in own:
                yield OwnPart(event=event, decision=event.decision, part=part)


def _relation(decision: PaymentDecision, person_keys: Collection[int]) -> str:
    """How the person stood to the breadwinner; "" where the decision does not name a dependant of these numbers."""
    named = [one for one in decision.frozen.get("dependants", ()) if int(one["iin"]) in person_keys]
    return str(named[-1]["relation"]) if named else ""
