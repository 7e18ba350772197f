"""What is shown of received or decided orders, as it comes: lines of text, or one JSON document."""

from collections.abc import Iterator
from contextlib import contextmanager

import attrs
from rich.console import Console

from esep.domain.model.receipt import Receipt
from esep.entrypoints.cli.presentation.documents import JsonStream
from esep.entrypoints.cli.presentation.order_report import OrderReport, ReceiptTotals
from esep.entrypoints.cli.presentation.shapes import TextOf, receipt_shape


@attrs.define
class ReceiptOutput:
    """Shows each receipt and counts it."""

    _shown: OrderReport | JsonStream
    _text_of: TextOf
    totals: ReceiptTotals = attrs.field(factory=ReceiptTotals)

    def show(self, receipt: Receipt) -> None:
        """One more."""
        self.totals.add(receipt)
        if isinstance(self._shown, JsonStream):
            self._shown.write(receipt_shape(receipt, self._text_of))
        else:
            self._shown.show(receipt)


@contextmanager
def receipt_output(
    form: str, screen: Console, text_of: TextOf, *, is_verbose: bool = False, has_totals: bool = True
) -> Iterator[ReceiptOutput]:
    """Show receipts within the block. Also where it raises, a JSON document is ended and sums are told."""
    if form == "json":
        document = JsonStream("orders")
        output = ReceiptOutput(document, text_of)
        try:
            yield output
        finally:
            document.close({"totals": output.totals.shape()} if has_totals else {})
        return
    report = OrderReport(screen, text_of, is_verbose)
    output = ReceiptOutput(report, text_of)
    try:
        yield output
    finally:
        report.close()
        if has_totals and output.totals.outcomes:
            output.totals.show(screen)
