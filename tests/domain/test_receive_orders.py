"""Receiving payment orders, on the store in memory."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.in_memory.state_register import InMemoryRegister, SnapshotRegister, UnavailableRegister
from esep.adapters.in_memory.store import InMemoryStore
from esep.domain.errors import AlreadyRecorded
from esep.domain.model.actor import Actor
from esep.domain.model.decision import RecordedOrder
from esep.domain.model.finding import Finding, Severity
from esep.domain.model.incoming_message import IncomingMessage, UnreadableMessage
from esep.domain.model.money import Money
from esep.domain.model.order_identity import order_number
from esep.domain.model.order_summary import LineSummary, OrderSummary
from esep.domain.model.outcome import LineOutcome, Outcome, Part
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.receipt import Receipt
from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.ports.order_book import OrderBook
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.receive_orders import ATTEMPTS_MAX, ReceiveOrders

MakeLine = Callable[..., ParticipantLine]
MakeMessage = Callable[..., IncomingMessage]
MakeOrder = Callable[..., PaymentOrder]


@pytest.fixture
def people(make_person: Callable[..., RegisterPerson]) -> list[RegisterPerson]:
    return [make_person(name=name) for name in ("Арман", "Болат", "Ермек")]


@pytest.fixture
def store() -> InMemoryStore:
    return InMemoryStore()


@attrs.frozen(kw_only=True)
class Reception:
    """The use case on a store, a register and an actor."""

    use_case: ReceiveOrders
    actor: Actor

    def __call__(self, *messages: IncomingMessage) -> list[Receipt]:
        return self.use_case(messages, self.actor)

    def with_register(self, register: StateRegister) -> "Reception":
        return attrs.evolve(self, use_case=attrs.evolve(self.use_case, register=register))

    def with_store(self, open_unit: OpenUnitOfWork) -> "Reception":
        return attrs.evolve(self, use_case=attrs.evolve(self.use_case, open_unit=open_unit))


@pytest.fixture
def receive(
    store: InMemoryStore,
    people: list[RegisterPerson],
    calendar: WorkingCalendar,
    clock: FixedClock,
    rulebook: Rulebook,
    actor: Actor,
) -> Reception:
    use_case = ReceiveOrders(
        open_unit=store.open_unit,
        register=InMemoryRegister(people=people, clock=clock),
        calendar=calendar,
        clock=clock,
        rulebook=rulebook,
    )
    return Reception(use_case=use_case, actor=actor)


@pytest.fixture
def order(make_order: MakeOrder, make_line: MakeLine, people: list[RegisterPerson]) -> PaymentOrder:
    """A good order of two lines."""
    return make_order(make_line(people[0]), make_line(people[1], amount_tiyn=300_000))


def summary(receipt: Receipt) -> OrderSummary:
    assert receipt.order is not None
    return receipt.order


def codes(receipt: Receipt) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.line) for finding in summary(receipt).findings]


def stored_orders(store: InMemoryStore) -> list[OrderSummary]:
    with store.open_unit() as unit:
        return list(unit.orders.list_orders())


def failed_checks(store: InMemoryStore) -> list[tuple[str, ...]]:
    with store.open_unit() as unit:
        return [check.faults for check in unit.verification.checks() if not check.ok]


def test_an_order_without_fault_is_accepted_and_credited_whole(
    receive: Reception, make_message: MakeMessage, order: PaymentOrder, store: InMemoryStore
) -> None:
    [receipt] = receive(make_message(order, file_name="monday.txt", position=7))
    assert (receipt.file_name, receipt.position, receipt.outcome) == ("monday.txt", 7, Outcome.ACCEPTED)
    assert receipt.quarantined is None
    assert (summary(receipt).credited, summary(receipt).returned, summary(receipt).held) == (
        Part(2, 550_000),
        Part(),
        Part(),
    )
    assert codes(receipt) == []
    assert failed_checks(store) == []


def test_an_order_is_due_on_the_next_working_day_after_its_value_date(
    receive: Reception, make_message: MakeMessage, order: PaymentOrder
) -> None:
    [receipt] = receive(make_message(attrs.evolve(order, value_date=date(2020, 3, 6))))
    # The 8th of March is a holiday and a Sunday, so the 9th is a day off.
    assert (summary(receipt).received_on, summary(receipt).due_on) == (date(2020, 3, 6), date(2020, 3, 10))


def test_the_receipt_says_what_the_store_will_say(
    receive: Reception, make_message: MakeMessage, order: PaymentOrder, store: InMemoryStore
) -> None:
    [receipt] = receive(make_message(order))
    number = summary(receipt).order_number
    with store.open_unit() as unit:
        assert unit.orders.find_many([number]) == {number: receipt.order}


def test_bad_lines_are_cut_out_and_returned(
    receive: Reception,
    make_message: MakeMessage,
    make_order: MakeOrder,
    make_line: MakeLine,
    make_person: Callable[..., RegisterPerson],
    people: list[RegisterPerson],
    store: InMemoryStore,
) -> None:
    lines = [
        make_line(people[0]),
        make_line(people[1], identification_number="123456789012"),
        make_line(make_person(), amount_tiyn=300_000),
        make_line(people[2], surname="Иванов"),
    ]
    [receipt] = receive(make_message(make_order(*lines)))
    assert receipt.outcome is Outcome.CUT
    assert codes(receipt) == [("iin-invalid", 2), ("iin-not-registered", 3), ("name-mismatch", 4)]
    assert (summary(receipt).credited, summary(receipt).returned) == (Part(1, 250_000), Part(3, 800_000))
    with store.open_unit() as unit:
        assert list(unit.orders.lines(summary(receipt).order_number))[1] == LineSummary(
            line_number=2, number=None, amount_tiyn=250_000, month=2020 * 12, outcome=LineOutcome.RETURNED, level="-"
        )
        [pending] = unit.returns.pending(10)
    assert (pending.purpose_code, pending.line_numbers, pending.is_one_amount) == ("026", (2, 3, 4), False)
    assert failed_checks(store) == []


def test_an_order_whose_lines_are_all_bad_is_returned_whole(
    receive: Reception,
    make_message: MakeMessage,
    make_order: MakeOrder,
    make_line: MakeLine,
    make_person: Callable[..., RegisterPerson],
    store: InMemoryStore,
) -> None:
    lines = [make_line(make_person()), make_line(make_person())]
    [receipt] = receive(make_message(make_order(*lines, purpose_code="017")))
    assert receipt.outcome is Outcome.RETURNED
    assert summary(receipt).returned == Part(2, 500_000)
    with store.open_unit() as unit:
        [pending] = unit.returns.pending(10)
    assert (pending.purpose_code, pending.line_numbers) == ("094", (1, 2))
    assert failed_checks(store) == []


def test_what_is_paid_for_the_dead_is_returned(
    receive: Reception,
    make_message: MakeMessage,
    make_order: MakeOrder,
    make_line: MakeLine,
    make_person: Callable[..., RegisterPerson],
    clock: FixedClock,
) -> None:
    person = make_person(life_status=LifeStatus.DEAD, death_date=date(2019, 12, 31))
    at_work = make_line(person, period="122019")
    receive = receive.with_register(InMemoryRegister(people=[person], clock=clock))
    [receipt] = receive(make_message(make_order(make_line(person), at_work)))
    assert (receipt.outcome, codes(receipt)) == (Outcome.CUT, [("deceased", 1)])


def test_an_order_whose_lines_do_not_add_up_is_returned_as_one_amount(
    receive: Reception, make_message: MakeMessage, order: PaymentOrder, store: InMemoryStore
) -> None:
    [receipt] = receive(make_message(attrs.evolve(order, total=Money(550_001))))
    assert receipt.outcome is Outcome.RETURNED
    assert [attrs.astuple(finding)[4:] for finding in summary(receipt).findings] == [("5500,00", "5500,01")]
    assert summary(receipt).returned == Part(2, 550_001)
    with store.open_unit() as unit:
        [pending] = unit.returns.pending(10)
    assert (pending.amount_tiyn, pending.is_one_amount, pending.line_numbers) == (550_001, True, ())
    assert failed_checks(store) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"purpose_code": "013"}, "purpose-code-unknown"),
        ({"beneficiary_bic": "KZKOKZKX"}, "wrong-beneficiary"),
    ],
)
def test_an_order_that_an_operator_must_look_at_is_held(
    receive: Reception,
    make_message: MakeMessage,
    order: PaymentOrder,
    store: InMemoryStore,
    changes: dict[str, Any],
    code: str,
) -> None:
    [receipt] = receive(make_message(attrs.evolve(order, **changes)))
    assert (receipt.outcome, codes(receipt)) == (Outcome.HELD, [(code, None)])
    assert summary(receipt).held == Part(2, 550_000)
    assert failed_checks(store) == []


def test_a_single_order_without_a_list_is_held_with_its_amount(
    receive: Reception, make_message: MakeMessage, make_order: MakeOrder, store: InMemoryStore
) -> None:
    single = make_order(application_header="O100SCLEAR000000U3003", total=Money(70_000))
    [receipt] = receive(make_message(single))
    assert (receipt.outcome, codes(receipt)) == (Outcome.HELD, [("message-type-unsupported", None)])
    assert summary(receipt).held == Part(0, 70_000)
    assert failed_checks(store) == []


def test_held_goes_before_returned(receive: Reception, make_message: MakeMessage, order: PaymentOrder) -> None:
    [receipt] = receive(make_message(attrs.evolve(order, purpose_code="013", total=Money(1))))
    assert receipt.outcome is Outcome.HELD
    assert codes(receipt) == [("purpose-code-unknown", None), ("total-mismatch", None)]


def test_an_order_is_held_while_the_register_does_not_answer(
    receive: Reception, make_message: MakeMessage, order: PaymentOrder
) -> None:
    [receipt] = receive.with_register(UnavailableRegister())(make_message(order))
    assert (receipt.outcome, codes(receipt)) == (Outcome.HELD, [("register-unavailable", None)])


def test_an_order_is_held_while_no_snapshot_is_loaded(
    receive: Reception, make_message: MakeMessage, order: PaymentOrder, store: InMemoryStore, clock: FixedClock
) -> None:
    snapshots = SnapshotRegister(newest_snapshot=store.newest_snapshot, clock=clock)
    [receipt] = receive.with_register(snapshots)(make_message(order))
    assert (receipt.outcome, codes(receipt)) == (Outcome.HELD, [("register-unavailable", None)])


def test_an_order_whose_numbers_are_all_invalid_does_not_wait_for_the_register(
    receive: Reception,
    make_message: MakeMessage,
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
) -> None:
    bad = make_line(people[0], identification_number="1")
    [receipt] = receive.with_register(UnavailableRegister())(make_message(make_order(bad)))
    assert (receipt.outcome, codes(receipt)) == (Outcome.RETURNED, [("iin-invalid", 1)])


def test_an_order_is_a_duplicate_the_second_time_in_a_batch(
    receive: Reception, make_message: MakeMessage, order: PaymentOrder, store: InMemoryStore
) -> None:
    message = make_message(order)
    first, second = receive(message, attrs.evolve(message, position=2))
    assert (first.outcome, second.outcome, second.position) == (Outcome.ACCEPTED, Outcome.DUPLICATE, 2)
    assert second.order == first.order
    assert len(stored_orders(store)) == 1
    assert failed_checks(store) == []


def test_an_order_is_a_duplicate_in_a_later_batch(
    receive: Reception, make_message: MakeMessage, order: PaymentOrder, store: InMemoryStore
) -> None:
    message = make_message(order)
    [first] = receive(message)
    [second] = receive(message)
    assert (first.outcome, second.outcome) == (Outcome.ACCEPTED, Outcome.DUPLICATE)
    assert second.order == first.order
    assert len(stored_orders(store)) == 1


def test_an_order_in_another_encoding_is_a_duplicate(
    receive: Reception, make_message: MakeMessage, order: PaymentOrder, store: InMemoryStore
) -> None:
    [first] = receive(make_message(order, "заказ".encode(), encoding="utf-8"))
    [second] = receive(make_message(order, "заказ".encode("cp1251"), encoding="cp1251"))
    assert (second.outcome, second.order) == (Outcome.DUPLICATE, first.order)
    assert len(stored_orders(store)) == 1


def test_a_known_key_with_other_content_is_held_and_then_has_duplicates_of_its_own(
    receive: Reception, make_message: MakeMessage, order: PaymentOrder, store: InMemoryStore
) -> None:
    other = attrs.evolve(order, document_number="18")
    first, conflicting = receive(make_message(order), make_message(other))
    assert (conflicting.outcome, codes(conflicting)) == (Outcome.HELD, [("conflicting-duplicate", None)])
    assert summary(conflicting).conflicts_with == summary(first).order_number
    [again, of_first] = receive(make_message(other), make_message(order))
    assert (again.outcome, again.order) == (Outcome.DUPLICATE, conflicting.order)
    assert (of_first.outcome, of_first.order) == (Outcome.DUPLICATE, first.order)
    [third] = receive(make_message(attrs.evolve(order, document_number="19")))
    assert third.outcome is Outcome.HELD
    assert len(stored_orders(store)) == 3
    assert failed_checks(store) == []


def test_an_order_steps_aside_where_another_key_has_its_number(
    receive: Reception, make_message: MakeMessage, order: PaymentOrder, store: InMemoryStore
) -> None:
    [first] = receive(make_message(order))
    taken = summary(first).order_number
    recorded = store.tables.orders.rows[taken]
    # No two keys with one number can be found: the recorded order is made one of another key.
    store.tables.orders.rows[taken] = attrs.evolve(recorded, key=attrs.evolve(recorded.key, reference="OTHER"))
    store.tables.contents.rows.clear()
    [second] = receive(make_message(order))
    assert second.outcome is Outcome.ACCEPTED
    assert summary(second).order_number == order_number(recorded.key, attempt=1)


def test_an_unreadable_message_is_quarantined_with_every_defect(
    receive: Reception, make_message: MakeMessage, make_unreadable: Callable[..., UnreadableMessage]
) -> None:
    message = make_message(make_unreadable(reference="REF9", value_date=date(2020, 2, 7)))
    [receipt] = receive(message)
    assert (receipt.outcome, receipt.order) == (Outcome.QUARANTINED, None)
    assert receipt.quarantined is not None
    assert (receipt.quarantined.sha256, receipt.quarantined.reference) == (message.sha256, "REF9")
    assert receipt.quarantined.due_on == date(2020, 2, 10)
    assert receipt.quarantined.findings == (
        Finding(
            code="unreadable-message",
            severity=Severity.QUARANTINE,
            field=":32A:",
            expected="value date, currency and amount",
        ),
    )


def test_an_unreadable_message_without_a_date_is_due_by_the_day_it_came(
    receive: Reception, make_message: MakeMessage, make_unreadable: Callable[..., UnreadableMessage]
) -> None:
    [receipt] = receive(make_message(make_unreadable()))
    assert receipt.quarantined is not None
    assert receipt.quarantined.due_on == date(2020, 2, 11)


def test_an_unreadable_message_that_comes_twice_is_quarantined_twice_and_kept_once(
    receive: Reception,
    make_message: MakeMessage,
    make_unreadable: Callable[..., UnreadableMessage],
    store: InMemoryStore,
    clock: FixedClock,
) -> None:
    message = make_message(make_unreadable())
    first = receive(message, message)
    clock.advance(timedelta(days=7))
    [again] = receive(attrs.evolve(message, file_name="again.txt", position=9))
    assert [receipt.outcome for receipt in (*first, again)] == [Outcome.QUARANTINED] * 3
    assert (again.file_name, again.position, again.quarantined) == ("again.txt", 9, first[0].quarantined)
    with store.open_unit() as unit:
        assert [kept.file_name for kept in unit.orders.list_quarantined()] == ["orders.txt"]


def test_receipts_come_in_the_order_of_the_messages(
    receive: Reception,
    make_message: MakeMessage,
    make_unreadable: Callable[..., UnreadableMessage],
    order: PaymentOrder,
) -> None:
    held = attrs.evolve(order, reference="HELD", purpose_code="013")
    receipts = receive(
        make_message(make_unreadable()),
        make_message(order),
        make_message(make_unreadable()),
        make_message(order),
        make_message(held),
    )
    assert [receipt.outcome.value for receipt in receipts] == [
        "quarantined",
        "accepted",
        "quarantined",
        "duplicate",
        "held",
    ]


def test_nothing_is_received_from_nothing(receive: Reception) -> None:
    assert receive() == []


@attrs.define
class ContestedStore:
    """A store in which somebody else is faster: the first `races` attempts to record are lost."""

    store: InMemoryStore
    races: int
    winner: Callable[[], object] = list  # what the other one does meanwhile

    @contextmanager
    def open_unit(self) -> Iterator[UnitOfWork]:
        try:
            with self.store.open_unit() as unit:
                orders = ContestedOrders(unit.orders, self)
                yield attrs.evolve(unit, orders=orders)  # type: ignore[arg-type]  # a fake of the order book
        except AlreadyRecorded:
            self.winner()
            raise


@attrs.frozen
class ContestedOrders:
    """An order book that loses races; what it does not define it leaves to the real one."""

    orders: OrderBook
    contest: ContestedStore

    def __getattr__(self, name: str) -> object:
        return getattr(self.orders, name)

    def record_all(self, orders: Sequence[RecordedOrder]) -> None:
        if self.contest.races:
            self.contest.races -= 1
            raise AlreadyRecorded("somebody was faster")
        self.orders.record_all(orders)


def test_who_loses_a_race_for_an_order_finds_it_recorded(
    receive: Reception, make_message: MakeMessage, order: PaymentOrder, store: InMemoryStore
) -> None:
    message = make_message(order)
    contested = ContestedStore(store, races=1, winner=lambda: receive(message))
    [receipt] = receive.with_store(contested.open_unit)(message)
    assert receipt.outcome is Outcome.DUPLICATE
    assert stored_orders(store) == [receipt.order]


def test_what_others_do_not_record_is_recorded_after_lost_races(
    receive: Reception, make_message: MakeMessage, order: PaymentOrder, store: InMemoryStore
) -> None:
    contested = ContestedStore(store, races=ATTEMPTS_MAX - 1)
    [receipt] = receive.with_store(contested.open_unit)(make_message(order))
    assert receipt.outcome is Outcome.ACCEPTED
    assert stored_orders(store) == [receipt.order]


def test_races_are_not_run_for_ever(
    receive: Reception, make_message: MakeMessage, order: PaymentOrder, store: InMemoryStore
) -> None:
    contested = ContestedStore(store, races=ATTEMPTS_MAX)
    with pytest.raises(AlreadyRecorded):
        receive.with_store(contested.open_unit)(make_message(order))
    assert stored_orders(store) == []
