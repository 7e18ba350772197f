"""Recipients of social payments: applications, decisions, their record."""

from esep.domain.use_cases.advance_application import AdvanceApplication
from esep.domain.use_cases.appoint_payment import AppointPayment
from esep.domain.use_cases.change_account import ChangeAccount
from esep.domain.use_cases.change_case import ChangeCase
from esep.domain.use_cases.find_signals import FindSignals
from esep.domain.use_cases.last_payment import last_payment_of
from esep.domain.use_cases.recalculate_all import RecalculateAll
from esep.domain.use_cases.recalculate_payment import RecalculatePayment
from esep.domain.use_cases.refuse_application import RefuseApplication
from esep.domain.use_cases.register_application import RegisterApplication
from esep.domain.use_cases.show_case import ShowCase
from esep.domain.use_cases.show_recipient import ShowRecipient
from esep.domain.use_cases.summarise_recipients import SummariseRecipients
from esep.domain.use_cases.warn_of_case import WarnOfCase
from esep.domain.use_cases.withdraw_cases import WithdrawCases
from esep.entrypoints.wiring.benefits import BenefitUseCases


class RecipientUseCases(BenefitUseCases):
    """Recipients of social payments: applications, decisions, their record."""

    @property
    def register_application(self) -> RegisterApplication:
        """Register an application."""
        return RegisterApplication(
            open_unit=self.open_unit,
            reader=self.social_application_reader,
            due_days=self.due_days,
            clock=self.clock,
        )

    @property
    def advance_application(self) -> AdvanceApplication:
        """Bring an application to the Fund."""
        return AdvanceApplication(open_unit=self.open_unit, due_days=self.due_days, clock=self.clock)

    @property
    def appoint_payment(self) -> AppointPayment:
        """Appoint a payment."""
        return AppointPayment(
            open_unit=self.open_unit, history=self.insured_history, due_days=self.due_days, clock=self.clock
        )

    @property
    def refuse_application(self) -> RefuseApplication:
        """Announce and decide a refusal."""
        return RefuseApplication(open_unit=self.open_unit, due_days=self.due_days, clock=self.clock)

    @property
    def change_case(self) -> ChangeCase:
        """Suspend, resume, terminate."""
        return ChangeCase(open_unit=self.open_unit, due_days=self.due_days, clock=self.clock)

    @property
    def change_account(self) -> ChangeAccount:
        """Record another account of a payee."""
        return ChangeAccount(open_unit=self.open_unit, due_days=self.due_days, clock=self.clock)

    @property
    def recalculate_payment(self) -> RecalculatePayment:
        """Decide anew how much is paid."""
        return RecalculatePayment(
            open_unit=self.open_unit, history=self.insured_history, due_days=self.due_days, clock=self.clock
        )

    @property
    def recalculate_all(self) -> RecalculateAll:
        """Give every payment an increase or a new minimum."""
        return RecalculateAll(recalculate=self.recalculate_payment)

    @property
    def withdraw_cases(self) -> WithdrawCases:
        """Take off the register what has ended."""
        return WithdrawCases(
            open_unit=self.open_unit,
            due_days=self.due_days,
            clock=self.clock,
            last_payment_of=last_payment_of,
        )

    @property
    def show_case(self) -> ShowCase:
        """Show one case."""
        return ShowCase(open_unit=self.open_unit, clock=self.clock)

    @property
    def warn_of_case(self) -> WarnOfCase:
        """What whoever deals with a case should know."""
        return WarnOfCase(open_unit=self.open_unit, clock=self.clock)

    @property
    def find_signals(self) -> FindSignals:
        """What speaks for a decision on a live case."""
        return FindSignals(open_unit=self.open_unit, tables=self.due_days.parameters.cases, clock=self.clock)

    @property
    def show_recipient(self) -> ShowRecipient:
        """Show a recipient's record."""
        return ShowRecipient(open_unit=self.open_unit, clock=self.clock)

    @property
    def summarise_recipients(self) -> SummariseRecipients:
        """The month's figures."""
        return SummariseRecipients(open_unit=self.open_unit)
