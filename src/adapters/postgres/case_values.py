"""Rows of cases of recipients as values of the domain, and the details that depend on the kind as JSON."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import cattrs
from cattrs.gen import make_dict_unstructure_fn

from esep.adapters.postgres.order_queries import Row
from esep.domain.model.account_change import AccountChange
from esep.domain.model.actor import Actor
from esep.domain.model.recipient_case import (
    Application,
    CaseAction,
    CaseDetails,
    CaseEvent,
    CaseState,
    Channel,
    Dependant,
    PaidPart,
    PaymentDecision,
    RecipientCase,
)
from esep.domain.model.social_payment import SocialPaymentKind

EventKey = tuple[int, int]


def details_to_json(details: CaseDetails) -> Any:
    """What is said in the details, what is not left out."""
    return _CONVERTER.unstructure(details)


def cases_of(
    cases: Iterable[Row], events: Iterable[Row], decisions: Iterable[Row], parts: Iterable[Row]
) -> list[RecipientCase]:
    """Cases with their events and decisions, in the order given."""
    parts_of: dict[EventKey, list[PaidPart]] = {}
    for row in parts:
        parts_of.setdefault(_key(row), []).append(PaidPart(**row))
    decision_of: dict[EventKey, PaymentDecision] = {}
    for row in decisions:
        key = _key(row)
        decision_of[key] = PaymentDecision(parts=tuple(parts_of.get(key, ())), **row)
    events_of: dict[int, list[CaseEvent]] = {}
    for row in events:
        decision = decision_of.get((row["case_number"], row["event_number"]))
        events_of.setdefault(row["case_number"], []).append(_event(row, decision))
    return [
        RecipientCase(application=_application(row), events=tuple(events_of.get(row["case_number"], ())))
        for row in cases
    ]


def _key(row: Row) -> EventKey:
    """The event that a row belongs to, taken out of it."""
    return row.pop("case_number"), row.pop("event_number")


def _application(row: Row) -> Application:
    return Application(
        kind=SocialPaymentKind(row.pop("kind")),
        channel=Channel(row.pop("channel")),
        documents=tuple(row.pop("documents")),
        details=_CONVERTER.structure(row.pop("details"), CaseDetails),
        actor=_actor(row),
        **row,
    )


def _event(row: Row, decision: PaymentDecision | None) -> CaseEvent:
    return CaseEvent(
        action=CaseAction(row.pop("action")),
        state=CaseState(row.pop("state")),
        actor=_actor(row),
        decision=decision,
        account=_account(row),
        **row,
    )


def _account(row: Row) -> AccountChange | None:
    payee_key, account, bic = (row.pop(f"changed_{name}") for name in ("payee", "account", "bic"))
    return None if payee_key is None else AccountChange(payee_key=payee_key, account=account, bic=bic)


def _actor(row: Row) -> Actor:
    return Actor(**{name: row.pop(f"actor_{name}") for name in ("identity", "role", "purpose")})


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter()
    converter.register_unstructure_hook(date, lambda day: day.isoformat())
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(Fraction, str)
    converter.register_structure_hook(Fraction, lambda text, _: Fraction(text))
    for kind in (Dependant, CaseDetails):
        hook = make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True)
        converter.register_unstructure_hook(kind, hook)
    return converter


_CONVERTER = _converter()
