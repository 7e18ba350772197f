"""The dated attributes of a person, made of the register's versions and the links between numbers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import attrs

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.dated_attribute import (
    ATTRIBUTES_TOLD,
    Attribute,
    AttributeValue,
    DatedValue,
    Document,
    value_of,
)
from esep.domain.model.person_link import LinkKind, PersonLink, standing_links
from esep.domain.model.person_state import PersonState
from esep.domain.rules.register_changes import completed_document


@attrs.frozen(kw_only=True)
class PersonEvidence:
    """What is recorded of one person."""

    numbers: Sequence[int]  # the one that stands first
    states: Sequence[PersonState]
    links: Sequence[PersonLink]
    first_recorded: Mapping[int, datetime]  # when the first entry came under a number


def history_of(evidence: PersonEvidence) -> list[DatedValue]:
    """The values of every attribute, by attribute, then day.

    Equal successive values are one. What the register does not know ends nothing that was known. Of a number that was
    given up counts what it told before the number that stands told of the same attribute.
    """
    told = [value for attribute in ATTRIBUTES_TOLD for value in _values(attribute, evidence)]
    return [*_numbers(evidence), *told]


def _values(attribute: Attribute, evidence: PersonEvidence) -> list[DatedValue]:
    values: list[DatedValue] = []
    for state in _telling(attribute, evidence):
        value = value_of(state.person, attribute)
        last = values[-1].value if values else None
        if isinstance(value, Document) and isinstance(last, Document):
            value = completed_document(value, last)
        if value == last:  # also no death date before there was one
            continue
        if values:
            values[-1] = attrs.evolve(values[-1], valid_to=max(state.valid_from, values[-1].valid_from))
        values.append(_dated(attribute, value, state))
    return values


def _dated(attribute: Attribute, value: AttributeValue, state: PersonState) -> DatedValue:
    return DatedValue(
        attribute=attribute,
        value=value,
        valid_from=state.valid_from,
        valid_to=None,
        recorded_at=state.recorded_at,
        version=state.version,
        due_on=state.due_on,
    )


def _telling(attribute: Attribute, evidence: PersonEvidence) -> list[PersonState]:
    """The states that tell of the attribute and count, in order."""
    known = [state for state in evidence.states if _is_known(attribute, state)]
    counting: list[PersonState] = []
    for number in evidence.numbers:
        begin = min((state.version for state in counting), default=None)
        own = [state for state in known if int(state.person.iin) == number]
        counting += [state for state in own if begin is None or state.version < begin]
    return sorted(counting, key=lambda state: state.version)


def _is_known(attribute: Attribute, state: PersonState) -> bool:
    return attribute is Attribute.DEATH_DATE or value_of(state.person, attribute) is not None


def _numbers(evidence: PersonEvidence) -> list[DatedValue]:
    """Each number, from the day it is known to the day it was given up; two stand at once until they are merged."""
    links = standing_links(evidence.links)
    dated = (_number(number, evidence, links) for number in evidence.numbers)
    return sorted((one for one in dated if one is not None), key=lambda one: (one.valid_from, str(one.value)))


def _number(number: int, evidence: PersonEvidence, links: Iterable[PersonLink]) -> DatedValue | None:
    given_up = next((link for link in links if link.number == number), None)
    begin = _begin(number, evidence, links)
    if begin is None:
        return None
    until = given_up.known_on if given_up else None
    valid_from = begin.valid_from if until is None else min(begin.valid_from, until)
    return attrs.evolve(begin, valid_from=valid_from, valid_to=until)


def _begin(number: int, evidence: PersonEvidence, links: Iterable[PersonLink]) -> DatedValue | None:
    """From when a number is the person's: since it replaced a wrong one, or since it is known."""
    value = f"{number:012}"
    taken = [link for link in links if link.stands == number]
    corrections = [link for link in taken if link.kind is LinkKind.CORRECT]
    states = [state for state in evidence.states if int(state.person.iin) == number]
    if corrections:
        return _by_link(value, corrections[0])
    if states:
        return _dated(Attribute.IIN, value, min(states, key=lambda state: state.version))
    if number in evidence.first_recorded:
        instant = evidence.first_recorded[number]
        return _told_by_none(value, day_in_almaty(instant), instant)
    named = [link for link in links if number in {link.number, link.stands}]
    return _by_link(value, named[0]) if named else None


def _by_link(value: str, link: PersonLink) -> DatedValue:
    return attrs.evolve(_told_by_none(value, link.known_on, link.recorded_at), due_on=link.due_on)


def _told_by_none(value: str, valid_from: date, recorded_at: datetime) -> DatedValue:
    return DatedValue(
        attribute=Attribute.IIN,
        value=value,
        valid_from=valid_from,
        valid_to=None,
        recorded_at=recorded_at,
        version=None,
        due_on=None,
    )
