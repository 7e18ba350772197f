"""The command line on a database of its own for every test, all in one embedded server."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result
from psycopg import sql
from psycopg.conninfo import make_conninfo

from esep.adapters.embedded_postgres import open_embedded_server
from esep.entrypoints.cli.main import command

ROOT = Path(__file__).parents[2]
NOW = "2020-02-21T12:00:00+06:00"

RunEsep = Callable[..., Result]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A connection string to a server. Not in `tmp_path`, whose parents only root may search when root runs this."""
    folder = Path(tempfile.mkdtemp(prefix="esep-test-", dir="/tmp"))
    folder.chmod(0o755)
    with open_embedded_server(folder / "data") as conninfo:
        yield conninfo
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def _numbers() -> Iterator[int]:
    return count(1)


@pytest.fixture
def database_url(server: str, emptied_database: Callable[[str], str]) -> str:
    """A database with the schema and nothing recorded in it."""
    return emptied_database(server)


@pytest.fixture
def new_database_url(server: str, _numbers: Iterator[int]) -> Iterator[str]:
    """A database without a schema, dropped afterwards."""
    name = f"esep_test_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        yield make_conninfo(server, dbname=name)
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def variables(database_url: str) -> dict[str, str]:
    """What is set from outside."""
    return {
        "ESEP_DATABASE_URL": database_url,
        "ESEP_NOW": NOW,
        "ESEP_LANGUAGE": "en",
        "ESEP_ACTOR": "saule",
        "COLUMNS": "100",
    }


@pytest.fixture
def new_store(variables: dict[str, str], new_database_url: str) -> str:
    """Let commands run on a database without a schema: for what makes or changes one."""
    variables["ESEP_DATABASE_URL"] = new_database_url
    return new_database_url


@pytest.fixture
def esep(variables: dict[str, str]) -> RunEsep:
    """Run a command; variables may be changed by name."""

    def run(*arguments: str | Path, **changed: str | None) -> Result:
        return CliRunner(env={**variables, **changed}).invoke(command, [str(argument) for argument in arguments])

    return run


@pytest.fixture
def answer(esep: RunEsep) -> Callable[..., Any]:
    """Run a command and read its JSON document, whatever its exit code."""

    def run(*arguments: str | Path, **changed: str | None) -> Any:
        return json.loads(esep(*arguments, "--format", "json", **changed).stdout)

    return run


@pytest.fixture(scope="session")
def samples() -> Path:
    """The project's samples where they lie beside it, else the three that are kept with the tests."""
    beside = ROOT.parent / "shared" / "samples"
    return beside if (beside / "expected.json").is_file() else ROOT / "tests" / "golden" / "samples"


@pytest.fixture
def kept_samples() -> Path:
    """Three samples and their register."""
    return ROOT / "tests" / "golden" / "samples"


@pytest.fixture
def loaded(esep: RunEsep, kept_samples: Path) -> RunEsep:
    """`esep` on a store with the samples' register."""
    assert esep("register", "load", kept_samples / "register.csv").exit_code == 0
    return esep
