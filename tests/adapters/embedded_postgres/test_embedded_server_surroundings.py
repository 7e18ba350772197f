"""Where the data lie by default, who runs the server, and which programs it runs."""

import os
import pwd
import stat
import subprocess
from pathlib import Path

import attrs
import pytest

from esep.adapters.embedded_postgres import ServerProgramsNotUsable, default_data_directory
from esep.adapters.embedded_postgres.installation import find_installation
from esep.adapters.embedded_postgres.programs import run_program
from esep.adapters.embedded_postgres.system_user import ServerUser, server_user


@attrs.frozen(kw_only=True)
class _LockedOut(ServerUser):
    """A user to whom the folder of the installed packages is closed."""

    def may_search(self, folder: Path) -> bool:
        return folder.name != "site-packages"


@pytest.mark.parametrize(
    ("environment", "for_a_user"),
    [
        ({"HOME": "/people/aliya", "XDG_DATA_HOME": "/data/aliya"}, "/data/aliya/esep"),
        ({"HOME": "/people/aliya", "XDG_DATA_HOME": "relative"}, "/people/aliya/.local/share/esep"),
        ({"HOME": "/people/aliya", "XDG_DATA_HOME": ""}, "/people/aliya/.local/share/esep"),
        ({"HOME": "/people/aliya"}, "/people/aliya/.local/share/esep"),
    ],
)
def test_the_default_data_directory_is_the_users_own_or_the_systems(
    environment: dict[str, str], for_a_user: str
) -> None:
    expected = "/var/lib/esep/data" if os.geteuid() == 0 else for_a_user
    assert default_data_directory(environment) == Path(expected)


def test_the_server_never_runs_as_root() -> None:
    user = server_user()
    if os.geteuid() == 0:
        account = pwd.getpwnam("esep")
        assert (user.name, user.user_id, user.group_id) == ("esep", account.pw_uid, account.pw_gid)
        assert user.is_other
    else:
        assert (user.user_id, user.is_other) == (os.geteuid(), False)
    assert user.user_id != 0


def test_the_programs_found_can_be_run_by_the_user_of_the_server() -> None:
    user = server_user()
    answer = run_program(find_installation(user).program("postgres"), "--version", user=user)
    assert answer.returncode == 0
    assert answer.stdout.startswith("postgres (PostgreSQL) 18.")


def test_programs_that_another_user_cannot_reach_are_copied_once_and_run(data_directory: Path) -> None:
    data_directory.chmod(0o711)
    copies = data_directory / "copies"
    present = server_user()
    locked_out = _LockedOut(name=present.name, user_id=present.user_id, group_id=present.group_id, is_other=True)
    installation = find_installation(locked_out, copies)
    assert installation.root.parent == copies
    assert [path.name for path in copies.iterdir()] == [installation.root.name]
    assert stat.S_IMODE(installation.program("initdb").stat().st_mode) == 0o755
    for name in ("postgres", "initdb", "pg_ctl"):
        answer = run_program(installation.program(name), "--version", user=present)
        assert answer.returncode == 0, answer.stdout
    made_at = installation.root.stat().st_mtime_ns
    assert find_installation(locked_out, copies) == installation
    assert installation.root.stat().st_mtime_ns == made_at


def test_programs_that_cannot_be_copied_are_told(data_directory: Path) -> None:
    file = data_directory / "file"
    file.write_text("")
    present = server_user()
    locked_out = _LockedOut(name="esep", user_id=present.user_id, group_id=present.group_id, is_other=True)
    with pytest.raises(ServerProgramsNotUsable) as caught:
        find_installation(locked_out, file / "copies")
    assert "The user esep can run neither" in caught.value.found
    assert caught.value.expected == f"a copy below {file / 'copies'} that everyone may run"


def test_a_program_gets_none_of_the_callers_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATA", "/nowhere")
    answer = run_program(Path("/usr/bin/env"), user=server_user())
    names = {line.partition("=")[0] for line in answer.stdout.splitlines()}
    assert names == {"PATH", "LANG", "TZ"}
    assert isinstance(answer, subprocess.CompletedProcess)
