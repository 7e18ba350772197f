"""Answers as tables for people."""

from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text

from esep.domain.model.deadline import Deadline, DeadlineState, Duty
from esep.domain.model.identification_number import masked
from esep.domain.model.month import Month
from esep.domain.model.order_summary import DecisionSummary, LineSummary
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.register import RegisterVersion
from esep.domain.model.returns import ReturnSummary
from esep.entrypoints.cli.presentation.shapes import LEVELS, LINE_OUTCOMES
from esep.entrypoints.cli.presentation.wording import counted, moment, tenge

DUTIES = {
    Duty.DECIDE_ORDER: "held order to decide",
    Duty.READ_MESSAGE: "unreadable message",
    Duty.SEND_RETURN: "return to send",
    Duty.CHECK_REFUND: "application to check",
    Duty.DECIDE_REFUND: "application to decide",
    Duty.SEND_REFUND: "refund to send",
    Duty.TRANSFER_MONEY: "money for the Fund",
    Duty.RECORD_CHANGE: "change of personal data",
    Duty.CHECK_APPLICATION: "application to check",
    Duty.SEND_APPLICATION: "application to send to the Fund",
    Duty.DECIDE_APPLICATION: "application to decide",
    Duty.TELL_INCOMPLETE: "applicant to be told",
    Duty.COMPLETE_PAPERS: "papers awaited",
    Duty.HEAR_OBJECTIONS: "objections awaited",
    Duty.PAY_FIRST_SUM: "first payment",
    Duty.ENTER_NEED: "need for money to enter",
    Duty.TELL_TERMINATED: "recipient to be told",
    Duty.SUSPEND_CASE: "suspension to decide",
    Duty.RESUME_CASE: "resumption to decide",
    Duty.TERMINATE_CASE: "termination to decide",
    Duty.RECORD_RECIPIENT: "data of a recipient",
    Duty.SEND_PAYMENT: "social payment to send",
    Duty.RECORD_PAYMENT: "social payments",
    Duty.SEND_CONTRIBUTION: "pension contribution to send",
    Duty.RECORD_RETURN: "returned social payments",
    Duty.FIND_RETURNED: "returned payment to find",
    Duty.NOTIFY_OVERPAYMENT: "overpayment to tell",
    Duty.RESEND_PAYMENT: "payment to send again",
}
STATE_STYLES = {
    DeadlineState.OPEN: "green",
    DeadlineState.DUE_TODAY: "yellow",
    DeadlineState.BREACHED: "red",
    DeadlineState.MET: "green",
    DeadlineState.LATE: "red",
}


def table_of(*columns: str, amounts: Iterable[str] = (), short: Iterable[str] = ()) -> Table:
    """A plain table; amounts stand at the right, they and short values on one line."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    right, whole = set(amounts), set(short)
    for column in columns:
        if column in right:
            table.add_column(column, justify="right", no_wrap=True)
        else:
            table.add_column(column, overflow="fold", no_wrap=column in whole)
    return table


def decisions_table(decisions: Iterable[DecisionSummary]) -> Table:
    """Who decided what, when and why."""
    table = table_of("decided", "action", "outcome", "by", "KNP", "register", "reason")
    for one in decisions:
        register = f"{one.register.source} {one.register.version}" if one.register else "not asked"
        reason = "; ".join(filter(None, (one.reason, ", ".join(f"accepted {code}" for code in one.accepted_findings))))
        table.add_row(
            moment(one.decided_at), one.action.value, one.outcome.value, one.actor.identity, one.purpose_code,
            register, reason,
        )  # fmt: skip
    return table


def lines_table(lines: Iterable[LineSummary]) -> Table:
    """The lines of an order, numbers masked."""
    table = table_of("line", "iin", "period", "tenge", "outcome", "register", amounts=["line", "tenge"])
    for line in lines:
        table.add_row(
            str(line.line_number),
            "invalid" if line.number is None else masked(f"{line.number:012}"),
            "" if line.month is None else str(Month.from_number(line.month)),
            tenge(line.amount_tiyn),
            LINE_OUTCOMES[line.outcome.value],
            LEVELS[line.level],
        )
    return table


def returns_table(returns: Iterable[ReturnSummary]) -> Table:
    """Returns, sent or waiting."""
    table = table_of("order", "of", "payer", "KNP", "lines", "tenge", "due", "sent as", amounts=["lines", "tenge"])
    for one in returns:
        sent = f"{one.reference} on {one.dispatched_on}" if one.dispatched_on else "waits"
        table.add_row(
            one.order_reference, str(one.value_date), one.payer_name, one.purpose_code, str(one.line_count),
            tenge(one.amount_tiyn), str(one.due_on), sent,
        )  # fmt: skip
    return table


def files_table(files: Iterable[DispatchedFile]) -> Table:
    """Outgoing files."""
    table = table_of("file", "folder", "messages", "tenge", amounts=["messages", "tenge"])
    for file in files:
        table.add_row(file.file_name, file.folder, str(file.message_count), tenge(file.total_tiyn))
    return table


def deadlines_table(deadlines: Iterable[Deadline]) -> Table:
    """What is still to be done, the most urgent first."""
    table = table_of("due", "state", "what", "name", "received", "tenge", amounts=["tenge"])
    for one in deadlines:
        table.add_row(
            str(one.due_on),
            Text(one.state.value, style=STATE_STYLES[one.state]),
            DUTIES[one.duty],
            one.name if one.count is None else f"{one.name}, {counted(one.count, 'person', 'people')}",
            str(one.received_on),
            tenge(one.amount_tiyn),
        )
    return table


def versions_table(versions: Iterable[RegisterVersion]) -> Table:
    """Versions of the register."""
    table = table_of("version", "file", "people", "loaded", "by", "sha256", amounts=["version", "people"])
    for one in versions:
        table.add_row(
            str(one.version), one.file_name if one.is_whole else f"{one.file_name} (part)",
            f"{one.people_count:,}".replace(",", " "), moment(one.loaded_at), one.loaded_by,
            f"{one.sha256.hex()[:12]}…",
        )  # fmt: skip
    return table
