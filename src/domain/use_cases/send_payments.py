"""Write the payments that wait into messages for the banks and the pension fund, each once."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.benefit_payment import BenefitEntry, PaymentKey, PaymentMessage, SentPayment, WaitingPayment
from esep.domain.model.ledger import Account
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.clock import Clock
from esep.domain.ports.message_files import MessageWriter
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.outgoing_messages import reference_text
from esep.domain.rules.social_payments.payment_messages import PaidPerson, PaymentMessages
from esep.domain.use_cases.payees import Payees, payees_of
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles

PAYMENTS_PER_FILE_MAX = 20_000  # one file is made in memory: about 7 MB with the contributions
LINES_PER_MESSAGE_MAX = 5_000


@attrs.frozen(kw_only=True)
class SentPayments:
    """What a sending did."""

    files: tuple[DispatchedFile, ...]
    waiting: Mapping[str, str]  # payments that no message can carry yet, by name, with the reason


@attrs.frozen(kw_only=True)
class SendPayments:
    """Record all files with their bytes, messages and entries, then have them written (see `WriteOutgoingFiles`)."""

    open_unit: OpenUnitOfWork
    register: StateRegister
    files: WriteOutgoingFiles
    writer: MessageWriter
    messages: PaymentMessages
    clock: Clock

    def __call__(
        self, folder: str, *, not_due: Collection[PaymentKey] = (), only: Collection[PaymentKey] | None = None
    ) -> SentPayments:
        """The files that now stand in the folder of this full name, those of an earlier interrupted run first.

        What is not due any more goes on waiting; where some payments are named, all others do.

        Raises `RegisterUnavailable`, and `Unavailable` where the folder was lost or filled up.
        """
        written, unwritable, now = self.files.finish(), _Unwritable(), self.clock.now()
        with self.open_unit() as unit:
            unit.move_money_alone()
            for waiting in unit.payments.waiting(PAYMENTS_PER_FILE_MAX):
                payees = payees_of(unit, self.register, {one.payee_key for one in waiting})
                asked = [one for one in waiting if only is None or one.key in only]
                sendable = [one for one in asked if not unwritable.refuses(one, payees, not_due)]
                composing = _Composing(use_case=self, unit=unit, payees=payees, unwritable=unwritable, now=now)
                composing.record(sendable, folder)
            unit.payments.close_runs()
        written += self.files.finish()
        return SentPayments(files=tuple(written), waiting=unwritable.reasons)


@attrs.define
class _Unwritable:
    """Payments that cannot be written now, with the reason."""

    reasons: dict[str, str] = attrs.field(factory=dict)

    def add(self, one: WaitingPayment, reason: str) -> None:
        self.reasons[one.key.name] = reason

    def refuses(self, one: WaitingPayment, payees: Payees, not_due: Collection[PaymentKey]) -> bool:
        """Whether a payment is not to be sent, or lacks what its line needs."""
        if one.key in not_due:
            self.add(one, "it is not due any more by what happened since it was formed")
        elif one.payee_key not in payees.written:
            self.add(one, "the register's snapshot does not know the payee: load one that does")
        elif not one.account or not one.bic:
            self.add(one, "the decision names no account of the payee: decide anew with one")
        else:
            return False
        return True


@attrs.define(kw_only=True)
class _Composing:
    """One file under way, inside its unit of work."""

    use_case: SendPayments
    unit: UnitOfWork
    payees: Payees
    unwritable: _Unwritable
    now: datetime
    written: list[tuple[PaymentMessage, bytes]] = attrs.field(factory=list)
    carrying: dict[WaitingPayment, tuple[int, int]] = attrs.field(factory=dict)  # message and line
    contributions: dict[WaitingPayment, int] = attrs.field(factory=dict)  # message

    @property
    def day(self) -> date:
        """The day in Almaty."""
        return day_in_almaty(self.now)

    def record(self, waiting: Sequence[WaitingPayment], folder: str) -> None:
        """Record a file with all of them that can be written, and what follows from it."""
        for (kind, bic), group in groupby(waiting, key=lambda one: (one.kind, one.bic)):
            paid = [one for one in group if one.amount_tiyn]
            for part in _parts(paid):
                self._add_payments(part, SocialPaymentKind(kind), bic)
        carried = [one for one in waiting if one in self.carrying or not one.amount_tiyn]
        for part in _parts([one for one in carried if one.withheld_tiyn]):
            self._add_contributions(part)
        carried = [one for one in carried if not one.withheld_tiyn or one in self.contributions]
        if carried:
            sent = [self._sent(one) for one in carried]
            entries = [_entry(one, self.now) for one in sent if one.amount_tiyn]
            messages = [message for message, _ in self.written]
            self.unit.payments.record_file(self._file(folder), messages, sent, entries)

    def _add_payments(self, part: Sequence[WaitingPayment], kind: SocialPaymentKind, bic: str) -> None:
        [number] = self.unit.outgoing.next_references(1)
        people = [self._person(one, one.amount_tiyn, one.account) for one in part]
        try:
            order = self.use_case.messages.payments(people, kind, bic, reference_number=number, day=self.day)
            self._keep(order, number)
        except InvalidInput as error:
            self._add_others(part, kind, bic, error)
        else:
            self.carrying |= {one: (number, line) for line, one in enumerate(part, 1)}

    def _add_contributions(self, part: Sequence[WaitingPayment]) -> None:
        [number] = self.unit.outgoing.next_references(1)
        people = [self._person(one, one.withheld_tiyn, "") for one in part]
        order = self.use_case.messages.contributions(people, reference_number=number, day=self.day)
        self._keep(order, number)
        self.contributions |= dict.fromkeys(part, number)

    def _keep(self, order: PaymentOrder, number: int) -> None:
        content = self.use_case.writer.write(order)
        message = PaymentMessage(
            message_number=number,
            reference=reference_text(number),
            purpose_code=order.purpose_code,
            bic=order.beneficiary_bic,
            line_count=len(order.participants),
            total_tiyn=order.total.tiyn,
            document_number=order.document_number,
            document_date=order.document_date,
            sender_id=order.payer.identification_number,
            sender_name=order.payer.name,
            recipient_name=order.beneficiary.name,
        )
        self.written.append((message, content))

    def _add_others(
        self, part: Sequence[WaitingPayment], kind: SocialPaymentKind, bic: str, error: InvalidInput
    ) -> None:
        """Halve a list until what cannot be written stands alone."""
        middle = len(part) // 2
        if not middle:
            self.unwritable.add(part[0], str(error))
            return
        self._add_payments(part[:middle], kind, bic)
        self._add_payments(part[middle:], kind, bic)

    def _person(self, one: WaitingPayment, amount_tiyn: int, account: str) -> PaidPerson:
        number, written = self.payees.written[one.payee_key]
        surname, name, patronymic, birth_date = written.split("\n")
        month = one.key.month
        return PaidPerson(
            amount_tiyn, f"{number:012}", surname, name, patronymic, birth_date, f"{month % 12 + 1:02}{month // 12}",
            account,
        )  # fmt: skip

    def _sent(self, one: WaitingPayment) -> SentPayment:
        message, line = self.carrying.get(one, (None, 0))
        entry_number = one.entry_count + 1 if one.amount_tiyn else 0
        return SentPayment(
            one.key, one.attempt, message, line, one.amount_tiyn, self.contributions.get(one), entry_number
        )

    def _file(self, folder: str) -> DispatchedFile:
        content = b"".join(written for _, written in self.written)
        return DispatchedFile(
            file_name=f"payments-{self.day:%Y%m%d}-{self.written[0][0].reference}.txt",
            folder=folder,
            content=content,
            sha256=hashlib.sha256(content).digest(),
            message_count=len(self.written),
            total_tiyn=sum(message.total_tiyn for message, _ in self.written),
            dispatched_on=self.day,
            recorded_at=self.now,
        )


def _parts(waiting: Sequence[WaitingPayment]) -> Iterator[Sequence[WaitingPayment]]:
    for start in range(0, len(waiting), LINES_PER_MESSAGE_MAX):
        yield waiting[start : start + LINES_PER_MESSAGE_MAX]


def _entry(one: SentPayment, now: datetime) -> BenefitEntry:
    return BenefitEntry(
        one.key, one.entry_number, Account.SOCIAL_PAYMENTS_PAYABLE.value, Account.SOCIAL_PAYMENTS_PAID.value,
        one.amount_tiyn, now,
    )  # fmt: skip
