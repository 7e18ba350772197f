"""Regimes of payers in PostgreSQL."""

from collections.abc import Collection, Sequence
from datetime import datetime

import attrs
import psycopg

from esep.adapters.postgres.loaded_lists import copy_list, list_versions, record_version
from esep.domain.model.loaded_list import ListVersion
from esep.domain.model.payer_regime import PayerRegime, Regime

COLUMNS = ("payer_id", "version", "from_on", "to_on", "regime")

FIND = """
    select r.payer_id, r.regime, r.from_on, r.to_on
      from payer_regime r
     where r.payer_id = any(%(payers)s::bigint[])
       and r.version = (select max(l.version) from payer_regime_list l where l.loaded_at <= %(as_of)s)
     order by r.payer_id, r.from_on
"""


@attrs.frozen
class PostgresPayerRegimeLists:
    """See `PayerRegimeLists`."""

    _connection: psycopg.Connection

    def find_many(self, payer_ids: Collection[str], *, as_of: datetime | None = None) -> list[PayerRegime]:
        """See `PayerRegimeLists`."""
        numbers = [int(number) for number in payer_ids if number.isascii() and number.isdigit()]
        rows = self._connection.execute(FIND, {"payers": numbers, "as_of": as_of or "infinity"})
        return [
            PayerRegime(payer_id=f"{payer_id:012}", regime=Regime(regime), from_on=from_on, to_on=to_on)
            for payer_id, regime, from_on, to_on in rows
        ]

    def load(
        self, rows: Sequence[PayerRegime], *, file_name: str, sha256: bytes, loaded_at: datetime, loaded_by: str
    ) -> ListVersion:
        """See `PayerRegimeLists`."""
        version = record_version(
            self._connection,
            "payer_regime_list",
            file_name=file_name,
            sha256=sha256,
            row_count=len(rows),
            loaded_at=loaded_at,
            loaded_by=loaded_by,
        )
        copied = ((int(row.payer_id), version.version, row.from_on, row.to_on, row.regime.value) for row in rows)
        copy_list(self._connection, "payer_regime", COLUMNS, copied)
        return version

    def versions(self) -> list[ListVersion]:
        """See `PayerRegimeLists`."""
        return list_versions(self._connection, "payer_regime_list")
