"""Show what is known of a person, now and earlier, and record that it was looked at."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import attrs

from esep.domain.errors import InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.dated_attribute import Attribute, AttributeValue, DatedValue, valid_on
from esep.domain.model.ledger import person_key
from esep.domain.model.person_link import PersonLink, standing_links
from esep.domain.ports.clock import Clock
from esep.domain.ports.people_book import PeopleBook
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.person_history import PersonEvidence, history_of

STANDS = "stands"


@attrs.frozen(kw_only=True)
class PersonNumber:
    """One number of a person."""

    number: int
    kind: str  # "stands", or the kind of the link by which it was given up: "correct" or "merge"
    since: date | None
    recorded_at: datetime | None
    reason: str


@attrs.frozen(kw_only=True)
class PersonPage:
    """Everything known of a person."""

    asked: str  # the number that was asked for
    iin: str  # the number that stands
    numbers: Sequence[PersonNumber]
    current: Mapping[Attribute, AttributeValue]  # now, or on the day asked for; unknown ones are left out
    history: Sequence[DatedValue]
    links: Sequence[PersonLink]  # every one, those taken back too


@attrs.frozen(kw_only=True)
class ShowPerson:
    """Read a person's data; the view is recorded in the same unit of work."""

    open_unit: OpenUnitOfWork
    clock: Clock

    def __call__(self, iin: str, actor: Actor, *, as_of: datetime | None = None, on: date | None = None) -> PersonPage:
        """With `as_of`, what was recorded by that instant; with `on`, what was so on that day.

        Raises `InvalidInput` for a number that is none, `NotFound` where nothing was ever known under it.
        """
        if not has_valid_check_digit(iin):
            raise InvalidInput("that is no IIN: expected twelve digits with a right check digit")
        with self.open_unit() as unit:
            evidence = evidence_of(unit.people, int(iin), as_of=as_of)
            if not _is_anything(evidence) and not (as_of and _is_anything(evidence_of(unit.people, int(iin)))):
                raise NotFound("nothing is recorded under this IIN, and no version of the register knows it")
            unit.usage.note_view(person_key(int(iin)), actor=actor, viewed_at=self.clock.now(), what="person")
        history = history_of(evidence)
        return PersonPage(
            asked=iin,
            iin=f"{evidence.numbers[0]:012}",
            numbers=_numbers(evidence, history),
            current=valid_on(history, on),
            history=history,
            links=evidence.links,
        )


def evidence_of(people: PeopleBook, number: int, *, as_of: datetime | None = None) -> PersonEvidence:
    """What is recorded of the person of a number, by an instant."""
    numbers = people.numbers_of(number, as_of=as_of)
    return PersonEvidence(
        numbers=numbers,
        states=people.states(numbers, as_of=as_of),
        links=people.links(numbers, as_of=as_of),
        first_recorded=people.first_recorded(numbers, as_of=as_of),
    )


def _is_anything(evidence: PersonEvidence) -> bool:
    return bool(evidence.states or evidence.first_recorded or evidence.links)


def _numbers(evidence: PersonEvidence, history: Sequence[DatedValue]) -> list[PersonNumber]:
    given_up = {link.number: link for link in standing_links(evidence.links)}
    begins = {one.value: one for one in history if one.attribute is Attribute.IIN}
    return [_number(number, given_up.get(number), begins.get(f"{number:012}")) for number in evidence.numbers]


def _number(number: int, link: PersonLink | None, begin: DatedValue | None) -> PersonNumber:
    if link is not None:
        return PersonNumber(
            number=number,
            kind=link.kind.value,
            since=link.known_on,
            recorded_at=link.recorded_at,
            reason=link.reason,
        )
    return PersonNumber(
        number=number,
        kind=STANDS,
        since=begin.valid_from if begin else None,
        recorded_at=begin.recorded_at if begin else None,
        reason="",
    )
