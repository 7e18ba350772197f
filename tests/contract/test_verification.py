"""What every store says when it looks at itself with suspicion."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import attrs
import pytest

from esep.domain.model.incoming_message import IncomingMessage, UnreadableMessage
from esep.domain.model.invariants import INVARIANTS
from esep.domain.model.ledger import Account
from esep.domain.model.money import Money
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outcome import Outcome
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.receipt import Receipt
from esep.domain.model.register import RegisterPerson
from esep.domain.model.returns import SentReturn
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.ports.verification import Check

NAMES = [invariant.name for invariant in INVARIANTS]

MakeMessage = Callable[..., IncomingMessage]
ReceiveMessages = Callable[[Sequence[IncomingMessage]], list[Receipt]]


def checks(open_unit: OpenUnitOfWork) -> list[Check]:
    with open_unit() as unit:
        return list(unit.verification.checks())


@pytest.fixture
def full_store(
    open_unit: OpenUnitOfWork,
    receive_messages: ReceiveMessages,
    make_message: MakeMessage,
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    make_unreadable: Callable[..., UnreadableMessage],
    people: list[RegisterPerson],
    release: Callable[..., OrderSummary],
    send_back: Callable[..., OrderSummary],
    make_file: Callable[..., DispatchedFile],
    make_sent: Callable[..., SentReturn],
) -> OpenUnitOfWork:
    """A store with every outcome: 11 orders, 2 of them decided twice; of 5 returns 2 are dispatched in one file."""
    good, better, bad = make_line(people[0]), make_line(people[1]), make_line(people[2], surname="Иванов")
    accepted = make_order(good, better)
    orders = [
        accepted,
        make_order(good, purpose_code="017"),
        make_order(good, bad),
        make_order(bad, make_line(people[0], identification_number="x")),
        make_order(good, total=Money(7)),
        make_order(good, better, purpose_code="013", reference="RELEASE"),
        make_order(good, bad, purpose_code="013", reference="SEND BACK"),
        make_order(application_header="O100SCLEAR000000U3003", total=Money(900)),
        make_order(good, purpose_code="013", total=Money(8)),
        attrs.evolve(accepted, document_number="18"),
        make_order(good, good, bad),
    ]
    messages = [make_message(reading) for reading in (*orders, accepted, make_unreadable())]
    assert [receipt.outcome.value for receipt in receive_messages(messages)] == [
        *["accepted", "accepted", "cut", "returned", "returned", "held", "held", "held", "held", "held", "cut"],
        *["duplicate", "quarantined"],
    ]
    assert release("RELEASE", "012").outcome is Outcome.ACCEPTED
    assert send_back("SEND BACK").outcome is Outcome.RETURNED
    with open_unit() as unit:
        pending = unit.returns.pending(2)
        references = unit.outgoing.next_references(2)
        sent = [make_sent(one, str(number)) for one, number in zip(pending, references, strict=True)]
        unit.returns.record_file(make_file(pending), sent)
    return open_unit


def test_an_empty_store_is_right(open_unit: OpenUnitOfWork) -> None:
    found = checks(open_unit)
    assert [check.name for check in found] == NAMES
    assert [check.name for check in found if not check.ok] == []


def test_a_store_with_every_outcome_is_right(full_store: OpenUnitOfWork) -> None:
    found = checks(full_store)
    assert [check.name for check in found] == NAMES
    assert [(check.name, check.faults) for check in found if not check.ok] == []


def test_a_check_tells_how_many_things_it_looked_at(full_store: OpenUnitOfWork) -> None:
    assert {check.name: check.checked for check in checks(full_store)} == {
        "orders-balance": 11,
        "entries-follow-decisions": 11,
        "lines-have-one-outcome": 11,
        "credited-lines-have-entries": 8,
        "lines-add-up": 0,
        "corrections-balance": 0,
        "illegal-amounts-stand": 0,
        # 13 decisions, 11 receipts, 5 returns, 2 dispatches with their entries, 8 credited and 6 returned lines
        "entries-have-orders": 13 + 11 + 5 + 2 + 8 + 5 + 6 + 2,
        "returns-within-lines": 5 + 6,
        "dispatches-balance": 2 + 1,
        "messages-intact": 12 + 11 + 1,
        "numbers-derive-from-keys": 11,
        "register-complete": 1,
        "transfers-balance": 0,
        "refunds-balance": 0,
        "cases-stand": 0,
        "social-payments-balance": 0,
        "books-balance": len(Account),
    }


def test_bytes_that_do_not_hash_to_their_digest_are_found(
    open_unit: OpenUnitOfWork,
    receive_messages: ReceiveMessages,
    make_message: MakeMessage,
    make_order: Callable[..., PaymentOrder],
) -> None:
    digest = hashlib.sha256(b"something else").digest()
    receive_messages([make_message(make_order(total=Money(5)), sha256=digest)])
    assert {check.name: check.fault_count for check in checks(open_unit) if not check.ok} == {"messages-intact": 1}


def test_a_file_that_is_not_what_it_says_is_found(
    open_unit: OpenUnitOfWork,
    receive_returned: Callable[..., OrderSummary],
    make_file: Callable[..., DispatchedFile],
    make_sent: Callable[..., SentReturn],
) -> None:
    for _ in range(3):
        receive_returned()
    with open_unit() as unit:
        pending = unit.returns.pending(3)
        changes: list[dict[str, Any]] = [{"sha256": bytes(32)}, {"message_count": 2}, {"total_tiyn": 1}]
        for place, (one, change) in enumerate(zip(pending, changes, strict=True)):
            file = make_file([one], f"returns-{place}.txt", **change)
            unit.returns.record_file(file, [make_sent(one, str(place))])
    assert {check.name: check.fault_count for check in checks(open_unit) if not check.ok} == {"dispatches-balance": 3}


def test_a_return_dispatched_with_another_amount_is_found(
    open_unit: OpenUnitOfWork,
    receive_returned: Callable[..., OrderSummary],
    make_file: Callable[..., DispatchedFile],
    make_sent: Callable[..., SentReturn],
) -> None:
    found = receive_returned()
    with open_unit() as unit:
        [pending] = unit.returns.pending(1)
        unit.returns.record_file(make_file([pending]), [make_sent(pending, "1", amount_tiyn=1)])
    [fault] = [fault for check in checks(open_unit) for fault in check.faults]
    assert str(found.key) in fault


def test_at_most_twenty_faults_are_named_and_all_are_counted(
    open_unit: OpenUnitOfWork,
    receive_messages: ReceiveMessages,
    make_message: MakeMessage,
    make_order: Callable[..., PaymentOrder],
) -> None:
    messages = [make_message(make_order(total=Money(5)), sha256=bytes([place]) * 32) for place in range(25)]
    receive_messages(messages)
    [check] = [check for check in checks(open_unit) if not check.ok]
    assert (check.name, len(check.faults), check.fault_count) == ("messages-intact", 20, 25)
