"""Social payments in PostgreSQL: formed, sent, confirmed."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

import attrs
import psycopg
from psycopg.rows import class_row, dict_row

from esep.adapters.postgres import cases_to_pay, payment_documents, payment_queries
from esep.adapters.postgres.copying import copy_rows
from esep.adapters.postgres.outgoing_files import record_file
from esep.adapters.postgres.payment_rows import (
    KEY,
    copy_dispatches,
    copy_entries,
    copy_payments,
    key_row,
)
from esep.adapters.postgres.payment_statements import CLOSE, MESSAGES, WAITING
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import (
    AliveSignal,
    BenefitEntry,
    BenefitPayment,
    Confirmation,
    PaymentBalance,
    PaymentFigures,
    PaymentKey,
    PaymentMessage,
    PaymentRun,
    PaymentState,
    PaymentView,
    Resend,
    SentPayment,
    UnpaidDecision,
    WaitingPayment,
)
from esep.domain.model.month import Month
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.payable_case import CaseToPay, PayableCase
from esep.domain.model.payment_document import PaymentDocuments

MESSAGE = (
    "message_number", "reference", "file_name", "purpose_code", "bic", "line_count", "total_tiyn", "document_number",
    "document_date", "sender_id", "sender_name", "recipient_name",
)  # fmt: skip
RUN = (
    "run_number", "month", "prepared_at", "payment_count", "gross_tiyn", "actor_identity", "actor_role",
    "actor_purpose",
)  # fmt: skip
REVIEW = ("person_key", "case_number", "event_number", "run_number", "month")
RESEND = (
    *KEY, "attempt", "account", "bic", "is_given", "amount_tiyn", "recorded_at", "due_on", "actor_identity",
    "actor_role", "actor_purpose",
)  # fmt: skip
CONFIRMATION = ("message_number", "confirmed_on", "recorded_at", "actor_identity", "actor_role", "actor_purpose")


@attrs.frozen
class PostgresPaymentBook:
    """See `PaymentBook`."""

    _connection: psycopg.Connection

    def cases_to_pay(self, batch: int) -> Iterator[list[CaseToPay]]:
        """See `PaymentBook`."""
        return cases_to_pay.cases_to_pay(self._connection, batch)

    def next_run_number(self) -> int:
        """See `PaymentBook`."""
        row = self._connection.execute("select coalesce(max(run_number), 0) + 1 from benefit_run").fetchone()
        return int(row[0]) if row else 1

    def record_payments(self, payments: Sequence[BenefitPayment], entries: Sequence[BenefitEntry]) -> None:
        """See `PaymentBook`."""
        copy_payments(self._connection, payments)
        copy_entries(self._connection, entries)

    def record_reviews(self, run: PaymentRun, cases: Sequence[PayableCase]) -> None:
        """See `PaymentBook`."""
        day = run.month.first_day
        rows = ((one.person_key, one.case_number, one.last_event, run.run_number, day) for one in cases)
        copy_rows(self._connection, "benefit_review", REVIEW, rows)

    def record_run(self, run: PaymentRun) -> None:
        """See `PaymentBook`."""
        row = (
            run.run_number, run.month.first_day, run.prepared_at, run.payment_count, run.gross_tiyn, *_actor(run.actor),
        )  # fmt: skip
        copy_rows(self._connection, "benefit_run", RUN, [row])
        # A run may be the first one: without statistics a wrong plan would read all payments for each question.
        self._connection.execute("analyze benefit_payment")

    def waiting(self, batch: int) -> Iterator[list[WaitingPayment]]:
        """See `PaymentBook`."""
        with self._connection.cursor("waiting") as cursor:
            cursor.itersize = batch
            cursor.execute(WAITING, binary=True)
            while rows := cursor.fetchmany(batch):
                yield [WaitingPayment(PaymentKey(*row[:5]), *row[5:]) for row in rows]

    def unpaid_decisions(self) -> list[UnpaidDecision]:
        """See `PaymentBook`."""
        with self._connection.cursor(row_factory=class_row(UnpaidDecision)) as cursor:
            return cursor.execute(payment_queries.UNPAID).fetchall()

    def record_file(
        self,
        file: DispatchedFile,
        messages: Sequence[PaymentMessage],
        sent: Sequence[SentPayment],
        entries: Sequence[BenefitEntry],
    ) -> None:
        """See `PaymentBook`."""
        record_file(self._connection, file)
        rows = (
            (
                one.message_number, one.reference, file.file_name, one.purpose_code, one.bic, one.line_count,
                one.total_tiyn, one.document_number, one.document_date, one.sender_id, one.sender_name,
                one.recipient_name,
            )
            for one in messages
        )  # fmt: skip
        copy_rows(self._connection, "benefit_message", MESSAGE, rows)
        copy_dispatches(self._connection, sent)
        copy_entries(self._connection, entries)

    def close_runs(self) -> None:
        """See `PaymentBook`."""
        self._connection.execute(CLOSE)

    def record_resends(self, resends: Sequence[Resend], entries: Sequence[BenefitEntry]) -> None:
        """See `PaymentBook`."""
        rows = (
            (
                *key_row(one.key), one.attempt, one.account, one.bic, one.is_given, one.amount_tiyn,
                one.recorded_at, one.due_on, *_actor(one.actor),
            )
            for one in resends
        )  # fmt: skip
        copy_rows(self._connection, "benefit_resend", RESEND, rows)
        copy_entries(self._connection, entries)

    def messages_of(self, *, file_name: str | None = None, month: Month | None = None) -> list[int]:
        """See `PaymentBook`."""
        asked = {"file_name": file_name, "month": month.first_day if month else None}
        return [row[0] for row in self._connection.execute(MESSAGES, asked)]

    def has_file(self, file_name: str) -> bool:
        """See `PaymentBook`."""
        row = self._connection.execute(
            "select exists (select from benefit_message where file_name = %s)", [file_name]
        ).fetchone()
        return bool(row and row[0])

    def last_sent_on(self, message_numbers: Collection[int]) -> date | None:
        """See `PaymentBook`."""
        row = self._connection.execute(
            """
            select max(f.dispatched_on)
              from benefit_message m join outgoing_file f on f.file_name = m.file_name
             where m.message_number = any(%s::bigint[])
            """,
            [list(message_numbers)],
        ).fetchone()
        return row[0] if row else None

    def confirm(self, confirmations: Sequence[Confirmation]) -> None:
        """See `PaymentBook`."""
        rows = ((one.message_number, one.confirmed_on, one.recorded_at, *_actor(one.actor)) for one in confirmations)
        copy_rows(self._connection, "benefit_confirmation", CONFIRMATION, rows)

    def list_payments(
        self, *, month: Month | None = None, state: PaymentState | None = None, kind: str | None = None
    ) -> Iterator[PaymentView]:
        """See `PaymentBook`."""
        return payment_queries.listed(self._connection, month, state, kind)

    def of_case(self, case_number: int) -> list[PaymentView]:
        """See `PaymentBook`."""
        return payment_queries.of_case(self._connection, case_number)

    def of_person(self, person_keys: Collection[int], *, as_of: datetime | None = None) -> list[PaymentView]:
        """See `PaymentBook`."""
        return payment_queries.of_person(self._connection, person_keys, as_of)

    def documents(
        self, person_keys: Collection[int], *, as_of: datetime | None = None
    ) -> dict[PaymentKey, PaymentDocuments]:
        """See `PaymentBook`."""
        return payment_documents.of_person(self._connection, person_keys, as_of)

    def balances(self, case_number: int) -> dict[PaymentKey, PaymentBalance]:
        """See `PaymentBook`."""
        return payment_queries.balances(self._connection, case_number)

    def figures(self, month: Month) -> list[PaymentFigures]:
        """See `PaymentBook`."""
        return payment_queries.figures(self._connection, month)

    def signals(self) -> list[AliveSignal]:
        """See `PaymentBook`."""
        return payment_queries.signals(self._connection)

    def runs(self) -> list[PaymentRun]:
        """See `PaymentBook`."""
        with self._connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute("select * from benefit_run order by run_number").fetchall()
        return [
            PaymentRun(
                run_number=row["run_number"],
                month=Month.of(row["month"]),
                prepared_at=row["prepared_at"],
                payment_count=row["payment_count"],
                gross_tiyn=row["gross_tiyn"],
                actor=Actor(**{name: row[f"actor_{name}"] for name in ("identity", "role", "purpose")}),
            )
            for row in rows
        ]


def _actor(actor: Actor) -> tuple[str, str, str]:
    return actor.identity, actor.role, actor.purpose
