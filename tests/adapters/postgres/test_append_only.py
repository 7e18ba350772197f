"""The database itself refuses to change what is recorded, also to the owner of the tables."""

import psycopg
import pytest
from psycopg import sql

from esep.adapters.postgres.errors import StoreChanged, translated
from esep.adapters.postgres.store import PostgresStore
from esep.domain.errors import NotFound

STATEMENTS = {
    "UPDATE": "update {table} set {column} = {column}",
    "UPDATE of no row": "update {table} set {column} = {column} where false",
    "DELETE": "delete from {table}",
    "TRUNCATE": "truncate {table} cascade",
}


def tables(connection: psycopg.Connection) -> dict[str, str]:
    """Every table that a store has, with its first column; the list of migrations is no record."""
    rows = connection.execute(
        """
        select c.relname, a.attname
          from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum = 1
         where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname <> 'schema_migration'
         order by c.relname
        """
    )
    return dict(rows.fetchall())


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS)
def test_no_table_lets_its_owner(full_database: str, statement: str) -> None:
    with psycopg.connect(full_database, autocommit=True) as connection:
        found = tables(connection)
        refusals: set[str] = set()
        allowed = []
        for table, column in found.items():
            try:
                with translated(), connection.transaction(force_rollback=True):
                    names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
                    connection.execute(sql.SQL(statement).format(**names))
                allowed.append(table)
            except StoreChanged as error:
                refusals.add(str(error).partition(" refused: ")[2])
    assert len(found) >= 18
    assert allowed == []
    assert refusals == {"what is recorded stays; correct it with a new entry"}


def test_a_line_without_its_decision_is_refused(full_database: str) -> None:
    store = PostgresStore(full_database)
    insert = """
        insert into line_decision
        select (jsonb_populate_record(l, jsonb_build_object('decision_number', 9))).* from line_decision l limit 1
    """
    with pytest.raises(NotFound), store.open_unit() as unit:
        unit._connection.execute(insert)
    store.close()


def test_a_line_without_its_decision_is_refused_beside_others_that_have_theirs(full_database: str) -> None:
    with psycopg.connect(full_database) as connection, pytest.raises(psycopg.errors.ForeignKeyViolation):
        connection.execute(
            """
            insert into line_decision (order_number, amount_tiyn, line_number, decision_number, outcome, level)
            select order_number, amount_tiyn, 90 + n, n, outcome, level
              from (select * from line_decision where decision_number = 1 limit 1) l, generate_series(1, 2) n
            """
        )
