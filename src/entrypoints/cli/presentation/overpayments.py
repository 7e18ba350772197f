"""Overpayments as JSON objects and tables."""

from collections.abc import Iterable

from rich.table import Table

from esep.domain.model.month import Month
from esep.domain.model.overpayment import Overpayment
from esep.domain.model.recipient_case import case_name
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.tables import table_of
from esep.entrypoints.cli.presentation.wording import tenge

COLUMNS = (
    "number", "case", "month", "part", "state", "amount_tiyn", "repaid_tiyn", "withheld_tiyn", "left_tiyn", "reason",
    "found_on", "due_on",
)  # fmt: skip


def overpayment_shape(one: Overpayment) -> Shape:
    """An overpayment with what was done."""
    return {
        "number": one.name,
        "case": case_name(one.key.case_number),
        "month": str(Month.from_number(one.key.month)),
        "part": one.key.part,
        "state": one.state.value,
        "amount_tiyn": one.amount_tiyn,
        "repaid_tiyn": one.repaid_tiyn,
        "withheld_tiyn": one.withheld_tiyn,
        "left_tiyn": one.left_tiyn,
        "reason": one.reason,
        "found_on": one.found_on.isoformat(),
        "due_on": one.due_on.isoformat(),
        "events": [
            {
                "action": event.action.value,
                "happened_on": event.happened_on.isoformat(),
                "amount_tiyn": event.amount_tiyn,
                "document": event.document,
                "recorded_at": event.recorded_at.isoformat(),
                "actor": event.actor.identity,
            }
            for event in one.events
        ],
    }


def overpayments_table(overpayments: Iterable[Overpayment]) -> Table:
    """Overpayments, one a row."""
    amounts = ["paid over", "given back", "left"]
    short = ["number", "payment", "state", "notify by"]
    table = table_of("number", "payment", "state", *amounts, "reason", "notify by", amounts=amounts, short=short)
    for one in overpayments:
        table.add_row(
            one.name, one.key.name, one.state.value, tenge(one.amount_tiyn),
            tenge(one.repaid_tiyn + one.withheld_tiyn), tenge(one.left_tiyn), one.reason, str(one.due_on),
        )  # fmt: skip
    return table
