"""The tables of recipients: cases, payments, overpayments."""

from esep.adapters.in_memory.table import GroupedTable, Table
from esep.domain.errors import Conflict
from esep.domain.model.benefit_payment import (
    BenefitEntry,
    BenefitPayment,
    Confirmation,
    PaymentKey,
    PaymentMessage,
    PaymentRun,
    Resend,
    SentPayment,
)
from esep.domain.model.credited_month import CreditedMonth
from esep.domain.model.loaded_list import ListVersion
from esep.domain.model.month import Month
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.overpayment import Overpayment, OverpaymentEvent
from esep.domain.model.payer_regime import PayerRegime
from esep.domain.model.recipient_case import Application, CaseEvent
from esep.domain.model.returned_payment import MatchedLine, ReturnedOrder
from esep.domain.model.social_payment import SocialPaymentKind

CaseAndPlace = tuple[int, int]  # a number, and the number of a step of it


class RecipientTables:
    """What is recorded of social payments."""

    def __init__(self) -> None:
        """Begin with nothing recorded."""
        super().__init__()
        self.cases = Table[int, Application]("a case of this number")
        self.social_applications = Table[tuple[int, SocialPaymentKind, str], int]("this application")
        self.case_events = GroupedTable[CaseAndPlace, CaseEvent]("another step of the case")  # by case
        self.regime_lists = Table[int, tuple[ListVersion, tuple[PayerRegime, ...]]]("the list of regimes")
        self.credited_lists = Table[int, tuple[ListVersion, tuple[CreditedMonth, ...]]]("the list of credited months")
        self.benefit_runs = Table[int, PaymentRun]("a run of this number")
        self.benefit_payments = Table[PaymentKey, BenefitPayment]("the payment")
        self.benefit_reviews = Table[tuple[int, int, int], Month]("the review")  # by case, its last event, and run
        self.benefit_entries = Table[tuple[PaymentKey, int], BenefitEntry]("the payment's entry")
        self.benefit_messages = Table[int, tuple[str, PaymentMessage]]("an outgoing message of this number", Conflict)
        self.benefit_references = Table[str, int]("an outgoing message of this reference", Conflict)
        self.benefit_dispatches = Table[tuple[PaymentKey, int], SentPayment]("the sending of the payment", Conflict)
        self.benefit_resends = Table[tuple[PaymentKey, int], Resend]("the next sending of the payment")
        self.benefit_confirmations = Table[int, Confirmation]("the confirmation of the message")
        self.returned_orders = Table[bytes, ReturnedOrder]("the order of returned payments")
        self.returned_keys = Table[tuple[OrderKey, bytes], bytes]("an order of returned payments of this reference")
        self.benefit_returns = Table[tuple[PaymentKey, int, bool], MatchedLine]("the return of the payment", Conflict)
        self.overpayments = Table[int, Overpayment]("an overpayment of this number")
        self.overpayment_events = GroupedTable[CaseAndPlace, OverpaymentEvent]("another step of the overpayment")
