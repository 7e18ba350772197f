"""What stands on which day: a decision holds from its day on over all that was decided before."""

from collections.abc import Callable
from datetime import UTC, date, datetime

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
    PaymentDecision,
    RecipientCase,
)
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.social_payments.remaking import Change, first_day, remade, standing_from

ACTOR, NOW = Actor(identity="saule"), datetime(2025, 5, 20, 7, tzinfo=UTC)


@pytest.fixture
def case_of() -> Callable[..., RecipientCase]:
    """A case with decisions: the first day of each, and what it pays."""

    def make(*decisions: tuple[date, int]) -> RecipientCase:
        day = date(2025, 1, 10)
        application = Application(
            case_number=1, kind=SocialPaymentKind.DISABILITY, person_key=1, insured_key=1, application_number="1",
            content_sha256=bytes(32), content=b"{}", submitted_at=NOW, registered_on=day, right_on=day,
            channel=Channel.EGOV, region="Алматы", documents=(), details=CaseDetails(), recorded_at=NOW, due_on=day,
            actor=ACTOR,
        )  # fmt: skip
        registered = CaseEvent(
            case_number=1, event_number=1, action=CaseAction.REGISTER, state=CaseState.REGISTERED, happened_on=day,
            recording_due_on=day, recorded_at=NOW, actor=ACTOR,
        )  # fmt: skip
        made = [
            attrs.evolve(
                registered,
                event_number=place,
                action=CaseAction.APPOINT if place == 2 else CaseAction.RECALCULATE,
                state=CaseState.APPOINTED,
                effective_on=begin,
                decision=PaymentDecision(
                    law="law", length_months=1, average_income_tiyn=1, amount_tiyn=tiyn, is_pension_withheld=False,
                    from_on=begin, until_on=None, payment_count=None, parts=(),
                ),
            )
            for place, (begin, tiyn) in enumerate(decisions, 2)
        ]  # fmt: skip
        return RecipientCase(application=application, events=(registered, *made))

    return make


def test_before_the_first_decision_nothing_stands(case_of: Callable[..., RecipientCase]) -> None:
    assert first_day(case_of()) is None
    case = case_of((date(2025, 2, 1), 100))
    assert first_day(case) == date(2025, 2, 1)
    assert [(day, one.amount_tiyn) for day, one in standing_from(case, date(2025, 1, 1))] == [(date(2025, 2, 1), 100)]


def test_what_was_decided_last_hides_what_was_decided_for_a_later_day_before(
    case_of: Callable[..., RecipientCase],
) -> None:
    case = case_of((date(2025, 1, 10), 100), (date(2025, 3, 1), 300), (date(2025, 2, 1), 200))
    assert [(day, one.amount_tiyn) for day, one in standing_from(case, date(2025, 1, 20))] == [
        (date(2025, 1, 20), 100),
        (date(2025, 2, 1), 200),
    ]


def test_a_change_reaches_up_to_the_next_of_its_own_kind(case_of: Callable[..., RecipientCase]) -> None:
    case = case_of((date(2025, 1, 10), 100), (date(2025, 2, 1), 100), (date(2025, 3, 1), 300), (date(2025, 4, 1), 100))
    change = Change(
        from_on=date(2025, 1, 20),
        remake=lambda one, begin: attrs.evolve(one, from_on=begin, amount_tiyn=one.amount_tiyn * 2),
        fact=lambda one: one.amount_tiyn,
    )
    assert [(one.from_on, one.amount_tiyn) for one in remade(case, change)] == [
        (date(2025, 1, 20), 200), (date(2025, 2, 1), 200), (date(2025, 3, 1), 300), (date(2025, 4, 1), 100),
    ]  # fmt: skip
