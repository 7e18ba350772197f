"""The files of PostgreSQL: made once, whole or not at all, and put in order before each start."""

import os
import shutil
from pathlib import Path

from esep.adapters.embedded_postgres.directory import SOCKET_NAME, Store
from esep.adapters.embedded_postgres.errors import (
    DataDirectoryNotUsable,
    DataDirectoryRefused,
    refusals_of,
    refuse_if_full,
)
from esep.adapters.embedded_postgres.installation import MAJOR_VERSION, Installation
from esep.adapters.embedded_postgres.programs import run_program
from esep.adapters.embedded_postgres.settings import SETTINGS_NAME, settings_text, write_if_different

SERVER_ROLE = "esep"
LOG_BYTES_MAX = 1024 * 1024  # about 2,000 starts; one older file of this size is kept
_NO_PROCESS = "2147483647"  # above every limit of process numbers: nothing living has it

# Sorted by code point, as Python does; upper and lower case work for all of Unicode.
_INITDB_OPTIONS = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth-local=trust",  # who can open the socket's folder is the user or root
    "--auth-host=reject",
    "--no-instructions",
    f"--username={SERVER_ROLE}",
)


def prepare_cluster(store: Store, installation: Installation, lock_descriptor: int) -> None:
    """Make the cluster where there is none, write its settings, clear what a killed server left.

    The caller holds the lock that says that no server runs; the programs started here inherit it. Raises
    `DataDirectoryNotUsable`.
    """
    with refusals_of(store.folder):
        if store.unfinished_cluster.exists():
            shutil.rmtree(store.unfinished_cluster)
        if not store.cluster.exists():
            _create(store, installation, lock_descriptor)
        _refuse_other_version(store.cluster)
        settings = settings_text(store.socket_folder)
        write_if_different(store.cluster / SETTINGS_NAME, settings, store.user)
        _disown_stale_process_id(store)
        _limit_log(store.log)


def _create(store: Store, installation: Installation, lock_descriptor: int) -> None:
    folder = store.unfinished_cluster
    answer = run_program(
        installation.program("initdb"),
        f"--pgdata={folder}",
        *_INITDB_OPTIONS,
        user=store.user,
        inherited_descriptor=lock_descriptor,
    )
    if answer.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        refuse_if_full(store.folder, answer.stdout)
        raise DataDirectoryNotUsable(
            found=f"initdb failed in {store.folder}: {answer.stdout.strip()[-2000:]}",
            expected="a new store",
            action="Remove the cause named there, or set ESEP_DATA_DIR to another folder.",
        )
    _include_settings(folder / "postgresql.conf")
    folder.rename(store.cluster)
    _sync_folder(store.folder)


def _include_settings(configuration: Path) -> None:
    with configuration.open("a") as file:
        file.write(f"\ninclude = '{SETTINGS_NAME}'\n")
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refuse_other_version(cluster: Path) -> None:
    path = cluster / "PG_VERSION"
    found = path.read_text(encoding="ascii", errors="replace").strip() if path.is_file() else "unknown"
    if found != MAJOR_VERSION:
        raise DataDirectoryRefused(
            found=f"{cluster} was made by PostgreSQL {found}",
            expected=f"PostgreSQL {MAJOR_VERSION}, which this Esep comes with",
            action="Use the Esep that made it, or set ESEP_DATA_DIR to another folder and load the data again.",
        )


def _disown_stale_process_id(store: Store) -> None:
    """Keep a killed server's process id, by now perhaps another program's, from preventing the start.

    The rest of the file stays: by it PostgreSQL makes sure that nobody uses the shared memory of the killed server.
    """
    path = store.cluster / "postmaster.pid"
    _first, separator, rest = (path.read_text() if path.is_file() else "").partition("\n")
    if separator:
        write_if_different(path, f"{_NO_PROCESS}\n{rest}", store.user)
    else:
        path.unlink(missing_ok=True)
    for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        (store.socket_folder / name).unlink(missing_ok=True)


def _limit_log(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_BYTES_MAX:
        log.replace(log.with_name(f"{log.name}.1"))
