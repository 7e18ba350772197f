"""What every store tells of a person's payments as they were recorded by an instant: nothing of later."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentKey, PaymentState, PaymentView
from esep.domain.model.month import Month
from esep.domain.model.payment_document import PaymentDocuments
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.confirm_payments import ConfirmPayments
from esep.domain.use_cases.handle_overpayments import HandleOverpayments
from esep.domain.use_cases.prepare_payments import PreparedPayments
from esep.domain.use_cases.resend_payments import PayoutAccount
from esep.domain.use_cases.send_payments import SentPayments
from esep.domain.use_cases.show_account import ShowAccount
from esep.domain.use_cases.show_recipient import ShowRecipient

Told = tuple[list[PaymentView], dict[PaymentKey, PaymentDocuments]]
MAY = Month(2024, 5)


@pytest.fixture
def tell(open_unit: OpenUnitOfWork, people: list[RegisterPerson]) -> Callable[..., Told]:
    """What is told of the payments of the first person."""

    def tell(as_of: datetime | None = None) -> Told:
        keys = [int(people[0].iin)]
        with open_unit() as unit:
            return unit.payments.of_person(keys, as_of=as_of), unit.payments.documents(keys, as_of=as_of)

    return tell


@pytest.fixture
def days(
    open_unit: OpenUnitOfWork,
    appoint: Callable[..., int],
    prepare: Callable[..., PreparedPayments],
    come_back: Callable[..., None],
    resend: Callable[..., SentPayments],
    overpayments: HandleOverpayments,
    tell: Callable[..., Told],
    people: list[RegisterPerson],
    iban: Callable[[int], str],
    clock: FixedClock,
    actor: Actor,
) -> list[tuple[datetime, Told]]:
    """What was told at the end of each day on which something happened to the payment for May."""
    confirm = ConfirmPayments(open_unit=open_unit, clock=clock)

    def june() -> None:
        clock.instant = clock.instant.replace(month=6)
        prepare("2024-06")

    steps: tuple[Callable[[], object], ...] = (
        lambda: appoint(people[0]),
        prepare,
        lambda: confirm(actor, month=MAY),
        lambda: come_back("B1"),
        lambda: resend(to=PayoutAccount(account=iban(9), bic="KCJBKZKX")),
        lambda: come_back("B2"),
        resend,
        lambda: overpayments.find("SP-000001", MAY, 500_000, "wrong degree", actor),
        june,
    )
    told = []
    for step in steps:
        step()
        told.append((clock.now(), tell()))
        clock.instant += timedelta(days=1)
    return told


def test_a_payment_is_told_as_it_was_at_every_instant(
    days: list[tuple[datetime, Told]], tell: Callable[..., Told], iban: Callable[[int], str]
) -> None:
    for instant, told in days:
        assert tell(instant) == told
    states = [views[1].state.value for _, (views, _) in days[1:]]
    assert states == ["sent", "paid", "returned", "sent-again", "returned", "sent-again", "sent-again", "sent-again"]
    assert tell(days[0][0]) == ([], {})
    [*_, (asked, _)] = days[:3]
    april, may = tell(asked)[0]
    assert (april.key.month, may.state, may.account, may.attempt) == (
        MAY.to_number() - 1,
        PaymentState.PAID,
        iban(1),
        1,
    )
    assert (may.sent_on, may.confirmed_on, may.returned_on, may.overpaid_tiyn) == (
        date(2024, 5, 21),
        date(2024, 5, 22),
        None,
        0,
    )


def test_the_pages_of_the_recipient_and_of_the_account_show_the_day_asked_for(
    days: list[tuple[datetime, Told]],
    open_unit: OpenUnitOfWork,
    people: list[RegisterPerson],
    clock: FixedClock,
    rulebook: Rulebook,
    actor: Actor,
) -> None:
    recipient = ShowRecipient(open_unit=open_unit, clock=clock)
    account = ShowAccount(open_unit=open_unit, clock=clock, parameters=rulebook.parameters)
    for instant, (views, documents) in days:
        page = recipient(people[0].iin, actor, as_of=instant)
        assert (page.payments, page.documents) == (views, documents)
        assert account(people[0].iin, actor, as_of=instant).social_payments == views
