"""What the operations on social payments are about: applications, contributions of 2025, and what comes back."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import attrs

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.model.recipient_case import CaseAction
from two_stores.drawing import person
from two_stores.names import NUMBERS, PAYER

IBAN, OTHER_IBAN, BIC = "KZ86125KZT5004100100", "KZ84722C000012345678", "KZKOKZKX"
NOON = datetime(2025, 5, 20, 7, 0, tzinfo=UTC)  # a Tuesday; rights of childcare from 2025-05-01 need no length
MONTHLY_TIYN = 1_000_000
ADVANCING = (
    CaseAction.CHECK,
    CaseAction.SEND,
    CaseAction.ASK_TO_COMPLETE,
    CaseAction.TELL,
    CaseAction.COMPLETE,
)
CHANGES = (
    (CaseAction.SUSPEND, "no-debits"),
    (CaseAction.SUSPEND, "no-debits"),
    (CaseAction.SUSPEND, "imprisonment"),
    (CaseAction.SUSPEND, "unknown"),
    (CaseAction.RESUME, "no-debits"),
    (CaseAction.RESUME, "no-debits"),
    (CaseAction.RESUME, "imprisonment"),
    (CaseAction.TERMINATE, "child-died"),
    (CaseAction.TERMINATE, "false-documents"),
)


def application(place: int, birth_order: int) -> bytes:
    """The application of one of the people for the care of a child."""
    return json.dumps(
        {
            "application_number": f"{place}-{birth_order}",
            "kind": "childcare",
            "applicant": {"iin": NUMBERS[place]},
            "right_on": "2025-05-12",
            "channel": "egov",
            "region": "Алматы",
            "account": {"iban": IBAN, "bic": BIC},
            "child": {"birth_date": "2025-05-12", "birth_order": birth_order},
        }
    ).encode()


def line_of(iin: str, amount_tiyn: int, month: Month) -> ParticipantLine:
    """A line for a month about one of the people."""
    place = NUMBERS.index(iin) if iin in NUMBERS else 0
    one = person(place, "known")
    return ParticipantLine(
        number="1",
        amount_tiyn=amount_tiyn,
        list_kind="S",
        surname=one.surname,
        name=one.name,
        patronymic=one.patronymic,
        birth_date="19900101",
        identification_number=iin,
        period=f"{month.month:02}{month.year}",
    )


def order_of(lines: Sequence[ParticipantLine], reference: str, at: datetime, purpose_code: str) -> PaymentOrder:
    """An order of a bank with these lines."""
    participants, day = ParticipantList.of(*lines), day_in_almaty(at)
    return PaymentOrder(
        basic_header="F01K059140000000001000001",
        application_header="I102SGROSS000000U3003",
        reference=reference,
        payer=Party(account="KZ926010131000123456", name="ТОО Алма", identification_number=PAYER),
        sender_bic="HSBKKZKX",
        beneficiary_bic="GCVPKZ2A",
        beneficiary=Party(account="KZ67009SS00368609110", name="НАО ГК", identification_number="160440007161"),
        document_number="17",
        document_date=day,
        purpose_code=purpose_code,
        value_date=day,
        total=Money(participants.total_tiyn),
        period="",
        participants=participants,
    )


def contribution(place: int, month: Month) -> PaymentOrder:
    """What was paid for a person for a month, in the month after."""
    day = datetime(month.next().year, month.next().month, 15, 7, tzinfo=UTC)
    order = order_of([line_of(NUMBERS[place], MONTHLY_TIYN, month)], f"C{place}{month.month}", day, "012")
    return attrs.evolve(order, period=f"{month.month:02}{month.year}")
