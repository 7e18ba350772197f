"""Payment orders: received, decided, returned."""

from esep.domain.rules.return_messages import ReturnMessages
from esep.domain.use_cases.dispatch_returns import DispatchReturns
from esep.domain.use_cases.receive_orders import ReceiveOrders
from esep.domain.use_cases.redecide import Redecision
from esep.domain.use_cases.release_held_order import ReleaseHeldOrder
from esep.domain.use_cases.retry_held_orders import RetryHeldOrders
from esep.domain.use_cases.send_back_held_order import SendBackHeldOrder
from esep.entrypoints.wiring.parts import Parts


class OrderUseCases(Parts):
    """Payment orders: received, decided, returned."""

    @property
    def _redecision(self) -> Redecision:
        return Redecision(register=self.state_register, clock=self.clock, rulebook=self.rulebook, reader=self.reader)

    @property
    def receive_orders(self) -> ReceiveOrders:
        """The main job."""
        return ReceiveOrders(
            open_unit=self.open_unit,
            register=self.state_register,
            calendar=self.calendar,
            clock=self.clock,
            rulebook=self.rulebook,
        )

    @property
    def retry_held_orders(self) -> RetryHeldOrders:
        """Examine held orders again."""
        return RetryHeldOrders(open_unit=self.open_unit, redecision=self._redecision)

    @property
    def release_held_order(self) -> ReleaseHeldOrder:
        """Release a held order."""
        return ReleaseHeldOrder(open_unit=self.open_unit, redecision=self._redecision)

    @property
    def send_back_held_order(self) -> SendBackHeldOrder:
        """Return a held order."""
        return SendBackHeldOrder(open_unit=self.open_unit, redecision=self._redecision)

    @property
    def dispatch_returns(self) -> DispatchReturns:
        """Write outgoing files."""
        return DispatchReturns(
            open_unit=self.open_unit,
            files=self.outgoing_files,
            reader=self.reader,
            writer=self.writer,
            messages=ReturnMessages(rulebook=self.rulebook),
            clock=self.clock,
        )
