"""Refunds booked and sent: money that never left, and money that the Fund gives back."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.payment_files.reader import Mt102Reader
from esep.domain.model.actor import Actor
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.model.personal_account import RecordKind
from esep.domain.model.refund import RefundCase, RefundState
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.correct_line import CorrectionRequest, CorrectLine
from esep.domain.use_cases.dispatch_refunds import RefundsNotWritable
from esep.domain.use_cases.refund_lines import RefundRefused
from esep.entrypoints.wiring.refunds import RefundUseCases

SAULE, AIGUL = Actor(identity="saule"), Actor(identity="aigul")


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


def test_a_refund_of_an_order_whose_bytes_cannot_be_read_any_more_waits(
    approved: Callable[..., RefundCase],
    refunds: RefundUseCases,
    receive: Callable[..., object],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
    tmp_path: Path,
) -> None:
    order = make_order(make_line(people[0]))
    receive(order)  # in bytes that say nothing
    approved(order, 1)
    with pytest.raises(RefundsNotWritable, match="cannot be read any more: run `esep verify`") as error:
        refunds.dispatch(str(tmp_path), SAULE)
    assert error.value.written == []
    assert list(error.value.reasons) == [1]
