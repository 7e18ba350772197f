"""The record of a recipient: the 25 data of item 12 of the Rules; the person's own page, numbers in full."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from esep.domain.model.benefit_payment import PaymentView
from esep.domain.model.dated_attribute import ATTRIBUTES_TOLD
from esep.domain.model.month import Month
from esep.domain.model.payment_document import PaymentDocuments, ReturnDocument
from esep.domain.model.recipient_case import CaseAction, RecipientCase
from esep.domain.model.recipient_summary import SUMMARISED, RecipientFigures
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.use_cases.show_recipient import RecipientPage
from esep.entrypoints.cli.presentation.cases import case_shape, events_table
from esep.entrypoints.cli.presentation.decisions import decision_shapes
from esep.entrypoints.cli.presentation.paid_cases import paid_case_parts, paid_case_shape
from esep.entrypoints.cli.presentation.payments import RECOVERED
from esep.entrypoints.cli.presentation.people import as_json, as_text, dated_shape, history_table
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.tables import table_of
from esep.entrypoints.cli.presentation.wording import tenge

FIGURES = {
    CaseAction.APPOINT: "appointed",
    CaseAction.SUSPEND: "suspended",
    CaseAction.RESUME: "resumed",
    CaseAction.TERMINATE: "terminated",
    CaseAction.WITHDRAW: "withdrawn",
}
FIGURE_COLUMNS = (
    "kind", "code", "region",
    *(f"{name}{end}" for name in FIGURES.values() for end in ("", "_tiyn")),
    "paid", "paid_tiyn", "returned", "returned_tiyn", "withheld_tiyn",
)  # fmt: skip


def page_shape(page: RecipientPage) -> Shape:
    """`recipients show`."""
    return {
        "iin": page.iin,
        "numbers": list(page.numbers),
        **{attribute.value: as_json(page.current.get(attribute)) for attribute in ATTRIBUTES_TOLD},
        "history": [dated_shape(one) for one in page.history],
        "cases": [_case(page, case) for case in page.cases],
        "paid_cases": [paid_case_shape(paid, page.payments) for paid in page.paid_cases],
        "payments": [payment_shape(one, page.documents[one.key]) for one in page.payments],
    }


def _case(page: RecipientPage, case: RecipientCase) -> Shape:
    """Items 10 to 24 of one case, and all that happened to it."""
    decision, said = case.decision, case.application.details
    appointed, request = case.last(CaseAction.APPOINT), standing_request(case)
    own = [one for one in page.payments if one.key.case_number == case.application.case_number]
    return case_shape(case, is_own_page=True) | {
        "applied_on": str(case.application.registered_on),
        "decided_on": str(appointed.document_date) if appointed else None,
        "ends_on": str(decision.until_on) if decision and decision.until_on else None,
        "length_months": decision.length_months if decision else None,
        "average_income_tiyn": decision.average_income_tiyn if decision else None,
        "degree_percent": request.get("degree_percent", said.degree_percent),
        "dependants": request.get("dependants", len(said.dependants) or None),
        "unemployed_since": str(said.unemployed_since) if said.unemployed_since else None,
        "unemployed_number": said.unemployed_number or None,
        "leave_days": request.get("days", said.leave_days),
        "birth_order": request.get("birth_order", said.birth_order),
        "period": {
            "from_on": str(decision.from_on),
            "until_on": str(decision.until_on) if decision.until_on else None,
            "payment_count": decision.payment_count,
        }
        if decision
        else None,
        "withheld_pension_tiyn": sum(one.withheld_tiyn for one in own),
        "decisions": decision_shapes(case, is_own_page=True),
    }


def standing_request(case: RecipientCase) -> Mapping[str, Any]:
    """What the standing decision was calculated for; nothing before there is one."""
    request: Mapping[str, Any] = case.decision.frozen.get("request", {}) if case.decision else {}
    return request


def payment_shape(one: PaymentView, documents: PaymentDocuments) -> Shape:
    """A payment, and the return of it (item 12(25))."""
    sent = documents.sent
    return {
        "payment": one.key.name,
        "kind": SocialPaymentKind(one.kind).word,
        "month": str(Month.from_number(one.key.month)),
        "payee": f"{one.payee_key:012}",
        "gross_tiyn": one.gross_tiyn,
        "withheld_tiyn": one.withheld_tiyn,
        "recovered_tiyn": one.recovered_tiyn,
        "net_tiyn": one.net_tiyn,
        "state": one.state.value,
        "account": one.account,
        "bic": one.bic,
        "reference": one.reference,
        "document_number": sent.document_number if sent else None,
        "document_date": str(sent.document_date) if sent else None,
        "purpose_code": one.purpose_code,
        "sender": {"id": sent.sender_id, "name": sent.sender_name} if sent else None,
        "recipient_name": sent.recipient_name if sent else None,
        "total_tiyn": sent.total_tiyn if sent else None,
        "file": one.file_name,
        "due_on": str(one.due_on),
        "sent_on": str(one.sent_on) if one.sent_on else None,
        "confirmed_on": str(one.confirmed_on) if one.confirmed_on else None,
        "returned_on": str(one.returned_on) if one.returned_on else None,
        "overpaid_tiyn": one.overpaid_tiyn,
        "return": _return_shape(documents.returned) if documents.returned else None,
    }


def _return_shape(one: ReturnDocument) -> Shape:
    document = one.document
    return {
        "received_on": str(one.received_on),
        "reference": one.reference,
        "document_number": document.document_number,
        "document_date": str(document.document_date),
        "purpose_code": document.purpose_code,
        "sender": {"id": document.sender_id, "name": document.sender_name},
        "recipient_name": document.recipient_name,
        "total_tiyn": document.total_tiyn,
        "amount_tiyn": one.amount_tiyn,
        "period": one.period or None,
    }


def page_table(page: RecipientPage) -> RenderableType:
    """A recipient's page."""
    current = table_of("datum", "value")
    for attribute in ATTRIBUTES_TOLD:
        if attribute in page.current:
            current.add_row(attribute.value.replace("_", " "), as_text(page.current[attribute]))
    return Group(
        Text(page.iin, style="bold"),
        current,
        history_table(page.history),
        *(part for case in page.cases for part in _case_parts(page, case)),
        *(part for paid in page.paid_cases for part in paid_case_parts(paid)),
        Text(),
        _payments_table(page.payments) if page.payments else Text("no payment was made yet"),
    )


def _case_parts(page: RecipientPage, case: RecipientCase) -> Iterator[RenderableType]:
    yield Text()
    yield Text(f"{case.name}   {case.kind.word}   {case.state.value}", style="bold")
    table = table_of("datum", "value")
    shape = _case(page, case)
    for name in (
        "applied_on", "right_on", "decided_on", "ends_on", "length_months", "degree_percent", "dependants",
        "unemployed_since", "unemployed_number", "leave_days", "birth_order",
    ):  # fmt: skip
        if shape[name] is not None:
            table.add_row(name.replace("_", " "), str(shape[name]))
    for name in ("average_income_tiyn", "amount_tiyn", "withheld_pension_tiyn"):
        if shape[name] is not None:
            table.add_row(name.removesuffix("_tiyn").replace("_", " "), f"{tenge(shape[name])} tenge")
    yield table
    yield events_table(case)


def _payments_table(payments: Iterable[PaymentView]) -> Table:
    """What was recovered of overpayments stands below what was withheld for pensions."""
    amounts, short = ["tenge", "withheld"], ["payment", "state", "sent", "returned"]
    table = table_of("payment", *amounts, "state", "KNP", "sent", "returned", amounts=amounts, short=short)
    for one in payments:
        table.add_row(
            one.key.name, tenge(one.gross_tiyn), tenge(one.withheld_tiyn), one.state.value, one.purpose_code or "",
            str(one.sent_on or ""), str(one.returned_on or ""),
        )  # fmt: skip
        if one.recovered_tiyn:
            table.add_row(RECOVERED, "", tenge(one.recovered_tiyn))
    return table


def figures_shape(figures: RecipientFigures) -> Shape:
    """One kind in one region."""
    shape: Shape = {"kind": figures.kind.word, "code": figures.kind.value, "region": figures.region}
    for action, name in FIGURES.items():
        tally = figures.tally(action)
        shape |= {name: tally.count, f"{name}_tiyn": tally.amount_tiyn}
    paid = figures.paid
    return shape | {
        "paid": paid.payments if paid else 0,
        "paid_tiyn": paid.paid_tiyn if paid else 0,
        "returned": paid.returned if paid else 0,
        "returned_tiyn": paid.returned_tiyn if paid else 0,
        "withheld_tiyn": paid.withheld_tiyn if paid else 0,
    }


def figures_table(figures: Iterable[RecipientFigures]) -> Table:
    """The month's figures, one line per kind, region and what was decided or done."""
    table = table_of("kind", "region", "what", "count", "tenge", amounts=["count", "tenge"])
    for one in figures:
        for action in SUMMARISED:
            tally = one.tally(action)
            if tally.count:
                table.add_row(one.kind.word, one.region, FIGURES[action], str(tally.count), tenge(tally.amount_tiyn))
        for what, count, amount_tiyn in _money(one):
            table.add_row(one.kind.word, one.region, what, count, tenge(amount_tiyn))
    return table


def _money(figures: RecipientFigures) -> Iterator[tuple[str, str, int]]:
    paid = figures.paid
    if paid is not None:
        yield "paid", str(paid.payments), paid.paid_tiyn
        yield "withheld for pensions", "", paid.withheld_tiyn
        yield "returned", str(paid.returned), paid.returned_tiyn
