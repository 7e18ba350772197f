"""Answers of `esep people`: the person's own page, numbers in full."""

from collections.abc import Sequence
from datetime import date
from enum import Enum

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.dated_attribute import ATTRIBUTES_TOLD, Attribute, AttributeValue, DatedValue, Document
from esep.domain.model.deadline import state_when_done
from esep.domain.model.person_link import PersonLink
from esep.domain.rules.linking_numbers import shown
from esep.domain.use_cases.refresh_people import Refreshed
from esep.domain.use_cases.show_person import PersonNumber, PersonPage
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.tables import table_of
from esep.entrypoints.cli.presentation.wording import counted, moment


def page_shape(page: PersonPage) -> Shape:
    """`people show`."""
    return {
        "iin": page.iin,
        "numbers": [_number_shape(number) for number in page.numbers],
        **{attribute.value: as_json(page.current.get(attribute)) for attribute in ATTRIBUTES_TOLD},
        "history": [dated_shape(one) for one in page.history],
        "links": [link_shape(link, is_own_page=True) for link in page.links],
    }


def link_shape(link: PersonLink, *, is_own_page: bool = False) -> Shape:
    """One link between numbers, in full on the person's own page."""
    number, stands = (f"{one:012}" if is_own_page else shown(one) for one in (link.number, link.stands))
    return {
        "link": link.link_number,
        "kind": link.kind.value,
        "iin": number,
        "stands": stands,
        "undoes": link.undoes,
        "reason": link.reason,
        "document": link.document,
        "known_on": link.known_on.isoformat(),
        "recorded_at": link.recorded_at.isoformat(),
        "due_on": link.due_on.isoformat(),
        "state": state_when_done(link.due_on, day_in_almaty(link.recorded_at)).value,
        "actor": link.actor.identity,
    }


def refreshed_shape(refreshed: Refreshed) -> Shape:
    """`people refresh`; version, due day and state are null where nothing was different."""
    version, found = refreshed.version, refreshed.comparison
    return {
        "version": version.version if version else None,
        "file": refreshed.file_name,
        "valid_on": refreshed.valid_on.isoformat(),
        "due_on": _day(version.due_on) if version else None,
        "state": _state(refreshed),
        "people": found.people,
        "new": found.new,
        "changed": found.changed,
        "unchanged": found.unchanged,
        "changes": {
            attribute.value: found.changes[attribute] for attribute in ATTRIBUTES_TOLD if found.changes[attribute]
        },
    }


def refreshed_table(refreshed: Refreshed) -> RenderableType:
    """What a refresh recorded, in words."""
    version, found = refreshed.version, refreshed.comparison
    read = f"{counted(found.people, 'person', 'people')} read"
    if version is None:
        return Text(f"{read}, nobody new or changed: no new version was recorded.")
    summary = (
        f"Version {version.version} of the register: {read}, {counted(found.new, 'new', 'new')}, "
        f"{counted(found.changed, 'changed', 'changed')}, {counted(found.unchanged, 'unchanged', 'unchanged')}. "
        f"So since {refreshed.valid_on}, due {version.due_on}: {_state(refreshed)}."
    )
    table = table_of("changed", "people", amounts=["people"])
    for attribute in ATTRIBUTES_TOLD:
        if found.changes[attribute]:
            table.add_row(_words(attribute), f"{found.changes[attribute]:,}".replace(",", " "))
    return Group(Text(summary), table) if found.changes else Text(summary)


def page_table(page: PersonPage) -> RenderableType:
    """A person's page."""
    title = f"{page.iin}   {' '.join(as_text(name) for name in _names(page) if name)}".rstrip()
    current = table_of("attribute", "value")
    for attribute in ATTRIBUTES_TOLD:
        if attribute in page.current:
            current.add_row(_words(attribute), as_text(page.current[attribute]))
    return Group(
        Text(title, style="bold"),
        _numbers_table(page.numbers),
        current if page.current else Text("nothing known of the register"),
        history_table(page.history),
    )


def _names(page: PersonPage) -> list[AttributeValue]:
    return [page.current.get(one) or None for one in (Attribute.SURNAME, Attribute.NAME, Attribute.PATRONYMIC)]


def _numbers_table(numbers: Sequence[PersonNumber]) -> Table:
    table = table_of("number", "kind", "since", "recorded", "reason")
    for one in numbers:
        recorded = moment(one.recorded_at) if one.recorded_at else ""
        table.add_row(f"{one.number:012}", one.kind, str(one.since or ""), recorded, one.reason)
    return table


def history_table(history: Sequence[DatedValue]) -> Table:
    """Every value with its dates, one line each."""
    table = table_of("history of", "value", "from", "to", "recorded", "version", amounts=["version"])
    for one in history:
        table.add_row(
            _words(one.attribute), as_text(one.value), str(one.valid_from), str(one.valid_to or ""),
            moment(one.recorded_at), str(one.version or ""),
        )  # fmt: skip
    return table


def _number_shape(number: PersonNumber) -> Shape:
    return {
        "iin": f"{number.number:012}",
        "kind": number.kind,
        "since": _day(number.since),
        "recorded_at": number.recorded_at.isoformat() if number.recorded_at else None,
        "reason": number.reason,
    }


def dated_shape(one: DatedValue) -> Shape:
    """A value with its dates."""
    return {
        "attribute": one.attribute.value,
        "value": as_json(one.value),
        "valid_from": one.valid_from.isoformat(),
        "valid_to": _day(one.valid_to),
        "recorded_at": one.recorded_at.isoformat(),
        "version": one.version,
        "due_on": _day(one.due_on),
    }


def as_json(value: AttributeValue) -> object:
    """A value for JSON."""
    match value:
        case Document():
            return {
                "type": value.type,
                "number": value.number,
                "issued_on": _day(value.issued_on),
                "issuer": value.issuer,
            }
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case _:
            return value


def as_text(value: AttributeValue) -> str:
    """A value for people."""
    match value:
        case Document():
            words = (value.type, value.number, f"of {value.issued_on}" if value.issued_on else None, value.issuer)
            return " ".join(filter(None, words)) or "none"
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case _:
            return str(value) if value else "none"


def _words(attribute: Attribute) -> str:
    return attribute.value.replace("_", " ")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _state(refreshed: Refreshed) -> str | None:
    version = refreshed.version
    if version is None or version.due_on is None:
        return None
    return state_when_done(version.due_on, day_in_almaty(version.loaded_at)).value
