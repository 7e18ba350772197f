"""The chain of what happened to money, in PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence

import attrs
import psycopg
from psycopg.rows import class_row, dict_row

from esep.adapters.postgres.correction_book import correction_of
from esep.adapters.postgres.order_queries import Row, decision_summary, line_summary
from esep.domain.model.correction import Correction
from esep.domain.model.ledger import Account, Entry, PersonEntry
from esep.domain.model.month import Month
from esep.domain.model.order_summary import DecisionSummary, LineSummary
from esep.domain.model.trail import IllegalMark, LinePlace, OutgoingKind, OutgoingMessage, OutgoingPart

PLACES = """
    select distinct order_number, line_number from person_entry where person_key = any(%(people)s)
    union
    select l.order_number, l.line_number
      from line_decision l
     where l.iin = any(%(people)s) and l.outcome <> 'c'
       and l.decision_number = (select max(decision_number) from order_decision d
                                 where d.order_number = l.order_number)
     order by 1, 2
"""

# A message that carries several orders, a transfer, is one row per order here.
PARTS = """
    select 'return' as kind, s.reference, r.purpose_code, r.amount_tiyn as message_tiyn, s.file_name,
           case when w.file_name is not null then f.dispatched_on end as sent_on,
           null::bigint as refund_number, null::bigint as transfer_number, s.order_number, r.amount_tiyn,
           case when not r.is_one_amount
                then array(select l.line_number from return_line l
                            where l.order_number = r.order_number and l.decision_number = r.decision_number
                            order by l.line_number) end as line_numbers
      from return_dispatch s
      join return_order r on r.order_number = s.order_number and r.decision_number = s.decision_number
      join outgoing_file f on f.file_name = s.file_name
      left join outgoing_file_written w on w.file_name = s.file_name
     where {returns}
    union all
    select 'refund', s.reference, r.purpose_code, r.amount_tiyn, s.file_name,
           case when w.file_name is not null then f.dispatched_on end,
           r.refund_number, null, s.order_number, r.amount_tiyn,
           array(select l.line_number from refund_line l where l.refund_number = r.refund_number order by 1)
      from refund_dispatch s
      join refund r on r.refund_number = s.refund_number
      join outgoing_file f on f.file_name = s.file_name
      left join outgoing_file_written w on w.file_name = s.file_name
     where {refunds}
    union all
    select 'transfer', coalesce(s.reference, ''), t.purpose_code, t.amount_tiyn, coalesce(s.file_name, ''),
           t.transferred_on, null, t.transfer_number, o.order_number, o.amount_tiyn, null
      from transfer_order o
      join transfer t on t.transfer_number = o.transfer_number
      left join transfer_dispatch s on s.transfer_number = t.transfer_number
     where {transfers}
"""
OF_ORDERS = (
    PARTS.format(
        returns="s.order_number = any(%(orders)s)",
        refunds="s.order_number = any(%(orders)s)",
        transfers="o.order_number = any(%(orders)s)",
    )
    + " order by order_number, reference"
)
OF_MESSAGE = PARTS.format(
    returns="s.reference = %(reference)s",
    refunds="s.reference = %(reference)s",
    # By the number of the transfer, not by its reference: the orders of a large one come by an index, in order.
    transfers="""o.transfer_number =
           (select t.transfer_number from transfer_dispatch t where t.reference = %(reference)s)
     order by order_number""",
)

DECISIONS = """
    select order_number, decision_number, action, outcome, decided_at, actor_identity, actor_role, actor_purpose,
           reason, purpose_code, accepted_findings, register_source, register_version, register_answered_at
      from order_decision
     where order_number = any(%s)
     order by order_number, decision_number
"""

LINES = """
    select l.order_number, l.line_number, l.iin, l.amount_tiyn, l.period_from, l.outcome, l.level
      from standing_line l
     where l.order_number = any(%s)
     order by l.order_number, l.line_number
"""
LINES_AT = """
    select l.order_number, l.line_number, l.iin, l.amount_tiyn, l.period_from, l.outcome, l.level
      from unnest(%(orders)s::bigint[], %(lines)s::int[]) p (order_number, line_number)
      join standing_line l on l.order_number = p.order_number and l.line_number = p.line_number
     order by l.order_number, l.line_number
"""

LINE_ENTRIES = """
    select e.person_key, e.order_number, e.line_number, e.entry_number, e.decision_number, e.debit, e.credit,
           e.amount_tiyn, e.period_from, coalesce(e.recorded_at, d.decided_at) as recorded_at, e.correction_number,
           e.refund_number
      from (select p.order_number, p.line_number, l.iin as person_key
              from unnest(%(orders)s::bigint[], %(lines)s::int[]) p (order_number, line_number)
              join standing_line l on l.order_number = p.order_number and l.line_number = p.line_number
             where l.outcome = 'c'
            union
            select p.order_number, p.line_number, c.person_to
              from unnest(%(orders)s::bigint[], %(lines)s::int[]) p (order_number, line_number)
              join correction c on c.order_number = p.order_number and c.line_number = p.line_number) k
      join person_entry e on e.person_key = k.person_key and e.order_number = k.order_number
                         and e.line_number = k.line_number
      join order_decision d on d.order_number = e.order_number and d.decision_number = e.decision_number
     order by e.order_number, e.line_number, e.entry_number
"""

ILLEGAL = """
    select i.order_number, i.line_number, i.amount_tiyn, l.act_number, l.act_date, l.recorded_at
      from illegal_amount i
      join illegal_list l on l.list_number = i.list_number
     where i.order_number = any(%s)
     order by i.list_number, i.order_number, i.line_number
"""


@attrs.frozen
class PostgresTrails:
    """See `Trails`."""

    _connection: psycopg.Connection

    def places_of(self, person_keys: Collection[int]) -> list[LinePlace]:
        """See `Trails`."""
        return self._connection.execute(PLACES, {"people": list(person_keys)}).fetchall()

    def find_outgoing(self, reference: str) -> OutgoingMessage | None:
        """See `Trails`."""
        parts = self._parts(f"{OF_MESSAGE} limit 1", {"reference": reference}) if reference else []
        return parts[0].message if parts else None

    def parts_of(self, message: OutgoingMessage, limit: int) -> tuple[list[OutgoingPart], int]:
        """See `Trails`."""
        parts = self._parts(f"{OF_MESSAGE} limit {int(limit)}", {"reference": message.reference})
        count = len(parts)
        if message.transfer_number is not None:
            row = self._connection.execute(
                "select order_count from transfer where transfer_number = %s", [message.transfer_number]
            ).fetchone()
            count = int(row[0]) if row else count
        return parts, count

    def outgoing(self, order_numbers: Collection[int]) -> list[OutgoingPart]:
        """See `Trails`."""
        return self._parts(OF_ORDERS, {"orders": list(order_numbers)})

    def decisions(self, order_numbers: Collection[int]) -> Mapping[int, Sequence[DecisionSummary]]:
        """See `Trails`."""
        decisions: dict[int, list[DecisionSummary]] = {number: [] for number in order_numbers}
        for row in self._rows(DECISIONS, [list(order_numbers)]):
            decisions[row["order_number"]].append(decision_summary(row))
        return decisions

    def entries(self, order_numbers: Collection[int]) -> list[Entry]:
        """See `Trails`."""
        rows = self._rows(
            "select * from order_entry where order_number = any(%s) order by order_number, entry_number",
            [list(order_numbers)],
        )
        return [Entry(debit=Account(row.pop("debit")), credit=Account(row.pop("credit")), **row) for row in rows]

    def lines(
        self, order_numbers: Collection[int], places: Collection[LinePlace] | None
    ) -> list[tuple[int, LineSummary]]:
        """See `Trails`."""
        rows = self._rows(LINES, [list(order_numbers)]) if places is None else self._rows(LINES_AT, _columns(places))
        return [(row["order_number"], line_summary(row)) for row in rows]

    def line_entries(self, places: Sequence[LinePlace]) -> list[PersonEntry]:
        """See `Trails`."""
        return [
            PersonEntry(
                debit=Account(row.pop("debit")),
                credit=Account(row.pop("credit")),
                month=Month.of(row.pop("period_from")).to_number(),
                **row,
            )
            for row in self._rows(LINE_ENTRIES, _columns(places))
        ]

    def corrections(self, order_numbers: Collection[int]) -> list[Correction]:
        """See `Trails`."""
        rows = self._rows(
            "select * from correction where order_number = any(%s) order by correction_number", [list(order_numbers)]
        )
        return [correction_of(row) for row in rows]

    def illegal(self, order_numbers: Collection[int]) -> list[IllegalMark]:
        """See `Trails`."""
        with self._connection.cursor(row_factory=class_row(IllegalMark)) as cursor:
            return cursor.execute(ILLEGAL, [list(order_numbers)]).fetchall()

    def refunds_asking(self, order_numbers: Collection[int]) -> list[tuple[int, int, int]]:
        """See `Trails`."""
        return self._connection.execute(
            """
            select order_number, line_number, refund_number from refund_line
             where order_number = any(%s) order by 1, 2, 3
            """,
            [list(order_numbers)],
        ).fetchall()

    def _parts(self, statement: str, asked: dict[str, object]) -> list[OutgoingPart]:
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return [_part(row) for row in cursor.execute(statement.encode(), asked)]

    def _rows(self, statement: str, asked: Sequence[object] | Mapping[str, object]) -> list[Row]:
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(statement.encode(), asked).fetchall()


def _columns(places: Collection[LinePlace]) -> dict[str, list[int]]:
    return {"orders": [order for order, _ in places], "lines": [line for _, line in places]}


def _part(row: Row) -> OutgoingPart:
    numbers = row["line_numbers"]
    return OutgoingPart(
        order_number=row["order_number"],
        message=OutgoingMessage(
            kind=OutgoingKind(row["kind"]),
            reference=row["reference"],
            purpose_code=row["purpose_code"],
            amount_tiyn=row["message_tiyn"],
            file_name=row["file_name"],
            sent_on=row["sent_on"],
            refund_number=row["refund_number"],
            transfer_number=row["transfer_number"],
        ),
        amount_tiyn=row["amount_tiyn"],
        line_numbers=None if numbers is None else tuple(numbers),
    )
