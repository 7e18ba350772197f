"""What use cases are made of."""

from abc import ABC, abstractmethod

from esep.domain.ports.application_files import SocialApplicationReader
from esep.domain.ports.clock import Clock
from esep.domain.ports.credited_months import CreditedMonthsReader
from esep.domain.ports.illegal_amounts import IllegalListReader
from esep.domain.ports.message_files import MessageReader, MessageWriter
from esep.domain.ports.outbox import Outbox
from esep.domain.ports.payer_regimes import RegimesReader
from esep.domain.ports.payer_register import PayersReader
from esep.domain.ports.refund_files import ApplicationReader
from esep.domain.ports.register_files import RegisterReader
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles


class Parts(ABC):
    """One of each, as a composition root provides them."""

    clock: Clock

    @property
    @abstractmethod
    def open_unit(self) -> OpenUnitOfWork:
        """Opens units of work."""

    @property
    @abstractmethod
    def rulebook(self) -> Rulebook:
        """The rules and their texts."""

    @property
    @abstractmethod
    def calendar(self) -> WorkingCalendar:
        """Working days."""

    @property
    @abstractmethod
    def state_register(self) -> StateRegister:
        """Answers questions about persons."""

    @property
    @abstractmethod
    def reader(self) -> MessageReader:
        """Reads payment messages."""

    @property
    @abstractmethod
    def writer(self) -> MessageWriter:
        """Writes payment messages."""

    @property
    @abstractmethod
    def outbox(self) -> Outbox:
        """Writes outgoing files."""

    @property
    @abstractmethod
    def register_reader(self) -> RegisterReader:
        """Reads snapshots of the state register."""

    @property
    @abstractmethod
    def payers_reader(self) -> PayersReader:
        """Reads snapshots of the register of payers."""

    @property
    @abstractmethod
    def regimes_reader(self) -> RegimesReader:
        """Reads lists of payers' regimes."""

    @property
    @abstractmethod
    def credited_months_reader(self) -> CreditedMonthsReader:
        """Reads lists of credited months."""

    @property
    @abstractmethod
    def illegal_list_reader(self) -> IllegalListReader:
        """Reads lists of illegal amounts."""

    @property
    @abstractmethod
    def refund_application_reader(self) -> ApplicationReader:
        """Reads applications for return."""

    @property
    @abstractmethod
    def social_application_reader(self) -> SocialApplicationReader:
        """Reads applications for social payments."""

    @property
    def due_days(self) -> DueDays:
        """By which day a duty is to be done."""
        return DueDays(calendar=self.calendar, parameters=self.rulebook.parameters)

    @property
    def outgoing_files(self) -> WriteOutgoingFiles:
        """Writes what a dispatch recorded."""
        return WriteOutgoingFiles(open_unit=self.open_unit, outbox=self.outbox, clock=self.clock)
