"""The server itself was killed: the next use starts it again, whatever its process id names by now."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from esep.adapters.embedded_postgres import ServerDidNotStart, open_embedded_server
from esep.adapters.embedded_postgres.system_user import server_user

StartProcess = Callable[[Path], "subprocess.Popen[str]"]


def _kill_the_server(data_directory: Path) -> None:
    path = data_directory / "postgresql" / "cluster" / "postmaster.pid"
    os.kill(int(path.read_text().split("\n")[0]), signal.SIGKILL)


def _kill_both(data_directory: Path, start_process: StartProcess) -> None:
    process = start_process(data_directory)
    assert process.stdout is not None
    with psycopg.connect(process.stdout.readline()) as connection:
        connection.execute("create table kept as select 1 as n")
    process.kill()
    process.wait()
    _kill_the_server(data_directory)


def _kept(data_directory: Path) -> list[tuple[int]]:
    with open_embedded_server(data_directory) as address, psycopg.connect(address) as connection:
        return connection.execute("select n from kept").fetchall()


def test_a_killed_server_is_started_again_with_what_was_committed(
    begun_directory: Path, start_process: StartProcess
) -> None:
    _kill_both(begun_directory, start_process)
    assert _kept(begun_directory) == [(1,)]


def test_a_server_killed_under_a_living_user_is_started_again_by_the_next(begun_directory: Path) -> None:
    with open_embedded_server(begun_directory) as address:
        with psycopg.connect(address) as connection:
            connection.execute("create table kept as select 1 as n")
        _kill_the_server(begun_directory)
        assert _kept(begun_directory) == [(1,)]


def test_closing_after_the_server_was_killed_is_no_error(begun_directory: Path) -> None:
    with open_embedded_server(begun_directory):
        _kill_the_server(begun_directory)
    assert (begun_directory / "postgresql" / "cluster" / "PG_VERSION").read_text() == "18\n"


def test_a_process_id_that_now_belongs_to_another_program_does_not_prevent_the_start(
    begun_directory: Path, start_process: StartProcess
) -> None:
    _kill_both(begun_directory, start_process)
    user = server_user()
    stranger = subprocess.Popen(
        ["sleep", "600"],
        user=user.user_id if user.is_other else None,
        group=user.group_id if user.is_other else None,
        extra_groups=[] if user.is_other else None,
    )
    try:
        store = begun_directory / "postgresql"
        for path in (store / "cluster" / "postmaster.pid", store / "socket" / ".s.PGSQL.5432.lock"):
            _first, _, rest = path.read_text().partition("\n")
            path.write_text(f"{stranger.pid}\n{rest}")
        assert _kept(begun_directory) == [(1,)]
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_empty_file_of_the_process_id_does_not_prevent_the_start(
    begun_directory: Path, start_process: StartProcess
) -> None:
    _kill_both(begun_directory, start_process)
    (begun_directory / "postgresql" / "cluster" / "postmaster.pid").write_text("")
    assert _kept(begun_directory) == [(1,)]


def test_a_server_that_cannot_start_is_told_with_the_last_lines_of_its_log(begun_directory: Path) -> None:
    with (begun_directory / "postgresql" / "cluster" / "postgresql.conf").open("a") as file:
        file.write("\nno_such_setting = 1\n")
    with pytest.raises(ServerDidNotStart) as caught, open_embedded_server(begun_directory):
        pass
    assert caught.value.found == (
        f"The embedded PostgreSQL in {begun_directory / 'postgresql'} cannot be used: it ended while starting"
    )
    assert 'unrecognized configuration parameter "no_such_setting"' in caught.value.action


def test_a_long_log_is_put_aside_at_the_next_start(begun_directory: Path) -> None:
    log = begun_directory / "postgresql" / "server.log"
    log.write_bytes(b"x" * (1024 * 1024 + 1))
    with open_embedded_server(begun_directory):
        pass
    assert log.with_name("server.log.1").stat().st_size == 1024 * 1024 + 1
    assert log.stat().st_size < 10_000
