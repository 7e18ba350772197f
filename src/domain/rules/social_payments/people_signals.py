"""What the register tells of the people of a live case that speaks for a decision.

The number of dependants changes (Social Code 239(6); Order 239, item 51), or the recipient's citizenship (Social Code
86(1)(7), 119(3)(5), 182(1)(6), 241(1)(6)). Signals only: what is decided needs a document and a person.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import takewhile
from typing import NamedTuple

from esep.domain.model.person_state import PersonState
from esep.domain.model.recipient_case import CaseAction, Dependant
from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.model.watched_case import PersonSignal, SignalKind, WatchedCase
from esep.domain.rules.social_payments.case_parameters import CaseParameters
from esep.domain.rules.social_payments.periods import end_of_right
from esep.domain.rules.social_payments.spans import CARED_FOR_YEARS_MAX, years_after

HOME = "KAZ"  # as the register writes the citizenship of Kazakhstan, ISO 3166-1
CITIZENSHIP_LOST = "citizenship-lost"
DECISIONS: Mapping[bool, tuple[tuple[CaseAction, str], ...]] = {
    False: ((CaseAction.RECALCULATE, "dependants-changed"),),
    True: ((CaseAction.TERMINATE, "only-dependant-died"), (CaseAction.WITHDRAW, "term-ended")),
}
"""What a change of dependants speaks for, by whether nobody is left: after a death, and after an end."""


class Told(NamedTuple):
    """Something about a dependant."""

    kind: SignalKind
    since: date | None


def signals_about_dependants(
    case: WatchedCase, people: Mapping[str, RegisterPerson], today: date, tables: CaseParameters
) -> Iterator[PersonSignal]:
    """Of dependants who died, came of age, or whose right ended otherwise; by the numbers given."""
    told = [(one, _told_of(one, case.dependants, people, today)) for one in case.dependants]
    is_nobody_left = all(found is not None for _, found in told)
    for one, found in told:
        if found is not None:
            is_death = found.kind is SignalKind.DEPENDANT_DIED
            choices = DECISIONS[is_nobody_left]
            action, ground = choices[0] if is_death else choices[-1]
            yield from _signal(case, found, int(one.iin), (action, ground), today, tables)


def may_have_lost_citizenship(case: WatchedCase, person: RegisterPerson | None) -> bool:
    """Whether the recipient's earlier citizenship is worth a question."""
    is_elsewhere = person is not None and bool(person.citizenship) and person.citizenship != HOME
    return is_elsewhere and CITIZENSHIP_LOST not in case.grounds


def signals_about_citizenship(
    case: WatchedCase, states: Sequence[PersonState], today: date, tables: CaseParameters
) -> Iterator[PersonSignal]:
    """Of a recipient who has another citizenship than at the application, by what each version told, oldest first."""
    known = [state for state in states if state.person.citizenship]
    then = [state for state in known if state.recorded_at <= case.recorded_at] or known[:1]
    if not known or known[-1].person.citizenship in (then[-1].person.citizenship, HOME):
        return
    present = takewhile(lambda state: state.person.citizenship == known[-1].person.citizenship, reversed(known))
    told = Told(SignalKind.CITIZENSHIP_CHANGED, list(present)[-1].valid_from)
    for action in (CaseAction.SUSPEND, CaseAction.TERMINATE):
        yield from _signal(case, told, case.person_key, (action, CITIZENSHIP_LOST), today, tables)


def _told_of(
    one: Dependant, dependants: Sequence[Dependant], people: Mapping[str, RegisterPerson], today: date
) -> Told | None:
    person = people.get(one.iin)
    if person is not None and person.life_status is LifeStatus.DEAD:
        return Told(SignalKind.DEPENDANT_DIED, person.death_date)
    end = end_of_right(one, person.birth_date if person else None)
    if end is not None and end < today:
        kind = SignalKind.DEPENDANT_TERM_ENDED if one.until_on else SignalKind.DEPENDANT_OF_AGE
        return Told(kind, end + timedelta(days=1))
    of_three_on = _youngest_of_three_on(dependants, people)
    is_without_end = end is None and not one.relation.is_by_age
    if is_without_end and of_three_on is not None and of_three_on <= today:
        return Told(SignalKind.NOBODY_UNDER_THREE, of_three_on)
    return None


def _youngest_of_three_on(dependants: Sequence[Dependant], people: Mapping[str, RegisterPerson]) -> date | None:
    """The day on which the youngest child of the dependants is three; None where a birth is not known."""
    children = [people.get(one.iin) for one in dependants if one.relation.is_by_age]
    births = [person.birth_date for person in children if person is not None]
    is_known = bool(births) and len(births) == len(children)
    return years_after(max(births), CARED_FOR_YEARS_MAX) if is_known else None


def _signal(
    case: WatchedCase,
    told: Told,
    about_key: int,
    decision: tuple[CaseAction, str],
    today: date,
    tables: CaseParameters,
) -> Iterator[PersonSignal]:
    """With the ground as the list of today has it; none where the kind has no such ground."""
    action, code = decision
    ground = tables.ground(case.kind, action, code, today)
    if ground is not None:
        yield PersonSignal(
            kind=told.kind,
            case_number=case.case_number,
            case_state=case.state,
            person_key=case.person_key,
            about_key=about_key,
            since=told.since,
            action=action,
            ground=code,
            reference=f"{ground.source.act}, {ground.source.article}",
        )
