"""`esep verify` on every store: what the store says of itself, and every order against its own bytes."""

from collections.abc import Callable

import attrs
import pytest

from esep.domain.model.invariants import ALL_INVARIANTS
from esep.domain.model.money import Money
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.message_files import MessageReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.verify_store import VerifyStore


@pytest.fixture
def verify(open_unit: OpenUnitOfWork, reader: MessageReader, rulebook: Rulebook) -> VerifyStore:
    return VerifyStore(open_unit=open_unit, reader=reader, rulebook=rulebook)


def test_a_store_with_every_outcome_is_as_it_was_read(
    verify: VerifyStore,
    receive: Callable[..., OrderSummary],
    release: Callable[..., OrderSummary],
    people: list[RegisterPerson],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
) -> None:
    good, bad = make_line(people[0]), make_line(people[1], identification_number="1", period="132020")
    order = make_order(good, bad, period="")
    receive(order)
    receive(make_order(good, purpose_code="017"))
    receive(make_order(good, purpose_code="183", reference="RELEASED"))
    release("RELEASED", "017")
    receive(make_order(good, total=Money(1)))
    receive(make_order(total=Money(5), application_header="I100SGROSS000000U3003"))
    receive(attrs.evolve(order, document_number="18"))
    found = list(verify())
    assert [check.name for check in found] == [invariant.name for invariant in ALL_INVARIANTS]
    assert [check for check in found if not check.ok] == []
    assert found[-1].checked == 6


def test_bytes_that_read_otherwise_now_are_told(
    verify: VerifyStore,
    receive: Callable[..., OrderSummary],
    people: list[RegisterPerson],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    reader: "object",
) -> None:
    known = receive(make_order(make_line(people[0]), reference="R1"))
    receive(make_order(make_line(people[0]), reference="R2"))
    readings = reader.readings  # type: ignore[attr-defined]  # the reader of these tests remembers
    [content] = [one for one, reading in readings.items() if reading.reference == "R1"]
    other = make_order(make_line(people[1], amount_tiyn=1, period="122019"), reference="R1", document_number="99")
    readings[content] = other
    [check] = [check for check in verify() if not check.ok]
    assert (check.name, check.checked, check.fault_count) == ("orders-as-read", 2, 1)
    assert [fault.partition(": not as in its message: ")[::2] for fault in check.faults] == [
        (
            str(known.key),
            "content_sha256, document_number, total_tiyn, amounts of lines, numbers of persons, months of lines",
        )
    ]


def test_lines_that_bring_more_than_a_bigint_holds_are_added_up_all_the_same(
    verify: VerifyStore,
    receive: Callable[..., OrderSummary],
    people: list[RegisterPerson],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
) -> None:
    most = 10**17 - 1  # 15 digits of tenge
    order = make_order(*[make_line(people[0], amount_tiyn=most)] * 120, total=Money(most))
    assert receive(order).returned.tiyn == most
    assert [check for check in verify() if not check.ok] == []
