"""What the driver meets is told in the product's words: what was found, what to do, and no password."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from esep.adapters.embedded_postgres.system_user import server_user
from esep.adapters.postgres.errors import StoreFull, StoreNotWritable, translated
from esep.adapters.postgres.store import PostgresStore
from esep.domain.errors import Unavailable
from esep.domain.model.actor import Actor

PASSWORD = "s3cret-pass"  # noqa: S105  # of nobody: it must not be told
SMALL_BYTES = 1024 * 1024
ACTOR = Actor(identity="saule")


def counted(conninfo: str, table: str) -> int:
    with psycopg.connect(conninfo) as connection:
        row = connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table)))
        return int((row.fetchone() or (0,))[0])


WRONG = {
    "no such folder of a socket": {"host": "/tmp/there-is-no-such-folder"},
    "nobody listens at the port": {"host": "127.0.0.1", "hostaddr": "", "port": "1"},
    "no such host": {"host": "no-such-host.invalid", "hostaddr": ""},
    "no such database": {"dbname": "no_such_database"},
    "no such user": {"user": "no_such_user"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_address_is_told_without_the_password(embedded_conninfo: str, wrong: dict[str, Any]) -> None:
    store = PostgresStore(make_conninfo(embedded_conninfo, password=PASSWORD, **wrong))
    with pytest.raises(Unavailable) as caught, store.open_unit():
        pass
    told = str(caught.value)
    assert told.startswith("the database did not answer: ")
    assert "ESEP_DATABASE_URL" in told
    assert PASSWORD not in told
    assert "\n" not in told


def test_a_connection_lost_within_a_unit_of_work_records_nothing_and_the_next_unit_works(
    store: PostgresStore, database: str, make_product: Callable[[PostgresStore], Any]
) -> None:
    product = make_product(store)
    with pytest.raises(Unavailable, match="Nothing unfinished was recorded"), store.open_unit() as unit:
        connection = unit._connection
        unit.usage.note_view(1, actor=ACTOR, viewed_at=product.clock.now(), what="account")
        with psycopg.connect(database, autocommit=True) as other:
            other.execute("select pg_terminate_backend(%s)", [connection.info.backend_pid])
        unit.usage.count_views(1)
    assert connection.closed
    with store.open_unit() as unit:
        assert unit.usage.count_views(1) == 0


def test_connections_lost_between_units_of_work_are_told_once_and_then_made_anew(
    store: PostgresStore, database: str
) -> None:
    with store.open_unit() as unit:
        backend = unit._connection.info.backend_pid
    with psycopg.connect(database, autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s, 10000)", [backend])
    with pytest.raises(Unavailable), store.open_unit() as unit:
        unit.usage.count_views(1)
    with store.open_unit() as unit:
        assert unit.usage.count_views(1) == 0


def test_a_database_that_accepts_no_writing_is_told(
    database: str, make_order_text: Callable[..., bytes], make_product: Callable[[PostgresStore], Any]
) -> None:
    store = PostgresStore(make_conninfo(database, options="-c default_transaction_read_only=on"))
    with pytest.raises(StoreNotWritable, match="connect to the primary server"):
        make_product(store).receive(make_order_text("R1", "Ахметов"))
    with store.open_unit() as unit:
        assert list(unit.orders.list_orders()) == []
    store.close()
    assert counted(database, "message") == 0


@pytest.fixture
def nearly_full(database: str) -> Iterator[str]:
    """A store whose messages lie on a file system of a few pages; where none may be mounted there is no such test."""
    user = server_user()
    folder = Path(tempfile.mkdtemp(prefix="esep-full-", dir="/tmp"))
    folder.chmod(0o755)
    options = f"size={SMALL_BYTES},mode=0700,uid={user.user_id},gid={user.group_id}"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        folder.rmdir()
        pytest.skip("no file system may be mounted here")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"create tablespace small location '{folder}'")
        connection.execute("alter table message set tablespace small")
        yield database
        connection.execute("alter table message set tablespace pg_default")
        connection.execute("drop tablespace small")
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


def test_a_full_disk_is_told_and_what_was_recorded_before_stands(
    nearly_full: str, make_order_text: Callable[..., bytes], make_product: Callable[[PostgresStore], Any]
) -> None:
    store = PostgresStore(nearly_full)
    product = make_product(store)
    product.load()
    product.receive(make_order_text("SMALL", "Ахметов"))
    large = make_order_text("LARGE", "Ахметов", assignment="\n".join(["x" * 99] * (SMALL_BYTES // 60)))
    with pytest.raises(StoreFull, match="make room"):
        product.receive(large)
    with store.open_unit() as unit:
        assert [order.key.reference for order in unit.orders.list_orders()] == ["SMALL"]
        assert [check for check in unit.verification.checks() if not check.ok] == []
    product.receive(make_order_text("NEXT", "Ахметов"))
    store.close()
    assert (counted(nearly_full, "message"), counted(nearly_full, "payment_order")) == (2, 2)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (psycopg.errors.DiskFull("could not extend file: No space left on device"), StoreFull),
        (psycopg.errors.ReadOnlySqlTransaction("cannot execute COPY FROM"), StoreNotWritable),
        (psycopg.errors.AdminShutdown("terminating connection"), Unavailable),
        (psycopg.OperationalError("server closed the connection unexpectedly"), Unavailable),
    ],
)
def test_an_error_of_the_driver_becomes_one_of_the_product(error: Exception, expected: type[Exception]) -> None:
    with pytest.raises(expected) as caught, translated():
        raise error
    assert type(caught.value) is expected
    assert caught.value.__cause__ is error


def test_the_conninfo_of_the_tests_has_no_password_of_its_own(embedded_conninfo: str) -> None:
    assert "password" not in conninfo_to_dict(embedded_conninfo)
