"""Changes of personal data and their deadline: one working day (Rules, item 9)."""

from collections.abc import Iterator
from datetime import date

from esep.domain.errors import InvalidInput
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.deadline import Deadline, Duty, state_when_done
from esep.domain.model.person_link import PersonLink
from esep.domain.model.register import RegisterVersion
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.rules.linking_numbers import shown
from esep.domain.use_cases.due_days import DueDays


def record_change_by(due_days: DueDays, known_on: date) -> date:
    """By which day a change must be recorded. Raises `InvalidInput` for a day without a known term."""
    due_on = due_days.due_on(Duty.RECORD_CHANGE.value, known_on)
    if due_on is None:
        raise InvalidInput(f"no term for recording changes is known for {known_on}; give a later day")
    return due_on


def recorded_changes(unit: UnitOfWork, due_from: date | None) -> Iterator[Deadline]:
    """Refreshes and links, all of them or those due on a day or later; each was met or late when it was recorded."""
    for version in unit.register.versions():
        if version.due_on is not None and (due_from is None or version.due_on >= due_from):
            yield _of_refresh(version, version.due_on)
    for link in unit.people.list_links(due_from=due_from):
        yield _of_link(link)


def _of_refresh(version: RegisterVersion, due_on: date) -> Deadline:
    return Deadline(
        duty=Duty.RECORD_CHANGE,
        name=f"{version.file_name}, version {version.version}",
        received_on=version.tells_of,
        due_on=due_on,
        amount_tiyn=None,
        state=state_when_done(due_on, day_in_almaty(version.loaded_at)),
        count=version.people_count,
    )


def _of_link(link: PersonLink) -> Deadline:
    return Deadline(
        duty=Duty.RECORD_CHANGE,
        name=f"link {link.link_number}, {link.kind.value} {shown(link.number)} {shown(link.stands)}",
        received_on=link.known_on,
        due_on=link.due_on,
        amount_tiyn=None,
        state=state_when_done(link.due_on, day_in_almaty(link.recorded_at)),
    )
