"""What every store promises of personal accounts and of the journal of views."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.model.actor import Actor
from esep.domain.model.month import Month
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.personal_account import PersonalRecord, RecordKind, RecordStatus
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.unit_of_work import OpenUnitOfWork

MakeLine = Callable[..., ParticipantLine]
MakeOrder = Callable[..., PaymentOrder]
Receive = Callable[..., OrderSummary]


@pytest.fixture
def records(open_unit: OpenUnitOfWork) -> Callable[..., list[PersonalRecord]]:
    """Read the records of a person in a unit of work of its own."""

    def read(person: RegisterPerson, **limits: Any) -> list[PersonalRecord]:
        with open_unit() as unit:
            return unit.accounts.records([int(person.iin)], **limits)

    return read


def test_a_credited_line_stands_on_the_account_with_all_its_attributes(
    records: Callable[..., list[PersonalRecord]],
    receive: Receive,
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
    clock: FixedClock,
) -> None:
    order = make_order(make_line(people[1]), make_line(people[0], amount_tiyn=300_000))
    found = receive(order)
    assert records(people[0]) == [
        PersonalRecord(
            period_from=Month(2020, 1),
            period_to=Month(2020, 1),
            kind=RecordKind.CONTRIBUTION,
            status=RecordStatus.CREDITED,
            amount_tiyn=300_000,
            received_on=date(2020, 2, 10),
            recorded_at=clock.now(),
            dispatched_on=None,
            document_number="17",
            document_date=date(2020, 2, 7),
            reference=order.reference,
            purpose_code="012",
            sender_id=order.payer.identification_number,
            sender_name="ТОО Алма",
            recipient_name="НАО Госкорпорация",
            order_total_tiyn=550_000,
            order_line_count=2,
            order_number=found.order_number,
            line_number=2,
            person_key=int(people[0].iin),
        )
    ]


def test_a_penalty_is_recorded_as_one(
    records: Callable[..., list[PersonalRecord]],
    receive: Receive,
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
) -> None:
    receive(make_order(make_line(people[0]), purpose_code="017"))
    [record] = records(people[0])
    assert (record.kind, record.purpose_code) == (RecordKind.PENALTY, "017")


def test_a_returned_line_does_not_stand_on_the_account(
    records: Callable[..., list[PersonalRecord]],
    receive_returned: Receive,
    people: list[RegisterPerson],
) -> None:
    receive_returned()
    assert [len(records(person)) for person in people] == [1, 0, 0]


def test_a_line_of_a_held_order_stands_on_the_account_once_it_is_released(
    records: Callable[..., list[PersonalRecord]],
    receive: Receive,
    release: Callable[..., OrderSummary],
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
    clock: FixedClock,
) -> None:
    order = make_order(make_line(people[0]), purpose_code="013")
    receive(order)
    assert records(people[0]) == []
    clock.advance(timedelta(days=1))
    release(order.reference, "017")
    [record] = records(people[0])
    assert (record.kind, record.purpose_code, record.recorded_at) == (RecordKind.PENALTY, "017", clock.now())
    assert record.received_on == date(2020, 2, 10)


def test_records_come_by_period_receipt_order_and_line(
    records: Callable[..., list[PersonalRecord]],
    receive: Receive,
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
) -> None:
    person = people[0]
    lines = [make_line(person, period="122019"), make_line(person), make_line(person)]
    numbers = [receive(make_order(*lines)).order_number for _ in range(2)]
    earlier = receive(make_order(make_line(person), value_date=date(2020, 2, 3))).order_number
    first, second = sorted(numbers)
    assert [(str(record.period_from), record.order_number, record.line_number) for record in records(person)] == [
        ("2019-12", first, 1),
        ("2019-12", second, 1),
        ("2020-01", earlier, 1),
        ("2020-01", first, 2),
        ("2020-01", first, 3),
        ("2020-01", second, 2),
        ("2020-01", second, 3),
    ]


def test_an_account_is_seen_as_it_was_recorded_by_an_instant(
    records: Callable[..., list[PersonalRecord]],
    receive: Receive,
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
    clock: FixedClock,
) -> None:
    first = clock.now()
    receive(make_order(make_line(people[0])))
    clock.advance(timedelta(microseconds=1))
    receive(make_order(make_line(people[0])))
    instants = [first - timedelta(microseconds=1), first, clock.now()]
    assert [len(records(people[0], as_of=instant)) for instant in instants] == [0, 1, 2]


def test_nothing_stands_on_the_account_of_somebody_unknown(
    records: Callable[..., list[PersonalRecord]], make_person: Callable[..., RegisterPerson]
) -> None:
    assert records(make_person()) == []


def test_views_are_counted_per_person(open_unit: OpenUnitOfWork, actor: Actor, clock: FixedClock) -> None:
    with open_unit() as unit:
        unit.usage.note_view(1, actor=actor, viewed_at=clock.now(), what="account")
        unit.usage.note_view(1, actor=actor, viewed_at=clock.now(), what="account")
        unit.usage.note_view(2, actor=attrs.evolve(actor, identity="dana"), viewed_at=clock.now(), what="account")
    with open_unit() as unit:
        assert [unit.usage.count_views(key) for key in (1, 2, 3)] == [2, 1, 0]
