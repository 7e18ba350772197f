"""Returns on their way to the bank: each in exactly one file, wherever the process is killed."""

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.outbox.folder import FolderOutbox
from esep.adapters.payment_files.reader import Mt102Reader
from esep.adapters.payment_files.writer import Mt102Writer
from esep.domain.errors import Unavailable
from esep.domain.model.actor import Actor
from esep.domain.model.outcome import Outcome
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.receipt import Receipt
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.outbox import Outbox
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.return_messages import ReturnMessages
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.dispatch_returns import DispatchReturns, ReturnsNotWritable
from esep.domain.use_cases.redecide import Redecision
from esep.domain.use_cases.send_back_held_order import SendBackHeldOrder
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles

MakeLine = Callable[..., ParticipantLine]
MakeOrder = Callable[..., PaymentOrder]


class Killed(BaseException):
    """The process ends here."""


@attrs.define
class KilledAt:
    """A folder whose process is killed before or after a file stands in it."""

    moment: str
    outbox: Outbox = attrs.field(factory=FolderOutbox)

    def resolve(self, folder: str) -> str:
        return self.outbox.resolve(folder)

    def write(self, folder: str, file_name: str, content: bytes) -> None:
        if self.moment == "before writing":
            raise Killed
        self.outbox.write(folder, file_name, content)
        if self.moment == "after writing":
            raise Killed


@pytest.fixture
def dispatch(open_unit: OpenUnitOfWork, clock: FixedClock, rulebook: Rulebook) -> DispatchReturns:
    return DispatchReturns(
        open_unit=open_unit,
        files=WriteOutgoingFiles(open_unit=open_unit, outbox=FolderOutbox(), clock=clock),
        reader=Mt102Reader(),
        writer=Mt102Writer(),
        messages=ReturnMessages(rulebook=rulebook),
        clock=clock,
    )


@pytest.fixture
def returned_orders(
    receive_messages: Callable[..., list[Receipt]],
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
) -> list[PaymentOrder]:
    """Three orders received from real bytes: two cut, one returned whole for its total."""
    good, bad = make_line(people[0]), make_line(people[1], surname="Қасымов", amount_tiyn=300_001)
    orders = [
        make_order(good, bad),
        make_order(bad, good, purpose_code="017"),
        make_order(good, bad, total=attrs.evolve(make_order(good).total, tiyn=777)),
    ]
    content = b"".join(map(Mt102Writer(encoding="cp1251").write, orders))
    receipts = receive_messages(list(Mt102Reader().read(BytesIO(content), "in.txt")))
    assert [receipt.outcome for receipt in receipts] == [Outcome.CUT, Outcome.CUT, Outcome.RETURNED]
    return orders


def messages_in(folder: Path) -> Iterator[PaymentOrder]:
    for path in sorted(folder.iterdir()):
        assert path.name.startswith("returns-")
        with path.open("rb") as file:
            for message in Mt102Reader().read(file, path.name):
                assert isinstance(message.reading, PaymentOrder)
                yield message.reading


def assert_each_return_sent_once(open_unit: OpenUnitOfWork, *folders: Path) -> None:
    sent = [message for folder in folders for message in messages_in(folder)]
    assert sorted((one.purpose_code, one.total.tiyn, len(one.participants)) for one in sent) == [
        ("026", 777, 0),
        ("026", 300_001, 1),
        ("094", 300_001, 1),
    ]
    with open_unit() as unit:
        assert {one.reference for one in unit.returns.list_returns()} == {message.reference for message in sent}
        assert unit.outgoing.unwritten_files() == []
        assert [check for check in unit.verification.checks() if not check.ok] == []


@pytest.mark.usefixtures("returned_orders")
def test_every_return_is_written_with_its_reason_and_linked_to_its_order(
    dispatch: DispatchReturns, open_unit: OpenUnitOfWork, tmp_path: Path, returned_orders: list[PaymentOrder]
) -> None:
    [file] = dispatch(str(tmp_path))
    assert (file.message_count, file.total_tiyn, file.folder) == (3, 600_779, str(tmp_path))
    by_code = {(one.purpose_code, one.message_type): one for one in messages_in(tmp_path)}
    cut = by_code["026", "102"]
    assert returned_orders[0].reference in cut.assignment
    assert cut.participants[0].surname == "Қасымов"
    assert cut.participants[0].others == (
        ("ASSIGN", "[ИИН] не соответствует указанным Ф.И.О. | [ЖСН] көрсетілген Т.А.Ә. сәйкес емес"),
    )
    assert by_code["094", "102"].participants[0].amount_tiyn == 300_001
    assert len(by_code["026", "100"].participants) == 0
    with open_unit() as unit:
        listed = list(unit.returns.list_returns())
    assert {one.order_reference for one in listed} == {order.reference for order in returned_orders}
    assert {one.dispatched_on for one in listed} == {file.dispatched_on}
    assert_each_return_sent_once(open_unit, tmp_path)


@pytest.mark.usefixtures("returned_orders")
def test_a_second_dispatch_writes_nothing(dispatch: DispatchReturns, open_unit: OpenUnitOfWork, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert len(dispatch(str(first))) == 1
    assert dispatch(str(first)) == []
    assert dispatch(str(second)) == []
    assert_each_return_sent_once(open_unit, first, second)


@pytest.mark.usefixtures("returned_orders")
@pytest.mark.parametrize("moment", ["before writing", "after writing"])
def test_a_dispatch_killed_after_its_record_is_finished_where_it_began(
    dispatch: DispatchReturns, open_unit: OpenUnitOfWork, tmp_path: Path, moment: str
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    with pytest.raises(Killed):
        attrs.evolve(dispatch, files=attrs.evolve(dispatch.files, outbox=KilledAt(moment)))(str(first))
    [finished] = dispatch(str(second))
    assert finished.folder == str(first)
    assert_each_return_sent_once(open_unit, first, second)


@pytest.mark.usefixtures("returned_orders")
def test_a_dispatch_killed_before_its_record_has_done_nothing(
    dispatch: DispatchReturns, open_unit: OpenUnitOfWork, tmp_path: Path
) -> None:
    class KilledWhileComposing(ReturnMessages):
        def compose(self, *arguments: object, **options: object) -> PaymentOrder:
            raise Killed

    with pytest.raises(Killed):
        attrs.evolve(dispatch, messages=KilledWhileComposing(rulebook=dispatch.messages.rulebook))(str(tmp_path))
    with open_unit() as unit:
        assert len(unit.returns.pending(10)) == 3
    dispatch(str(tmp_path))
    assert_each_return_sent_once(open_unit, tmp_path)


@pytest.mark.usefixtures("returned_orders")
def test_a_folder_that_was_lost_is_told_and_filled_when_it_is_back(
    dispatch: DispatchReturns, open_unit: OpenUnitOfWork, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    with pytest.raises(Killed):
        attrs.evolve(dispatch, files=attrs.evolve(dispatch.files, outbox=KilledAt("before writing")))(str(first))
    first.rmdir()
    with pytest.raises(Unavailable, match="run the same command again"):
        dispatch(str(second))
    with open_unit() as unit:
        assert {one.dispatched_on for one in unit.returns.list_returns()} == {None}
    first.mkdir()
    dispatch(str(second))
    assert_each_return_sent_once(open_unit, first, second)


def test_letters_that_the_encoding_lacks_do_not_stop_a_return(
    dispatch: DispatchReturns,
    receive_messages: Callable[..., list[Receipt]],
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    tmp_path: Path,
) -> None:
    line = make_line(people[0], surname="Müller 王")
    content = Mt102Writer(encoding="utf-8").write(make_order(line))
    receive_messages(list(Mt102Reader().read(BytesIO(content), "in.txt")))
    dispatch(str(tmp_path))
    [sent] = messages_in(tmp_path)
    assert sent.participants[0].surname == "M?ller ?"
    assert sent.participants[0].identification_number == people[0].iin


@pytest.mark.usefixtures("returned_orders")
def test_a_return_that_no_message_can_carry_is_told_and_harms_no_other(
    dispatch: DispatchReturns,
    receive_messages: Callable[..., list[Receipt]],
    make_unaccounted: bytes,
    open_unit: OpenUnitOfWork,
    tmp_path: Path,
) -> None:
    receive_messages(list(Mt102Reader().read(BytesIO(make_unaccounted), "in.txt")))
    with pytest.raises(ReturnsNotWritable, match="/2020-02-10: :59: cannot be written") as refused:
        dispatch(str(tmp_path))
    assert [file.message_count for file in refused.value.written] == [3]
    assert len(list(messages_in(tmp_path))) == 3
    with open_unit() as unit:
        assert len(unit.returns.pending(10)) == 1


def test_money_of_before_the_account_was_there_is_sent_back_all_the_same(
    dispatch: DispatchReturns,
    receive_messages: Callable[..., list[Receipt]],
    redecision: Redecision,
    people: list[RegisterPerson],
    make_order: MakeOrder,
    make_line: MakeLine,
    actor: Actor,
    open_unit: OpenUnitOfWork,
    tmp_path: Path,
) -> None:
    content = Mt102Writer().write(make_order(make_line(people[0]), reference="OLD", value_date=date(2004, 12, 31)))
    receive_messages(list(Mt102Reader().read(BytesIO(content), "in.txt")))
    reading_redecision = attrs.evolve(redecision, reader=Mt102Reader())
    SendBackHeldOrder(open_unit=open_unit, redecision=reading_redecision)("OLD", reason="astray", actor=actor)
    dispatch(str(tmp_path))
    [sent] = messages_in(tmp_path)
    assert (sent.payer.account, sent.value_date) == ("KZ67009SS00368609110", date(2020, 2, 10))


@pytest.fixture
def make_unaccounted(people: list[RegisterPerson], make_order: MakeOrder, make_line: MakeLine) -> bytes:
    """An order to be returned whose payer names no account."""
    order = make_order(make_line(people[0], surname="Другой"))
    return Mt102Writer().write(order).replace(b":50:/D/KZ12345678901234567X", b":50:/D/")
