"""The check on cases of recipients. It yields per thing what is wrong with it, or None."""

from collections.abc import Iterator, Sequence

from esep.adapters.in_memory.tables import Tables
from esep.domain.model.recipient_case import CaseAction, CaseEvent, PaymentDecision

DECIDING = (CaseAction.APPOINT, CaseAction.RESUME, CaseAction.RECALCULATE)


def cases_stand(tables: Tables) -> Iterator[str | None]:
    """Invariant `cases-stand`."""
    for number in tables.cases.rows:
        events = tables.case_events.of(number)
        fault = _fault_of_case(events)
        yield f"case {number}: {fault}" if fault else None
        for event in events:
            if event.decision is not None or event.action is CaseAction.APPOINT:
                fault = _fault_of_event(event)
                yield f"event {event.event_number} of case {number}: {fault}" if fault else None
            if event.account is not None or event.action is CaseAction.CHANGE_ACCOUNT:
                fault = _fault_of_account(event)
                yield f"event {event.event_number} of case {number}: {fault}" if fault else None


def _fault_of_case(events: Sequence[CaseEvent]) -> str:
    numbers = [event.event_number for event in events]
    actions = [event.action for event in events]
    is_begun = actions[:1] == [CaseAction.REGISTER] and actions.count(CaseAction.REGISTER) == 1
    if is_begun and numbers == list(range(1, len(events) + 1)) and actions.count(CaseAction.APPOINT) <= 1:
        return ""
    return f"has the events {numbers}, {[action.value for action in actions]}"


def _fault_of_event(event: CaseEvent) -> str:
    decision = event.decision
    if decision is None:
        return f"{event.action.value} without a decision"
    if event.action not in DECIDING or not _adds_up(decision):
        parts = [part.amount_tiyn for part in decision.parts]
        return f"{event.action.value}, decided {decision.amount_tiyn}, its parts {parts}"
    return ""


def _fault_of_account(event: CaseEvent) -> str:
    if event.account is not None and event.action is CaseAction.CHANGE_ACCOUNT:
        return ""
    return f"{event.action.value} {'without' if event.account is None else 'with'} an account"


def _adds_up(decision: PaymentDecision) -> bool:
    places = [part.part for part in decision.parts]
    is_in_order = decision.until_on is None or decision.from_on <= decision.until_on
    is_whole = sum(part.amount_tiyn for part in decision.parts) == decision.amount_tiyn
    return is_in_order and is_whole and places == list(range(1, len(places) + 1))
