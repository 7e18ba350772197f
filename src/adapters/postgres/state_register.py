"""The state register as the newest snapshot in the store."""

from collections.abc import Collection

import attrs
import psycopg

from esep.adapters.postgres.errors import translated
from esep.adapters.postgres.store import PostgresStore
from esep.domain.errors import RegisterUnavailable
from esep.domain.model.register import RegisterAnswer, RegisterAnswers
from esep.domain.ports.clock import Clock

SOURCE = "snapshot"

FIND = """
    select iin, written,
           -- As Month.to_number() counts them.
           (extract(year from death_date) * 12 + extract(month from death_date) - 1)::int,
           excluded
      from register_person
     where version = %s and iin = any(%s::bigint[])
"""


@attrs.frozen(kw_only=True)
class PostgresSnapshotRegister:
    """Answers from the snapshot loaded last; one question is one round trip."""

    store: PostgresStore
    clock: Clock

    def find_many(self, numbers: Collection[int]) -> RegisterAnswers:
        """See `StateRegister`."""
        with self.store.connection() as connection, translated():
            version = self._version(connection)
            # One text literal: the driver would adapt the numbers of a list one by one.
            asked = "{" + ",".join(map(str, numbers)) + "}"
            rows = connection.execute(FIND, [version, asked], binary=True)
            people = {answer[0]: answer for answer in map(RegisterAnswer._make, rows)}
        return RegisterAnswers(source=SOURCE, version=version, answered_at=self.clock.now(), people=people)

    def _version(self, connection: psycopg.Connection) -> int:
        row = connection.execute("select max(version) from register_version").fetchone()
        if row is None or row[0] is None:
            raise RegisterUnavailable(
                "no snapshot of the state register is loaded: load one with `esep register load FILE.csv`"
            )
        return int(row[0])
