"""Payers: their register, what they paid, the registers for the revenue authority."""

from esep.domain.use_cases.check_penalties import CheckPenalties
from esep.domain.use_cases.list_payments import ListPayments
from esep.domain.use_cases.load_payers import LoadPayers
from esep.domain.use_cases.show_payer import ShowPayer
from esep.entrypoints.wiring.parts import Parts


class PayerUseCases(Parts):
    """Payers: their register, what they paid, the registers for the revenue authority."""

    @property
    def load_payers(self) -> LoadPayers:
        """Load a snapshot of the register of payers."""
        return LoadPayers(open_unit=self.open_unit, reader=self.payers_reader, clock=self.clock)

    @property
    def show_payer(self) -> ShowPayer:
        """Show what a payer paid."""
        return ShowPayer(open_unit=self.open_unit, clock=self.clock, parameters=self.rulebook.parameters)

    @property
    def check_penalties(self) -> CheckPenalties:
        """Compare penalties with those due."""
        return CheckPenalties(open_unit=self.open_unit, clock=self.clock, parameters=self.rulebook.parameters)

    @property
    def list_payments(self) -> ListPayments:
        """The registers for the revenue authority."""
        return ListPayments(open_unit=self.open_unit)
