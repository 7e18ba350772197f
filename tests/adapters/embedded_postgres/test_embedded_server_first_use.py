"""What the first use makes, and with which settings."""

import os
import stat
from pathlib import Path

import psycopg
import pytest

from esep.adapters.embedded_postgres import open_embedded_server
from esep.adapters.embedded_postgres.system_user import server_user

SETTINGS = {
    "server_version_num": "18",
    "server_encoding": "UTF8",
    "listen_addresses": "",
    "max_connections": "32",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "min_wal_size": "512MB",
    "checkpoint_timeout": "15min",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "wal_compression": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "data_checksums": "on",
    "autovacuum": "on",
    "jit": "off",
    "TimeZone": "UTC",
    "log_statement": "none",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}


def test_the_first_use_makes_a_database_with_the_settings_promised(data_directory: Path) -> None:
    with open_embedded_server(data_directory) as address, psycopg.connect(address) as connection:
        found = {
            name: str(connection.execute("select current_setting(%s)", [name]).fetchone()[0])  # type: ignore[index]
            for name in SETTINGS
        }
        database = connection.execute("select current_database(), upper('әқіңү'), 'Я' < 'а'").fetchone()
    found["server_version_num"] = found["server_version_num"][:2]
    assert found == SETTINGS
    assert database == ("esep", "ӘҚІҢҮ", True)


def test_what_was_committed_is_there_at_the_next_use(data_directory: Path) -> None:
    with open_embedded_server(data_directory) as address, psycopg.connect(address) as connection:
        connection.execute("create table sums as select 120000::bigint as amount_tiyn")
    with open_embedded_server(data_directory) as address, psycopg.connect(address) as connection:
        assert connection.execute("select amount_tiyn from sums").fetchall() == [(120000,)]


def test_the_store_is_private_to_the_user_of_the_server(data_directory: Path) -> None:
    with open_embedded_server(data_directory):
        store = data_directory / "postgresql"
        user = server_user()
        for folder in (store, store / "cluster", store / "socket"):
            state = folder.stat()
            assert (stat.S_IMODE(state.st_mode), state.st_uid) == (0o700, user.user_id)
        for path in store.rglob("*"):
            assert (path.lstat().st_mode & 0o077, path.lstat().st_uid) == (0, user.user_id), path
        assert stat.S_IMODE((store / "socket" / ".s.PGSQL.5432").stat().st_mode) == 0o700


def test_folders_on_the_way_are_made_and_existing_ones_stay_as_they_are(data_directory: Path) -> None:
    open_folder = data_directory / "open"
    open_folder.mkdir()
    data_directory.chmod(0o711)
    open_folder.chmod(0o755)
    with open_embedded_server(open_folder / "new" / "data"):
        pass
    modes = [stat.S_IMODE(folder.stat().st_mode) for folder in (data_directory, open_folder, open_folder / "new")]
    assert modes == [0o711, 0o755, 0o755]
    assert {folder.stat().st_uid for folder in (data_directory, open_folder)} == {os.geteuid()}
    assert stat.S_IMODE((open_folder / "new" / "data").stat().st_mode) == 0o700


def test_changed_settings_are_put_right_at_the_next_start(begun_directory: Path) -> None:
    settings = begun_directory / "postgresql" / "cluster" / "esep.conf"
    settings.write_text("fsync = off\nwork_mem = '1GB'\n")
    with open_embedded_server(begun_directory) as address, psycopg.connect(address) as connection:
        assert connection.execute("show fsync").fetchone() == ("on",)
        assert connection.execute("show work_mem").fetchone() == ("4MB",)


@pytest.mark.parametrize("name", ["long-" + "x" * 100, "пробел и 'кавычка', запятая"])
def test_a_path_unfit_for_a_socket_has_its_socket_in_a_private_folder_elsewhere(
    data_directory: Path, name: str
) -> None:
    data_directory.chmod(0o711)
    with open_embedded_server(data_directory / name) as address, psycopg.connect(address) as connection:
        folder = Path(connection.info.host)
        assert folder.parent == Path("/tmp")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.stat().st_uid == server_user().user_id
    assert list(folder.iterdir()) == []
    folder.rmdir()


def test_variables_of_the_environment_do_not_lead_elsewhere(
    begun_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PGHOSTADDR": "127.0.0.1", "PGPORT": "1", "PGDATA": "/nowhere", "PGSSLMODE": "require"}.items():
        monkeypatch.setenv(name, value)
    with open_embedded_server(begun_directory) as address, psycopg.connect(address) as connection:
        assert connection.execute("select inet_server_addr()").fetchone() == (None,)


def test_no_value_of_a_failed_statement_reaches_the_log(begun_directory: Path) -> None:
    with (
        open_embedded_server(begun_directory) as address,
        psycopg.connect(address, autocommit=True) as connection,
    ):
        connection.execute("create table persons (iin text primary key, born date)")
        connection.execute("insert into persons values (%s, null)", ["900101300123"])
        for statement in (
            "insert into persons values ('900101300123', null)",
            "insert into persons values ('900101300124', 'Ахметов')",
            "do $$ begin raise warning 'Ахметов'; end $$; select 1/0 as a900101300123",
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(statement)
    log = (begun_directory / "postgresql" / "server.log").read_text()
    assert "database system is ready to accept connections" in log
    assert "900101" not in log
    assert "Ахметов" not in log
