"""Cases of recipients of social payments."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from esep.domain.model.recipient_case import Application, CaseEvent, CaseState, RecipientCase
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.model.watched_case import WatchedCase


class CaseBook(Protocol):
    """Records applications and everything that happens to them, and never changes what was recorded.

    Who looks first and then records calls `move_money_alone` before both.

    A case that is found is whole; one that is listed comes without the application's content and without what its
    decisions froze, which is long.
    """

    def next_number(self) -> int:
        """The number of the next case; only after `move_money_alone`."""
        ...

    def register(self, application: Application, registered: CaseEvent) -> None:
        """Record an application with its first event.

        Raises `AlreadyRecorded` where the number, or the person's application of that kind and number, is recorded.
        """
        ...

    def record_events(self, events: Sequence[CaseEvent]) -> None:
        """Record further events, with the decisions they make, all or none.

        Raises `AlreadyRecorded` where a case has an event of that number by now, `NotFound` where the case is not
        recorded.
        """
        ...

    def find(self, case_number: int) -> RecipientCase | None:
        """A case with everything that happened to it."""
        ...

    def find_application(
        self, person_keys: Collection[int], kind: SocialPaymentKind, application_number: str
    ) -> RecipientCase | None:
        """The case that an application made; the person's numbers are all asked for."""
        ...

    def of_recipients(self, person_keys: Collection[int]) -> list[RecipientCase]:
        """The cases of recipients, whole, by number."""
        ...

    def of_payees(self, person_keys: Collection[int]) -> list[RecipientCase]:
        """The cases of others in which a decision names these persons as payees or dependants, whole, by number."""
        ...

    def of_insured(self, person_keys: Collection[int]) -> list[RecipientCase]:
        """The cases that rest on somebody's contributions, as listed, by number."""
        ...

    def of_children(self, child_iins: Collection[str]) -> list[RecipientCase]:
        """The cases whose application names a child by one of these numbers, as listed, by number.

        Whoever cares for it; a child of which only the birth was told is not found so.
        """
        ...

    def watched(self, limit: int) -> Iterator[list[WatchedCase]]:
        """Live cases, by number, so many at a time; read as they are asked for."""
        ...

    def list_cases(
        self,
        *,
        states: Collection[CaseState] = tuple(CaseState),
        kinds: Collection[SocialPaymentKind] = tuple(SocialPaymentKind),
    ) -> Iterator[RecipientCase]:
        """Cases that stand in one of these states, by number, read as they are asked for."""
        ...

    def unfinished(self) -> Iterator[RecipientCase]:
        """Cases whose last event leaves a step to be done by a day, other than a payment; by number, as listed."""
        ...

    def recorded_from(self, due_from: date | None) -> Iterator[RecipientCase]:
        """Cases with an event that was to be recorded on a day or later, or any, by number, as listed."""
        ...

    def recorded_between(self, begin: datetime, end: datetime) -> Iterator[RecipientCase]:
        """Cases with an event recorded from one instant until before another, by number, as listed."""
        ...
