"""Receives files: cut into batches that are recorded by two threads while the next one is read."""

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import attrs

from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.order_identity import OrderKey
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.receipt import Receipt

BATCH_LINES = 20_000  # fastest of those tried; more only costs memory
BATCH_ORDERS = 2_000
BATCH_BYTES = 32 * 1024 * 1024
BATCHES_IN_FLIGHT_MAX = 2  # one is recorded by the server while another is examined here

Identity = OrderKey | bytes


@attrs.frozen(kw_only=True)
class Receiving:
    """Streams files through a reader into a use case. Memory does not grow with the files."""

    read: Callable[[BinaryIO, str], Iterator[IncomingMessage]]
    receive: Callable[[Sequence[IncomingMessage]], list[Receipt]]
    open_file: Callable[[Path], BinaryIO] = attrs.field(default=lambda path: path.open("rb"))

    def __call__(self, paths: Iterable[Path]) -> Iterator[Receipt]:
        """One receipt per message, in the order of the files; each is durable when it is yielded.

        An error of reading or recording is raised after everything that was recorded by then was yielded.
        """
        with _without_search_for_cycles():
            yield from self._receive(paths)

    def _receive(self, paths: Iterable[Path]) -> Iterator[Receipt]:
        messages = _Messages(read=self.read, open_file=self.open_file, paths=paths)
        flight = _Flight(receive=self.receive)
        try:
            for batch in _batches(messages):
                yield from flight.make_room(batch)
                flight.start(batch)
            yield from flight.land()
        finally:
            # Also where the caller stops early: what is in flight is finished, not torn off.
            flight.close()
        if messages.error is not None:
            raise messages.error


@contextmanager
def _without_search_for_cycles() -> Iterator[None]:
    """Pause the search for cycles: a batch is many values without one, and the search takes a sixth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@attrs.define(kw_only=True)
class Batch:
    """Messages that are recorded together."""

    messages: list[IncomingMessage] = attrs.field(factory=list)
    identities: set[Identity] = attrs.field(factory=set)
    line_count: int = 0
    byte_count: int = 0

    def add(self, message: IncomingMessage) -> None:
        """Take one more message."""
        self.messages.append(message)
        self.identities.add(_identity(message))
        self.byte_count += len(message.content)
        if isinstance(message.reading, PaymentOrder):
            self.line_count += len(message.reading.participants)

    @property
    def is_full(self) -> bool:
        """Whether it is to be recorded now."""
        return self.line_count >= BATCH_LINES or len(self.messages) >= BATCH_ORDERS or self.byte_count >= BATCH_BYTES


@attrs.define(kw_only=True)
class _Messages:
    """The messages of all files; what went wrong in reading is kept until those before are recorded."""

    read: Callable[[BinaryIO, str], Iterator[IncomingMessage]]
    open_file: Callable[[Path], BinaryIO]
    paths: Iterable[Path]
    error: Exception | None = None

    def __iter__(self) -> Iterator[IncomingMessage]:
        try:
            for path in self.paths:
                with self.open_file(path) as source:
                    yield from self.read(source, path.name)
        except Exception as error:  # noqa: BLE001  # raised again by Receiving, nothing is swallowed
            self.error = error


@attrs.define(kw_only=True)
class _Flight:
    """Batches being recorded, first started first."""

    receive: Callable[[Sequence[IncomingMessage]], list[Receipt]]
    _pool: ThreadPoolExecutor = attrs.field(factory=lambda: ThreadPoolExecutor(BATCHES_IN_FLIGHT_MAX, "receive"))
    _under_way: deque[tuple[set[Identity], Future[list[Receipt]]]] = attrs.field(factory=deque)

    def make_room(self, batch: Batch) -> Iterator[Receipt]:
        """Wait until the batch may start: a place is free, and nothing of what it holds is being recorded.

        So the outcome is the same as of one batch after another.
        """
        while len(self._under_way) >= BATCHES_IN_FLIGHT_MAX or self._holds_any(batch.identities):
            yield from self._land_first()

    def start(self, batch: Batch) -> None:
        """Record the batch in a thread."""
        self._under_way.append((batch.identities, self._pool.submit(self.receive, batch.messages)))

    def land(self) -> Iterator[Receipt]:
        """Wait for all of them."""
        while self._under_way:
            yield from self._land_first()

    def close(self) -> None:
        """Wait for what is being recorded, whatever comes of it, and end the threads."""
        self._pool.shutdown(wait=True)

    def _land_first(self) -> Iterator[Receipt]:
        _, future = self._under_way.popleft()
        error = future.exception()
        if error is None:
            yield from future.result()
            return
        # Those started after it may well be recorded: that is told before it is raised.
        for _, later in self._under_way:
            if later.exception() is None:
                yield from later.result()
        self._under_way.clear()
        raise error

    def _holds_any(self, identities: set[Identity]) -> bool:
        return any(not identities.isdisjoint(others) for others, _ in self._under_way)


def _batches(messages: Iterable[IncomingMessage]) -> Iterator[Batch]:
    batch = Batch()
    for message in messages:
        batch.add(message)
        if batch.is_full:
            yield batch
            batch = Batch()
    if batch.messages:
        yield batch


def _identity(message: IncomingMessage) -> Identity:
    """What must not be recorded by two threads at once: an order's key, or an unreadable message's digest."""
    order = message.reading
    if not isinstance(order, PaymentOrder):
        return message.sha256
    return OrderKey(sender_bic=order.sender_bic, reference=order.reference, value_date=order.value_date)
