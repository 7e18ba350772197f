"""Social payments paid."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

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


class PaymentBook(Protocol):
    """Payments by case, month, part and decision; each is formed once and sent once, and again after a return.

    Who forms or sends does so in a unit of work that moves money alone.
    """

    def cases_to_pay(self, batch: int) -> Iterator[list[CaseToPay]]:
        """Every case on which a decision about payments was made, at most `batch` at a time.

        A case that had no event since its last payment or review is settled until that month; all others come with
        every payment formed. Payments may be recorded while the batches are read.
        """
        ...

    def next_run_number(self) -> int:
        """The number of the next run."""
        ...

    def record_payments(self, payments: Sequence[BenefitPayment], entries: Sequence[BenefitEntry]) -> None:
        """Record payments of a run that is under way, with their entries.

        Raises `AlreadyRecorded` where one was formed already, `NotFound` where a decision has no such part; nothing
        is recorded then.
        """
        ...

    def record_reviews(self, run: PaymentRun, cases: Sequence[PayableCase]) -> None:
        """Record that cases without a payment of a run are settled until its month by the events that they have."""
        ...

    def record_run(self, run: PaymentRun) -> None:
        """Record a run whose payments are recorded. Raises `AlreadyRecorded` where its number is taken."""
        ...

    def waiting(self, batch: int) -> Iterator[list[WaitingPayment]]:
        """Payments that wait for their message when it is asked for, at most `batch` at a time.

        One goes to the account of its own resend; else to the one last given for its case, part and payee before it
        was formed, or changed to by its payee since, unless a decision made since then named another; else to the
        account of its decision.

        By kind, bank, recipient and month, so that those of one message follow one another. Files may be recorded
        while the batches are read.
        """
        ...

    def unpaid_decisions(self) -> list[UnpaidDecision]:
        """Appointed cases of which nothing was formed yet, by number."""
        ...

    def record_file(
        self,
        file: DispatchedFile,
        messages: Sequence[PaymentMessage],
        sent: Sequence[SentPayment],
        entries: Sequence[BenefitEntry],
    ) -> None:
        """Record a file that is to be written, its messages, the payments in them and their entries.

        Raises `Conflict` where the file's name, a reference or a payment was sent already; nothing is recorded then.
        """
        ...

    def close_runs(self) -> None:
        """Note the runs of which nothing waits any more, so that they are not looked at again."""
        ...

    def record_resends(self, resends: Sequence[Resend], entries: Sequence[BenefitEntry]) -> None:
        """Record that returned payments are to be sent again, with their entries from returned to payable.

        Raises `AlreadyRecorded` where that was recorded before.
        """
        ...

    def messages_of(self, *, file_name: str | None = None, month: Month | None = None) -> list[int]:
        """Numbers of the messages of a file, or that carry payments for a month; confirmed ones left out."""
        ...

    def has_file(self, file_name: str) -> bool:
        """Whether a file of this name carries payments."""
        ...

    def last_sent_on(self, message_numbers: Collection[int]) -> date | None:
        """The day of the last file among those that carry these messages; None for no message."""
        ...

    def confirm(self, confirmations: Sequence[Confirmation]) -> None:
        """Record that messages were executed. Raises `AlreadyRecorded` where one was confirmed before."""
        ...

    def list_payments(
        self, *, month: Month | None = None, state: PaymentState | None = None, kind: str | None = None
    ) -> Iterator[PaymentView]:
        """Payments for a month, in a state, of a kind; by case, month and part."""
        ...

    def of_case(self, case_number: int) -> list[PaymentView]:
        """All payments of a case, by month and part."""
        ...

    def of_person(self, person_keys: Collection[int], *, as_of: datetime | None = None) -> list[PaymentView]:
        """All payments to these persons or for their cases, by month, case and part; as recorded by an instant."""
        ...

    def documents(
        self, person_keys: Collection[int], *, as_of: datetime | None = None
    ) -> dict[PaymentKey, PaymentDocuments]:
        """What carried and what brought back each payment of `of_person`, as recorded by an instant."""
        ...

    def balances(self, case_number: int) -> dict[PaymentKey, PaymentBalance]:
        """What stands of each payment of a case, by all its entries."""
        ...

    def figures(self, month: Month) -> list[PaymentFigures]:
        """What was sent and what came back in a calendar month, by kind and region.

        A payment counts on the day of its file, a return on the day in Almaty on which it was matched to its payment: a
        month that is over does not change.
        """
        ...

    def signals(self) -> list[AliveSignal]:
        """Contributions for months after the loss that came for the breadwinner of a live case, latest first."""
        ...

    def runs(self) -> list[PaymentRun]:
        """Every run, first prepared first."""
        ...
