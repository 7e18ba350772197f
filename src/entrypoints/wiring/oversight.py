"""What is still to be done, and whether everything holds."""

from esep.domain.use_cases.list_deadlines import ListDeadlines
from esep.domain.use_cases.verify_store import VerifyStore
from esep.entrypoints.wiring.parts import Parts


class OversightUseCases(Parts):
    """What is still to be done, and whether everything holds."""

    @property
    def verify_store(self) -> VerifyStore:
        """Check every invariant."""
        return VerifyStore(open_unit=self.open_unit, reader=self.reader, rulebook=self.rulebook)

    @property
    def list_deadlines(self) -> ListDeadlines:
        """List what is not done yet."""
        return ListDeadlines(open_unit=self.open_unit, clock=self.clock, due_days=self.due_days)
