"""The cases of others that pay a person, on the person's own page: the recipient's number is masked."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from esep.domain.model.benefit_payment import PaymentView
from esep.domain.model.identification_number import masked
from esep.domain.model.paid_case import OwnPart, PaidCase
from esep.domain.model.recipient_case import CaseAction, CaseEvent
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.tables import table_of
from esep.entrypoints.cli.presentation.wording import tenge


def paid_case_shape(paid: PaidCase, payments: Sequence[PaymentView]) -> Shape:
    """What the case is, why it pays the person, and what each decision gives."""
    case, decision = paid.case, paid.case.decision
    application, appointed = case.application, case.last(CaseAction.APPOINT)
    own = [one for one in payments if one.key.case_number == application.case_number]
    return {
        "name": case.name,
        "kind": case.kind.word,
        "code": case.kind.value,
        "state": case.state.value,
        "role": paid.role.value,
        "relation": paid.relation or None,
        "recipient": masked(f"{application.person_key:012}"),
        "applied_on": str(application.registered_on),
        "right_on": str(application.right_on),
        "decided_on": str(appointed.document_date) if appointed and appointed.document_date else None,
        "ends_on": str(decision.until_on) if decision and decision.until_on else None,
        "withheld_pension_tiyn": sum(one.withheld_tiyn for one in own),
        "decisions": [_decided_shape(one) for one in paid.decided],
        "account_changes": [_change_shape(one) for one in paid.changes],
    }


def _change_shape(event: CaseEvent) -> Shape:
    return {
        "event": event.event_number,
        "document_number": event.document_number,
        "document_date": str(event.document_date) if event.document_date else None,
        "recorded_at": event.recorded_at.isoformat(),
        "account": event.account.account if event.account else None,
        "bic": event.account.bic if event.account else None,
    }


def _decided_shape(one: OwnPart) -> Shape:
    event, decision, part = one.event, one.decision, one.part
    return {
        "event": event.event_number,
        "action": event.action.value,
        "document_number": event.document_number,
        "document_date": str(event.document_date) if event.document_date else None,
        "recorded_at": event.recorded_at.isoformat(),
        "from_on": str(decision.from_on),
        "until_on": str(decision.until_on) if decision.until_on else None,
        "part": part.part if part else None,
        "amount_tiyn": part.amount_tiyn if part else None,
        "account": part.account if part else None,
        "bic": part.bic if part else None,
    }


def paid_case_parts(paid: PaidCase) -> Iterator[RenderableType]:
    """Likewise for people."""
    case, recipient = paid.case, masked(f"{paid.case.application.person_key:012}")
    yield Text()
    yield Text(f"{case.name}   {case.kind.word}   {case.state.value}", style="bold")
    role = f"{paid.role.value} ({paid.relation})" if paid.relation else paid.role.value
    yield Text(f"paid as {role}; the recipient is {recipient}; right of {case.application.right_on}")
    yield _decisions_table(paid)


def _decisions_table(paid: PaidCase) -> Table:
    table = table_of("decided", "document", "from", "until", "tenge", "account", "bank", amounts=["tenge"])
    for one in paid.decided:
        document = f"{one.event.document_number} of {one.event.document_date}" if one.event.document_date else ""
        part = one.part
        table.add_row(
            one.event.action.value, document, str(one.decision.from_on), str(one.decision.until_on or ""),
            tenge(part.amount_tiyn) if part else "", part.account if part else "with the recipient",
            part.bic if part else "",
        )  # fmt: skip
    for event in paid.changes:
        account, bic = (event.account.account, event.account.bic) if event.account else ("", "")
        document = f"{event.document_number} of {event.document_date}"
        table.add_row(event.action.value, document, "", "", "", account, bic)
    return table
