"""The schema: made once, by whoever comes first, and refused where it is not ours."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import psycopg
import pytest

from esep.adapters.postgres import migrations
from esep.adapters.postgres.migrations import (
    Migration,
    SchemaChanged,
    SchemaTooNew,
    SchemaTooOld,
    ServerTooOld,
    make_ready,
    shipped,
    status,
    upgrade,
)

GOLDEN = Path(__file__).parents[2] / "golden" / "schema.txt"
WRITE_GOLDEN = "ESEP_WRITE_GOLDEN"
NEXT = Migration(number=9_000, name="later", sql="create table later (number integer)")

COLUMNS = """
    select 'table ' || c.relname || ': ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
               || case when a.attnotnull then ' not null' else '' end
               || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
               || case when a.attstorage <> t.typstorage then ' storage ' || a.attstorage::text else '' end
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
     order by c.relname collate "C", a.attnum
"""
OTHERS = """
    select text from (
    select 'constraint ' || c.relname || ': ' || n.conname || ' ' || pg_get_constraintdef(n.oid) as text
      from pg_constraint n join pg_class c on c.oid = n.conrelid
     where c.relnamespace = 'public'::regnamespace and n.contype <> 'n' -- since PostgreSQL 18; told with the column
    union all
    select 'index ' || pg_get_indexdef(i.indexrelid)
      from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace = 'public'::regnamespace
    union all
    select 'trigger ' || pg_get_triggerdef(g.oid)
      from pg_trigger g join pg_class c on c.oid = g.tgrelid
     where c.relnamespace = 'public'::regnamespace and not g.tgisinternal
    union all
    select 'view ' || c.relname || ':' || pg_get_viewdef(c.oid)
      from pg_class c where c.relkind = 'v' and c.relnamespace = 'public'::regnamespace
    union all
    select 'sequence ' || c.relname || ': ' || s.seqmin || ' to ' || s.seqmax || ' from ' || s.seqstart
      from pg_sequence s join pg_class c on c.oid = s.seqrelid where c.relnamespace = 'public'::regnamespace
    union all
    select 'function ' || f.proname || ': ' || f.prosrc
      from pg_proc f where f.pronamespace = 'public'::regnamespace
    ) things
     order by text collate "C"
"""


@pytest.fixture
def empty(embedded_conninfo: str, fresh_database: Callable[[str], str]) -> str:
    return fresh_database(embedded_conninfo)


def connect(conninfo: str) -> psycopg.Connection:
    return psycopg.connect(conninfo, autocommit=True)


def schema_of(conninfo: str) -> str:
    """The catalogue as text, a thing on a line."""
    with connect(conninfo) as connection:
        rows = [*connection.execute(COLUMNS), *connection.execute(OTHERS)]
    return "".join(" ".join(text.split()) + "\n" for (text,) in rows)


def applied(conninfo: str) -> list[int]:
    with connect(conninfo) as connection:
        return [number for number, _ in status(connection).applied]


def test_an_empty_store_gets_the_schema(empty: str) -> None:
    with connect(empty) as connection:
        assert status(connection).applied == ()
        make_ready(connection, may_upgrade=False)
        standing = status(connection)
    assert [number for number, _ in standing.applied] == [migration.number for migration in shipped()]
    assert standing.pending == ()
    assert standing.server_version.startswith("18")


def test_a_second_run_does_nothing(database: str) -> None:
    before = schema_of(database)
    with connect(database) as connection:
        assert upgrade(connection) == []
        make_ready(connection, may_upgrade=True)
    assert schema_of(database) == before


def test_several_at_once_apply_each_migration_once(empty: str) -> None:
    def make(_: int) -> list[Migration]:
        with connect(empty) as connection:
            return upgrade(connection)

    with ThreadPoolExecutor(4) as pool:
        done = [migration.number for made in pool.map(make, range(4)) for migration in made]
    assert sorted(done) == [migration.number for migration in shipped()]


def test_a_store_of_a_newer_version_is_refused(database: str) -> None:
    with connect(database) as connection:
        connection.execute("insert into schema_migration (number, name, sha256) values (9999, 'future', 'x')")
        with pytest.raises(SchemaTooNew, match=r"newer version of esep \(it has 9999 future.*install that version"):
            make_ready(connection, may_upgrade=True)


def test_a_store_made_by_another_file_is_refused(database: str) -> None:
    with connect(database) as connection:
        connection.execute("update schema_migration set sha256 = 'x' where number = 1")
        with pytest.raises(SchemaChanged, match="0001 foundation"):
            make_ready(connection, may_upgrade=True)


def test_a_server_is_upgraded_only_when_told_so(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = shipped()
    monkeypatch.setattr(migrations, "shipped", lambda: [*now, NEXT])
    with connect(database) as connection:
        with pytest.raises(SchemaTooOld, match=r"lacks 9000 later: .* `esep database upgrade`"):
            make_ready(connection, may_upgrade=False)
        assert [migration.number for migration in status(connection).pending] == [NEXT.number]
        assert upgrade(connection) == [NEXT]
        make_ready(connection, may_upgrade=False)
    assert applied(database)[-1] == NEXT.number


def test_an_embedded_store_is_upgraded_by_itself(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = shipped()
    monkeypatch.setattr(migrations, "shipped", lambda: [*now, NEXT])
    with connect(database) as connection:
        make_ready(connection, may_upgrade=True)
    assert applied(database)[-1] == NEXT.number


def test_a_migration_that_fails_leaves_nothing(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, now = schema_of(database), shipped()
    broken = Migration(number=9_001, name="broken", sql="create table half (number integer); select 1 / 0")
    monkeypatch.setattr(migrations, "shipped", lambda: [*now, broken])
    with connect(database) as connection, pytest.raises(psycopg.errors.DivisionByZero):
        upgrade(connection)
    assert schema_of(database) == before
    monkeypatch.undo()
    assert applied(database) == [migration.number for migration in now]


def test_a_server_older_than_15_is_refused() -> None:
    info: Any = SimpleNamespace(server_version=14_00_12, parameter_status=lambda _: "14.12")
    connection = cast("psycopg.Connection", SimpleNamespace(info=info))
    with pytest.raises(ServerTooOld, match=r"PostgreSQL 14.12; expected 15 or newer"):
        make_ready(connection, may_upgrade=True)


def test_the_schema_is_the_one_that_was_reviewed(database: str) -> None:
    found = schema_of(database)
    if WRITE_GOLDEN in os.environ:
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8"), f"set {WRITE_GOLDEN}=1 to write {GOLDEN.name} anew"
