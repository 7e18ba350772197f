"""Applications for return as they come: judged whole, recorded once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import Conflict
from esep.domain.model.actor import Actor
from esep.domain.model.counted_amount import CountedAmount
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import ACTUAL_PAYER_ID, ACTUAL_PAYER_NAME, PaymentOrder
from esep.domain.model.refund import RefundCase, RefundEvent, RefundLine, RefundReason, RefundState
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.refund_files import ApplicationInvalid
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.refund_lines import RefundRefused
from esep.domain.use_cases.submit_refund import ApplicationChanged
from esep.entrypoints.wiring.refunds import RefundUseCases

SAULE, AIGUL = Actor(identity="saule"), Actor(identity="aigul")


OTHER_PAYER = "970740001013"


THREADS = 8


Write = Callable[..., bytes]


def refusals_of(error: pytest.ExceptionInfo[RefundRefused]) -> list[tuple[str, int | None]]:
    return [(refusal.code, refusal.line) for refusal in error.value.refusals]


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


def test_an_application_of_tomorrow_is_refused(submit: Callable[..., RefundCase], order: PaymentOrder) -> None:
    with pytest.raises(ApplicationInvalid, match="applied_on"):
        submit(order, 1, applied_on="2020-02-11")


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
