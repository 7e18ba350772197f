"""What became of credited money, in memory: transfers, refunds, decisions on social payments."""

from datetime import date, datetime

from esep.adapters.in_memory.tables import OrderAndPlace, Tables
from esep.domain.model.ledger import Account, PersonEntry
from esep.domain.model.refund import UNDER_APPLICATION
from esep.domain.model.transfer import Transfer


def transfer_of(tables: Tables, order_number: int, as_of: datetime | None) -> Transfer | None:
    """The transfer of an order's money, where one was prepared by an instant."""
    carried = tables.transfer_orders.rows.get(order_number)
    transfer = tables.transfers.rows[carried.transfer_number] if carried else None
    return None if transfer is None or (as_of is not None and transfer.prepared_at > as_of) else transfer


def refund_purpose_code(tables: Tables, refund_number: int | None) -> str:
    """The purpose code that a refund goes out with; "" for none."""
    return "" if refund_number is None else tables.refunds.rows[refund_number].purpose_code


def refunded_on(tables: Tables, refund_number: int | None, as_of: datetime | None) -> date | None:
    """The day on which a refund's file was sent, where it stood in its folder by an instant."""
    return None if refund_number is None else tables.refunded_on(refund_number, as_of)


def is_from_fund(tables: Tables, entry: PersonEntry) -> bool:
    """Whether a refund's money had gone to the Fund and came back with it."""
    return entry.refund_number is not None and any(
        (one.debit, one.credit, one.recorded_at) == (Account.BANK, Account.FUND_SETTLEMENT, entry.recorded_at)
        for one in tables.entries.of(entry.order_number)
    )


def under_application_tiyn(tables: Tables, line: OrderAndPlace) -> int:
    """What of a line is in refunds that are neither refused nor booked."""
    return sum(
        asked.amount_tiyn
        for number, asked in tables.lines_of_refunds()
        if (asked.order_number, asked.line_number) == line
        and tables.refund_events.of(number)[-1].state in UNDER_APPLICATION
    )


def counted_tiyn(tables: Tables, line: OrderAndPlace) -> int:
    """What of a line counted in decisions on social payments."""
    return sum(
        counted.amount_tiyn
        for counted in tables.counted_amounts.rows.values()
        if (counted.order_number, counted.line_number) == line
    )
