"""The driver that cuts files into batches: order, limits, overlapping keys, errors."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

import attrs
import pytest

from esep.domain.errors import MessageTooLong, Unavailable
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.outcome import Outcome
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.receipt import Receipt
from esep.entrypoints import receiving
from esep.entrypoints.receiving import Receiving

MakeOrder = Callable[..., PaymentOrder]
MakeMessage = Callable[..., IncomingMessage]
Read = Callable[[BinaryIO, str], Iterator[IncomingMessage]]
MakeFiles = Callable[..., tuple[list[Path], Read]]


@attrs.define
class Recorder:
    """Stands for the use case: remembers the batches and what was recorded at the same time."""

    fails_on: str = ""
    batches: list[list[str]] = attrs.field(factory=list)
    meetings: list[set[str]] = attrs.field(factory=list)
    _now: set[str] = attrs.field(factory=set)
    _lock: threading.Lock = attrs.field(factory=threading.Lock)

    def __call__(self, messages: Sequence[IncomingMessage]) -> list[Receipt]:
        references = [_reference(message) for message in messages]
        with self._lock:
            self.batches.append(references)
            self._now.update(references)
            self.meetings.append(set(self._now))
        try:
            if self.fails_on in references:
                raise Unavailable("the store went away")
            return [_receipt(message) for message in messages]
        finally:
            with self._lock:
                self._now.difference_update(references)


def _reference(message: IncomingMessage) -> str:
    assert isinstance(message.reading, PaymentOrder)
    return message.reading.reference


def _receipt(message: IncomingMessage) -> Receipt:
    return Receipt(
        file_name=_reference(message), position=message.position, outcome=Outcome.ACCEPTED, order=None, quarantined=None
    )


@pytest.fixture
def make_files(make_order: MakeOrder, make_message: MakeMessage, tmp_path: Path) -> MakeFiles:
    """Files, and a reader that yields orders of the references given for each; an error instead is raised."""

    def make(
        **references: Sequence[str | Exception],
    ) -> tuple[list[Path], Read]:
        def read(source: BinaryIO, file_name: str) -> Iterator[IncomingMessage]:
            for one in references[file_name]:
                if isinstance(one, Exception):
                    raise one
                yield make_message(make_order(reference=one, value_date=date(2020, 2, 10)))

        paths = [tmp_path / name for name in references]
        for path in paths:
            path.touch()
        return paths, read

    return make


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "BATCH_ORDERS", 2)


def test_receipts_come_in_the_order_of_the_files(small_batches: None, make_files: MakeFiles) -> None:
    paths, read = make_files(one=["A", "B", "C"], two=["D", "E"])
    recorder = Recorder()
    receipts = list(Receiving(read=read, receive=recorder)(paths))
    assert [receipt.file_name for receipt in receipts] == ["A", "B", "C", "D", "E"]
    assert sorted(recorder.batches) == [["A", "B"], ["C", "D"], ["E"]]


def test_batches_with_the_same_order_are_never_recorded_at_once(small_batches: None, make_files: MakeFiles) -> None:
    paths, read = make_files(one=["A", "B", "C", "A", "A", "D", "E", "A"])
    recorder = Recorder()
    receipts = list(Receiving(read=read, receive=recorder)(paths))
    assert [receipt.file_name for receipt in receipts] == ["A", "B", "C", "A", "A", "D", "E", "A"]
    assert recorder.batches == [["A", "B"], ["C", "A"], ["A", "D"], ["E", "A"]]
    assert recorder.meetings == [{"A", "B"}, {"C", "A"}, {"A", "D"}, {"E", "A"}]


def test_an_error_of_reading_is_raised_after_what_was_read_is_recorded(
    small_batches: None, make_files: MakeFiles
) -> None:
    paths, read = make_files(one=["A", "B", "C", MessageTooLong("too long"), "D"], two=["E"])
    recorder = Recorder()
    told: list[str] = []
    with pytest.raises(MessageTooLong):
        _each(Receiving(read=read, receive=recorder)(paths), told)
    assert told == ["A", "B", "C"]
    assert sorted(recorder.batches) == [["A", "B"], ["C"]]


def test_an_error_of_recording_is_raised_after_what_was_recorded_is_told(
    small_batches: None, make_files: MakeFiles
) -> None:
    paths, read = make_files(one=["A", "B", "C", "D", "E", "F"])
    told: list[str] = []
    with pytest.raises(Unavailable):
        _each(Receiving(read=read, receive=Recorder(fails_on="C"))(paths), told)
    # E and F were under way when C failed, or were not begun.
    assert told in (["A", "B"], ["A", "B", "E", "F"])


def test_a_caller_who_stops_early_leaves_nothing_half_done(small_batches: None, make_files: MakeFiles) -> None:
    paths, read = make_files(one=["A", "B", "C", "D", "E", "F", "G", "H"])
    recorder = Recorder()
    receipts = Receiving(read=read, receive=recorder)(paths)
    assert next(receipts).file_name == "A"
    receipts.close()  # type: ignore[attr-defined]  # a generator
    assert not recorder._now


@pytest.mark.parametrize(("limit", "value"), [("BATCH_LINES", 1), ("BATCH_BYTES", 1), ("BATCH_ORDERS", 1)])
def test_a_batch_ends_at_each_of_its_limits(
    limit: str,
    value: int,
    monkeypatch: pytest.MonkeyPatch,
    make_order: MakeOrder,
    make_message: MakeMessage,
    make_line: Callable[..., object],
    make_person: Callable[..., object],
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(receiving, limit, value)
    (tmp_path / "one").touch()

    def read(source: BinaryIO, file_name: str) -> Iterator[IncomingMessage]:
        for reference in ("A", "B"):
            yield make_message(make_order(make_line(make_person()), reference=reference))

    recorder = Recorder()
    list(Receiving(read=read, receive=recorder)([tmp_path / "one"]))
    assert sorted(recorder.batches) == [["A"], ["B"]]


def _each(receipts: Iterator[Receipt], told: list[str]) -> None:
    for receipt in receipts:
        told.append(receipt.file_name)  # noqa: PERF401  # kept also where the next one raises
