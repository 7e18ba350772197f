"""Data directories that cannot be used: each is told, and nothing half made is left.

What cannot be arranged for one kind of user is arranged otherwise for it; no test is left out.
"""

import os
import resource
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from esep.adapters.embedded_postgres import DataDirectoryNotUsable, open_embedded_server


def _refusal(data_directory: Path) -> DataDirectoryNotUsable:
    with pytest.raises(DataDirectoryNotUsable) as caught, open_embedded_server(data_directory):
        pass
    return caught.value


@contextmanager
def _mounted(folder: Path, options: str) -> Iterator[bool]:
    """A small file system of its own on `folder`; False where this user may not mount."""
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    is_mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", str(folder)], check=True)


def test_a_path_that_is_a_file_is_refused(data_directory: Path) -> None:
    data_directory.chmod(0o711)
    file = data_directory / "file"
    file.write_text("mine")
    assert _refusal(file).found == f"{file} is not a folder"
    assert _refusal(file / "below").found == f"{file} is not a folder"
    assert file.read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_refused(data_directory: Path) -> None:
    with _mounted(data_directory, "ro,mode=0755,size=1m") as is_mounted:
        if is_mounted:
            folder, reason = data_directory, "Read-only file system"
        elif os.geteuid() == 0:
            folder, reason = Path("/proc"), "No such file or directory"  # not even root makes a folder there
        else:
            folder, reason = data_directory, "Permission denied"
            folder.chmod(0o500)
        refusal = _refusal(folder / "data")
        assert refusal.found == f"The data directory cannot be used: {folder / 'data'}: {reason}"
        assert refusal.expected == "a folder that can be written"
        assert isinstance(refusal.__cause__, OSError)
    data_directory.chmod(0o700)


def test_a_full_disk_is_told_at_the_first_use_and_nothing_is_left(data_directory: Path) -> None:
    with _mounted(data_directory, "size=8m,mode=0755") as is_mounted:
        if is_mounted:
            assert "is full: " in _refusal(data_directory).found
        else:
            assert "initdb failed" in _refusal_with_files_limited(data_directory)
        assert sorted(path.name for path in (data_directory / "postgresql").iterdir()) == [
            "server.lock",
            "socket",
            "start.lock",
        ]
    with open_embedded_server(data_directory) as address, psycopg.connect(address) as connection:
        assert connection.execute("select current_database()").fetchone() == ("esep",)


def test_a_disk_that_is_full_when_the_server_starts_is_told_and_the_store_stays_good(data_directory: Path) -> None:
    with _mounted(data_directory, "size=200m,mode=0755") as is_mounted:
        with open_embedded_server(data_directory) as address, psycopg.connect(address) as connection:
            connection.execute("create table kept as select 1 as n")
        if is_mounted:
            filler = data_directory / "filler"
            _fill(filler)
            assert "is full: " in _refusal(data_directory).found
            filler.unlink()
        else:
            assert "cannot be used" in _refusal_with_files_limited(data_directory)
        with open_embedded_server(data_directory) as address, psycopg.connect(address) as connection:
            assert connection.execute("select n from kept").fetchall() == [(1,)]


def test_a_disk_that_is_full_when_the_server_stops_does_not_keep_it_for_ever(data_directory: Path) -> None:
    with _mounted(data_directory, "size=90m,mode=0755") as is_mounted:
        if not is_mounted:
            pytest.skip("only root can mount a small disk")
        rows = 0
        with open_embedded_server(data_directory) as address, psycopg.connect(address, autocommit=True) as connection:
            connection.execute("create table kept (n text)")
            with pytest.raises(psycopg.OperationalError):
                while True:
                    connection.execute("insert into kept select repeat(i::text, 150) from generate_series(1, 2000) i")
                    rows += 2000
            began = time.monotonic()
        assert time.monotonic() - began < 30
        subprocess.run(["mount", "-o", "remount,size=300m", str(data_directory)], check=True)
        with open_embedded_server(data_directory) as address, psycopg.connect(address) as connection:
            assert connection.execute("select count(*) from kept").fetchall() == [(rows,)]


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return


def _refusal_with_files_limited(data_directory: Path) -> str:
    program = (
        "import sys; from pathlib import Path; from esep.adapters.embedded_postgres import *\n"
        "try:\n    open_embedded_server(Path(sys.argv[1])).__enter__()\n"
        "except EmbeddedServerError as error:\n    print(error)"
    )
    return subprocess.run(
        [sys.executable, "-c", program, str(data_directory)],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20)),
    ).stdout


def test_a_cluster_of_another_version_is_refused_and_left_alone(begun_directory: Path) -> None:
    version = begun_directory / "postgresql" / "cluster" / "PG_VERSION"
    version.write_text("17\n")
    refusal = _refusal(begun_directory)
    assert refusal.found == f"{version.parent} was made by PostgreSQL 17"
    assert refusal.expected == "PostgreSQL 18, which this Esep comes with"
    assert version.read_text() == "17\n"


def test_a_folder_that_is_itself_the_data_of_a_server_is_refused(data_directory: Path) -> None:
    data_directory.chmod(0o755)
    (data_directory / "PG_VERSION").write_text("18\n")
    assert _refusal(data_directory).found == f"{data_directory} is itself a data directory of a PostgreSQL server"
    assert [path.name for path in data_directory.iterdir()] == ["PG_VERSION"]


def test_a_closed_folder_on_the_way_is_not_opened_to_others(data_directory: Path) -> None:
    closed = data_directory / "home"
    closed.mkdir(mode=0o700)
    data_directory.chmod(0o711)
    if os.geteuid() == 0:
        refusal = _refusal(closed / "data")
        assert refusal.found == (
            f"The folder {closed} is closed to the user esep, who runs the server because this is root"
        )
        assert "ESEP_DATA_DIR" in refusal.action
        assert not (closed / "data").exists()
    else:
        with open_embedded_server(closed / "data"):
            pass
    assert (stat.S_IMODE(closed.stat().st_mode), closed.stat().st_uid) == (0o700, os.geteuid())


def test_a_closed_data_directory_with_other_things_in_it_is_not_handed_over(data_directory: Path) -> None:
    (data_directory / "letter").write_text("mine")
    if os.geteuid() == 0:
        assert _refusal(data_directory).found.startswith(f"The folder {data_directory} is closed to the user esep")
    else:
        with open_embedded_server(data_directory):
            pass
    assert data_directory.stat().st_uid == os.geteuid()
    assert (data_directory / "letter").read_text() == "mine"


def test_a_store_that_is_open_to_others_is_refused(begun_directory: Path) -> None:
    store = begun_directory / "postgresql"
    store.chmod(0o755)
    refusal = _refusal(begun_directory)
    assert refusal.found.startswith(f"{store} belongs to the user with number {store.stat().st_uid}, mode 0755")
