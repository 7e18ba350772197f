"""Cases of recipients: what may follow what, grounds and terms as the acts have them, days and shares."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import combinations
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from esep.domain.model.actor import Actor
from esep.domain.model.calculation import Calculation, CalculationInputs, CalculationRequest
from esep.domain.model.credited_month import CreditedKind, CreditedMonth
from esep.domain.model.iban import is_bic, is_iban
from esep.domain.model.month import Month
from esep.domain.model.recipient_case import (
    Application,
    CaseAction,
    CaseDetails,
    CaseEvent,
    CaseState,
    Channel,
    Dependant,
    PaymentDecision,
    RecipientCase,
    Relation,
    case_name,
    case_number_of,
)
from esep.domain.model.social_payment import CALCULATED_KINDS, SocialPaymentKind
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.social_payments.case_parameters import Effect
from esep.domain.rules.social_payments.effects import effective_on
from esep.domain.rules.social_payments.frozen import frozen
from esep.domain.rules.social_payments.periods import last_end, period_of
from esep.domain.rules.social_payments.shares import divided, parts_of, shares_of
from esep.domain.rules.social_payments.transitions import TRANSITIONS, allowed_actions, state_after
from esep.domain.rules.social_payments.withdrawal import is_suspended_for_six_months

TODAY = date(2025, 6, 2)
NOW = datetime(2025, 6, 2, tzinfo=UTC)
KIND = SocialPaymentKind
CHILD, STUDENT = "130901550013", "090701650012"


@pytest.fixture
def make_case() -> Callable[..., RecipientCase]:
    """A case of a kind with these events: action, and the day from which it acts."""

    def make(kind: KIND = KIND.DISABILITY, *events: tuple[CaseAction, date], **details: Any) -> RecipientCase:
        application = Application(
            case_number=1,
            kind=kind,
            person_key=1,
            insured_key=1,
            application_number="1",
            content_sha256=bytes(32),
            submitted_at=NOW,
            registered_on=TODAY,
            right_on=date(2025, 3, 31),
            channel=Channel.EGOV,
            region="Алматы",
            documents=(),
            details=CaseDetails(**details),
            recorded_at=NOW,
            due_on=TODAY,
            actor=Actor(identity="saule"),
        )
        return RecipientCase(
            application=application,
            events=tuple(_event(number, action, day) for number, (action, day) in enumerate(events, 1)),
        )

    return make


def _event(number: int, action: CaseAction, day: date) -> CaseEvent:
    states = {CaseAction.APPOINT: CaseState.APPOINTED, CaseAction.SUSPEND: CaseState.SUSPENDED}
    decision = PaymentDecision(
        law="",
        length_months=24,
        average_income_tiyn=0,
        amount_tiyn=100,
        is_pension_withheld=True,
        from_on=day,
        until_on=None,
        payment_count=None,
        parts=(),
    )
    return CaseEvent(
        case_number=1,
        event_number=number,
        action=action,
        state=states[action],
        happened_on=day,
        effective_on=day,
        recording_due_on=TODAY,
        recorded_at=NOW,
        actor=Actor(identity="saule"),
        decision=decision if action is CaseAction.APPOINT else None,
    )


def test_every_state_but_the_first_is_reached_and_every_action_allowed_somewhere() -> None:
    assert set(TRANSITIONS.values()) == set(CaseState)
    assert {action for _, action in TRANSITIONS} == set(CaseAction)


def test_what_is_refused_stays_refused_and_what_ended_is_not_paid_again() -> None:
    assert allowed_actions(CaseState.REFUSED) == []
    assert allowed_actions(CaseState.TERMINATED) == [CaseAction.TELL]
    assert allowed_actions(CaseState.WITHDRAWN) == [CaseAction.RESUME]
    assert state_after(CaseState.REGISTERED, CaseAction.APPOINT) is None
    assert state_after(CaseState.WITH_FUND, CaseAction.REFUSE) is None
    assert state_after(None, CaseAction.REGISTER) is CaseState.REGISTERED


def test_a_name_gives_its_number_back() -> None:
    assert case_name(7) == "SP-000007"
    assert case_number_of("sp-000007") == 7
    assert [case_number_of(text) for text in ("7", "SP-", "SP-٧", "RF-000007", "SP-" + "9" * 19)] == [None] * 5


@pytest.mark.parametrize(
    ("duty", "days"),
    [
        ("check-application/job-loss", 1),
        ("check-application/disability", 2),
        ("check-application/breadwinner", 2),
        ("check-application/maternity", 2),
        ("check-application/childcare", 2),
        *((f"decide-application/{kind.word}", 4) for kind in CALCULATED_KINDS),
        *((f"hear-objections/{kind.word}", 2) for kind in CALCULATED_KINDS),
        *((f"tell-incomplete/{kind.word}", 3) for kind in CALCULATED_KINDS),
        *((f"complete-papers/{kind.word}", 30) for kind in CALCULATED_KINDS),
        ("suspend-case/childcare", 2),
        ("resume-case/job-loss", 2),
        ("terminate-case/disability", 2),
        ("tell-terminated/breadwinner", 3),
        ("pay-first-sum/maternity", 3),
        ("enter-need/disability", 5),
        ("record-recipient", 1),
        ("suspend-case/maternity", None),
    ],
)
def test_terms_are_those_of_the_orders(rulebook: Rulebook, duty: str, days: int | None) -> None:
    assert rulebook.parameters.term(duty, TODAY) == days


def test_grounds_are_listed_once_and_a_resumption_ends_a_suspension(rulebook: Rulebook) -> None:
    rows = [row.value for row in rulebook.parameters.cases.grounds.rows]
    for one, other in combinations(rows, 2):
        assert (one.kind, one.action, one.code) != (other.kind, other.action, other.code)
    suspensions = {(one.kind, one.code) for one in rows if one.action is CaseAction.SUSPEND}
    resumed = {(one.kind, one.ends) for one in rows if one.action is CaseAction.RESUME}
    assert resumed == suspensions
    assert all(one.text("en") and one.text("ru") and one.text("kk") for one in rows)


@pytest.mark.parametrize(
    ("kind", "action", "count"),
    [
        (KIND.JOB_LOSS, CaseAction.SUSPEND, 3),  # Social Code 119(1)
        (KIND.DISABILITY, CaseAction.SUSPEND, 9),  # 182(1)
        (KIND.BREADWINNER, CaseAction.SUSPEND, 12),  # 241(1)
        (KIND.CHILDCARE, CaseAction.SUSPEND, 11),  # 86(1)-(2), of which 86(1)(6) is a resumption
        (KIND.JOB_LOSS, CaseAction.TERMINATE, 5),  # 119(3)
        (KIND.DISABILITY, CaseAction.TERMINATE, 4),  # 182(3)
        (KIND.BREADWINNER, CaseAction.TERMINATE, 6),  # 241(3) and 241(1)(11)
        (KIND.CHILDCARE, CaseAction.TERMINATE, 4),  # 86(4)
        (KIND.MATERNITY, CaseAction.SUSPEND, 0),
    ],
)
def test_the_lists_have_as_many_grounds_as_the_articles(
    rulebook: Rulebook, kind: KIND, action: CaseAction, count: int
) -> None:
    assert len(rulebook.parameters.cases.known_grounds(kind, action, TODAY)) == count


@pytest.mark.parametrize(
    ("kind", "action", "code", "effect", "article"),
    [
        (KIND.CHILDCARE, CaseAction.SUSPEND, "citizenship-lost", Effect.NEXT_MONTH, "86(1)(7)"),
        (KIND.JOB_LOSS, CaseAction.TERMINATE, "citizenship-lost", Effect.NEXT_MONTH, "119(3)(5)"),
        (KIND.JOB_LOSS, CaseAction.RESUME, "document-expired", Effect.DAY, "119(1)(2)"),
        (KIND.DISABILITY, CaseAction.RESUME, "left-country-unpaid", Effect.SUSPENSION_DAY_THREE_YEARS, "182(1)(2)"),
        (KIND.BREADWINNER, CaseAction.SUSPEND, "alive-signal", Effect.NEXT_MONTH, "241(1)(11)"),
        (KIND.BREADWINNER, CaseAction.TERMINATE, "disability-ended", Effect.DAY, "241(3)(4)"),
        (KIND.DISABILITY, CaseAction.WITHDRAW, "suspended-six-months", Effect.DAY, "82"),
        (KIND.BREADWINNER, CaseAction.WITHDRAW, "suspended-six-months", Effect.DAY, "81"),
    ],
)
def test_a_ground_has_its_effect_and_its_article(
    rulebook: Rulebook, kind: KIND, action: CaseAction, code: str, effect: Effect, article: str
) -> None:
    row = rulebook.parameters.cases.ground(kind, action, code, TODAY)
    assert row is not None
    assert (row.value.effect, row.source.article) == (effect, article)
    assert rulebook.parameters.cases.ground(kind, action, code, date(2023, 6, 30)) is None


APPOINTED = (CaseAction.APPOINT, date(2025, 3, 31))
SUSPENDED = (CaseAction.SUSPEND, date(2025, 5, 1))


@pytest.mark.parametrize(
    ("effect", "events", "happened_on", "expected"),
    [
        (Effect.NONE, [APPOINTED], TODAY, None),
        (Effect.NEXT_MONTH, [APPOINTED], date(2025, 12, 31), date(2026, 1, 1)),
        (Effect.NEXT_MONTH, [APPOINTED], date(2025, 6, 1), date(2025, 7, 1)),
        (Effect.DAY, [APPOINTED], date(2025, 4, 3), date(2025, 4, 3)),
        (Effect.DAY, [APPOINTED, SUSPENDED], date(2025, 4, 3), date(2025, 5, 1)),
        (Effect.DAY, [APPOINTED, SUSPENDED], date(2025, 5, 8), date(2025, 5, 8)),
        (Effect.DAY_OTHER_PAYEE, [APPOINTED, SUSPENDED], date(2025, 4, 3), date(2025, 5, 1)),
        (Effect.ASSIGNMENT_DAY, [APPOINTED, SUSPENDED], TODAY, date(2025, 3, 31)),
        (Effect.SUSPENSION_DAY, [APPOINTED, SUSPENDED], TODAY, date(2025, 5, 1)),
        (Effect.SUSPENSION_DAY_THREE_YEARS, [APPOINTED, SUSPENDED], date(2028, 5, 1), date(2025, 5, 1)),
        (Effect.SUSPENSION_DAY_THREE_YEARS, [APPOINTED, SUSPENDED], date(2028, 5, 2), date(2025, 5, 2)),
    ],
)
def test_a_ground_acts_from_its_day(
    make_case: Callable[..., RecipientCase],
    effect: Effect,
    events: list[tuple[CaseAction, date]],
    happened_on: date,
    expected: date | None,
) -> None:
    assert effective_on(effect, make_case(KIND.DISABILITY, *events), happened_on) == expected


@pytest.mark.parametrize(
    ("on", "kind", "expected"),
    [
        (date(2025, 10, 31), KIND.DISABILITY, False),
        (date(2025, 11, 1), KIND.DISABILITY, True),
        (date(2025, 11, 1), KIND.BREADWINNER, True),
        (date(2025, 11, 1), KIND.CHILDCARE, False),  # Order 248 has no such item
    ],
)
def test_a_case_is_suspended_for_six_months_from_the_day_it_was_not_paid_any_more(
    make_case: Callable[..., RecipientCase], rulebook: Rulebook, on: date, kind: KIND, expected: bool
) -> None:
    case = make_case(kind, APPOINTED, SUSPENDED)
    assert is_suspended_for_six_months(case, on, rulebook.parameters.cases) is expected
    assert not is_suspended_for_six_months(make_case(kind, APPOINTED), on, rulebook.parameters.cases)


@pytest.mark.parametrize(
    ("kind", "details", "payments", "pension_on", "until_on"),
    [
        (KIND.JOB_LOSS, {}, 3, None, date(2025, 6, 29)),
        (KIND.JOB_LOSS, {}, 3, date(2025, 5, 10), date(2025, 5, 9)),
        (KIND.DISABILITY, {"disability_until": date(2027, 3, 30)}, None, date(2030, 1, 1), date(2027, 3, 30)),
        (KIND.DISABILITY, {"disability_until": date(2027, 3, 30)}, None, date(2026, 1, 1), date(2025, 12, 31)),
        (KIND.DISABILITY, {}, None, date(2026, 1, 1), date(2025, 12, 31)),
        (KIND.DISABILITY, {}, None, None, None),
        (KIND.MATERNITY, {"leave_days": 126}, 1, None, date(2025, 8, 3)),
        (KIND.MATERNITY, {}, 1, None, None),
        (KIND.CHILDCARE, {}, None, None, None),
        (KIND.RESTRICTIONS, {}, None, None, None),
        (KIND.CHILDCARE, {"child_birth_date": date(2025, 3, 31)}, None, None, date(2026, 9, 30)),
    ],
)
def test_a_payment_ends_with_its_term(
    make_case: Callable[..., RecipientCase],
    rulebook: Rulebook,
    kind: KIND,
    details: dict[str, Any],
    payments: int | None,
    pension_on: date | None,
    until_on: date | None,
) -> None:
    application = make_case(kind, APPOINTED, **details).application
    period = period_of(
        application, payments=payments, pension_age_on=pension_on, births={}, parameters=rulebook.parameters
    )
    assert (period.from_on, period.until_on, period.payment_count) == (date(2025, 3, 31), until_on, payments)


def test_childcare_of_2022_is_paid_for_a_year(make_case: Callable[..., RecipientCase], rulebook: Rulebook) -> None:
    application = make_case(KIND.CHILDCARE, APPOINTED, child_birth_date=date(2022, 12, 31)).application
    for right_on, until_on in ((date(2022, 12, 31), date(2023, 12, 31)), (date(2023, 1, 1), date(2024, 6, 30))):
        period = period_of(
            attrs.evolve(application, right_on=right_on),
            payments=None,
            pension_age_on=None,
            births={},
            parameters=rulebook.parameters,
        )
        assert period.until_on == until_on


def test_a_breadwinners_payment_ends_with_the_last_dependant() -> None:
    child = Dependant(iin=CHILD, relation=Relation.CHILD)
    student = Dependant(iin=STUDENT, relation=Relation.CHILD, until_on=date(2027, 6, 30))
    carer = Dependant(iin=STUDENT, relation=Relation.CARER)
    births = {CHILD: date(2012, 2, 29), STUDENT: date(1990, 1, 1)}
    assert last_end([child, student], births) == date(2030, 2, 27)
    assert last_end([student], births) == date(2027, 6, 30)
    assert last_end([child, student], {}) is None
    assert last_end([carer, student], births) is None
    assert last_end([], {}) is None


@pytest.mark.parametrize(
    ("given_shares", "expected"),
    [
        ([None], [Fraction(1)]),
        ([None, None, None], [Fraction(1, 3)] * 3),
        ([Fraction(1, 2), None, None], [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)]),
        ([Fraction(1, 3), Fraction(2, 3)], [Fraction(1, 3), Fraction(2, 3)]),
        ([Fraction(1), None], None),
        ([Fraction(1, 3)], None),
        ([Fraction(2, 3), Fraction(2, 3)], None),
        ([Fraction(0), Fraction(1)], None),
    ],
)
def test_shares_given_leave_equal_ones_to_the_others(
    given_shares: list[Fraction | None], expected: list[Fraction] | None
) -> None:
    dependants = [Dependant(iin=CHILD, relation=Relation.CHILD, share=share) for share in given_shares]
    assert shares_of(dependants) == expected


def test_a_recipient_is_paid_what_no_dependant_is_paid_apart() -> None:
    apart = Dependant(iin=CHILD, relation=Relation.CHILD, account="KZ2", bic="B")
    with_recipient = Dependant(iin=STUDENT, relation=Relation.CHILD)

    def paid(*dependants: Dependant) -> list[tuple[int, int, str]]:
        parts = parts_of(100, dependants, recipient_key=1, account="KZ1", bic="A")
        return [(part.payee_key, part.amount_tiyn, part.account) for part in parts]

    assert paid() == [(1, 100, "KZ1")]
    assert paid(with_recipient) == [(1, 100, "KZ1")]
    assert paid(apart, with_recipient, with_recipient) == [(1, 67, "KZ1"), (int(CHILD), 33, "KZ2")]
    assert paid(apart) == [(int(CHILD), 100, "KZ2")]
    with pytest.raises(ValueError, match="add up"):
        paid(attrs.evolve(apart, share=Fraction(1, 3)))


def test_credited_months_are_kept_with_a_calculation() -> None:
    month = CreditedMonth(
        person_key=1,
        month=Month(2020, 5),
        kind=CreditedKind.CERTIFIED_INCOME,
        income_tiyn=9_000_000,
        document_number="5",
        document_date=date(2020, 7, 1),
    )
    outcome = Calculation(
        kind=KIND.JOB_LOSS,
        law="Social Code",
        length_months=7,
        average_income=Fraction(1, 3),
        average_income_tiyn=0,
        coefficients={"length": Fraction(7, 10)},
        amount_tiyn=100,
        payments=1,
        withheld_pension_tiyn=10,
        steps=(),
        incomes=(),
        counted=(),
    )
    request = CalculationRequest(kind=KIND.JOB_LOSS, right_on=TODAY, applied_on=TODAY)
    kept = frozen(outcome, request, CalculationInputs(contributions=(), credited_months=(month,)))
    assert kept["credited_months"] == [
        {
            "month": "2020-05",
            "kind": "certified-income",
            "income_tiyn": 9_000_000,
            "document_number": "5",
            "document_date": "2020-07-01",
        }
    ]
    assert (kept["average_income"], kept["coefficients"]) == ("1/3", {"length": "7/10"})


@given(st.integers(0, 10**9), st.lists(st.integers(1, 50), min_size=1, max_size=12))
def test_parts_add_up_to_the_whole_and_none_is_a_tiyn_off(amount_tiyn: int, weights: list[int]) -> None:
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    parts = divided(amount_tiyn, shares)
    assert sum(parts) == amount_tiyn
    assert all(abs(part - amount_tiyn * share) < 1 for part, share in zip(parts, shares, strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KZ86125KZT5004100100", True),
        ("KZ86125KZT5004100101", False),
        ("KZ68125KZT5004100100", False),
        ("KZ86 125KZT5004100100", False),
        ("DE89370400440532013000", False),
        ("KZ86125kzt5004100100", False),
        ("", False),
    ],
)
def test_an_account_number_checks(text: str, expected: bool) -> None:
    assert is_iban(text) is expected


def test_a_banks_code_has_eight_or_eleven_characters() -> None:
    assert [is_bic(text) for text in ("KZKOKZKX", "KZKOKZKXXXX", "KZKOKZK", "kzkokzkx", "KZKOKZKX1")] == [
        True, True, False, False, False
    ]  # fmt: skip
