"""Social payments as JSON objects and tables."""

from collections.abc import Iterable

from rich.table import Table

from esep.domain.model.benefit_payment import AliveSignal, PaymentFigures, PaymentRun, PaymentView
from esep.domain.model.identification_number import masked
from esep.domain.model.month import Month
from esep.domain.model.recipient_case import case_name
from esep.domain.model.returned_payment import ReturnedLineView
from esep.domain.model.social_payment import SocialPaymentKind
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.tables import table_of
from esep.entrypoints.cli.presentation.wording import tenge

PAYMENT_COLUMNS = (
    "case", "kind", "region", "month", "part", "state", "gross_tiyn", "withheld_tiyn", "recovered_tiyn", "net_tiyn",
    "overpaid_tiyn", "purpose_code", "reference", "file", "sent_on", "confirmed_on", "returned_on", "attempts",
    "formed_at", "due_on", "payee", "run", "decision",
)  # fmt: skip
RETURN_COLUMNS = (
    "reference", "line", "value_date", "purpose_code", "sender_name", "iin", "amount_tiyn", "period", "case", "month",
    "part", "is_contribution", "held_because", "due_on", "by_hand",
)  # fmt: skip
RECOVERED = "  and recovered"
"""A column of its own would not fit 100 columns beside the other amounts."""


def payment_shape(view: PaymentView) -> Shape:
    """A payment with all that became of it; its payee's number is masked."""
    return {
        "case": case_name(view.key.case_number),
        "kind": word_of(view.kind),
        "region": view.region,
        "month": str(Month.from_number(view.key.month)),
        "part": view.key.part,
        "decision": view.key.event_number,
        "payee": masked(f"{view.payee_key:012}"),
        "state": view.state.value,
        "gross_tiyn": view.gross_tiyn,
        "withheld_tiyn": view.withheld_tiyn,
        "recovered_tiyn": view.recovered_tiyn,
        "net_tiyn": view.net_tiyn,
        "overpaid_tiyn": view.overpaid_tiyn,
        "purpose_code": view.purpose_code,
        "reference": view.reference,
        "file": view.file_name,
        "sent_on": view.sent_on.isoformat() if view.sent_on else None,
        "confirmed_on": view.confirmed_on.isoformat() if view.confirmed_on else None,
        "returned_on": view.returned_on.isoformat() if view.returned_on else None,
        "attempts": view.attempt,
        "formed_at": view.formed_at.isoformat(),
        "due_on": view.due_on.isoformat(),
        "run": view.run_number,
    }


def payments_table(views: Iterable[PaymentView]) -> Table:
    """Payments, one a row; what was recovered of overpayments stands below what was withheld for pensions."""
    amounts = ["decided", "withheld", "to pay"]
    short = ["payment", "state", "sent"]
    table = table_of("payment", "kind", "state", *amounts, "sent", amounts=amounts, short=short)
    for view in views:
        table.add_row(
            view.key.name, word_of(view.kind), view.state.value, tenge(view.gross_tiyn), tenge(view.withheld_tiyn),
            tenge(view.net_tiyn), str(view.sent_on or ""),
        )  # fmt: skip
        if view.recovered_tiyn:
            table.add_row(RECOVERED, "", "", "", tenge(view.recovered_tiyn))
    return table


def run_shape(run: PaymentRun) -> Shape:
    """A preparation."""
    return {
        "number": run.run_number,
        "month": str(run.month),
        "payments": run.payment_count,
        "gross_tiyn": run.gross_tiyn,
        "prepared_at": run.prepared_at.isoformat(),
    }


def returned_shape(line: ReturnedLineView) -> Shape:
    """A returned line with the payment found; its person's number is masked."""
    key = line.key
    return {
        "reference": line.reference,
        "line": line.line_number,
        "value_date": line.value_date.isoformat(),
        "purpose_code": line.purpose_code,
        "sender_name": line.sender_name,
        "iin": masked(line.iin),
        "amount_tiyn": line.amount_tiyn,
        "period": line.period or None,
        "case": case_name(key.case_number) if key else None,
        "month": str(Month.from_number(key.month)) if key else None,
        "part": key.part if key else None,
        "is_contribution": line.is_pension,
        "held_because": held_because(line),
        "due_on": line.due_on.isoformat(),
        "by_hand": line.by_hand.reason if line.by_hand else None,
    }


def returned_table(lines: Iterable[ReturnedLineView]) -> Table:
    """Returned lines, one a row."""
    table = table_of("reference", "line", "of", "KNP", "person", "tenge", "payment", amounts=["line", "tenge"])
    for line in lines:
        found = line.key.name if line.key else f"held: {held_because(line)}"
        if line.by_hand:
            found = f"{found}, by hand: {line.by_hand.reason}"
        table.add_row(
            line.reference, str(line.line_number), str(line.value_date), line.purpose_code, masked(line.iin),
            tenge(line.amount_tiyn), found,
        )  # fmt: skip
    return table


def held_because(line: ReturnedLineView) -> str | None:
    """Why no payment is found; None where one is."""
    if line.key is not None:
        return None
    return line.finding.value if line.finding else "no-payment"


def figures_shape(figures: PaymentFigures) -> Shape:
    """What was paid and returned of a kind in a region."""
    return {
        "kind": word_of(figures.kind),
        "region": figures.region,
        "payments": figures.payments,
        "paid_tiyn": figures.paid_tiyn,
        "withheld_tiyn": figures.withheld_tiyn,
        "recovered_tiyn": figures.recovered_tiyn,
        "returned": figures.returned,
        "returned_tiyn": figures.returned_tiyn,
        "returned_pension_tiyn": figures.returned_pension_tiyn,
    }


def signal_shape(signal: AliveSignal) -> Shape:
    """A contribution for somebody whose loss is paid for; numbers are masked."""
    return {
        "case": case_name(signal.case_number),
        "case_state": signal.case_state,
        "recipient": masked(f"{signal.person_key:012}"),
        "insured": masked(f"{signal.insured_key:012}"),
        "order": signal.order_reference,
        "line": signal.line_number,
        "month": str(Month.from_number(signal.month)),
        "amount_tiyn": signal.amount_tiyn,
        "outcome": signal.outcome,
        "received_on": signal.received_on.isoformat(),
    }


def signals_table(signals: Iterable[AliveSignal]) -> Table:
    """Signals, latest first."""
    table = table_of("case", "state", "order", "line", "for", "tenge", "line is", "received", amounts=["line", "tenge"])
    for one in signals:
        table.add_row(
            case_name(one.case_number), one.case_state, one.order_reference, str(one.line_number),
            str(Month.from_number(one.month)), tenge(one.amount_tiyn), one.outcome, str(one.received_on),
        )  # fmt: skip
    return table


def word_of(code: str) -> str:
    """The kind of social payment of a code: `job-loss`."""
    return SocialPaymentKind(code).word
