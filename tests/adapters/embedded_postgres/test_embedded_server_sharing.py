"""Several users of one server: threads, processes, and processes that were killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
from psycopg.pq import PGconn, Ping

from esep.adapters.embedded_postgres import open_embedded_server

StartProcess = Callable[[Path], "subprocess.Popen[str]"]


def _address_from(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _is_running(address: str) -> bool:
    return PGconn.ping(address.encode()) == Ping.OK


def _started_at(address: str) -> object:
    with psycopg.connect(address) as connection:
        return connection.execute("select pg_postmaster_start_time()").fetchone()


def test_the_server_stops_with_its_only_user(begun_directory: Path) -> None:
    with open_embedded_server(begun_directory) as address:
        assert _is_running(address)
    assert not _is_running(address)
    assert not (begun_directory / "postgresql" / "cluster" / "postmaster.pid").exists()


def test_the_server_stops_also_where_its_user_failed_and_left_a_connection_open(begun_directory: Path) -> None:
    connection: psycopg.Connection[tuple[object, ...]] | None = None
    try:
        with open_embedded_server(begun_directory) as address:
            connection = psycopg.connect(address)
            connection.execute("create table unfinished (n int)")
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        assert not _is_running(address)
    assert connection is not None
    connection.close()


def test_two_uses_in_one_process_share_the_server_until_the_second_ends(begun_directory: Path) -> None:
    with open_embedded_server(begun_directory) as first:
        with open_embedded_server(begun_directory) as second:
            assert second == first
        assert _is_running(first)
    assert not _is_running(first)


def test_eight_threads_that_open_and_close_at_once_each_find_the_server_running(begun_directory: Path) -> None:
    def use(number: int) -> int:
        for _ in range(3):
            with open_embedded_server(begun_directory) as address, psycopg.connect(address) as connection:
                row = connection.execute("select %s::int", [number]).fetchone()
        assert row is not None
        return int(row[0])

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(use, range(8))) == list(range(8))
    assert not (begun_directory / "postgresql" / "cluster" / "postmaster.pid").exists()


def test_four_processes_that_begin_an_empty_store_at_once_share_one_server(
    data_directory: Path, start_process: StartProcess
) -> None:
    processes = [start_process(data_directory) for _ in range(4)]
    addresses = {_address_from(process) for process in processes}
    assert len(addresses) == 1
    assert [process.communicate("end\n")[0] for process in processes] == [""] * 4
    assert [process.returncode for process in processes] == [0] * 4
    assert not _is_running(addresses.pop())


def test_the_server_runs_on_while_another_process_uses_it(begun_directory: Path, start_process: StartProcess) -> None:
    with open_embedded_server(begun_directory) as address:
        other = start_process(begun_directory)
        assert _address_from(other) == address
    assert _is_running(address)
    other.communicate("end\n")
    assert not _is_running(address)


def test_the_server_of_a_killed_process_is_found_used_and_stopped_by_the_next(
    begun_directory: Path, start_process: StartProcess
) -> None:
    killed = start_process(begun_directory)
    address = _address_from(killed)
    with psycopg.connect(address) as connection:
        connection.execute("create table kept as select 1 as n")
    started_at = _started_at(address)
    killed.kill()
    killed.wait()
    assert _is_running(address)
    with open_embedded_server(begun_directory) as same_address, psycopg.connect(same_address) as connection:
        assert _started_at(same_address) == started_at
        assert connection.execute("select n from kept").fetchall() == [(1,)]
    assert not _is_running(address)


def test_a_killed_process_beside_a_living_one_does_not_keep_the_server_running(
    begun_directory: Path, start_process: StartProcess
) -> None:
    with open_embedded_server(begun_directory) as address:
        killed = start_process(begun_directory)
        _address_from(killed)
        killed.kill()
        killed.wait()
    assert not _is_running(address)


def test_an_interrupt_from_the_keyboard_does_not_reach_the_server(
    begun_directory: Path, start_process: StartProcess
) -> None:
    process = start_process(begun_directory)
    address = _address_from(process)
    number = int((begun_directory / "postgresql" / "cluster" / "postmaster.pid").read_text().split("\n")[0])
    assert os.getsid(number) != os.getsid(process.pid)
    assert os.getpgid(number) != os.getpgid(process.pid)
    assert _is_running(address)
    process.communicate("end\n")


def test_a_forked_child_that_ends_does_not_end_the_use_of_its_parent(
    begun_directory: Path, start_process: StartProcess
) -> None:
    # In a process of its own: pytest must not be forked.
    program = """
import os, sys
from pathlib import Path
from esep.adapters.embedded_postgres import open_embedded_server
use = open_embedded_server(Path(sys.argv[1]))
address = use.__enter__()
child = os.fork()
if child == 0:
    use.__exit__(None, None, None)
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
print(address, flush=True)
sys.stdin.readline()
use.__exit__(None, None, None)
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(begun_directory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    address = _address_from(parent)
    with open_embedded_server(begun_directory):
        pass
    assert _is_running(address)
    parent.communicate("end\n")
    assert parent.returncode == 0
    assert not _is_running(address)


def test_a_first_use_killed_in_the_middle_leaves_nothing_half_made(
    data_directory: Path, start_process: StartProcess
) -> None:
    store = data_directory / "postgresql"
    process = start_process(data_directory)
    while not (store / "cluster.new" / "PG_VERSION").exists():
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (store / "cluster").exists()
    with open_embedded_server(data_directory) as address, psycopg.connect(address) as connection:
        assert connection.execute("select current_database()").fetchone() == ("esep",)
    assert not (store / "cluster.new").exists()


def test_leftovers_of_an_interrupted_first_use_are_removed(begun_directory: Path) -> None:
    leftover = begun_directory / "postgresql" / "cluster.new"
    leftover.mkdir()
    (leftover / "PG_VERSION").write_text("18\n")
    with open_embedded_server(begun_directory):
        assert not leftover.exists()
