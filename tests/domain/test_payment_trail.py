"""How payments are named, and how a message of them stands."""

from datetime import date

import attrs
import pytest

from esep.domain.model.benefit_payment import PaymentKey, PaymentState
from esep.domain.model.month import Month
from esep.domain.model.payment_trail import PaymentsAsked
from esep.domain.model.trail import OutgoingKind, OutgoingMessage

MAY = Month(2024, 5).to_number()


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("SP-000001", PaymentsAsked(case_number=1)),
        ("sp-12", PaymentsAsked(case_number=12)),
        ("SP-000001/2024-05", PaymentsAsked(case_number=1, month=MAY)),
        ("SP-000001/2024-05/2", PaymentsAsked(case_number=1, month=MAY, part=2)),
        ("SP-000001/5", PaymentsAsked(case_number=1, event_number=5)),
    ],
)
def test_payments_are_named_by_case_month_part_or_decision(name: str, asked: PaymentsAsked) -> None:
    assert PaymentsAsked.named(name) == asked


@pytest.mark.parametrize(
    "name",
    ["", "SP-", "RF-000001", "SP-000001/", "SP-000001/2024-13", "SP-000001/2024-05/", "SP-000001/2/2", "SP-١",
     "SP-000001/2024-05-06", "SP-1234567890123456789"],
)  # fmt: skip
def test_other_names_are_no_payments(name: str) -> None:
    assert PaymentsAsked.named(name) is None


def test_a_name_means_the_payments_that_agree_with_all_it_tells() -> None:
    keys = [PaymentKey(1, 1, MAY, 1, 2), PaymentKey(1, 1, MAY, 2, 2), PaymentKey(1, 1, MAY + 1, 1, 3)]

    def meant(name: str) -> list[int]:
        asked = PaymentsAsked.named(name)
        assert asked is not None
        return [place for place, key in enumerate(keys) if asked.means(key)]

    names = ("SP-1", "SP-1/2024-05", "SP-1/2024-05/2", "SP-1/3", "SP-1/2024-07")
    assert [meant(name) for name in names] == [[0, 1, 2], [0, 1], [1], [2], []]


def test_a_message_is_formed_sent_or_paid() -> None:
    formed = OutgoingMessage(
        kind=OutgoingKind.SOCIAL_PAYMENT,
        reference="GCVP-00000000001",
        purpose_code="091",
        amount_tiyn=1,
        file_name="f.txt",
        sent_on=None,
    )
    sent = attrs.evolve(formed, sent_on=date(2024, 5, 20))
    paid = attrs.evolve(sent, confirmed_on=date(2024, 5, 21))
    assert [one.payment_state for one in (formed, sent, paid)] == [
        PaymentState.FORMED, PaymentState.SENT, PaymentState.PAID,
    ]  # fmt: skip
