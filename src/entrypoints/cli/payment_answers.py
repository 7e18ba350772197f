"""Answers of the commands that pay social payments."""

from collections.abc import Mapping

import attrs

from esep.domain.model.month import Month
from esep.domain.model.receipt import Receipt
from esep.domain.model.returned_payment import ReturnedLineView
from esep.domain.use_cases.prepare_payments import PreparedPayments
from esep.domain.use_cases.receive_returned_payments import ReceivedReturns
from esep.domain.use_cases.send_payments import SentPayments
from esep.entrypoints.cli.failures import tell
from esep.entrypoints.cli.options import JSON, Invocation
from esep.entrypoints.cli.presentation import documents, overpayments, payments, screen, shapes, tables
from esep.entrypoints.cli.presentation.order_report import OrderReport
from esep.entrypoints.cli.presentation.shapes import Shape, TextOf
from esep.entrypoints.cli.presentation.wording import counted, tenge

REASONS_TOLD_MAX = 20


def show_prepared(invocation: Invocation, month: Month, prepared: PreparedPayments) -> None:
    """What was formed, sent and found."""
    if invocation.format == JSON:
        documents.write_document(
            {
                "month": str(month),
                "run": payments.run_shape(prepared.run) if prepared.run else None,
                "files": [shapes.file_shape(file) for file in prepared.files],
                "waiting": waiting_shapes(prepared.waiting),
                "overpayments": [overpayments.overpayment_shape(one) for one in prepared.overpayments],
            }
        )
        return
    run = prepared.run
    if run is None:
        tell(f"Nothing was due up to {month} that was not formed before.")
    else:
        tell(f"{counted(run.payment_count, 'payment', 'payments')} with {tenge(run.gross_tiyn)} tenge formed.")
    if prepared.files:
        screen.answers().print(tables.files_table(prepared.files))
    if prepared.overpayments:
        screen.answers().print(overpayments.overpayments_table(prepared.overpayments))
    _tell_waiting(prepared.waiting)


def show_sent(invocation: Invocation, sent: SentPayments) -> None:
    """Which files were written."""
    if invocation.format == JSON:
        files = [shapes.file_shape(file) for file in sent.files]
        documents.write_document({"files": files, "waiting": waiting_shapes(sent.waiting)})
        return
    if sent.files:
        screen.answers().print(tables.files_table(sent.files))
    _tell_waiting(sent.waiting)


def show_returned(invocation: Invocation, file_name: str, received: ReceivedReturns, text_of: TextOf) -> None:
    """What a file brought back."""
    if invocation.format == JSON:
        documents.write_document(
            {
                "file": file_name,
                "orders": received.orders,
                "known": received.known,
                "unreadable": received.unreadable,
                "matched": received.matched,
                "held": received.held,
                "taken_over": [order.name for order in received.taken_over],
                "lines": [payments.returned_shape(line) for line in received.lines],
                "messages": [shapes.receipt_shape(one, text_of) for one in _unreadable(file_name, received)],
            }
        )
        return
    if received.lines:
        screen.answers().print(payments.returned_table(received.lines))
    if received.quarantined:
        report = OrderReport(screen.answers(), text_of, is_verbose=True)
        for receipt in _unreadable(file_name, received):
            report.show(receipt)
    tell(
        f"{counted(received.orders, 'order', 'orders')} recorded, {received.known} known, "
        f"{counted(received.matched, 'line', 'lines')} matched now, {received.held} held, "
        f"{counted(received.unreadable, 'message', 'messages')} unreadable."
    )
    for order in received.taken_over[:REASONS_TOLD_MAX]:
        tell(f"{order.name} was held among the payment orders and is taken over: see `esep orders show {order.name}`")
    if received.quarantined:
        tell(
            "Ask the sender for a message that can be read, then receive its file; till then see `esep deadlines list`."
        )


def _unreadable(file_name: str, received: ReceivedReturns) -> list[Receipt]:
    """As `orders receive` shows them, under the name of the file that came now."""
    return [attrs.evolve(shapes.receipt_of_quarantined(one), file_name=file_name) for one in received.quarantined]


def show_matched(invocation: Invocation, line: ReturnedLineView) -> None:
    """Which payment a line gives back now."""
    if invocation.format == JSON:
        documents.write_document(payments.returned_shape(line))
    else:
        screen.answers().print(payments.returned_table([line]))


def waiting_shapes(waiting: Mapping[str, str]) -> list[Shape]:
    """Payments that no message can carry."""
    return [{"payment": name, "reason": reason} for name, reason in waiting.items()]


def _tell_waiting(waiting: Mapping[str, str]) -> None:
    for name, reason in list(waiting.items())[:REASONS_TOLD_MAX]:
        tell(f"{name} waits: {reason}")
    if len(waiting) > REASONS_TOLD_MAX:
        tell(f"{len(waiting) - REASONS_TOLD_MAX} more wait: see `esep payments list --state formed`")
