"""The check `cases-stand`, on every store: what a case may hold, and what is found where it does not."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from esep.domain.model.actor import Actor
from esep.domain.model.recipient_case import (
    Application,
    CaseAction,
    CaseDetails,
    CaseEvent,
    CaseState,
    Channel,
    PaidPart,
    PaymentDecision,
)
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.ports.verification import Check

NOON = datetime(2025, 5, 20, 7, 0, tzinfo=UTC)
SAULE = Actor(identity="saule")
DECISION = PaymentDecision(
    law="Social Code",
    length_months=24,
    average_income_tiyn=100,
    amount_tiyn=100,
    is_pension_withheld=True,
    from_on=date(2025, 5, 12),
    until_on=date(2025, 6, 11),
    payment_count=1,
    parts=(
        PaidPart(part=1, payee_key=1, amount_tiyn=67, account="KZ1", bic="A"),
        PaidPart(part=2, payee_key=2, amount_tiyn=33, account="KZ2", bic="B"),
    ),
)
REGISTERED = CaseEvent(
    case_number=1,
    event_number=1,
    action=CaseAction.REGISTER,
    state=CaseState.REGISTERED,
    happened_on=date(2025, 5, 20),
    recording_due_on=date(2025, 5, 21),
    recorded_at=NOON,
    actor=SAULE,
)
APPOINTED = attrs.evolve(
    REGISTERED, event_number=2, action=CaseAction.APPOINT, state=CaseState.APPOINTED, decision=DECISION
)


@pytest.fixture
def check(open_unit: OpenUnitOfWork) -> Callable[..., Check]:
    """Record a case with these events; gives what the check finds."""

    def record(*events: CaseEvent) -> Check:
        application = Application(
            case_number=1,
            kind=SocialPaymentKind.JOB_LOSS,
            person_key=1,
            insured_key=1,
            application_number="1",
            content_sha256=bytes(32),
            submitted_at=NOON,
            registered_on=date(2025, 5, 20),
            right_on=date(2025, 5, 12),
            channel=Channel.EGOV,
            region="Алматы",
            documents=(),
            details=CaseDetails(),
            recorded_at=NOON,
            due_on=date(2025, 5, 21),
            actor=SAULE,
        )
        with open_unit() as unit:
            unit.cases.register(application, events[0])
            unit.cases.record_events(events[1:])
            [found] = [check for check in unit.verification.checks() if check.name == "cases-stand"]
        return found

    return record


def test_a_case_that_was_appointed_resumed_and_recalculated_stands(check: Callable[..., Check]) -> None:
    others = [
        attrs.evolve(REGISTERED, event_number=3, action=CaseAction.SUSPEND, state=CaseState.SUSPENDED),
        attrs.evolve(APPOINTED, event_number=4, action=CaseAction.RESUME),
        attrs.evolve(APPOINTED, event_number=5, action=CaseAction.RECALCULATE),
    ]
    found = check(REGISTERED, APPOINTED, *others)
    assert (found.checked, found.fault_count, list(found.faults)) == (4, 0, [])


@pytest.mark.parametrize(
    ("events", "begin"),
    [
        ([attrs.evolve(REGISTERED, event_number=2)], "case 1: has"),
        ([REGISTERED, attrs.evolve(APPOINTED, event_number=3)], "case 1: has"),
        ([attrs.evolve(REGISTERED, action=CaseAction.CHECK)], "case 1: has"),
        ([REGISTERED, attrs.evolve(REGISTERED, event_number=2)], "case 1: has"),
        ([REGISTERED, APPOINTED, attrs.evolve(APPOINTED, event_number=3)], "case 1: has"),
        ([REGISTERED, attrs.evolve(APPOINTED, decision=None)], "event 2 of case 1: appoint without a decision"),
        (
            [REGISTERED, attrs.evolve(APPOINTED, action=CaseAction.SUSPEND)],
            "event 2 of case 1: suspend, decided 100",
        ),
        *(
            ([REGISTERED, attrs.evolve(APPOINTED, decision=wrong)], "event 2 of case 1: appoint, decided ")
            for wrong in (
                attrs.evolve(DECISION, amount_tiyn=101),
                attrs.evolve(DECISION, parts=()),
                attrs.evolve(DECISION, parts=DECISION.parts[1:], amount_tiyn=33),
                attrs.evolve(DECISION, until_on=date(2025, 5, 11)),
            )
        ),
    ],
)
def test_a_case_that_cannot_be_so_is_found(check: Callable[..., Check], events: list[Any], begin: str) -> None:
    found = check(*events)
    assert found.fault_count == 1
    assert found.faults[0].startswith(begin)
