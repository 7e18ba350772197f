"""Preparing transfers to the Fund, on every store: each order once, each file once, whatever happens between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.outbox.folder import FolderOutbox
from esep.adapters.payment_files.reader import Mt102Reader
from esep.adapters.payment_files.writer import Mt102Writer
from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.deadline import DeadlineState, Duty
from esep.domain.model.fund_account import FundAccount
from esep.domain.model.money import Money
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.outbox import Outbox
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.dated_table import DatedTable
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.transfer_messages import TransferMessages
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.list_deadlines import ListDeadlines
from esep.domain.use_cases.list_transfers import ListTransfers
from esep.domain.use_cases.prepare_transfers import PreparedTransfers, PrepareTransfers, TransferDayAhead
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles

MakeLine = Callable[..., ParticipantLine]
MakeOrder = Callable[..., PaymentOrder]
Receive = Callable[..., OrderSummary]
Prepare = Callable[..., PreparedTransfers]
DAY = date(2020, 2, 10)  # today, a Monday
FUND = FundAccount(account="KZ67009SS00368609110", bic="NBRKKZKX")
WAIT_SECONDS_MAX = 60


class Killed(BaseException):
    """The process ends here."""


@attrs.frozen
class KilledAt:
    """An outbox whose process is killed before or after it writes."""

    moment: str
    outbox: Outbox = attrs.field(factory=FolderOutbox)

    def resolve(self, folder: str) -> str:
        return self.outbox.resolve(folder)

    def write(self, folder: str, file_name: str, content: bytes) -> None:
        if self.moment == "before writing":
            raise Killed
        self.outbox.write(folder, file_name, content)
        raise Killed


@pytest.fixture
def use_case(open_unit: OpenUnitOfWork, clock: FixedClock, rulebook: Rulebook, due_days: DueDays) -> PrepareTransfers:
    return PrepareTransfers(
        open_unit=open_unit,
        files=WriteOutgoingFiles(open_unit=open_unit, outbox=FolderOutbox(), clock=clock),
        writer=Mt102Writer(),
        messages=TransferMessages(parameters=rulebook.parameters),
        due_days=due_days,
        clock=clock,
    )


@pytest.fixture
def prepare(use_case: PrepareTransfers, actor: Actor, tmp_path: Path) -> Prepare:
    def prepare(day: date = DAY, *, to: FundAccount | None = FUND, folder: str = "out") -> PreparedTransfers:
        return use_case(day, str(tmp_path / folder), actor, to=to)

    return prepare


@pytest.fixture
def credited(
    receive: Receive, make_order: MakeOrder, make_line: MakeLine, people: list[RegisterPerson]
) -> list[OrderSummary]:
    """Two orders of contributions, one of them cut, and one of penalties, received today."""
    bad = make_line(people[2], surname="Иванов")
    return [
        receive(make_order(make_line(people[0]), make_line(people[1], amount_tiyn=300_001), bad)),
        receive(make_order(make_line(people[0]), purpose_code="017")),
        receive(make_order(make_line(people[2]))),
    ]


def messages(path: Path) -> list[PaymentOrder]:
    with path.open("rb") as source:
        readings = [message.reading for message in Mt102Reader().read(source, path.name)]
    assert all(isinstance(reading, PaymentOrder) for reading in readings)
    return [reading for reading in readings if isinstance(reading, PaymentOrder)]


def assert_sound(open_unit: OpenUnitOfWork) -> None:
    with open_unit() as unit:
        assert [check for check in unit.verification.checks() if not check.ok] == []


@pytest.mark.usefixtures("credited")
def test_the_days_money_goes_to_the_fund_in_one_message_per_purpose_code(
    prepare: Prepare, open_unit: OpenUnitOfWork, tmp_path: Path
) -> None:
    prepared = prepare()
    told = [(one.purpose_code, one.amount_tiyn, one.order_count, one.line_count) for one in prepared.transfers]
    assert told == [("012", 800_001, 2, 3), ("017", 250_000, 1, 1)]
    assert not prepared.has_waiting
    [file] = prepared.files
    assert file.file_name == "transfers-20200210-GCVP-00000000001.txt"
    assert (file.message_count, file.total_tiyn) == (2, 1_050_001)
    contributions, penalties = messages(tmp_path / "out" / file.file_name)
    assert contributions == PaymentOrder(
        basic_header="F01K059140000000001000001",
        application_header="O100SCLEAR000000U3003",
        reference="GCVP-00000000001",
        payer=Party(
            account="KZ67009SS00368609110",
            name='НАО "Государственная корпорация "Правительство для граждан"',
            identification_number="160440007161",
            residency="1",
            sector="1",
        ),
        sender_bic="GCVPKZ2A",
        beneficiary_bic="NBRKKZKX",
        beneficiary=Party(
            account="KZ67009SS00368609110",
            name="АО «Государственный фонд социального страхования»",
            identification_number="040440004549",
        ),
        document_number="1",
        document_date=DAY,
        purpose_code="012",
        value_date=DAY,
        total=Money(800_001),
        sending_way="07",
        operation_kind="01",
        priority="01",
        assignment="Социальные отчисления. Кол-во потребителей =3 Кол-во\nдокументов =2",
    )
    assert (penalties.reference, penalties.purpose_code, penalties.total) == ("GCVP-00000000002", "017", Money(250_000))
    assert penalties.assignment.replace("\n", " ") == (
        "Пеня за несвоевременное перечисление социальных отчислений. Кол-во потребителей =1 Кол-во документов =1"
    )
    assert_sound(open_unit)


@pytest.mark.usefixtures("credited")
def test_a_repeated_preparation_has_no_effect(prepare: Prepare, open_unit: OpenUnitOfWork) -> None:
    prepare()
    with open_unit() as unit:
        before = list(unit.transfers.list_transfers())
    assert prepare() == PreparedTransfers(transfers=(), files=(), has_waiting=False)
    with open_unit() as unit:
        assert list(unit.transfers.list_transfers()) == before
    assert_sound(open_unit)


def test_where_nothing_was_credited_nothing_is_transferred(prepare: Prepare, tmp_path: Path) -> None:
    assert prepare() == PreparedTransfers(transfers=(), files=(), has_waiting=False)
    assert list((tmp_path / "out").iterdir()) == []


def test_what_is_credited_after_a_preparation_goes_with_the_next(
    prepare: Prepare,
    receive: Receive,
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
) -> None:
    receive(make_order(make_line(people[0])))
    receive(make_order(make_line(people[1]), value_date=DAY + timedelta(days=1)))
    prepare()
    receive(make_order(make_line(people[2], amount_tiyn=7)))
    [transfer] = prepare().transfers
    assert (transfer.transfer_number, transfer.amount_tiyn) == (2, 7)
    assert_sound(open_unit)


@pytest.mark.usefixtures("credited")
def test_without_the_funds_account_transfers_are_recorded_and_wait_for_their_file(
    prepare: Prepare, open_unit: OpenUnitOfWork, tmp_path: Path, clock: FixedClock
) -> None:
    prepared = prepare(to=None)
    assert (len(prepared.transfers), prepared.files, prepared.has_waiting) == (2, (), True)
    assert not (tmp_path / "out").exists()
    assert_sound(open_unit)
    clock.advance(timedelta(days=1))
    later = prepare()
    assert (later.transfers, later.has_waiting) == ((), False)
    [file] = later.files
    assert [(one.total, one.value_date) for one in messages(tmp_path / "out" / file.file_name)] == [
        (Money(800_001), DAY + timedelta(days=1)),
        (Money(250_000), DAY + timedelta(days=1)),
    ]
    assert_sound(open_unit)


@pytest.mark.usefixtures("credited")
@pytest.mark.parametrize("moment", ["before writing", "after writing"])
def test_killed_while_writing_the_next_run_writes_the_same_file(
    use_case: PrepareTransfers, prepare: Prepare, actor: Actor, open_unit: OpenUnitOfWork, tmp_path: Path, moment: str
) -> None:
    killed = attrs.evolve(use_case, files=attrs.evolve(use_case.files, outbox=KilledAt(moment)))
    with pytest.raises(Killed):
        killed(DAY, str(tmp_path / "first"), actor, to=FUND)
    prepared = prepare(folder="second")
    assert prepared.transfers == ()
    [file] = prepared.files
    assert (tmp_path / "first" / file.file_name).read_bytes() == file.content
    assert list((tmp_path / "second").iterdir()) == []
    assert_sound(open_unit)


@pytest.mark.usefixtures("credited")
def test_a_folder_that_cannot_be_used_is_refused_before_anything_is_recorded(
    prepare: Prepare, open_unit: OpenUnitOfWork, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(InvalidInput, match="is a file"):
        prepare()
    with open_unit() as unit:
        assert list(unit.transfers.list_transfers()) == []


@pytest.mark.usefixtures("credited")
def test_a_day_after_the_next_operating_day_is_refused(prepare: Prepare, open_unit: OpenUnitOfWork) -> None:
    with pytest.raises(TransferDayAhead, match="2020-02-12 is too far ahead; give 2020-02-11"):
        prepare(DAY + timedelta(days=2))
    with open_unit() as unit:
        assert list(unit.transfers.list_transfers()) == []


@pytest.mark.usefixtures("credited")
def test_money_is_prepared_for_the_next_operating_day(prepare: Prepare, tmp_path: Path) -> None:
    prepared = prepare(DAY + timedelta(days=1))
    assert {one.transferred_on for one in prepared.transfers} == {DAY + timedelta(days=1)}
    with (tmp_path / "out" / prepared.files[0].file_name).open("rb") as source:
        readings = [message.reading for message in Mt102Reader().read(source, "out.txt")]
    days = {reading.value_date for reading in readings if isinstance(reading, PaymentOrder)}
    assert days == {DAY + timedelta(days=1)}


@pytest.mark.usefixtures("credited")
def test_a_transfer_for_an_earlier_day_hides_no_delay(
    prepare: Prepare, clock: FixedClock, open_unit: OpenUnitOfWork, due_days: DueDays
) -> None:
    clock.advance(timedelta(days=14))
    prepared = prepare(DAY)
    assert {one.transferred_on for one in prepared.transfers} == {DAY}
    listed = ListTransfers(open_unit=open_unit, due_days=due_days)()
    assert [one.late_orders for one in listed] == [2, 1]


def test_two_preparations_at_once_transfer_every_order_once(
    prepare: Prepare,
    receive: Receive,
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
) -> None:
    for place in range(30):
        receive(make_order(make_line(people[place % 3]), purpose_code=("012", "017")[place % 2]))
    start = Barrier(2)

    def prepare_too(_: int) -> PreparedTransfers:
        start.wait(WAIT_SECONDS_MAX)
        return prepare()

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(prepare_too, range(2)))
    transfers = [one for prepared in both for one in prepared.transfers]
    assert [(one.order_count, one.amount_tiyn) for one in transfers] == [(15, 3_750_000)] * 2
    assert sorted(file.message_count for prepared in both for file in prepared.files) == [2]
    with open_unit() as unit:
        assert unit.transfers.untransferred_days() == []
    assert_sound(open_unit)


def test_orders_transferred_after_the_next_working_day_are_late(
    prepare: Prepare,
    open_unit: OpenUnitOfWork,
    due_days: DueDays,
    receive: Receive,
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
) -> None:
    for days in (0, 3, 4, 5):  # Friday may still go on Monday; Thursday and Wednesday are late
        receive(make_order(make_line(people[0]), value_date=DAY - timedelta(days=days)))
    prepare()
    [listed] = ListTransfers(open_unit=open_unit, due_days=due_days)()
    assert (listed.late_orders, listed.summary.transfer.order_count) == (2, 4)


def test_credited_money_that_is_not_with_the_fund_has_a_deadline_per_day_of_receipt(
    prepare: Prepare,
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
    due_days: DueDays,
    receive: Receive,
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
) -> None:
    list_deadlines = ListDeadlines(open_unit=open_unit, clock=clock, due_days=due_days)
    for days in (0, 0, 3, 4):
        receive(make_order(make_line(people[0]), value_date=DAY - timedelta(days=days)))
    told = [(one.duty, one.name, one.due_on, one.amount_tiyn, one.state) for one in list_deadlines()]
    duty = Duty.TRANSFER_MONEY
    assert told == [
        (duty, "credited/2020-02-06", date(2020, 2, 7), 250_000, DeadlineState.BREACHED),
        (duty, "credited/2020-02-07", date(2020, 2, 10), 250_000, DeadlineState.DUE_TODAY),
        (duty, "credited/2020-02-10", date(2020, 2, 11), 500_000, DeadlineState.OPEN),
    ]
    prepare()
    assert list_deadlines() == []


@pytest.mark.usefixtures("credited")
def test_a_transfer_that_no_file_carries_is_still_to_be_done(
    prepare: Prepare, open_unit: OpenUnitOfWork, clock: FixedClock, due_days: DueDays
) -> None:
    list_deadlines = ListDeadlines(open_unit=open_unit, clock=clock, due_days=due_days)

    def waiting() -> list[tuple[str, date, DeadlineState]]:
        found = (one for one in list_deadlines() if one.duty is Duty.TRANSFER_MONEY)
        return [(one.name, one.due_on, one.state) for one in found]

    prepare(to=None)
    clock.advance(timedelta(days=1))
    assert waiting() == [
        ("transfer 1, without a file", DAY, DeadlineState.BREACHED),
        ("transfer 2, without a file", DAY, DeadlineState.BREACHED),
    ]
    prepare()
    assert waiting() == []


def test_where_no_term_is_known_nothing_is_late_and_nothing_has_a_deadline(
    prepare: Prepare,
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
    due_days: DueDays,
    receive: Receive,
    make_order: MakeOrder,
    make_line: MakeLine,
    people: list[RegisterPerson],
) -> None:
    unknown = attrs.evolve(due_days, parameters=attrs.evolve(due_days.parameters, terms=DatedTable(())))
    receive(make_order(make_line(people[0]), value_date=DAY - timedelta(days=30)))
    assert ListDeadlines(open_unit=open_unit, clock=clock, due_days=unknown)() == []
    prepare()
    [listed] = ListTransfers(open_unit=open_unit, due_days=unknown)()
    assert listed.late_orders == 0
