"""Operations on what comes in: registers, messages, held orders, returns."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from esep.adapters.payment_files.reader import Mt102Reader
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from two_stores import acting
from two_stores.drawing import bytes_of, everybody, orders, payers, people, rarely, tears
from two_stores.machine import TwoStores
from two_stores.names import FOLDERS

PLACES = st.integers(0, 20)
MAY_BE_ACCEPTED = ("wrong-beneficiary", "conflicting-duplicate", "payer-not-registered")


class Intake(TwoStores):
    """Receiving and deciding."""

    @initialize(known=st.one_of(st.just(everybody()), people()), new=st.lists(orders(), min_size=2, max_size=6))
    def begin_with_a_register_and_orders(self, known: list[RegisterPerson], new: list[PaymentOrder]) -> None:
        self.both(lambda world: acting.load(world, known))
        self.receive([bytes_of(order, "utf-8") for order in new])

    @rule(known=people(), torn=tears())
    def load_a_register(self, known: list[RegisterPerson], torn: int) -> None:
        self.both(lambda world: acting.load(world, known), torn_unit=torn)

    @rule(content=payers(), torn=tears())
    def load_payers(self, content: bytes, torn: int) -> None:
        self.both(lambda world: acting.load_payers(world, content), torn_unit=torn)

    @precondition(lambda self: self.has_acted)
    @rule(hours=st.sampled_from((1, 7, 24, 100)), does_answer=st.sampled_from((True, True, False)))
    def let_time_pass(self, hours: int, does_answer: bool) -> None:
        """Until the register answers, or does not."""
        self.clock.advance(timedelta(hours=hours))
        for world in self.worlds:
            world.register.does_answer = does_answer
        self.both(lambda world: None)
        self.has_acted = False

    @rule(
        new=st.lists(orders(), min_size=1, max_size=4),
        encoding=st.sampled_from(("utf-8", "cp1251", "cp866")),
        chance=st.randoms(use_true_random=False),
        is_torn=rarely(),
    )
    def receive_a_file(self, new: list[PaymentOrder], encoding: str, chance: Any, is_torn: bool) -> None:
        known = [*self.sent, *new]
        again = chance.sample(known, min(2, len(known)))
        conflicting = attrs.evolve(chance.choice(known), document_number=str(chance.randrange(3)))
        given = [*new, *again[: chance.randrange(3)], *([conflicting] if chance.random() < 0.5 else [])]
        chance.shuffle(given)
        messages = [bytes_of(order, encoding) for order in given]
        if chance.random() < 0.4:
            messages.append(messages[0].replace(b":32A:", b":32X:"))
        if self.contents and chance.random() < 0.3:
            messages.insert(0, chance.choice(self.contents))
        self.receive(messages, is_torn=is_torn)

    @rule(new=st.lists(orders(), min_size=2, max_size=6))
    def receive_new_orders(self, new: list[PaymentOrder]) -> None:
        self.receive([bytes_of(order, "cp1251") for order in new])

    def receive(self, messages: Sequence[bytes], *, is_torn: bool = False) -> None:
        # Each message is decoded by itself, as if it were a file of its own.
        file = [
            attrs.evolve(message, file_name="in.txt", position=position)
            for position, content in enumerate(messages, 1)
            for message in Mt102Reader().read(BytesIO(content), "in.txt")
        ]
        self.both(lambda world: acting.receive(world, file), torn_unit=int(is_torn))
        if not is_torn:
            self.sent += [one.reading for one in file if isinstance(one.reading, PaymentOrder)]
            self.contents += messages

    @precondition(lambda self: self.is_any_held)
    @rule(torn=tears())
    def retry(self, torn: int) -> None:
        self.both(acting.retry, torn_unit=torn)

    @rule(
        place=PLACES,
        purpose_code=st.sampled_from((None, "012", "017", "026")),
        accepted=st.sampled_from(((), (), *((code,) for code in MAY_BE_ACCEPTED), ("register-unavailable",))),
        torn=tears(),
    )
    def release(self, place: int, purpose_code: str | None, accepted: Sequence[str], torn: int) -> None:
        name = self.name_of(place, self.held or self.orders)
        self.both(lambda world: acting.release(world, name, purpose_code, accepted), torn_unit=torn)

    @precondition(lambda self: any(self.acceptable(order) for order in self.held))
    @rule(place=PLACES)
    def accept_what_holds(self, place: int) -> None:
        """Release an order with all that may be accepted of what it is held for."""
        waiting = [order for order in self.held if self.acceptable(order)]
        order = waiting[place % len(waiting)]
        self.both(lambda world: acting.release(world, order.full_name, None, sorted(self.acceptable(order))))

    def acceptable(self, order: OrderSummary) -> set[str]:
        return {finding.code for finding in order.findings} & set(MAY_BE_ACCEPTED)

    @precondition(lambda self: self.is_any_held)
    @rule(place=PLACES, torn=tears())
    def send_back(self, place: int, torn: int) -> None:
        name = self.name_of(place, self.held)
        self.both(lambda world: acting.send_back(world, name), torn_unit=torn)

    @precondition(lambda self: self.has_any("pending", "unwritten"))
    @rule(folder=st.sampled_from(FOLDERS), is_lost=rarely(), torn=tears())
    def dispatch_returns(self, folder: str, is_lost: bool, torn: int) -> None:
        self.lose_the_bank(is_lost)
        self.both(lambda world: acting.dispatch_returns(world, folder), torn_unit=0 if is_lost else torn)

    def lose_the_bank(self, is_lost: bool) -> None:
        for world in self.worlds:
            world.bank.is_lost = is_lost

    @property
    def held(self) -> list[OrderSummary]:
        """Orders that wait for a decision."""
        return [order for order in self.orders if order.held.tiyn]
