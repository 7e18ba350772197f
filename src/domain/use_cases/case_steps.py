"""What the steps of a case have in common: which case is meant, whether the step is allowed, the event it makes."""

from datetime import date, datetime

import attrs

from esep.domain.errors import Conflict, InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.deadline import Duty
from esep.domain.model.recipient_case import (
    CaseAction,
    CaseEvent,
    CaseState,
    PaymentDecision,
    RecipientCase,
    case_number_of,
)
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.case_book import CaseBook
from esep.domain.rules.dated_table import Dated
from esep.domain.rules.social_payments.case_parameters import Ground
from esep.domain.rules.social_payments.days_of_steps import earliest_day
from esep.domain.rules.social_payments.transitions import allowed_actions, state_after, word_of
from esep.domain.use_cases.due_days import DueDays

NEXT_DUTIES = {
    CaseAction.REGISTER: Duty.CHECK_APPLICATION,
    CaseAction.CHECK: Duty.SEND_APPLICATION,
    CaseAction.SEND: Duty.DECIDE_APPLICATION,
    CaseAction.COMPLETE: Duty.DECIDE_APPLICATION,
    CaseAction.ASK_TO_COMPLETE: Duty.TELL_INCOMPLETE,
    CaseAction.ANNOUNCE_REFUSAL: Duty.HEAR_OBJECTIONS,
    CaseAction.APPOINT: Duty.PAY_FIRST_SUM,
    CaseAction.TERMINATE: Duty.TELL_TERMINATED,
}
"""What is to be done by a day after each action; after the others nothing is."""


class CaseNotReady(Conflict):
    """A case does not stand in a state that admits what was asked."""

    code = "case-not-ready"


class GroundUnknown(InvalidInput):
    """The list of grounds of the day has none of that code for what is to be done."""

    code = "ground-unknown"


@attrs.frozen(kw_only=True)
class Document:
    """What a decision rests on."""

    number: str
    dated: date


@attrs.frozen(kw_only=True)
class Cause:
    """Why a step is taken."""

    ground: str = ""
    happened_on: date | None = None  # None: today
    document: Document | None = None
    received_on: date | None = None  # of a resumption: when its papers came; None: on the day of the document
    reason: str = ""


def find_case(cases: CaseBook, name: str) -> RecipientCase:
    """The case of a name like SP-000001. Raises `NotFound`."""
    number = case_number_of(name.strip())
    case = None if number is None else cases.find(number)
    if case is None:
        raise NotFound(f"no case is called {name[:50]!r}; expected a name like SP-000001: see `esep applications list`")
    return case


def duty_of(duty: Duty, kind: SocialPaymentKind) -> str:
    """The name of a kind's term in the dated table: `check-application/job-loss`."""
    return f"{duty.value}/{kind.word}"


def require_document(cause: Cause, today: date) -> Document:
    """The document that a decision rests on. Raises `InvalidInput` where there is none, or it is of a day to come."""
    document = cause.document
    if document is None or not document.number.strip():
        raise InvalidInput("a decision rests on a document: give its number and date")
    if document.dated > today:
        raise InvalidInput(f"the document is of {document.dated}, still to come; today is {today}: correct its date")
    return document


@attrs.frozen(kw_only=True)
class CaseSteps:
    """Makes the next events of cases: one actor, one instant."""

    due_days: DueDays
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The day in Almaty."""
        return day_in_almaty(self.now)

    def ground(self, case: RecipientCase, action: CaseAction, code: str) -> Dated[Ground]:
        """The ground of a code in the list of today. Raises `GroundUnknown` with the codes that are known."""
        tables = self.due_days.parameters.cases
        found = tables.ground(case.kind, action, code, self.today)
        if found is None:
            known = ", ".join(row.value.code for row in tables.known_grounds(case.kind, action, self.today))
            expected = f"expected one of {known}" if known else f"{case.kind.word} has none of that day"
            raise GroundUnknown(f"{code[:40]!r} is no ground to {word_of(action)} {case.kind.word}; {expected}")
        return found

    def require(self, case: RecipientCase, action: CaseAction) -> CaseState:
        """The state that an action leads to. Raises `CaseNotReady` where the case does not admit it."""
        state = state_after(case.state, action)
        if state is None:
            allowed = ", ".join(word_of(one) for one in allowed_actions(case.state)) or "nothing"
            raise CaseNotReady(
                f"{case.name} is {case.state.value}: it cannot be dealt with so ({word_of(action)}); allowed: {allowed}"
            )
        return state

    def event(
        self,
        case: RecipientCase,
        action: CaseAction,
        cause: Cause,
        *,
        effective_on: date | None = None,
        decision: PaymentDecision | None = None,
    ) -> CaseEvent:
        """The next event of a case. Raises `CaseNotReady`, `InvalidInput` for what is still to come."""
        state, day = self.require(case, action), cause.happened_on or self.today
        if day > self.today:
            raise InvalidInput(f"{day} is still to come; today is {self.today}: give the day on which it happened")
        _require_after(case, action, day)
        document = cause.document
        if document is not None and document.dated < case.application.registered_on:
            raise InvalidInput(
                f"the document is of {document.dated}, the application of {case.application.registered_on}: "
                "correct its date"
            )
        return CaseEvent(
            case_number=case.application.case_number,
            event_number=len(case.events) + 1,
            action=action,
            state=state,
            ground=cause.ground,
            happened_on=day,
            effective_on=effective_on,
            due_on=self.next_due_on(case.kind, action, document.dated if document else day),
            document_number=document.number if document else "",
            document_date=document.dated if document else None,
            reason=cause.reason,
            recording_due_on=self.recording_due_on(document.dated if document else day),
            recorded_at=self.now,
            actor=self.actor,
            decision=decision,
        )

    def next_due_on(self, kind: SocialPaymentKind, action: CaseAction, day: date) -> date | None:
        """By when the step after an action of a day is to be done; None where there is none."""
        duty = NEXT_DUTIES.get(action)
        if duty is None:
            return None
        due_on = self.due_days.due_on(duty_of(duty, kind), day)
        is_need = due_on is None and duty is Duty.PAY_FIRST_SUM
        return self.due_days.due_on(duty_of(Duty.ENTER_NEED, kind), day) if is_need else due_on

    def recording_due_on(self, day: date) -> date:
        """By when what became known on a day must be recorded: one working day (Rules, item 14)."""
        return self.due_days.due_on(Duty.RECORD_RECIPIENT.value, day) or self.due_days.calendar.next_working_day(day)


def _require_after(case: RecipientCase, action: CaseAction, day: date) -> None:
    earliest = earliest_day(case, action)
    if day < earliest.day:
        raise InvalidInput(
            f"{day} lies before {earliest.day}, {earliest.told} of {case.name}: to {word_of(action)}, give the day on "
            f"which it happened or came to be known, {earliest.day} or a later one"
        )


def with_event(case: RecipientCase, *events: CaseEvent) -> RecipientCase:
    """The case after these events."""
    return attrs.evolve(case, events=(*case.events, *events))
