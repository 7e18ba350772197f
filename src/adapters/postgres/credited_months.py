"""Credited months in PostgreSQL."""

from collections.abc import Collection, Sequence
from datetime import datetime

import attrs
import psycopg

from esep.adapters.postgres.loaded_lists import copy_list, list_versions, record_version
from esep.domain.model.credited_month import CreditedKind, CreditedMonth
from esep.domain.model.loaded_list import ListVersion
from esep.domain.model.month import Month

COLUMNS = (
    "person_key", "version", "row_number", "month", "kind", "income_tiyn", "document_number", "document_date",
)  # fmt: skip

FIND = """
    select c.person_key, c.month, c.kind, c.income_tiyn, c.document_number, c.document_date
      from credited_month c
     where c.person_key = any(%(people)s)
       and c.version = (select max(l.version) from credited_month_list l where l.loaded_at <= %(as_of)s)
     order by c.row_number
"""


@attrs.frozen
class PostgresCreditedMonthLists:
    """See `CreditedMonthLists`."""

    _connection: psycopg.Connection

    def find(self, person_keys: Collection[int], *, as_of: datetime | None = None) -> list[CreditedMonth]:
        """See `CreditedMonthLists`."""
        rows = self._connection.execute(FIND, {"people": list(person_keys), "as_of": as_of or "infinity"})
        return [
            CreditedMonth(
                person_key=person_key,
                month=Month.of(month),
                kind=CreditedKind(kind),
                income_tiyn=income,
                document_number=document_number,
                document_date=document_date,
            )
            for person_key, month, kind, income, document_number, document_date in rows
        ]

    def load(
        self, rows: Sequence[CreditedMonth], *, file_name: str, sha256: bytes, loaded_at: datetime, loaded_by: str
    ) -> ListVersion:
        """See `CreditedMonthLists`."""
        version = record_version(
            self._connection,
            "credited_month_list",
            file_name=file_name,
            sha256=sha256,
            row_count=len(rows),
            loaded_at=loaded_at,
            loaded_by=loaded_by,
        )
        copied = (
            (row.person_key, version.version, number, row.month.first_day, row.kind.value, row.income_tiyn,
             row.document_number, row.document_date)
            for number, row in enumerate(rows, 1)
        )  # fmt: skip
        copy_list(self._connection, "credited_month", COLUMNS, copied)
        return version

    def versions(self) -> list[ListVersion]:
        """See `CreditedMonthLists`."""
        return list_versions(self._connection, "credited_month_list")
