"""The state register as the newest versions in the store: a snapshot and the parts that came after it."""

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
FOUND = """
    select coalesce(array_agg(iin), '{}'),
           string_agg(written, e'\\x1e'),
           -- Months as Month.to_number() counts them.
           array_agg(iin) filter (where excluded or death_date is not null),
           array_agg((extract(year from death_date) * 12 + extract(month from death_date) - 1)::int)
               filter (where excluded or death_date is not null),
           array_agg(excluded) filter (where excluded or death_date is not null)
"""

IN_WHOLE = """
      from register_person
     where version = %(newest)s and iin = any(%(asked)s::bigint[])
"""
"""Where the newest version is whole: spares the looking for each person's newest row."""

IN_PARTS = """
      from (select distinct on (iin) iin, written, excluded, death_date
              from register_person
             where version between %(whole)s and %(newest)s and iin = any(%(asked)s::bigint[])
             order by iin, version desc) standing
"""


@attrs.frozen(kw_only=True)
class PostgresSnapshotRegister:
    """Answers from the snapshot loaded last and the parts since then; one question is one round trip."""

    store: PostgresStore
    clock: Clock

    def find_many(self, numbers: Collection[int]) -> RegisterAnswers:
        """See `StateRegister`."""
        with self.store.connection() as connection, translated():
            newest, whole = self._versions(connection)
            # One text literal: the driver would adapt the numbers of a list one by one.
            asked = "{" + ",".join(map(str, numbers)) + "}"
            find = FOUND + (IN_WHOLE if newest == whole else IN_PARTS)
            values = {"newest": newest, "whole": whole, "asked": asked}
            row = connection.execute(find, values, binary=True).fetchone()
        iins, texts, *noted = row or ([], None, None, None, None)
        columns = (column or [] for column in noted)
        return RegisterAnswers(
            source=SOURCE,
            version=newest,
            answered_at=self.clock.now(),
            written=dict(zip(iins, texts.split(SEPARATOR) if iins else [], strict=True)),
            notes={
                iin: RegisterNote(death_month=death_month, excluded=excluded)
                for iin, death_month, excluded in zip(*columns, strict=True)
            },
        )

    def _versions(self, connection: psycopg.Connection) -> tuple[int, int]:
        """The newest version, and the newest whole one; the same where no part came after it."""
        row = connection.execute(
            "select max(version), max(version) filter (where is_whole) from register_version"
        ).fetchone()
        if row is None or row[1] is None:
            raise RegisterUnavailable(
                "no snapshot of the state register is loaded: load one with `esep register load FILE.csv`"
            )
        return int(row[0]), int(row[1])
