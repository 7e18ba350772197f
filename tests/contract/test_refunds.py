"""Applications for return, from the payer's letter to the money on its way back, on every store."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from threading import Barrier
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.outbox.folder import FolderOutbox
from esep.adapters.payment_files.reader import Mt102Reader
from esep.adapters.payment_files.writer import Mt102Writer
from esep.adapters.refund_files.json_application import JsonApplicationReader
from esep.domain.errors import AlreadyRecorded, Conflict, InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.counted_amount import CountedAmount
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.ledger import Account, Entry
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import ACTUAL_PAYER_ID, ACTUAL_PAYER_NAME, Party, PaymentOrder
from esep.domain.model.personal_account import RecordKind
from esep.domain.model.receipt import Receipt
from esep.domain.model.refund import RefundCase, RefundEvent, RefundLine, RefundReason, RefundState
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.refund_files import ApplicationInvalid
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.transfer_messages import TransferMessages
from esep.domain.use_cases.correct_line import CorrectionRequest, CorrectLine
from esep.domain.use_cases.decide_refund import SecondPersonNeeded
from esep.domain.use_cases.dispatch_refunds import RefundsNotWritable
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.prepare_transfers import PrepareTransfers
from esep.domain.use_cases.refund_lines import RefundRefused
from esep.domain.use_cases.refund_steps import RefundNotReady
from esep.domain.use_cases.submit_refund import ApplicationChanged
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles
from esep.entrypoints.refund_use_cases import RefundUseCases

SAULE, AIGUL = Actor(identity="saule"), Actor(identity="aigul")
OTHER_PAYER = "970740001013"
THREADS = 8

Write = Callable[..., bytes]


@pytest.fixture
def files(open_unit: OpenUnitOfWork, clock: FixedClock) -> WriteOutgoingFiles:
    return WriteOutgoingFiles(open_unit=open_unit, outbox=FolderOutbox(), clock=clock)


@pytest.fixture
def refunds(
    open_unit: OpenUnitOfWork, due_days: DueDays, clock: FixedClock, files: WriteOutgoingFiles
) -> RefundUseCases:
    return RefundUseCases(
        open_unit=open_unit,
        due_days=due_days,
        clock=clock,
        applications=JsonApplicationReader(),
        files=files,
        reader=Mt102Reader(),
        writer=Mt102Writer(),
    )


@pytest.fixture
def transfer(open_unit: OpenUnitOfWork, due_days: DueDays, clock: FixedClock, files: WriteOutgoingFiles) -> Any:
    """Send everything that was credited to the Fund."""
    prepare = PrepareTransfers(
        open_unit=open_unit,
        files=files,
        writer=Mt102Writer(),
        messages=TransferMessages(parameters=due_days.parameters),
        clock=clock,
    )
    return lambda: prepare(date(2020, 2, 10), "unused", SAULE, to=None)


@pytest.fixture
def received(
    receive_messages: Callable[..., list[Receipt]],
) -> Callable[[PaymentOrder], int]:
    """Receive an order from real bytes; gives its number."""

    def receive(order: PaymentOrder) -> int:
        content = Mt102Writer(encoding="cp1251").write(order)
        [receipt] = receive_messages(list(Mt102Reader().read(BytesIO(content), "in.txt")))
        assert receipt.order is not None
        return receipt.order.order_number

    return receive


@pytest.fixture
def order(
    received: Callable[[PaymentOrder], int],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
) -> PaymentOrder:
    """An order of three credited lines, 2 500.00, 3 000.00 and 3 500.00 tenge."""
    lines = [make_line(one, amount_tiyn=250_000 + 50_000 * place) for place, one in enumerate(people)]
    made = make_order(*lines)
    received(made)
    return made


@pytest.fixture
def write() -> Write:
    """Write an application for lines of an order; each line is its number, or its number and amount."""

    def write(order: PaymentOrder, /, *lines: int | tuple[int, int] | dict[str, Any], **changes: Any) -> bytes:
        asked = []
        for line in lines:
            match line:
                case dict():
                    asked.append(line)
                case (number, amount):
                    asked.append({"line": number, "amount_tiyn": amount})
                case number:
                    asked.append({"line": number})
        document = {
            "application_number": "17-2020",
            "applied_on": "2020-02-10",
            "payer": {"id": order.payer.identification_number, "name": order.payer.name},
            "order": {
                "reference": order.reference,
                "number": order.document_number,
                "date": order.document_date.isoformat(),
            },
            "reason": "paid-twice",
            "lines": asked,
            "documents": ["letter.pdf"],
        }
        return json.dumps(document | changes).encode()

    return write


@pytest.fixture
def submit(refunds: RefundUseCases, write: Write) -> Callable[..., RefundCase]:
    def submit(order: PaymentOrder, /, *lines: Any, **changes: Any) -> RefundCase:
        return refunds.submit(write(order, *lines, **changes), "a.json", SAULE).case

    return submit


@pytest.fixture
def approved(refunds: RefundUseCases, submit: Callable[..., RefundCase]) -> Callable[..., RefundCase]:
    """Submit, check, and have another person approve."""

    def approve(order: PaymentOrder, /, *lines: Any, **changes: Any) -> RefundCase:
        case = submit(order, *lines, **changes)
        refunds.check(case.name, SAULE)
        return refunds.decide(case.name, AIGUL, is_approved=True, document="decision 12")

    return approve


@pytest.fixture
def line(open_unit: OpenUnitOfWork) -> Callable[..., CreditedLine]:
    """Read a credited line of an order as it stands."""

    def read(order: PaymentOrder, number: int) -> CreditedLine:
        with open_unit() as unit:
            [found] = unit.orders.find_by_reference(order.reference)
            [credited] = unit.accounts.credited_lines(found.order_number, [number])
            return credited

    return read


@pytest.fixture
def holds(open_unit: OpenUnitOfWork) -> Callable[[], bool]:
    """Whether every invariant holds."""

    def check() -> bool:
        with open_unit() as unit:
            return [one for one in unit.verification.checks() if not one.ok] == []

    return check


def refusals_of(error: pytest.ExceptionInfo[RefundRefused]) -> list[tuple[str, int | None]]:
    return [(refusal.code, refusal.line) for refusal in error.value.refusals]


def messages_in(folder: Path) -> list[PaymentOrder]:
    found = []
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            for message in Mt102Reader().read(file, path.name):
                assert isinstance(message.reading, PaymentOrder)
                found.append(message.reading)
    return found


def test_an_application_is_recorded_with_its_lines_due_on_the_next_working_day(
    refunds: RefundUseCases, write: Write, order: PaymentOrder, open_unit: OpenUnitOfWork, clock: FixedClock
) -> None:
    content = write(order, 3, (1, 100_000))
    submitted = refunds.submit(content, "a.json", SAULE)
    assert submitted.is_new
    with open_unit() as unit:
        case = unit.refunds.find(1)
        assert case == submitted.case
        assert unit.refunds.find_application(order.payer.identification_number, "17-2020") == case
        [number] = [one.order_number for one in unit.orders.find_by_reference(order.reference)]
        people = [one.person_key for one in unit.accounts.credited_lines(number, [1, 3])]
        [listed] = unit.refunds.list_refunds()
    assert case is not None
    assert case.refund == attrs.evolve(
        case.refund,
        refund_number=1,
        application_number="17-2020",
        applied_on=date(2020, 2, 10),
        content=content,
        order_number=number,
        purpose_code="026",
        amount_tiyn=450_000,
        reason=RefundReason.PAID_TWICE,
        reason_text="",
        documents=("letter.pdf",),
        received_on=date(2020, 2, 10),
        due_on=date(2020, 2, 11),
        lines=(
            RefundLine(order_number=number, line_number=1, person_key=people[0], amount_tiyn=100_000),
            RefundLine(order_number=number, line_number=3, person_key=people[1], amount_tiyn=350_000),
        ),
    )
    assert case.events == (
        RefundEvent(
            refund_number=1,
            event_number=1,
            state=RefundState.RECEIVED,
            recorded_at=clock.now(),
            happened_on=date(2020, 2, 10),
            due_on=date(2020, 2, 11),
            actor=SAULE,
        ),
    )
    assert (listed.name, listed.state, listed.payer_name, listed.line_count) == (
        "RF-000001",
        RefundState.RECEIVED,
        "ТОО Алма",
        2,
    )
    assert (listed.next_due_on, listed.file_name, listed.dispatched_on) == (date(2020, 2, 11), None, None)


def test_the_same_application_gets_the_first_answer_and_moves_nothing(
    refunds: RefundUseCases, write: Write, order: PaymentOrder, open_unit: OpenUnitOfWork, clock: FixedClock
) -> None:
    first = refunds.submit(write(order, (1, 100_000)), "a.json", SAULE)
    clock.advance(timedelta(days=3))
    lines = [{"line": 1, "amount": "1000.00", "iin": None}]
    again = refunds.submit(write(order, lines=lines), "b.json", AIGUL)
    assert (again.is_new, again.case) == (False, first.case)
    with open_unit() as unit:
        assert [one.refund_number for one in unit.refunds.list_refunds()] == [1]


def test_the_same_number_with_another_content_is_refused(
    refunds: RefundUseCases, submit: Callable[..., RefundCase], order: PaymentOrder, open_unit: OpenUnitOfWork
) -> None:
    submit(order, (1, 100_000))
    with pytest.raises(ApplicationChanged, match="RF-000001"):
        submit(order, (1, 100_001))
    with open_unit() as unit:
        assert len(list(unit.refunds.list_refunds())) == 1


def test_applications_that_arrive_at_one_instant_make_one_refund(
    refunds: RefundUseCases, write: Write, order: PaymentOrder, open_unit: OpenUnitOfWork
) -> None:
    content, barrier = write(order, 1), Barrier(THREADS)

    def send(_: int) -> tuple[bool, RefundCase]:
        barrier.wait()
        submitted = refunds.submit(content, "a.json", SAULE)
        return submitted.is_new, submitted.case

    with ThreadPoolExecutor(THREADS) as threads:
        answers = list(threads.map(send, range(THREADS)))
    assert sorted(is_new for is_new, _ in answers) == [False] * (THREADS - 1) + [True]
    with open_unit() as unit:
        [only] = unit.refunds.list_refunds()
        assert {only.refund_number} == {case.refund.refund_number for _, case in answers}
        assert [case for _, case in answers] == [unit.refunds.find(1)] * THREADS


def test_different_applications_for_one_line_at_one_instant_make_one_refund(
    refunds: RefundUseCases, write: Write, order: PaymentOrder, open_unit: OpenUnitOfWork
) -> None:
    barrier = Barrier(THREADS)

    def send(number: int) -> str:
        content = write(order, (1, 250_000), application_number=f"{number}-2020")
        barrier.wait()
        try:
            return refunds.submit(content, "a.json", SAULE).case.name
        except RefundRefused as error:
            return ", ".join(refusal.code for refusal in error.refusals)

    with ThreadPoolExecutor(THREADS) as threads:
        answers = sorted(threads.map(send, range(THREADS)))
    assert answers == ["RF-000001"] + ["refund-pending"] * (THREADS - 1)
    with open_unit() as unit:
        assert len(list(unit.refunds.list_refunds())) == 1


def test_approvals_at_one_instant_book_the_money_once(
    refunds: RefundUseCases,
    submit: Callable[..., RefundCase],
    order: PaymentOrder,
    line: Callable[..., CreditedLine],
    holds: Callable[[], bool],
) -> None:
    case, barrier = submit(order, (1, 100_000)), Barrier(THREADS)
    refunds.check(case.name, SAULE)

    def decide(_: int) -> str:
        barrier.wait()
        try:
            return refunds.decide(case.name, AIGUL, is_approved=True, document="decision 12").state.value
        except RefundNotReady:
            return "late"

    with ThreadPoolExecutor(THREADS) as threads:
        answers = sorted(threads.map(decide, range(THREADS)))
    assert answers == ["late"] * (THREADS - 1) + ["money-received"]
    assert line(order, 1).refunded_tiyn == 100_000
    assert holds()


def test_everything_that_speaks_against_an_application_is_told_at_once_and_leaves_no_trace(
    refunds: RefundUseCases,
    submit: Callable[..., RefundCase],
    order: PaymentOrder,
    open_unit: OpenUnitOfWork,
    people: list[RegisterPerson],
) -> None:
    lines = [
        {"line": 1, "amount_tiyn": 250_001},
        {"line": 2, "iin": people[0].iin, "period": "2019-12"},
        {"line": 4},
    ]
    named = {"reference": order.reference, "number": "18", "date": "2020-02-06", "total_tiyn": 1}
    with pytest.raises(RefundRefused) as error:
        submit(order, lines=lines, order=named, payer={"id": OTHER_PAYER, "name": "ТОО Груша"})
    assert refusals_of(error) == [
        ("refund-other-payer", None),
        ("refund-mismatch", None),
        ("refund-mismatch", None),
        ("refund-not-credited", None),
        ("refund-exceeds", 1),
        ("refund-mismatch", 2),
        ("refund-not-credited", 4),
    ]
    assert people[0].iin not in str(error.value)
    assert "247(1)" in str(error.value)
    with open_unit() as unit:
        assert list(unit.refunds.list_refunds()) == []


def test_an_order_that_is_not_known_was_never_credited(submit: Callable[..., RefundCase], order: PaymentOrder) -> None:
    with pytest.raises(RefundRefused) as error:
        submit(attrs.evolve(order, reference="NOWHERE"), 1)
    assert refusals_of(error) == [("refund-not-credited", None)]
    with pytest.raises(RefundRefused) as error:
        submit(order, 1, order={"reference": order.reference, "number": "17", "date": "2020-02-07", "sender_bic": "X"})
    assert refusals_of(error) == [("refund-not-credited", None)]


def test_of_several_orders_with_one_reference_the_agreeing_one_is_meant(
    submit: Callable[..., RefundCase],
    received: Callable[[PaymentOrder], int],
    order: PaymentOrder,
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
) -> None:
    other = make_order(make_line(people[0]), reference=order.reference, sender_bic="IRTYKZKA", document_number="18")
    number = received(other)
    assert submit(other, 1).refund.order_number == number
    received(attrs.evolve(other, sender_bic="KCJBKZKX"))
    with pytest.raises(RefundRefused, match="sender_bic") as error:
        submit(other, 1, application_number="18-2020")
    assert refusals_of(error) == [("refund-mismatch", None)]


def test_a_line_is_asked_for_once_until_the_first_application_is_settled(
    refunds: RefundUseCases, submit: Callable[..., RefundCase], order: PaymentOrder
) -> None:
    first = submit(order, (1, 100_000))
    with pytest.raises(RefundRefused, match="RF-000001") as error:
        submit(order, (1, 50_000), application_number="18-2020")
    assert refusals_of(error) == [("refund-pending", 1)]
    refused = refunds.check(first.name, SAULE, is_refused=True, reason="no letter")
    assert refused.state is RefundState.REFUSED
    second = submit(order, (1, 50_000), application_number="18-2020")
    assert second.name == "RF-000002"


def test_what_counted_in_a_social_payment_stays_and_the_rest_may_go(
    submit: Callable[..., RefundCase],
    order: PaymentOrder,
    line: Callable[..., CreditedLine],
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
) -> None:
    credited = line(order, 1)
    amount = CountedAmount(
        person_key=credited.person_key,
        order_number=credited.order_number,
        line_number=1,
        decision="0703-1",
        amount_tiyn=200_000,
        recorded_at=clock.now(),
    )
    with open_unit() as unit:
        unit.counted.mark([amount])
    with open_unit() as unit:
        assert unit.counted.of(credited.order_number, [1, 2]) == [amount]
        assert unit.counted.of(credited.order_number, [2]) == []
    with pytest.raises(Conflict), open_unit() as unit:
        unit.counted.mark([attrs.evolve(amount, line_number=2), amount])
    with pytest.raises(RefundRefused, match=r"500\.00 tenge may go") as error:
        submit(order, 1)
    assert refusals_of(error) == [("refund-counted", 1)]
    assert submit(order, (1, 50_000), 2).refund.amount_tiyn == 350_000


def test_money_that_never_left_is_booked_with_the_approval_and_sent_line_by_line(
    refunds: RefundUseCases,
    approved: Callable[..., RefundCase],
    order: PaymentOrder,
    line: Callable[..., CreditedLine],
    open_unit: OpenUnitOfWork,
    holds: Callable[[], bool],
    tmp_path: Path,
) -> None:
    case = approved(order, (1, 100_000), 3)
    assert [event.state for event in case.events] == [
        RefundState.RECEIVED,
        RefundState.CHECKED,
        RefundState.SENT_TO_FUND,
        RefundState.APPROVED,
        RefundState.MONEY_RECEIVED,
    ]
    assert [event.due_on for event in case.events] == [
        date(2020, 2, 11),
        None,
        date(2020, 3, 2),
        None,
        date(2020, 2, 11),
    ]
    assert [event.actor.identity for event in case.events] == ["saule", "saule", "saule", "aigul", "aigul"]
    assert case.events[4].reason == "the money never left the State Corporation"
    assert (line(order, 1).remaining_tiyn, line(order, 3).remaining_tiyn) == (150_000, 0)
    assert holds()

    [file] = refunds.dispatch(str(tmp_path), SAULE)
    assert (file.message_count, file.total_tiyn) == (1, 450_000)
    [message] = messages_in(tmp_path)
    assert (message.purpose_code, message.total.tiyn, message.message_type) == ("026", 450_000, "102")
    assert message.beneficiary.account == order.payer.account
    text = message.assignment.replace("\n", " ")
    assert "по заявлению № 17-2020 от 10.02.2020" in text
    assert f"№ 17 от 07.02.2020 референс {order.reference} на сумму 9000,00" in text
    sent = [(one.number, one.identification_number, one.amount_tiyn, one.period) for one in message.participants]
    assert sent == [
        ("1", order.participants[0].identification_number, 100_000, "012020"),
        ("2", order.participants[2].identification_number, 350_000, "012020"),
    ]
    assert {one.others for one in message.participants} == {(("ASSIGN", "уплачено дважды | екі рет төленген"),)}
    with open_unit() as unit:
        [listed] = unit.refunds.list_refunds(states=[RefundState.DISPATCHED])
        assert list(unit.refunds.unfinished()) == []
        [found] = unit.orders.find_by_reference(order.reference)
    assert (listed.reference, listed.file_name) == (message.reference, file.file_name)
    assert (listed.dispatched_on, found.entry_count) == (date(2020, 2, 10), 2)
    assert refunds.dispatch(str(tmp_path), SAULE) == []
    assert holds()


def test_money_that_the_fund_has_is_awaited_then_booked(
    refunds: RefundUseCases,
    approved: Callable[..., RefundCase],
    transfer: Callable[[], object],
    order: PaymentOrder,
    line: Callable[..., CreditedLine],
    holds: Callable[[], bool],
    clock: FixedClock,
    tmp_path: Path,
) -> None:
    transfer()
    case = approved(order, (2, 200_000))
    assert (case.state, case.events[-1].due_on) == (RefundState.APPROVED, None)
    assert line(order, 2).refunded_tiyn == 0
    assert refunds.dispatch(str(tmp_path), SAULE) == []
    clock.advance(timedelta(days=2))
    paid = refunds.receive_money(case.name, SAULE, received_on=date(2020, 2, 11), document="order 77")
    assert (paid.state, paid.events[-1].happened_on) == (RefundState.MONEY_RECEIVED, date(2020, 2, 11))
    assert (paid.events[-1].due_on, paid.events[-1].document) == (date(2020, 2, 12), "order 77")
    assert line(order, 2).remaining_tiyn == 100_000
    assert holds()
    [file] = refunds.dispatch(str(tmp_path), SAULE)
    assert file.total_tiyn == 200_000
    assert holds()


@pytest.mark.parametrize("day", [date(2020, 2, 9), date(2020, 2, 11)])
def test_money_comes_neither_before_the_approval_nor_after_today(
    refunds: RefundUseCases,
    approved: Callable[..., RefundCase],
    transfer: Callable[[], object],
    order: PaymentOrder,
    line: Callable[..., CreditedLine],
    day: date,
) -> None:
    transfer()
    case = approved(order, 1)
    with pytest.raises(InvalidInput, match="cannot be the day"):
        refunds.receive_money(case.name, SAULE, received_on=day, document="order 77")
    assert line(order, 1).refunded_tiyn == 0


@pytest.mark.parametrize("identity", ["saule", "SAULE ", "daniyar"])
def test_who_submits_or_checks_does_not_approve(
    refunds: RefundUseCases, submit: Callable[..., RefundCase], order: PaymentOrder, identity: str
) -> None:
    case = submit(order, 1)
    refunds.check(case.name, Actor(identity="daniyar"))
    with pytest.raises(SecondPersonNeeded):
        refunds.decide(case.name, Actor(identity=identity), is_approved=True, document="decision 12")
    refused = refunds.decide(case.name, Actor(identity=identity), is_approved=False, document="d", reason="obligatory")
    assert (refused.state, refused.events[-1].reason) == (RefundState.REFUSED, "obligatory")


def test_what_happened_since_is_looked_at_again_before_the_approval_and_before_the_booking(
    refunds: RefundUseCases,
    submit: Callable[..., RefundCase],
    transfer: Callable[[], object],
    order: PaymentOrder,
    line: Callable[..., CreditedLine],
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
) -> None:
    transfer()
    case = submit(order, 1, 2)
    refunds.check(case.name, SAULE)

    def count(number: int) -> None:
        credited = line(order, number)
        with open_unit() as unit:
            unit.counted.mark(
                [
                    CountedAmount(
                        person_key=credited.person_key,
                        order_number=credited.order_number,
                        line_number=number,
                        decision="0703-1",
                        amount_tiyn=1,
                        recorded_at=clock.now(),
                    )
                ]
            )

    refunds.decide(case.name, AIGUL, is_approved=True, document="decision 12")
    count(2)
    with pytest.raises(RefundRefused) as error:
        refunds.receive_money(case.name, SAULE, received_on=date(2020, 2, 10), document="order 77")
    assert refusals_of(error) == [("refund-counted", 2)]
    refunds.decide(case.name, AIGUL, is_approved=False, document="decision 13", reason="counted meanwhile")
    again = submit(order, 1, application_number="18-2020")
    refunds.check(again.name, SAULE)
    count(1)
    with pytest.raises(RefundRefused) as error:
        refunds.decide(again.name, AIGUL, is_approved=True, document="decision 14")
    assert refusals_of(error) == [("refund-counted", 1)]
    with open_unit() as unit:
        found = unit.refunds.find(2)
    assert found is not None
    assert found.state is RefundState.SENT_TO_FUND
    assert line(order, 1).refunded_tiyn == 0


def test_steps_come_in_their_order_only(
    refunds: RefundUseCases, submit: Callable[..., RefundCase], order: PaymentOrder
) -> None:
    case = submit(order, 1)
    with pytest.raises(RefundNotReady, match="is received"):
        refunds.decide(case.name, AIGUL, is_approved=True, document="decision 12")
    with pytest.raises(RefundNotReady):
        refunds.receive_money(case.name, SAULE, received_on=date(2020, 2, 10), document="order 77")
    refunds.check(case.name, SAULE)
    with pytest.raises(RefundNotReady):
        refunds.check(case.name, SAULE)
    refunds.decide(case.name, AIGUL, is_approved=True, document="decision 12")
    with pytest.raises(RefundNotReady):
        refunds.decide(case.name, AIGUL, is_approved=False, document="decision 12", reason="late")


@pytest.mark.parametrize("name", ["RF-000002", "RF-", "1", "rf-x", "RF-" + "9" * 19])
def test_a_refund_that_is_not_recorded_is_not_found(
    refunds: RefundUseCases, submit: Callable[..., RefundCase], order: PaymentOrder, name: str
) -> None:
    submit(order, 1)
    with pytest.raises(NotFound):
        refunds.check(name, SAULE)


def test_a_refusal_has_a_reason_and_a_decision_a_document(
    refunds: RefundUseCases, submit: Callable[..., RefundCase], order: PaymentOrder
) -> None:
    case = submit(order, 1)
    with pytest.raises(InvalidInput, match="reason"):
        refunds.check(case.name, SAULE, is_refused=True, reason=" ")
    refunds.check(case.name, SAULE)
    with pytest.raises(InvalidInput, match="document"):
        refunds.decide(case.name, AIGUL, is_approved=True, document=" ")
    with pytest.raises(InvalidInput, match="reason"):
        refunds.decide(case.name, AIGUL, is_approved=False, document="decision 12")
    with pytest.raises(InvalidInput, match="document"):
        refunds.receive_money(case.name, SAULE, received_on=date(2020, 2, 10), document="")


def test_an_application_of_tomorrow_is_refused(submit: Callable[..., RefundCase], order: PaymentOrder) -> None:
    with pytest.raises(ApplicationInvalid, match="applied_on"):
        submit(order, 1, applied_on="2020-02-11")


def test_what_went_back_cannot_be_asked_for_again(
    refunds: RefundUseCases,
    approved: Callable[..., RefundCase],
    submit: Callable[..., RefundCase],
    order: PaymentOrder,
    tmp_path: Path,
) -> None:
    approved(order, (1, 200_000))
    with pytest.raises(RefundRefused) as error:
        submit(order, (1, 50_001), application_number="18-2020")
    assert refusals_of(error) == [("refund-exceeds", 1), ("refund-pending", 1)]
    refunds.dispatch(str(tmp_path), SAULE)
    with pytest.raises(RefundRefused) as error:
        submit(order, (1, 50_001), application_number="18-2020")
    assert refusals_of(error) == [("refund-exceeds", 1)]
    approved(order, 1, application_number="18-2020")
    refunds.dispatch(str(tmp_path), SAULE)
    with pytest.raises(RefundRefused) as error:
        submit(order, 1, application_number="19-2020")
    assert refusals_of(error) == [("refund-exceeds", 1)]


def test_refunds_of_one_order_go_in_one_file_with_entries_of_their_own(
    refunds: RefundUseCases,
    approved: Callable[..., RefundCase],
    order: PaymentOrder,
    holds: Callable[[], bool],
    tmp_path: Path,
) -> None:
    approved(order, 1)
    approved(order, 2, application_number="18-2020", reason="other", reason_text="по письму {17}")
    [file] = refunds.dispatch(str(tmp_path), SAULE)
    assert (file.message_count, file.total_tiyn) == (2, 550_000)
    assert messages_in(tmp_path)[1].participants[0].others == (("ASSIGN", "по письму (17)"),)
    assert holds()


def test_a_line_that_was_corrected_goes_back_from_the_account_on_which_it_stands(
    refunds: RefundUseCases,
    submit: Callable[..., RefundCase],
    approved: Callable[..., RefundCase],
    order: PaymentOrder,
    people: list[RegisterPerson],
    line: Callable[..., CreditedLine],
    open_unit: OpenUnitOfWork,
    calendar: Any,
    clock: FixedClock,
    holds: Callable[[], bool],
) -> None:
    correct = CorrectLine(open_unit=open_unit, calendar=calendar, clock=clock)
    request = CorrectionRequest(
        reference=order.reference,
        line_number=1,
        to_iin=people[2].iin,
        to_month=Month(2019, 12),
        reason="wrong person",
        document_number="5",
        document_date=date(2020, 2, 10),
    )
    correct(request, SAULE)
    with pytest.raises(RefundRefused) as error:
        submit(order, {"line": 1, "iin": people[1].iin, "period": "2019-11"})
    assert refusals_of(error) == [("refund-mismatch", 1)]
    assert "IIN" in str(error.value)
    assert "2019-11" in str(error.value)
    as_written = {"line": 1, "iin": people[0].iin, "period": "2020-01"}
    refused = submit(order, as_written)
    refunds.check(refused.name, SAULE, is_refused=True, reason="to be written anew")
    case = approved(order, {"line": 1, "iin": people[2].iin, "period": "2019-12"}, application_number="18-2020")
    assert case.refund.lines[0].person_key == int(people[2].iin)
    with open_unit() as unit:
        records = unit.accounts.records([int(people[2].iin)])
    returned = [(str(one.period_from), one.amount_tiyn) for one in records if one.kind is RecordKind.RETURN]
    assert returned == [("2019-12", 250_000)]
    assert line(order, 1).remaining_tiyn == 0
    assert holds()


def test_an_order_may_be_asked_back_by_its_sender_and_by_the_actual_payer(
    submit: Callable[..., RefundCase],
    received: Callable[[PaymentOrder], int],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
) -> None:
    actual = ((ACTUAL_PAYER_NAME, "Филиал Груша"), (ACTUAL_PAYER_ID, OTHER_PAYER))
    order = make_order(make_line(people[0]), make_line(people[1]), details_others=actual)
    received(order)
    submit(order, 1)
    submit(order, 2, payer={"id": OTHER_PAYER, "name": "Груша"})
    with open_unit() as unit:
        listed = [(one.payer_id, one.payer_name) for one in unit.refunds.list_refunds()]
    assert listed == [(order.payer.identification_number, "ТОО Алма"), (OTHER_PAYER, "Филиал Груша")]


def test_a_person_who_pays_for_themselves_gets_a_single_order_back(
    approved: Callable[..., RefundCase],
    refunds: RefundUseCases,
    received: Callable[[PaymentOrder], int],
    make_order: Callable[..., PaymentOrder],
    people: list[RegisterPerson],
    tmp_path: Path,
    holds: Callable[[], bool],
) -> None:
    payer = Party(account="KZ12345678901234567X", name="Ахметов Арман Серикович", identification_number=people[0].iin)
    order = make_order(application_header="I100SGROSS000000U3003", payer=payer, total=Money(250_000))
    received(order)
    approved(order, (1, 50_000), reason="pensioner")
    refunds.dispatch(str(tmp_path), SAULE)
    [message] = messages_in(tmp_path)
    assert (message.message_type, message.total.tiyn, len(message.participants)) == ("100", 50_000, 0)
    assert "пенсионером" in message.assignment.replace("\n", " ")
    assert holds()


def test_a_penalty_goes_back_with_its_own_code(
    approved: Callable[..., RefundCase],
    refunds: RefundUseCases,
    received: Callable[[PaymentOrder], int],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
    tmp_path: Path,
    holds: Callable[[], bool],
) -> None:
    order = make_order(make_line(people[0]), purpose_code="017")
    received(order)
    approved(order, 1)
    refunds.dispatch(str(tmp_path), SAULE)
    [message] = messages_in(tmp_path)
    assert message.purpose_code == "094"
    assert "пени по социальным отчислениям" in message.assignment.replace("\n", " ")
    assert holds()


def test_a_refund_that_cannot_be_written_waits_and_the_others_go(
    approved: Callable[..., RefundCase],
    refunds: RefundUseCases,
    order: PaymentOrder,
    received: Callable[[PaymentOrder], int],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
    tmp_path: Path,
    open_unit: OpenUnitOfWork,
) -> None:
    without_account = make_order(make_line(people[0]))
    payer = attrs.evolve(without_account.payer, account="")
    without_account = attrs.evolve(without_account, payer=payer)
    received(without_account)
    approved(without_account, 1)
    approved(order, 1, application_number="18-2020")
    with pytest.raises(RefundsNotWritable, match="RF-000001") as error:
        refunds.dispatch(str(tmp_path), SAULE)
    assert [file.message_count for file in error.value.written] == [1]
    with open_unit() as unit:
        assert [one.refund_number for one in unit.refunds.unfinished()] == [1]


def test_steps_and_entries_are_recorded_all_or_none(
    submit: Callable[..., RefundCase],
    order: PaymentOrder,
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
    line: Callable[..., CreditedLine],
) -> None:
    case = submit(order, 1)
    first = case.events[0]
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.refunds.record_steps([attrs.evolve(first, event_number=2), first])
    entry = Entry(
        order_number=case.refund.order_number,
        entry_number=1,
        decision_number=1,
        debit=Account.BANK,
        credit=Account.FUND_SETTLEMENT,
        amount_tiyn=1,
        recorded_at=clock.now(),
    )
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.refunds.record_steps([attrs.evolve(first, event_number=2)], entries=[entry])
    with pytest.raises(NotFound), open_unit() as unit:
        unit.refunds.record_steps([attrs.evolve(first, refund_number=9)])
    with pytest.raises(NotFound), open_unit() as unit:
        unit.refunds.record_steps([], entries=[attrs.evolve(entry, entry_number=2, decision_number=7)])
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.refunds.record(attrs.evolve(case.refund, refund_number=2), attrs.evolve(first, refund_number=2))
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.refunds.record(attrs.evolve(case.refund, application_number="9"), first)
    with pytest.raises(NotFound), open_unit() as unit:
        refund = attrs.evolve(case.refund, refund_number=2, application_number="9", order_number=5)
        unit.refunds.record(refund, attrs.evolve(first, refund_number=2))
    with open_unit() as unit:
        assert unit.refunds.find(1) == case
        assert unit.refunds.next_number() == 2
