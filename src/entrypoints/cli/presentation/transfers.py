"""Transfers to the Fund as JSON objects and tables."""

from collections.abc import Iterable

from rich.table import Table

from esep.domain.model.transfer import Transfer
from esep.domain.use_cases.list_transfers import ListedTransfer
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.tables import table_of
from esep.entrypoints.cli.presentation.wording import moment, tenge


def transfer_shape(transfer: Transfer) -> Shape:
    """A transfer as it was prepared."""
    return {
        "number": transfer.transfer_number,
        "transferred_on": transfer.transferred_on.isoformat(),
        "purpose_code": transfer.purpose_code,
        "amount_tiyn": transfer.amount_tiyn,
        "orders": transfer.order_count,
        "lines": transfer.line_count,
        "prepared_at": transfer.prepared_at.isoformat(),
    }


def listed_shape(listed: ListedTransfer) -> Shape:
    """A transfer with the orders that went late and the file that carries it."""
    summary = listed.summary
    shape = transfer_shape(summary.transfer)
    prepared_at = shape.pop("prepared_at")
    return shape | {
        "late_orders": listed.late_orders,
        "reference": summary.reference,
        "file": summary.file_name,
        "prepared_at": prepared_at,
    }


def prepared_table(transfers: Iterable[Transfer]) -> Table:
    """What was prepared now."""
    table = table_of("transfer", "on", "KNP", "orders", "lines", "tenge", amounts=["orders", "lines", "tenge"])
    for one in transfers:
        table.add_row(
            str(one.transfer_number), str(one.transferred_on), one.purpose_code, str(one.order_count),
            str(one.line_count), tenge(one.amount_tiyn),
        )  # fmt: skip
    return table


def listed_table(listed: Iterable[ListedTransfer]) -> Table:
    """Every transfer."""
    table = table_of(
        "transfer", "on", "KNP", "orders", "lines", "late", "tenge", "prepared", "sent as",
        amounts=["orders", "lines", "late", "tenge"],
    )  # fmt: skip
    for one in listed:
        transfer, reference = one.summary.transfer, one.summary.reference
        table.add_row(
            str(transfer.transfer_number), str(transfer.transferred_on), transfer.purpose_code,
            str(transfer.order_count), str(transfer.line_count), str(one.late_orders), tenge(transfer.amount_tiyn),
            moment(transfer.prepared_at), reference or "waits for the Fund's account",
        )  # fmt: skip
    return table
