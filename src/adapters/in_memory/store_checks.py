"""Checks over the whole store. Each yields per thing what is wrong with it, or None."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from esep.adapters.in_memory.tables import OrderAndPlace, Tables
from esep.domain.model.decision import RecordedOrder
from esep.domain.model.ledger import ASSETS, Account
from esep.domain.model.order_identity import order_number

ATTEMPTS = range(4)  # more are not to be expected in the life of a store


def entries_have_orders(tables: Tables) -> Iterator[str | None]:
    """Invariant `entries-have-orders`."""
    things: dict[str, Iterable[OrderAndPlace]] = {
        # The findings and lines of a decision stand in its row.
        "decision": tables.decisions.rows,
        "entry": ((key[0], entry.decision_number) for key, entry in tables.entries.rows.items()),
        "entry of a person": (
            (entry.order_number, entry.decision_number) for entry in tables.person_entries.rows.values()
        ),
        "return": tables.return_orders.rows,
        "returned line": ((key[0], line.decision_number) for key, line in tables.return_lines.rows.items()),
        "dispatch": tables.dispatches.rows,
    }
    for thing, keys in things.items():
        for key in keys:
            if key[0] not in tables.orders:
                yield f"order {key[0]}: has a {thing} and is not recorded"
            elif key not in tables.decisions:
                yield f"{tables.orders.rows[key[0]].key}: has a {thing} of a decision that is not recorded"
            else:
                yield None


def messages_intact(tables: Tables) -> Iterator[str | None]:
    """Invariant `messages-intact`."""
    orders = Counter(order.message.sha256 for order in tables.orders.rows.values())
    for sha256, content in tables.messages.rows.items():
        if hashlib.sha256(content).digest() != sha256:
            yield f"message {sha256.hex()}: its bytes are not those that came"
        elif orders[sha256] > 1:
            yield f"message {sha256.hex()}: stands for {orders[sha256]} orders"
        elif not orders[sha256] and sha256 not in tables.quarantined and sha256 not in tables.returned_orders:
            yield f"message {sha256.hex()}: no order and no quarantined message is recorded for it"
        else:
            yield None
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
    for number in tables.register_people.rows.keys() - tables.register_versions.rows.keys():
        yield f"snapshot {number} of the register: holds people and is not recorded"


def books_balance(tables: Tables) -> Iterator[str | None]:
    """Invariant `books-balance`."""
    balances: Counter[Account] = Counter()
    for entry in tables.entries.rows.values():
        balances[entry.debit] -= entry.amount_tiyn
        balances[entry.credit] += entry.amount_tiyn
    for person_entry in tables.person_entries.rows.values():
        balances[person_entry.debit] -= person_entry.amount_tiyn
        balances[person_entry.credit] += person_entry.amount_tiyn
    for benefit_entry in tables.benefit_entries.rows.values():
        balances[Account(benefit_entry.debit)] -= benefit_entry.amount_tiyn
        balances[Account(benefit_entry.credit)] += benefit_entry.amount_tiyn
    others = [account for account in Account if account not in ASSETS]
    bank, fund = -balances[Account.BANK], -balances[Account.FUND_SETTLEMENT]
    decided = -balances[Account.SOCIAL_PAYMENTS_DECIDED]
    elsewhere = sum(balances[account] for account in others)
    is_balanced = bank >= 0 and bank + fund + decided == elsewhere
    yield None if is_balanced else f"bank and Fund hold {bank} and {fund} tiyn, all other accounts {elsewhere}"
    yield None if fund >= 0 else f"fund settlement holds {fund} tiyn, less than nothing"
    yield None if decided >= 0 else f"social payments decided hold {decided} tiyn, less than nothing"
    for account in others:
        name, balance = account.name.lower().replace("_", " "), balances[account]
        yield None if balance >= 0 else f"{name} holds {balance} tiyn, less than nothing"


def _possible_numbers(order: RecordedOrder) -> set[int]:
    return {
        order_number(order.key, content_sha256=content, attempt=attempt)
        for attempt in ATTEMPTS
        for content in (b"", order.content_sha256)
    }
