"""Overpayments of social payments in PostgreSQL."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import attrs
import psycopg
from psycopg.rows import dict_row

from esep.adapters.postgres.copying import copy_rows
from esep.adapters.postgres.payment_rows import KEY, copy_entries, key_of, key_row
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import BenefitEntry
from esep.domain.model.overpayment import Overpayment, OverpaymentAction, OverpaymentEvent

OVERPAYMENT = (
    *KEY, "overpayment_number", "amount_tiyn", "reason", "found_on", "due_on", "recorded_at", "actor_identity",
    "actor_role", "actor_purpose",
)  # fmt: skip
EVENT = (
    "person_key", "overpayment_number", "event_number", "action", "happened_on", "amount_tiyn", "document",
    "recorded_at", "actor_identity", "actor_role", "actor_purpose",
)  # fmt: skip

OVERPAYMENTS = """
    select o.person_key, o.case_number, o.month, o.part, o.event_number, o.overpayment_number, p.payee_key,
           o.amount_tiyn, o.reason, o.found_on, o.due_on, o.recorded_at, o.actor_identity, o.actor_role,
           o.actor_purpose,
           (select coalesce(sum(e.amount_tiyn), 0) from benefit_entry e
             where e.overpayment_number = o.overpayment_number and e.credit = 13)::bigint as withheld_tiyn,
           (select coalesce(json_agg(row_to_json(v) order by v.event_number), '[]'::json) from overpayment_event v
             where v.person_key = o.person_key and v.overpayment_number = o.overpayment_number) as events
      from overpayment o
      join benefit_payment p on p.person_key = o.person_key and p.case_number = o.case_number and p.month = o.month
                            and p.part = o.part and p.event_number = o.event_number
"""


@attrs.frozen
class PostgresOverpaymentBook:
    """See `OverpaymentBook`."""

    _connection: psycopg.Connection

    def next_number(self) -> int:
        """See `OverpaymentBook`."""
        row = self._connection.execute("select coalesce(max(overpayment_number), 0) + 1 from overpayment").fetchone()
        return int(row[0]) if row else 1

    def record(self, overpayments: Sequence[Overpayment], entries: Sequence[BenefitEntry]) -> None:
        """See `OverpaymentBook`."""
        rows = (
            (
                *key_row(one.key), one.overpayment_number, one.amount_tiyn, one.reason, one.found_on, one.due_on,
                one.recorded_at, one.actor.identity, one.actor.role, one.actor.purpose,
            )
            for one in overpayments
        )  # fmt: skip
        copy_rows(self._connection, "overpayment", OVERPAYMENT, rows)
        copy_entries(self._connection, entries)

    def record_event(
        self, overpayment: Overpayment, event: OverpaymentEvent, entries: Sequence[BenefitEntry] = ()
    ) -> None:
        """See `OverpaymentBook`."""
        row = (
            overpayment.key.person_key, overpayment.overpayment_number, event.event_number, event.action.value,
            event.happened_on, event.amount_tiyn, event.document, event.recorded_at, event.actor.identity,
            event.actor.role, event.actor.purpose,
        )  # fmt: skip
        copy_rows(self._connection, "overpayment_event", EVENT, [row])
        copy_entries(self._connection, entries)

    def find(self, overpayment_number: int) -> Overpayment | None:
        """See `OverpaymentBook`."""
        return next(iter(self._overpayments(" where o.overpayment_number = %s", [overpayment_number])), None)

    def list_overpayments(self, *, case_number: int | None = None) -> Iterator[Overpayment]:
        """See `OverpaymentBook`."""
        condition = " where %s::bigint is null or o.case_number = %s order by o.overpayment_number"
        return iter(self._overpayments(condition, [case_number, case_number]))

    def to_withhold(self) -> dict[int, list[Overpayment]]:
        """See `OverpaymentBook`."""
        condition = """
             where exists (select from overpayment_event w
                            where w.person_key = o.person_key and w.overpayment_number = o.overpayment_number
                              and w.action = 'withhold')
             order by o.overpayment_number
        """
        by_payee: defaultdict[int, list[Overpayment]] = defaultdict(list)
        for one in self._overpayments(condition, []):
            if one.left_tiyn:
                by_payee[one.payee_key].append(one)
        return dict(by_payee)

    def _overpayments(self, condition: str, asked: Sequence[object]) -> list[Overpayment]:
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return [_overpayment(row) for row in cursor.execute(OVERPAYMENTS + condition, asked)]


def _overpayment(row: dict[str, Any]) -> Overpayment:
    key, events, actor = key_of(row), row.pop("events"), _actor(row)
    return Overpayment(key=key, actor=actor, events=tuple(map(_event, events)), **row)


def _event(row: dict[str, Any]) -> OverpaymentEvent:
    return OverpaymentEvent(
        event_number=row["event_number"],
        action=OverpaymentAction(row["action"]),
        happened_on=date.fromisoformat(row["happened_on"]),
        amount_tiyn=row["amount_tiyn"],
        document=row["document"],
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        actor=_actor(row),
    )


def _actor(row: dict[str, Any]) -> Actor:
    return Actor(**{name: row.pop(f"actor_{name}") for name in ("identity", "role", "purpose")})
