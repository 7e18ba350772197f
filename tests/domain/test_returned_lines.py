"""What an order of returned payments says, and which payment a line gives back."""

from datetime import date
from typing import Any

import pytest

from esep.domain.model.benefit_payment import PaymentKey
from esep.domain.model.returned_payment import HeldBecause, SentCandidate
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.social_payments.returned_codes import ReturnedPart
from esep.domain.rules.social_payments.returned_lines import ReturnTold, month_of, payment_of, told_by

DAY = date(2024, 5, 20)
MAY = 2024 * 12 + 4


def sent(**changes: Any) -> SentCandidate:
    given: dict[str, Any] = {
        "key": PaymentKey(1, 1, MAY, 1, 2), "kind": "0705", "payee_key": 1, "attempt": 1, "is_pension": False,
        "amount_tiyn": 900, "reference": "GCVP-00000000001", "sent_on": DAY, "entry_count": 3,
    }  # fmt: skip
    return SentCandidate(**(given | changes))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("028", SocialPaymentKind.DISABILITY),
        ("047", SocialPaymentKind.BREADWINNER),
        ("092", SocialPaymentKind.CHILDCARE),
        ("097", SocialPaymentKind.MATERNITY),
    ],
)
def test_a_code_tells_the_kind_that_comes_back(code: str, kind: SocialPaymentKind, rulebook: Rulebook) -> None:
    told = told_by(code, "", DAY, rulebook.parameters)
    assert told == ReturnTold(part=ReturnedPart.PAYMENT, kind=kind, references=())


def test_049_needs_the_words_of_the_purpose_text(rulebook: Rulebook) -> None:
    told = told_by("049", "Возврат  СУММ\nпо сообщению GCVP-00000000012.", DAY, rulebook.parameters)
    assert told == ReturnTold(
        part=ReturnedPart.PAYMENT, kind=SocialPaymentKind.JOB_LOSS, references=("GCVP-00000000012",)
    )
    assert told_by("049", "Возврат пособия", DAY, rulebook.parameters) is HeldBecause.PURPOSE_TEXT


def test_021_brings_contributions_of_any_kind_back_and_other_codes_nothing(rulebook: Rulebook) -> None:
    assert told_by("021", "", DAY, rulebook.parameters) == ReturnTold(
        part=ReturnedPart.CONTRIBUTION, kind=None, references=()
    )
    assert told_by("012", "", DAY, rulebook.parameters) is HeldBecause.PURPOSE_CODE


CHILDCARE = ReturnTold(part=ReturnedPart.PAYMENT, kind=SocialPaymentKind.CHILDCARE, references=())


@pytest.mark.parametrize(
    "other", [{"amount_tiyn": 901}, {"kind": "0703"}, {"is_pension": True}, {"key": PaymentKey(1, 1, MAY - 1, 1, 2)}]
)
def test_amount_kind_and_month_must_agree(other: dict[str, Any]) -> None:
    assert payment_of(CHILDCARE, 900, MAY, DAY, [sent()]) == sent()
    assert payment_of(CHILDCARE, 900, MAY, DAY, [sent(**other)]) is None


def test_a_reference_that_is_told_must_agree() -> None:
    told = ReturnTold(part=ReturnedPart.PAYMENT, kind=None, references=("GCVP-00000000002",))
    assert payment_of(told, 900, None, DAY, [sent()]) is None
    assert payment_of(told, 900, None, DAY, [sent(), sent(reference="GCVP-00000000002")]) is not None


def test_of_several_the_last_one_sent_of_the_latest_month_came_back() -> None:
    april, may = sent(key=PaymentKey(1, 1, MAY - 1, 1, 2)), sent()
    earlier = sent(sent_on=date(2024, 4, 1), key=PaymentKey(1, 1, MAY + 1, 1, 2))
    assert payment_of(CHILDCARE, 900, None, DAY, [april, may, earlier]) == may


def test_nothing_comes_back_before_it_was_sent() -> None:
    last = sent(sent_on=DAY)
    later = sent(sent_on=date.fromordinal(DAY.toordinal() + 1), key=PaymentKey(1, 1, MAY, 1, 3))
    assert payment_of(CHILDCARE, 900, MAY, DAY, [later]) is None
    assert payment_of(CHILDCARE, 900, MAY, DAY, [last, later]) == last


def test_a_period_that_is_no_month_tells_none() -> None:
    assert (month_of("052024"), month_of("132024"), month_of("")) == (MAY, None, None)
