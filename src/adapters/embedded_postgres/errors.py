"""What can go wrong with the embedded server. Every message says what was found, what was expected and what to do."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs

FREE_BYTES_MIN = 32 * 1024 * 1024  # two segments of the write-ahead log: with less no server starts

_ADVICE = {
    errno.ENOSPC: "Free some space, or set ESEP_DATA_DIR to a folder on another disk.",
    errno.EDQUOT: "Free some space, or set ESEP_DATA_DIR to a folder on another disk.",
    errno.EROFS: "Set ESEP_DATA_DIR to a folder on a file system that can be written.",
}
_OTHER_ADVICE = "Set ESEP_DATA_DIR to a folder that this user may create and write."


@attrs.define(kw_only=True)
class EmbeddedServerError(Exception):
    """The embedded PostgreSQL cannot be used; the message is for the person at the command line."""

    found: str
    expected: str
    action: str

    def __str__(self) -> str:
        """Return the whole message."""
        return f"{self.found}. Expected: {self.expected}. {self.action}"


class DataDirectoryNotUsable(EmbeddedServerError):
    """The data directory is not a folder, cannot be reached or written, is full, or holds something else."""


class DataDirectoryRefused(DataDirectoryNotUsable):
    """It will not do as it is: closed, another's, no folder, or of another version. Trying again does not help."""


class ServerDidNotStart(EmbeddedServerError):
    """The server ended while it started, or did not answer in time; the message has the last lines of its log."""


class ServerProgramsNotUsable(EmbeddedServerError):
    """The programs of PostgreSQL are not installed, or cannot be put where the server's user may run them."""


class SystemUserNotUsable(EmbeddedServerError):
    """Running as root, and the unprivileged user for the server cannot be created."""


@contextmanager
def refusals_of(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses about `path` into `DataDirectoryNotUsable`."""
    try:
        yield
    except OSError as error:
        raise DataDirectoryNotUsable(
            found=f"The data directory cannot be used: {error.filename or path}: {error.strerror or error}",
            expected="a folder that can be written",
            action=_ADVICE.get(error.errno or 0, _OTHER_ADVICE),
        ) from error


def has_no_room(path: Path) -> bool:
    """Whether the file system of `path` has no space."""
    return shutil.disk_usage(path).free < FREE_BYTES_MIN


def refuse_if_full(path: Path, output: str) -> None:
    """Raise `DataDirectoryNotUsable` where a failed program said so, or the file system of `path` has no space."""
    free_bytes = shutil.disk_usage(path).free
    if free_bytes >= FREE_BYTES_MIN and "No space left on device" not in output:
        return
    raise DataDirectoryNotUsable(
        found=f"The file system of the data directory {path} is full: {free_bytes // 1024} KiB are free",
        expected=f"at least {FREE_BYTES_MIN // 1024} KiB, and for a new store 100 MiB",
        action=_ADVICE[errno.ENOSPC],
    )
