"""What every store promises of the preparation of a month's payments."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.outbox.folder import FolderOutbox
from esep.adapters.payment_files.reader import Mt102Reader
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentFigures, PaymentState, PaymentView
from esep.domain.model.month import Month
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.recipient_case import CaseAction, PaymentDecision
from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.list_deadlines import ListDeadlines
from esep.domain.use_cases.prepare_payments import PaymentMonthAhead, PreparedPayments, PreparePayments
from esep.domain.use_cases.send_payments import SendPayments

Prepare = Callable[..., PreparedPayments]
Views = Callable[..., list[PaymentView]]


def orders_in(prepared: PreparedPayments, out: Path) -> list[PaymentOrder]:
    """What the files of a preparation say."""
    orders = []
    for file in prepared.files:
        with (out / file.file_name).open("rb") as source:
            readings = [message.reading for message in Mt102Reader().read(source, file.file_name)]
        orders += [reading for reading in readings if isinstance(reading, PaymentOrder)]
        assert len(orders) == len(readings)
    return orders


def test_arrears_are_formed_with_the_month_each_as_a_payment_of_its_own_month(
    appoint: Callable[..., int],
    prepare: Prepare,
    views: Views,
    people: list[RegisterPerson],
    sound: Callable[[], bool],
) -> None:
    appoint(people[0])
    done = prepare("2024-05")
    assert done.run is not None
    assert (done.run.payment_count, done.run.gross_tiyn, dict(done.waiting)) == (2, 20_000_000, {})
    assert [(view.key.name, view.withheld_tiyn, view.net_tiyn, view.state) for view in views()] == [
        ("SP-000001/2024-04/1", 1_000_000, 9_000_000, PaymentState.SENT),
        ("SP-000001/2024-05/1", 1_000_000, 9_000_000, PaymentState.SENT),
    ]
    assert sound()


def test_the_messages_carry_each_person_account_month_and_what_was_withheld(
    appoint: Callable[..., int],
    decide: Callable[..., PaymentDecision],
    prepare: Prepare,
    people: list[RegisterPerson],
    iban: Callable[[int], str],
    out: Path,
) -> None:
    appoint(people[0])
    lost = decide(people[1], people[2], from_on=date(2024, 5, 1), is_pension_withheld=False)
    appoint(people[1], lost, kind=SocialPaymentKind.BREADWINNER)
    family, care, pension = orders_in(prepare(), out)
    assert [order.purpose_code for order in (family, care, pension)] == ["046", "091", "010"]
    assert [order.total.tiyn for order in (family, care, pension)] == [10_000_000, 18_000_000, 2_000_000]
    assert [order.beneficiary_bic for order in (family, care, pension)] == ["HSBKKZKX", "HSBKKZKX", "GCVPKZ2A"]
    assert pension.beneficiary.account == "KZ12009NPS0413609816"
    assert care.beneficiary.account == "HSBKKZKX000000000000"  # no account of the bank is known: by the lines
    assert list(care.participants.identification_numbers) == [people[0].iin] * 2
    assert list(care.participants.periods) == ["042024", "052024"]
    assert {line.others for line in care.participants} == {(("LA", iban(1)),)}
    assert list(family.participants.names) == ["Болат", "Ермек"]
    assert list(pension.participants.list_kinds) == ["C", "C"]


def test_the_same_month_prepared_again_pays_nothing_and_the_next_one_only_itself(
    appoint: Callable[..., int], prepare: Prepare, views: Views, people: list[RegisterPerson], clock: FixedClock
) -> None:
    appoint(people[0])
    prepare("2024-05")
    again = prepare("2024-05")
    assert (again.run, again.files) == (None, ())
    clock.instant = clock.instant.replace(month=6)
    june = prepare("2024-06")
    assert june.run is not None
    assert (june.run.run_number, june.run.payment_count) == (2, 1)
    assert [Month.from_number(view.key.month).month for view in views()] == [4, 5, 6]


def test_two_at_once_pay_once(
    appoint: Callable[..., int],
    prepare: Prepare,
    views: Views,
    people: list[RegisterPerson],
    sound: Callable[[], bool],
) -> None:
    for person in people:
        appoint(person)
    with ThreadPoolExecutor(4) as pool:
        runs = [done.run for done in pool.map(prepare, ["2024-05"] * 4)]
    assert [run.payment_count for run in runs if run] == [6]
    assert [len(views(number)) for number in (1, 2, 3)] == [2, 2, 2]
    assert sound()


def test_a_folder_that_cannot_be_used_stops_it_before_anything_is_formed(
    open_unit: OpenUnitOfWork,
    appoint: Callable[..., int],
    prepare: Prepare,
    views: Views,
    people: list[RegisterPerson],
    out: Path,
) -> None:
    appoint(people[0])
    out.write_text("")  # a file stands where the folder should
    with pytest.raises(Exception, match="out"):
        prepare()
    assert views() == []
    out.unlink()
    done = prepare()
    assert [view.state for view in views()] == [PaymentState.SENT] * 2
    assert len(done.files) == 1


def test_killed_before_a_file_is_written_the_next_preparation_writes_the_same_bytes(
    open_unit: OpenUnitOfWork,
    appoint: Callable[..., int],
    prepare: Prepare,
    send: SendPayments,
    register: StateRegister,
    due_days: DueDays,
    clock: FixedClock,
    actor: Actor,
    people: list[RegisterPerson],
    out: Path,
    sound: Callable[[], bool],
) -> None:
    appoint(people[0])
    dying = attrs.evolve(send, files=attrs.evolve(send.files, outbox=DyingOutbox()))
    killed = PreparePayments(open_unit=open_unit, register=register, send=dying, due_days=due_days, clock=clock)
    with pytest.raises(KeyboardInterrupt):
        killed(Month(2024, 5), str(out), actor)
    with open_unit() as unit:
        [recorded] = unit.outgoing.unwritten_files()
    done = prepare()
    assert (done.run, done.files) == (None, (recorded,))
    assert (out / recorded.file_name).read_bytes() == recorded.content
    assert sound()


class DyingOutbox(FolderOutbox):
    """The process is killed when it writes."""

    def write(self, folder: str, file_name: str, content: bytes) -> None:
        raise KeyboardInterrupt


def test_a_month_that_has_not_begun_is_refused(prepare: Prepare) -> None:
    with pytest.raises(PaymentMonthAhead, match="2024-06 has not begun; give 2024-05"):
        prepare("2024-06")


def test_a_suspended_month_is_not_paid_until_a_resumption_that_acts_back(
    appoint: Callable[..., int],
    happen: Callable[..., None],
    prepare: Prepare,
    views: Views,
    people: list[RegisterPerson],
    sound: Callable[[], bool],
) -> None:
    appoint(people[0])
    happen(1, CaseAction.SUSPEND, date(2024, 5, 1))
    prepare()
    assert [view.key.month for view in views()] == [Month(2024, 4).to_number()]
    assert prepare().run is None  # looked at, and settled
    happen(1, CaseAction.RESUME, date(2024, 5, 1))
    prepare()
    assert [view.key.month for view in views()] == [Month(2024, month).to_number() for month in (4, 5)]
    assert sound()


def test_a_raise_that_acts_back_is_paid_as_the_difference_of_each_month(
    appoint: Callable[..., int],
    decide: Callable[..., PaymentDecision],
    happen: Callable[..., None],
    prepare: Prepare,
    views: Views,
    people: list[RegisterPerson],
    sound: Callable[[], bool],
) -> None:
    appoint(people[0])
    prepare()
    happen(1, CaseAction.RECALCULATE, date(2024, 5, 1), decide(people[0], amount_tiyn=11_000_000))
    prepare()
    assert [(view.key.event_number, view.gross_tiyn, view.withheld_tiyn) for view in views()] == [
        (2, 10_000_000, 1_000_000), (2, 10_000_000, 1_000_000), (3, 1_000_000, 100_000),
    ]  # fmt: skip
    assert sound()


@pytest.mark.parametrize("from_on", [date(2024, 5, 10), date(2024, 4, 10)])
def test_an_earlier_month_prepared_after_a_decision_does_not_hide_what_was_paid_later(
    appoint: Callable[..., int],
    happen: Callable[..., None],
    decide: Callable[..., PaymentDecision],
    prepare: Prepare,
    views: Views,
    people: list[RegisterPerson],
    sound: Callable[[], bool],
    from_on: date,
) -> None:
    appoint(people[0], decide(people[0], from_on=date(2024, 3, 1)))
    prepare()
    raised = decide(people[0], amount_tiyn=12_000_000, from_on=from_on)
    happen(1, CaseAction.RECALCULATE, from_on, raised)
    assert prepare("2024-03").run is None
    done = prepare()
    months = 2 if from_on.month == 4 else 1
    assert done.run is not None
    assert (done.run.payment_count, done.run.gross_tiyn, done.overpayments) == (months, months * 2_000_000, ())
    assert [view.gross_tiyn for view in views()].count(10_000_000) == 3
    assert prepare().run is None
    assert sound()


def test_what_was_paid_after_a_termination_that_acts_back_is_found_once(
    open_unit: OpenUnitOfWork,
    appoint: Callable[..., int],
    happen: Callable[..., None],
    prepare: Prepare,
    people: list[RegisterPerson],
    sound: Callable[[], bool],
) -> None:
    appoint(people[0])
    prepare()
    happen(1, CaseAction.TERMINATE, date(2024, 5, 1))
    [found] = prepare().overpayments
    assert (found.name, found.key.name, found.amount_tiyn, found.reason, found.due_on) == (
        "OP-000001", "SP-000001/2024-05/1", 9_000_000, "not-due", date(2024, 5, 23),
    )  # fmt: skip
    assert prepare().overpayments == ()
    with open_unit() as unit:
        assert [one.overpayment_number for one in unit.overpayments.list_overpayments()] == [1]
    assert sound()


def test_who_died_by_the_register_is_paid_no_more_and_what_went_beyond_is_found(
    appoint: Callable[..., int],
    prepare: Prepare,
    views: Views,
    people: list[RegisterPerson],
    load_people: Callable[..., object],
    clock: FixedClock,
    sound: Callable[[], bool],
) -> None:
    appoint(people[0])
    prepare()
    load_people(attrs.evolve(people[0], life_status=LifeStatus.DEAD, death_date=date(2024, 4, 30)))
    clock.instant = clock.instant.replace(month=6)
    done = prepare("2024-06")
    assert done.run is None
    assert [(one.key.name, one.reason) for one in done.overpayments] == [("SP-000001/2024-05/1", "payee-died")]
    assert [view.overpaid_tiyn for view in views()] == [0, 9_000_000]
    assert prepare("2024-06").overpayments == ()
    assert sound()


def test_whom_the_register_does_not_know_waits_and_is_sent_once_it_does(
    appoint: Callable[..., int],
    prepare: Prepare,
    views: Views,
    make_person: Callable[..., RegisterPerson],
    people: list[RegisterPerson],
    load_people: Callable[..., object],
    sound: Callable[[], bool],
) -> None:
    stranger = make_person(name="Данияр")
    appoint(stranger)
    appoint(people[0])
    done = prepare()
    assert set(done.waiting) == {"SP-000001/2024-04/1", "SP-000001/2024-05/1"}
    assert {view.state for view in views(1)} == {PaymentState.FORMED}
    assert {view.state for view in views(2)} == {PaymentState.SENT}
    load_people(stranger, people[0])
    assert prepare().waiting == {}
    assert {view.state for view in views(1)} == {PaymentState.SENT}
    assert sound()


def test_what_waits_and_is_not_due_any_more_is_not_sent_until_it_is_due_again(
    appoint: Callable[..., int],
    happen: Callable[..., None],
    prepare: Prepare,
    views: Views,
    make_person: Callable[..., RegisterPerson],
    people: list[RegisterPerson],
    load_people: Callable[..., object],
    sound: Callable[[], bool],
) -> None:
    stranger = make_person(name="Данияр")
    appoint(stranger)
    prepare()
    happen(1, CaseAction.SUSPEND, date(2024, 5, 1))
    load_people(stranger, *people)
    assert "not due any more" in prepare().waiting["SP-000001/2024-05/1"]
    assert [view.state for view in views()] == [PaymentState.SENT, PaymentState.FORMED]
    happen(1, CaseAction.RESUME, date(2024, 5, 1))
    assert prepare().waiting == {}
    assert [view.state for view in views()] == [PaymentState.SENT] * 2
    assert sound()


def test_what_no_message_can_carry_waits_and_holds_up_nobody_else(
    open_unit: OpenUnitOfWork,
    appoint: Callable[..., int],
    decide: Callable[..., PaymentDecision],
    prepare: Prepare,
    views: Views,
    make_person: Callable[..., RegisterPerson],
    people: list[RegisterPerson],
    load_people: Callable[..., object],
    due_days: DueDays,
    clock: FixedClock,
    sound: Callable[[], bool],
) -> None:
    odd = make_person(surname="{1:F01")
    load_people(*people, odd)
    appoint(people[0])
    appoint(odd)
    decision = decide(people[1], is_pension_withheld=False)
    appoint(people[1], attrs.evolve(decision, parts=(attrs.evolve(decision.parts[0], account=""),)))
    done = prepare()
    assert {name.split("/")[0] for name in done.waiting} == {"SP-000002", "SP-000003"}
    assert "cannot be written" in done.waiting["SP-000002/2024-05/1"]
    assert "no account" in done.waiting["SP-000003/2024-05/1"]
    assert [{view.state for view in views(number)} for number in (1, 2, 3)] == [
        {PaymentState.SENT}, {PaymentState.FORMED}, {PaymentState.FORMED},
    ]  # fmt: skip
    assert prepare().files == ()
    deadlines = ListDeadlines(open_unit=open_unit, clock=clock, due_days=due_days)
    told = [(one.duty.value, one.name, one.due_on, one.amount_tiyn) for one in deadlines()]
    assert ("send-payment", "SP-000002/2024-05/1", date(2024, 5, 21), 9_000_000) in told
    assert [one for one in told if one[0] == "send-contribution"] == [
        ("send-contribution", f"SP-000002/2024-0{month}/1", date(2024, 6, 15), 1_000_000) for month in (4, 5)
    ]
    assert sound()


def test_a_payment_under_a_number_that_was_replaced_names_the_one_that_stands(
    appoint: Callable[..., int],
    prepare: Prepare,
    make_person: Callable[..., RegisterPerson],
    people: list[RegisterPerson],
    out: Path,
    record_link: Callable[..., None],
) -> None:
    wrong = make_person()
    appoint(wrong)
    record_link(wrong, people[0])
    done = prepare()
    assert done.waiting == {}
    assert set(orders_in(done, out)[0].participants.identification_numbers) == {people[0].iin}


def test_the_figures_of_a_month_count_what_was_sent_in_it(
    open_unit: OpenUnitOfWork, appoint: Callable[..., int], prepare: Prepare, people: list[RegisterPerson]
) -> None:
    appoint(people[0])
    appoint(people[1], region="Astana")
    prepare()
    with open_unit() as unit:
        assert unit.payments.figures(Month(2024, 4)) == []
        figures = unit.payments.figures(Month(2024, 5))
    assert figures == [
        PaymentFigures(
            kind="0705", region=region, payments=2, paid_tiyn=18_000_000, withheld_tiyn=2_000_000, recovered_tiyn=0,
            returned=0, returned_tiyn=0, returned_pension_tiyn=0,
        )
        for region in ("Almaty", "Astana")
    ]  # fmt: skip


def test_a_decision_is_due_until_its_first_payment_and_a_run_by_the_next_working_day(
    open_unit: OpenUnitOfWork,
    appoint: Callable[..., int],
    prepare: Prepare,
    people: list[RegisterPerson],
    due_days: DueDays,
    clock: FixedClock,
) -> None:
    deadlines = ListDeadlines(open_unit=open_unit, clock=clock, due_days=due_days)
    appoint(people[0])
    told = [(one.duty.value, one.name, one.due_on, one.state.value) for one in deadlines()]
    assert ("pay-first-sum", "SP-000001", date(2024, 4, 15), "breached") in told
    prepare()
    told = [(one.duty.value, one.name, one.due_on, one.state.value) for one in deadlines()]
    assert "pay-first-sum" not in [one[0] for one in told]
    assert ("record-payment", "run 1 for 2024-05", date(2024, 5, 21), "met") in told
    clock.instant = clock.instant.replace(day=22)
    assert "record-payment" not in [one.duty.value for one in deadlines()]
    assert "record-payment" in [one.duty.value for one in deadlines(is_done_wanted=True)]
