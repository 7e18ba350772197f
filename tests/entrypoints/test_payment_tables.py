"""Tables of social payments fit 100 columns with the longest values that are to be expected, none of them split."""

import io
from datetime import UTC, date, datetime

import attrs
import pytest
from rich.console import Console, RenderableType

from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentKey, PaymentState, PaymentView
from esep.domain.model.deadline import Duty
from esep.domain.model.month import Month
from esep.domain.model.overpayment import Overpayment
from esep.domain.model.social_payment import SocialPaymentKind
from esep.entrypoints.cli.presentation.overpayments import overpayments_table
from esep.entrypoints.cli.presentation.payments import payments_table
from esep.entrypoints.cli.presentation.tables import DUTIES

KEY = PaymentKey(880417490000, 2, Month(2024, 5).to_number(), 1, 2)
PAYMENT = PaymentView(
    key=KEY,
    kind=SocialPaymentKind.BREADWINNER.value,
    region="Almaty",
    payee_key=KEY.person_key,
    gross_tiyn=92_345_678,
    withheld_tiyn=9_234_568,
    recovered_tiyn=0,
    run_number=1,
    formed_at=datetime(2024, 5, 20, tzinfo=UTC),
    due_on=date(2024, 5, 21),
    state=PaymentState.RESENT,
    attempt=2,
    account="",
    bic="",
    purpose_code="046",
    reference="GCVP-00000000001",
    file_name="payments.txt",
    sent_on=date(2024, 5, 20),
    confirmed_on=None,
    returned_on=None,
    overpaid_tiyn=0,
)
FOUND = Overpayment(
    overpayment_number=1,
    key=KEY,
    payee_key=KEY.person_key,
    amount_tiyn=123_456_789,
    reason="the child was adopted by another family",
    found_on=date(2024, 5, 20),
    due_on=date(2024, 5, 23),
    recorded_at=datetime(2024, 5, 20, tzinfo=UTC),
    actor=Actor(identity="saule", role="operator", purpose="payments"),
)


def lines(table: RenderableType) -> list[str]:
    screen = Console(file=io.StringIO(), width=100, color_system=None)
    with screen.capture() as printed:
        screen.print(table)
    return [line.rstrip() for line in printed.get().splitlines()]


@pytest.mark.parametrize("kind", list(SocialPaymentKind))
def test_payments_stand_on_one_line_each(kind: SocialPaymentKind) -> None:
    header, _, row = lines(payments_table([attrs.evolve(PAYMENT, kind=kind.value)]))
    assert header.split() == ["payment", "kind", "state", "decided", "withheld", "to", "pay", "sent"]
    assert [value.strip() for value in row.split("  ") if value.strip()] == [
        "SP-000002/2024-05/1", kind.word, "sent-again", "923 456.78", "92 345.68", "831 111.10", "2024-05-20",
    ]  # fmt: skip


def test_what_was_recovered_stands_below_what_was_withheld_so_that_the_amounts_add_up() -> None:
    recovered = attrs.evolve(PAYMENT, recovered_tiyn=1_234_567)
    _, _, row, below, other = lines(payments_table([recovered, PAYMENT]))
    assert "92 345.68  818 765.43" in row
    assert below.split("  ")[1:2] == ["and recovered"]
    assert below.rindex("12 345.67") == row.rindex("92 345.68")
    assert "831 111.10" in other


def test_only_the_reason_of_an_overpayment_is_folded() -> None:
    header, _, row, *rest = lines(overpayments_table([FOUND]))
    assert header.split()[:3] == ["number", "payment", "state"]
    for value in ("OP-000001", "SP-000002/2024-05/1", "1 234 567.89", "0.00", "2024-05-23"):
        assert value in row
    assert "family" in " ".join(rest)


def test_every_duty_has_words() -> None:
    assert set(DUTIES) == set(Duty)
