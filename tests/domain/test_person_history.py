"""Dated attributes: what a person's data were, from when to when, and when that was recorded."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from esep.domain.model.actor import Actor
from esep.domain.model.dated_attribute import Attribute, AttributeValue, DatedValue, Document, valid_on
from esep.domain.model.person_link import LinkKind, PersonLink, numbers_joined
from esep.domain.model.person_state import PersonState
from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.rules.person_history import PersonEvidence, history_of
from esep.domain.rules.register_changes import changed_attributes, completed

OLD, NEW = "900101300017", "900101300116"


@pytest.fixture
def person(make_person: Callable[..., RegisterPerson]) -> RegisterPerson:
    return make_person(iin=NEW)


def told(person: RegisterPerson, day: int, **changes: Any) -> PersonState:
    """What the version of a day of March tells; recorded on the day after."""
    return PersonState(
        person=attrs.evolve(person, **changes),
        version=day,
        valid_from=date(2025, 3, day),
        recorded_at=datetime(2025, 3, day + 1, tzinfo=UTC),
        due_on=date(2025, 3, day + 1),
    )


def joined(kind: LinkKind, number: str, stands: str, day: int, **changes: Any) -> PersonLink:
    made = PersonLink(
        link_number=day,
        kind=kind,
        number=int(number),
        stands=int(stands),
        undoes=None,
        reason="letter",
        document="",
        known_on=date(2025, 3, day),
        recorded_at=datetime(2025, 3, day + 1, tzinfo=UTC),
        due_on=date(2025, 3, day + 1),
        actor=Actor(identity="saule"),
    )
    return attrs.evolve(made, **changes)


def history(
    *states: PersonState, links: Sequence[PersonLink] = (), entered: dict[int, datetime] | None = None
) -> list[DatedValue]:
    numbers = numbers_joined(int(NEW), links)
    evidence = PersonEvidence(numbers=numbers, states=states, links=links, first_recorded=entered or {})
    return history_of(evidence)


def spans(values: Sequence[DatedValue], attribute: Attribute) -> list[tuple[AttributeValue, int, int | None]]:
    """Value, first day, and the day from which it is so no more."""
    return [
        (one.value, one.valid_from.day, one.valid_to.day if one.valid_to else None)
        for one in values
        if one.attribute is attribute
    ]


def test_a_value_lasts_from_its_day_to_the_day_of_the_next_one(person: RegisterPerson) -> None:
    values = history(told(person, 1), told(person, 5, surname="Иванова"), told(person, 9, surname="Ким"))
    assert spans(values, Attribute.SURNAME) == [("Ахметов", 1, 5), ("Иванова", 5, 9), ("Ким", 9, None)]
    second = next(one for one in values if one.value == "Иванова")
    assert second == DatedValue(
        attribute=Attribute.SURNAME,
        value="Иванова",
        valid_from=date(2025, 3, 5),
        valid_to=date(2025, 3, 9),
        recorded_at=datetime(2025, 3, 6, tzinfo=UTC),
        version=5,
        due_on=date(2025, 3, 6),
    )


def test_equal_successive_values_are_one(person: RegisterPerson) -> None:
    values = history(told(person, 1), told(person, 5, surname="Ким"), told(person, 6, surname="Ким"), told(person, 9))
    assert spans(values, Attribute.SURNAME) == [("Ахметов", 1, 5), ("Ким", 5, 9), ("Ахметов", 9, None)]
    assert spans(values, Attribute.NAME) == [("Арман", 1, None)]


def test_unknown_ends_nothing_and_none_does(person: RegisterPerson) -> None:
    values = history(
        told(person, 1, sex=None),
        told(person, 3, address="Алматы"),
        told(person, 5, address=None, sex=None),
        told(person, 7, address=""),
    )
    assert spans(values, Attribute.ADDRESS) == [("Алматы", 3, 7), ("", 7, None)]
    assert spans(values, Attribute.SEX) == [(person.sex, 3, None)]
    assert spans(values, Attribute.CITIZENSHIP) == []


def test_a_death_is_told_and_taken_back(person: RegisterPerson) -> None:
    day = date(2025, 3, 2)
    values = history(told(person, 1), told(person, 3, life_status=LifeStatus.DEAD, death_date=day), told(person, 5))
    assert spans(values, Attribute.DEATH_DATE) == [(day, 3, 5), (None, 5, None)]
    assert spans(values, Attribute.LIFE_STATUS) == [
        (LifeStatus.ALIVE, 1, 3),
        (LifeStatus.DEAD, 3, 5),
        (LifeStatus.ALIVE, 5, None),
    ]


def test_a_document_is_one_value_whose_parts_are_told_one_by_one(person: RegisterPerson) -> None:
    values = history(
        told(person, 1, document_number="1"),
        told(person, 3, document_number="1", document_issuer="МВД"),
        told(person, 4, document_number="1"),
        told(person, 5, document_number="2"),
    )

    def document(number: str, issuer: str | None) -> Document:
        return Document(type=None, number=number, issued_on=None, issuer=issuer)

    assert spans(values, Attribute.DOCUMENT) == [
        (document("1", None), 1, 3),
        (document("1", "МВД"), 3, 5),
        (document("2", None), 5, None),
    ]


def test_a_number_is_the_persons_since_the_register_tells_it(person: RegisterPerson) -> None:
    assert spans(history(told(person, 3), told(person, 4)), Attribute.IIN) == [(NEW, 3, None)]


def test_a_corrected_number_holds_until_the_correction_was_known(person: RegisterPerson) -> None:
    entered = {int(OLD): datetime(2025, 3, 2, tzinfo=UTC)}
    values = history(told(person, 1), links=[joined(LinkKind.CORRECT, OLD, NEW, 5)], entered=entered)
    assert spans(values, Attribute.IIN) == [(OLD, 2, 5), (NEW, 5, None)]


def test_a_number_known_by_its_link_only_begins_with_it(person: RegisterPerson) -> None:
    values = history(told(person, 1), links=[joined(LinkKind.MERGE, OLD, NEW, 5)])
    assert spans(values, Attribute.IIN) == [(NEW, 1, None), (OLD, 5, 5)]


def test_of_nobody_there_is_no_history() -> None:
    assert history() == []


def test_a_link_known_before_the_number_ends_it_on_the_same_day(person: RegisterPerson) -> None:
    old = attrs.evolve(person, iin=OLD)
    values = history(told(old, 4), told(person, 4), links=[joined(LinkKind.MERGE, OLD, NEW, 2)])
    assert spans(values, Attribute.IIN) == [(OLD, 2, 2), (NEW, 4, None)]


def test_the_number_that_stands_tells_of_the_person(person: RegisterPerson) -> None:
    old = attrs.evolve(person, iin=OLD)
    values = history(
        told(old, 1, surname="Ким", address="Алматы"),
        told(old, 2, surname="Цой"),
        told(person, 3),
        told(old, 4, surname="Пак", address="Астана"),
        links=[joined(LinkKind.MERGE, OLD, NEW, 5)],
    )
    assert spans(values, Attribute.SURNAME) == [("Ким", 1, 2), ("Цой", 2, 3), ("Ахметов", 3, None)]
    assert spans(values, Attribute.ADDRESS) == [("Алматы", 1, 4), ("Астана", 4, None)]


def test_a_link_that_is_taken_back_joins_nothing() -> None:
    link = joined(LinkKind.MERGE, OLD, NEW, 2)
    assert numbers_joined(int(OLD), [link]) == (int(NEW), int(OLD))
    back = joined(LinkKind.SEPARATE, OLD, NEW, 3, undoes=2)
    assert numbers_joined(int(OLD), [link, back]) == (int(OLD),)


def test_values_are_looked_up_on_a_day(person: RegisterPerson) -> None:
    values = history(told(person, 3), told(person, 5, surname="Ким"))
    found = [valid_on(values, day).get(Attribute.SURNAME) for day in (None, *(date(2025, 3, one) for one in (2, 3, 5)))]
    assert found == ["Ким", None, "Ахметов", "Ким"]


def test_what_a_newer_word_does_not_know_is_kept(person: RegisterPerson) -> None:
    standing = attrs.evolve(person, citizenship="KAZ", address="Алматы", document_type="passport", document_number="1")
    newer = attrs.evolve(person, sex=None, address="", document_type="passport", document_issuer="МВД")
    after = completed(newer, standing)
    assert after == attrs.evolve(standing, address="", document_issuer="МВД")
    assert changed_attributes(standing, after) == [Attribute.DOCUMENT, Attribute.ADDRESS]
    assert completed(person, standing) == standing


@pytest.mark.parametrize("changes", [{"document_number": "2"}, {"document_type": "identity card"}])
def test_another_document_takes_nothing_over(person: RegisterPerson, changes: dict[str, Any]) -> None:
    standing = attrs.evolve(person, document_type="passport", document_number="1", document_issuer="МВД")
    newer = attrs.evolve(person, **changes)
    assert completed(newer, standing) == newer


def test_a_first_document_is_taken_as_it_is(person: RegisterPerson) -> None:
    newer = attrs.evolve(person, document_issued_on=date(2025, 3, 1))
    assert completed(newer, person) == newer
