"""Entries of a person's account, and the records that they make."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import attrs

from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.personal_account import (
    CorrectionNote,
    IllegalNote,
    PersonalRecord,
    RecordKind,
    RecordStatus,
)

Line = tuple[int, int, int]  # person key, order number, line number

KINDS = {
    Account.PARTICIPANT_CONTRIBUTIONS: RecordKind.CONTRIBUTION,
    Account.PARTICIPANT_PENALTIES: RecordKind.PENALTY,
}


@attrs.frozen(kw_only=True)
class AccountEntry:
    """One entry on a participant's account, beside the order that brought the money."""

    person_key: int
    order_number: int
    line_number: int
    entry_number: int  # counts the line's entries from 1
    debit: Account
    credit: Account
    amount_tiyn: int
    month_from: Month
    month_to: Month
    recorded_at: datetime
    correction: CorrectionNote | None = None  # that made it
    refund_number: int | None = None  # that made it
    refund_purpose_code: str = ""
    refunded_on: date | None = None  # when the refund's file was sent
    is_from_fund: bool = False  # the refund's money had gone to the Fund and came back
    # Of the order:
    transferred_on: date | None  # its money went to the Fund
    received_on: date
    document_number: str
    document_date: date
    reference: str
    purpose_code: str
    sender_id: str
    sender_name: str
    actual_payer_id: str
    actual_payer_name: str
    recipient_name: str
    order_total_tiyn: int
    order_line_count: int
    assignment: str | None = ""  # as written; None where the order was recorded before it was kept

    @property
    def line(self) -> Line:
        """Where it stands."""
        return (self.person_key, self.order_number, self.line_number)


def records_of(entries: Iterable[AccountEntry], illegal: Mapping[Line, Sequence[IllegalNote]]) -> list[PersonalRecord]:
    """The records that entries of one person make, by period, then receipt.

    A payment is one record, with what was given back of it and the correction that reversed it; each return is one.
    """
    by_line: dict[Line, list[AccountEntry]] = {}
    for entry in entries:
        by_line.setdefault(entry.line, []).append(entry)
    records = [
        record
        for line, of_line in by_line.items()
        for record in _records_of_line(sorted(of_line, key=_number), tuple(illegal.get(line, ())))
    ]
    return sorted(records, key=_place)


def _records_of_line(entries: Sequence[AccountEntry], illegal: tuple[IllegalNote, ...]) -> list[PersonalRecord]:
    """A line comes to an account, may leave it by a correction, and may come again."""
    records: list[PersonalRecord] = []
    for entry in entries:
        if entry.debit is Account.UNALLOCATED:
            records.append(_payment(entry, illegal))
        elif entry.credit is Account.UNALLOCATED:
            place = _last_payment(records)
            records[place] = attrs.evolve(
                records[place], status=RecordStatus.REVERSED, reversed_by=entry.correction, illegal=()
            )
        else:
            place = _last_payment(records)
            records[place] = _given_back(records[place], entry)
            records.append(_return(entry))
    return records


def _payment(entry: AccountEntry, illegal: tuple[IllegalNote, ...]) -> PersonalRecord:
    return _record(
        entry,
        kind=KINDS[entry.credit],
        status=RecordStatus.CREDITED if entry.transferred_on is None else RecordStatus.TRANSFERRED,
        dispatched_on=entry.transferred_on,
        purpose_code=entry.purpose_code,
        corrected_from=entry.correction,
        illegal=illegal,
    )


def _given_back(payment: PersonalRecord, entry: AccountEntry) -> PersonalRecord:
    """The payment with so much less; what was given back whole before the transfer never went to the Fund."""
    returned = payment.returned_tiyn + entry.amount_tiyn
    if returned < payment.amount_tiyn:
        return attrs.evolve(payment, returned_tiyn=returned)
    return attrs.evolve(
        payment,
        returned_tiyn=returned,
        status=RecordStatus.RETURNED,
        dispatched_on=payment.dispatched_on if entry.is_from_fund else None,
    )


def _return(entry: AccountEntry) -> PersonalRecord:
    return _record(
        entry,
        kind=RecordKind.RETURN,
        status=RecordStatus.RETURNED,
        dispatched_on=entry.refunded_on,
        purpose_code=entry.refund_purpose_code,
        refund_number=entry.refund_number,
    )


def _record(
    entry: AccountEntry,
    *,
    kind: RecordKind,
    status: RecordStatus,
    dispatched_on: date | None,
    purpose_code: str,
    refund_number: int | None = None,
    corrected_from: CorrectionNote | None = None,
    illegal: tuple[IllegalNote, ...] = (),
) -> PersonalRecord:
    return PersonalRecord(
        period_from=entry.month_from,
        period_to=entry.month_to,
        kind=kind,
        status=status,
        amount_tiyn=entry.amount_tiyn,
        received_on=entry.received_on,
        recorded_at=entry.recorded_at,
        dispatched_on=dispatched_on,
        document_number=entry.document_number,
        document_date=entry.document_date,
        reference=entry.reference,
        purpose_code=purpose_code,
        sender_id=entry.sender_id,
        sender_name=entry.sender_name,
        actual_payer_id=entry.actual_payer_id,
        actual_payer_name=entry.actual_payer_name,
        recipient_name=entry.recipient_name,
        order_total_tiyn=entry.order_total_tiyn,
        order_line_count=entry.order_line_count,
        assignment=entry.assignment,
        order_number=entry.order_number,
        line_number=entry.line_number,
        person_key=entry.person_key,
        refund_number=refund_number,
        corrected_from=corrected_from,
        illegal=illegal,
    )


def _last_payment(records: Sequence[PersonalRecord]) -> int:
    """The payment that an entry takes from; a store whose entries take from nothing fails `esep verify`."""
    for place in range(len(records) - 1, -1, -1):
        if records[place].kind is not RecordKind.RETURN:
            return place
    raise AssertionError("an entry takes from a line that brought nothing to the account; run `esep verify`")


def _number(entry: AccountEntry) -> int:
    return entry.entry_number


def _place(record: PersonalRecord) -> tuple[object, ...]:
    is_return = record.kind is RecordKind.RETURN
    return (
        record.period_from,
        record.received_on,
        record.order_number,
        record.line_number,
        is_return,
        record.recorded_at,
        # In the same instant: one came after another by these.
        record.corrected_from.correction_number if record.corrected_from else 0,
        record.refund_number or 0,
    )
