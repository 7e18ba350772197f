"""The servers that the contract suite runs on are the ones that are promised."""

from collections.abc import Callable

import psycopg
import pytest


def _answer(conninfo: str, question: str) -> object:
    with psycopg.connect(conninfo) as connection:
        [answer] = connection.execute(question).fetchone() or [None]
        return answer


def test_the_embedded_server_is_postgresql_18(embedded_conninfo: str) -> None:
    assert _answer(embedded_conninfo, "select current_setting('server_version_num')::int / 10000") == 18


def test_the_system_server_is_15_or_newer_and_sorts_otherwise_than_the_embedded_one(
    embedded_conninfo: str, system_conninfo: str
) -> None:
    version = _answer(system_conninfo, "select current_setting('server_version_num')::int / 10000")
    assert isinstance(version, int)
    assert version >= 15
    assert [_answer(each, "select 'a' < 'B'") for each in (embedded_conninfo, system_conninfo)] == [False, True]


@pytest.mark.parametrize("server", ["embedded_conninfo", "system_conninfo"])
def test_a_fresh_database_is_empty_and_another_one_each_time(
    server: str, fresh_database: Callable[[str], str], request: pytest.FixtureRequest
) -> None:
    conninfo = request.getfixturevalue(server)
    databases = [fresh_database(conninfo) for _ in range(2)]
    tables = "select count(*) from pg_class where relnamespace = 'public'::regnamespace"

    assert len({_answer(each, "select current_database()") for each in databases}) == 2
    assert [_answer(each, tables) for each in databases] == [0, 0]
