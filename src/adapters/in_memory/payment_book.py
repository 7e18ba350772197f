"""Social payments in memory: formed, sent, confirmed."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

import attrs

from esep.adapters.in_memory import payment_documents, payment_queries
from esep.adapters.in_memory.given_accounts import payout_of
from esep.adapters.in_memory.paid_parts import part_of
from esep.adapters.in_memory.tables import Tables
from esep.domain.errors import NotFound
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
from esep.domain.model.payable_case import CaseToPay, FormedPayment, PayableCase
from esep.domain.model.payment_document import PaymentDocuments
from esep.domain.model.recipient_case import RecipientCase


@attrs.frozen
class InMemoryPaymentBook:
    """`PaymentBook` on the tables of the store."""

    _tables: Tables

    def cases_to_pay(self, batch: int) -> Iterator[list[CaseToPay]]:
        """Every case on which a decision about payments was made, at most `batch` at a time."""
        cases = [
            RecipientCase(application=application, events=tuple(self._tables.case_events.of(number)))
            for number, application in self._tables.cases.rows.items()
        ]
        decided = sorted(
            (PayableCase.of(case) for case in cases if case.decision is not None),
            key=lambda case: (case.person_key, case.case_number),
        )
        for start in range(0, len(decided), batch):
            yield [self._to_pay(case) for case in decided[start : start + batch]]

    def next_run_number(self) -> int:
        """The number of the next run."""
        return max(self._tables.benefit_runs.rows, default=0) + 1

    def record_payments(self, payments: Sequence[BenefitPayment], entries: Sequence[BenefitEntry]) -> None:
        """Record payments of a run that is under way, with their entries, or nothing of it."""
        with self._tables.all_or_nothing():
            for one in payments:
                part_of(self._tables, one.key)
                self._tables.benefit_payments.add(one.key, one)
            add_entries(self._tables, entries)

    def record_reviews(self, run: PaymentRun, cases: Sequence[PayableCase]) -> None:
        """Record that cases are settled until a run's month by the events that they have."""
        for case in cases:
            self._tables.benefit_reviews.add((case.case_number, case.last_event, run.run_number), run.month)

    def record_run(self, run: PaymentRun) -> None:
        """Record a run."""
        self._tables.benefit_runs.add(run.run_number, run)

    def waiting(self, batch: int) -> Iterator[list[WaitingPayment]]:
        """Payments that wait for their message when it is asked for, at most `batch` at a time."""
        found = sorted([*self._first(), *self._again()], key=lambda one: (one.kind, one.bic, one.key))
        for start in range(0, len(found), batch):
            yield found[start : start + batch]

    def unpaid_decisions(self) -> list[UnpaidDecision]:
        """Appointed cases of which nothing was formed yet, by number."""
        return payment_queries.unpaid_decisions(self._tables)

    def record_file(
        self,
        file: DispatchedFile,
        messages: Sequence[PaymentMessage],
        sent: Sequence[SentPayment],
        entries: Sequence[BenefitEntry],
    ) -> None:
        """Record a file, its messages and the payments in them, or nothing of it."""
        with self._tables.all_or_nothing():
            self._tables.files.add(file.file_name, file)
            for message in messages:
                self._tables.benefit_messages.add(message.message_number, (file.file_name, message))
                self._tables.benefit_references.add(message.reference, message.message_number)
            for one in sent:
                if one.key not in self._tables.benefit_payments:
                    raise NotFound(f"no payment {one.key.name} is recorded; send what waits")
                self._tables.benefit_dispatches.add((one.key, one.attempt), one)
            add_entries(self._tables, entries)

    def close_runs(self) -> None:
        """Nothing to note: all runs are looked at."""

    def record_resends(self, resends: Sequence[Resend], entries: Sequence[BenefitEntry]) -> None:
        """Record that payments are to be sent again, or nothing of it."""
        with self._tables.all_or_nothing():
            for one in resends:
                if one.key not in self._tables.benefit_payments:
                    raise NotFound(f"no payment {one.key.name} is recorded")
                self._tables.benefit_resends.add((one.key, one.attempt), one)
            add_entries(self._tables, entries)

    def messages_of(self, *, file_name: str | None = None, month: Month | None = None) -> list[int]:
        """Numbers of the messages of a file, or of the runs for a month; confirmed ones left out."""
        numbers = set()
        for sent in self._tables.benefit_dispatches.rows.values():
            run = self._tables.benefit_runs.rows[self._tables.benefit_payments.rows[sent.key].run_number]
            if month is None or run.month == month:
                numbers |= {sent.message_number, sent.pension_message}
        return [
            number
            for number, (name, _) in sorted(self._tables.benefit_messages.rows.items())
            if number in numbers and number not in self._tables.benefit_confirmations and file_name in (None, name)
        ]

    def has_file(self, file_name: str) -> bool:
        """Whether a file of this name carries payments."""
        return any(name == file_name for name, _ in self._tables.benefit_messages.rows.values())

    def last_sent_on(self, message_numbers: Collection[int]) -> date | None:
        """The day of the last file among those that carry these messages; None for no message."""
        names = {self._tables.benefit_messages.rows[number][0] for number in message_numbers}
        return max((self._tables.files.rows[name].dispatched_on for name in names), default=None)

    def confirm(self, confirmations: Sequence[Confirmation]) -> None:
        """Record that messages were executed, or nothing of it."""
        with self._tables.all_or_nothing():
            for one in confirmations:
                if one.message_number not in self._tables.benefit_messages:
                    raise NotFound(f"no message {one.message_number} is recorded")
                self._tables.benefit_confirmations.add(one.message_number, one)

    def list_payments(
        self, *, month: Month | None = None, state: PaymentState | None = None, kind: str | None = None
    ) -> Iterator[PaymentView]:
        """Payments for a month, in a state, of a kind."""
        for view in payment_queries.views(self._tables):
            is_asked = month is None or view.key.month == month.to_number()
            if is_asked and state in (None, view.state) and kind in (None, view.kind):
                yield view

    def of_case(self, case_number: int) -> list[PaymentView]:
        """All payments of a case."""
        return [view for view in payment_queries.views(self._tables) if view.key.case_number == case_number]

    def of_person(self, person_keys: Collection[int], *, as_of: datetime | None = None) -> list[PaymentView]:
        """All payments to these persons or for their cases."""
        found = [
            view
            for view in payment_queries.views(self._tables, as_of)
            if view.key.person_key in person_keys or view.payee_key in person_keys
        ]
        return sorted(found, key=lambda view: (view.key.month, view.key.case_number, view.key.part))

    def documents(
        self, person_keys: Collection[int], *, as_of: datetime | None = None
    ) -> dict[PaymentKey, PaymentDocuments]:
        """What carried and brought back each payment to these persons or for their cases."""
        return payment_documents.of_person(self._tables, person_keys, as_of)

    def balances(self, case_number: int) -> dict[PaymentKey, PaymentBalance]:
        """What stands of each payment of a case."""
        return payment_queries.balances(self._tables, case_number)

    def figures(self, month: Month) -> list[PaymentFigures]:
        """What was sent and came back in a month."""
        return payment_queries.figures(self._tables, month)

    def signals(self) -> list[AliveSignal]:
        """Contributions for persons whose loss is paid for."""
        return payment_queries.signals(self._tables)

    def runs(self) -> list[PaymentRun]:
        """Every run, first prepared first."""
        return [run for _, run in sorted(self._tables.benefit_runs.rows.items())]

    def _to_pay(self, case: PayableCase) -> CaseToPay:
        own = sorted(
            one for one in self._tables.benefit_payments.rows.values() if one.key.case_number == case.case_number
        )
        paid_until = Month.from_number(own[-1].key.month) if own else None
        known = [
            month
            for (number, event, _), month in self._tables.benefit_reviews.rows.items()
            if (number, event) == (case.case_number, case.last_event) and (paid_until is None or month >= paid_until)
        ]
        if paid_until is not None and own[-1].known_event == case.last_event:
            known.append(paid_until)
        if known:
            return CaseToPay(case=case, settled_until=max(known), paid_until=paid_until)
        formed = tuple(
            FormedPayment(one.key.month, one.key.part, one.key.event_number, one.payee_key, one.gross_tiyn)
            for one in own
        )
        return CaseToPay(case=case, paid_until=paid_until, formed=formed)

    def _first(self) -> Iterator[WaitingPayment]:
        for one in self._tables.benefit_payments.rows.values():
            if (one.key, 1) not in self._tables.benefit_dispatches:
                account, bic = payout_of(self._tables, one)
                kind = self._tables.cases.rows[one.key.case_number].kind.value
                yield WaitingPayment(
                    one.key, one.run_number, kind, one.payee_key, 1, one.net_tiyn, one.withheld_tiyn, account,
                    bic, payment_queries.entry_count(self._tables, one.key),
                )  # fmt: skip

    def _again(self) -> Iterator[WaitingPayment]:
        for (key, attempt), resend in self._tables.benefit_resends.rows.items():
            payment = self._tables.benefit_payments.rows[key]
            if (key, attempt) not in self._tables.benefit_dispatches:
                kind = self._tables.cases.rows[key.case_number].kind.value
                yield WaitingPayment(
                    key, payment.run_number, kind, payment.payee_key, attempt, resend.amount_tiyn, 0, resend.account,
                    resend.bic, payment_queries.entry_count(self._tables, key),
                )  # fmt: skip


def add_entries(tables: Tables, entries: Sequence[BenefitEntry]) -> None:
    """Add entries of payments."""
    for entry in entries:
        tables.benefit_entries.add((entry.key, entry.entry_number), entry)
