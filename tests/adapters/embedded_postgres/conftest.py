"""A data directory that the server's user can reach, also as root, and other processes that use the same server."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from esep.adapters.embedded_postgres import open_embedded_server

_USER_OF_THE_SERVER = """
import sys
from pathlib import Path
from esep.adapters.embedded_postgres import open_embedded_server
with open_embedded_server(Path(sys.argv[1])) as connection_string:
    print(connection_string, flush=True)
    sys.stdin.readline()
"""

StartProcess = Callable[[Path], "subprocess.Popen[str]"]


@pytest.fixture
def data_directory() -> Iterator[Path]:
    """An empty folder: not `tmp_path`, which lies below a folder that only root may search when root runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="esep-test-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def _begun_once() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="esep-test-", dir="/tmp"))
    with open_embedded_server(folder):
        pass
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def begun_directory(_begun_once: Path, data_directory: Path) -> Path:
    """A data directory that was used before: a copy, because a first use takes a second or two."""
    subprocess.run(["cp", "-a", f"{_begun_once}/.", str(data_directory)], check=True)
    return data_directory


@pytest.fixture
def start_process() -> Iterator[StartProcess]:
    """Start a process that uses the server of a data directory until it gets a line; it says when the server runs."""
    processes: list[subprocess.Popen[str]] = []

    def start(data_directory: Path) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", _USER_OF_THE_SERVER, str(data_directory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()
