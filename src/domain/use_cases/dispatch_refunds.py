"""Write the refunds whose money is there into files for the bank, each exactly once."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from esep.domain.errors import Conflict, InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.refund import PendingRefund, RefundState, SentRefund
from esep.domain.ports.clock import Clock
from esep.domain.ports.message_files import MessageReader, MessageWriter
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.outgoing_messages import reference_text
from esep.domain.rules.refund_messages import RefundMessages
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.refund_steps import Steps
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles

REFUNDS_PER_FILE_MAX = 200  # as many as returns: one file is made in memory


class RefundsNotWritable(Conflict):
    """Some refunds cannot be put into a message, for instance for want of the payer's account; they wait."""

    code = "refunds-not-writable"

    def __init__(self, reasons: Mapping[int, str], written: Sequence[DispatchedFile]) -> None:
        """Keep why each refund cannot be written, by number, and the files that were written all the same."""
        super().__init__(
            f"not every refund can be written, {len(reasons)} of them wait and all others were sent: "
            f"{'; '.join(reasons.values())}. Ask the payer's bank for what is missing; `esep refunds list` shows them"
        )
        self.reasons = reasons
        self.written = written


@attrs.define
class Unwritable:
    """Refunds that cannot be written, by number; each reason begins with the refund's name."""

    reasons: dict[int, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Composed:
    """A refund with its message."""

    pending: PendingRefund
    reference: str
    message: bytes


@attrs.frozen(kw_only=True)
class DispatchRefunds:
    """Record each file with its bytes, entries and events, then have it written (see `WriteOutgoingFiles`)."""

    open_unit: OpenUnitOfWork
    files: WriteOutgoingFiles
    reader: MessageReader
    writer: MessageWriter
    messages: RefundMessages
    due_days: DueDays
    clock: Clock

    def __call__(self, folder: str, actor: Actor) -> list[DispatchedFile]:
        """The files that now stand in their folders, those of an earlier interrupted run first.

        Raises `InvalidInput` for a folder that cannot be used, `Unavailable` where one was lost or filled up, and
        `RefundsNotWritable` at the end, when all other refunds were sent.
        """
        full_name = self.files.resolve(folder)
        written, unwritable = self.files.finish(), Unwritable()
        while self._record_next(full_name, actor, unwritable):
            written += self.files.finish()
        if unwritable.reasons:
            raise RefundsNotWritable(unwritable.reasons, written)
        return written

    def _record_next(self, folder: str, actor: Actor, unwritable: Unwritable) -> bool:
        """Record the next file, if any refund waits that can be written."""
        steps = Steps(due_days=self.due_days, actor=actor, now=self.clock.now())
        with self.open_unit() as unit:
            unit.move_money_alone()
            waiting = unit.refunds.pending(REFUNDS_PER_FILE_MAX, without=unwritable.reasons)
            numbers = unit.outgoing.next_references(len(waiting))
            composed = self._composed(waiting, numbers, steps.today, unwritable)
            if composed:
                unit.refunds.record_file(_file(composed, folder, steps), _sent(composed, steps))
        return bool(waiting)

    def _composed(
        self, waiting: Sequence[PendingRefund], numbers: Sequence[int], day: date, unwritable: Unwritable
    ) -> list[Composed]:
        composed = []
        for one, number in zip(waiting, numbers, strict=True):
            try:
                message = self._message(one, number, day)
            except InvalidInput as error:
                unwritable.reasons[one.case.refund.refund_number] = f"{one.case.name}: {error}"
            else:
                composed.append(Composed(pending=one, reference=reference_text(number), message=message))
        return composed

    def _message(self, one: PendingRefund, number: int, day: date) -> bytes:
        original = self.reader.read_kept(one.message, one.encoding)
        if not isinstance(original, PaymentOrder):
            raise InvalidInput("the bytes kept of its order's message cannot be read any more: run `esep verify`")
        return self.writer.write(self.messages.compose(one.case.refund, original, reference_number=number, day=day))


def _file(composed: Sequence[Composed], folder: str, steps: Steps) -> DispatchedFile:
    content = b"".join(one.message for one in composed)
    return DispatchedFile(
        file_name=f"refunds-{steps.today:%Y%m%d}-{composed[0].reference}.txt",
        folder=folder,
        content=content,
        sha256=hashlib.sha256(content).digest(),
        message_count=len(composed),
        total_tiyn=sum(one.pending.case.refund.amount_tiyn for one in composed),
        dispatched_on=steps.today,
        recorded_at=steps.now,
    )


def _sent(composed: Sequence[Composed], steps: Steps) -> list[SentRefund]:
    """Several refunds may be of one order: their entries follow one another."""
    of_order: Counter[int] = Counter()
    sent = []
    for one in composed:
        case, order = one.pending.case, one.pending.order
        of_order[order.order_number] += 1
        [event] = steps.after(case, RefundState.DISPATCHED)
        sent.append(
            SentRefund(
                refund_number=case.refund.refund_number,
                order_number=order.order_number,
                decision_number=order.decision_number,
                entry_number=order.entry_count + of_order[order.order_number],
                amount_tiyn=case.refund.amount_tiyn,
                reference=one.reference,
                event=attrs.evolve(event, due_on=case.events[-1].due_on),  # until the file stands in its folder
            )
        )
    return sent
