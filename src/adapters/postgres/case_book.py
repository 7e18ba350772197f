"""Cases of recipients in PostgreSQL."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

import attrs
import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from esep.adapters.postgres.case_queries import DECISIONS, EVENTS, PARTS, PAYING_OTHERS, cases_query
from esep.adapters.postgres.case_values import cases_of, details_to_json
from esep.adapters.postgres.copying import copy_rows
from esep.adapters.postgres.watched_cases import watched_cases
from esep.domain.errors import NotFound
from esep.domain.model.recipient_case import Application, CaseEvent, CaseState, RecipientCase
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.model.watched_case import WatchedCase

BATCH = 2_000  # cases read at a time, with what happened to them
CASE = (
    "person_key", "case_number", "kind", "insured_key", "application_number", "content_sha256", "content",
    "submitted_at", "registered_on", "right_on", "channel", "region", "documents", "details", "recorded_at", "due_on",
    "actor_identity", "actor_role", "actor_purpose",
)  # fmt: skip
EVENT = (
    "person_key", "case_number", "event_number", "action", "state", "ground", "happened_on", "effective_on", "due_on",
    "document_number", "document_date", "reason", "last_paid_on", "last_paid_tiyn", "recording_due_on", "recorded_at",
    "actor_identity", "actor_role", "actor_purpose",
)  # fmt: skip
DECISION = (
    "person_key", "case_number", "event_number", "law", "length_months", "average_income_tiyn", "amount_tiyn",
    "pension_withheld", "from_on", "until_on", "payment_count", "frozen",
)  # fmt: skip
PART = ("person_key", "case_number", "event_number", "part", "payee_key", "amount_tiyn", "account", "bic")
ACCOUNT = ("person_key", "case_number", "event_number", "payee_key", "account", "bic")
LAST_EVENT = """
    (select e.{column} from case_event e
      where e.person_key = c.person_key and e.case_number = c.case_number
      order by e.event_number desc limit 1)
"""


@attrs.frozen
class PostgresCaseBook:
    """See `CaseBook`."""

    _connection: psycopg.Connection

    def next_number(self) -> int:
        """See `CaseBook`."""
        row = self._connection.execute("select coalesce(max(case_number), 0) + 1 from recipient_case").fetchone()
        return int(row[0]) if row else 1

    def register(self, application: Application, registered: CaseEvent) -> None:
        """See `CaseBook`."""
        one = application
        row = (
            one.person_key, one.case_number, one.kind.value, one.insured_key, one.application_number,
            one.content_sha256, one.content, one.submitted_at, one.registered_on, one.right_on, one.channel.value,
            one.region, list(one.documents), Jsonb(details_to_json(one.details)), one.recorded_at, one.due_on,
            one.actor.identity, one.actor.role, one.actor.purpose,
        )  # fmt: skip
        copy_rows(self._connection, "recipient_case", CASE, [row])
        self._record([(one.person_key, registered)])

    def record_events(self, events: Sequence[CaseEvent]) -> None:
        """See `CaseBook`."""
        persons: dict[int, int] = dict(
            self._connection.execute(
                "select case_number, person_key from recipient_case where case_number = any(%s)",
                [[event.case_number for event in events]],
            )
        )
        missing = next((event.case_number for event in events if event.case_number not in persons), None)
        if missing is not None:
            raise NotFound(f"no case {missing} is recorded; nothing can happen to it")
        self._record([(persons[event.case_number], event) for event in events])

    def find(self, case_number: int) -> RecipientCase | None:
        """See `CaseBook`."""
        return next(iter(self._cases("c.case_number = %(number)s", {"number": case_number}, is_whole=True)), None)

    def find_application(
        self, person_keys: Collection[int], kind: SocialPaymentKind, application_number: str
    ) -> RecipientCase | None:
        """See `CaseBook`."""
        asked = {"persons": list(person_keys), "kind": kind.value, "number": application_number}
        condition = "c.person_key = any(%(persons)s) and c.kind = %(kind)s and c.application_number = %(number)s"
        return next(iter(self._cases(condition, asked, is_whole=True)), None)

    def of_recipients(self, person_keys: Collection[int]) -> list[RecipientCase]:
        """See `CaseBook`."""
        return self._cases("c.person_key = any(%(persons)s)", {"persons": list(person_keys)}, is_whole=True)

    def of_payees(self, person_keys: Collection[int]) -> list[RecipientCase]:
        """See `CaseBook`."""
        return self._cases(PAYING_OTHERS, {"persons": list(person_keys)}, is_whole=True)

    def of_insured(self, person_keys: Collection[int]) -> list[RecipientCase]:
        """See `CaseBook`."""
        return self._cases("c.insured_key = any(%(persons)s)", {"persons": list(person_keys)}, is_whole=False)

    def of_children(self, child_iins: Collection[str]) -> list[RecipientCase]:
        """See `CaseBook`."""
        return self._cases(
            "(c.details ->> 'child_iin') = any(%(children)s)", {"children": list(child_iins)}, is_whole=False
        )

    def watched(self, limit: int) -> Iterator[list[WatchedCase]]:
        """See `CaseBook`."""
        return watched_cases(self._connection, limit)

    def list_cases(
        self,
        *,
        states: Collection[CaseState] = tuple(CaseState),
        kinds: Collection[SocialPaymentKind] = tuple(SocialPaymentKind),
    ) -> Iterator[RecipientCase]:
        """See `CaseBook`."""
        asked = {"states": [state.value for state in states], "kinds": [kind.value for kind in kinds]}
        last_state = LAST_EVENT.format(column="state")
        return self._streamed(f"c.kind = any(%(kinds)s) and {last_state} = any(%(states)s)", asked)

    def unfinished(self) -> Iterator[RecipientCase]:
        """See `CaseBook`."""
        due_on, state = LAST_EVENT.format(column="due_on"), LAST_EVENT.format(column="state")
        return self._streamed(f"{due_on} is not null and {state} <> 'appointed'", {})

    def recorded_from(self, due_from: date | None) -> Iterator[RecipientCase]:
        """See `CaseBook`."""
        if due_from is None:
            return self._streamed("true", {})
        return self._streamed(
            """
            (c.person_key, c.case_number) in (
                select e.person_key, e.case_number from case_event e where e.recording_due_on >= %(day)s)
            """,
            {"day": due_from},
        )

    def recorded_between(self, begin: datetime, end: datetime) -> Iterator[RecipientCase]:
        """See `CaseBook`."""
        return self._streamed(
            """
            (c.person_key, c.case_number) in (
                select e.person_key, e.case_number from case_event e
                 where e.recorded_at >= %(begin)s and e.recorded_at < %(end)s)
            """,
            {"begin": begin, "end": end},
        )

    def _streamed(self, condition: str, asked: Mapping[str, object]) -> Iterator[RecipientCase]:
        """Cases in batches, each asked for after the last one of the batch before."""
        after = 0
        while True:
            given = {**asked, "after": after, "limit": BATCH}
            batch = self._cases(f"c.case_number > %(after)s and {condition}", given, is_whole=False)
            yield from batch
            if len(batch) < BATCH:
                return
            after = batch[-1].application.case_number

    def _cases(self, condition: str, asked: Mapping[str, object], *, is_whole: bool) -> list[RecipientCase]:
        with self._connection.cursor(row_factory=dict_row, binary=True) as cursor:
            given = {"limit": None, "is_whole": is_whole, **asked}
            cases = cursor.execute(cases_query(condition), given).fetchall()
            keys = {
                "persons": [case["person_key"] for case in cases],
                "numbers": [case["case_number"] for case in cases],
                "is_whole": is_whole,
            }
            events = cursor.execute(EVENTS, keys).fetchall()
            decisions = cursor.execute(DECISIONS, keys).fetchall()
            parts = cursor.execute(PARTS, keys).fetchall()
        return cases_of(cases, events, decisions, parts)

    def _record(self, events: Sequence[tuple[int, CaseEvent]]) -> None:
        copy_rows(self._connection, "case_event", EVENT, (_event_row(person, event) for person, event in events))
        changes = (
            (person, event.case_number, event.event_number, one.payee_key, one.account, one.bic)
            for person, event in events
            if (one := event.account) is not None
        )
        copy_rows(self._connection, "case_account", ACCOUNT, changes)
        decided = [(person, event) for person, event in events if event.decision is not None]
        copy_rows(self._connection, "case_decision", DECISION, (_decision_row(*one) for one in decided))
        copy_rows(self._connection, "case_part", PART, (row for one in decided for row in _part_rows(*one)))


def _event_row(person_key: int, event: CaseEvent) -> tuple[object, ...]:
    return (
        person_key, event.case_number, event.event_number, event.action.value, event.state.value, event.ground,
        event.happened_on, event.effective_on, event.due_on, event.document_number, event.document_date, event.reason,
        event.last_paid_on, event.last_paid_tiyn, event.recording_due_on, event.recorded_at, event.actor.identity,
        event.actor.role, event.actor.purpose,
    )  # fmt: skip


def _decision_row(person_key: int, event: CaseEvent) -> tuple[object, ...]:
    one = event.decision
    if one is None:
        raise TypeError("an event without a decision")
    return (
        person_key, event.case_number, event.event_number, one.law, one.length_months, one.average_income_tiyn,
        one.amount_tiyn, one.is_pension_withheld, one.from_on, one.until_on, one.payment_count,
        Jsonb(dict(one.frozen)),
    )  # fmt: skip


def _part_rows(person_key: int, event: CaseEvent) -> Iterator[tuple[object, ...]]:
    for part in event.decision.parts if event.decision else ():
        yield (
            person_key, event.case_number, event.event_number, part.part, part.payee_key, part.amount_tiyn,
            part.account, part.bic,
        )  # fmt: skip
