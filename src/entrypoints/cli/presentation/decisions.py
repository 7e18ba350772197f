"""Decisions on social payments as they were made, and the lists of grounds."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from esep.domain.model.identification_number import masked
from esep.domain.model.recipient_case import CaseEvent, PaymentDecision, RecipientCase
from esep.domain.rules.dated_table import Dated
from esep.domain.rules.social_payments.case_parameters import Ground
from esep.entrypoints.cli.presentation.cases import events_table
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.tables import table_of
from esep.entrypoints.cli.presentation.wording import counted, payer_number, tenge

GROUND_COLUMNS = ("kind", "action", "code", "ends", "effect", "text", "act", "article", "valid_from")


def decision_shapes(case: RecipientCase, *, is_own_page: bool = False) -> list[Shape]:
    """Every decision about the payments of a case, first to last."""
    return [
        decision_shape(event, event.decision, is_own_page=is_own_page)
        for event in case.events
        if event.decision is not None
    ]


def decision_shape(event: CaseEvent, decision: PaymentDecision, *, is_own_page: bool) -> Shape:
    """One decision with the calculation that was kept with it."""
    return {
        "event": event.event_number,
        "action": event.action.value,
        "ground": event.ground,
        "document_number": event.document_number,
        "document_date": str(event.document_date) if event.document_date else None,
        "recorded_at": event.recorded_at.isoformat(),
        "actor": event.actor.identity,
        "law": decision.law,
        "length_months": decision.length_months,
        "average_income_tiyn": decision.average_income_tiyn,
        "amount_tiyn": decision.amount_tiyn,
        "is_pension_withheld": decision.is_pension_withheld,
        "from_on": str(decision.from_on),
        "until_on": str(decision.until_on) if decision.until_on else None,
        "payment_count": decision.payment_count,
        "parts": [
            {
                "part": part.part,
                "payee": _number(part.payee_key, is_own_page=is_own_page),
                "amount_tiyn": part.amount_tiyn,
                "account": part.account,
                "bic": part.bic,
            }
            for part in decision.parts
        ],
        "calculation": _readable(decision.frozen, is_own_page=is_own_page),
    }


def decisions_page(case: RecipientCase) -> RenderableType:
    """All decisions for people, each with its steps and extract."""
    decided = [event for event in case.events if event.decision is not None]
    title = Text(f"{case.name}   {case.kind.word}   {case.state.value}", style="bold")
    if not decided:
        return Group(title, Text("nothing is decided about payments yet"), Text(), events_table(case))
    return Group(title, *(one for event in decided for one in _decision(event)), Text(), events_table(case))


def _decision(event: CaseEvent) -> Iterator[RenderableType]:
    decision = event.decision
    if decision is None:
        return
    until = f" until {decision.until_on}" if decision.until_on else ", no end is known"
    payments = f", {counted(decision.payment_count, 'payment', 'payments')}" if decision.payment_count else ""
    yield Text()
    yield Text(
        f"{event.action.value} {event.document_number} of {event.document_date}: {tenge(decision.amount_tiyn)} tenge "
        f"from {decision.from_on}{until}{payments}",
        style="bold",
    )
    yield Text(
        f"{decision.law}; length {counted(decision.length_months, 'month', 'months')}, average income "
        f"{tenge(decision.average_income_tiyn)} tenge"
    )
    yield _parts_table(decision)
    yield _steps_table(decision.frozen.get("steps", ()))
    if decision.frozen.get("extract"):
        yield _extract_table(decision.frozen["extract"])


def _parts_table(decision: PaymentDecision) -> Table:
    table = table_of("part", "payee", "tenge", "account", "bank", amounts=["part", "tenge"])
    for part in decision.parts:
        payee = masked(f"{part.payee_key:012}")
        table.add_row(str(part.part), payee, tenge(part.amount_tiyn), part.account, part.bic)
    return table


def _steps_table(steps: Iterable[Mapping[str, str]]) -> Table:
    table = table_of("step", "what", "value", "where it stands", amounts=["step"])
    for number, step in enumerate(steps, 1):
        table.add_row(str(number), step["what"], step["value"], step["reference"])
    return table


def _extract_table(extract: Iterable[Mapping[str, Any]]) -> Table:
    table = table_of("month", "payer", "received", "document", "tenge", "counted", amounts=["tenge", "counted"])
    for line in extract:
        table.add_row(
            line["month"], payer_number(line["payer_id"]) or "", line["received_on"], line["document_number"],
            tenge(line["amount_tiyn"]), tenge(line["counted_tiyn"]),
        )  # fmt: skip
    return table


def ground_shape(row: Dated[Ground], language: str) -> Shape:
    """One ground of the list."""
    ground = row.value
    return {
        "kind": ground.kind.word,
        "action": ground.action.value,
        "code": ground.code,
        "ends": ground.ends,
        "effect": ground.effect.value,
        "text": ground.text(language),
        "act": row.source.act,
        "article": row.source.article,
        "valid_from": str(row.valid_from),
    }


def grounds_table(shapes: Iterable[Shape]) -> Table:
    """Grounds, one line each."""
    table = table_of("kind", "decision", "code", "acts from", "what it means", "where it stands")
    for one in shapes:
        source = f"{one['act']}, {one['article']}"
        table.add_row(one["kind"], one["action"], one["code"], one["effect"], one["text"], source)
    return table


def _readable(frozen: Mapping[str, Any], *, is_own_page: bool) -> Shape:
    """What was kept, as it was; a person's numbers in it are masked but on the person's own page."""
    if is_own_page:
        return dict(frozen)
    shown = dict(frozen)
    for name in ("extract", "incomes"):
        if name in shown:
            shown[name] = [{**line, "payer_id": payer_number(line["payer_id"])} for line in shown[name]]
    if "dependants" in shown:
        shown["dependants"] = [{**one, "iin": masked(one["iin"])} for one in shown["dependants"]]
    return shown


def _number(key: int, *, is_own_page: bool) -> str:
    return f"{key:012}" if is_own_page else masked(f"{key:012}")
