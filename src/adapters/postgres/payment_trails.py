"""The chain of social payments, in PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import attrs
import psycopg
from psycopg.rows import class_row, dict_row

from esep.adapters.postgres import payment_queries
from esep.adapters.postgres.payment_rows import ASKED, key_columns, key_of
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import BenefitEntry, PaymentKey, PaymentView, Resend
from esep.domain.model.payment_trail import CarriedKey, CountedLine, DecisionGround, PaymentReturn, Sending
from esep.domain.model.recipient_case import CaseAction
from esep.domain.model.trail import OutgoingKind, OutgoingMessage

# A message that carries no payments carries contributions: none is empty. All its lines are counted, since a plan for
# the first one alone would trust to meet it soon in any order and read the whole table up to it.
MESSAGE = """
    select m.message_number, m.reference, m.purpose_code, m.total_tiyn as amount_tiyn, m.line_count, m.file_name,
           case when w.file_name is not null then f.dispatched_on end as sent_on, c.confirmed_on,
           case when (select count(*) from benefit_dispatch d where d.message_number = m.message_number) > 0
                then 'social-payment' else 'pension-contribution' end as kind
      from benefit_message m
      join outgoing_file f on f.file_name = m.file_name
      left join outgoing_file_written w on w.file_name = m.file_name
      left join benefit_confirmation c on c.message_number = m.message_number
     where m.reference = %s
"""
PAYMENTS = """
    select d.person_key, d.case_number, d.month, d.part, d.event_number, d.attempt, d.line_number
      from benefit_dispatch d
     where d.message_number = %(number)s
     order by d.line_number
     limit %(limit)s
"""
# Contributions stand in the file of their payments: by the numbers of its messages they are found without reading all.
CONTRIBUTIONS = """
    select d.person_key, d.case_number, d.month, d.part, d.event_number, d.attempt, null as line_number
      from benefit_dispatch d
     where d.pension_message = %(number)s
       and (d.message_number is null
            or d.message_number between (select min(m.message_number) from benefit_message m
                                          where m.file_name = %(file_name)s)
                                    and (select max(m.message_number) from benefit_message m
                                          where m.file_name = %(file_name)s))
     order by d.message_number nulls last, d.line_number, d.case_number, d.month, d.part, d.event_number
     limit %(limit)s
"""
DECISIONS = f"""
    select e.case_number, e.event_number, e.action, e.happened_on, e.document_number, e.document_date, e.recorded_at,
           e.actor_identity
      from case_event e
     where (e.person_key, e.case_number, e.event_number) in (
           select p.person_key, p.case_number, p.event_number from benefit_payment p where {ASKED.format("p")})
     order by e.case_number, e.event_number
"""  # noqa: S608  # put together from a constant, like all below
SENDINGS = f"""
    select d.person_key, d.case_number, d.month, d.part, d.event_number, d.attempt, m.reference,
           case when d.message_number is not null then d.line_number end as line_number, d.amount_tiyn,
           n.reference as contribution_reference, f.file_name,
           case when w.file_name is not null then f.dispatched_on end as sent_on, c.confirmed_on
      from benefit_dispatch d
      left join benefit_message m on m.message_number = d.message_number
      left join benefit_message n on n.message_number = d.pension_message
      left join outgoing_file f on f.file_name = coalesce(m.file_name, n.file_name)
      left join outgoing_file_written w on w.file_name = f.file_name
      left join benefit_confirmation c on c.message_number = d.message_number
     where {ASKED.format("d")}
     order by d.case_number, d.month, d.part, d.event_number, d.attempt
"""  # noqa: S608
RETURNS = f"""
    select b.person_key, b.case_number, b.month, b.part, b.event_number, b.attempt, b.is_pension as is_contribution,
           b.amount_tiyn, o.reference, o.sender_bic, o.value_date, b.line_number, o.file_name, b.recorded_at
      from benefit_return b
      join returned_order o on o.sha256 = b.sha256
     where {ASKED.format("b")}
     order by b.case_number, b.month, b.part, b.event_number, b.attempt, b.is_pension
"""  # noqa: S608
RESENDS = f"""
    select s.person_key, s.case_number, s.month, s.part, s.event_number, s.attempt, s.account, s.bic, s.is_given,
           coalesce(s.amount_tiyn, (select d.amount_tiyn from benefit_dispatch d
                                     where d.person_key = s.person_key and d.case_number = s.case_number
                                       and d.month = s.month and d.part = s.part and d.event_number = s.event_number
                                       and d.attempt = s.attempt - 1)) as amount_tiyn,
           s.recorded_at, s.due_on, s.actor_identity, s.actor_role, s.actor_purpose
      from benefit_resend s
     where {ASKED.format("s")}
     order by s.case_number, s.month, s.part, s.event_number, s.attempt
"""  # noqa: S608
ENTRIES = """
    select e.person_key, e.case_number, e.month, e.part, e.event_number, e.entry_number, e.debit, e.credit,
           e.amount_tiyn, e.recorded_at, e.overpayment_number
      from benefit_entry e
     where {0}
     order by e.case_number, e.month, e.part, e.event_number, e.entry_number
"""
COUNTED = """
    select c.decision, c.order_number, o.reference, o.sender_bic, o.value_date, c.line_number, c.amount_tiyn
      from counted_amount c
      join payment_order o on o.order_number = c.order_number
     where c.person_key = any(%(people)s::bigint[]) and c.decision = any(%(decisions)s::text[])
     order by c.decision collate "C", c.order_number, c.line_number
"""


@attrs.frozen
class PostgresPaymentTrails:
    """See `PaymentTrails`."""

    _connection: psycopg.Connection

    def find_message(self, reference: str) -> OutgoingMessage | None:
        """See `PaymentTrails`."""
        rows = self._rows(MESSAGE, [reference])
        return OutgoingMessage(kind=OutgoingKind(rows[0].pop("kind")), **rows[0]) if rows else None

    def carried_by(self, message: OutgoingMessage, limit: int) -> list[CarriedKey]:
        """See `PaymentTrails`."""
        statement = PAYMENTS if message.kind is OutgoingKind.SOCIAL_PAYMENT else CONTRIBUTIONS
        asked = {"number": message.message_number, "file_name": message.file_name, "limit": limit}
        return [CarriedKey(key=key_of(row), **row) for row in self._rows(statement, asked)]

    def payments(self, keys: Collection[PaymentKey]) -> list[PaymentView]:
        """See `PaymentTrails`."""
        return payment_queries.of_keys(self._connection, keys)

    def decisions(self, keys: Collection[PaymentKey]) -> list[DecisionGround]:
        """See `PaymentTrails`."""
        rows = self._rows(DECISIONS, key_columns(keys))
        return [DecisionGround(action=CaseAction(row.pop("action")), **row) for row in rows]

    def sendings(self, keys: Collection[PaymentKey]) -> list[Sending]:
        """See `PaymentTrails`."""
        return [Sending(key=key_of(row), **row) for row in self._rows(SENDINGS, key_columns(keys))]

    def returns(self, keys: Collection[PaymentKey]) -> list[PaymentReturn]:
        """See `PaymentTrails`."""
        return [PaymentReturn(key=key_of(row), **row) for row in self._rows(RETURNS, key_columns(keys))]

    def resends(self, keys: Collection[PaymentKey]) -> list[Resend]:
        """See `PaymentTrails`."""
        rows = self._rows(RESENDS, key_columns(keys))
        return [Resend(key=key_of(row), actor=_actor(row), **row) for row in rows]

    def entries(self, keys: Collection[PaymentKey]) -> list[BenefitEntry]:
        """See `PaymentTrails`."""
        rows = self._rows(ENTRIES.format(ASKED.format("e")), key_columns(keys))
        return [BenefitEntry(key=key_of(row), **row) for row in rows]

    def withheld_for(self, overpayment_numbers: Collection[int]) -> list[BenefitEntry]:
        """See `PaymentTrails`."""
        condition = "e.overpayment_number = any(%(numbers)s::bigint[]) and e.credit = 13"
        rows = self._rows(ENTRIES.format(condition), {"numbers": list(overpayment_numbers)})
        return [BenefitEntry(key=key_of(row), **row) for row in rows]

    def counted(self, person_keys: Collection[int], decisions: Sequence[str]) -> list[CountedLine]:
        """See `PaymentTrails`."""
        with self._connection.cursor(row_factory=class_row(CountedLine)) as cursor:
            asked = {"people": list(person_keys), "decisions": list(decisions)}
            return cursor.execute(COUNTED, asked).fetchall()

    def _rows(self, statement: str, asked: Sequence[object] | Mapping[str, object]) -> list[dict[str, Any]]:
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(statement.encode(), asked).fetchall()


def _actor(row: dict[str, Any]) -> Actor:
    return Actor(**{name: row.pop(f"actor_{name}") for name in ("identity", "role", "purpose")})
