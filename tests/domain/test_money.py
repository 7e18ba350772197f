"""Money."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esep.domain.errors import InvalidInput
from esep.domain.model.money import InvalidAmount, Money

amounts = st.builds(Money, st.integers(-(10**17), 10**17))


@pytest.mark.parametrize(
    ("text", "tiyn"),
    [
        ("4509,65", 450965),
        ("1500,", 150000),
        ("7,7", 770),
        ("7,07", 707),
        ("0,", 0),
        ("0,01", 1),
        ("007,00", 700),
        ("999999999999999,99", 99999999999999999),
    ],
)
def test_an_amount_is_read_as_messages_write_it(text: str, tiyn: int) -> None:
    assert Money.parse_mt(text) == Money(tiyn)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",",
        ",5",
        "1500",
        "1500.00",
        "1,234",
        "1,2,3",
        "-1,00",
        "+1,00",
        "1 500,00",
        " 1,00",
        "1,00\n",
        "1,0x",
        "KZT1,",
        "\u0667,\u0667",
        "1_0,00",
        "1" * 16 + ",",
        "9" * 5000 + ",",
    ],
)
def test_a_text_that_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InvalidAmount) as refusal:
        Money.parse_mt(text)
    assert isinstance(refusal.value, ValueError)
    assert isinstance(refusal.value, InvalidInput)


@pytest.mark.parametrize("tiyn", [1.0, True, "1", None])
def test_money_is_made_of_whole_tiyn_only(tiyn: int) -> None:
    with pytest.raises(TypeError):
        Money(tiyn)


@pytest.mark.parametrize(
    ("tiyn", "for_messages", "for_people"),
    [
        (450965, "4509,65", "4 509.65"),
        (150000, "1500,00", "1 500.00"),
        (7, "0,07", "0.07"),
        (0, "0,00", "0.00"),
        (99999, "999,99", "999.99"),
        (123456789012, "1234567890,12", "1 234 567 890.12"),
    ],
)
def test_an_amount_is_written_for_messages_and_for_people(tiyn: int, for_messages: str, for_people: str) -> None:
    assert Money(tiyn).to_mt() == for_messages
    assert Money(tiyn).format_tenge() == for_people


def test_an_amount_below_zero_is_written_for_people_only() -> None:
    assert Money(-450965).format_tenge() == "-4 509.65"
    assert Money(-5).format_tenge() == "-0.05"
    with pytest.raises(InvalidAmount):
        Money(-1).to_mt()


def test_amounts_are_added_subtracted_negated_and_compared() -> None:
    assert Money(450965) + Money(35) == Money(451000)
    assert Money(1) - Money(3) == Money(-2)
    assert -Money(5) == Money(-5)
    assert Money(-1) < Money(0) < Money(1)
    assert Money.total([]) == Money(0)
    assert Money.total(iter([Money(1), Money(2), Money(-4)])) == Money(-1)


def test_money_is_not_mixed_with_numbers() -> None:
    with pytest.raises(TypeError):
        Money(1) + 1  # type: ignore[operator]  # this is what must fail
    with pytest.raises(TypeError):
        Money(1) - 1  # type: ignore[operator]  # this is what must fail
    assert Money(1) != object()


@given(st.integers(0, 10**17 - 1))
def test_every_written_amount_is_read_back(tiyn: int) -> None:
    assert Money.parse_mt(Money(tiyn).to_mt()) == Money(tiyn)


@given(st.lists(amounts))
def test_a_total_is_the_amounts_added_one_by_one(added: list[Money]) -> None:
    so_far = Money(0)
    for amount in added:
        so_far = so_far + amount
    assert Money.total(added) == so_far


@given(amounts, amounts)
def test_subtracting_undoes_adding(one: Money, other: Money) -> None:
    assert one + other - other == one
    assert one - other == -(other - one)
