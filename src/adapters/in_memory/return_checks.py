"""Checks on returns and their dispatch. Each yields per thing what is wrong with it, or None."""

import hashlib
from collections import Counter
from collections.abc import Iterator

from esep.adapters.in_memory.tables import Dispatch, OrderAndPlace, RefundDispatch, ReturnLine, Tables
from esep.domain.model.decision import Action, ReturnOrder
from esep.domain.model.ledger import Account, Entry
from esep.domain.model.outgoing_file import DispatchedFile

DISPATCH = (Account.RETURNS_PAYABLE, Account.BANK)


def returns_within_lines(tables: Tables) -> Iterator[str | None]:
    """Invariant `returns-within-lines`."""
    sums: Counter[OrderAndPlace] = Counter()
    for (order_number, _), line in tables.return_lines.rows.items():
        sums[order_number, line.decision_number] += line.amount_tiyn
    for key, returned in tables.return_orders.rows.items():
        fault = _fault_of_return(tables, key, returned, sums.pop(key, 0))
        yield f"{_name(tables, key[0])} decision {key[1]}: {fault}" if fault else None
    for key, decision in tables.decisions.rows.items():
        if decision.returned.tiyn and key not in tables.return_orders and decision.action is not Action.TAKE_OVER:
            fault = f"decided to return {decision.returned.tiyn} tiyn, no return is recorded"
            yield f"{_name(tables, key[0])} decision {key[1]}: {fault}"
    credited = {(entry.order_number, entry.line_number) for entry in tables.person_entries.rows.values()}
    for line_key, line in tables.return_lines.rows.items():
        fault = _fault_of_line(tables, line_key, line, is_credited=line_key in credited)
        yield f"{_name(tables, line_key[0])} line {line_key[1]}: {fault}" if fault else None


def dispatches_balance(tables: Tables) -> Iterator[str | None]:
    """Invariant `dispatches-balance`."""
    entries = {key: entry for key, entry in tables.entries.rows.items() if (entry.debit, entry.credit) == DISPATCH}
    carried: dict[str, list[int]] = {}
    for key, dispatch in tables.dispatches.rows.items():
        returned = tables.return_orders.rows.get(key)
        amount = returned.amount_tiyn if returned else 0
        carried.setdefault(dispatch.file_name, []).append(amount)
        entry = entries.pop((key[0], dispatch.entry_number), None)
        fault = _fault_of_dispatch(tables, dispatch, entry, decision_number=key[1], amount=amount)
        yield f"{_name(tables, key[0])} decision {key[1]}: {fault}" if fault else None
    for number, sent in tables.refund_dispatches.rows.items():
        refund = tables.refunds.rows.get(number)
        amount = refund.amount_tiyn if refund and refund.order_number == sent.order_number else 0
        carried.setdefault(sent.file_name, []).append(amount)
        entry = entries.pop((sent.order_number, sent.entry_number), None)
        # A refund is booked by the decision that credited its lines: the order's last one.
        last = tables.decisions.count_of(sent.order_number)
        fault = _fault_of_dispatch(tables, sent, entry, decision_number=last, amount=amount)
        yield f"refund {number}: {fault}" if fault else None
    for number, transfer_dispatch in tables.transfer_dispatches.rows.items():
        transfer = tables.transfers.rows.get(number)
        carried.setdefault(transfer_dispatch.file_name, []).append(transfer.amount_tiyn if transfer else 0)
        if transfer_dispatch.file_name not in tables.files:
            yield f"transfer {number}: its file {transfer_dispatch.file_name} is not recorded"
    for file_name, message in tables.benefit_messages.rows.values():
        carried.setdefault(file_name, []).append(message.total_tiyn)
    for file in tables.files.rows.values():
        fault = _fault_of_file(file, carried.get(file.file_name, []))
        yield f"{file.file_name}: {fault}" if fault else None
    for order_number, entry_number in (key for key, entry in entries.items() if not _is_taken_over(tables, entry)):
        yield f"{_name(tables, order_number)} entry {entry_number}: takes money to the payer without a dispatch"


def _is_taken_over(tables: Tables, entry: Entry) -> bool:
    decision = tables.decisions.rows.get((entry.order_number, entry.decision_number))
    return decision is not None and decision.action is Action.TAKE_OVER


def _name(tables: Tables, order_number: int) -> str:
    order = tables.orders.rows.get(order_number)
    return str(order.key) if order else f"order {order_number}"


def _fault_of_return(tables: Tables, key: OrderAndPlace, returned: ReturnOrder, of_lines: int) -> str:
    order = tables.orders.rows.get(key[0])
    expected = 0 if returned.is_one_amount else returned.amount_tiyn
    if of_lines != expected:
        return f"its lines add up to {of_lines} tiyn, expected {expected}"
    if order is None or returned.amount_tiyn > order.order.total.tiyn:
        return f"returns {returned.amount_tiyn} tiyn, more than the order brought"
    decision = tables.decisions.rows.get(key)
    if decision is None or decision.returned.tiyn != returned.amount_tiyn:
        return f"returns {returned.amount_tiyn} tiyn, decided {decision.returned.tiyn if decision else 'never'}"
    return ""


def _fault_of_line(tables: Tables, key: OrderAndPlace, line: ReturnLine, *, is_credited: bool) -> str:
    order_number, line_number = key
    decisions = tables.decisions.of(order_number)
    amounts = decisions[-1].lines.amounts_tiyn if decisions else ()
    brought = amounts[line_number - 1] if 0 < line_number <= len(amounts) else 0
    if line.amount_tiyn > brought:
        return f"returned {line.amount_tiyn} tiyn, brought {brought}"
    if (order_number, line.decision_number) not in tables.return_orders:
        return "belongs to no return"
    return "credited and returned" if is_credited else ""


def _fault_of_dispatch(
    tables: Tables, dispatch: Dispatch | RefundDispatch, entry: Entry | None, *, decision_number: int, amount: int
) -> str:
    if dispatch.file_name not in tables.files:
        return f"its file {dispatch.file_name} is not recorded"
    if entry is None:
        return f"has no entry {dispatch.entry_number} from returns payable to bank"
    if (entry.amount_tiyn, entry.decision_number) != (amount, decision_number):
        return f"sends {amount} tiyn, its entry moves {entry.amount_tiyn} for decision {entry.decision_number}"
    return ""


def _fault_of_file(file: DispatchedFile, carried: list[int]) -> str:
    if hashlib.sha256(file.content).digest() != file.sha256:
        return "its bytes are not those that were recorded"
    if (file.message_count, file.total_tiyn) != (len(carried), sum(carried)):
        said = f"{file.message_count} messages and {file.total_tiyn} tiyn"
        return f"says {said}, carries {len(carried)} and {sum(carried)}"
    return ""
