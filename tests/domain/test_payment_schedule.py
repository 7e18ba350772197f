"""Which months of a case are due: whole months, by the decision that stands, less pauses."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from esep.domain.model.month import Month
from esep.domain.model.payable_case import (
    CaseToPay,
    DuePayment,
    FormedPayment,
    PayableCase,
    PayableEvent,
    PaymentTerms,
)
from esep.domain.model.recipient_case import CaseAction, PaidPart
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.social_payments.recovery import recoverable_tiyn
from esep.domain.rules.social_payments.schedule import due_months, due_payments, overpaid

MOTHER, GUARDIAN, CHILD = 1, 2, 3
AUGUST = Month(2024, 8)


def terms(
    *amounts: int, payees: Sequence[int] = (MOTHER, GUARDIAN, CHILD), from_on: date = date(2024, 3, 15), **rest: Any
) -> PaymentTerms:
    parts = tuple(
        PaidPart(part=place, payee_key=payee, amount_tiyn=amount, account="A", bic="B")
        for place, (amount, payee) in enumerate(zip(amounts or (1000,), payees, strict=False), 1)
    )
    given: dict[str, Any] = {"until_on": None, "payment_count": None, "is_pension_withheld": True} | rest
    return PaymentTerms(from_on=from_on, parts=parts, **given)


def case(*events: tuple[Any, ...]) -> PayableCase:
    """Of events: action, the day from which it acts, and what it decided."""
    made = [
        PayableEvent(event_number=number, action=action, acts_on=acts_on, terms=decided[0] if decided else None)
        for number, (action, acts_on, *decided) in enumerate(events, 1)
    ]
    return PayableCase(
        person_key=MOTHER, case_number=7, kind=SocialPaymentKind.CHILDCARE, events=tuple(made), last_event=len(made)
    )


def appointed(own: PaymentTerms | None = None) -> tuple[CaseAction, date, PaymentTerms]:
    return CaseAction.APPOINT, date(2024, 4, 10), own or terms()


def months(of: PayableCase, until: Month = AUGUST) -> list[int]:
    return [due.month.month for due in due_months(of, until)]


def test_every_month_with_a_day_that_is_paid_for_is_due_whole() -> None:
    assert months(case(appointed())) == [3, 4, 5, 6, 7, 8]
    assert months(case(appointed(terms(until_on=date(2024, 6, 1))))) == [3, 4, 5, 6]
    assert months(case(appointed(terms(until_on=date(2024, 5, 31))))) == [3, 4, 5]


def test_nothing_is_due_before_the_first_day_and_without_a_decision() -> None:
    assert months(case(appointed()), Month(2024, 2)) == []
    assert months(case((CaseAction.SUSPEND, date(2024, 3, 1)))) == []


def test_payments_that_are_counted_end_with_their_number() -> None:
    assert months(case(appointed(terms(payment_count=2)))) == [3, 4]


def test_a_suspended_month_takes_nothing_from_the_number_of_payments() -> None:
    paused = case(
        appointed(terms(payment_count=3)),
        (CaseAction.SUSPEND, date(2024, 4, 1)),
        (CaseAction.RESUME, date(2024, 6, 1)),
    )
    assert months(paused) == [3, 6, 7]


@pytest.mark.parametrize(
    ("suspended_on", "expected"),
    [(date(2024, 5, 1), [3, 4]), (date(2024, 5, 2), [3, 4, 5]), (date(2024, 3, 15), []), (date(2024, 3, 16), [3])],
)
def test_a_suspension_stops_the_months_of_which_no_day_is_left(suspended_on: date, expected: list[int]) -> None:
    assert months(case(appointed(), (CaseAction.SUSPEND, suspended_on))) == expected


@pytest.mark.parametrize(
    ("resumed_on", "expected"),
    [
        (date(2024, 5, 1), [3, 4, 5, 6, 7, 8]),  # back to the suspension: arrears
        (date(2024, 4, 1), [3, 4, 5, 6, 7, 8]),  # even before it
        (date(2024, 7, 20), [3, 4, 7, 8]),
    ],
)
def test_a_resumption_pays_again_from_the_day_on_which_it_acts(resumed_on: date, expected: list[int]) -> None:
    stopped = case(appointed(), (CaseAction.SUSPEND, date(2024, 5, 1)), (CaseAction.RESUME, resumed_on))
    assert months(stopped) == expected


def test_a_case_withdrawn_after_a_suspension_and_resumed_is_paid_for_the_time_between() -> None:
    resumed = case(
        appointed(),
        (CaseAction.SUSPEND, date(2024, 4, 1)),
        (CaseAction.WITHDRAW, date(2024, 6, 1)),
        (CaseAction.RESUME, date(2024, 4, 1)),
    )
    assert months(resumed) == [3, 4, 5, 6, 7, 8]


def test_a_termination_from_the_first_day_leaves_nothing() -> None:
    assert months(case(appointed(), (CaseAction.TERMINATE, date(2024, 3, 15)))) == []
    assert months(case(appointed(), (CaseAction.TERMINATE, date(2024, 6, 1)))) == [3, 4, 5]


def test_a_month_is_paid_by_the_decision_that_stands_on_its_last_day() -> None:
    changed = case(appointed(), (CaseAction.RECALCULATE, date(2024, 5, 31), terms(1500)))
    assert [(due.month.month, due.event_number) for due in due_months(changed, Month(2024, 6))] == [
        (3, 1), (4, 1), (5, 2), (6, 2),
    ]  # fmt: skip


def test_each_part_of_each_month_that_was_never_paid_is_a_payment_of_its_own() -> None:
    shared = case(appointed(terms(600, 400)))
    formed = (FormedPayment(Month(2024, 3).to_number(), 1, 1, MOTHER, 600),)
    assert due_payments(CaseToPay(case=shared, formed=formed), Month(2024, 4)) == [
        DuePayment(Month(2024, 3).to_number(), 2, 1, GUARDIAN, 400, True, False),
        DuePayment(Month(2024, 4).to_number(), 1, 1, MOTHER, 600, True, False),
        DuePayment(Month(2024, 4).to_number(), 2, 1, GUARDIAN, 400, True, False),
    ]


def test_months_that_are_settled_are_not_looked_at_again() -> None:
    settled = CaseToPay(case=case(appointed()), settled_until=Month(2024, 7))
    assert [due.month for due in due_payments(settled, AUGUST)] == [AUGUST.to_number()]
    counted = CaseToPay(case=case(appointed(terms(payment_count=6))), settled_until=Month(2024, 7))
    assert [due.month for due in due_payments(counted, Month(2024, 12))] == [AUGUST.to_number()]


def test_a_later_decision_that_acts_back_adds_the_difference_once() -> None:
    raised = case(appointed(), (CaseAction.RECALCULATE, date(2024, 3, 15), terms(1500)))
    march = Month(2024, 3)
    formed = (FormedPayment(march.to_number(), 1, 1, MOTHER, 1000),)
    [difference] = due_payments(CaseToPay(case=raised, formed=formed), march)
    assert difference == DuePayment(march.to_number(), 1, 2, MOTHER, 500, True, True)
    both = (*formed, FormedPayment(march.to_number(), 1, 2, MOTHER, 500))
    assert due_payments(CaseToPay(case=raised, formed=both), march) == []
    assert overpaid(raised, both) == {}
    cut = case(appointed(), (CaseAction.RECALCULATE, date(2024, 3, 15), terms(900)))
    assert due_payments(CaseToPay(case=cut, formed=formed), march) == []


def test_another_payee_from_a_day_back_is_paid_and_the_first_one_was_paid_over() -> None:
    moved = case(appointed(), (CaseAction.RESUME, date(2024, 4, 1), terms(1000, payees=(GUARDIAN,))))
    april = Month(2024, 4)
    formed = tuple(FormedPayment(month, 1, 1, MOTHER, 1000) for month in (april.to_number() - 1, april.to_number()))
    [payment] = due_payments(CaseToPay(case=moved, formed=formed), april)
    assert (payment.month, payment.payee_key, payment.gross_tiyn) == (april.to_number(), GUARDIAN, 1000)
    assert overpaid(moved, formed) == {(april.to_number(), MOTHER): 1000}


def test_who_died_is_paid_for_the_month_of_death_and_no_later_one() -> None:
    shared, died = case(appointed(terms(600, 400))), {GUARDIAN: Month(2024, 4)}
    due = due_payments(CaseToPay(case=shared), Month(2024, 5), dead_since=died)
    assert [(one.month - Month(2024, 3).to_number(), one.part) for one in due] == [
        (0, 1),
        (0, 2),
        (1, 1),
        (1, 2),
        (2, 1),
    ]
    formed = tuple(FormedPayment(one.month, one.part, 1, one.payee_key, one.gross_tiyn) for one in due)
    late = FormedPayment(Month(2024, 5).to_number(), 2, 1, GUARDIAN, 400)
    assert overpaid(shared, (*formed, late), dead_since=died) == {(late.month, GUARDIAN): 400}


def test_a_smaller_size_from_a_day_back_was_paid_over_by_the_difference() -> None:
    cut = case(appointed(), (CaseAction.RECALCULATE, date(2024, 4, 1), terms(700)))
    formed = tuple(FormedPayment(Month(2024, month).to_number(), 1, 1, MOTHER, 1000) for month in (3, 4))
    assert overpaid(cut, formed) == {(Month(2024, 4).to_number(), MOTHER): 300}
    assert overpaid(cut, ()) == {}


def test_all_deductions_together_take_a_quarter_at_most() -> None:
    assert recoverable_tiyn(1000, 100) == 150
    assert recoverable_tiyn(1000, 0) == 250
    assert recoverable_tiyn(3, 1) == 0
