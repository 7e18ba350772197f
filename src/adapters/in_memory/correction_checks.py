"""Checks on lines after corrections and refunds. Each yields per thing what is wrong with it, or None."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from esep.adapters.in_memory.person_entries import account_of, is_of_decision
from esep.adapters.in_memory.tables import OrderAndPlace, Tables
from esep.domain.model.correction import Correction
from esep.domain.model.ledger import PARTICIPANT_ACCOUNTS, Account, PersonEntry
from esep.domain.model.outcome import LineOutcome

Stood = tuple[int | None, int | None]  # person and month


def lines_add_up(tables: Tables) -> Iterator[str | None]:
    """Invariant `lines-add-up`."""
    by_line: defaultdict[OrderAndPlace, list[PersonEntry]] = defaultdict(list)
    for entry in tables.person_entries.rows.values():
        by_line[entry.order_number, entry.line_number].append(entry)
        if not _may_move(entry):
            moved = f"{entry.debit.name} to {entry.credit.name}"
            yield f"order {entry.order_number} line {entry.line_number}: an entry moves {moved}"
    for line, entries in by_line.items():
        if not all(map(is_of_decision, entries)):
            fault = _fault(_brought(tables, line), entries)
            yield f"order {line[0]} line {line[1]}: {fault}" if fault else None


def corrections_balance(tables: Tables) -> Iterator[str | None]:
    """Invariant `corrections-balance`."""
    entries: defaultdict[int, list[PersonEntry]] = defaultdict(list)
    for entry in tables.person_entries.rows.values():
        if entry.correction_number is not None:
            entries[entry.correction_number].append(entry)
    stood: dict[OrderAndPlace, Stood] = {}
    for number, correction in tables.corrections.rows.items():
        line = (correction.order_number, correction.line_number)
        before = stood.get(line, _written(tables, line))
        stood[line] = (correction.person_to, correction.month_to)
        is_right = (
            _moves(entries.pop(number, [])) == _expected(correction)
            and before == (correction.person_from, correction.month_from)
            and _brought(tables, line) == correction.amount_tiyn
        )
        yield None if is_right else f"correction {number}: its entries are not what it says"
    for number in entries:
        yield f"correction {number}: entries name it, and it is not recorded"


def illegal_amounts_stand(tables: Tables) -> Iterator[str | None]:
    """Invariant `illegal-amounts-stand`."""
    sums: Counter[tuple[int, int, int]] = Counter()
    for one in tables.illegal_lists.rows.values():
        for amount in one.amounts:
            sums[amount.person_key, amount.order_number, amount.line_number] += amount.amount_tiyn
    for (person, order, line), tiyn in sums.items():
        brought = max(
            (
                entry.amount_tiyn
                for entry in tables.person_entries.of(person)
                if (entry.order_number, entry.line_number) == (order, line) and entry.credit in PARTICIPANT_ACCOUNTS
            ),
            default=0,
        )
        yield None if tiyn <= brought else f"order {order} line {line}: recognised {tiyn} tiyn, brought {brought}"


def _may_move(entry: PersonEntry) -> bool:
    is_in = entry.debit is Account.UNALLOCATED and entry.credit in PARTICIPANT_ACCOUNTS
    if is_of_decision(entry):
        return is_in
    if entry.refund_number is not None:
        return entry.debit in PARTICIPANT_ACCOUNTS and entry.credit is Account.RETURNS_PAYABLE
    return is_in or (entry.debit in PARTICIPANT_ACCOUNTS and entry.credit is Account.UNALLOCATED)


def _fault(brought: int, entries: Sequence[PersonEntry]) -> str:
    stands: Counter[int] = Counter()
    for entry in entries:
        stands[entry.person_key] += entry.amount_tiyn if entry.credit in PARTICIPANT_ACCOUNTS else -entry.amount_tiyn
    refunded = sum(entry.amount_tiyn for entry in entries if entry.credit is Account.RETURNS_PAYABLE)
    if sum(stands.values()) + refunded != brought or min(stands.values()) < 0:
        return f"brought {brought} tiyn, stands {sum(stands.values())}, refunded {refunded}"
    if sorted(entry.entry_number for entry in entries) != list(range(1, len(entries) + 1)):
        return "its entries are not numbered one after another"
    return "" if len(set(map(account_of, entries))) == 1 else "its entries are on accounts of both kinds"


def _brought(tables: Tables, line: OrderAndPlace) -> int:
    """What the line brought; nothing where the last decision did not credit it."""
    decisions = tables.decisions.of(line[0])
    lines = decisions[-1].lines if decisions else None
    if lines is None or not 0 < line[1] <= len(lines.outcomes):
        return 0
    return lines.amounts_tiyn[line[1] - 1] if lines.outcomes[line[1] - 1] is LineOutcome.CREDITED else 0


def _written(tables: Tables, line: OrderAndPlace) -> Stood:
    decisions = tables.decisions.of(line[0])
    lines = decisions[-1].lines if decisions else None
    if lines is None or not 0 < line[1] <= len(lines.outcomes):
        return (None, None)
    return (lines.numbers[line[1] - 1], lines.months[line[1] - 1])


def _moves(entries: Sequence[PersonEntry]) -> list[tuple[object, ...]]:
    return [
        (
            one.order_number,
            one.line_number,
            one.person_key,
            one.month,
            one.credit is Account.UNALLOCATED,
            one.amount_tiyn,
        )
        for one in sorted(entries, key=lambda one: one.entry_number)
    ]


def _expected(one: Correction) -> list[tuple[object, ...]]:
    line = (one.order_number, one.line_number)
    return [
        (*line, one.person_from, one.month_from, True, one.amount_tiyn),
        (*line, one.person_to, one.month_to, False, one.amount_tiyn),
    ]
