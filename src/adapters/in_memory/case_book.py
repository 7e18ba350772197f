"""Cases of recipients in memory."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

import attrs

from esep.adapters.in_memory.tables import Tables
from esep.domain.errors import NotFound
from esep.domain.model.paid_case import paid_case_of
from esep.domain.model.recipient_case import Application, CaseEvent, CaseState, RecipientCase
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.model.watched_case import WatchedCase


@attrs.frozen
class InMemoryCaseBook:
    """`CaseBook` on the tables of the store."""

    _tables: Tables

    def next_number(self) -> int:
        """The number of the next case."""
        return max(self._tables.cases.rows, default=0) + 1

    def register(self, application: Application, registered: CaseEvent) -> None:
        """Record an application with its first event."""
        key = (application.person_key, application.kind, application.application_number)
        with self._tables.all_or_nothing():
            self._tables.cases.add(application.case_number, application)
            self._tables.social_applications.add(key, application.case_number)
            self._add(registered)

    def record_events(self, events: Sequence[CaseEvent]) -> None:
        """Record further events, all or none."""
        with self._tables.all_or_nothing():
            for event in events:
                self._add(event)

    def find(self, case_number: int) -> RecipientCase | None:
        """A case with everything that happened to it."""
        return self._case(case_number) if case_number in self._tables.cases else None

    def find_application(
        self, person_keys: Collection[int], kind: SocialPaymentKind, application_number: str
    ) -> RecipientCase | None:
        """The case that an application made."""
        made = self._tables.social_applications.rows
        numbers = [made[key] for person in person_keys if (key := (person, kind, application_number)) in made]
        return self._case(min(numbers)) if numbers else None

    def of_recipients(self, person_keys: Collection[int]) -> list[RecipientCase]:
        """The cases of recipients, whole, by number."""
        return list(self._cases(one for one in self._applications() if one.person_key in person_keys))

    def of_payees(self, person_keys: Collection[int]) -> list[RecipientCase]:
        """The cases of others in which a decision names these persons as payees or dependants, whole, by number."""
        others = self._cases(one for one in self._applications() if one.person_key not in person_keys)
        return [case for case in others if paid_case_of(case, person_keys) is not None]

    def of_insured(self, person_keys: Collection[int]) -> list[RecipientCase]:
        """The cases that rest on somebody's contributions, as listed, by number."""
        found = self._cases(one for one in self._applications() if one.insured_key in person_keys)
        return [_listed(case) for case in found]

    def of_children(self, child_iins: Collection[str]) -> list[RecipientCase]:
        """The cases whose application names a child by one of these numbers, as listed, by number."""
        told = (one for one in self._applications() if one.details.child_iin)
        return [_listed(case) for case in self._cases(one for one in told if one.details.child_iin in child_iins)]

    def watched(self, limit: int) -> Iterator[list[WatchedCase]]:
        """Live cases, by number, so many at a time."""
        live = [WatchedCase.of(case) for case in self._cases(self._applications()) if case.is_live]
        return (live[begin : begin + limit] for begin in range(0, len(live), limit))

    def list_cases(
        self,
        *,
        states: Collection[CaseState] = tuple(CaseState),
        kinds: Collection[SocialPaymentKind] = tuple(SocialPaymentKind),
    ) -> Iterator[RecipientCase]:
        """Cases that stand in one of these states, by number."""
        cases = self._cases(one for one in self._applications() if one.kind in kinds)
        return (_listed(case) for case in cases if case.state in states)

    def unfinished(self) -> Iterator[RecipientCase]:
        """Cases whose last event leaves a step to be done by a day, other than a payment, by number."""
        return (case for case in self.list_cases() if case.events[-1].due_on is not None and not case.is_paid)

    def recorded_from(self, due_from: date | None) -> Iterator[RecipientCase]:
        """Cases with an event that was to be recorded on a day or later, or any, by number."""
        return (
            case
            for case in self.list_cases()
            if due_from is None or any(event.recording_due_on >= due_from for event in case.events)
        )

    def recorded_between(self, begin: datetime, end: datetime) -> Iterator[RecipientCase]:
        """Cases with an event recorded from one instant until before another, by number."""
        return (case for case in self.list_cases() if any(begin <= event.recorded_at < end for event in case.events))

    def _add(self, event: CaseEvent) -> None:
        if event.case_number not in self._tables.cases:
            raise NotFound(f"no case {event.case_number} is recorded; nothing can happen to it")
        self._tables.case_events.add((event.case_number, event.event_number), event)

    def _applications(self) -> list[Application]:
        return [application for _, application in sorted(self._tables.cases.rows.items())]

    def _cases(self, applications: Iterable[Application]) -> Iterator[RecipientCase]:
        return (self._case(one.case_number) for one in applications)

    def _case(self, case_number: int) -> RecipientCase:
        events = tuple(self._tables.case_events.of(case_number))
        return RecipientCase(application=self._tables.cases.rows[case_number], events=events)


def _listed(case: RecipientCase) -> RecipientCase:
    """Without what is long."""
    events = tuple(
        event if event.decision is None else attrs.evolve(event, decision=attrs.evolve(event.decision, frozen={}))
        for event in case.events
    )
    return attrs.evolve(case, application=attrs.evolve(case.application, content=b""), events=events)
