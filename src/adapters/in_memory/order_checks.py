"""Checks on orders, their last decisions, lines and entries. Each yields per thing what is wrong with it, or None."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from esep.adapters.in_memory.person_entries import is_of_decision
from esep.adapters.in_memory.tables import Tables
from esep.domain.model.decision import DecidedLines, Decision, RecordedOrder
from esep.domain.model.ledger import PARTICIPANT_ACCOUNTS, Account, Entry, PersonEntry, person_key
from esep.domain.model.money import Money
from esep.domain.model.outcome import LineOutcome, Outcome, Part

RECEIPT = (Account.BANK, Account.UNALLOCATED)
RETURN = (Account.UNALLOCATED, Account.RETURNS_PAYABLE)
MOVES = (
    RECEIPT,
    RETURN,
    (Account.RETURNS_PAYABLE, Account.BANK),
    (Account.FUND_SETTLEMENT, Account.BANK),
    (Account.BANK, Account.FUND_SETTLEMENT),
)


def orders_balance(tables: Tables) -> Iterator[str | None]:
    """Invariant `orders-balance`."""
    for order in tables.orders.rows.values():
        decisions = tables.decisions.of(order.order_number)
        total, received = order.order.total.tiyn, _received(tables.entries.of(order.order_number))
        if [decision.decision_number for decision in decisions] != list(range(1, len(decisions) + 1)) or not decisions:
            yield f"{order.key}: lacks a decision, it has {len(decisions)}"
        elif received != total or any(_outcome_of(decision, total) is not decision.outcome for decision in decisions):
            decided = [(one.outcome.value, *_tiyn(one.credited, one.returned, one.held)) for one in decisions]
            yield f"{order.key}: total {total} tiyn, decided {decided}, entries of the receipt {received}"
        else:
            yield None


def entries_follow_decisions(tables: Tables) -> Iterator[str | None]:
    """Invariant `entries-follow-decisions`."""
    of_persons: Counter[int] = Counter()
    for person_entry in tables.person_entries.rows.values():
        if is_of_decision(person_entry) and person_entry.credit in PARTICIPANT_ACCOUNTS:
            of_persons[person_entry.order_number] += person_entry.amount_tiyn
    for order, decision in _last_decisions(tables):
        entries = tables.entries.of(order.order_number)
        credited = of_persons[order.order_number]
        returned = sum(entry.amount_tiyn for entry in entries if (entry.debit, entry.credit) == RETURN)
        booked = (credited, returned, _received(entries) - credited - returned)
        decided = _tiyn(decision.credited, decision.returned, decision.held) if decision else (0, 0, 0)
        others = [entry for entry in entries if (entry.debit, entry.credit) not in MOVES]
        if booked == decided and not others:
            yield None
        else:
            yield (
                f"{order.key}: entries {booked} tiyn credited, returned, held: {decided};"
                f" {len(others)} entries between other accounts"
            )


def lines_have_one_outcome(tables: Tables) -> Iterator[str | None]:
    """Invariant `lines-have-one-outcome`."""
    for order in tables.orders.rows.values():
        decisions = tables.decisions.of(order.order_number)
        faults = [f"decision {one.decision_number}: {fault}" for one in decisions if (fault := _fault(order, one))]
        if not decisions:
            faults = ["has no decision"]
        yield f"{order.key}: {'; '.join(faults)}" if faults else None


def credited_lines_have_entries(tables: Tables) -> Iterator[str | None]:
    """Invariant `credited-lines-have-entries`."""
    found: dict[int, dict[int, list[PersonEntry]]] = defaultdict(lambda: defaultdict(list))
    for entry in tables.person_entries.rows.values():
        if is_of_decision(entry) and entry.credit in PARTICIPANT_ACCOUNTS:
            found[entry.order_number][entry.line_number].append(entry)
    for order, decision in _last_decisions(tables):
        entries = found.pop(order.order_number, {})
        credited = dict(_credited(decision.lines)) if decision else {}
        for line_number in sorted(credited.keys() | entries.keys()):
            held = [(*_moved(entry), entry.decision_number) for entry in entries.get(line_number, ())]
            decided = decision.decision_number if decision else 0
            expected = [(*credited[line_number], decided)] if line_number in credited else []
            yield None if held == expected else f"{order.key} line {line_number}: {_difference(held, expected)}"
    for order_number, entries in found.items():
        for line_number in entries:
            yield f"order {order_number} line {line_number}: {_difference(entries[line_number], [])}"


def _last_decisions(tables: Tables) -> Iterator[tuple[RecordedOrder, Decision | None]]:
    for order in tables.orders.rows.values():
        decisions = tables.decisions.of(order.order_number)
        yield order, decisions[-1] if decisions else None


def _received(entries: Iterable[Entry]) -> int:
    return sum(entry.amount_tiyn for entry in entries if (entry.debit, entry.credit) == RECEIPT)


def _tiyn(*parts: Part) -> tuple[int, ...]:
    return tuple(part.tiyn for part in parts)


def _outcome_of(decision: Decision, total_tiyn: int) -> Outcome | None:
    """What the parts make of an order; None where they are not its total."""
    parts = _tiyn(decision.credited, decision.returned, decision.held)
    if sum(parts) != total_tiyn:
        return None
    whole = (Outcome.ACCEPTED, Outcome.RETURNED, Outcome.HELD)
    for outcome, tiyn in zip(whole, parts, strict=True):
        if tiyn == total_tiyn:
            return outcome
    return Outcome.CUT if decision.held.tiyn == 0 else None


def _fault(order: RecordedOrder, decision: Decision) -> str:
    lines, line_count = decision.lines, len(order.order.participants)
    lengths = {len(lines.numbers), len(lines.amounts_tiyn), len(lines.months), len(lines.outcomes), len(lines.levels)}
    if not order.order.has_list and lengths == {1}:
        line_count = 1  # of a person who pays for themselves
    if lengths != {line_count}:
        return f"has {line_count} lines, decided {sorted(lengths)}"
    numbers = Counter(lines.outcomes)
    decided = [decision.credited.lines, decision.returned.lines, decision.held.lines]
    if [numbers[outcome] for outcome in LineOutcome] != decided:
        return f"lines by outcome {[numbers[outcome] for outcome in LineOutcome]}, by decision {decided}"
    sums, parts = _sums(lines), _tiyn(decision.credited, decision.returned, decision.held)
    if decision.outcome in {Outcome.HELD, Outcome.RETURNED}:
        # Such an order is one amount to hold or to send back: its lines say nothing of it.
        if not line_count:
            return ""
        said = [finding.found for finding in decision.findings if finding.code == "total-mismatch"]
        if said:
            brought = Money(sum(sums)).to_mt()
            return "" if said == [brought] else f"its lines bring {brought}, {said[0]} when it was decided"
    return "" if sums == parts else f"tiyn by outcome {sums}, by decision {parts}"


def _sums(lines: DecidedLines) -> tuple[int, ...]:
    """What the lines credited, returned and held bring."""
    sums = dict.fromkeys(LineOutcome, 0)
    for outcome, amount in zip(lines.outcomes, lines.amounts_tiyn, strict=True):
        sums[outcome] += amount
    return tuple(sums.values())


def _credited(lines: DecidedLines) -> Iterator[tuple[int, tuple[int | None, int, int | None]]]:
    """Line number, and person, amount and month, of every credited line."""
    columns = zip(lines.outcomes, lines.numbers, lines.amounts_tiyn, lines.months, strict=True)
    for line_number, (outcome, number, amount, month) in enumerate(columns, 1):
        if outcome is LineOutcome.CREDITED:
            yield line_number, (None if number is None else person_key(number), amount, month)


def _moved(entry: PersonEntry) -> tuple[int, int, int]:
    return entry.person_key, entry.amount_tiyn, entry.month


def _difference(held: Sequence[object], expected: Sequence[object]) -> str:
    """What is wrong, without the person."""
    if len(held) != len(expected):
        return f"has {len(held)} entries of persons, {len(expected)} expected"
    return "its entry has another person, amount, month or decision"
