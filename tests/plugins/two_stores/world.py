"""One store and the product on it, with a bank and a register that may fail."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TypeVar

import attrs

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import Conflict, EsepError, RegisterUnavailable, Unavailable
from esep.domain.model.register import RegisterAnswers
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.due_days import DueDays

T = TypeVar("T")

LEAVE_A_TRACE = ("returns-not-writable", "refunds-not-writable")  # told at the end, when all others were sent
STORES_OWN_WORDS = ("recorded already", "twice", "of an earlier one")  # where a server names only a constraint


class Torn(Exception):
    """A unit of work ends just before its end."""


@attrs.define
class SwitchedRegister:
    """A register that answers or does not."""

    register: StateRegister
    does_answer: bool = True

    def find_many(self, numbers: Collection[int]) -> RegisterAnswers:
        if not self.does_answer:
            raise RegisterUnavailable("no answer")
        return self.register.find_many(numbers)


@attrs.define
class Bank:
    """Folders in memory that may be lost for a while."""

    files: dict[tuple[str, str], bytes] = attrs.field(factory=dict)
    is_lost: bool = False

    def resolve(self, folder: str) -> str:
        return folder

    def write(self, folder: str, file_name: str, content: bytes) -> None:
        if self.is_lost:
            raise Unavailable("the folder is gone")
        assert self.files.setdefault((folder, file_name), content) == content


@attrs.define(kw_only=True)
class World:
    """One store and what the product needs beside it."""

    open_store: OpenUnitOfWork
    register: SwitchedRegister
    calendar: WorkingCalendar
    clock: FixedClock
    rulebook: Rulebook
    bank: Bank = attrs.field(factory=Bank)
    units_until_torn: int = 0
    has_kept: bool = False  # a unit of work ended since `tear` was called

    def tear(self, unit: int) -> None:
        """Let the unit of work of this number from now on be torn; 0: none."""
        self.units_until_torn, self.has_kept = unit, False

    @contextmanager
    def open_unit(self) -> Iterator[UnitOfWork]:
        with self.open_store() as unit:
            yield unit
            self.units_until_torn -= 1
            if self.units_until_torn == 0:
                raise Torn
        self.has_kept = True

    @property
    def due_days(self) -> DueDays:
        return DueDays(calendar=self.calendar, parameters=self.rulebook.parameters)


@attrs.frozen
class Refused:
    """How an act was refused."""

    kind: type[Exception]
    code: str = ""
    told: str = ""
    leaves_no_trace: bool = attrs.field(default=True, eq=False)


def result(act: Callable[[World], T], world: World) -> T | Refused:
    """What an act gives, or how it is refused."""
    files = len(world.bank.files)
    try:
        return act(world)
    except Torn as error:
        return Refused(type(error), leaves_no_trace=not world.has_kept and len(world.bank.files) == files)
    except Unavailable as error:
        # Of a bank that is lost: the record stays.
        return Refused(type(error), error.code, str(error), leaves_no_trace=False)
    except EsepError as error:
        return Refused(type(error), error.code, _told(error), leaves_no_trace=error.code not in LEAVE_A_TRACE)


def _told(error: EsepError) -> str:
    """What an error says, where both stores say the same."""
    is_own = type(error) is Conflict and any(word in str(error) for word in STORES_OWN_WORDS)
    return "" if is_own else str(error)
