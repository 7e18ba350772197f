"""Changes of what is recorded of persons, and their deadline: one working day (Rules, item 9)."""

from collections.abc import Iterator
from datetime import date, datetime

from esep.domain.errors import InvalidInput
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.deadline import Deadline, Duty, state_when_done
from esep.domain.model.person_link import PersonLink
from esep.domain.model.refund import RefundState
from esep.domain.model.register import RegisterVersion
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.rules.linking_numbers import shown
from esep.domain.use_cases.due_days import DueDays

CHECKED = tuple(state for state in RefundState if state is not RefundState.RECEIVED)
"""States of applications that were checked, or refused."""


def record_change_by(due_days: DueDays, known_on: date) -> date:
    """By which day a change must be recorded. Raises `InvalidInput` for a day without a known term."""
    due_on = due_days.due_on(Duty.RECORD_CHANGE.value, known_on)
    if due_on is None:
        raise InvalidInput(f"no term for recording changes is known for {known_on}; give a later day")
    return due_on


def recorded_changes(unit: UnitOfWork, due_from: date | None) -> Iterator[Deadline]:
    """What was recorded, all of it or what was due on a day or later; each was met or late when it was done.

    Refreshes of the register, links of numbers, corrections, lists of illegal amounts, and applications checked.
    """
    for version in unit.register.versions():
        if version.due_on is not None and (due_from is None or version.due_on >= due_from):
            yield _of_refresh(version, version.due_on)
    for link in unit.people.list_links(due_from=due_from):
        yield _of_link(link)
    for correction in unit.corrections.due_from(due_from):
        name = f"correction {correction.correction_number}"
        yield _recorded(name, correction.recorded_at, correction.due_on, correction.amount_tiyn)
    for one in unit.illegal.lists():
        if due_from is None or one.due_on >= due_from:
            name = f"{one.file_name}, list {one.list_number} of illegal amounts"
            yield _recorded(name, one.recorded_at, one.due_on, one.amount_tiyn, count=one.line_count)
    yield from _checked_refunds(unit, due_from)


def _recorded(
    name: str, recorded_at: datetime, due_on: date, amount_tiyn: int, *, count: int | None = None
) -> Deadline:
    return Deadline(
        duty=Duty.RECORD_CHANGE,
        name=name,
        received_on=day_in_almaty(recorded_at),
        due_on=due_on,
        amount_tiyn=amount_tiyn,
        state=state_when_done(due_on, day_in_almaty(recorded_at)),
        count=count,
    )


def _checked_refunds(unit: UnitOfWork, due_from: date | None) -> Iterator[Deadline]:
    """Applications that were checked or refused: by the one working day of item 9, or late."""
    numbers = [
        one.refund_number
        for one in unit.refunds.list_refunds(states=CHECKED)
        if due_from is None or one.due_on >= due_from
    ]
    for case in filter(None, map(unit.refunds.find, numbers)):
        yield Deadline(
            duty=Duty.CHECK_REFUND,
            name=case.name,
            received_on=case.refund.received_on,
            due_on=case.refund.due_on,
            amount_tiyn=case.refund.amount_tiyn,
            state=state_when_done(case.refund.due_on, case.events[1].happened_on),
        )


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
