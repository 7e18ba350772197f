"""What speaks for a decision on a live case: contributions for a lost breadwinner, changes of its people."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import attrs

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.benefit_payment import AliveSignal
from esep.domain.model.person_link import PersonLink, standing_links
from esep.domain.model.person_state import PersonState
from esep.domain.model.watched_case import PersonSignal, WatchedCase
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.social_payments.case_parameters import CaseParameters
from esep.domain.rules.social_payments.people_signals import (
    may_have_lost_citizenship,
    signals_about_citizenship,
    signals_about_dependants,
)

BATCH = 5_000  # cases whose people are asked for at once

StandingNumber = Callable[[int], int]


@attrs.frozen(kw_only=True)
class Signals:
    """What was found; of several kinds."""

    contributions: list[AliveSignal]  # latest first
    people: list[PersonSignal]  # by case


@attrs.frozen(kw_only=True)
class FindSignals:
    """Look through every live case anew. Nothing is decided."""

    open_unit: OpenUnitOfWork
    tables: CaseParameters
    clock: Clock

    def __call__(self) -> Signals:
        """All that speaks for a decision now; a few questions for each some thousand cases."""
        today = day_in_almaty(self.clock.now())
        with self.open_unit() as unit:
            stands = _standing_number(unit.people.list_links())
            batches = unit.cases.watched(BATCH)
            people = [one for batch in batches for one in self._signals(unit, batch, stands, today)]
            return Signals(contributions=unit.payments.signals(), people=people)

    def _signals(
        self, unit: UnitOfWork, cases: Sequence[WatchedCase], stands: StandingNumber, today: date
    ) -> Iterator[PersonSignal]:
        recipients = {case.person_key: stands(case.person_key) for case in cases}
        dependants = {one.iin: stands(int(one.iin)) for case in cases for one in case.dependants}
        known = unit.register.standing({*recipients.values(), *dependants.values()})
        people = {iin: known[number] for iin, number in dependants.items() if number in known}
        asked = [case for case in cases if may_have_lost_citizenship(case, known.get(recipients[case.person_key]))]
        states = _states(unit, {recipients[case.person_key] for case in asked})
        asked_numbers = {case.case_number for case in asked}
        for case in cases:
            if case.case_number in asked_numbers:
                yield from signals_about_citizenship(case, states[recipients[case.person_key]], today, self.tables)
            yield from signals_about_dependants(case, people, today, self.tables)


def _states(unit: UnitOfWork, numbers: set[int]) -> dict[int, list[PersonState]]:
    found: defaultdict[int, list[PersonState]] = defaultdict(list)
    for state in unit.people.states(numbers) if numbers else ():
        found[int(state.person.iin)].append(state)
    return found


def _standing_number(links: Sequence[PersonLink]) -> StandingNumber:
    """The number that stands for one that was given up; any other stands itself."""
    given_up = {link.number: link.stands for link in standing_links(links)}

    def stands(number: int) -> int:
        passed = {number}
        while number in given_up and given_up[number] not in passed:
            number = given_up[number]
            passed.add(number)
        return number

    return stands
