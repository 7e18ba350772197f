"""Orders that were credited, applications for return of them, and the steps of a refund, on every store."""

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from esep.adapters.application_files.refund_application import JsonApplicationReader
from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.outbox.folder import FolderOutbox
from esep.adapters.payment_files.reader import Mt102Reader
from esep.adapters.payment_files.writer import Mt102Writer
from esep.domain.model.actor import Actor
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.receipt import Receipt
from esep.domain.model.refund import RefundCase
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.transfer_messages import TransferMessages
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.prepare_transfers import PrepareTransfers
from esep.domain.use_cases.write_outgoing_files import WriteOutgoingFiles
from esep.entrypoints.wiring.refunds import RefundUseCases

SAULE, AIGUL = Actor(identity="saule"), Actor(identity="aigul")


Write = Callable[..., bytes]


@pytest.fixture
def files(open_unit: OpenUnitOfWork, clock: FixedClock) -> WriteOutgoingFiles:
    return WriteOutgoingFiles(open_unit=open_unit, outbox=FolderOutbox(), clock=clock)


@pytest.fixture
def refunds(
    open_unit: OpenUnitOfWork, due_days: DueDays, clock: FixedClock, files: WriteOutgoingFiles
) -> RefundUseCases:
    return RefundUseCases(
        open_unit=open_unit,
        due_days=due_days,
        clock=clock,
        applications=JsonApplicationReader(),
        files=files,
        reader=Mt102Reader(),
        writer=Mt102Writer(),
    )


@pytest.fixture
def transfer(open_unit: OpenUnitOfWork, due_days: DueDays, clock: FixedClock, files: WriteOutgoingFiles) -> Any:
    """Send everything that was credited to the Fund."""
    prepare = PrepareTransfers(
        open_unit=open_unit,
        files=files,
        writer=Mt102Writer(),
        messages=TransferMessages(parameters=due_days.parameters),
        due_days=due_days,
        clock=clock,
    )
    return lambda: prepare(date(2020, 2, 10), "unused", SAULE, to=None)


@pytest.fixture
def received(
    receive_messages: Callable[..., list[Receipt]],
) -> Callable[[PaymentOrder], int]:
    """Receive an order from real bytes; gives its number."""

    def receive(order: PaymentOrder) -> int:
        content = Mt102Writer(encoding="cp1251").write(order)
        [receipt] = receive_messages(list(Mt102Reader().read(BytesIO(content), "in.txt")))
        assert receipt.order is not None
        return receipt.order.order_number

    return receive


@pytest.fixture
def order(
    received: Callable[[PaymentOrder], int],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    people: list[RegisterPerson],
) -> PaymentOrder:
    """An order of three credited lines, 2 500.00, 3 000.00 and 3 500.00 tenge."""
    lines = [make_line(one, amount_tiyn=250_000 + 50_000 * place) for place, one in enumerate(people)]
    made = make_order(*lines)
    received(made)
    return made


@pytest.fixture
def write() -> Write:
    """Write an application for lines of an order; each line is its number, or its number and amount."""

    def write(order: PaymentOrder, /, *lines: int | tuple[int, int] | dict[str, Any], **changes: Any) -> bytes:
        asked = []
        for line in lines:
            match line:
                case dict():
                    asked.append(line)
                case (number, amount):
                    asked.append({"line": number, "amount_tiyn": amount})
                case number:
                    asked.append({"line": number})
        document = {
            "application_number": "17-2020",
            "applied_on": "2020-02-10",
            "payer": {"id": order.payer.identification_number, "name": order.payer.name},
            "order": {
                "reference": order.reference,
                "number": order.document_number,
                "date": order.document_date.isoformat(),
            },
            "reason": "paid-twice",
            "lines": asked,
            "documents": ["letter.pdf"],
        }
        return json.dumps(document | changes).encode()

    return write


@pytest.fixture
def submit(refunds: RefundUseCases, write: Write) -> Callable[..., RefundCase]:
    def submit(order: PaymentOrder, /, *lines: Any, **changes: Any) -> RefundCase:
        return refunds.submit(write(order, *lines, **changes), "a.json", SAULE).case

    return submit


@pytest.fixture
def approved(refunds: RefundUseCases, submit: Callable[..., RefundCase]) -> Callable[..., RefundCase]:
    """Submit, check, and have another person approve."""

    def approve(order: PaymentOrder, /, *lines: Any, **changes: Any) -> RefundCase:
        case = submit(order, *lines, **changes)
        refunds.check(case.name, SAULE)
        return refunds.decide(case.name, AIGUL, is_approved=True, document="decision 12")

    return approve


@pytest.fixture
def line(open_unit: OpenUnitOfWork) -> Callable[..., CreditedLine]:
    """Read a credited line of an order as it stands."""

    def read(order: PaymentOrder, number: int) -> CreditedLine:
        with open_unit() as unit:
            [found] = unit.orders.find_by_reference(order.reference)
            [credited] = unit.accounts.credited_lines(found.order_number, [number])
            return credited

    return read


@pytest.fixture
def holds(open_unit: OpenUnitOfWork) -> Callable[[], bool]:
    """Whether every invariant holds."""

    def check() -> bool:
        with open_unit() as unit:
            return [one for one in unit.verification.checks() if not one.ok] == []

    return check
