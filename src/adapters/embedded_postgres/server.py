"""Starting, sharing and stopping the server of a data directory.

Three lock files, each held by the kernel for living processes only, so that nothing is left over by a killed one:

* `start.lock`: alone, by the process that starts or stops;
* `users.lock`: together, by each process while it uses the server; who can have it alone is the last, and stops it;
* `server.lock`: inherited by the server and everything that it starts: free means that no process of it lives, whatever
  process id `postmaster.pid` names.

Where all users were killed the server runs on; the next use finds it, and stops it at its end.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from esep.adapters.embedded_postgres.cluster import SERVER_ROLE, prepare_cluster
from esep.adapters.embedded_postgres.directory import Store, prepared_store
from esep.adapters.embedded_postgres.errors import ServerDidNotStart, has_no_room, refuse_if_full
from esep.adapters.embedded_postgres.installation import Installation, find_installation
from esep.adapters.embedded_postgres.locks import LockFile, open_lock_file, opened_lock_file
from esep.adapters.embedded_postgres.programs import run_program
from esep.adapters.embedded_postgres.system_user import server_user

DATABASE = "esep"
WAIT_SECONDS_MAX = 600  # replaying 4 GB of log after a power cut takes minutes on a slow disk
STOP_SECONDS_MAX = 30  # its last checkpoint writes 256 MB at most
STOP_SECONDS_MAX_WHERE_FULL = 3
LOG_LINES_SHOWN_MAX = 15


@contextmanager
def open_embedded_server(data_directory: Path) -> Iterator[str]:
    """Yield a connection string to the database `esep` of the data directory's server, running for the block.

    The first use makes the store. Processes and threads share one server; the last to leave stops it, and ends
    connections that are still open. Raises `EmbeddedServerError` where it cannot be used.
    """
    user = server_user()
    installation = find_installation(user)
    server = EmbeddedServer(store=prepared_store(data_directory, user), installation=installation)
    use = server.join()
    try:
        yield server.connection_string(DATABASE)
    finally:
        server.leave(use)


@attrs.frozen(kw_only=True)
class EmbeddedServer:
    """The server of one store."""

    store: Store
    installation: Installation

    def connection_string(self, database: str) -> str:
        """Return the connection string; it leaves no say to the variables PGHOSTADDR, PGSSLMODE and the like."""
        return make_conninfo(
            host=str(self.store.socket_folder),
            hostaddr="",
            port=5432,
            user=SERVER_ROLE,
            dbname=database,
            sslmode="disable",
            gssencmode="disable",
        )

    def join(self) -> LockFile:
        """Register this use and return it; starts the server where it does not run."""
        with self._alone():
            self._ensure_running()
            self._ensure_database()
            use = open_lock_file(self.store.folder / "users.lock", self.store.user)
            use.try_shared()  # nobody holds it alone without start.lock
            return use

    def leave(self, use: LockFile) -> None:
        """End this use; the last one stops the server."""
        try:
            if use.opened_by_process != os.getpid():
                return  # a forked child: the use is its parent's
            with self._alone():
                use.release()
                if use.try_exclusive():
                    self._stop()
        finally:
            use.close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with opened_lock_file(self.store.folder / "start.lock", self.store.user) as lock:
            for _ in _moments():
                if lock.try_exclusive():
                    break
            else:
                raise self._did_not_start("another process has been starting or stopping the server all the time")
            try:
                yield
            finally:
                lock.release()

    def _ensure_running(self) -> None:
        is_started = False
        if self._is_stopping():
            self._stop()
        for _ in _moments():
            if PGconn.ping(self.connection_string("postgres").encode()) == Ping.OK:
                return
            with opened_lock_file(self.store.folder / "server.lock", self.store.user) as lock:
                if not lock.try_exclusive():
                    continue  # starting, stopping, recovering, or a killed command's initdb at its end
                if is_started:
                    raise self._did_not_start("it ended while starting")
                prepare_cluster(self.store, self.installation, lock.descriptor)
                self._start(lock)
                is_started = True
        raise self._did_not_start("it runs but does not answer yet")

    def _start(self, lock: LockFile) -> None:
        answer = run_program(
            self.installation.program("pg_ctl"),
            "start",
            "--no-wait",
            "--silent",
            f"--pgdata={self.store.cluster}",
            f"--log={self.store.log}",
            user=self.store.user,
            inherited_descriptor=lock.descriptor,
        )
        if answer.returncode != 0:
            raise self._did_not_start(f"pg_ctl failed: {answer.stdout.strip()}")

    def _stop(self) -> None:
        """Stop the server; at once where it cannot end properly, as what was committed stands in its log.

        Its last checkpoint fails where the disk is full, and then it waits for ever, also when there is room again.
        """
        self._tell_to_stop("fast")
        is_full = has_no_room(self.store.folder)
        if not self._ends_within(STOP_SECONDS_MAX_WHERE_FULL if is_full else STOP_SECONDS_MAX):
            self._tell_to_stop("immediate")
            self._ends_within(WAIT_SECONDS_MAX)

    def _tell_to_stop(self, mode: str) -> None:
        run_program(
            self.installation.program("pg_ctl"),
            "stop",
            "--no-wait",
            "--silent",
            f"--mode={mode}",
            f"--pgdata={self.store.cluster}",
            user=self.store.user,
        )

    def _ends_within(self, seconds_max: float) -> bool:
        with opened_lock_file(self.store.folder / "server.lock", self.store.user) as lock:
            return any(lock.try_exclusive() for _ in _moments(seconds_max))

    def _is_stopping(self) -> bool:
        """Whether a command that was killed, or gave up waiting, told the server to stop and it has not ended yet."""
        try:
            return self.store.cluster.joinpath("postmaster.pid").read_text().rstrip().endswith("stopping")
        except OSError:
            return False

    def _ensure_database(self) -> None:
        try:
            with psycopg.connect(self.connection_string("postgres"), autocommit=True) as connection:
                if connection.execute("select from pg_database where datname = %s", [DATABASE]).fetchone() is None:
                    connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
        except psycopg.OperationalError as error:
            refuse_if_full(self.store.folder, str(error))
            raise self._did_not_start(str(error).strip()) from error

    def _did_not_start(self, reason: str) -> ServerDidNotStart:
        lines = self.store.log.read_text(errors="replace").splitlines() if self.store.log.is_file() else []
        last_lines = "\n".join(lines[-LOG_LINES_SHOWN_MAX:])
        refuse_if_full(self.store.folder, last_lines)
        return ServerDidNotStart(
            found=f"The embedded PostgreSQL in {self.store.folder} cannot be used: {reason}",
            expected="a server that answers",
            action=f"See the last lines of {self.store.log}, and try again:\n{last_lines}",
        )


def _moments(seconds_max: float = WAIT_SECONDS_MAX) -> Iterator[None]:
    """Yield until the time for starting or stopping is over: at once, then soon, later less often."""
    began = time.monotonic()
    while (passed := time.monotonic() - began) < seconds_max:
        yield
        time.sleep(0.005 if passed < 2 else 0.1)
