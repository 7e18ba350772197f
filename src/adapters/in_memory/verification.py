"""The checks of `esep verify` in memory."""

from collections import defaultdict
from collections.abc import Callable, Iterator

import attrs

from esep.adapters.in_memory import (
    case_checks,
    correction_checks,
    order_checks,
    payment_checks,
    refund_checks,
    return_checks,
    store_checks,
    transfer_checks,
)
from esep.adapters.in_memory.tables import Tables
from esep.domain.model.invariants import INVARIANTS
from esep.domain.model.ledger import PARTICIPANT_ACCOUNTS, Account
from esep.domain.model.stored_order import OrderHeader, StoredOrder
from esep.domain.ports.verification import Check

FAULTS_MAX = 20  # as many as the port promises to name

Audit = Callable[[Tables], Iterator[str | None]]
"""Yields once per thing looked at: what is wrong with it, or None."""

AUDITS: dict[str, Audit] = {
    "orders-balance": order_checks.orders_balance,
    "entries-follow-decisions": order_checks.entries_follow_decisions,
    "lines-have-one-outcome": order_checks.lines_have_one_outcome,
    "credited-lines-have-entries": order_checks.credited_lines_have_entries,
    "lines-add-up": correction_checks.lines_add_up,
    "corrections-balance": correction_checks.corrections_balance,
    "illegal-amounts-stand": correction_checks.illegal_amounts_stand,
    "entries-have-orders": store_checks.entries_have_orders,
    "returns-within-lines": return_checks.returns_within_lines,
    "dispatches-balance": return_checks.dispatches_balance,
    "messages-intact": store_checks.messages_intact,
    "numbers-derive-from-keys": store_checks.numbers_derive_from_keys,
    "register-complete": store_checks.register_complete,
    "transfers-balance": transfer_checks.transfers_balance,
    "refunds-balance": refund_checks.refunds_balance,
    "cases-stand": case_checks.cases_stand,
    "social-payments-balance": payment_checks.social_payments_balance,
    "books-balance": store_checks.books_balance,
}


@attrs.frozen
class InMemoryVerification:
    """`Verification` on the tables of the store."""

    _tables: Tables

    def checks(self) -> Iterator[Check]:
        """Run every check, one after another."""
        for invariant in INVARIANTS:
            results = list(AUDITS[invariant.name](self._tables))
            faults = [fault for fault in results if fault is not None]
            yield Check(
                name=invariant.name,
                checked=len(results),
                faults=tuple(faults[:FAULTS_MAX]),
                fault_count=len(faults),
            )

    def stored_orders(self) -> Iterator[StoredOrder]:
        """Every order beside its bytes and the lines of its last decision."""
        accounts: defaultdict[int, set[Account]] = defaultdict(set)
        for entry in self._tables.person_entries.rows.values():
            if entry.credit in PARTICIPANT_ACCOUNTS:
                accounts[entry.order_number].add(entry.credit)
        for number, recorded in self._tables.orders.rows.items():
            decision = self._tables.decisions.of(number)[-1]
            yield StoredOrder(
                header=OrderHeader.of(recorded.order, content_sha256=recorded.content_sha256),
                content=self._tables.messages.rows[recorded.message.sha256],
                encoding=recorded.message.encoding,
                applied_purpose_code=decision.purpose_code,
                numbers=decision.lines.numbers,
                amounts_tiyn=decision.lines.amounts_tiyn,
                months=decision.lines.months,
                credited_accounts=sorted(accounts[number], key=lambda account: account.value),
            )
