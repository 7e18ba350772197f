"""Persons: the register, their numbers and data, their accounts."""

from esep.domain.use_cases.correct_line import CorrectLine
from esep.domain.use_cases.link_numbers import LinkNumbers
from esep.domain.use_cases.load_register import LoadRegister
from esep.domain.use_cases.record_illegal_amounts import RecordIllegalAmounts
from esep.domain.use_cases.refresh_people import RefreshPeople
from esep.domain.use_cases.show_account import ShowAccount
from esep.domain.use_cases.show_person import ShowPerson
from esep.entrypoints.wiring.parts import Parts


class PeopleUseCases(Parts):
    """Persons: the register, their numbers and data, their accounts."""

    @property
    def load_register(self) -> LoadRegister:
        """Load a snapshot of the state register."""
        return LoadRegister(open_unit=self.open_unit, reader=self.register_reader, clock=self.clock)

    @property
    def refresh_people(self) -> RefreshPeople:
        """Record what a newer snapshot changes."""
        return RefreshPeople(
            open_unit=self.open_unit, reader=self.register_reader, due_days=self.due_days, clock=self.clock
        )

    @property
    def show_person(self) -> ShowPerson:
        """Show a person's data with their history."""
        return ShowPerson(open_unit=self.open_unit, clock=self.clock)

    @property
    def link_numbers(self) -> LinkNumbers:
        """Join or part the numbers of a person."""
        return LinkNumbers(open_unit=self.open_unit, due_days=self.due_days, clock=self.clock)

    @property
    def show_account(self) -> ShowAccount:
        """Show a personal account."""
        return ShowAccount(open_unit=self.open_unit, clock=self.clock, parameters=self.rulebook.parameters)

    @property
    def correct_line(self) -> CorrectLine:
        """Correct a recorded line."""
        return CorrectLine(open_unit=self.open_unit, calendar=self.calendar, clock=self.clock)

    @property
    def record_illegal_amounts(self) -> RecordIllegalAmounts:
        """Record a court's list."""
        return RecordIllegalAmounts(
            open_unit=self.open_unit,
            reader=self.illegal_list_reader,
            calendar=self.calendar,
            clock=self.clock,
        )
