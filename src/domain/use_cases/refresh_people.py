"""Record what a newer snapshot of the register changes of people, and leave the old values readable."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import BinaryIO

import attrs

from esep.domain.errors import InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.dated_attribute import Attribute
from esep.domain.model.register import RegisterPerson, RegisterVersion
from esep.domain.ports.clock import Clock
from esep.domain.ports.register_files import RegisterFileInvalid, RegisterReader
from esep.domain.ports.state_register import RegisterSnapshots
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.register_changes import changed_attributes, completed
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.recorded_changes import record_change_by

BATCH_PEOPLE = 20_000  # compared with one question


class RegisterNotLoaded(NotFound):
    """There is no whole version of the register that people could be compared with."""

    code = "register-not-loaded"


@attrs.define
class Comparison:
    """What comes out of comparing people with how they stand."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: Counter[Attribute] = attrs.field(factory=Counter)

    @property
    def people(self) -> int:
        """All that were compared."""
        return self.new + self.changed + self.unchanged

    def differing(
        self, people: Iterable[RegisterPerson], standing: Mapping[int, RegisterPerson]
    ) -> Iterator[RegisterPerson]:
        """Those who are new or changed, with what the newer word leaves unknown as it stood; counts all."""
        for told in people:
            before = standing.get(int(told.iin))
            if before is None:
                self.new += 1
                yield told
            elif told == before or (after := completed(told, before)) == before:
                self.unchanged += 1
            else:
                self.changed += 1
                self.changes.update(changed_attributes(before, after))
                yield after


@attrs.frozen(kw_only=True)
class Refreshed:
    """What a refresh recorded."""

    version: RegisterVersion | None  # None: nothing was different, nothing is recorded
    file_name: str
    valid_on: date
    comparison: Comparison


@attrs.frozen(kw_only=True)
class RefreshPeople:
    """Compare people with how they stand and record a part of the register; who is not in the file stays."""

    open_unit: OpenUnitOfWork
    reader: RegisterReader
    due_days: DueDays
    clock: Clock

    def __call__(self, source: BinaryIO, file_name: str, actor: Actor, *, valid_on: date | None = None) -> Refreshed:
        """What was recorded, whole or not at all. The same file again changes nothing and records nothing.

        Its changes had to be recorded by the next working day after the day the register tells of (Rules, item 9).
        Raises `RegisterFileInvalid` with every bad row, or for no row; `RegisterNotLoaded`; `InvalidInput` for a day
        before that of the newest version, or in the future.
        """
        now = self.clock.now()
        told_of = valid_on or day_in_almaty(now)
        with self.open_unit() as unit:
            number = unit.register.begin_version()
            _require_day(unit.register.versions(), told_of, day_in_almaty(now))
            reading = self.reader.read(source, file_name)
            found = _compare(unit.register, number, reading.people())
            if not found.people:
                raise RegisterFileInvalid(f"{file_name} names no person; expected one a row below the first line")
            if found.unchanged == found.people:
                return Refreshed(version=None, file_name=file_name, valid_on=told_of, comparison=found)
            version = RegisterVersion(
                version=number,
                file_name=file_name,
                sha256=reading.sha256,
                people_count=found.new + found.changed,
                loaded_at=now,
                loaded_by=actor.identity,
                is_whole=False,
                valid_on=told_of,
                due_on=record_change_by(self.due_days, told_of),
                changed_count=found.changed,
            )
            unit.register.end_version(version)
        return Refreshed(version=version, file_name=file_name, valid_on=told_of, comparison=found)


def _require_day(versions: Sequence[RegisterVersion], told_of: date, today: date) -> None:
    if not any(version.is_whole for version in versions):
        raise RegisterNotLoaded(
            "there is no snapshot of the register to compare people with: load one with esep register load FILE.csv"
        )
    newest = versions[-1]
    if told_of < newest.tells_of:
        raise InvalidInput(
            f"version {newest.version} of the register tells of {newest.tells_of}, the file of {told_of}, which is "
            "earlier: expected a newer one; give the day of the file with --valid-on, or load a whole snapshot with "
            "esep register load"
        )
    if told_of > today:
        raise InvalidInput(f"{told_of} lies in the future: expected a day until {today}; give another --valid-on")


def _compare(register: RegisterSnapshots, version: int, people: Iterator[RegisterPerson]) -> Comparison:
    found = Comparison()
    while batch := list(islice(people, BATCH_PEOPLE)):
        standing = register.standing([int(person.iin) for person in batch])
        differing = list(found.differing(batch, standing))
        if differing:
            register.add_people(version, differing)
    return found
