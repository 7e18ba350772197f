"""Transfers to the Fund in PostgreSQL."""

from collections.abc import Iterator, Sequence
from datetime import date

import attrs
import psycopg
from psycopg import sql
from psycopg.rows import class_row, dict_row

from esep.adapters.postgres.copying import copy_rows
from esep.adapters.postgres.order_queries import Row
from esep.adapters.postgres.order_rows import ENTRY
from esep.adapters.postgres.outgoing_files import dispatch_alone, record_file
from esep.domain.model.actor import Actor
from esep.domain.model.ledger import Account
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.transfer import (
    ReceivedDay,
    SentTransfer,
    Transfer,
    TransferredOrder,
    TransferSummary,
    UntransferredOrder,
)

# Refunds are few: their lines are gathered whole, and each finds its entry by the key of the person side.
UNTRANSFERRED = sql.SQL("""
    with refunded_line as (
        select r.order_number, r.line_number, sum(e.amount_tiyn) as tiyn
          from refund_line r
          join person_entry e on e.person_key = r.person_key and e.order_number = r.order_number
                             and e.line_number = r.line_number and e.refund_number = r.refund_number
                             and e.debit in (3, 4) and e.credit = 5
         group by r.order_number, r.line_number
    ), refunded as (
        select r.order_number, sum(r.tiyn)::bigint as tiyn, count(*) filter (where r.tiyn >= l.amount_tiyn) as lines
          from refunded_line r
          join standing_line l on l.order_number = r.order_number and l.line_number = r.line_number
         group by r.order_number
    ), waiting as (
        select d.order_number, d.decision_number, d.purpose_code, o.received_on, d.credited_tiyn,
               coalesce(r.tiyn, 0) as refunded_tiyn, d.credited_lines, coalesce(r.lines, 0) as refunded_lines
          from standing_decision d
          join payment_order o on o.order_number = d.order_number
          left join refunded r on r.order_number = d.order_number
         where d.credited_tiyn > coalesce(r.tiyn, 0)
           and not exists (select from transfer_order t where t.order_number = d.order_number)
    )
""")

ORDERS = UNTRANSFERRED + sql.SQL("""
    select w.*, (select max(e.entry_number) from order_entry e where e.order_number = w.order_number) as entry_count
      from waiting w
     where w.received_on <= %s
     order by w.order_number
""")

DAYS = UNTRANSFERRED + sql.SQL("""
    select received_on, count(*) as order_count, sum(credited_tiyn - refunded_tiyn)::bigint as amount_tiyn
      from waiting
     group by received_on
     order by received_on
""")

WITHOUT_FILE = """
    select t.*
      from transfer t
     where not exists (select from transfer_dispatch s where s.transfer_number = t.transfer_number)
     order by t.transfer_number
     limit %s
"""

TRANSFERS = """
    select t.*, d.days, s.reference, s.file_name
      from transfer t
      left join transfer_dispatch s on s.transfer_number = t.transfer_number
      left join lateral (
               select array_agg(row(by_day.received_on, by_day.orders, by_day.tiyn) order by by_day.received_on) as days
                 from (select o.received_on, count(*) as orders, sum(c.amount_tiyn)::bigint as tiyn
                         from transfer_order c
                         join payment_order o on o.order_number = c.order_number
                        where c.transfer_number = t.transfer_number
                        group by o.received_on) by_day) d on true
     order by t.transfer_number
"""

TRANSFER = (
    "transfer_number", "transferred_on", "purpose_code", "amount_tiyn", "order_count", "line_count", "prepared_at",
    "actor_identity", "actor_role", "actor_purpose",
)  # fmt: skip
TRANSFER_ORDER = ("order_number", "transfer_number", "entry_number", "line_count", "amount_tiyn")
DISPATCH = ("transfer_number", "file_name", "reference")


@attrs.frozen
class PostgresTransferBook:
    """See `TransferBook`."""

    _connection: psycopg.Connection

    def untransferred(self, received_until: date) -> list[UntransferredOrder]:
        """See `TransferBook`."""
        dispatch_alone(self._connection)
        with self._connection.cursor(row_factory=class_row(UntransferredOrder), binary=True) as cursor:
            return cursor.execute(ORDERS, [received_until]).fetchall()

    def next_number(self) -> int:
        """See `TransferBook`."""
        row = self._connection.execute("select coalesce(max(transfer_number), 0) + 1 from transfer").fetchone()
        return int(row[0]) if row else 1

    def record(self, transfer: Transfer, orders: Sequence[TransferredOrder]) -> None:
        """See `TransferBook`."""
        copy_rows(self._connection, "transfer", TRANSFER, [_row(transfer)])
        entries = (
            (
                one.order_number, one.entry_number, one.decision_number, Account.FUND_SETTLEMENT.value,
                Account.BANK.value, one.amount_tiyn, transfer.prepared_at,
            )
            for one in orders
        )  # fmt: skip
        copy_rows(self._connection, "order_entry", ENTRY, entries)
        carried = (
            (one.order_number, transfer.transfer_number, one.entry_number, one.line_count, one.amount_tiyn)
            for one in orders
        )
        copy_rows(self._connection, "transfer_order", TRANSFER_ORDER, carried)

    def without_file(self, limit: int) -> list[Transfer]:
        """See `TransferBook`."""
        dispatch_alone(self._connection)
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return [_transfer(row) for row in cursor.execute(WITHOUT_FILE, [limit]).fetchall()]

    def record_file(self, file: DispatchedFile, transfers: Sequence[SentTransfer]) -> None:
        """See `TransferBook`."""
        record_file(self._connection, file)
        rows = ((one.transfer_number, file.file_name, one.reference) for one in transfers)
        copy_rows(self._connection, "transfer_dispatch", DISPATCH, rows)

    def list_transfers(self) -> Iterator[TransferSummary]:
        """See `TransferBook`."""
        with self._connection.cursor("transfers", row_factory=dict_row) as cursor:
            cursor.itersize = 500
            yield from map(_summary, cursor.execute(TRANSFERS, binary=True))

    def untransferred_days(self) -> list[ReceivedDay]:
        """See `TransferBook`."""
        with self._connection.cursor(row_factory=class_row(ReceivedDay)) as cursor:
            return cursor.execute(DAYS).fetchall()


def _row(one: Transfer) -> tuple[object, ...]:
    return (
        one.transfer_number, one.transferred_on, one.purpose_code, one.amount_tiyn, one.order_count, one.line_count,
        one.prepared_at, one.actor.identity, one.actor.role, one.actor.purpose,
    )  # fmt: skip


def _transfer(row: Row) -> Transfer:
    own = {field.name: row[field.name] for field in attrs.fields(Transfer) if field.name != "actor"}
    return Transfer(actor=Actor(**{name: row[f"actor_{name}"] for name in ("identity", "role", "purpose")}), **own)


def _summary(row: Row) -> TransferSummary:
    days = tuple(
        ReceivedDay(received_on=received_on, order_count=count, amount_tiyn=tiyn)
        for received_on, count, tiyn in row["days"] or ()
    )
    return TransferSummary(transfer=_transfer(row), days=days, reference=row["reference"], file_name=row["file_name"])
