"""The registers for the revenue authority as JSON objects, CSV rows and tables. No data of participants."""

from collections.abc import Iterable

from rich.table import Table

from esep.domain.model.identification_number import NumberKind, kind_of
from esep.domain.model.payment_registers import MonthOfOrder, ReceivedOrder, RegisteredOrder, SentBack
from esep.entrypoints.cli.presentation.shapes import Shape, actual_payer_shape
from esep.entrypoints.cli.presentation.tables import table_of
from esep.entrypoints.cli.presentation.wording import payer_number, tenge

NOBODY: Shape = {"id": None, "name": None}


def received_shape(order: ReceivedOrder, row: MonthOfOrder) -> Shape:
    """One month of an order received."""
    return (
        {"received_on": order.received_on.isoformat()}
        | _order(order.order)
        | {
            "purpose_code": order.purpose_code,
            "period": str(row.month) if row.month else None,
            "lines": row.line_count,
            "amount_tiyn": row.amount_tiyn,
        }
    )


def sent_back_shape(one: SentBack) -> Shape:
    """What an outgoing message carried back."""
    return (
        {"dispatched_on": one.dispatched_on.isoformat(), "outgoing_reference": one.reference}
        | _order(one.order)
        | {
            "kind": one.kind.value,
            "reasons": list(one.reasons),
            "purpose_code": one.purpose_code,
            "lines": one.line_count,
            "amount_tiyn": one.amount_tiyn,
        }
    )


def csv_row(shape: Shape) -> Shape:
    """The same, each cell one text."""
    return shape | {
        "actual_payer": shape["actual_payer"] or NOBODY,
        "reasons": " ".join(shape.get("reasons", ())),
    }


def _order(order: RegisteredOrder) -> Shape:
    is_person = order.is_of_a_person and kind_of(order.payer_id) is NumberKind.IIN
    return {
        # Who pays for themselves is a participant: the name is left out, the number masked.
        "payer": {"id": payer_number(order.payer_id), "name": None if is_person else order.payer_name},
        "actual_payer": actual_payer_shape(order.actual_payer_id, order.actual_payer_name),
        "sender_bic": order.sender_bic,
        "reference": order.reference,
        "value_date": order.value_date.isoformat(),
        "document_number": order.document_number,
        "document_date": order.document_date.isoformat(),
    }


def received_table() -> Table:
    """The head of the register of what was received."""
    return table_of(
        "received", "payer", "order", "document", "KNP", "period", "lines", "tenge", amounts=["lines", "tenge"]
    )


def add_received(table: Table, shape: Shape) -> None:
    """One row of it."""
    table.add_row(
        shape["received_on"], _payer(shape), shape["reference"],
        f"№ {shape['document_number']} of {shape['document_date']}", shape["purpose_code"], shape["period"] or "",
        str(shape["lines"]), tenge(shape["amount_tiyn"]),
    )  # fmt: skip


def sent_back_table(sent: Iterable[SentBack] = ()) -> Table:
    """What was sent back."""
    table = table_of("sent", "as", "order", "payer", "why", "KNP", "lines", "tenge", amounts=["lines", "tenge"])
    for one in sent:
        add_sent_back(table, sent_back_shape(one))
    return table


def add_sent_back(table: Table, shape: Shape) -> None:
    """One row of it."""
    why = f"{shape['kind']}: {', '.join(shape['reasons'])}" if shape["reasons"] else shape["kind"]
    table.add_row(
        shape["dispatched_on"], shape["outgoing_reference"], shape["reference"], _payer(shape), why,
        shape["purpose_code"], str(shape["lines"]), tenge(shape["amount_tiyn"]),
    )  # fmt: skip


def _payer(shape: Shape) -> str:
    """Who really paid, and by whom it was sent where that is another."""
    payer, actual = shape["payer"], shape["actual_payer"]
    sender = ", ".join(filter(None, (payer["name"], payer["id"])))
    return sender if actual is None else f"{', '.join(filter(None, (actual['name'], actual['id'])))} by {sender}"
