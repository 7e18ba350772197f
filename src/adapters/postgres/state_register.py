"""The state register as the newest snapshot in the store."""

from collections.abc import Collection

import attrs
import psycopg

from esep.adapters.postgres.errors import translated
from esep.adapters.postgres.store import PostgresStore
from esep.domain.errors import RegisterUnavailable
from esep.domain.model.register import RegisterAnswers, RegisterNote
from esep.domain.ports.clock import Clock

SOURCE = "snapshot"

SEPARATOR = "\x1e"  # between the texts of two persons; no name has control characters

# One row for all: the texts of 20,000 persons as one text cost the driver a fifth of what their rows do.
FIND = """
    select coalesce(array_agg(iin), '{}'),
           string_agg(written, e'\\x1e'),
           -- Months as Month.to_number() counts them.
           array_agg(iin) filter (where excluded or death_date is not null),
           array_agg((extract(year from death_date) * 12 + extract(month from death_date) - 1)::int)
               filter (where excluded or death_date is not null),
           array_agg(excluded) filter (where excluded or death_date is not null)
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
            row = connection.execute(FIND, [version, asked], binary=True).fetchone()
        iins, texts, *noted = row or ([], None, None, None, None)
        columns = (column or [] for column in noted)
        return RegisterAnswers(
            source=SOURCE,
            version=version,
            answered_at=self.clock.now(),
            written=dict(zip(iins, texts.split(SEPARATOR) if iins else [], strict=True)),
            notes={
                iin: RegisterNote(death_month=death_month, excluded=excluded)
                for iin, death_month, excluded in zip(*columns, strict=True)
            },
        )

    def _version(self, connection: psycopg.Connection) -> int:
        row = connection.execute("select max(version) from register_version").fetchone()
        if row is None or row[0] is None:
            raise RegisterUnavailable(
                "no snapshot of the state register is loaded: load one with `esep register load FILE.csv`"
            )
        return int(row[0])
