"""Kernel locks on files: gone with the process that held them, however it ended."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs

from esep.adapters.embedded_postgres.errors import refusals_of
from esep.adapters.embedded_postgres.system_user import ServerUser


@attrs.frozen(kw_only=True)
class LockFile:
    """One opening of a lock file; two openings exclude each other even within one process.

    A child process that inherits the descriptor holds the same lock, until the last copy is closed or one is released.
    """

    path: Path
    descriptor: int
    opened_by_process: int

    def try_exclusive(self) -> bool:
        """Take the lock for oneself alone; False where another holds it."""
        return self._try(fcntl.LOCK_EX)

    def try_shared(self) -> bool:
        """Take the lock together with others; False where one holds it alone."""
        return self._try(fcntl.LOCK_SH)

    def release(self) -> None:
        """Give the lock back, for all copies of the descriptor."""
        fcntl.flock(self.descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close this copy of the descriptor; the lock lives on in copies that other processes have."""
        os.close(self.descriptor)

    def _try(self, kind: int) -> bool:
        with refusals_of(self.path):  # a file system without locks
            try:
                fcntl.flock(self.descriptor, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True


def open_lock_file(path: Path, user: ServerUser) -> LockFile:
    """Open a lock file, made where missing; nothing is locked yet. Raises `DataDirectoryNotUsable`."""
    with refusals_of(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        if user.is_other:
            os.fchown(descriptor, user.user_id, user.group_id)
        return LockFile(path=path, descriptor=descriptor, opened_by_process=os.getpid())


@contextmanager
def opened_lock_file(path: Path, user: ServerUser) -> Iterator[LockFile]:
    """Open a lock file for the length of the block."""
    lock = open_lock_file(path, user)
    try:
        yield lock
    finally:
        lock.close()
