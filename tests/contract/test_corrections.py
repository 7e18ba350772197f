"""What every store promises of corrections, of amounts recognised as illegal, and of the account that shows them."""

from collections.abc import Callable
from datetime import date, timedelta

import attrs
import pytest

from esep.adapters.illegal_lists.csv_list import CsvIllegalListReader
from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.correction import Correction
from esep.domain.model.illegal_amount import IllegalListSummary
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.personal_account import PersonalRecord, RecordKind, RecordStatus
from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.ports.illegal_amounts import IllegalListInvalid
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.correct_line import CorrectionRefused, CorrectionRequest, CorrectLine
from esep.domain.use_cases.record_illegal_amounts import RecordIllegalAmounts
from esep.domain.use_cases.show_account import PersonalAccount, ShowAccount

Correct = Callable[..., Correction]
Show = Callable[[RegisterPerson], PersonalAccount]
Load = Callable[[str], IllegalListSummary]
REFERENCE = "R1-000001"
STANDING = (RecordKind.CONTRIBUTION, RecordStatus.CREDITED)


@pytest.fixture
def request_() -> CorrectionRequest:
    """Brings line 1 to February 2020."""
    return CorrectionRequest(
        reference=REFERENCE,
        line_number=1,
        to_iin=None,
        to_month=Month(2020, 2),
        reason="month misprinted",
        document_number="17",
        document_date=date(2020, 2, 9),
    )


@pytest.fixture
def correct(
    open_unit: OpenUnitOfWork, calendar: WorkingCalendar, clock: FixedClock, actor: Actor, request_: CorrectionRequest
) -> Correct:
    use_case = CorrectLine(open_unit=open_unit, calendar=calendar, clock=clock)
    return lambda **changes: use_case(attrs.evolve(request_, **changes), actor)


@pytest.fixture
def show(open_unit: OpenUnitOfWork, clock: FixedClock, rulebook: Rulebook, actor: Actor) -> Show:
    use_case = ShowAccount(open_unit=open_unit, clock=clock, parameters=rulebook.parameters)
    return lambda person: use_case(person.iin, actor)


@pytest.fixture
def load(open_unit: OpenUnitOfWork, calendar: WorkingCalendar, clock: FixedClock, actor: Actor) -> Load:
    use_case = RecordIllegalAmounts(open_unit=open_unit, reader=CsvIllegalListReader(), calendar=calendar, clock=clock)
    return lambda text: use_case(text.encode(), "list.csv", actor)


@pytest.fixture
def order(
    receive: Callable[..., OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
) -> OrderSummary:
    """An order with a line for each of the first two people, credited for January 2020."""
    return receive(make_order(make_line(people[0]), make_line(people[1]), reference=REFERENCE))


def stands(account: PersonalAccount) -> list[tuple[str, str, str, int]]:
    return [(one.period, one.kind.value, one.status.value, one.amount_tiyn) for one in account.records]


def faults(open_unit: OpenUnitOfWork) -> list[tuple[str, ...]]:
    with open_unit() as unit:
        return [check.faults for check in unit.verification.checks() if not check.ok]


def test_a_wrong_month_is_reversed_and_entered_anew(
    order: OrderSummary, correct: Correct, show: Show, people: list[RegisterPerson], open_unit: OpenUnitOfWork
) -> None:
    correction = correct()
    account = show(people[0])
    assert (correction.correction_number, correction.due_on) == (1, date(2020, 2, 11))
    assert stands(account) == [
        ("2020-01", "contribution", "reversed", 250_000),
        ("2020-02", "contribution", "credited", 250_000),
    ]
    assert (account.totals.contributions_tiyn, account.totals.months) == (250_000, 1)
    reversed_by, corrected_from = account.records[0].reversed_by, account.records[1].corrected_from
    assert reversed_by == corrected_from
    assert reversed_by is not None
    assert (reversed_by.reason, reversed_by.document_number) == ("month misprinted", "17")
    assert faults(open_unit) == []


def test_a_wrong_person_is_replaced_by_the_right_one(
    order: OrderSummary, correct: Correct, show: Show, people: list[RegisterPerson], open_unit: OpenUnitOfWork
) -> None:
    correct(to_iin=people[2].iin, to_month=None)
    assert stands(show(people[0])) == [("2020-01", "contribution", "reversed", 250_000)]
    assert show(people[0]).totals.contributions_tiyn == 0
    assert stands(show(people[2])) == [("2020-01", "contribution", "credited", 250_000)]
    assert faults(open_unit) == []


def test_the_account_of_several_numbers_tells_a_line_that_came_from_one_to_another_in_the_order_of_its_corrections(
    order: OrderSummary, correct: Correct, people: list[RegisterPerson], open_unit: OpenUnitOfWork
) -> None:
    third, first = people[2].iin, people[0].iin
    for place, iin in enumerate((third, first, third), 18):  # all in the same instant, for the same month
        correct(to_iin=iin, to_month=None, document_number=str(place))
    with open_unit() as unit:
        records = unit.accounts.records([int(third), int(first)])
    assert [(f"{one.person_key:012}", one.status.value) for one in records] == [
        (first, "reversed"),
        (third, "reversed"),
        (first, "reversed"),
        (third, "credited"),
    ]


def test_a_line_may_come_back_to_where_it_stood(
    order: OrderSummary, correct: Correct, show: Show, people: list[RegisterPerson], open_unit: OpenUnitOfWork
) -> None:
    correct()
    correct(to_month=Month(2020, 1), reason="it was right", document_number="18")
    assert stands(show(people[0])) == [
        ("2020-01", "contribution", "reversed", 250_000),
        ("2020-01", "contribution", "credited", 250_000),
        ("2020-02", "contribution", "reversed", 250_000),
    ]
    assert faults(open_unit) == []


def test_the_same_correction_asked_for_twice_is_made_once(order: OrderSummary, correct: Correct) -> None:
    first = correct()
    assert correct() == first
    with pytest.raises(CorrectionRefused, match="nothing to correct"):
        correct(reason="another reason")


def test_what_was_recorded_before_a_correction_is_shown_as_it_was(
    order: OrderSummary, correct: Correct, clock: FixedClock, open_unit: OpenUnitOfWork, people: list[RegisterPerson]
) -> None:
    before = clock.now()
    clock.advance(timedelta(days=1))
    correct()
    with open_unit() as unit:
        [record] = unit.accounts.records([int(people[0].iin)], as_of=before)
    assert (record.period, (record.kind, record.status)) == ("2020-01", STANDING)


def test_a_line_that_was_not_credited_cannot_be_corrected(
    receive_returned: Callable[..., OrderSummary], correct: Correct
) -> None:
    receive_returned(reference=REFERENCE)
    with pytest.raises(NotFound, match=r"line 2 of .* is on nobody's account"):
        correct(line_number=2)
    with pytest.raises(NotFound):
        correct(line_number=3)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"to_month": None}, "nothing to correct"),
        ({"to_iin": "900101300018"}, "no IIN"),
        ({"reason": " "}, "a reason is needed"),
        ({"document_number": ""}, "rests on a document"),
        ({"document_number": "9" * 251}, "at most 250"),
        ({"document_date": date(2020, 2, 11)}, "is still to come"),
        ({"reason": "misprinted\x1b[2J"}, "cannot be shown"),
    ],
)
def test_a_request_without_sense_is_refused(
    order: OrderSummary, correct: Correct, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        correct(**changes)


def test_money_never_comes_to_a_person_whom_the_register_does_not_know_or_knows_dead(
    order: OrderSummary,
    correct: Correct,
    make_person: Callable[..., RegisterPerson],
    load_people: Callable[..., object],
    people: list[RegisterPerson],
    show: Show,
) -> None:
    unknown = make_person()
    dead = make_person(life_status=LifeStatus.DEAD, death_date=date(2019, 12, 31))
    load_people(*people, dead, excluded := make_person(excluded=True))
    for person, said in ((unknown, "does not know"), (dead, "month of death"), (excluded, "excluded")):
        with pytest.raises(CorrectionRefused, match=said):
            correct(to_iin=person.iin)
    with pytest.raises(CorrectionRefused, match="before 2005-01"):
        correct(to_month=Month(2004, 12))
    assert stands(show(people[0])) == [("2020-01", "contribution", "credited", 250_000)]


def test_an_order_nobody_knows_is_not_corrected(correct: Correct) -> None:
    with pytest.raises(NotFound):
        correct()


def listing(person: RegisterPerson, rest: str = "", columns: str = "") -> str:
    return (
        f"act_number,act_date,iin,reference,period{columns}\n2-17,2020-02-10,{person.iin},{REFERENCE},2020-01{rest}\n"
    )


def test_an_illegal_amount_stays_and_counts_no_more(
    order: OrderSummary, load: Load, show: Show, people: list[RegisterPerson], open_unit: OpenUnitOfWork
) -> None:
    recorded = load(listing(people[0]))
    account = show(people[0])
    assert (recorded.list_number, recorded.line_count, recorded.amount_tiyn) == (1, 1, 250_000)
    assert stands(account) == [("2020-01", "contribution", "credited", 250_000)]
    assert [(note.act_number, note.amount_tiyn) for note in account.records[0].illegal] == [("2-17", 250_000)]
    assert (account.totals.contributions_tiyn, account.totals.months) == (250_000, 0)
    assert faults(open_unit) == []


def test_an_illegal_amount_never_comes_to_another_person(
    order: OrderSummary, load: Load, correct: Correct, show: Show, people: list[RegisterPerson]
) -> None:
    load(listing(people[0]))
    with pytest.raises(CorrectionRefused, match="recognised as illegal"):
        correct(to_iin=people[2].iin, to_month=None)
    correct()
    assert [(one.period, one.counting_tiyn) for one in show(people[0]).records] == [("2020-01", 0), ("2020-02", 0)]


def test_a_month_with_a_part_that_is_legal_counts(
    order: OrderSummary, load: Load, show: Show, people: list[RegisterPerson]
) -> None:
    load(listing(people[0], f",1,{Money(100_000).format_tenge().replace(' ', '')}", ",line,amount"))
    [record] = show(people[0]).records
    assert (record.counting_tiyn, show(people[0]).totals.months) == (150_000, 1)


def test_before_its_recording_an_illegal_amount_counted(
    order: OrderSummary, load: Load, clock: FixedClock, open_unit: OpenUnitOfWork, people: list[RegisterPerson]
) -> None:
    before = clock.now()
    clock.advance(timedelta(days=1))
    load(listing(people[0]))
    with open_unit() as unit:
        [record] = unit.accounts.records([int(people[0].iin)], as_of=before)
    assert record.illegal == ()


def test_the_same_list_is_recorded_once(order: OrderSummary, load: Load, people: list[RegisterPerson]) -> None:
    assert load(listing(people[0])) == load(listing(people[0]))


def test_more_than_stands_is_refused_and_nothing_is_recorded(
    order: OrderSummary, load: Load, people: list[RegisterPerson], open_unit: OpenUnitOfWork
) -> None:
    good = listing(people[1], ",,", ",line,amount")
    bad = f"2-17,2020-02-10,{people[0].iin},{REFERENCE},2020-01,,2500.01\n"
    with pytest.raises(IllegalListInvalid, match=r"line 3: found 2 500\.01 tenge, but 2 500\.00 stand"):
        load(good + bad)
    with open_unit() as unit:
        assert unit.illegal.lists() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("act_number,act_date,iin,reference\n", "no column period"),
        ("act_number,act_date,iin,reference,period\n", "no row"),
        ("act_number,act_date,iin,reference,period\n,2020-02-10,1,R,2020-01\n", "line 2: act_number is empty"),
        ("act_number,act_date,iin,reference,period\n1,10.02.2020,1,R,2020-01\n", "is no date"),
        ("act_number,act_date,iin,reference,period\n1,2020-02-10,1,R,012020\n", "is no month"),
        (
            "act_number,act_date,iin,reference,period\n1,2020-02-10,1,R,2020-01\n2,2020-02-10,1,R,2020-01\n",
            "several acts",
        ),
        ("act_number,act_date,iin,reference,period\n1,2020-02-10,1,R,2020-01\n", "line 2: the IIN is none"),
        ("act_number,act_date,iin,reference,period\n1,2020-02-11,1,R,2020-01\n", "2020-02-11, which is still to come"),
        ("act_number,act_date,iin,reference,period,line\n1,2020-02-10,1,R,2020-01,0\n", "no number of a line"),
        ("act_number,act_date,iin,reference,period,amount\n1,2020-02-10,1,R,2020-01,1.234\n", "is no amount"),
    ],
)
def test_a_bad_list_is_refused_with_its_rows(open_unit: OpenUnitOfWork, load: Load, text: str, said: str) -> None:
    with pytest.raises(IllegalListInvalid, match=said):
        load(text)


def test_a_line_is_named_where_the_order_has_several_of_a_person_and_month(
    receive: Callable[..., OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
    load: Load,
    show: Show,
) -> None:
    receive(make_order(make_line(people[0]), make_line(people[0]), reference=REFERENCE))
    with pytest.raises(IllegalListInvalid, match=r"several lines are meant \(1, 2\)"):
        load(listing(people[0]))
    load(listing(people[0], ",2", ",line"))
    illegal = {record.line_number: bool(record.illegal) for record in show(people[0]).records}
    assert illegal == {1: False, 2: True}


def test_a_list_names_a_line_once(order: OrderSummary, load: Load, people: list[RegisterPerson]) -> None:
    row = listing(people[0]).splitlines()[1]
    with pytest.raises(IllegalListInvalid, match="line 3: names the same line of the order as line 2"):
        load(listing(people[0]) + row + "\n")


def test_what_a_payer_brought_over_the_maximum_is_told(
    receive: Callable[..., OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
    show: Show,
) -> None:
    """Each of two lines is within the bounds of January 2020 (1 487.50 to 10 412.50 tenge), both together are not."""
    for reference in ("R1", "R2"):
        receive(make_order(make_line(people[0], amount_tiyn=600_000), reference=reference))
    [month] = show(people[0]).payer_months
    assert (month.credited_tiyn, month.maximum_tiyn, month.excess_tiyn, month.shortfall_tiyn) == (
        1_200_000, 1_041_250, 158_750, 0,
    )  # fmt: skip


def test_a_contribution_after_the_25th_of_the_next_month_is_late(
    receive: Callable[..., OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
    show: Show,
) -> None:
    receive(make_order(make_line(people[0], period="122019"), make_line(people[0], period="012020"), reference="R1"))
    late: list[PersonalRecord] = show(people[0]).records
    assert [(one.period, one.days_late) for one in late] == [("2019-12", 16), ("2020-01", None)]
