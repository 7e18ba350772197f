"""Calculating a social payment from the ledger, on every store."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import Conflict, InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.calculation import Calculation, CalculationRequest, LengthTooShort, PensionAgeReached
from esep.domain.model.credited_month import CreditedKind, CreditedMonth
from esep.domain.model.incoming_message import UnreadableMessage
from esep.domain.model.month import Month
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payer_regime import PayerRegime, Regime
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.model.sex import Sex
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.model.standing_contribution import StandingContribution
from esep.domain.ports.message_files import MessageReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.calculate_benefit import CalculateBenefit
from esep.domain.use_cases.insured_history import InsuredHistory

RIGHT = date(2024, 7, 15)
Calculate = Callable[..., Calculation]


@pytest.fixture
def history(rulebook: Rulebook, reader: MessageReader) -> InsuredHistory:
    return InsuredHistory(parameters=rulebook.parameters, reader=reader)


@pytest.fixture
def calculate(
    open_unit: OpenUnitOfWork, history: InsuredHistory, clock: FixedClock, rulebook: Rulebook, actor: Actor
) -> Calculate:
    use_case = CalculateBenefit(open_unit=open_unit, history=history, clock=clock, parameters=rulebook.parameters)

    def run(
        iin: str,
        kind: SocialPaymentKind = SocialPaymentKind.JOB_LOSS,
        *,
        as_of: datetime | None = None,
        **asked: Any,
    ) -> Calculation:
        request = CalculationRequest(kind=kind, right_on=RIGHT, applied_on=RIGHT)
        return use_case(iin, attrs.evolve(request, **asked), actor, as_of=as_of)

    return run


@pytest.fixture
def person(people: list[RegisterPerson]) -> RegisterPerson:
    return people[0]


@pytest.fixture
def pay(
    receive: Callable[[PaymentOrder], OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    person: RegisterPerson,
) -> Callable[..., OrderSummary]:
    """An order for one month of the person, received on the first of the month after."""

    def run(month: Month, tiyn: int, **changes: Any) -> OrderSummary:
        given = {"period": f"{month.month:02}{month.year}", "value_date": month.next().first_day} | changes
        return receive(make_order(make_line(person, amount_tiyn=tiyn), **given))

    return run


def test_the_ledger_gives_length_and_income(
    calculate: Calculate, pay: Callable[..., OrderSummary], person: RegisterPerson, open_unit: OpenUnitOfWork
) -> None:
    for number in range(1, 8):  # July came in August, after the application
        pay(Month(2024, number), 420_000)
    pay(Month(2024, 6), 9_999, purpose_code="017")
    found = calculate(person.iin)
    assert (found.length_months, found.payments) == (6, 1)
    assert found.average_income_tiyn == 3_000_000  # 6 x 120 000 / 24
    assert found.amount_tiyn == 945_000  # x 0.45 x 0.7
    assert {str(entry.month) for entry in found.counted} == {f"2024-0{number}" for number in range(1, 7)}
    with open_unit() as unit:
        assert unit.usage.count_views(int(person.iin)) == 1


def test_a_refusal_has_looked_at_the_person_too(
    calculate: Calculate, person: RegisterPerson, open_unit: OpenUnitOfWork
) -> None:
    with pytest.raises(LengthTooShort):
        calculate(person.iin)
    with open_unit() as unit:
        assert unit.usage.count_views(int(person.iin)) == 1


@pytest.mark.parametrize(
    ("iin", "refusal"), [("123", InvalidInput), ("900101300019", InvalidInput), ("880417490000", NotFound)]
)
def test_a_person_of_whom_nothing_is_known_is_refused(calculate: Calculate, iin: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        calculate(iin)


def test_regimes_and_credited_months_are_those_of_the_instant(
    calculate: Calculate,
    pay: Callable[..., OrderSummary],
    person: RegisterPerson,
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
) -> None:
    for number in range(1, 7):
        payer = pay(Month(2024, number), 320_350).payer_id
    later = clock.now() + timedelta(days=1)
    with open_unit() as unit:
        unit.payer_regimes.load(
            [PayerRegime(payer_id=payer, regime=Regime.SINGLE_PAYMENT, from_on=date(2024, 1, 1), to_on=None)],
            file_name="regimes.csv",
            sha256=bytes(32),
            loaded_at=later,
            loaded_by="saule",
        )
        unit.credited_months.load(
            [
                CreditedMonth(
                    person_key=int(person.iin),
                    month=Month(2020, number),
                    kind=CreditedKind.ZERO_COEFFICIENT,
                    income_tiyn=None,
                    document_number="7",
                    document_date=date(2021, 1, 1),
                )
                for number in range(4, 10)
            ],
            file_name="months.csv",
            sha256=bytes(32),
            loaded_at=later,
            loaded_by="saule",
        )
    now = calculate(person.iin)
    assert (now.length_months, now.average_income_tiyn) == (12, 2_500_000)  # 6 x 100 000 / 24
    then = calculate(person.iin, as_of=clock.now())
    assert then.length_months == 6
    assert then.average_income == Fraction(320_350 * 6 * 1000, 35 * 24)


def test_a_unified_payment_is_known_by_its_assignment(
    calculate: Calculate, pay: Callable[..., OrderSummary], person: RegisterPerson
) -> None:
    for number in range(7, 13):
        pay(Month(2023, number), 69_000, assignment="*ESP* единый совокупный платеж")
    found = calculate(person.iin, SocialPaymentKind.MATERNITY, days=126, right_on=date(2024, 1, 5))
    assert {one.basis for one in found.incomes} == {"unified-payment"}
    assert found.average_income_tiyn == 3_625_000  # 5 x 70 000 / 12, and 85 000 for December, paid in January 2024


def test_an_assignment_that_was_not_kept_is_read_from_the_message(
    open_unit: OpenUnitOfWork,
    history: InsuredHistory,
    pay: Callable[..., OrderSummary],
    person: RegisterPerson,
    reader: MessageReader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pay(Month(2023, 7), 69_000, assignment="*ESP*")
    pay(Month(2023, 8), 69_000)
    with open_unit() as unit:
        _forget_assignments(unit, unit.accounts.standing_contributions([int(person.iin)]), monkeypatch)
        inputs = history(unit, [int(person.iin)], None)
    assert [one.is_unified for one in inputs.contributions] == [True, False]


def _forget_assignments(unit: UnitOfWork, lines: list[StandingContribution], monkeypatch: pytest.MonkeyPatch) -> None:
    """As lines are that were recorded before assignments were kept."""
    forgotten = [line._replace(assignment=None) for line in lines]
    monkeypatch.setattr(type(unit.accounts), "standing_contributions", lambda *_, **__: forgotten)


def test_bytes_that_cannot_be_read_again_are_told(
    open_unit: OpenUnitOfWork,
    pay: Callable[..., OrderSummary],
    person: RegisterPerson,
    rulebook: Rulebook,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Blind:
        def read(self, source: object, file_name: str) -> object:
            raise NotImplementedError

        def read_kept(self, content: bytes, encoding: str) -> UnreadableMessage:
            return UnreadableMessage(defects=())

    pay(Month(2023, 7), 69_000)
    history = InsuredHistory(parameters=rulebook.parameters, reader=Blind())  # type: ignore[arg-type]  # reads nothing
    with open_unit() as unit:
        _forget_assignments(unit, unit.accounts.standing_contributions([int(person.iin)]), monkeypatch)
        with pytest.raises(Conflict, match="esep verify"):
            history(unit, [int(person.iin)], None)


def test_the_register_tells_the_pension_age(
    calculate: Calculate,
    pay: Callable[..., OrderSummary],
    person: RegisterPerson,
    load_people: Callable[..., object],
) -> None:
    for number in range(1, 7):
        pay(Month(2024, number), 420_000)
    load_people(attrs.evolve(person, birth_date=date(1961, 7, 15)))
    with pytest.raises(PensionAgeReached):
        calculate(person.iin)
    load_people(attrs.evolve(person, birth_date=date(1961, 7, 15), sex=None))
    assert calculate(person.iin).payments == 1
    load_people(attrs.evolve(person, birth_date=date(1963, 1, 16), sex=Sex.FEMALE))
    with pytest.raises(PensionAgeReached):
        calculate(person.iin)


def test_the_clock_has_no_part_in_it(
    calculate: Calculate, pay: Callable[..., OrderSummary], person: RegisterPerson
) -> None:
    for number in range(1, 7):
        pay(Month(2024, number), 420_000)
    assert calculate(person.iin) == calculate(person.iin, as_of=datetime(2030, 1, 1, tzinfo=UTC))
