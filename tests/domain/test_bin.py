"""Business identification numbers; the shared check digit is tested with the individual ones."""

import pytest

from esep.domain.model import bin
from esep.domain.model.bin import Bin, Division, EntityKind
from esep.domain.model.identification_number import (
    InvalidChecksum,
    InvalidFormat,
    InvalidIdentificationNumber,
    InvalidLength,
    NumberKind,
    kind_of,
)

VALID = [
    "940140000385",
    "950341000052",
    "961141000023",
    "070941024691",
    "160440007161",
    "040440004549",
    "970740001013",
    "160940025485",
    "141140001547",
]


@pytest.mark.parametrize("number", VALID)
def test_numbers_known_to_be_issued_are_valid(number: str) -> None:
    assert bin.validate(number) == number
    assert bin.is_valid(number)
    assert bin.calc_check_digit(number[:11]) == number[11]
    assert kind_of(number) is NumberKind.BIN
    assert bin.get_entity_kind(number) is EntityKind.RESIDENT_LEGAL_ENTITY


@pytest.mark.parametrize(
    ("number", "error"),
    [("940140000380", InvalidChecksum), ("94014000038", InvalidLength), ("94014000038O", InvalidFormat)],
)
def test_a_bin_that_is_not_valid_is_refused_for_its_reason(number: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        bin.validate(number)
    with pytest.raises(error):
        Bin(number)
    assert not bin.is_valid(number)


@pytest.mark.parametrize(
    ("number", "month"),
    [
        ("940140000385", (1994, 1)),
        ("070941024691", (2007, 9)),
        ("500140000000", (1950, 1)),
        ("491240000000", (2049, 12)),
        (" 160440007161 ", (2016, 4)),
        ("941340000000", None),
        ("940040000000", None),
        ("871008401427", None),
        ("94014000038", None),
    ],
)
def test_the_first_four_digits_tell_the_month_of_registration(number: str, month: tuple[int, int] | None) -> None:
    assert bin.get_registration_month(number) == month


@pytest.mark.parametrize(
    ("number", "kind", "division"),
    [
        ("940140000385", EntityKind.RESIDENT_LEGAL_ENTITY, Division.HEAD),
        ("950341000052", EntityKind.RESIDENT_LEGAL_ENTITY, Division.BRANCH),
        ("950352000052", EntityKind.NON_RESIDENT_LEGAL_ENTITY, Division.REPRESENTATION),
        ("950363000052", EntityKind.JOINT_ENTREPRENEURSHIP, Division.FARM),
        (" 950364000052", EntityKind.JOINT_ENTREPRENEURSHIP, None),
        ("950373000052", None, None),
        ("871008401427", None, None),
        ("", None, None),
    ],
)
def test_the_fifth_and_sixth_digits_tell_the_kind_and_the_division(
    number: str, kind: EntityKind | None, division: Division | None
) -> None:
    assert bin.get_entity_kind(number) is kind
    assert bin.get_division(number) is division


def test_a_bin_is_a_value_that_hides_itself_in_logs() -> None:
    number = Bin("160440007161")
    assert number == Bin("160440007161")
    assert str(number) == "160440007161"
    assert number.masked == "160440******"
    assert repr(number) == "Bin(number=160440******)"


def test_a_bin_is_built_of_exactly_twelve_digits() -> None:
    assert bin.compact(" 160440007161 ") == bin.format(" 160440007161") == "160440007161"
    with pytest.raises(InvalidIdentificationNumber):
        Bin(" 160440007161")
