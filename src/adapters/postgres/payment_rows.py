"""Rows of social payments in COPY's text format, and keys as they are read."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

import psycopg

from esep.adapters.postgres.copying import copy_lines
from esep.domain.model.benefit_payment import BenefitEntry, BenefitPayment, PaymentKey, SentPayment
from esep.domain.model.month import Month

KEY = ("person_key", "case_number", "month", "part", "event_number")
PAYMENT = (
    *KEY, "payee_key", "gross_tiyn", "withheld_tiyn", "recovered_tiyn", "known_event", "run_number", "due_on",
)  # fmt: skip
ENTRY = (*KEY, "entry_number", "debit", "credit", "amount_tiyn", "recorded_at", "overpayment_number")
DISPATCH = (*KEY, "attempt", "message_number", "line_number", "amount_tiyn", "pension_message")
MONTH_NUMBER = "(extract(year from {0}) * 12 + extract(month from {0}) - 1)::int"
"""As `Month.to_number` counts them."""
ASKED = """
    {0}.person_key = any(%(persons)s::bigint[]) and {0}.case_number = any(%(cases)s::bigint[])
    and {0}.month = any(%(months)s::date[])
    and ({0}.person_key, {0}.case_number, {0}.month, {0}.part, {0}.event_number) in (
        select k.* from unnest(%(persons)s::bigint[], %(cases)s::bigint[], %(months)s::date[], %(parts)s::smallint[],
                               %(events)s::smallint[]) k)
"""
"""Whether a row belongs to one of the payments of `key_columns`.

The first conditions say less than the last one, but where many tables are joined only they are asked before the rest
is looked up.
"""


@lru_cache(maxsize=4096)
def first_day(month: int) -> str:
    """The first day of a month by its number, ISO."""
    return Month.from_number(month).first_day.isoformat()


def copy_payments(connection: psycopg.Connection, payments: Iterable[BenefitPayment]) -> None:
    """Write payments."""
    rows = [
        f"{_key(one.key)}\t{one.payee_key}\t{one.gross_tiyn}\t{one.withheld_tiyn}\t{one.recovered_tiyn}\t"
        f"{one.known_event}\t{one.run_number}\t{one.due_on}\n"
        for one in payments
    ]
    copy_lines(connection, "benefit_payment", PAYMENT, [rows])


def copy_entries(connection: psycopg.Connection, entries: Iterable[BenefitEntry]) -> None:
    """Write entries."""
    rows = [
        f"{_key(one.key)}\t{one.entry_number}\t{one.debit}\t{one.credit}\t{one.amount_tiyn}\t{one.recorded_at}\t"
        f"{_nullable(one.overpayment_number)}\n"
        for one in entries
    ]
    copy_lines(connection, "benefit_entry", ENTRY, [rows])


def copy_dispatches(connection: psycopg.Connection, sent: Iterable[SentPayment]) -> None:
    """Write dispatches."""
    rows = [
        f"{_key(one.key)}\t{one.attempt}\t{_nullable(one.message_number)}\t{one.line_number}\t{one.amount_tiyn}\t"
        f"{_nullable(one.pension_message)}\n"
        for one in sent
    ]
    copy_lines(connection, "benefit_dispatch", DISPATCH, [rows])


def key_row(key: PaymentKey) -> tuple[object, ...]:
    """The columns of a key."""
    return (key.person_key, key.case_number, first_day(key.month), key.part, key.event_number)


def key_columns(keys: Collection[PaymentKey]) -> dict[str, object]:
    """Keys as the columns that a statement asks for."""
    return {
        "persons": [key.person_key for key in keys],
        "cases": [key.case_number for key in keys],
        "months": [first_day(key.month) for key in keys],
        "parts": [key.part for key in keys],
        "events": [key.event_number for key in keys],
    }


def key_of(row: dict[str, Any]) -> PaymentKey:
    """The key of a row, taken out of it; its month is a date."""
    person_key, case_number, month, part, event_number = (row.pop(column) for column in KEY)
    return PaymentKey(person_key, case_number, Month.of(month).to_number(), part, event_number)


def _key(key: PaymentKey) -> str:
    return f"{key.person_key}\t{key.case_number}\t{first_day(key.month)}\t{key.part}\t{key.event_number}"


def _nullable(number: int | None) -> str:
    return "\\N" if number is None else str(number)
