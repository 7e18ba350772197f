"""Entries of lines on participants' accounts, in memory."""

from collections.abc import Iterable

from esep.adapters.in_memory.tables import Tables
from esep.domain.model.ledger import PARTICIPANT_ACCOUNTS, Account, PersonEntry


def add_entries(tables: Tables, entries: Iterable[PersonEntry]) -> None:
    """Record entries; raises Conflict where a line has one of that number on that account already."""
    for entry in entries:
        key = (entry.person_key, entry.order_number, entry.line_number, entry.entry_number)
        tables.person_entries.add(key, entry)


def entries_of_order(tables: Tables, order_number: int) -> list[PersonEntry]:
    """Every entry of an order's lines."""
    return [entry for entry in tables.person_entries.rows.values() if entry.order_number == order_number]


def account_of(entry: PersonEntry) -> Account:
    """The participant's account that an entry brings money to or takes it from."""
    return entry.credit if entry.credit in PARTICIPANT_ACCOUNTS else entry.debit


def is_of_decision(entry: PersonEntry) -> bool:
    """Whether an order's decision made it, not a correction or a refund."""
    return entry.correction_number is None and entry.refund_number is None
