"""The invariants of the store, each as one statement over all of it.

A statement gives a row (name, holds, found) for each thing it looks at; only the faults leave the server.
"""

from collections.abc import Iterator
from importlib.resources import files

import attrs
import psycopg
from psycopg import sql

from esep.domain.model.invariants import INVARIANTS
from esep.domain.model.order_identity import OrderKey, derives_from
from esep.domain.ports.verification import Check

FAULTS_NAMED_MAX = 20
NUMBERS = "numbers-derive-from-keys"  # a digest of the key: the domain's own function is asked


@attrs.frozen
class PostgresVerification:
    """See `Verification`."""

    _connection: psycopg.Connection

    def checks(self) -> Iterator[Check]:
        """See `Verification`."""
        for invariant in INVARIANTS:
            yield self._numbers() if invariant.name == NUMBERS else self._check(invariant.name)

    def _check(self, name: str) -> Check:
        text = (files("esep.adapters.postgres") / "checks" / f"{name}.sql").read_text(encoding="utf-8")
        statement = sql.SQL(
            """
            with looked_at as ({})
            select count(*), count(*) filter (where not holds),
                   (array_agg(name || ': ' || found order by name collate "C") filter (where not holds))[1:{}]
              from looked_at
            """
        ).format(sql.SQL(text), FAULTS_NAMED_MAX)
        row = self._connection.execute(statement).fetchone()
        checked, fault_count, faults = row or (0, 0, None)
        return Check(name=name, checked=checked, fault_count=fault_count, faults=tuple(faults or ()))

    def _numbers(self) -> Check:
        checked, faults = 0, []
        with self._connection.cursor("numbers") as cursor:
            cursor.itersize = 5_000
            cursor.execute("select order_number, sender_bic, reference, value_date, content_sha256 from payment_order")
            for number, sender_bic, reference, value_date, content in cursor:
                checked += 1
                key = OrderKey(sender_bic=sender_bic, reference=reference, value_date=value_date)
                if not derives_from(number, key, content_sha256=content):
                    faults.append(f"{key}: its number {number} is not one that this key gives")
        return Check(
            name=NUMBERS, checked=checked, fault_count=len(faults), faults=tuple(sorted(faults)[:FAULTS_NAMED_MAX])
        )
