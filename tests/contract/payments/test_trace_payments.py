"""What every store promises of the way from a message of social payments to what it carries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentState
from esep.domain.model.month import Month
from esep.domain.model.payment_trail import CarriedPayment
from esep.domain.model.register import RegisterPerson
from esep.domain.model.trail import OutgoingKind, Trail
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.confirm_payments import ConfirmPayments
from esep.domain.use_cases.prepare_payments import PreparedPayments
from esep.domain.use_cases.send_payments import SentPayments

Follow = Callable[[str], Trail]
Prepare = Callable[..., PreparedPayments]
APRIL, MAY = Month(2024, 4).to_number(), Month(2024, 5).to_number()
FIRST, CONTRIBUTIONS = "GCVP-00000000001", "GCVP-00000000002"  # of the first preparation


@pytest.fixture
def paid(appoint: Callable[..., int], prepare: Prepare, people: list[RegisterPerson]) -> PreparedPayments:
    """Cases 1 and 2, paid for April and May."""
    appoint(people[0])
    appoint(people[1])
    return prepare()


def _told(carried: CarriedPayment) -> tuple[object, ...]:
    key = carried.payment.key
    return key.case_number, key.month, key.part, carried.line_number, carried.amount_tiyn, carried.state


@pytest.mark.usefixtures("paid")
def test_a_message_leads_to_its_payments_and_to_their_decisions(
    follow: Follow, people: list[RegisterPerson], open_unit: OpenUnitOfWork, clock: FixedClock, actor: Actor
) -> None:
    trail = follow(FIRST.lower())
    message = trail.outgoing
    assert message is not None
    assert (trail.asked, trail.orders, trail.order_count, trail.case) == (FIRST, (), 0, None)
    assert (message.kind, message.purpose_code, message.amount_tiyn, message.line_count, message.sent_on) == (
        OutgoingKind.SOCIAL_PAYMENT, "091", 36_000_000, 4, date(2024, 5, 20),
    )  # fmt: skip
    assert message.file_name == f"payments-20240520-{FIRST}.txt"
    assert (message.confirmed_on, message.payment_state) == (None, PaymentState.SENT)
    sent = PaymentState.SENT
    # By bank and recipient, as the lines of the message.
    assert sorted(map(_told, trail.carried), key=lambda told: (told[0], told[1])) == [
        (1, APRIL, 1, 1, 9_000_000, sent), (1, MAY, 1, 2, 9_000_000, sent),
        (2, APRIL, 1, 3, 9_000_000, sent), (2, MAY, 1, 4, 9_000_000, sent),
    ]  # fmt: skip
    assert [one.line_number for one in trail.carried] == [1, 2, 3, 4]
    assert {one.payment.payee_key for one in trail.carried} == {int(people[0].iin), int(people[1].iin)}
    assert [(one.decision.event_number, one.decision.happened_on) for one in trail.carried] == [
        (2, date(2024, 4, 10))
    ] * 4
    with open_unit() as unit:
        assert unit.usage.count_views(int(people[0].iin)) == 0
    ConfirmPayments(open_unit=open_unit, clock=clock)(actor, month=Month(2024, 5))
    confirmed = follow(FIRST)
    assert confirmed.outgoing is not None
    assert (confirmed.outgoing.confirmed_on, confirmed.outgoing.payment_state) == (
        date(2024, 5, 20), PaymentState.PAID,
    )  # fmt: skip
    assert {one.state for one in confirmed.carried} == {PaymentState.PAID}


@pytest.mark.usefixtures("paid")
def test_a_message_of_contributions_leads_to_the_payments_that_they_were_withheld_from(
    follow: Follow, come_back: Callable[..., None]
) -> None:
    come_back(purpose_code="021", line={"amount_tiyn": 1_000_000})
    trail = follow(CONTRIBUTIONS)
    assert trail.outgoing is not None
    assert (trail.outgoing.kind, trail.outgoing.purpose_code, trail.outgoing.amount_tiyn) == (
        OutgoingKind.PENSION_CONTRIBUTION, "010", 4_000_000,
    )  # fmt: skip
    sent = PaymentState.SENT
    assert list(map(_told, trail.carried)) == [
        (1, APRIL, 1, None, 1_000_000, sent), (1, MAY, 1, None, 1_000_000, PaymentState.RETURNED),
        (2, APRIL, 1, None, 1_000_000, sent), (2, MAY, 1, None, 1_000_000, sent),
    ]  # fmt: skip
    assert [one.returned.is_contribution for one in trail.carried if one.returned] == [True]
    # The payments themselves did not come back.
    assert {one.state for one in follow(FIRST).carried} == {sent}


@pytest.mark.usefixtures("paid")
def test_of_a_long_message_only_the_first_payments_are_read(open_unit: OpenUnitOfWork) -> None:
    with open_unit() as unit:
        messages = [unit.payment_trails.find_message(reference) for reference in (FIRST, CONTRIBUTIONS)]
        carried = [unit.payment_trails.carried_by(message, 3) for message in messages if message]
        assert unit.payment_trails.find_message("GCVP-00000000009") is None
    assert [[(one.key.case_number, one.key.month) for one in own] for own in carried] == [
        [(1, APRIL), (1, MAY), (2, APRIL)]
    ] * 2


@pytest.mark.usefixtures("paid")
def test_what_came_back_leads_to_the_message_that_carries_it_again(
    follow: Follow, come_back: Callable[..., None], resend: Callable[..., SentPayments]
) -> None:
    come_back()
    [returned] = [one for one in follow(FIRST).carried if one.state is PaymentState.RETURNED]
    assert returned.returned is not None
    assert (returned.payment.key.case_number, returned.payment.key.month, returned.resent_in) == (1, MAY, None)
    assert (returned.returned.reference, returned.returned.line_number, returned.returned.value_date) == (
        "B1", 1, date(2024, 5, 21),
    )  # fmt: skip
    resend()
    [returned] = [one for one in follow(FIRST).carried if one.state is PaymentState.RETURNED]
    assert returned.resent_in == "GCVP-00000000003"
    [again] = follow("GCVP-00000000003").carried
    assert (_told(again), again.attempt, again.returned, again.resent_in) == (
        (1, MAY, 1, 1, 9_000_000, PaymentState.RESENT), 2, None, None,
    )  # fmt: skip


def test_the_number_of_questions_does_not_depend_on_the_number_of_payments(
    follow: Follow,
    appoint: Callable[..., int],
    prepare: Prepare,
    people: list[RegisterPerson],
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    execute = psycopg.Cursor.execute

    def noted(cursor: psycopg.Cursor[Any], *given: Any, **how: Any) -> psycopg.Cursor[Any]:
        asked.append(given)
        return execute(cursor, *given, **how)

    monkeypatch.setattr(psycopg.Cursor, "execute", noted)

    def count(name: str) -> int:
        del asked[:]
        follow(name)
        return len(asked)

    appoint(people[0])
    prepare()
    few = [count("SP-000001"), count(FIRST), count(CONTRIBUTIONS)]
    appoint(people[1])
    appoint(people[2])
    for month in (6, 7):
        clock.instant = clock.instant.replace(month=month)
        prepare(f"2024-{month:02}")
    sent = follow("GCVP-00000000003")
    assert len(sent.carried) > 2
    assert [count("SP-000001"), count("GCVP-00000000003"), count("GCVP-00000000004")] == few
