"""The data directory: where it is, who may use it, and what of the server lies in it.

    <data directory>/postgresql/       mode 0700, of the server's user
        cluster/                       the files of PostgreSQL, complete whenever they exist
        cluster.new/                   a first use that was interrupted; removed by the next
        socket/                        the socket, the only way in
        start.lock users.lock server.lock
        server.log server.log.1

A socket's path may have 103 bytes at most (104 with its end on macOS, 108 on Linux). Where the data directory's path
is longer, or has characters that a connection string would need quoted, the socket lies in
`/tmp/esep-<user id>-<digest of the path>`; `/tmp` and not TMPDIR, because processes with another TMPDIR must find the
same server.
"""

import hashlib
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

import attrs

from esep.adapters.embedded_postgres.errors import DataDirectoryRefused, refusals_of
from esep.adapters.embedded_postgres.system_user import ServerUser

SOCKET_PATH_BYTES_MAX = 103
SOCKET_NAME = ".s.PGSQL.5432"
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


def default_data_directory(environment: Mapping[str, str]) -> Path:
    """Return the data directory where none is set: for root below /var/lib, else in the user's own data folder."""
    if os.geteuid() == 0:
        return Path("/var/lib/esep/data")
    own = Path(environment.get("XDG_DATA_HOME", ""))
    # The XDG base directory specification: a relative path is invalid and to be ignored.
    return (own if own.is_absolute() else Path(environment.get("HOME") or Path.home()) / ".local/share") / "esep"


@attrs.frozen(kw_only=True)
class Store:
    """The server's folder in a data directory."""

    folder: Path
    user: ServerUser

    @property
    def cluster(self) -> Path:
        """The files of PostgreSQL."""
        return self.folder / "cluster"

    @property
    def unfinished_cluster(self) -> Path:
        """The files of a first use that is not complete."""
        return self.folder / "cluster.new"

    @property
    def log(self) -> Path:
        """What the server said; no personal data."""
        return self.folder / "server.log"

    @property
    def socket_folder(self) -> Path:
        """The private folder of the server's socket."""
        inside = self.folder / "socket"
        path = str(inside / SOCKET_NAME)
        if _PLAIN_PATH.fullmatch(path) and len(path) <= SOCKET_PATH_BYTES_MAX:
            return inside
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(f"/tmp/esep-{self.user.user_id}-{digest}")  # noqa: S108  # every process must find the same one


def prepared_store(data_directory: Path, user: ServerUser) -> Store:
    """Return the store of a data directory, its folders made where missing.

    An existing folder is never opened to others. Raises `DataDirectoryNotUsable`.
    """
    with refusals_of(data_directory):
        directory = Path(os.path.realpath(data_directory))  # not resolve(): it raises RuntimeError for a loop
        store = Store(folder=directory / "postgresql", user=user)
        _refuse_unreachable(directory, user)
        _make(directory, user)
        _hand_over_if_empty(directory, user)
        if (directory / "PG_VERSION").exists():
            raise _refusal(f"{directory} is itself a data directory of a PostgreSQL server", "a folder for Esep alone")
        for folder in (store.folder, store.socket_folder):
            _make(folder, user)
            _refuse_unless_private(folder, user)
    return store


def _refuse_unreachable(directory: Path, user: ServerUser) -> None:
    for folder in reversed(directory.parents):
        if not folder.exists():
            return
        if not folder.is_dir():
            raise _refusal(f"{folder} is not a folder", "a folder for the data")
        if user.is_other and not user.may_search(folder):
            raise _unreachable(folder, user)


def _make(directory: Path, user: ServerUser) -> None:
    for parent in reversed(directory.parents):
        if not parent.exists():
            parent.mkdir(exist_ok=True)
            parent.chmod(0o755)  # only what was made here: the mode given to mkdir depends on the umask
    if directory.exists() and not directory.is_dir():
        raise _refusal(f"{directory} is not a folder", "a folder for the data")
    if not directory.exists():
        directory.mkdir(mode=0o700, exist_ok=True)
        _hand_over(directory, user)


def _hand_over_if_empty(directory: Path, user: ServerUser) -> None:
    """Give root's empty folder, such as a new one for temporary files, to the system user; its mode stays."""
    if not user.is_other or user.may_search(directory):
        return
    if directory.stat().st_uid != 0 or {path.name for path in directory.iterdir()} - {"postgresql"}:
        raise _unreachable(directory, user)
    _hand_over(directory, user)


def _hand_over(directory: Path, user: ServerUser) -> None:
    if user.is_other:
        os.chown(directory, user.user_id, user.group_id, follow_symlinks=False)


def _refuse_unless_private(folder: Path, user: ServerUser) -> None:
    state = folder.lstat()
    if state.st_uid == 0 and user.is_other and stat.S_ISDIR(state.st_mode):
        _hand_over(folder, user)  # another process made it a moment ago, or was killed just then
        state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != user.user_id or stat.S_IMODE(state.st_mode) & 0o077:
        raise _refusal(
            f"{folder} belongs to the user with number {state.st_uid}, mode {stat.S_IMODE(state.st_mode):04o}",
            f"a folder of the user with number {user.user_id}, mode 0700",
            "Run as the user that made it, or set ESEP_DATA_DIR to another folder.",
        )


def _unreachable(folder: Path, user: ServerUser) -> DataDirectoryRefused:
    return _refusal(
        f"The folder {folder} is closed to the user {user.name}, who runs the server because this is root",
        "a data directory below folders that everyone may search",
        "Set ESEP_DATA_DIR to a folder such as /var/lib/esep/data, or run as an ordinary user.",
    )


def _refusal(found: str, expected: str, action: str = "Set ESEP_DATA_DIR to another folder.") -> DataDirectoryRefused:
    return DataDirectoryRefused(found=found, expected=expected, action=action)
