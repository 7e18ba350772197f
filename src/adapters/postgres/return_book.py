"""Returns to payers in PostgreSQL."""

from collections.abc import Collection, Iterator, Sequence

import attrs
import psycopg
from psycopg.rows import class_row, dict_row

from esep.adapters.postgres.copying import copy_rows
from esep.adapters.postgres.order_queries import Row
from esep.adapters.postgres.order_rows import ENTRY
from esep.adapters.postgres.outgoing_files import dispatch_alone, record_file
from esep.domain.model.finding import Finding, Severity
from esep.domain.model.ledger import Account
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.returns import PendingReturn, ReturnSummary, SentReturn

PENDING = """
    select r.order_number, r.decision_number, r.purpose_code, r.amount_tiyn, r.is_one_amount,
           array(select l.line_number from return_line l
                  where l.order_number = r.order_number and l.decision_number = r.decision_number
                  order by l.line_number) as line_numbers,
           (select count(*) from order_entry e where e.order_number = r.order_number) as entry_count,
           m.content as message, o.encoding,
           (select coalesce(json_agg(json_build_array(f.code, f.severity, f.line_number, f.field, f.found, f.expected)
                                     order by f.place), '[]')
              from finding f
             where f.order_number = r.order_number and f.decision_number = r.decision_number) as findings
      from return_order r
      join order_decision d on d.order_number = r.order_number and d.decision_number = r.decision_number
      join payment_order o on o.order_number = r.order_number
      join message m on m.sha256 = o.message_sha256
     where not exists (select from return_dispatch s
                        where s.order_number = r.order_number and s.decision_number = r.decision_number)
       and r.order_number <> all(%s)
     order by d.decided_at, r.order_number, r.decision_number
     limit %s
"""

RETURNS = """
    select r.order_number, r.decision_number, o.reference as order_reference, o.value_date, o.payer_id, o.payer_name,
           r.purpose_code, r.amount_tiyn, d.returned_lines as line_count, d.decided_at, o.due_on,
           s.reference, s.file_name, case when w.file_name is not null then f.dispatched_on end as dispatched_on
      from return_order r
      join order_decision d on d.order_number = r.order_number and d.decision_number = r.decision_number
      join payment_order o on o.order_number = r.order_number
      left join return_dispatch s on s.order_number = r.order_number and s.decision_number = r.decision_number
      left join outgoing_file f on f.file_name = s.file_name
      left join outgoing_file_written w on w.file_name = s.file_name
     order by d.decided_at, r.order_number, r.decision_number
"""

DISPATCH = ("order_number", "decision_number", "entry_number", "file_name", "reference")


@attrs.frozen
class PostgresReturnBook:
    """See `ReturnBook`."""

    _connection: psycopg.Connection

    def pending(self, limit: int, *, without: Collection[int] = ()) -> list[PendingReturn]:
        """See `ReturnBook`."""
        dispatch_alone(self._connection)
        with self._connection.cursor(row_factory=dict_row, binary=True) as cursor:
            rows = cursor.execute(PENDING, [list(without), limit]).fetchall()
        return [_pending(row) for row in rows]

    def record_file(self, file: DispatchedFile, returns: Sequence[SentReturn]) -> None:
        """See `ReturnBook`."""
        record_file(self._connection, file)
        entries = (
            (
                one.order_number, one.entry_number, one.decision_number, Account.RETURNS_PAYABLE.value,
                Account.BANK.value, one.amount_tiyn, file.recorded_at,
            )
            for one in returns
        )  # fmt: skip
        copy_rows(self._connection, "order_entry", ENTRY, entries)
        dispatches = (
            (one.order_number, one.decision_number, one.entry_number, file.file_name, one.reference) for one in returns
        )
        copy_rows(self._connection, "return_dispatch", DISPATCH, dispatches)

    def list_returns(self) -> Iterator[ReturnSummary]:
        """See `ReturnBook`."""
        with self._connection.cursor("returns", row_factory=class_row(ReturnSummary)) as cursor:
            cursor.itersize = 2_000
            yield from cursor.execute(RETURNS)


def _pending(row: Row) -> PendingReturn:
    findings = tuple(
        Finding(code=code, severity=Severity(severity), line=line, field=field, found=found, expected=expected)
        for code, severity, line, field, found, expected in row["findings"]
    )
    return PendingReturn(**row | {"line_numbers": tuple(row["line_numbers"]), "findings": findings})
