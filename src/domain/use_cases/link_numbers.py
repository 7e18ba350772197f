"""Record that two numbers are one person's, or that they are not after all."""

from datetime import date

import attrs

from esep.domain.errors import InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.identification_number import masked
from esep.domain.model.person_link import LinkKind, PersonLink, standing_links
from esep.domain.ports.clock import Clock
from esep.domain.ports.people_book import PeopleBook
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.linking_numbers import link_between, require_linkable, shown
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.recorded_changes import record_change_by
from esep.domain.use_cases.redecide import require_reason


@attrs.frozen(kw_only=True)
class LinkRequest:
    """What is asked for, and why."""

    kind: LinkKind
    number: str  # to be given up
    other: str  # that stands
    reason: str
    document: str = ""
    known_on: date | None = None  # the day on which it came to be known; None: today


@attrs.frozen(kw_only=True)
class LinkNumbers:
    """Join or part the numbers of a person.

    Nothing recorded is rewritten: entries stay under the number that they came under, and either number finds the
    person. Asked at the same time from two places, one waits for the other.
    """

    open_unit: OpenUnitOfWork
    due_days: DueDays
    clock: Clock

    def __call__(self, request: LinkRequest, actor: Actor) -> PersonLink:
        """The link recorded; due on the next working day after it was known (Rules, item 9).

        A correction the other way round of a link that stands takes that link back. Raises `InvalidInput`, `NotFound`
        for a number under which nothing is known, `SamePerson`, `NumberGivenUp`, and `NotLinked` where there is
        nothing to separate.
        """
        now = self.clock.now()
        known_on = request.known_on or day_in_almaty(now)
        _require_valid(request, known_on, day_in_almaty(now))
        number, other = int(request.number), int(request.other)
        with self.open_unit() as unit:
            unit.people.link_alone()
            undoes = _taken_back(unit.people, request.kind, number, other)
            if undoes is None:
                same = unit.people.numbers_of(number)
                require_linkable(number, other, same, unit.people.links([number]))
                _require_known(unit.people, request.kind, number, other)
            return unit.people.record_link(
                PersonLink(
                    link_number=0,
                    kind=request.kind if undoes is None else LinkKind.SEPARATE,
                    number=number if undoes is None else undoes.number,
                    stands=other if undoes is None else undoes.stands,
                    undoes=None if undoes is None else undoes.link_number,
                    reason=request.reason.strip(),
                    document=request.document.strip(),
                    known_on=known_on,
                    recorded_at=now,
                    due_on=record_change_by(self.due_days, known_on),
                    actor=actor,
                )
            )


def _require_valid(request: LinkRequest, known_on: date, today: date) -> None:
    for number in (request.number, request.other):
        if not has_valid_check_digit(number):
            raise InvalidInput(f"{masked(number)} is no IIN: expected twelve digits with a right check digit")
    if request.number == request.other:
        raise InvalidInput(f"{masked(request.number)} is named twice: expected two different numbers")
    require_reason(request.reason)
    if known_on > today:
        raise InvalidInput(f"{known_on} lies in the future: expected a day until {today}; give another --known-on")


def _taken_back(people: PeopleBook, kind: LinkKind, number: int, other: int) -> PersonLink | None:
    """The link that the request takes back; None where it joins."""
    links = people.links([number, other])
    if kind is LinkKind.SEPARATE:
        return link_between(number, other, links)
    if kind is LinkKind.CORRECT:
        return next((one for one in standing_links(links) if (one.number, one.stands) == (other, number)), None)
    return None


def _require_known(people: PeopleBook, kind: LinkKind, number: int, other: int) -> None:
    """A correction's right number may be new: it gains the account of the wrong one."""
    accounts = people.first_recorded([number, other])
    known = {int(state.person.iin) for state in people.states([number, other])} | accounts.keys()
    if number not in known:
        raise NotFound(f"nothing is known under {shown(number)}: neither an account nor a version of the register")
    if other not in known and not (kind is LinkKind.CORRECT and number in accounts):
        raise NotFound(f"nothing is known under {shown(other)}: neither an account nor a version of the register")
