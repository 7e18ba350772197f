"""Write the returns that are due into files for the bank, each exactly once (Rules, item 6)."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import attrs

from esep.domain.errors import Conflict, InvalidInput
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.returns import PendingReturn, SentReturn
from esep.domain.ports.clock import Clock
from esep.domain.ports.message_files import MessageReader, MessageWriter
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.outgoing_messages import reference_text
from esep.domain.rules.return_messages import ReturnMessages
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles

RETURNS_PER_FILE_MAX = 200  # one file is made in memory: with 3,000 lines each about 100 MB


class ReturnsNotWritable(Conflict):
    """Some returns cannot be put into a message, for instance for want of the payer's account; they wait."""

    code = "returns-not-writable"

    def __init__(self, reasons: Mapping[int, str], written: Sequence[DispatchedFile]) -> None:
        """Keep why each order's return cannot be written, and the files that were written all the same."""
        super().__init__(
            f"not every return can be written, {len(reasons)} of them wait and all others were sent: "
            f"{'; '.join(reasons.values())}. Ask the payer's bank for what is missing; `esep returns list` shows them"
        )
        self.reasons = reasons
        self.written = written


@attrs.define
class Unwritable:
    """Orders whose return cannot be written, by number; each reason begins with the order's name."""

    reasons: dict[int, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class DispatchReturns:
    """Record each file with its bytes and entries, then have it written (see `WriteOutgoingFiles`)."""

    open_unit: OpenUnitOfWork
    files: WriteOutgoingFiles
    reader: MessageReader
    writer: MessageWriter
    messages: ReturnMessages
    clock: Clock

    def __call__(self, folder: str) -> list[DispatchedFile]:
        """The files that now stand in their folders, those of an earlier interrupted run first.

        Raises `InvalidInput` for a folder that cannot be used, `Unavailable` where one was lost or filled up, and
        `ReturnsNotWritable` at the end, when all other returns were sent.
        """
        full_name = self.files.resolve(folder)
        written, unwritable = self.files.finish(), Unwritable()
        while self._record_next(full_name, unwritable):
            written += self.files.finish()
        if unwritable.reasons:
            raise ReturnsNotWritable(unwritable.reasons, written)
        return written

    def _record_next(self, folder: str, unwritable: Unwritable) -> bool:
        """Record the next file, if any return waits that can be written."""
        now = self.clock.now()
        with self.open_unit() as unit:
            pending = unit.returns.pending(RETURNS_PER_FILE_MAX, without=unwritable.reasons)
            if pending:
                self._record(unit, pending, folder, now, unwritable)
        return bool(pending)

    def _record(
        self,
        unit: UnitOfWork,
        waiting: Sequence[PendingReturn],
        folder: str,
        now: datetime,
        unwritable: Unwritable,
    ) -> None:
        numbers = unit.outgoing.next_references(len(waiting))
        day = day_in_almaty(now)
        composed = []
        for one, number in zip(waiting, numbers, strict=True):
            try:
                composed.append((one, reference_text(number), self._written(one, number, day)))
            except InvalidInput as error:
                unwritable.reasons[one.order_number] = str(error)
        if not composed:
            return
        content = b"".join(text for _, _, text in composed)
        file = DispatchedFile(
            file_name=f"returns-{day:%Y%m%d}-{reference_text(numbers[0])}.txt",
            folder=folder,
            content=content,
            sha256=hashlib.sha256(content).digest(),
            message_count=len(composed),
            total_tiyn=sum(one.amount_tiyn for one, _, _ in composed),
            dispatched_on=day,
            recorded_at=now,
        )
        sent = [
            SentReturn(
                order_number=one.order_number,
                decision_number=one.decision_number,
                reference=reference,
                amount_tiyn=one.amount_tiyn,
                entry_number=one.entry_count + 1,
            )
            for one, reference, _ in composed
        ]
        unit.returns.record_file(file, sent)

    def _written(self, one: PendingReturn, number: int, day: date) -> bytes:
        """The message that sends a return. Raises `InvalidInput`, which names the order."""
        original = self.reader.read_kept(one.message, one.encoding)
        if not isinstance(original, PaymentOrder):
            raise InvalidInput(
                f"order {one.order_number}: the bytes kept of its message cannot be read any more: run `esep verify`"
            )
        try:
            return self.writer.write(self.messages.compose(one, original, reference_number=number, day=day))
        except InvalidInput as error:
            raise InvalidInput(f"{_name(original)}: {error}") from error


def _name(order: PaymentOrder) -> str:
    return str(OrderKey(sender_bic=order.sender_bic, reference=order.reference, value_date=order.value_date))
