"""What stands of contributions is what the records of the account tell, on every store, whatever became of them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from esep.adapters.illegal_lists.csv_list import CsvIllegalListReader
from esep.adapters.in_memory.clock import FixedClock
from esep.domain.model.actor import Actor
from esep.domain.model.month import Month
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.personal_account import RecordKind
from esep.domain.model.register import RegisterPerson
from esep.domain.model.standing_contribution import StandingContribution
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.use_cases.correct_line import CorrectionRequest, CorrectLine
from esep.domain.use_cases.record_illegal_amounts import RecordIllegalAmounts


@pytest.fixture
def pay(
    receive: Callable[[PaymentOrder], OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
) -> Callable[..., OrderSummary]:
    def run(person: RegisterPerson, reference: str, **changes: object) -> OrderSummary:
        return receive(make_order(make_line(person), reference=reference, **changes))

    return run


def counting(unit: UnitOfWork, *people: RegisterPerson) -> list[tuple[str, int, int]]:
    """Month, what stands and what counts of each line, checked against the records of the account."""
    keys = [int(person.iin) for person in people]
    lines = unit.accounts.standing_contributions(keys)
    records = [
        record
        for record in unit.accounts.records(keys)
        if record.kind is RecordKind.CONTRIBUTION and record.standing_tiyn
    ]
    assert [(line.order_number, line.line_number, line.standing_tiyn, line.counting_tiyn) for line in lines] == [
        (record.order_number, record.line_number, record.standing_tiyn, record.counting_tiyn) for record in records
    ]
    return [(str(line.month_from), line.standing_tiyn, line.counting_tiyn) for line in lines]


def test_a_line_is_told_with_its_order(
    pay: Callable[..., OrderSummary], people: list[RegisterPerson], open_unit: OpenUnitOfWork
) -> None:
    february = pay(people[0], "R2", period="022020", assignment="за февраль")
    january = pay(people[0], "R1", period="012020", details_others=(("FSIDN", "120740039004"),))
    pay(people[0], "R3", period="012020", purpose_code="017")
    pay(people[1], "R4")
    with open_unit() as unit:
        assert unit.accounts.standing_contributions([int(people[0].iin)]) == [
            StandingContribution(
                person_key=int(people[0].iin),
                order_number=january.order_number,
                line_number=1,
                month_from=Month(2020, 1),
                month_to=Month(2020, 1),
                standing_tiyn=250_000,
                illegal_tiyn=0,
                payer_id="120740039004",
                received_on=date(2020, 2, 10),
                document_number="17",
                assignment="",
            ),
            StandingContribution(
                person_key=int(people[0].iin),
                order_number=february.order_number,
                line_number=1,
                month_from=Month(2020, 2),
                month_to=Month(2020, 2),
                standing_tiyn=250_000,
                illegal_tiyn=0,
                payer_id=february.payer_id,
                received_on=date(2020, 2, 10),
                document_number="17",
                assignment="за февраль",
            ),
        ]
        assert unit.accounts.standing_contributions([]) == []


def test_corrections_and_illegal_amounts_change_what_stands_and_counts(
    pay: Callable[..., OrderSummary],
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
    calendar: WorkingCalendar,
    clock: FixedClock,
    actor: Actor,
) -> None:
    correct = CorrectLine(open_unit=open_unit, calendar=calendar, clock=clock)
    illegal = RecordIllegalAmounts(open_unit=open_unit, reader=CsvIllegalListReader(), calendar=calendar, clock=clock)
    pay(people[0], "R1")

    def move(number: str, to_month: Month | None = None, to: RegisterPerson | None = None) -> None:
        request = CorrectionRequest(
            reference="R1",
            line_number=1,
            to_iin=None if to is None else to.iin,
            to_month=to_month,
            reason="misprint",
            document_number=number,
            document_date=date(2020, 2, 9),
        )
        correct(request, actor)

    move("1", to_month=Month(2019, 12))
    with open_unit() as unit:
        assert counting(unit, people[0]) == [("2019-12", 250_000, 250_000)]
    move("2", to_month=Month(2020, 1))
    move("3", to=people[1])
    with open_unit() as unit:
        assert counting(unit, people[0]) == []
        assert counting(unit, people[0], people[1]) == [("2020-01", 250_000, 250_000)]
    listing = f"act_number,act_date,iin,reference,period,amount\n2-17,2020-02-05,{people[1].iin},R1,2020-01,1000.00\n"
    illegal(listing.encode(), "list.csv", actor)
    with open_unit() as unit:
        assert counting(unit, people[1]) == [("2020-01", 250_000, 150_000)]
        before = unit.accounts.standing_contributions([int(people[1].iin)], as_of=clock.now() - timedelta(seconds=1))
        assert before == []
        now = unit.accounts.standing_contributions([int(people[1].iin)], as_of=clock.now())
        assert now == unit.accounts.standing_contributions([int(people[1].iin)])
