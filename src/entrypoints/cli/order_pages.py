"""What `orders show` and `orders list` say of recorded orders and quarantined messages."""

from collections.abc import Iterable
from itertools import islice

from rich.console import Console
from rich.text import Text

from esep.domain.errors import NotFound
from esep.domain.model.receipt import Receipt
from esep.domain.ports.order_book import OrderBook
from esep.domain.use_cases.find_order import find_orders
from esep.entrypoints.cli.presentation import shapes, tables
from esep.entrypoints.cli.presentation.order_report import OrderReport, order_line
from esep.entrypoints.cli.presentation.wording import counted, moment, payer_number

LINES_SHOWN_MAX = 50
FINDINGS_SHOWN_MAX = 100


def find_pages(orders: OrderBook, reference: str) -> list[Receipt]:
    """The orders and quarantined messages that a text names. Raises `NotFound`."""
    quarantined = [
        shapes.receipt_of_quarantined(message)
        for message in orders.list_quarantined()
        if reference in (message.reference, f"{message.file_name}#{message.position}")
    ]
    try:
        return [*map(shapes.receipt_of_order, find_orders(orders, reference)), *quarantined]
    except NotFound:
        if not quarantined:
            raise
        return quarantined


def page_shape(page: Receipt, orders: OrderBook, text_of: shapes.TextOf) -> shapes.Shape:
    """As in `orders receive`, with the decisions and the lines of the list."""
    shape = shapes.receipt_shape(page, text_of)
    order = page.order
    if order is None:
        return shape | {"decisions": [], "participants": []}
    return shape | {
        "applied_purpose_code": order.applied_purpose_code,
        "message_type": order.message_type,
        "encoding": order.encoding,
        "recorded_at": order.recorded_at.isoformat(),
        "message_sha256": order.message_sha256.hex(),
        "decisions": [shapes.decision_shape(decision) for decision in orders.decisions(order.order_number)],
        "participants": [shapes.line_shape(line) for line in orders.lines(order.order_number)],
    }


def show_page(page: Receipt, orders: OrderBook, text_of: shapes.TextOf, screen: Console, *, is_verbose: bool) -> None:
    """One order on the terminal."""
    report = OrderReport(screen, text_of, True, findings_shown_max=FINDINGS_SHOWN_MAX)
    report.show(page)
    order = page.order
    if order is None:
        return
    screen.print()
    screen.print(
        Text(
            f"{order.name}, message {order.message_type}, {order.encoding}, "
            f"recorded {moment(order.recorded_at)}, due {order.due_on}"
        )
    )
    if order.actual_payer_id or order.actual_payer_name:
        named = ", ".join(filter(None, (order.actual_payer_name, payer_number(order.actual_payer_id))))
        screen.print(Text(f"actual payer: {named}"))
    screen.print(tables.decisions_table(orders.decisions(order.order_number)))
    lines = orders.lines(order.order_number)
    screen.print()
    screen.print(tables.lines_table(lines if is_verbose else islice(lines, LINES_SHOWN_MAX)))
    if (left_out := order.decided_line_count - LINES_SHOWN_MAX) > 0 and not is_verbose:
        screen.print(f"… and {counted(left_out, 'line', 'lines')} more; --verbose lists them", style="dim")


def show_list(receipts: Iterable[Receipt], screen: Console) -> None:
    """One line per order."""
    count = 0
    for receipt in receipts:
        count += 1
        screen.print(order_line(receipt, screen.width), no_wrap=True, overflow="ellipsis")
    screen.print(Text(counted(count, "message", "messages"), style="dim"))
