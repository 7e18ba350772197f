"""The two PostgreSQL servers that tests run on, each started once where a test asks for it, and empty databases there.

`embedded_conninfo` is the server that Esep comes with. `system_conninfo` is one of the machine, of the oldest version
that is supported: what is true there and on the embedded one is true between them.
"""

import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs
import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import PGconn, Ping

from esep.adapters.embedded_postgres import open_embedded_server
from esep.adapters.embedded_postgres.system_user import ServerUser, server_user
from esep.adapters.postgres.migrations import make_ready

OLDEST_VERSION = 15
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 60

WITH_THE_SCHEMA = ["schema_migration", "ledger_account"]

FreshDatabase = Callable[[str], str]


@attrs.frozen(kw_only=True)
class SystemPostgres:
    """The programs of one installed version."""

    version: int
    folder: Path


@pytest.fixture(scope="session")
def embedded_conninfo() -> Iterator[str]:
    """Connection string of the embedded server, on a store of its own."""
    with _temporary_folder() as folder, open_embedded_server(folder) as conninfo:
        yield conninfo


def is_system_server_expected() -> bool:
    """Whether tests run on a server of the machine: where one is installed, and always in `.ci/run`."""
    return bool(_installed_versions()) or os.environ.get("ESEP_TEST_SYSTEM_SERVER") == "required"


def pytest_report_header() -> str:
    """Say at the top of a run which servers it runs on."""
    if is_system_server_expected():
        return "PostgreSQL: the embedded server and one of the machine"
    return "PostgreSQL: the embedded server only; none of the machine is installed (.ci/run installs one)"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and count as deselected, what runs on a server of the machine where none is expected."""
    if is_system_server_expected():
        return
    left_out = [item for item in items if _needs_system_server(item)]
    items[:] = [item for item in items if not _needs_system_server(item)]
    config.hook.pytest_deselected(items=left_out)


def _needs_system_server(item: pytest.Item) -> bool:
    asked = set(getattr(item, "fixturenames", ()))
    given = getattr(item, "callspec", None)
    values = set(map(str, given.params.values())) if given else set()
    return bool({"system_conninfo", "postgres_15_store", "postgres-15"} & (asked | values))


@pytest.fixture(scope="session")
def system_conninfo() -> Iterator[str]:
    """Connection string of a server of the machine; where none is installed the test fails."""
    installed = _installed_versions()
    if not installed:
        pytest.fail(
            f"No PostgreSQL server of version {OLDEST_VERSION} or newer is installed (looked for initdb and postgres "
            "in /usr/lib/postgresql/*/bin, /usr/pgsql-*/bin and on PATH). Install one, such as the package postgresql."
        )
    oldest = min(installed, key=lambda each: each.version)
    with _temporary_folder() as folder, _running(oldest, folder, _unprivileged_user()) as conninfo:
        yield conninfo


@pytest.fixture
def fresh_database() -> Iterator[FreshDatabase]:
    """Make an empty database on the server of a connection string, and drop it after the test."""
    made: list[str] = []

    def make(conninfo: str) -> str:
        name = f"test_{secrets.token_hex(6)}"
        _in_maintenance_database(conninfo, "create database {} template template0", name)
        made.append(make_conninfo(conninfo, dbname=name))
        return made[-1]

    yield make
    for conninfo in made:
        _in_maintenance_database(conninfo, "drop database {} with (force)", str(conninfo_to_dict(conninfo)["dbname"]))


@pytest.fixture(scope="session")
def _prepared_databases() -> dict[str, str]:
    """By server the database that tests share one after another."""
    return {}


@pytest.fixture
def emptied_database(_prepared_databases: dict[str, str]) -> FreshDatabase:
    """A database with the schema and nothing recorded in it, on the server of a connection string.

    Made once per server and emptied for every test: to make one takes longer than most tests.
    """

    def emptied(conninfo: str) -> str:
        if conninfo not in _prepared_databases:
            name = f"shared_{secrets.token_hex(6)}"
            _in_maintenance_database(conninfo, "create database {} template template0", name)
            shared = make_conninfo(conninfo, dbname=name)
            with psycopg.connect(shared, autocommit=True) as connection:
                make_ready(connection, may_upgrade=True)
            _prepared_databases[conninfo] = shared
        _empty(_prepared_databases[conninfo])
        return _prepared_databases[conninfo]

    return emptied


def _empty(conninfo: str) -> None:
    """Take away every row but those that come with the schema, and let sequences begin anew."""
    with psycopg.connect(conninfo) as connection:
        connection.execute("set local session_replication_role = replica")  # neither triggers nor foreign keys
        tables = connection.execute(
            "select tablename from pg_tables where schemaname = 'public' and tablename <> all(%s)", [WITH_THE_SCHEMA]
        ).fetchall()
        sequences = connection.execute("select sequencename from pg_sequences where schemaname = 'public'").fetchall()
        statements = [sql.SQL("delete from {}").format(sql.Identifier(name)) for (name,) in tables]
        statements += [sql.SQL("alter sequence {} restart").format(sql.Identifier(name)) for (name,) in sequences]
        connection.execute(sql.SQL("; ").join(statements))


def _in_maintenance_database(conninfo: str, statement: str, name: str) -> None:
    with psycopg.connect(make_conninfo(conninfo, dbname="postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    """A folder that the server's user can reach; `tmp_path` lies below one that is closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="esep-server-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _installed_versions() -> list[SystemPostgres]:
    on_path = shutil.which("postgres")
    programs = [
        *Path("/usr/lib/postgresql").glob("*/bin/postgres"),
        *Path("/usr").glob("pgsql-*/bin/postgres"),
        *([Path(on_path).resolve()] if on_path else []),
    ]
    folders = {program.parent for program in programs if (program.parent / "initdb").is_file()}
    versions = [SystemPostgres(version=_version(folder), folder=folder) for folder in folders]
    return [each for each in versions if each.version >= OLDEST_VERSION]


def _version(folder: Path) -> int:
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"\d+", answer.stdout)
    return int(found[0]) if found else 0


def _unprivileged_user() -> ServerUser:
    """Oneself, or for root another: PostgreSQL refuses to run as root."""
    if os.geteuid() == 0:
        for each in pwd.getpwall():
            if each.pw_name == "postgres":
                return ServerUser(name=each.pw_name, user_id=each.pw_uid, group_id=each.pw_gid, is_other=True)
    return server_user()


@contextmanager
def _running(postgres: SystemPostgres, folder: Path, user: ServerUser) -> Iterator[str]:
    if user.is_other:
        os.chown(folder, user.user_id, user.group_id)
    cluster = folder / "cluster"
    # Sorts as a common server does, unlike the embedded one, which sorts by code point.
    collation = ("--locale=C", "--locale-provider=icu", "--icu-locale=und")
    options = ("--username=tester", "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions", *collation)
    made = _start([postgres.folder / "initdb", f"--pgdata={cluster}", *options], folder, user)
    if made.wait() != 0:
        pytest.fail(f"initdb of PostgreSQL {postgres.version} failed:\n{_log(folder)}")
    settings = ("fsync=off", "full_page_writes=off", "listen_addresses=", f"unix_socket_directories={folder}")
    command: list[str | Path] = [postgres.folder / "postgres", "-D", cluster, *(f"--{setting}" for setting in settings)]
    server = _start(command, folder, user)
    try:
        # No say is left to the variables PGHOSTADDR, PGSSLMODE and the like.
        conninfo = make_conninfo(
            host=str(folder), hostaddr="", port=5432, user="tester", dbname="postgres", sslmode="disable"
        )
        _wait_until_it_answers(server, conninfo, folder)
        yield conninfo
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: ends connections, then itself
        try:
            server.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _start(command: list[str | Path], folder: Path, user: ServerUser) -> "subprocess.Popen[bytes]":
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            start_new_session=True,  # Ctrl-C ends the tests first, and they end the server
            user=user.user_id if user.is_other else None,
            group=user.group_id if user.is_other else None,
            extra_groups=[] if user.is_other else None,
        )


def _wait_until_it_answers(server: "subprocess.Popen[bytes]", conninfo: str, folder: Path) -> None:
    began = time.monotonic()
    while PGconn.ping(conninfo.encode()) != Ping.OK:
        if server.poll() is not None or time.monotonic() - began > START_SECONDS_MAX:
            pytest.fail(f"the PostgreSQL server of the machine did not start:\n{_log(folder)}")
        time.sleep(0.02)


def _log(folder: Path) -> str:
    return (folder / "log").read_text(errors="replace")[-2000:]
