"""Payers and penalties as JSON objects and tables."""

from collections.abc import Iterable, Iterator
from itertools import islice

from rich.console import Group, RenderableType
from rich.text import Text

from esep.domain.model.identification_number import masked
from esep.domain.model.payer_register import PayerRegisterVersion
from esep.domain.rules.payer_months import PayerMonth
from esep.domain.use_cases.check_penalties import PenaltyCheck
from esep.domain.use_cases.show_payer import PayerPage, PayerPageOrder, Sums
from esep.entrypoints.cli.presentation.payment_registers import sent_back_shape, sent_back_table
from esep.entrypoints.cli.presentation.shapes import Shape, TextOf, actual_payer_shape, finding_shape
from esep.entrypoints.cli.presentation.tables import table_of
from esep.entrypoints.cli.presentation.wording import counted, payer_number, tenge

ROWS_SHOWN_MAX = 50  # of findings and of people in a table; JSON has them all
PENALTY_BASIS = (
    "1.25 base rates for each day of delay, the day of payment among them (Social Code 256(1)); "
    "by decision of the product a day's rate is the annual one divided by 365, in a leap year by 366"
)


def payer_version_shape(version: PayerRegisterVersion) -> Shape:
    """One snapshot of the register of payers."""
    return {
        "version": version.version,
        "file": version.file_name,
        "sha256": version.sha256.hex(),
        "payers": version.payers_count,
        "loaded_at": version.loaded_at.isoformat(),
        "loaded_by": version.loaded_by,
    }


def payer_shape(page: PayerPage, text_of: TextOf) -> Shape:
    """`payers show`: people masked."""
    return {
        "payer": {"id": payer_number(page.payer_id), "name": _name(page)},
        "period": str(page.month),
        "orders": [_order(order) for order in page.orders],
        "people": page.people_count,
        "totals": _sums(page.sums),
        "last_payment_on": page.last_payment_on.isoformat() if page.last_payment_on else None,
        "sent_back": [sent_back_shape(one) for one in page.sent_back],
        "findings": [
            {"reference": order.key.reference, "value_date": order.key.value_date.isoformat()}
            | finding_shape(finding, text_of)
            for order, finding in page.findings
        ],
        "out_of_bounds": [out_of_bounds_shape(one) for one in page.out_of_bounds],
    }


def _name(page: PayerPage) -> str | None:
    """As the newest order writes it."""
    for order in reversed(page.orders):
        if page.payer_id == order.summary.payer_id:
            return order.summary.payer_name
        if page.payer_id == order.summary.actual_payer_id:
            return order.summary.actual_payer_name
    return None


def _order(order: PayerPageOrder) -> Shape:
    summary = order.summary
    return {
        "reference": summary.key.reference,
        "value_date": summary.key.value_date.isoformat(),
        "sender_bic": summary.key.sender_bic,
        "payer": {"id": payer_number(summary.payer_id), "name": summary.payer_name},
        "actual_payer": actual_payer_shape(summary.actual_payer_id, summary.actual_payer_name),
        "document_number": order.document_number,
        "document_date": order.document_date.isoformat(),
        "purpose_code": summary.applied_purpose_code,
        "outcome": summary.outcome.value,
        "received_on": summary.received_on.isoformat(),
        "total_tiyn": summary.total_tiyn,
        "lines": order.line_count,
    } | _sums(order.sums)


def _sums(sums: Sums) -> Shape:
    return {
        "contributions_tiyn": sums.contributions_tiyn,
        "penalties_tiyn": sums.penalties_tiyn,
        "refunded_tiyn": sums.refunded_tiyn,
        "returned_tiyn": sums.returned_tiyn,
        "held_tiyn": sums.held_tiyn,
    }


def out_of_bounds_shape(one: PayerMonth) -> Shape:
    """A person's month for which the payer paid too much or too little; the number masked."""
    return {
        "iin": masked(f"{one.person_key:012}"),
        "period": str(one.month),
        "credited_tiyn": one.credited_tiyn,
        "minimum_tiyn": one.minimum_tiyn,
        "maximum_tiyn": one.maximum_tiyn,
        "excess_tiyn": one.excess_tiyn,
        "shortfall_tiyn": one.shortfall_tiyn,
    }


def payer_table(page: PayerPage, text_of: TextOf) -> RenderableType:
    """The same for people."""
    name, sums = _name(page), page.sums
    title = f"{payer_number(page.payer_id)}   {name or ''}   {page.month}"
    if not page.orders:
        return Group(Text(title, style="bold"), Text("nothing recorded for this month"))
    totals = (
        f"contributions {tenge(sums.contributions_tiyn)}, penalties {tenge(sums.penalties_tiyn)}, refunded "
        f"{tenge(sums.refunded_tiyn)}, returned {tenge(sums.returned_tiyn)}, held {tenge(sums.held_tiyn)} tenge; "
        f"{counted(page.people_count, 'person', 'people')}; last payment {page.last_payment_on}"
    )
    return Group(Text(title, style="bold"), _orders_table(page), Text(totals), *_more(page, text_of))


def _orders_table(page: PayerPage) -> RenderableType:
    amounts = ("lines", "contributions", "penalties", "refunded", "returned", "held")
    table = table_of("order", "received", "KNP", "outcome", *amounts, amounts=amounts)
    for order in page.orders:
        sums = order.sums
        table.add_row(
            order.summary.key.reference, str(order.summary.received_on), order.summary.applied_purpose_code,
            order.summary.outcome.value, str(order.line_count), tenge(sums.contributions_tiyn),
            tenge(sums.penalties_tiyn), tenge(sums.refunded_tiyn), tenge(sums.returned_tiyn), tenge(sums.held_tiyn),
        )  # fmt: skip
    return table


def _more(page: PayerPage, text_of: TextOf) -> Iterator[RenderableType]:
    """What not every payer has."""
    if page.sent_back:
        yield Text("\nsent back", style="bold")
        yield sent_back_table(page.sent_back)
    if page.findings:
        yield Text("\nopen findings", style="bold")
        table = table_of("order", "line", "finding", "text", amounts=["line"])
        for order, finding in islice(page.findings, ROWS_SHOWN_MAX):
            table.add_row(order.key.reference, str(finding.line or ""), finding.code, text_of(finding))
        yield table
        yield from _left_out(len(page.findings))
    if page.out_of_bounds:
        yield Text("\nover or under the bounds of the month (Social Code 245)", style="bold")
        yield out_of_bounds_table(islice(page.out_of_bounds, ROWS_SHOWN_MAX))
        yield from _left_out(len(page.out_of_bounds))


def _left_out(count: int) -> Iterator[RenderableType]:
    if count > ROWS_SHOWN_MAX:
        yield Text(f"… and {count - ROWS_SHOWN_MAX} more; --format json lists them", style="dim")


def out_of_bounds_table(months: Iterable[PayerMonth]) -> RenderableType:
    """Persons' months with excess or shortfall, numbers masked."""
    amounts = ("credited", "minimum", "maximum", "excess", "shortfall")
    table = table_of("person", "period", *amounts, amounts=amounts)
    for one in months:
        table.add_row(
            masked(f"{one.person_key:012}"), str(one.month), tenge(one.credited_tiyn), tenge(one.minimum_tiyn),
            tenge(one.maximum_tiyn), tenge(one.excess_tiyn), tenge(one.shortfall_tiyn),
        )  # fmt: skip
    return table


def penalty_shape(check: PenaltyCheck) -> Shape:
    """`penalties check`."""
    return {
        "payer": {"id": payer_number(check.payer_id)},
        "period": str(check.month),
        "due_on": check.due_on.isoformat() if check.due_on else None,
        "late": [
            {
                "received_on": one.received_on.isoformat(),
                "amount_tiyn": one.amount_tiyn,
                "days_late": one.days_late,
                "penalty_tiyn": one.penalty_tiyn,
                "unknown_days": [{"from": str(first), "to": str(last)} for first, last in one.unknown_days],
            }
            for one in check.late
        ],
        "expected_tiyn": check.expected_tiyn,
        "received_tiyn": check.received_tiyn,
        "difference_tiyn": check.difference_tiyn,
        "basis": PENALTY_BASIS,
    }


def penalty_table(check: PenaltyCheck) -> RenderableType:
    """The same for people."""
    title = Text(f"{payer_number(check.payer_id)}   {check.month}   due {check.due_on or 'not known'}", style="bold")
    received = f"penalties received {tenge(check.received_tiyn)} tenge"
    if not check.late:
        return Group(title, Text("no contribution for this month came late"), Text(received))
    table = table_of(
        "received", "tenge", "days late", "penalty", "base rate not known", amounts=["tenge", "days late", "penalty"]
    )
    for one in check.late:
        unknown = ", ".join(f"{first} to {last}" if first != last else f"{first}" for first, last in one.unknown_days)
        penalty = tenge(one.penalty_tiyn) or "not known"
        table.add_row(str(one.received_on), tenge(one.amount_tiyn), str(one.days_late), penalty, unknown)
    if check.expected_tiyn is None:
        told = f"expected not known: the base rate of some days is not shipped; {received}"
    else:
        told = f"expected {tenge(check.expected_tiyn)}, {received}, difference {tenge(check.difference_tiyn)}"
    return Group(title, table, Text(told))
