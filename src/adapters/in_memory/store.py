"""The store in the memory of the process."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import RLock

from esep.adapters.in_memory.register_snapshots import standing_people
from esep.adapters.in_memory.tables import Tables
from esep.adapters.in_memory.unit_of_work import InMemoryUnitOfWork
from esep.domain.model.register import RegisterPerson


class InMemoryStore:
    """Keeps records as long as it lives; refuses what a database would refuse."""

    def __init__(self) -> None:
        """Begin empty."""
        self.tables = Tables()
        # Reentrant for the register alone, which a use case asks inside its unit of work.
        self._lock = RLock()
        self._is_unit_open = False

    @contextmanager
    def open_unit(self) -> Iterator[InMemoryUnitOfWork]:
        """Begin a unit of work (`OpenUnitOfWork`); other threads wait until it ends.

        Raises RuntimeError inside another one of the same thread: a use case opens one.
        """
        with self._lock:
            if self._is_unit_open:
                raise RuntimeError("this thread has a unit of work open already; end it before the next begins")
            self._is_unit_open = True
            try:
                with self.tables.all_or_nothing():
                    yield InMemoryUnitOfWork.on(self.tables)
            finally:
                self._is_unit_open = False

    def newest_snapshot(self) -> tuple[int, Mapping[int, RegisterPerson]] | None:
        """The newest version of the register and the people who stand, by number; None where none is loaded."""
        with self._lock:
            version, people = standing_people(self.tables)
            return (version, people) if version else None
