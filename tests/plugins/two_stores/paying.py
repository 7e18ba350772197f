"""The operations on cases of recipients and on social payments in a world, each as one function of it."""

from collections.abc import Sequence
from datetime import date

from esep.adapters.application_files.social_application import JsonSocialApplicationReader
from esep.adapters.payment_files.reader import Mt102Reader
from esep.adapters.payment_files.writer import Mt102Writer
from esep.domain.model.actor import Actor
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.month import Month
from esep.domain.model.recipient_case import CaseAction, RecipientCase
from esep.domain.rules.social_payments.payment_messages import PaymentMessages
from esep.domain.use_cases.advance_application import AdvanceApplication
from esep.domain.use_cases.appoint_payment import AppointPayment
from esep.domain.use_cases.cancel_overpayment import CancelOverpayment
from esep.domain.use_cases.case_steps import Cause, Document
from esep.domain.use_cases.change_account import ChangeAccount
from esep.domain.use_cases.change_case import ChangeCase, Payee
from esep.domain.use_cases.confirm_payments import ConfirmPayments
from esep.domain.use_cases.handle_overpayments import HandleOverpayments
from esep.domain.use_cases.insured_history import InsuredHistory
from esep.domain.use_cases.last_payment import last_payment_of
from esep.domain.use_cases.match_returned_by_hand import HeldLine, MatchReturnedByHand, NamedPayment
from esep.domain.use_cases.prepare_payments import PreparedPayments, PreparePayments
from esep.domain.use_cases.recalculate_payment import RecalculatePayment
from esep.domain.use_cases.recalculation_grounds import ChangedFacts
from esep.domain.use_cases.receive_returned_payments import ReceivedReturns, ReceiveReturnedPayments
from esep.domain.use_cases.redecide import Redecision
from esep.domain.use_cases.refuse_application import RefuseApplication
from esep.domain.use_cases.register_application import RegisterApplication, RegisteredApplication
from esep.domain.use_cases.resend_payments import PayoutAccount, ResendPayments
from esep.domain.use_cases.send_payments import SendPayments, SentPayments
from esep.domain.use_cases.take_over_orders import TakeOverOrders
from esep.domain.use_cases.withdraw_cases import WithdrawCases
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles
from two_stores.names import AIGUL, SAULE
from two_stores.world import World


def register(world: World, content: bytes) -> RegisteredApplication:
    return RegisterApplication(
        open_unit=world.open_unit, reader=JsonSocialApplicationReader(), due_days=world.due_days, clock=world.clock
    )(content, "application.json", SAULE)


def advance(world: World, name: str, action: CaseAction) -> RecipientCase:
    advance = AdvanceApplication(open_unit=world.open_unit, due_days=world.due_days, clock=world.clock)
    return advance(name, action, SAULE, reason="income of March")


def _history(world: World) -> InsuredHistory:
    return InsuredHistory(parameters=world.rulebook.parameters, reader=Mt102Reader())


def appoint(world: World, name: str, actor: Actor, document: Document) -> RecipientCase:
    return AppointPayment(
        open_unit=world.open_unit, history=_history(world), due_days=world.due_days, clock=world.clock
    )(name, actor, document)


def recalculate(world: World, name: str, cause: Cause, facts: ChangedFacts) -> RecipientCase:
    return RecalculatePayment(
        open_unit=world.open_unit, history=_history(world), due_days=world.due_days, clock=world.clock
    )(name, AIGUL, cause, facts)


def refuse(world: World, name: str, cause: Cause, *, is_announced_only: bool) -> RecipientCase:
    refuse = RefuseApplication(open_unit=world.open_unit, due_days=world.due_days, clock=world.clock)
    return refuse(name, AIGUL, cause, is_announced_only=is_announced_only)


def change(world: World, name: str, action: CaseAction, cause: Cause, payee: Payee | None) -> RecipientCase:
    change = ChangeCase(open_unit=world.open_unit, due_days=world.due_days, clock=world.clock)
    return change(name, action, AIGUL, cause, payee=payee)


def change_account(world: World, name: str, cause: Cause, to: PayoutAccount) -> RecipientCase:
    change = ChangeAccount(open_unit=world.open_unit, due_days=world.due_days, clock=world.clock)
    return change(name, SAULE, cause, to)


def withdraw(world: World, on: date, document: Document) -> Sequence[RecipientCase]:
    return WithdrawCases(
        open_unit=world.open_unit, due_days=world.due_days, clock=world.clock, last_payment_of=last_payment_of
    )(AIGUL, on=on, document=document)


def _send(world: World) -> SendPayments:
    return SendPayments(
        open_unit=world.open_unit,
        register=world.register,
        files=WriteOutgoingFiles(open_unit=world.open_unit, outbox=world.bank, clock=world.clock),
        writer=Mt102Writer(),
        messages=PaymentMessages(parameters=world.rulebook.parameters),
        clock=world.clock,
    )


def prepare(world: World, month: Month, folder: str) -> PreparedPayments:
    return PreparePayments(
        open_unit=world.open_unit,
        register=world.register,
        send=_send(world),
        due_days=world.due_days,
        clock=world.clock,
    )(month, folder, SAULE)


def confirm(world: World, month: Month) -> int:
    return ConfirmPayments(open_unit=world.open_unit, clock=world.clock)(SAULE, month=month)


def receive_back(world: World, messages: Sequence[IncomingMessage]) -> ReceivedReturns:
    return ReceiveReturnedPayments(
        open_unit=world.open_unit,
        take_over=TakeOverOrders(
            redecision=Redecision(
                register=world.register, clock=world.clock, rulebook=world.rulebook, reader=Mt102Reader()
            )
        ),
        rulebook=world.rulebook,
        due_days=world.due_days,
        clock=world.clock,
    )(messages, SAULE)


def match_by_hand(world: World, line: HeldLine, payment: NamedPayment) -> object:
    return MatchReturnedByHand(
        open_unit=world.open_unit, rulebook=world.rulebook, due_days=world.due_days, clock=world.clock
    )(line, payment, AIGUL, reason="letter 17")


def resend(world: World, name: str, month: Month, folder: str, to: PayoutAccount | None) -> SentPayments:
    resend = ResendPayments(open_unit=world.open_unit, send=_send(world), due_days=world.due_days, clock=world.clock)
    return resend(name, month, folder, SAULE, to=to)


def cancel(world: World, name: str) -> object:
    cancel = CancelOverpayment(open_unit=world.open_unit, due_days=world.due_days, clock=world.clock)
    return cancel(name, AIGUL, reason="due after all")


def overpayments(world: World) -> HandleOverpayments:
    return HandleOverpayments(open_unit=world.open_unit, due_days=world.due_days, clock=world.clock)
