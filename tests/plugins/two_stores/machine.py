"""What all operations have in common: they are done in both worlds, and everything is compared after each."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine, invariant

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.payment_order import PaymentOrder
from two_stores import looking
from two_stores.conservation import Money
from two_stores.names import BEGIN
from two_stores.observing import observed
from two_stores.paid_conservation import Paid
from two_stores.world import Refused, World, result

T = TypeVar("T")

OpenWorlds = Callable[[FixedClock], AbstractContextManager[tuple[World, World]]]


class TwoStores(RuleBasedStateMachine):
    """Does the same in both worlds, and compares what comes of it."""

    open_worlds: OpenWorlds  # set by the test

    def __init__(self) -> None:
        """Begin with two empty stores."""
        super().__init__()
        self.clock = FixedClock(BEGIN)
        self._opened = self.open_worlds(self.clock)
        self.worlds = self._opened.__enter__()
        self.sent: list[PaymentOrder] = []
        self.contents: list[bytes] = []
        self.has_acted = False  # since time passed
        self.is_at_once = False
        self.seen: dict[str, Any] = observed(self.worlds[0])

    def teardown(self) -> None:
        """Leave the stores."""
        self._opened.__exit__(None, None, None)

    def both(self, act: Callable[[World], T], *, torn_unit: int = 0) -> T | Refused:
        """The same act in both worlds has the same result or the same refusal; that of the first is given."""
        with self._tearing(torn_unit):
            first, second = (result(act, world) for world in self.worlds)
        assert first == second, f"{first}\n{second}"
        self.has_acted = True
        if not self.is_at_once:
            self._look(after=first)
        return first

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is done within has the same results one by one, and what is told is compared at the end."""
        self.is_at_once = True
        yield
        self.is_at_once = False
        self._look()

    def _look(self, *, after: object = None) -> None:
        """Both worlds tell the same; after an act that leaves no trace as before it."""
        before, self.seen = self.seen, observed(self.worlds[0])
        if isinstance(after, Refused) and after.leaves_no_trace:
            changed = {name for name in before if self.seen[name] != before[name]}
            assert not changed, f"{after} left a trace in {changed}"
        other = observed(self.worlds[1])
        differing = {name: (self.seen[name], other[name]) for name in other if other[name] != self.seen[name]}
        assert not differing, differing

    @contextmanager
    def _tearing(self, unit: int) -> Iterator[None]:
        for world in self.worlds:
            world.tear(unit)
        yield
        for world in self.worlds:
            world.tear(0)

    @invariant()
    def both_stores_verify_alike(self) -> None:
        first, second = (looking.checks(world) for world in self.worlds)
        assert first == second
        assert [(name, faults) for name, _, faults in first if faults] == []

    @invariant()
    def both_stores_list_alike(self) -> None:
        for listed in (looking.deadlines, looking.transfers, looking.registers):
            first, second = (listed(world) for world in self.worlds)
            assert first == second

    @invariant()
    def no_tiyn_is_lost(self) -> None:
        received = {(order.content_sha256, order.total.tiyn) for order in self.sent}
        assert sum(order.total_tiyn for order in self.orders) == sum(total for _, total in received)
        Money(self.seen).require_conserved()
        Paid(self.seen).require_conserved()

    @property
    def orders(self) -> Sequence[OrderSummary]:
        """All orders recorded."""
        return list(self.seen["summaries"].values())

    @property
    def is_any_held(self) -> bool:
        return any(order.held.tiyn for order in self.orders)

    def has_any(self, *names: str) -> bool:
        """Whether anything is there under one of these names."""
        return any(self.seen[name] for name in names)

    @property
    def is_any_credited(self) -> bool:
        return any(order.credited.tiyn for order in self.orders)

    def name_of(self, place: int, orders: Sequence[OrderSummary]) -> str:
        """The full name of an order, mostly, or its reference; "UNKNOWN" where there is none."""
        names = [name for order in orders for name in (order.name, order.name, order.key.reference)]
        return names[place % len(names)] if names else "UNKNOWN"
