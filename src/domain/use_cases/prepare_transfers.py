"""Send the credited money to the Fund, each order once (Social Code, article 17(1)(29))."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.deadline import Duty
from esep.domain.model.fund_account import FundAccount
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.transfer import SentTransfer, Transfer, UntransferredOrder, transfer_of
from esep.domain.ports.clock import Clock
from esep.domain.ports.message_files import MessageWriter
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.outgoing_messages import reference_text
from esep.domain.rules.transfer_messages import TransferMessages
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles

TRANSFERS_PER_FILE_MAX = 200  # two a day are usual; more wait only where the Fund's account was long unknown


class TransferDayAhead(InvalidInput):
    """Money is to be transferred on a day that is too far ahead."""

    code = "transfer-day-ahead"

    def __init__(self, day: date, last: date) -> None:
        """Take the day asked for, and the last one for which a transfer may be prepared today."""
        super().__init__(f"{day} is too far ahead; give {last}, the next operating day, or an earlier day")
        self.day = day


@attrs.frozen(kw_only=True)
class PreparedTransfers:
    """What a preparation did."""

    transfers: tuple[Transfer, ...]  # recorded now; none where nothing was left
    files: tuple[DispatchedFile, ...]  # written now, those of an earlier interrupted run first
    has_waiting: bool  # transfers are recorded, now or before, that no file carries: the Fund's account is not named


@attrs.frozen(kw_only=True)
class PrepareTransfers:
    """Record the transfers with their entries; then each file with its bytes; then have it written.

    Killed at any point, it is simply run again: what was recorded stands, what was not is found again.
    """

    open_unit: OpenUnitOfWork
    files: WriteOutgoingFiles
    writer: MessageWriter
    messages: TransferMessages
    due_days: DueDays
    clock: Clock

    def __call__(self, day: date, folder: str, actor: Actor, *, to: FundAccount | None) -> PreparedTransfers:
        """Transfer what was received up to a day and stands on the accounts, one transfer per purpose code.

        The day is recorded as given; when it was prepared is recorded too, and by the later of both it is late.
        Without the Fund's account the transfers are recorded and wait for their file. Raises `TransferDayAhead`,
        `InvalidInput` for a folder that cannot be used, `Unavailable` where one was lost or filled up.
        """
        now = self.clock.now()
        today = day_in_almaty(now)
        last = self.due_days.due_on(Duty.TRANSFER_MONEY.value, today) or today
        if day > last or (day > today and not self.due_days.calendar.is_working_day(day)):
            raise TransferDayAhead(day, last)
        full_name = None if to is None else self.files.resolve(folder)
        transfers = self._record_transfers(day, actor, now)
        written = self.files.finish()
        if to is not None and full_name is not None:
            while self._record_file(full_name, to, now):
                written += self.files.finish()
        with self.open_unit() as unit:
            has_waiting = bool(unit.transfers.without_file(1))
        return PreparedTransfers(transfers=tuple(transfers), files=tuple(written), has_waiting=has_waiting)

    def _record_transfers(self, day: date, actor: Actor, now: datetime) -> list[Transfer]:
        recorded = []
        with self.open_unit() as unit:
            unit.move_money_alone()
            by_code: defaultdict[str, list[UntransferredOrder]] = defaultdict(list)
            for order in unit.transfers.untransferred(day):
                by_code[order.purpose_code].append(order)
            for number, code in enumerate(sorted(by_code), unit.transfers.next_number()):
                transfer, carried = transfer_of(
                    by_code[code],
                    transfer_number=number,
                    transferred_on=day,
                    purpose_code=code,
                    prepared_at=now,
                    actor=actor,
                )
                unit.transfers.record(transfer, carried)
                recorded.append(transfer)
        return recorded

    def _record_file(self, folder: str, to: FundAccount, now: datetime) -> bool:
        """Record the next file, if any transfer has none."""
        with self.open_unit() as unit:
            waiting = unit.transfers.without_file(TRANSFERS_PER_FILE_MAX)
            if waiting:
                self._record(unit, waiting, folder, to, now)
        return bool(waiting)

    def _record(
        self, unit: UnitOfWork, waiting: Sequence[Transfer], folder: str, to: FundAccount, now: datetime
    ) -> None:
        numbers, day = unit.outgoing.next_references(len(waiting)), day_in_almaty(now)
        content = b"".join(
            self.writer.write(self.messages.compose(one, to, reference_number=number, day=max(day, one.transferred_on)))
            for one, number in zip(waiting, numbers, strict=True)
        )
        file = DispatchedFile(
            file_name=f"transfers-{day:%Y%m%d}-{reference_text(numbers[0])}.txt",
            folder=folder,
            content=content,
            sha256=hashlib.sha256(content).digest(),
            message_count=len(waiting),
            total_tiyn=sum(one.amount_tiyn for one in waiting),
            dispatched_on=day,
            recorded_at=now,
        )
        sent = [
            SentTransfer(transfer_number=one.transfer_number, reference=reference_text(number))
            for one, number in zip(waiting, numbers, strict=True)
        ]
        unit.transfers.record_file(file, sent)
