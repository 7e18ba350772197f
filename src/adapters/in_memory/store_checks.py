"""Checks over the whole store. Each yields per thing what is wrong with it, or None."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from esep.adapters.in_memory.tables import Tables
from esep.domain.model.decision import RecordedOrder
from esep.domain.model.ledger import Account
from esep.domain.model.order_identity import order_number

ATTEMPTS = range(4)  # more are not to be expected in the life of a store


def entries_have_orders(tables: Tables) -> Iterator[str | None]:
    """Invariant `entries-have-orders`."""
    things: dict[str, Iterable[int]] = {
        # The findings of a decision stand in its row.
        "decision": (key[0] for key in tables.decisions.rows),
        "entry": (key[0] for key in tables.entries.rows),
        "entry of a person": (entry.order_number for entry in tables.person_entries.rows.values()),
        "return": (key[0] for key in tables.return_orders.rows),
        "returned line": (key[0] for key in tables.return_lines.rows),
        "dispatch": (key[0] for key in tables.dispatches.rows),
    }
    for thing, numbers in things.items():
        for number in numbers:
            yield None if number in tables.orders else f"order {number}: has a {thing} and is not recorded"


def messages_intact(tables: Tables) -> Iterator[str | None]:
    """Invariant `messages-intact`."""
    for sha256, content in tables.messages.rows.items():
        is_intact = hashlib.sha256(content).digest() == sha256
        yield None if is_intact else f"message {sha256.hex()}: its bytes are not those that came"
    for order in tables.orders.rows.values():
        yield None if order.message.sha256 in tables.messages else f"{order.key}: has no message"
    for sha256 in tables.quarantined.rows:
        yield None if sha256 in tables.messages else f"quarantined {sha256.hex()}: has no message"


def numbers_derive_from_keys(tables: Tables) -> Iterator[str | None]:
    """Invariant `numbers-derive-from-keys`."""
    for number, order in tables.orders.rows.items():
        yield None if number in _possible_numbers(order) else f"{order.key}: its number {number} is not of this key"


def register_complete(tables: Tables) -> Iterator[str | None]:
    """Invariant `register-complete`."""
    for number, version in tables.register_versions.rows.items():
        held, said = len(tables.register_people.rows.get(number, ())), version.people_count
        yield None if held == said else f"snapshot {number} of the register: says {said} people, holds {held}"


def books_balance(tables: Tables) -> Iterator[str | None]:
    """Invariant `books-balance`."""
    balances: Counter[Account] = Counter()
    for entry in tables.entries.rows.values():
        balances[entry.debit] -= entry.amount_tiyn
        balances[entry.credit] += entry.amount_tiyn
    for person_entry in tables.person_entries.rows.values():
        balances[Account.UNALLOCATED] -= person_entry.amount_tiyn
        balances[person_entry.account] += person_entry.amount_tiyn
    others = [account for account in Account if account is not Account.BANK]
    bank, elsewhere = -balances[Account.BANK], sum(balances[account] for account in others)
    yield None if 0 <= bank == elsewhere else f"bank holds {bank} tiyn, all other accounts {elsewhere}"
    for account in others:
        name, balance = account.name.lower().replace("_", " "), balances[account]
        yield None if balance >= 0 else f"{name} holds {balance} tiyn, less than nothing"


def _possible_numbers(order: RecordedOrder) -> set[int]:
    return {
        order_number(order.key, content_sha256=content, attempt=attempt)
        for attempt in ATTEMPTS
        for content in (b"", order.content_sha256)
    }
