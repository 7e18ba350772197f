"""A store in which all money moved that can: told once on each store, then damaged by tests."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import attrs

from esep.adapters.payment_files.reader import Mt102Reader
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.use_cases.correct_line import CorrectionRequest
from two_stores import acting
from two_stores.drawing import bytes_of, everybody
from two_stores.names import AIGUL, DAY, FOLDERS, FUND, NUMBERS, PAYER, SURNAMES
from two_stores.world import World

CORRECTED, COURT, EARLY, LATE = "CORRECTED", "COURT", "EARLY", "LATE"
AMOUNT_TIYN = 250_000


def tell(world: World) -> None:
    """Credit four orders, correct two lines, recognise two as illegal, refund one line before and one after a transfer.

    The lines of an order are of the first two people, and bring 250,000 and 250,001 tiyn. Of EARLY's line 1 100,000
    tiyn go back before the transfer; of LATE's line 1 all of it after, and its line 2 is asked for.
    """
    receive(world, CORRECTED, COURT, EARLY, LATE)
    _correct(world, 1, to_month=Month(2019, 12))
    _correct(world, 2, to_iin=NUMBERS[2])
    rows = [f"7,2020-01-30,{NUMBERS[0]},{COURT},2020-01,1,", f"7,2020-01-30,{NUMBERS[1]},{COURT},2020-01,2,1000.00"]
    acting.record_illegal(world, "\n".join(["act_number,act_date,iin,reference,period,line,amount", *rows]).encode())
    _refund(world, EARLY, [{"line": 1, "amount_tiyn": 100_000}])
    world.clock.advance(timedelta(hours=1))
    acting.transfer(world, DAY, FOLDERS[0], FUND)
    world.clock.advance(timedelta(hours=1))
    name = _refund(world, LATE, [{"line": 1}])
    acting.receive_money(world, name, DAY)
    acting.submit(world, _application(LATE, "A3", [{"line": 2}]))
    acting.dispatch_refunds(world, FOLDERS[0])


def receive(world: World, *references: str) -> None:
    """Credit an order for each reference."""
    acting.load(world, everybody())
    file = b"".join(bytes_of(_order(reference), "utf-8") for reference in references)
    acting.receive(world, list(Mt102Reader().read(BytesIO(file), "in.txt")))


def order_of(world: World, reference: str) -> OrderSummary:
    with world.open_store() as unit:
        [order] = unit.orders.find_by_reference(reference)
    return order


def _order(reference: str) -> PaymentOrder:
    participants = ParticipantList.of(*(_line(place) for place in range(2)))
    return PaymentOrder(
        basic_header="F01K059140000000001000001",
        application_header="I102SGROSS000000U3003",
        reference=reference,
        payer=Party(account="KZ926010131000123456", name="ТОО Алма", identification_number=PAYER),
        sender_bic="HSBKKZKX",
        beneficiary_bic="GCVPKZ2A",
        beneficiary=Party(account="KZ67009SS00368609110", name="НАО ГК", identification_number="160440007161"),
        document_number="17",
        document_date=date(2020, 2, 7),
        purpose_code="012",
        value_date=DAY,
        total=Money(participants.total_tiyn),
        period="012020",
        participants=participants,
    )


def _line(place: int) -> ParticipantLine:
    return ParticipantLine(
        number=str(place + 1),
        amount_tiyn=AMOUNT_TIYN + place,
        list_kind="S",
        surname=SURNAMES[place],
        name="Арман",
        patronymic="Серикович" if place % 2 else "",
        birth_date="19900101",
        identification_number=NUMBERS[place],
        period="",
    )


def _correct(world: World, line_number: int, **changes: Any) -> None:
    request = CorrectionRequest(
        reference=CORRECTED,
        line_number=line_number,
        to_iin=None,
        to_month=None,
        reason="typed wrong",
        document_number="5",
        document_date=DAY,
    )
    acting.correct(world, attrs.evolve(request, **changes))


def _refund(world: World, reference: str, lines: Sequence[dict[str, int]]) -> str:
    """An approved refund; gives its name."""
    submitted = acting.submit(world, _application(reference, f"OF {reference}", lines))
    acting.check(world, submitted.case.name)
    acting.decide(world, submitted.case.name, AIGUL, is_approved=True)
    return submitted.case.name


def _application(reference: str, number: str, lines: Sequence[dict[str, int]]) -> bytes:
    document = {
        "application_number": number,
        "applied_on": DAY.isoformat(),
        "payer": {"id": PAYER, "name": "ТОО Алма"},
        "order": {"reference": reference, "number": "17", "date": "2020-02-07"},
        "reason": "paid-twice",
        "documents": [],
        "lines": lines,
    }
    return json.dumps(document).encode()
