"""Record amounts that a court recognised as illegal (unreasonable) (Rules, item 9; Social Code 118(6))."""

import hashlib
from collections.abc import Iterator, Sequence

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.illegal_amount import IllegalAmount, IllegalList, IllegalListSummary, IllegalRow
from esep.domain.model.money import Money
from esep.domain.model.personal_account import PersonalRecord, RecordKind
from esep.domain.ports.clock import Clock
from esep.domain.ports.illegal_amounts import IllegalListInvalid, IllegalListReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar


@attrs.frozen(kw_only=True)
class RecordIllegalAmounts:
    """Record a list whole or not at all. The entries stay; from now on the amounts count for nothing."""

    open_unit: OpenUnitOfWork
    reader: IllegalListReader
    calendar: WorkingCalendar
    clock: Clock

    def __call__(self, content: bytes, file_name: str, actor: Actor) -> IllegalListSummary:
        """The list as recorded; the same file once more is told again and changes nothing.

        Raises `IllegalListInvalid` with every row that names no credited amount, or more than stands,
        or whose act is of a day to come.
        """
        digest = hashlib.sha256(content).digest()
        with self.open_unit() as unit:
            unit.move_money_alone()
            known = unit.illegal.find_list(digest)
            if known is not None:
                return known
            act, rows = self.reader.read(content, file_name)
            now = self.clock.now()
            if act.day > day_in_almaty(now):
                raise IllegalListInvalid(
                    f"{file_name}: nothing was recorded; the act is of {act.day}, which is still to come: today "
                    f"is {day_in_almaty(now)}"
                )
            unit.illegal.record(
                IllegalList(
                    list_number=unit.illegal.next_number(),
                    file_name=file_name,
                    sha256=digest,
                    content=content,
                    act=act,
                    amounts=_amounts(unit, rows, file_name),
                    recorded_at=now,
                    due_on=self.calendar.next_working_day(day_in_almaty(now)),
                    actor=actor,
                )
            )
            recorded = unit.illegal.find_list(digest)
            assert recorded is not None  # just recorded  # noqa: S101
            return recorded


def _amounts(unit: UnitOfWork, rows: Sequence[IllegalRow], file_name: str) -> tuple[IllegalAmount, ...]:
    amounts: list[IllegalAmount] = []
    faults: list[str] = []
    taken: dict[tuple[int, int], int] = {}  # rows by the line that they name
    for row in rows:
        try:
            amount = _amount(unit, row)
        except _Fault as fault:
            faults.append(f"  line {row.row}: {fault}")
            continue
        earlier = taken.setdefault((amount.order_number, amount.line_number), row.row)
        if earlier == row.row:
            amounts.append(amount)
        else:
            faults.append(f"  line {row.row}: names the same line of the order as line {earlier}")
    if faults:
        listed = "\n".join(faults)
        raise IllegalListInvalid(f"{file_name}: nothing was recorded; correct these rows and load it again:\n{listed}")
    return tuple(amounts)


class _Fault(Exception):
    """What is wrong with one row."""


def _amount(unit: UnitOfWork, row: IllegalRow) -> IllegalAmount:
    if not has_valid_check_digit(row.iin):
        raise _Fault("the IIN is none: expected twelve digits with a right check digit")
    records = unit.accounts.records(unit.people.numbers_of(int(row.iin)))
    meant = list(_meant(records, row))
    if not meant:
        raise _Fault(f"order {row.reference!r} brought this person no contribution for {row.month} that stands")
    if len(meant) > 1:
        lines = ", ".join(str(record.line_number) for record in meant)
        raise _Fault(f"several lines are meant ({lines}): name one in the column line")
    [record] = meant
    amount = record.counting_tiyn if row.amount_tiyn is None else row.amount_tiyn
    if not 0 < amount <= record.counting_tiyn:
        stands = Money(record.counting_tiyn).format_tenge()
        raise _Fault(f"found {Money(amount).format_tenge()} tenge, but {stands} stand and count")
    return IllegalAmount(
        person_key=record.person_key,
        order_number=record.order_number,
        line_number=record.line_number,
        amount_tiyn=amount,
    )


def _meant(records: Sequence[PersonalRecord], row: IllegalRow) -> Iterator[PersonalRecord]:
    for record in records:
        if (
            record.kind is RecordKind.CONTRIBUTION
            and record.standing_tiyn
            and record.reference == row.reference
            and row.month.to_number() in record.months
            and row.line_number in (None, record.line_number)
        ):
            yield record
