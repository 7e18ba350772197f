"""Operations on the cases of recipients: applications, decisions and their changes."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.month import Month
from esep.domain.model.recipient_case import CaseAction, CaseState, RecipientCase
from esep.domain.use_cases.case_steps import Cause, Document
from esep.domain.use_cases.change_case import Payee
from esep.domain.use_cases.recalculation_grounds import ChangedFacts
from esep.domain.use_cases.register_application import RegisteredApplication
from two_stores import acting, paying
from two_stores.changes import PLACES
from two_stores.drawing import bytes_of, everybody, rarely, tears
from two_stores.drawn_payments import ADVANCING, BIC, CHANGES, NOON, OTHER_IBAN, application, contribution
from two_stores.money_back import MoneyBack
from two_stores.names import AIGUL, NUMBERS, SAULE

APPLICANTS = st.integers(0, len(NUMBERS) - 1)


class Recipients(MoneyBack):
    """Cases, on top of all other operations; they lie in 2025 and later."""

    @rule(place=APPLICANTS, order=st.integers(1, 3))
    def only_apply(self, place: int, order: int) -> None:
        self.apply(place, 0, order)

    def apply(self, place: int, months: int, birth_order: int) -> str | None:
        """Contribute and apply; give the name of the case, if the application is registered."""
        self.go_to_working_hours()
        self.both(lambda world: acting.load(world, everybody()))
        if months:
            self.receive([bytes_of(contribution(place, Month(2025, 4).minus(back)), "utf-8") for back in range(months)])
        content = application(place, birth_order)
        registered = self.both(lambda world: paying.register(world, content))
        again = self.both(lambda world: paying.register(world, content))
        if not isinstance(registered, RegisteredApplication):
            return None
        assert isinstance(again, RegisteredApplication), again
        assert not again.is_new
        return registered.case.name

    def bring_to_the_fund(self, name: str) -> None:
        for action in (CaseAction.CHECK, CaseAction.SEND):
            self.both(lambda world, action=action: paying.advance(world, name, action))  # type: ignore[misc]

    def go_to_working_hours(self) -> None:
        """To the next noon of a working day, in 2025 at the earliest."""
        if self.clock.now() < NOON:
            self.wait(NOON - self.clock.now())
        now = self.clock.now()
        noon = now.replace(hour=7, minute=0)
        noon += timedelta(days=noon < now)
        while not self.worlds[0].calendar.is_working_day(noon.date()):
            noon += timedelta(days=1)
        self.wait(noon - now)

    def wait(self, time: timedelta) -> None:
        """Let time pass, and see what is told then."""
        if time:
            self.clock.advance(time)
            self.both(lambda world: None)

    @precondition(lambda self: self.has_any("cases"))
    @rule(place=PLACES, action=st.sampled_from(ADVANCING), torn=tears())
    def advance_a_case(self, place: int, action: CaseAction, torn: int) -> None:
        name = self.case_at(place).name
        self.both(lambda world: paying.advance(world, name, action), torn_unit=torn)

    @precondition(lambda self: self.has_any("cases"))
    @rule(place=PLACES, is_first_person=rarely(), torn=tears())
    def appoint_a_case(self, place: int, is_first_person: bool, torn: int) -> None:
        name, actor = self.case_at(place).name, SAULE if is_first_person else AIGUL
        self.both(lambda world: paying.appoint(world, name, actor, self.document), torn_unit=torn)

    @precondition(lambda self: self.has_any("cases"))
    @rule(
        place=PLACES,
        ground=st.sampled_from(("no-contributions", "not-completed", "unknown")),
        is_announced_only=st.booleans(),
        days=st.sampled_from((0, 5, 60)),
    )
    def refuse_a_case(self, place: int, ground: str, is_announced_only: bool, days: int) -> None:
        with self.at_once():
            self.wait(timedelta(days=days))
            name, cause = self.case_at(place).name, Cause(ground=ground, document=self.document)
            self.both(lambda world: paying.refuse(world, name, cause, is_announced_only=is_announced_only))

    @precondition(lambda self: self.has_any("appointed", "suspended"))
    @rule(
        place=PLACES, change=st.sampled_from(CHANGES), days_ago=st.sampled_from((0, 10, 40)), payee=PLACES, torn=tears()
    )
    def change_a_case(self, place: int, change: tuple[CaseAction, str], days_ago: int, payee: int, torn: int) -> None:
        action, ground = change
        to = None
        if change == (CaseAction.RESUME, "imprisonment"):
            to = Payee.named(NUMBERS[payee % len(NUMBERS)], account=OTHER_IBAN, bic=BIC)
        name, cause = self.case_at(place).name, self.cause(ground, days_ago)
        self.both(lambda world: paying.change(world, name, action, cause, to), torn_unit=torn)

    @precondition(lambda self: self.has_any("appointed"))
    @rule(place=PLACES, birth_order=st.integers(1, 5), torn=tears())
    def recalculate_a_case(self, place: int, birth_order: int, torn: int) -> None:
        """It acts back to the day of right: less is paid over, more is paid at the next preparing."""
        name, cause = self.case_at(place, CaseState.APPOINTED).name, self.cause("birth-order", 0)
        facts = ChangedFacts(birth_order=birth_order)
        self.both(lambda world: paying.recalculate(world, name, cause, facts), torn_unit=torn)

    @precondition(lambda self: self.has_any("appointed", "suspended"))
    @rule(days=st.sampled_from((0, 200, 700)), torn=tears())
    def withdraw_what_ended(self, days: int, torn: int) -> None:
        """The payments end with the child's age of a year and a half."""
        with self.at_once():
            self.wait(timedelta(days=days))
            self.both(lambda world: paying.withdraw(world, self.document.dated, self.document), torn_unit=torn)
            self.both(lambda world: paying.withdraw(world, self.document.dated, self.document))

    @property
    def month(self) -> Month:
        """The present month."""
        return Month.of(day_in_almaty(self.clock.now()))

    @property
    def document(self) -> Document:
        """A document of today."""
        return Document(number="12", dated=day_in_almaty(self.clock.now()))

    def cause(self, ground: str, days_ago: int) -> Cause:
        """A ground that came about some days ago."""
        document = self.document
        return Cause(ground=ground, happened_on=document.dated - timedelta(days=days_ago), document=document)

    def case_at(self, place: int, *states: CaseState) -> RecipientCase:
        """Some case, of these states if any are named; there is one."""
        cases: Sequence[RecipientCase] = [one for one in self.seen["cases"] if not states or one.state in states]
        return cases[place % len(cases)]
