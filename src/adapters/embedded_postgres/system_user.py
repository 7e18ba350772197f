"""The user that owns the data and runs the server: oneself, or for root an unprivileged system user."""

import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

import attrs

from esep.adapters.embedded_postgres.errors import SystemUserNotUsable

SYSTEM_USER_NAME = "esep"
SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
ATTEMPTS_MAX = 50  # of 0.1 s: another process may be changing the list of users
_CANNOT_UPDATE_PASSWD = 1  # useradd(8): the list of users is locked by another process


@attrs.frozen(kw_only=True)
class ServerUser:
    """Who runs the server; `is_other` where that is not the user of this process."""

    name: str
    user_id: int
    group_id: int
    is_other: bool

    def may_search(self, folder: Path) -> bool:
        """Whether this user can reach what lies in `folder`, by its mode alone (access lists are not looked at)."""
        return self._has(folder, 0o1)

    def may_read_and_execute(self, path: Path) -> bool:
        """Whether this user can read and run the file, or list and search the folder."""
        return self._has(path, 0o5)

    def _has(self, path: Path, wanted: int) -> bool:
        state = path.stat()
        if state.st_uid == self.user_id:
            granted = state.st_mode >> 6
        elif state.st_gid == self.group_id:
            granted = state.st_mode >> 3
        else:
            granted = state.st_mode
        return granted & wanted == wanted


def server_user() -> ServerUser:
    """Return who is to run the server; as root the system user `esep`, created where missing.

    Raises `SystemUserNotUsable` where it cannot be created: PostgreSQL refuses to run as root.
    """
    if os.geteuid() != 0:
        return ServerUser(name=str(os.geteuid()), user_id=os.geteuid(), group_id=os.getegid(), is_other=False)
    found = _system_user() or _created_system_user()
    return ServerUser(name=found.pw_name, user_id=found.pw_uid, group_id=found.pw_gid, is_other=True)


def _system_user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SYSTEM_USER_NAME)
    except KeyError:
        return None


def _created_system_user() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path=SYSTEM_PATH)
    if useradd is None:
        raise _refusal("the program useradd is not installed")
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER_NAME]
    for _ in range(ATTEMPTS_MAX):
        answer = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        if found := _system_user():  # perhaps made by another process: that is as good
            return found
        if answer.returncode != _CANNOT_UPDATE_PASSWD:
            break
        time.sleep(0.1)
    raise _refusal(f"useradd failed: {answer.stderr.strip()}")


def _refusal(reason: str) -> SystemUserNotUsable:
    return SystemUserNotUsable(
        found=f"Running as root, and there is no system user {SYSTEM_USER_NAME}: {reason}",
        expected="an unprivileged user, because PostgreSQL refuses to run as root",
        action=f"Create the user {SYSTEM_USER_NAME}, run as an ordinary user, or set ESEP_DATABASE_URL.",
    )
