"""The page of one person's account: numbers in full."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from esep.domain.model.correction import Correction
from esep.domain.model.identification_number import masked
from esep.domain.model.month import Month
from esep.domain.model.personal_account import CorrectionNote, PersonalRecord
from esep.domain.rules.payer_months import PayerMonth
from esep.domain.use_cases.show_account import PersonalAccount
from esep.entrypoints.cli.presentation.payments import payment_shape, payments_table
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.tables import table_of
from esep.entrypoints.cli.presentation.wording import counted, tenge


def account_shape(account: PersonalAccount) -> Shape:
    """`accounts show`."""
    person, totals = account.person, account.totals
    return {
        "iin": account.iin,
        "numbers": list(account.numbers),
        "surname": person and person.surname,
        "name": person and person.name,
        "patronymic": person and person.patronymic,
        "birth_date": person and person.birth_date.isoformat(),
        "records": [_record(record) for record in account.records],
        "payer_months": [_payer_month(month) for month in account.payer_months],
        "social_payments": [payment_shape(payment) for payment in account.social_payments],
        "totals": {
            "contributions_tiyn": totals.contributions_tiyn,
            "penalties_tiyn": totals.penalties_tiyn,
            "returned_tiyn": totals.returned_tiyn,
            "months": totals.months,
        },
    }


def _record(record: PersonalRecord) -> Shape:
    return {
        "period": record.period,
        "kind": record.kind.value,
        "status": record.status.value,
        "amount_tiyn": record.amount_tiyn,
        "received_on": record.received_on.isoformat(),
        "recorded_at": record.recorded_at.isoformat(),
        "dispatched_on": record.dispatched_on.isoformat() if record.dispatched_on else None,
        "document_number": record.document_number,
        "document_date": record.document_date.isoformat(),
        "reference": record.reference,
        "line": record.line_number,
        "purpose_code": record.purpose_code,
        "sender": {"id": record.sender_id, "name": record.sender_name},
        "actual_payer": (
            {"id": record.actual_payer_id, "name": record.actual_payer_name} if record.actual_payer_id else None
        ),
        "recipient_name": record.recipient_name,
        "order_total_tiyn": record.order_total_tiyn,
        "order_lines": record.order_line_count,
        "iin": f"{record.person_key:012}",
        "returned_tiyn": record.returned_tiyn,
        "refund": None if record.refund_number is None else f"RF-{record.refund_number:06}",
        "days_late": record.days_late,
        "reversed_by": _note(record.reversed_by),
        "corrected_from": _note(record.corrected_from),
        "illegal": [
            {
                "amount_tiyn": note.amount_tiyn,
                "act_number": note.act_number,
                "act_date": note.act_date.isoformat(),
                "recorded_at": note.recorded_at.isoformat(),
            }
            for note in record.illegal
        ],
    }


def _note(note: CorrectionNote | None) -> Shape | None:
    if note is None:
        return None
    return {
        "correction": note.correction_number,
        "reason": note.reason,
        "document_number": note.document_number,
        "document_date": note.document_date.isoformat(),
        "recorded_at": note.recorded_at.isoformat(),
    }


def _payer_month(month: PayerMonth) -> Shape:
    return {
        "payer": {"id": month.payer_id, "name": month.payer_name},
        "period": str(month.month),
        "credited_tiyn": month.credited_tiyn,
        "minimum_tiyn": month.minimum_tiyn,
        "maximum_tiyn": month.maximum_tiyn,
        "excess_tiyn": month.excess_tiyn,
        "shortfall_tiyn": month.shortfall_tiyn,
    }


def account_table(account: PersonalAccount) -> RenderableType:
    """`accounts show` for people."""
    return Group(*_parts(account))


def _parts(account: PersonalAccount) -> Iterator[RenderableType]:
    person, totals = account.person, account.totals
    if person is None:
        yield Text(f"{account.iin}   not in the register's snapshot", style="bold")
    else:
        names = " ".join(filter(None, (person.surname, person.name, person.patronymic)))
        yield Text(f"{account.iin}   {names}   born {person.birth_date}", style="bold")
    if len(account.numbers) > 1:
        yield Text(f"one person under the numbers {', '.join(account.numbers)}; the first one stands")
    yield _records(account.records) if account.records else Text("nothing recorded")
    yield from _bounds(account.payer_months)
    if account.social_payments:
        yield Text("social payments", style="bold")
        yield payments_table(account.social_payments)
    yield Text(
        f"contributions {tenge(totals.contributions_tiyn)} for {counted(totals.months, 'month', 'months')}, "
        f"penalties {tenge(totals.penalties_tiyn)}, returned {tenge(totals.returned_tiyn)} tenge"
    )


def _records(records: Sequence[PersonalRecord]) -> RenderableType:
    """A column that would be empty is left out."""
    remarks = ["; ".join(_remarks(record)) for record in records]
    columns = ["period", "kind", "tenge", "status", "received"]
    has_dispatched, has_remarks = any(record.dispatched_on for record in records), any(remarks)
    columns += ["sent on"] * has_dispatched + ["document and payer"] + ["remarks"] * has_remarks
    table = table_of(*columns, amounts=["tenge"])
    for column in table.columns[: -1 - has_remarks]:
        column.no_wrap = True
    for record, remark in zip(records, remarks, strict=True):
        cells = [record.period, record.kind.value, tenge(record.amount_tiyn), record.status.value]
        cells += [str(record.received_on)] + [str(record.dispatched_on or "")] * has_dispatched
        cells += [_origin(record)] + [remark] * has_remarks
        table.add_row(*cells)
    return table


def _origin(record: PersonalRecord) -> str:
    return (
        f"№ {record.document_number} of {record.document_date}, {record.reference}\n"
        f"{record.payer_name}, {record.payer_id}"
    )


def _remarks(record: PersonalRecord) -> Iterator[str]:
    """What else is to be known of a record."""
    if record.days_late:
        yield f"{counted(record.days_late, 'day', 'days')} late"
    if record.returned_tiyn:
        yield f"{tenge(record.returned_tiyn)} went back"
    if record.refund_number is not None:
        yield f"refund RF-{record.refund_number:06}"
    if record.reversed_by:
        yield _because("reversed", record.reversed_by)
    if record.corrected_from:
        yield _because("corrected", record.corrected_from)
    for note in record.illegal:
        yield f"{tenge(note.amount_tiyn)} illegal, act {note.act_number} of {note.act_date}"


def _because(what: str, note: CorrectionNote) -> str:
    return f"{what}: {note.reason}, document {note.document_number} of {note.document_date}"


def _bounds(months: Iterable[PayerMonth]) -> Iterator[RenderableType]:
    for month in months:
        who = f"{month.month} {month.payer_name}, {month.payer_id}: {tenge(month.credited_tiyn)} in all"
        if month.excess_tiyn and month.maximum_tiyn is not None:
            yield Text(f"{who}, {tenge(month.excess_tiyn)} over the maximum of {tenge(month.maximum_tiyn)}")
        if month.shortfall_tiyn and month.minimum_tiyn is not None:
            yield Text(f"{who}, {tenge(month.shortfall_tiyn)} under the minimum of {tenge(month.minimum_tiyn)}")


def correction_shape(correction: Correction, reference: str) -> Shape:
    """`accounts correct`: an operator's page, numbers masked."""
    return {
        "correction": correction.correction_number,
        "reference": reference,
        "line": correction.line_number,
        "amount_tiyn": correction.amount_tiyn,
        "from": _place(correction.person_from, correction.month_from),
        "to": _place(correction.person_to, correction.month_to),
        "reason": correction.reason,
        "document_number": correction.document_number,
        "document_date": correction.document_date.isoformat(),
        "recorded_at": correction.recorded_at.isoformat(),
        "due_on": correction.due_on.isoformat(),
        "actor": correction.actor.identity,
    }


def _place(person: int, month: int) -> Shape:
    return {"iin": masked(f"{person:012}"), "period": str(Month.from_number(month))}
