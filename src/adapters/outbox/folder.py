"""Outgoing files in folders of this machine."""

import errno
import os
from contextlib import suppress
from pathlib import Path

import attrs

from esep.domain.errors import Conflict, InvalidInput, Unavailable


@attrs.frozen
class FolderOutbox:
    """An `Outbox` that writes beside, makes the bytes durable, then renames."""

    def resolve(self, folder: str) -> str:
        """See `Outbox`. A folder that is missing is made."""
        path = Path(folder)
        try:
            path.mkdir(parents=True, exist_ok=True)
            full_name = path.resolve(strict=True)
            _try_writing(full_name)
        except FileExistsError as error:
            raise InvalidInput(f"{folder} is a file; expected a folder for outgoing files: name another") from error
        except OSError as error:
            raise _refusal(error, folder) from error
        return str(full_name)

    def write(self, folder: str, file_name: str, content: bytes) -> None:
        """See `Outbox`."""
        path = Path(folder) / file_name
        try:
            if path.exists():
                _require_same(path, content)
            else:
                _write_beside(path, content)
            # Also for a file that stood there: whoever wrote it may have been killed before this.
            _make_durable(path.parent)
        except OSError as error:
            raise Unavailable(
                f"{path} cannot be written ({error.strerror or error}): what it carries is recorded and waits; "
                "make the folder writable or free some room, then run the same command again"
            ) from error


def _try_writing(folder: Path) -> None:
    """Write and remove a file: permissions alone do not tell of read-only or full disks."""
    trial = folder / f".esep-{os.getpid()}.part"
    try:
        trial.write_bytes(b"esep")
    finally:
        with suppress(OSError):
            trial.unlink(missing_ok=True)


def _refusal(error: OSError, folder: str) -> InvalidInput | Unavailable:
    reason = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Unavailable(f"{folder} has no room ({reason}): free some, then run the same command again")
    return InvalidInput(
        f"{folder} cannot be written to ({reason}); expected a folder for outgoing files: "
        "name another, or open this one"
    )


def _require_same(path: Path, content: bytes) -> None:
    if path.read_bytes() != content:
        raise Conflict(
            f"{path} is there already with other bytes; expected none, or the file of an interrupted run: "
            "look at it and move it away, then run the same command again"
        )


def _write_beside(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _make_durable(folder: Path) -> None:
    """Make the folder's list of names durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
