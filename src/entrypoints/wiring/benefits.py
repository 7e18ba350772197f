"""Calculations of social payments, and the lists that they rest on."""

from esep.domain.use_cases.calculate_benefit import CalculateBenefit
from esep.domain.use_cases.insured_history import InsuredHistory
from esep.domain.use_cases.load_credited_months import LoadCreditedMonths
from esep.domain.use_cases.load_payer_regimes import LoadPayerRegimes
from esep.entrypoints.wiring.parts import Parts


class BenefitUseCases(Parts):
    """Calculations of social payments, and the lists that they rest on."""

    @property
    def insured_history(self) -> InsuredHistory:
        """What a calculation is given."""
        return InsuredHistory(parameters=self.rulebook.parameters, reader=self.reader)

    @property
    def calculate_benefit(self) -> CalculateBenefit:
        """Calculate a social payment."""
        return CalculateBenefit(
            open_unit=self.open_unit,
            history=self.insured_history,
            clock=self.clock,
            parameters=self.rulebook.parameters,
        )

    @property
    def load_payer_regimes(self) -> LoadPayerRegimes:
        """Load the list of payers' regimes."""
        return LoadPayerRegimes(open_unit=self.open_unit, reader=self.regimes_reader, clock=self.clock)

    @property
    def load_credited_months(self) -> LoadCreditedMonths:
        """Load the list of credited months."""
        return LoadCreditedMonths(
            open_unit=self.open_unit,
            reader=self.credited_months_reader,
            clock=self.clock,
            parameters=self.rulebook.parameters,
        )
