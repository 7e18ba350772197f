"""What the steps of a refund have in common: which refund is meant, the event, the entries of its lines."""

from collections.abc import Sequence
from datetime import date, datetime

import attrs

from esep.domain.errors import Conflict, InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.deadline import Duty
from esep.domain.model.ledger import Account, PersonEntry
from esep.domain.model.refund import RefundCase, RefundEvent, RefundState, refund_number_of
from esep.domain.ports.refund_book import RefundBook
from esep.domain.use_cases.due_days import DueDays

DOCUMENT_CHARACTERS_MAX = 250  # a number, a date and who signed it

DUTIES = {
    RefundState.RECEIVED: Duty.CHECK_REFUND,
    RefundState.SENT_TO_FUND: Duty.DECIDE_REFUND,
    RefundState.MONEY_RECEIVED: Duty.SEND_REFUND,
}
"""What is to be done next; the other states leave nothing to us: money from the Fund is awaited."""


class RefundNotReady(Conflict):
    """A refund does not stand in the state that a step needs."""

    code = "refund-not-ready"


def require_document(document: str) -> None:
    """A decision, and money that comes, rest on a document. Raises `InvalidInput` for none, or too long a name."""
    if not document.strip():
        raise InvalidInput("a document is needed: give the number and date of the Fund's decision or payment order")
    if len(document) > DOCUMENT_CHARACTERS_MAX:
        raise InvalidInput(f"the document's name has {len(document)} characters; at most {DOCUMENT_CHARACTERS_MAX} fit")


def find_refund(refunds: RefundBook, name: str) -> RefundCase:
    """The refund of a name like RF-000001. Raises `NotFound`."""
    number = refund_number_of(name.strip())
    case = None if number is None else refunds.find(number)
    if case is None:
        raise NotFound(f"no refund is called {name[:50]!r}; expected a name like RF-000001: see `esep refunds list`")
    return case


def require_state(case: RefundCase, *allowed: RefundState) -> None:
    """Pass where a refund stands in one of these states; raises `RefundNotReady`."""
    if case.state not in allowed:
        needed = " or ".join(state.value for state in allowed)
        raise RefundNotReady(f"{case.name} is {case.state.value}; only what is {needed} can be dealt with so")


@attrs.frozen(kw_only=True)
class Steps:
    """Makes the next events of refunds: one actor, one instant."""

    due_days: DueDays
    actor: Actor
    now: datetime
    reason: str = ""
    document: str = ""

    @property
    def today(self) -> date:
        """The day in Almaty."""
        return day_in_almaty(self.now)

    def first(self, refund_number: int) -> RefundEvent:
        """The event that the application was received."""
        return self._event(refund_number, 1, RefundState.RECEIVED, self.today)

    def after(self, case: RefundCase, *states: RefundState, happened_on: date | None = None) -> list[RefundEvent]:
        """One event per state, in this order; without a day they happened today."""
        day = happened_on or self.today
        return [
            self._event(case.refund.refund_number, number, state, day)
            for number, state in enumerate(states, len(case.events) + 1)
        ]

    def _event(self, refund_number: int, event_number: int, state: RefundState, day: date) -> RefundEvent:
        duty = DUTIES.get(state)
        return RefundEvent(
            refund_number=refund_number,
            event_number=event_number,
            state=state,
            recorded_at=self.now,
            happened_on=day,
            due_on=self.due_days.due_on(duty.value, day) if duty else None,
            actor=self.actor,
            reason=self.reason,
            document=self.document,
        )


def with_steps(case: RefundCase, steps: Sequence[RefundEvent]) -> RefundCase:
    """The refund after these steps."""
    return attrs.evolve(case, events=(*case.events, *steps))


def booking(case: RefundCase, lines: Sequence[CreditedLine], now: datetime) -> list[PersonEntry]:
    """Entries that take the money of a refund's lines from the accounts on which they stand now."""
    amounts = {line.line_number: line.amount_tiyn for line in case.refund.lines}
    return [
        PersonEntry(
            person_key=line.person_key,
            order_number=line.order_number,
            line_number=line.line_number,
            entry_number=line.entry_count + 1,
            decision_number=line.decision_number,
            debit=line.account,
            credit=Account.RETURNS_PAYABLE,
            amount_tiyn=amounts[line.line_number],
            month=line.month.to_number(),
            recorded_at=now,
            refund_number=case.refund.refund_number,
        )
        for line in lines
    ]
