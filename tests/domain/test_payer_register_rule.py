"""Payers beside their register, and the payer that a message names beside the sender."""

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

from esep.domain.model.finding import Severity
from esep.domain.model.money import Money
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payer_register import PayerAnswers
from esep.domain.model.payment_order import ActualPayer, Party, PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.rules.examined_order import ExaminedOrder
from esep.domain.rules.rulebook import Rulebook

UNIT = "950341000052"
VALUE_DATE = date(2020, 2, 10)


@pytest.fixture
def person(make_person: Callable[..., RegisterPerson]) -> RegisterPerson:
    return make_person()


@pytest.fixture
def order(
    make_order: Callable[..., PaymentOrder], make_line: Callable[..., ParticipantLine], person: RegisterPerson
) -> PaymentOrder:
    return make_order(make_line(person))


@pytest.fixture
def faults(
    rulebook: Rulebook, lay: Callable[..., ExaminedOrder], person: RegisterPerson
) -> Callable[..., list[tuple[str, str]]]:
    """Codes of findings, and what was found, on an order beside the payers registered."""

    def faults(order: PaymentOrder, registered: dict[str, date | None] | None) -> list[tuple[str, str]]:
        payers = None if registered is None else PayerAnswers(version=1, removed_on=registered)
        return [(one.code, one.found) for one in rulebook.find_faults(lay(order, [person], payers=payers))]

    return faults


def test_where_no_register_is_loaded_no_payer_is_compared(faults: Any, order: PaymentOrder) -> None:
    assert faults(order, None) == []


def test_a_payer_who_is_not_there_holds_the_order_until_it_is_accepted(
    faults: Any, order: PaymentOrder, rulebook: Rulebook
) -> None:
    sender = order.payer.identification_number
    assert faults(order, {}) == [("payer-not-registered", sender)]
    assert faults(order, {sender: None}) == []
    kind = rulebook.kinds["payer-not-registered"]
    assert (kind.severity, kind.may_be_accepted) == (Severity.HOLD, True)


@pytest.mark.parametrize(("removed_on", "is_held"), [(date(2020, 2, 9), True), (VALUE_DATE, False)])
def test_a_payer_removed_before_the_value_date_holds_it(
    faults: Any, order: PaymentOrder, removed_on: date, is_held: bool
) -> None:
    sender = order.payer.identification_number
    found = [("payer-not-registered", f"{sender} (2020-02-09)")] if is_held else []
    assert faults(order, {sender: removed_on}) == found


def test_the_actual_payer_is_compared_too(faults: Any, order: PaymentOrder) -> None:
    sender = order.payer.identification_number
    named = attrs.evolve(order, details_others=(("FSNAME", "Филиал\nАлма"), ("FSIDN", UNIT)))
    assert faults(named, {sender: None}) == [("payer-not-registered", UNIT)]
    assert faults(named, {}) == [("payer-not-registered", f"{sender}, {UNIT}")]
    assert faults(named, {sender: None, UNIT: None}) == []
    assert faults(attrs.evolve(named, details_others=(("FSNAME", "Филиал"),)), {sender: None}) == []


def test_a_sender_without_a_valid_number_gets_the_order_back_and_a_person_is_masked(
    faults: Any, order: PaymentOrder, person: RegisterPerson
) -> None:
    wrong = attrs.evolve(order, payer=attrs.evolve(order.payer, identification_number="940140000380"))
    assert faults(wrong, {}) == [("payer-id-invalid", "")]
    entrepreneur = attrs.evolve(order, payer=attrs.evolve(order.payer, identification_number=person.iin))
    assert faults(entrepreneur, {}) == [("payer-not-registered", f"{person.iin[:6]}******")]


def test_a_person_who_pays_for_themselves_is_not_looked_for(
    faults: Any, make_order: Callable[..., PaymentOrder], person: RegisterPerson
) -> None:
    payer = Party(account="KZ1", name="Ахметов Арман Серикович", identification_number=person.iin)
    single = make_order(application_header="I100SGROSS000000U3003", total=Money(5), payer=payer)
    assert faults(single, {}) == []


def test_the_actual_payer_is_read_from_the_header_and_changes_no_digest(order: PaymentOrder) -> None:
    assert order.actual_payer == ActualPayer()
    assert not order.actual_payer
    fields = (("ABC", "x"), ("FSIDN", UNIT), ("FSNAME", "Филиал\r\n Алма"), ("FSIDN", "1"))
    named = attrs.evolve(order, details_others=fields)
    assert named.actual_payer == ActualPayer(identification_number=UNIT, name="Филиал Алма")
    assert named.actual_payer
    assert named.content_sha256 != order.content_sha256
