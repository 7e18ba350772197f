"""Cases of recipients as JSON objects and tables; numbers of persons masked."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from esep.domain.model.identification_number import masked
from esep.domain.model.recipient_case import CaseDetails, CaseEvent, CaseState, Dependant, RecipientCase
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.tables import table_of
from esep.entrypoints.cli.presentation.wording import moment, tenge

NEXT = {
    CaseState.REGISTERED: "esep applications check {name}",
    CaseState.CHECKED: "esep applications send {name}",
    CaseState.WITH_FUND: "esep decisions appoint {name} --document NUMBER --document-date DATE, by another person",
    CaseState.INCOMPLETE: "esep applications tell {name}; esep applications complete {name} --document TEXT",
    CaseState.REFUSAL_ANNOUNCED: "esep decisions refuse {name} --ground CODE ..., when the days to object are over",
    CaseState.APPOINTED: "esep decisions show {name}",
    CaseState.SUSPENDED: "esep decisions resume {name} --ground CODE --document NUMBER --document-date DATE",
    CaseState.TERMINATED: "esep applications tell {name}",
}
"""What may be done next in each state."""

COLUMNS = (
    "name", "kind", "code", "state", "iin", "application_number", "registered_on", "right_on", "region", "channel",
    "amount_tiyn", "from_on", "until_on", "payment_count", "next_due_on",
)  # fmt: skip


def next_told(case: RecipientCase) -> str | None:
    """What may be done next, as a command; None where nothing is awaited."""
    is_told = case.state is CaseState.TERMINATED and case.events[-1].due_on is None
    return None if is_told or case.state not in NEXT else f"Next: {NEXT[case.state].format(name=case.name)}"


def summary_shape(case: RecipientCase) -> Shape:
    """A case of `applications list`."""
    application, decision, last = case.application, case.decision, case.events[-1]
    return {
        "name": case.name,
        "kind": case.kind.word,
        "code": case.kind.value,
        "state": case.state.value,
        "iin": masked(f"{application.person_key:012}"),
        "application_number": application.application_number,
        "registered_on": application.registered_on.isoformat(),
        "right_on": application.right_on.isoformat(),
        "region": application.region,
        "channel": application.channel.value,
        "amount_tiyn": decision.amount_tiyn if decision else None,
        "from_on": decision.from_on.isoformat() if decision else None,
        "until_on": decision.until_on.isoformat() if decision and decision.until_on else None,
        "payment_count": decision.payment_count if decision else None,
        "next_due_on": last.due_on.isoformat() if last.due_on else None,
    }


def case_shape(case: RecipientCase, *, is_own_page: bool = False) -> Shape:
    """A case of `applications show`; on the person's own page numbers are written in full."""
    application = case.application
    insured = f"{application.insured_key:012}"
    return summary_shape(case) | {
        "iin": f"{application.person_key:012}" if is_own_page else masked(f"{application.person_key:012}"),
        "insured_iin": insured if is_own_page else masked(insured),
        "submitted_at": application.submitted_at.isoformat(),
        "recorded_at": application.recorded_at.isoformat(),
        "due_on": application.due_on.isoformat(),
        "documents": list(application.documents),
        "content_sha256": application.content_sha256.hex(),
        "details": details_shape(application.details, is_own_page=is_own_page),
        "events": [event_shape(event) for event in case.events],
    }


def details_shape(details: CaseDetails, *, is_own_page: bool) -> Shape:
    """What an application says, without what it leaves open."""
    said: Shape = {
        "account": details.account,
        "bic": details.bic,
        "degree_percent": details.degree_percent,
        "disability_until": _day(details.disability_until),
        "breadwinner_died_on": _day(details.breadwinner_died_on),
        "dependants": [_dependant(one, is_own_page=is_own_page) for one in details.dependants],
        "leave_days": details.leave_days,
        "is_adoption": details.is_adoption or None,
        "is_complicated_birth": details.is_complicated_birth or None,
        "child_iin": details.child_iin if is_own_page else masked(details.child_iin),
        "child_birth_date": _day(details.child_birth_date),
        "birth_order": details.birth_order,
        "unemployed_since": _day(details.unemployed_since),
        "unemployed_number": details.unemployed_number,
        "pension_exempt_ground": details.pension_exempt_ground,
    }
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def event_shape(event: CaseEvent) -> Shape:
    """One thing that happened to a case."""
    decision = event.decision
    return {
        "event": event.event_number,
        "action": event.action.value,
        "state": event.state.value,
        "ground": event.ground,
        "happened_on": event.happened_on.isoformat(),
        "effective_on": _day(event.effective_on),
        "due_on": _day(event.due_on),
        "document_number": event.document_number,
        "document_date": _day(event.document_date),
        "reason": event.reason,
        "last_paid_on": _day(event.last_paid_on),
        "last_paid_tiyn": event.last_paid_tiyn,
        "amount_tiyn": decision.amount_tiyn if decision else None,
        "account": account_shape(event),
        "recording_due_on": event.recording_due_on.isoformat(),
        "recorded_at": event.recorded_at.isoformat(),
        "actor": event.actor.identity,
        "purpose": event.actor.purpose,
    }


def account_shape(event: CaseEvent) -> Shape | None:
    """The account that an event changed to, and whose it is; None where it changed none."""
    change = event.account
    if change is None:
        return None
    return {"payee": masked(f"{change.payee_key:012}"), "account": change.account, "bic": change.bic}


def step_told(case: RecipientCase) -> str:
    """What a step came to, in a line."""
    last = case.events[-1]
    told = f"{case.name} is {case.state.value}"
    if last.decision is not None:
        told += f": {tenge(last.decision.amount_tiyn)} tenge from {last.decision.from_on}"
    elif last.effective_on is not None:
        told += f" from {last.effective_on}"
    return f"{told}; next step due {last.due_on}." if last.due_on else f"{told}."


def cases_table(cases: Iterable[RecipientCase]) -> Table:
    """Cases, one line each."""
    table = table_of("case", "kind", "state", "region", "applied", "right", "tenge", "until", "due", amounts=["tenge"])
    for case in cases:
        decision = case.decision
        table.add_row(
            case.name, case.kind.word, case.state.value, case.application.region,
            str(case.application.registered_on), str(case.application.right_on),
            tenge(decision.amount_tiyn if decision else None),
            str(decision.until_on or "") if decision else "", str(case.events[-1].due_on or ""),
        )  # fmt: skip
    return table


def case_page(case: RecipientCase) -> RenderableType:
    """One case: what the application says, and what happened."""
    application = case.application
    said = table_of("said", "value")
    for name, value in details_shape(application.details, is_own_page=False).items():
        said.add_row(name.replace("_", " "), "; ".join(map(_told, value)) if isinstance(value, list) else _told(value))
    title = f"{case.name}   {case.kind.word}   {case.state.value}   {masked(f'{application.person_key:012}')}"
    applied = (
        f"application {application.application_number} of {application.registered_on} ({application.channel.value}, "
        f"{application.region}); right of {application.right_on}"
    )
    return Group(Text(title, style="bold"), Text(applied), Text(), said, Text(), events_table(case))


def events_table(case: RecipientCase) -> RenderableType:
    """What happened to a case, first to last, and which accounts were changed to."""
    table = table_of("step", "on", "acts from", "ground", "document", "recorded", "by", "due", "remark")
    for event in case.events:
        document = f"{event.document_number} of {event.document_date}" if event.document_date else ""
        table.add_row(
            event.action.value, str(event.happened_on), str(event.effective_on or ""), event.ground, document,
            moment(event.recorded_at), event.actor.identity, str(event.due_on or ""), _remark(event),
        )  # fmt: skip
    changes = [
        Text(f"{masked(f'{one.payee_key:012}')} is paid to {one.account}, {one.bic}, since {moment(event.recorded_at)}")
        for event in case.events
        if (one := event.account) is not None
    ]
    return Group(table, *changes)


def _remark(event: CaseEvent) -> str:
    if event.last_paid_on is None:
        return event.reason
    return f"last paid {event.last_paid_on}: {tenge(event.last_paid_tiyn)}. {event.reason}".strip()


def _dependant(one: Dependant, *, is_own_page: bool) -> Shape:
    return {
        "iin": one.iin if is_own_page else masked(one.iin),
        "relation": one.relation.value,
        "until_on": _day(one.until_on),
        "share": str(one.share) if one.share is not None else None,
        "account": one.account or None,
    }


def _told(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(str(one) for one in value.values() if one is not None)
    return str(value)


def _day(day: object) -> str | None:
    return None if day is None else str(day)
