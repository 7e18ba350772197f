"""Attributes of a person in two times: when it was so, and when it was recorded (Rules, item 9)."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum

import attrs

from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.model.sex import Sex


class Attribute(Enum):
    """What is kept of a person with its dates."""

    IIN = "iin"
    SURNAME = "surname"
    NAME = "name"
    PATRONYMIC = "patronymic"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    CITIZENSHIP = "citizenship"
    DOCUMENT = "document"
    ADDRESS = "address"
    POST_OFFICE = "post_office"
    LIFE_STATUS = "life_status"
    DEATH_DATE = "death_date"
    EXCLUDED = "excluded"


@attrs.frozen(kw_only=True)
class Document:
    """An identity document. None is not known, "" is none."""

    type: str | None
    number: str | None
    issued_on: date | None
    issuer: str | None


AttributeValue = str | date | bool | Sex | LifeStatus | Document | None


@attrs.frozen(kw_only=True)
class DatedValue:
    """A value of an attribute from one day until another."""

    attribute: Attribute
    value: AttributeValue  # None: there is none, as of a death date
    valid_from: date
    valid_to: date | None  # the first day on which it is so no more; None while it is so
    recorded_at: datetime
    version: int | None  # of the register, that told it; None where a link between numbers did
    due_on: date | None  # by when it had to be recorded; None of what a whole version told


DOCUMENT_FIELDS = ("document_type", "document_number", "document_issued_on", "document_issuer")
ATTRIBUTES_TOLD = tuple(attribute for attribute in Attribute if attribute is not Attribute.IIN)
"""By the register; who has which number is told by links."""


def document_of(person: RegisterPerson) -> Document | None:
    """The person's document; None where nothing is known of one."""
    fields = [getattr(person, field) for field in DOCUMENT_FIELDS]
    if all(field is None for field in fields):
        return None
    return Document(type=fields[0], number=fields[1], issued_on=fields[2], issuer=fields[3])


def value_of(person: RegisterPerson, attribute: Attribute) -> AttributeValue:
    """What the register tells of an attribute; None where that is not known, or of a death date where there is none."""
    if attribute is Attribute.DOCUMENT:
        return document_of(person)
    value: AttributeValue = getattr(person, attribute.value)
    return value


def valid_on(history: Iterable[DatedValue], day: date | None) -> dict[Attribute, AttributeValue]:
    """The value of each attribute on a day, or the newest one; an attribute of which nothing is known is left out."""
    return {
        one.attribute: one.value
        for one in history
        if (
            one.valid_to is None
            if day is None
            else one.valid_from <= day and (one.valid_to is None or day < one.valid_to)
        )
    }
