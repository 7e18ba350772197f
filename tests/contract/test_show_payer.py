"""What a payer paid for a month, the penalty for what came late, and the registers, on every store."""

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.model.person_link import LinkKind
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.check_penalties import CheckPenalties
from esep.domain.use_cases.correct_line import CorrectionRequest, CorrectLine
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.link_numbers import LinkNumbers, LinkRequest
from esep.domain.use_cases.list_payments import ListPayments
from esep.domain.use_cases.show_payer import ShowPayer, Sums

ALMA, UNIT = "940140000385", "950341000052"
JANUARY, MARCH = Month(2020, 1), Month(2023, 3)
UNIT_NAMED = (("FSIDN", UNIT), ("FSNAME", "Филиал"))

Receive = Callable[..., OrderSummary]
MakeLine = Callable[..., ParticipantLine]
MakeOrder = Callable[..., PaymentOrder]


@pytest.fixture
def show(open_unit: OpenUnitOfWork, clock: FixedClock, rulebook: Rulebook) -> ShowPayer:
    return ShowPayer(open_unit=open_unit, clock=clock, parameters=rulebook.parameters)


@pytest.fixture
def check(open_unit: OpenUnitOfWork, clock: FixedClock, rulebook: Rulebook) -> CheckPenalties:
    return CheckPenalties(open_unit=open_unit, clock=clock, parameters=rulebook.parameters)


def test_a_payers_month_adds_up_over_all_its_orders(
    show: ShowPayer,
    receive: Receive,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    actor: Actor,
) -> None:
    first, second, _ = people
    wrong = make_line(second, surname="Иванов", amount_tiyn=300_000)
    cut = receive(make_order(make_line(first), wrong))
    penalty = receive(make_order(make_line(first, amount_tiyn=70), purpose_code="017", value_date=date(2020, 3, 2)))
    held = receive(make_order(make_line(second), make_line(first, period="022020"), purpose_code="183"))
    unequal = receive(make_order(make_line(second), total=Money(9)))
    page = show(ALMA, JANUARY, actor)
    assert {one.summary.order_number: one.sums for one in page.orders} == {
        cut.order_number: Sums(contributions_tiyn=250_000, returned_tiyn=300_000),
        penalty.order_number: Sums(penalties_tiyn=70),
        held.order_number: Sums(held_tiyn=250_000),
        unequal.order_number: Sums(returned_tiyn=9),
    }
    assert page.sums == Sums(contributions_tiyn=250_000, penalties_tiyn=70, returned_tiyn=300_009, held_tiyn=250_000)
    assert (page.people_count, page.last_payment_on) == (1, date(2020, 3, 2))
    assert [(order.order_number, finding.code) for order, finding in page.findings] == [
        (held.order_number, "purpose-code-unknown")
    ]
    assert (page.sent_back, page.out_of_bounds) == ([], [])


def test_warnings_on_credited_lines_are_open_findings(
    show: ShowPayer,
    receive: Receive,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    actor: Actor,
) -> None:
    receive(make_order(make_line(people[0], patronymic=""), make_line(people[1], patronymic="", surname="Иванов")))
    receive(make_order(make_line(people[0], patronymic=""), total=Money(9)))
    found = [(finding.code, finding.line) for _, finding in show(ALMA, JANUARY, actor).findings]
    assert found == [("patronymic-missing", 1)]


def test_excess_and_shortfall_are_of_all_orders_that_the_payer_really_paid(
    show: ShowPayer,
    receive: Receive,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    actor: Actor,
) -> None:
    much, little, enough = people
    receive(make_order(make_line(much, amount_tiyn=600_000), make_line(little, amount_tiyn=100_000)))
    receive(make_order(make_line(much, amount_tiyn=500_000), make_line(enough)))
    receive(make_order(make_line(much, amount_tiyn=2_000_000), details_others=UNIT_NAMED))
    receive(make_order(make_line(enough, amount_tiyn=9_000_000), purpose_code="017"))

    def bounds(payer: str) -> list[tuple[int, int, int, int]]:
        page = show(payer, JANUARY, actor)
        return [(one.person_key, one.credited_tiyn, one.excess_tiyn, one.shortfall_tiyn) for one in page.out_of_bounds]

    assert bounds(ALMA) == [
        (int(much.iin), 1_100_000, 58_750, 0),
        (int(little.iin), 100_000, 0, 48_750),
    ]
    assert bounds(UNIT) == [(int(much.iin), 2_000_000, 958_750, 0)]
    assert show(ALMA, JANUARY, actor).sums.contributions_tiyn == 3_450_000


def test_a_person_under_two_numbers_is_one_person_to_the_payer(
    show: ShowPayer,
    receive: Receive,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    clock: FixedClock,
    actor: Actor,
) -> None:
    given_up, stands, _ = people
    receive(make_order(make_line(given_up, amount_tiyn=600_000), make_line(stands, amount_tiyn=500_000)))
    assert (show(ALMA, JANUARY, actor).people_count, show(ALMA, JANUARY, actor).out_of_bounds) == (2, [])
    request = LinkRequest(kind=LinkKind.MERGE, number=given_up.iin, other=stands.iin, reason="one person")
    LinkNumbers(open_unit=open_unit, due_days=due_days, clock=clock)(request, actor)
    page = show(ALMA, JANUARY, actor)
    assert page.people_count == 1
    assert [(one.person_key, one.credited_tiyn, one.excess_tiyn) for one in page.out_of_bounds] == [
        (int(stands.iin), 1_100_000, 58_750)
    ]


def test_of_a_month_in_which_nothing_came_there_is_an_empty_page(show: ShowPayer, actor: Actor) -> None:
    page = show(ALMA, JANUARY, actor)
    assert (page.orders, page.sums, page.people_count, page.last_payment_on) == ([], Sums(), 0, None)


@pytest.mark.parametrize("number", ["", "940140000380", "94014000038"])
def test_a_number_that_is_none_is_refused(show: ShowPayer, check: CheckPenalties, actor: Actor, number: str) -> None:
    with pytest.raises(InvalidInput, match="no IIN or BIN"):
        show(number, JANUARY, actor)
    with pytest.raises(InvalidInput, match="no IIN or BIN"):
        check(number, JANUARY, actor)


def test_a_look_at_a_persons_own_payments_is_recorded_and_one_at_an_entitys_is_not(
    show: ShowPayer,
    check: CheckPenalties,
    receive: Receive,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    actor: Actor,
    open_unit: OpenUnitOfWork,
) -> None:
    person = people[0]
    payer = Party(account="KZ1", name="Ахметов Арман Серикович", identification_number=person.iin)
    receive(make_order(total=Money(100), payer=payer, application_header="I100SGROSS000000U3003"))
    page = show(person.iin, JANUARY, actor)
    check(person.iin, JANUARY, actor)
    show(ALMA, JANUARY, actor)
    assert (page.sums, page.people_count, page.out_of_bounds) == (Sums(contributions_tiyn=100), 1, [])
    with open_unit() as unit:
        assert unit.usage.count_views(int(person.iin)) == 2


def test_penalties_received_are_compared_with_those_due(
    check: CheckPenalties,
    receive: Receive,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    actor: Actor,
) -> None:
    def pay(amount: int, day: date, **changes: Any) -> OrderSummary:
        return receive(make_order(make_line(people[0], amount_tiyn=amount), period="032023", value_date=day, **changes))

    pay(5_000_000, date(2023, 4, 25))
    pay(600_000, date(2023, 4, 26))
    pay(400_000, date(2023, 4, 26))
    pay(1_000_000, date(2023, 5, 5))
    pay(9_000_000, date(2023, 5, 5), details_others=UNIT_NAMED)
    pay(6_000, date(2023, 5, 6), purpose_code="017")
    found = check(ALMA, MARCH, actor)
    assert [(one.received_on, one.amount_tiyn, one.days_late, one.penalty_tiyn) for one in found.late] == [
        (date(2023, 4, 26), 1_000_000, 1, 574),
        (date(2023, 5, 5), 1_000_000, 10, 5_736),
    ]
    assert (found.due_on, found.expected_tiyn, found.received_tiyn, found.difference_tiyn) == (
        date(2023, 4, 25),
        6_310,
        6_000,
        -310,
    )


def test_where_a_base_rate_is_not_known_nothing_is_expected(
    check: CheckPenalties,
    receive: Receive,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    actor: Actor,
) -> None:
    receive(make_order(make_line(people[0]), value_date=date(2020, 2, 27)))
    found = check(ALMA, JANUARY, actor)
    assert [one.unknown_days for one in found.late] == [((date(2020, 2, 26), date(2020, 2, 27)),)]
    assert (found.expected_tiyn, found.received_tiyn, found.difference_tiyn) == (None, 0, None)


def test_what_a_correction_took_away_from_the_month_is_not_late(
    check: CheckPenalties,
    receive: Receive,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    open_unit: OpenUnitOfWork,
    calendar: WorkingCalendar,
    clock: FixedClock,
    actor: Actor,
) -> None:
    day = date(2023, 4, 26)
    receive(make_order(make_line(people[0]), reference="R1", period="032023", value_date=day))
    clock_after = attrs.evolve(clock, instant=clock.now().replace(year=2023, month=5))
    correct = CorrectLine(open_unit=open_unit, calendar=calendar, clock=clock_after)
    request = CorrectionRequest(
        reference="R1",
        line_number=1,
        to_iin=None,
        to_month=Month(2023, 4),
        reason="misprint",
        document_number="5",
        document_date=day,
    )
    assert [one.days_late for one in check(ALMA, MARCH, actor).late] == [1]
    correct(request, actor)
    found = check(ALMA, MARCH, actor)
    assert (found.late, found.expected_tiyn, found.difference_tiyn) == ([], 0, 0)


def test_the_registers_are_read_as_streams_and_want_the_earlier_day_first(
    open_unit: OpenUnitOfWork,
    receive: Receive,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
) -> None:
    receive(make_order(make_line(people[0]), make_line(people[1], period="122019"), reference="R1"))
    payments = ListPayments(open_unit=open_unit)
    first, last = date(2020, 2, 1), date(2020, 2, 29)
    rows = [(order.order.reference, str(row.month), row.amount_tiyn) for order, row in payments.received(first, last)]
    assert rows == [("R1", "2019-12", 250_000), ("R1", "2020-01", 250_000)]
    assert list(payments.sent_back(first, last)) == []
    for ask in (payments.received, payments.sent_back):
        with pytest.raises(InvalidInput, match="earlier one first"):
            list(ask(last, first))
