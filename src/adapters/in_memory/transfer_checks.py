"""The check on transfers to the Fund. It yields per thing what is wrong with it, or None."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from esep.adapters.in_memory.tables import Tables, TransferOrder
from esep.domain.model.ledger import PARTICIPANT_ACCOUNTS, Account, Entry
from esep.domain.model.transfer import Transfer

TRANSFER = (Account.FUND_SETTLEMENT, Account.BANK)


def transfers_balance(tables: Tables) -> Iterator[str | None]:
    """Invariant `transfers-balance`."""
    carried: defaultdict[int, list[TransferOrder]] = defaultdict(list)
    for one in tables.transfer_orders.rows.values():
        carried[one.transfer_number].append(one)
    for number, transfer in tables.transfers.rows.items():
        fault = _fault_of_transfer(transfer, carried[number])
        yield f"transfer {number}: {fault}" if fault else None
    with_fund: defaultdict[int, list[Entry]] = defaultdict(list)
    for (order_number, _), entry in tables.entries.rows.items():
        if Account.FUND_SETTLEMENT in (entry.debit, entry.credit):
            with_fund[order_number].append(entry)
    on_accounts = _on_accounts(tables)
    for order_number, one in tables.transfer_orders.rows.items():
        entries = with_fund.pop(order_number, [])
        fault = _fault_of_order(tables, order_number, one, entries, on_accounts[order_number])
        yield f"{_name(tables, order_number)}: {fault}" if fault else None
    for order_number, entries in with_fund.items():
        yield f"{_name(tables, order_number)}: {len(entries)} entries with the Fund without a transfer"


def _on_accounts(tables: Tables) -> Counter[int]:
    """What stands on the accounts of each order's lines."""
    sums: Counter[int] = Counter()
    for entry in tables.person_entries.rows.values():
        if entry.credit in PARTICIPANT_ACCOUNTS:
            sums[entry.order_number] += entry.amount_tiyn
        if entry.debit in PARTICIPANT_ACCOUNTS:
            sums[entry.order_number] -= entry.amount_tiyn
    return sums


def _fault_of_transfer(transfer: Transfer, orders: Sequence[TransferOrder]) -> str:
    said = (transfer.order_count, transfer.line_count, transfer.amount_tiyn)
    found = (len(orders), sum(one.line_count for one in orders), sum(one.amount_tiyn for one in orders))
    return "" if said == found else f"says orders, lines and tiyn {said}, carries {found}"


def _fault_of_order(
    tables: Tables, order_number: int, one: TransferOrder, entries: Sequence[Entry], on_accounts_tiyn: int
) -> str:
    decisions, transfer = tables.decisions.of(order_number), tables.transfers.rows.get(one.transfer_number)
    if not decisions or transfer is None or decisions[-1].purpose_code != transfer.purpose_code:
        return "transferred without a decision or transfer of its purpose code"
    decision = decisions[-1]
    sent = [
        (entry.entry_number, entry.decision_number, entry.amount_tiyn)
        for entry in entries
        if (entry.debit, entry.credit) == TRANSFER
    ]
    if sent != [(one.entry_number, decision.decision_number, one.amount_tiyn)]:
        return f"transferred {one.amount_tiyn} tiyn by entry {one.entry_number}, its entries to the Fund: {sent}"
    if one.amount_tiyn > decision.credited.tiyn or not 1 <= one.line_count <= decision.credited.lines:
        return f"transferred {one.line_count} lines with {one.amount_tiyn} tiyn, more than was credited"
    held = sum(e.amount_tiyn if e.debit is Account.FUND_SETTLEMENT else -e.amount_tiyn for e in entries)
    if held != on_accounts_tiyn:
        return f"the Fund has {held} tiyn of it, on its lines' accounts stand {on_accounts_tiyn}"
    return ""


def _name(tables: Tables, order_number: int) -> str:
    order = tables.orders.rows.get(order_number)
    return str(order.key) if order else f"order {order_number}"
