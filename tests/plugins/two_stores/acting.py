"""The operations of the product in a world, each as one function of it."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from esep.adapters.application_files.refund_application import JsonApplicationReader
from esep.adapters.illegal_lists.csv_list import CsvIllegalListReader
from esep.adapters.payer_register.csv_payers import CsvPayersReader
from esep.adapters.payment_files.reader import Mt102Reader
from esep.adapters.payment_files.writer import Mt102Writer
from esep.adapters.state_register.csv_snapshot import CsvRegisterReader
from esep.domain.model.actor import Actor
from esep.domain.model.correction import Correction
from esep.domain.model.counted_amount import CountedAmount
from esep.domain.model.fund_account import FundAccount
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.register import RegisterPerson
from esep.domain.rules.return_messages import ReturnMessages
from esep.domain.rules.transfer_messages import TransferMessages
from esep.domain.use_cases.correct_line import CorrectionRequest, CorrectLine
from esep.domain.use_cases.dispatch_returns import DispatchReturns
from esep.domain.use_cases.link_numbers import LinkNumbers, LinkRequest
from esep.domain.use_cases.load_payers import LoadPayers
from esep.domain.use_cases.prepare_transfers import PreparedTransfers, PrepareTransfers
from esep.domain.use_cases.receive_orders import ReceiveOrders
from esep.domain.use_cases.record_illegal_amounts import RecordIllegalAmounts
from esep.domain.use_cases.redecide import Redecision
from esep.domain.use_cases.refresh_people import RefreshPeople
from esep.domain.use_cases.release_held_order import ReleaseHeldOrder
from esep.domain.use_cases.retry_held_orders import RetryHeldOrders
from esep.domain.use_cases.send_back_held_order import SendBackHeldOrder
from esep.domain.use_cases.submit_refund import SubmittedRefund
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles
from esep.entrypoints.wiring.refunds import RefundUseCases
from two_stores.names import SAULE
from two_stores.world import World


def receive(world: World, messages: Sequence[IncomingMessage]) -> object:
    return ReceiveOrders(
        open_unit=world.open_unit,
        register=world.register,
        calendar=world.calendar,
        clock=world.clock,
        rulebook=world.rulebook,
    )(messages, SAULE)


def _redecision(world: World) -> Redecision:
    return Redecision(register=world.register, clock=world.clock, rulebook=world.rulebook, reader=Mt102Reader())


def load(world: World, people: Sequence[RegisterPerson]) -> object:
    with world.open_unit() as unit:
        return unit.register.load(
            people, file_name="r.csv", sha256=bytes(32), loaded_at=world.clock.now(), loaded_by="saule"
        )


def refresh(world: World, content: bytes, valid_on: date | None) -> object:
    refresh = RefreshPeople(
        open_unit=world.open_unit, reader=CsvRegisterReader(), due_days=world.due_days, clock=world.clock
    )
    return refresh(BytesIO(content), "newer.csv", SAULE, valid_on=valid_on)


def link(world: World, request: LinkRequest) -> object:
    return LinkNumbers(open_unit=world.open_unit, due_days=world.due_days, clock=world.clock)(request, SAULE)


def load_payers(world: World, content: bytes) -> object:
    load = LoadPayers(open_unit=world.open_unit, reader=CsvPayersReader(), clock=world.clock)
    return load(BytesIO(content), "payers.csv", SAULE)


def retry(world: World) -> object:
    return RetryHeldOrders(open_unit=world.open_unit, redecision=_redecision(world))(SAULE)


def release(world: World, reference: str, purpose_code: str | None, accepted: Sequence[str]) -> object:
    release = ReleaseHeldOrder(open_unit=world.open_unit, redecision=_redecision(world))
    return release(reference, purpose_code=purpose_code, accepted=accepted, reason="letter", actor=SAULE)


def send_back(world: World, reference: str) -> object:
    send_back = SendBackHeldOrder(open_unit=world.open_unit, redecision=_redecision(world))
    return send_back(reference, reason="not ours", actor=SAULE)


def _files(world: World) -> WriteOutgoingFiles:
    return WriteOutgoingFiles(open_unit=world.open_unit, outbox=world.bank, clock=world.clock)


def dispatch_returns(world: World, folder: str) -> object:
    return DispatchReturns(
        open_unit=world.open_unit,
        files=_files(world),
        reader=Mt102Reader(),
        writer=Mt102Writer(),
        messages=ReturnMessages(rulebook=world.rulebook),
        clock=world.clock,
    )(folder)


def transfer(world: World, day: date, folder: str, to: FundAccount | None) -> PreparedTransfers:
    return PrepareTransfers(
        open_unit=world.open_unit,
        files=_files(world),
        writer=Mt102Writer(),
        messages=TransferMessages(parameters=world.rulebook.parameters),
        due_days=world.due_days,
        clock=world.clock,
    )(day, folder, SAULE, to=to)


def correct(world: World, request: CorrectionRequest) -> Correction:
    return CorrectLine(open_unit=world.open_unit, calendar=world.calendar, clock=world.clock)(request, SAULE)


def record_illegal(world: World, content: bytes) -> object:
    return RecordIllegalAmounts(
        open_unit=world.open_unit, reader=CsvIllegalListReader(), calendar=world.calendar, clock=world.clock
    )(content, "court.csv", SAULE)


def mark_counted(world: World, amount: CountedAmount) -> None:
    with world.open_unit() as unit:
        unit.move_money_alone()
        unit.counted.mark([amount])


def refunds(world: World) -> RefundUseCases:
    return RefundUseCases(
        open_unit=world.open_unit,
        due_days=world.due_days,
        clock=world.clock,
        applications=JsonApplicationReader(),
        files=_files(world),
        reader=Mt102Reader(),
        writer=Mt102Writer(),
    )


def submit(world: World, content: bytes) -> SubmittedRefund:
    return refunds(world).submit(content, "application.json", SAULE)


def check(world: World, name: str, *, is_refused: bool = False) -> object:
    return refunds(world).check(name, SAULE, is_refused=is_refused, reason="not enough said")


def decide(world: World, name: str, actor: Actor, *, is_approved: bool) -> object:
    return refunds(world).decide(name, actor, is_approved=is_approved, document="12 of 2020-02-11", reason="checked")


def receive_money(world: World, name: str, received_on: date) -> object:
    return refunds(world).receive_money(name, SAULE, received_on=received_on, document="77 of 2020-02-12")


def dispatch_refunds(world: World, folder: str) -> object:
    return refunds(world).dispatch(folder, SAULE)
