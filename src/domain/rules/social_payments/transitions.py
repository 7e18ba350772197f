"""What may be done to a case in which state, and who may do it (Orders 237, 238, 239 and 248)."""

from collections.abc import Mapping, Sequence

from esep.domain.model.recipient_case import CaseAction, CaseEvent, CaseState

TRANSITIONS: Mapping[tuple[CaseState | None, CaseAction], CaseState] = {
    (None, CaseAction.REGISTER): CaseState.REGISTERED,
    (CaseState.REGISTERED, CaseAction.CHECK): CaseState.CHECKED,
    (CaseState.CHECKED, CaseAction.SEND): CaseState.WITH_FUND,
    (CaseState.WITH_FUND, CaseAction.ASK_TO_COMPLETE): CaseState.INCOMPLETE,
    (CaseState.WITH_FUND, CaseAction.ANNOUNCE_REFUSAL): CaseState.REFUSAL_ANNOUNCED,
    (CaseState.WITH_FUND, CaseAction.APPOINT): CaseState.APPOINTED,
    (CaseState.INCOMPLETE, CaseAction.TELL): CaseState.INCOMPLETE,
    (CaseState.INCOMPLETE, CaseAction.COMPLETE): CaseState.WITH_FUND,
    (CaseState.INCOMPLETE, CaseAction.REFUSE): CaseState.REFUSED,
    (CaseState.REFUSAL_ANNOUNCED, CaseAction.ASK_TO_COMPLETE): CaseState.INCOMPLETE,
    (CaseState.REFUSAL_ANNOUNCED, CaseAction.APPOINT): CaseState.APPOINTED,
    (CaseState.REFUSAL_ANNOUNCED, CaseAction.REFUSE): CaseState.REFUSED,
    (CaseState.APPOINTED, CaseAction.SUSPEND): CaseState.SUSPENDED,
    (CaseState.APPOINTED, CaseAction.RECALCULATE): CaseState.APPOINTED,
    (CaseState.APPOINTED, CaseAction.TERMINATE): CaseState.TERMINATED,
    (CaseState.APPOINTED, CaseAction.WITHDRAW): CaseState.WITHDRAWN,
    (CaseState.APPOINTED, CaseAction.CHANGE_ACCOUNT): CaseState.APPOINTED,
    (CaseState.SUSPENDED, CaseAction.CHANGE_ACCOUNT): CaseState.SUSPENDED,
    (CaseState.SUSPENDED, CaseAction.RESUME): CaseState.APPOINTED,
    (CaseState.SUSPENDED, CaseAction.RECALCULATE): CaseState.SUSPENDED,
    (CaseState.SUSPENDED, CaseAction.TERMINATE): CaseState.TERMINATED,
    (CaseState.SUSPENDED, CaseAction.WITHDRAW): CaseState.WITHDRAWN,
    (CaseState.TERMINATED, CaseAction.TELL): CaseState.TERMINATED,
    # Suspended for over six months: paid again by a decision of the Fund (Order 238 item 82, Order 239 item 81).
    (CaseState.WITHDRAWN, CaseAction.RESUME): CaseState.APPOINTED,
}
"""The state that an action leads to; what is not here is not allowed."""

PREPARING = (CaseAction.REGISTER, CaseAction.CHECK)
"""Who did one of these may not appoint."""


def state_after(state: CaseState | None, action: CaseAction) -> CaseState | None:
    """The state that an action leads to; None where it is not allowed."""
    return TRANSITIONS.get((state, action))


def allowed_actions(state: CaseState) -> list[CaseAction]:
    """What may be done in a state."""
    return [action for before, action in TRANSITIONS if before is state]


def word_of(action: CaseAction) -> str:
    """What the command that does it is called."""
    return "ask" if action is CaseAction.ASK_TO_COMPLETE else action.value


def is_second_person(identity: str, events: Sequence[CaseEvent]) -> bool:
    """Whether somebody neither registered nor checked the application."""
    prepared = {_plain(event.actor.identity) for event in events if event.action in PREPARING}
    return _plain(identity) not in prepared


def _plain(identity: str) -> str:
    return " ".join(identity.split()).casefold()
