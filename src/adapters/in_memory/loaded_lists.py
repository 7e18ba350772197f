"""Lists that are loaded whole by version, in memory: regimes of payers and credited months."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar

import attrs

from esep.adapters.in_memory.table import Table
from esep.adapters.in_memory.tables import Tables
from esep.domain.errors import Conflict
from esep.domain.model.credited_month import CreditedMonth
from esep.domain.model.loaded_list import ListVersion
from esep.domain.model.payer_regime import PayerRegime

R = TypeVar("R")


@attrs.frozen
class InMemoryPayerRegimeLists:
    """`PayerRegimeLists` on the tables of the store."""

    _tables: Tables

    def find_many(self, payer_ids: Collection[str], *, as_of: datetime | None = None) -> list[PayerRegime]:
        """The rows of these payers in the newest list, by payer and first day."""
        rows = [row for row in _newest(self._tables.regime_lists, as_of) if row.payer_id in payer_ids]
        return sorted(rows, key=lambda row: (row.payer_id, row.from_on))

    def load(
        self, rows: Sequence[PayerRegime], *, file_name: str, sha256: bytes, loaded_at: datetime, loaded_by: str
    ) -> ListVersion:
        """Store a list whole; raises Conflict for a payer's second row of a day."""
        if len({(row.payer_id, row.from_on) for row in rows}) < len(rows):
            raise Conflict("a payer stands twice in one list of regimes from one day")
        version = _next(self._tables.regime_lists, file_name, sha256, len(rows), loaded_at, loaded_by)
        self._tables.regime_lists.add(version.version, (version, tuple(rows)))
        return version

    def versions(self) -> list[ListVersion]:
        """All lists, oldest first."""
        return [version for version, _ in self._tables.regime_lists.rows.values()]


@attrs.frozen
class InMemoryCreditedMonthLists:
    """`CreditedMonthLists` on the tables of the store."""

    _tables: Tables

    def find(self, person_keys: Collection[int], *, as_of: datetime | None = None) -> list[CreditedMonth]:
        """The rows of one person in the newest list, as the file has them."""
        return [row for row in _newest(self._tables.credited_lists, as_of) if row.person_key in person_keys]

    def load(
        self, rows: Sequence[CreditedMonth], *, file_name: str, sha256: bytes, loaded_at: datetime, loaded_by: str
    ) -> ListVersion:
        """Store a list whole under the next version number."""
        version = _next(self._tables.credited_lists, file_name, sha256, len(rows), loaded_at, loaded_by)
        self._tables.credited_lists.add(version.version, (version, tuple(rows)))
        return version

    def versions(self) -> list[ListVersion]:
        """All lists, oldest first."""
        return [version for version, _ in self._tables.credited_lists.rows.values()]


def _newest(lists: Table[int, tuple[ListVersion, tuple[R, ...]]], as_of: datetime | None) -> tuple[R, ...]:
    """The rows of the newest list loaded by an instant."""
    for version, rows in reversed(lists.rows.values()):
        if as_of is None or version.loaded_at <= as_of:
            return rows
    return ()


def _next(  # the fields of a version
    lists: Table[int, tuple[ListVersion, tuple[R, ...]]],
    file_name: str,
    sha256: bytes,
    row_count: int,
    loaded_at: datetime,
    loaded_by: str,
) -> ListVersion:
    return ListVersion(
        version=len(lists) + 1,
        file_name=file_name,
        sha256=sha256,
        row_count=row_count,
        loaded_at=loaded_at,
        loaded_by=loaded_by,
    )
