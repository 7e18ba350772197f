"""What is never given back on application, rule by rule."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from esep.domain.model.actor import Actor
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.refund import (
    PaidOrder,
    RefundEvent,
    RefundReason,
    RefundState,
    refund_name,
    refund_number_of,
    states_follow,
)
from esep.domain.model.refund_application import AskedLine, NamedOrder, RefundApplication
from esep.domain.rules import refund_rules
from esep.domain.rules.refund_rules import (
    SOURCES,
    AskedMoney,
    Refusal,
    WrittenLine,
    choose_order,
    is_second_person,
    refusals_of_lines,
    refusals_of_order,
)

PERSON, FORMER, STRANGER = "900101300017", "900101300027", "900101300037"
PAYER, ACTUAL_PAYER = "940140000385", "970740001013"

LINE = CreditedLine(
    order_number=1,
    line_number=3,
    person_key=int(PERSON),
    month=Month(2025, 2),
    account=Account.PARTICIPANT_CONTRIBUTIONS,
    decision_number=1,
    amount_tiyn=1_000,
    refunded_tiyn=0,
    under_application_tiyn=0,
    counted_tiyn=0,
    illegal_tiyn=0,
    entry_count=1,
)

ORDER = PaidOrder(
    order_number=1,
    sender_bic="KZKOKZKX",
    reference="REF1",
    value_date=date(2025, 3, 20),
    document_number="17",
    document_date=date(2025, 3, 19),
    payer_id=PAYER,
    payer_name="ТОО Алма",
    actual_payer_id="",
    actual_payer_name="",
    purpose_code="012",
    total_tiyn=5_000,
    decision_number=1,
    entry_count=1,
    is_transferred=False,
)

APPLICATION = RefundApplication(
    application_number="17-2025",
    applied_on=date(2025, 4, 2),
    payer_id=PAYER,
    payer_name="ТОО Алма",
    order=NamedOrder(reference="REF1", document_number="17", document_date=date(2025, 3, 19)),
    reason=RefundReason.WRONG_SUM,
    reason_text="",
    lines=(AskedLine(line_number=3),),
    documents=(),
)

Ask = Callable[..., AskedMoney]


def asked(amount_tiyn: int | None = None, line: CreditedLine | None = LINE, **changes: Any) -> AskedMoney:
    given = {name: changes.pop(name) for name in ("iin", "period") if name in changes}
    money = AskedMoney(
        asked=AskedLine(line_number=3, amount_tiyn=amount_tiyn, **given),
        line=line,
        iins=frozenset({PERSON, FORMER}),
        written=None,
        asked_before=None,
    )
    return attrs.evolve(money, **changes)


def codes_of(one: AskedMoney) -> list[str]:
    return [refusal.code for refusal in refusals_of_lines([one])]


@pytest.mark.parametrize(
    ("amount_tiyn", "changes", "codes"),
    [
        (None, {}, []),
        (1, {}, []),
        (1_000, {}, []),
        (1_001, {}, ["refund-exceeds"]),
        (None, {"refunded_tiyn": 999}, []),
        (1, {"refunded_tiyn": 1_000}, ["refund-exceeds"]),
        (None, {"refunded_tiyn": 1_000}, ["refund-exceeds"]),
        (400, {"counted_tiyn": 600}, []),
        (401, {"counted_tiyn": 600}, ["refund-counted"]),
        (None, {"counted_tiyn": 1}, ["refund-counted"]),
        (200, {"counted_tiyn": 600, "refunded_tiyn": 200}, []),
        (201, {"counted_tiyn": 600, "refunded_tiyn": 200}, ["refund-counted"]),
        (1_001, {"counted_tiyn": 1_000}, ["refund-exceeds", "refund-counted"]),
        (1, {"counted_tiyn": 900, "refunded_tiyn": 200}, ["refund-counted"]),
    ],
)
def test_no_more_goes_than_was_credited_and_neither_went_back_nor_counted(
    amount_tiyn: int | None, changes: dict[str, Any], codes: list[str]
) -> None:
    assert codes_of(asked(amount_tiyn, attrs.evolve(LINE, **changes))) == codes


def test_the_most_that_may_go_is_told() -> None:
    [refusal] = refusals_of_lines([asked(None, attrs.evolve(LINE, counted_tiyn=600))])
    assert refusal.line == 3
    assert str(refusal) == (
        "refund-counted, line 3: 6.00 tenge of it counted in a decision on a social payment, so that at most 4.00 "
        "tenge may go, 10.00 tenge are asked for (Social Code 224-VII of 20.04.2023, 247(2)(2))"
    )


def test_a_line_without_an_amount_asks_for_all_that_remains() -> None:
    assert asked(None, attrs.evolve(LINE, refunded_tiyn=300)).amount_tiyn == 700
    assert asked(5).amount_tiyn == 5
    assert asked(None, None).amount_tiyn == 0


def test_a_line_that_was_not_credited_is_only_that() -> None:
    assert codes_of(asked(5, None, iin=STRANGER)) == ["refund-not-credited"]


def test_a_line_that_another_application_asks_for_waits_for_it() -> None:
    [refusal] = refusals_of_lines([asked(asked_before="RF-000007")])
    assert (refusal.code, refusal.line) == ("refund-pending", 3)
    assert "RF-000007" in refusal.told


@pytest.mark.parametrize(
    ("given", "written", "is_refused"),
    [
        ({"iin": PERSON, "period": Month(2025, 2)}, None, False),
        ({"iin": FORMER}, None, False),
        ({"iin": STRANGER}, None, True),
        ({"iin": STRANGER}, WrittenLine(iin=STRANGER, month=Month(2025, 1)), False),
        ({"iin": STRANGER}, WrittenLine(iin=PERSON, month=None), True),
        ({"period": Month(2025, 1)}, None, True),
        ({"period": Month(2025, 1)}, WrittenLine(iin=STRANGER, month=Month(2025, 1)), False),
        ({"period": Month(2025, 1)}, WrittenLine(iin=STRANGER, month=None), True),
    ],
)
def test_person_and_month_are_those_that_stand_or_those_that_were_written(
    given: dict[str, Any], written: WrittenLine | None, is_refused: bool
) -> None:
    assert codes_of(asked(written=written, **given)) == (["refund-mismatch"] if is_refused else [])


def test_a_mismatch_tells_no_number_of_a_person() -> None:
    [refusal] = refusals_of_lines([asked(iin=STRANGER, period=Month(2025, 1))])
    assert refusal.told == (
        "the IIN is not that of the line's person; it was paid for 2025-02, the application says 2025-01"
    )


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        (ORDER, []),
        (attrs.evolve(ORDER, payer_id=ACTUAL_PAYER), ["refund-other-payer"]),
        (attrs.evolve(ORDER, payer_id=ACTUAL_PAYER, actual_payer_id=PAYER), []),
        (attrs.evolve(ORDER, document_number="18"), ["refund-mismatch"]),
        (attrs.evolve(ORDER, document_date=date(2025, 3, 20)), ["refund-mismatch"]),
    ],
)
def test_the_order_is_the_payers_and_the_one_named(order: PaidOrder, codes: list[str]) -> None:
    assert [refusal.code for refusal in refusals_of_order(APPLICATION, order)] == codes


def test_an_order_of_another_amount_was_not_credited() -> None:
    named = attrs.evolve(APPLICATION.order, total_tiyn=5_001)
    application = attrs.evolve(APPLICATION, order=named)
    assert [refusal.code for refusal in refusals_of_order(application, ORDER)] == ["refund-not-credited"]
    assert refusals_of_order(application, attrs.evolve(ORDER, total_tiyn=5_001)) == []


def test_one_order_is_chosen_or_none() -> None:
    other = attrs.evolve(ORDER, order_number=2, document_number="18")
    assert choose_order(APPLICATION, [other]) == other
    assert choose_order(APPLICATION, [other, ORDER]) == ORDER
    for candidates, code in (([], "refund-not-credited"), ([ORDER, ORDER], "refund-mismatch")):
        refusal = choose_order(APPLICATION, candidates)
        assert isinstance(refusal, Refusal)
        assert (refusal.code, refusal.line) == (code, None)


def test_every_refusal_has_its_ground_in_law() -> None:
    codes = {value for name, value in vars(refund_rules).items() if name.isupper() and isinstance(value, str)}
    assert {code for code in codes if code.startswith("refund-")} == set(SOURCES)
    assert all(source.confidence == "H" for source in SOURCES.values())


def event(state: RefundState, identity: str) -> RefundEvent:
    return RefundEvent(
        refund_number=1,
        event_number=1,
        state=state,
        recorded_at=datetime(2025, 4, 2, tzinfo=UTC),
        happened_on=date(2025, 4, 2),
        due_on=None,
        actor=Actor(identity=identity),
    )


def test_only_who_had_no_hand_in_the_preparation_is_a_second_person() -> None:
    events = [event(RefundState.RECEIVED, "saule"), event(RefundState.CHECKED, "Daniyar")]
    assert [is_second_person(one, events) for one in ("saule", " SAULE", "daniyar", "aigul")] == [
        False,
        False,
        False,
        True,
    ]
    assert is_second_person("aigul", [event(RefundState.APPROVED, "aigul")])


@pytest.mark.parametrize(
    ("states", "is_right"),
    [
        ("", False),
        ("received", True),
        ("checked", False),
        ("received refused", True),
        ("received checked sent-to-fund approved money-received dispatched", True),
        ("received checked sent-to-fund approved refused", True),
        ("received checked sent-to-fund refused", True),
        ("received approved", False),
        ("received refused checked", False),
        ("received checked sent-to-fund money-received", False),
    ],
)
def test_states_follow_one_another(states: str, is_right: bool) -> None:
    assert states_follow([RefundState(state) for state in states.split()]) is is_right


@pytest.mark.parametrize(
    ("name", "number"),
    [("RF-000001", 1), ("rf-12", 12), ("RF-1000000", 1_000_000), ("000001", None), ("RF-", None), ("RF-١", None)],
)
def test_a_refund_is_named_by_its_number(name: str, number: int | None) -> None:
    assert refund_number_of(name) == number


def test_names_of_refunds_have_six_digits_or_more() -> None:
    assert [refund_name(number) for number in (1, 1_000_000)] == ["RF-000001", "RF-1000000"]
