"""What every store promises of the chain from a message to what left of it, and back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.outbox.folder import FolderOutbox
from esep.adapters.payment_files.writer import Mt102Writer
from esep.domain.errors import NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.fund_account import FundAccount
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outcome import LineOutcome
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.model.trail import LineTrail, OutgoingKind, Trail
from esep.domain.ports.message_files import MessageReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.return_messages import ReturnMessages
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.transfer_messages import TransferMessages
from esep.domain.use_cases.correct_line import CorrectionRequest, CorrectLine
from esep.domain.use_cases.dispatch_returns import DispatchReturns
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.prepare_transfers import PrepareTransfers
from esep.domain.use_cases.trace import Trace
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles

Follow = Callable[[str], Trail]
FUND = FundAccount(account="KZ67009SS00368609110", bic="NBRKKZKX")


@pytest.fixture
def follow(open_unit: OpenUnitOfWork, clock: FixedClock, actor: Actor) -> Follow:
    use_case = Trace(open_unit=open_unit, clock=clock)
    return lambda name: use_case(name, actor)


@pytest.fixture
def files(open_unit: OpenUnitOfWork, clock: FixedClock) -> WriteOutgoingFiles:
    return WriteOutgoingFiles(open_unit=open_unit, outbox=FolderOutbox(), clock=clock)


@pytest.fixture
def dispatch(
    open_unit: OpenUnitOfWork,
    files: WriteOutgoingFiles,
    reader: MessageReader,
    rulebook: Rulebook,
    clock: FixedClock,
    tmp_path: Path,
) -> Callable[[], object]:
    use_case = DispatchReturns(
        open_unit=open_unit,
        files=files,
        reader=reader,
        writer=Mt102Writer(),
        messages=ReturnMessages(rulebook=rulebook),
        clock=clock,
    )
    return lambda: use_case(str(tmp_path))


@pytest.fixture
def transfer(
    open_unit: OpenUnitOfWork,
    files: WriteOutgoingFiles,
    rulebook: Rulebook,
    due_days: DueDays,
    clock: FixedClock,
    actor: Actor,
    tmp_path: Path,
) -> Callable[[], object]:
    use_case = PrepareTransfers(
        open_unit=open_unit,
        files=files,
        writer=Mt102Writer(),
        messages=TransferMessages(parameters=rulebook.parameters),
        due_days=due_days,
        clock=clock,
    )
    return lambda: use_case(date(2020, 2, 10), str(tmp_path), actor, to=FUND)


@pytest.fixture
def cut(receive_returned: Callable[..., OrderSummary]) -> OrderSummary:
    """An order of two lines; the second one goes back."""
    return receive_returned(reference="R1")


def moved(line: LineTrail) -> list[tuple[Account, Account, int]]:
    return [(entry.debit, entry.credit, entry.amount_tiyn) for entry in line.entries]


def test_an_order_leads_to_its_message_decisions_lines_and_return(
    cut: OrderSummary, dispatch: Callable[[], object], follow: Follow
) -> None:
    dispatch()
    trail = follow("R1")
    [found] = trail.orders
    assert (trail.outgoing, trail.order_count, found.order.message_sha256) == (None, 1, cut.message_sha256)
    assert [decision.register and decision.register.version for decision in found.decisions] == [1]
    assert [(entry.debit, entry.credit, entry.amount_tiyn) for entry in found.entries] == [
        (Account.BANK, Account.UNALLOCATED, 550_000),
        (Account.UNALLOCATED, Account.RETURNS_PAYABLE, 300_000),
        (Account.RETURNS_PAYABLE, Account.BANK, 300_000),
    ]
    good, bad = found.lines
    assert (good.findings, moved(good)) == (
        (), [(Account.UNALLOCATED, Account.PARTICIPANT_CONTRIBUTIONS, 250_000)],
    )  # fmt: skip
    assert (bad.findings, moved(bad), bad.outgoing) == (("name-mismatch",), [], ("GCVP-00000000001",))
    [part] = found.outgoing
    assert (part.message.kind, part.line_numbers, part.message.sent_on) == (
        OutgoingKind.RETURN, (2,), date(2020, 2, 10),
    )  # fmt: skip


def test_the_reference_of_a_return_leads_back_to_its_lines_alone(
    cut: OrderSummary, dispatch: Callable[[], object], follow: Follow
) -> None:
    dispatch()
    trail = follow("GCVP-00000000001")
    assert trail.outgoing is not None
    assert (trail.outgoing.kind, trail.outgoing.amount_tiyn) == (OutgoingKind.RETURN, 300_000)
    [found] = trail.orders
    assert (found.order.key.reference, [line.line.line_number for line in found.lines]) == ("R1", [2])


def test_a_person_leads_to_own_lines_credited_or_not_and_the_view_is_recorded(
    cut: OrderSummary, follow: Follow, people: list[RegisterPerson], open_unit: OpenUnitOfWork
) -> None:
    [good] = follow(people[0].iin).orders
    [bad] = follow(people[1].iin).orders
    assert [(one.line.line_number, one.line.outcome) for one in good.lines] == [(1, LineOutcome.CREDITED)]
    assert [(one.line.line_number, one.line.outcome) for one in bad.lines] == [(2, LineOutcome.RETURNED)]
    with open_unit() as unit:
        assert [unit.usage.count_views(int(person.iin)) for person in people] == [1, 1, 0]


def test_a_transfer_leads_to_the_orders_that_it_carries(
    cut: OrderSummary, transfer: Callable[[], object], follow: Follow
) -> None:
    transfer()
    [found] = follow("R1").orders
    [part] = found.outgoing
    assert (part.message.kind, part.amount_tiyn, part.line_numbers) == (OutgoingKind.TRANSFER, 250_000, None)
    back = follow(part.message.reference)
    assert (back.outgoing, back.order_count) == (part.message, 1)
    assert [(one.order.key.reference, one.lines) for one in back.orders] == [("R1", ())]


def test_a_corrected_line_is_found_from_both_persons(
    cut: OrderSummary,
    follow: Follow,
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
    calendar: WorkingCalendar,
    clock: FixedClock,
    actor: Actor,
) -> None:
    request = CorrectionRequest(
        reference="R1",
        line_number=1,
        to_iin=people[2].iin,
        to_month=Month(2020, 2),
        reason="another employee",
        document_number="3",
        document_date=date(2020, 2, 10),
    )
    correction = CorrectLine(open_unit=open_unit, calendar=calendar, clock=clock)(request, actor)
    for person in (people[0], people[2]):
        [found] = follow(person.iin).orders
        [line] = found.lines
        assert line.corrections == (correction,)
        assert [(entry.entry_number, entry.person_key, entry.month) for entry in line.entries] == [
            (1, int(people[0].iin), Month(2020, 1).to_number()),
            (2, int(people[0].iin), Month(2020, 1).to_number()),
            (3, int(people[2].iin), Month(2020, 2).to_number()),
        ]


def test_an_order_held_and_released_shows_both_decisions(
    receive: Callable[..., OrderSummary],
    release: Callable[..., OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
    follow: Follow,
) -> None:
    receive(make_order(make_line(people[0]), reference="R1", purpose_code="183"))
    release("R1", "012")
    [found] = follow("R1").orders
    assert [decision.outcome.value for decision in found.decisions] == ["held", "accepted"]
    assert [one.line.outcome for one in found.lines] == [LineOutcome.CREDITED]


@pytest.mark.parametrize("name", ["R9", "GCVP-00000000009", "RF-000001", ""])
def test_a_name_that_leads_nowhere_is_not_found(cut: OrderSummary, follow: Follow, name: str) -> None:
    with pytest.raises(NotFound):
        follow(name)


def test_a_number_under_which_nothing_came_is_not_found(
    follow: Follow, people: list[RegisterPerson], open_unit: OpenUnitOfWork
) -> None:
    with pytest.raises(NotFound, match="no line of an order"):
        follow(people[0].iin)
    with open_unit() as unit:
        assert unit.usage.count_views(int(people[0].iin)) == 0


def test_two_orders_of_one_reference_are_both_told(
    receive: Callable[..., OrderSummary],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
    follow: Follow,
) -> None:
    order = make_order(make_line(people[0]), reference="R1")
    receive(order)
    receive(attrs.evolve(order, sender_bic="HSBKKZKX"))
    assert sorted(one.order.key.sender_bic for one in follow("R1").orders) == sorted([order.sender_bic, "HSBKKZKX"])
