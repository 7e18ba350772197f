"""The schema, as numbered SQL files that are applied forward only, each in a transaction of its own."""

import hashlib
from importlib.resources import files

import attrs
import psycopg

from esep.adapters.postgres.errors import translated
from esep.domain.errors import EsepError

LOCK = 0x45534550  # advisory lock "ESEP": one process migrates, the others wait


class SchemaTooNew(EsepError):
    """The store was written by a newer version of the product."""

    code = "schema-too-new"


class SchemaTooOld(EsepError):
    """A server's schema is older than the product; an operator upgrades it knowingly."""

    code = "schema-too-old"


class SchemaChanged(EsepError):
    """A migration that was applied is not the one that this version ships."""

    code = "schema-changed"


class ServerTooOld(EsepError):
    """The database server is older than the product supports."""

    code = "server-too-old"


SERVER_VERSION_MIN = 15


@attrs.frozen(kw_only=True)
class Migration:
    """One numbered file."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> bytes:
        """Digest of the file's text, kept with what was applied."""
        return hashlib.sha256(self.sql.encode()).digest()


@attrs.frozen(kw_only=True)
class SchemaStatus:
    """How a store stands to this version of the product."""

    applied: tuple[tuple[int, str], ...]  # number and name of each migration applied
    pending: tuple[Migration, ...]
    server_version: str


def shipped() -> list[Migration]:
    """The migrations of this version, in order."""
    found = sorted((files("esep.adapters.postgres") / "migrations").iterdir(), key=lambda file: file.name)
    return [
        Migration(number=int(file.name[:4]), name=file.name[5:-4], sql=file.read_text(encoding="utf-8"))
        for file in found
        if file.name.endswith(".sql")
    ]


def status(connection: psycopg.Connection) -> SchemaStatus:
    """Compare what was applied with what is shipped.

    Raises `ServerTooOld`, `SchemaTooNew` or `SchemaChanged`.
    """
    _require_server(connection)
    with translated():
        applied = _applied(connection)
    migrations = shipped()
    known = {migration.number: migration for migration in migrations}
    newer = [f"{number:04} {name}" for number, name, _ in applied if number not in known]
    if newer:
        raise SchemaTooNew(
            f"the store was written by a newer version of esep (it has {', '.join(newer)}, this version knows up to "
            f"{max(known):04}): install that version, or use another store"
        )
    changed = [f"{number:04} {name}" for number, name, digest in applied if known[number].sha256 != digest]
    if changed:
        raise SchemaChanged(
            f"the store's schema was made by other files than this version ships ({', '.join(changed)}): "
            "use the version that made it"
        )
    numbers = {number for number, _, _ in applied}
    return SchemaStatus(
        applied=tuple((number, name) for number, name, _ in applied),
        pending=tuple(migration for migration in migrations if migration.number not in numbers),
        server_version=connection.info.parameter_status("server_version") or "",
    )


def upgrade(connection: psycopg.Connection) -> list[Migration]:
    """Apply what is pending and tell it. Two processes at once do it once."""
    done = []
    with translated():
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
    try:
        for migration in status(connection).pending:
            with translated(), connection.transaction():
                _apply(connection, migration)
            done.append(migration)
    finally:
        with translated():
            connection.execute("select pg_advisory_unlock(%s)", [LOCK])
    return done


def make_ready(connection: psycopg.Connection, *, may_upgrade: bool) -> None:
    """Create the schema in an empty store; upgrade an older one where that is allowed, else refuse."""
    standing = status(connection)
    if not standing.pending:
        return
    if standing.applied and not may_upgrade:
        names = ", ".join(f"{migration.number:04} {migration.name}" for migration in standing.pending)
        raise SchemaTooOld(f"the database lacks {names}: make a backup, then run `esep database upgrade`")
    upgrade(connection)


def _apply(connection: psycopg.Connection, migration: Migration) -> None:
    connection.execute(
        """
        create table if not exists schema_migration (
            number integer primary key, name text not null, sha256 bytea not null,
            applied_at timestamptz not null default now())
        """
    )
    connection.execute(migration.sql.encode())
    connection.execute(
        "insert into schema_migration (number, name, sha256) values (%s, %s, %s)",
        [migration.number, migration.name, migration.sha256],
    )


def _applied(connection: psycopg.Connection) -> list[tuple[int, str, bytes]]:
    row = connection.execute("select to_regclass('schema_migration') is not null").fetchone()
    if row is None or not row[0]:
        return []
    return connection.execute("select number, name, sha256 from schema_migration order by number").fetchall()


def _require_server(connection: psycopg.Connection) -> None:
    if connection.info.server_version < SERVER_VERSION_MIN * 10_000:
        raise ServerTooOld(
            f"the database server is PostgreSQL {connection.info.parameter_status('server_version')}; "
            f"expected {SERVER_VERSION_MIN} or newer: connect to a newer server"
        )
