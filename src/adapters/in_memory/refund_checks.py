"""Checks on refunds. Each yields per thing what is wrong with it, or None."""

from collections.abc import Iterator

from esep.adapters.in_memory.tables import Tables
from esep.domain.model.ledger import PARTICIPANT_ACCOUNTS, Account, PersonEntry
from esep.domain.model.outcome import LineOutcome
from esep.domain.model.refund import BOOKED, Refund, RefundEvent, RefundState, states_follow
from esep.domain.rules.refund_rules import is_second_person

FROM_FUND = (Account.BANK, Account.FUND_SETTLEMENT)
DISPATCH = (Account.RETURNS_PAYABLE, Account.BANK)


def refunds_balance(tables: Tables) -> Iterator[str | None]:
    """Invariant `refunds-balance`."""
    entries: dict[int, list[PersonEntry]] = {}
    for entry in tables.person_entries.rows.values():
        if entry.refund_number is not None:
            entries.setdefault(entry.refund_number, []).append(entry)
    for number, refund in tables.refunds.rows.items():
        events = tables.refund_events.of(number)
        fault = "; ".join(_faults(tables, refund, events, entries.pop(number, [])))
        yield f"refund {number}: {fault}" if fault else None
    for number in entries:
        yield f"refund {number}: has entries and is not recorded"
    yield from _money_for_nothing(tables)


def _faults(tables: Tables, refund: Refund, events: list[RefundEvent], entries: list[PersonEntry]) -> Iterator[str]:
    numbers, states = [event.event_number for event in events], [event.state for event in events]
    if not _lines_hold(tables, refund):
        yield "its lines are not its amount, or more than was credited"
    if numbers != list(range(1, len(events) + 1)) or not states_follow(states):
        yield "its states do not follow one another"
        return
    approvals = [event for event in events if event.state is RefundState.APPROVED]
    if not all(is_second_person(event.actor.identity, events) for event in approvals):
        yield "approved by who prepared it"
    if not _is_booked_once(tables, refund, events, entries):
        yield "its entries are not those of its lines and state"
    if not _is_from_fund(tables, refund, events):
        yield "its money from the Fund is not entered as the transfer demands"
    if (states[-1] is RefundState.DISPATCHED) is not _is_sent(tables, refund):
        yield "its dispatch is not that of its state and amount"


def _lines_hold(tables: Tables, refund: Refund) -> bool:
    if sum(line.amount_tiyn for line in refund.lines) != refund.amount_tiyn:
        return False
    decisions = tables.decisions.of(refund.order_number)
    for line in refund.lines:
        outcomes = decisions[-1].lines.outcomes if decisions else ()
        is_credited = 0 < line.line_number <= len(outcomes) and outcomes[line.line_number - 1] is LineOutcome.CREDITED
        if line.order_number != refund.order_number or not is_credited:
            return False
        if _asked(tables, line.order_number, line.line_number) > decisions[-1].lines.amounts_tiyn[line.line_number - 1]:
            return False
    return True


def _asked(tables: Tables, order_number: int, line_number: int) -> int:
    """What applications that were not refused ask of a line together."""
    return sum(
        line.amount_tiyn
        for number, line in tables.lines_of_refunds()
        if (line.order_number, line.line_number) == (order_number, line_number)
        and all(event.state is not RefundState.REFUSED for event in tables.refund_events.of(number))
    )


def _is_booked_once(tables: Tables, refund: Refund, events: list[RefundEvent], entries: list[PersonEntry]) -> bool:
    if events[-1].state not in BOOKED:
        return not entries
    [booked_at] = [event.recorded_at for event in events if event.state is RefundState.MONEY_RECEIVED]
    lines = {line.line_number: line for line in refund.lines}
    return sorted(entry.line_number for entry in entries) == sorted(lines) and all(
        entry.debit in PARTICIPANT_ACCOUNTS
        and entry.credit is Account.RETURNS_PAYABLE
        and (entry.order_number, entry.recorded_at) == (refund.order_number, booked_at)
        and entry.amount_tiyn == lines[entry.line_number].amount_tiyn
        and entry.person_key in {lines[entry.line_number].person_key, *_corrected_to(tables, entry)}
        for entry in entries
    )


def _corrected_to(tables: Tables, entry: PersonEntry) -> set[int]:
    return {
        one.person_to
        for one in tables.corrections.rows.values()
        if (one.order_number, one.line_number) == (entry.order_number, entry.line_number)
    }


def _is_from_fund(tables: Tables, refund: Refund, events: list[RefundEvent]) -> bool:
    """Whether the money came from the Fund exactly where it had gone there."""
    booked = [event.recorded_at for event in events if event.state is RefundState.MONEY_RECEIVED]
    carried = tables.transfer_orders.rows.get(refund.order_number)
    transfer = tables.transfers.rows.get(carried.transfer_number) if carried else None
    if not booked or (transfer is not None and transfer.prepared_at == booked[0]):
        return True  # recorded at one instant, either may have been first
    came = any(
        (entry.debit, entry.credit) == FROM_FUND
        and (entry.amount_tiyn, entry.recorded_at) == (refund.amount_tiyn, booked[0])
        for entry in tables.entries.of(refund.order_number)
    )
    return came is (transfer is not None and transfer.prepared_at < booked[0])


def _is_sent(tables: Tables, refund: Refund) -> bool:
    dispatch = tables.refund_dispatches.rows.get(refund.refund_number)
    if dispatch is None or dispatch.order_number != refund.order_number:
        return False
    entry = tables.entries.rows.get((dispatch.order_number, dispatch.entry_number))
    return entry is not None and (entry.debit, entry.credit, entry.amount_tiyn) == (*DISPATCH, refund.amount_tiyn)


def _money_for_nothing(tables: Tables) -> Iterator[str]:
    """Entries of money from the Fund that belong to no refund."""
    known = {
        (refund.order_number, refund.amount_tiyn, event.recorded_at)
        for number, refund in tables.refunds.rows.items()
        for event in tables.refund_events.of(number)
        if event.state is RefundState.MONEY_RECEIVED
    }
    for entry in tables.entries.rows.values():
        is_known = (entry.order_number, entry.amount_tiyn, entry.recorded_at) in known
        if (entry.debit, entry.credit) == FROM_FUND and not is_known:
            yield f"entry {entry.entry_number} of order {entry.order_number}: money from the Fund for no refund"
