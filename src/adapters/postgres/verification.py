"""The invariants of the store, each as one statement over all of it.

A statement gives a row (name, holds, found) for each thing it looks at; only the faults leave the server.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files

import attrs
import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from esep.adapters.postgres.order_queries import Row
from esep.domain.model.invariants import INVARIANTS
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.order_identity import OrderKey, derives_from
from esep.domain.model.stored_order import OrderHeader, StoredOrder
from esep.domain.ports.verification import Check

FAULTS_NAMED_MAX = 20
ORDERS_AT_A_TIME = 100  # each with its bytes and lines
NUMBERS = "numbers-derive-from-keys"  # a digest of the key: the domain's own function is asked

STORED_ORDERS = """
    select o.sender_bic, o.reference, o.value_date, o.content_sha256, o.message_type, o.payer_id, o.payer_name,
           o.actual_payer_id, o.actual_payer_name,
           o.purpose_code, o.period, o.document_number, o.document_date, o.recipient_name, o.line_count, o.total_tiyn,
           o.received_on, o.encoding, m.content, d.purpose_code as applied_purpose_code,
           l.numbers, l.amounts_tiyn, l.periods, a.credited_accounts
      from payment_order o
      join message m on m.sha256 = o.message_sha256
      join standing_decision d on d.order_number = o.order_number
      left join lateral (
               select array_agg(iin order by line_number) as numbers,
                      array_agg(amount_tiyn order by line_number) as amounts_tiyn,
                      array_agg(period_from order by line_number) as periods
                 from line_decision
                where order_number = o.order_number and decision_number = d.decision_number) l on true
      left join (select order_number, array_agg(credit) as credited_accounts
                   from (select distinct order_number, credit from person_entry where credit in (3, 4)) e
                  group by order_number) a
             on a.order_number = o.order_number
"""


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

    def stored_orders(self) -> Iterator[StoredOrder]:
        """See `Verification`."""
        with self._connection.cursor("stored_orders", row_factory=dict_row) as cursor:
            cursor.itersize = ORDERS_AT_A_TIME
            yield from map(_stored_order, cursor.execute(STORED_ORDERS, binary=True))


def _stored_order(row: Row) -> StoredOrder:
    own = {field.name: row[field.name] for field in attrs.fields(OrderHeader) if field.name != "key"}
    key = OrderKey(sender_bic=row["sender_bic"], reference=row["reference"], value_date=row["value_date"])
    return StoredOrder(
        header=OrderHeader(key=key, **own),
        content=row["content"],
        encoding=row["encoding"],
        applied_purpose_code=row["applied_purpose_code"],
        numbers=row["numbers"] or [],
        amounts_tiyn=row["amounts_tiyn"] or [],
        months=list(map(_month_number, row["periods"] or ())),
        credited_accounts=[Account(number) for number in row["credited_accounts"] or []],
    )


@lru_cache(maxsize=4096)  # asked for each line, and all of them are of a few hundred months
def _month_number(first_day: date | None) -> int | None:
    return None if first_day is None else Month.of(first_day).to_number()
