"""Individual identification numbers and the check digit that IIN and BIN share."""

from datetime import date

import attrs
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from esep.domain.errors import InvalidInput
from esep.domain.model import iin
from esep.domain.model.check_digit import BATCH, find_invalid, has_valid_check_digit
from esep.domain.model.identification_number import (
    InvalidChecksum,
    InvalidFormat,
    InvalidIdentificationNumber,
    InvalidLength,
    NeverIssued,
    NumberKind,
    is_well_formed,
    kind_of,
    masked,
)
from esep.domain.model.iin import Iin
from esep.domain.model.sex import Sex

VALID = [
    "871008401427",
    "760212350620",
    "800416300257",
    "680503450037",
    "800416100254",
    "680503250034",
    "830717350867",
    "910731302080",
    "061211600012",
]
NEVER_ISSUED = ["00081315989", "83071710098", "82121424009"]
ARABIC_INDIC = "".join(chr(0x660 + int(digit)) for digit in VALID[0])
MALFORMED = ["", "1", VALID[0][:-1], VALID[0] + "0", VALID[0][:-1] + "A", ARABIC_INDIC, VALID[0][:11] + "²"]
MALFORMED += [" " + VALID[0], VALID[0] + "\n", VALID[0][:11] + "\n", "+" + VALID[0][1:], "8_1008401427", "\ud800" * 12]

digits_11 = st.text("0123456789", min_size=11, max_size=11)
digits_12 = st.text("0123456789", min_size=12, max_size=12)


def check_digit_by_the_book(first_eleven: str) -> int:
    """The algorithm as the acts describe it; 10 where no number is issued."""
    digits = list(map(int, first_eleven))
    remainder = sum(digits[place - 1] * place for place in range(1, 12)) % 11
    if remainder == 10:
        weights = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]
        remainder = sum(digits[place] * weights[place] for place in range(11)) % 11
    return remainder


def is_valid_by_the_book(number: str) -> bool:
    return (
        len(number) == 12
        and all(character in "0123456789" for character in number)
        and check_digit_by_the_book(number[:11]) == int(number[11])
    )


@st.composite
def valid_numbers(draw: st.DrawFn) -> str:
    first_eleven = draw(digits_11)
    check_digit = check_digit_by_the_book(first_eleven)
    assume(check_digit < 10)
    return f"{first_eleven}{check_digit}"


@pytest.mark.parametrize("number", VALID)
def test_numbers_known_to_be_issued_are_valid(number: str) -> None:
    assert iin.validate(number) == number
    assert iin.is_valid(number)
    assert has_valid_check_digit(number)
    assert iin.calc_check_digit(number[:11]) == number[11]


@pytest.mark.parametrize("number", MALFORMED)
def test_anything_but_twelve_ascii_digits_has_no_valid_check_digit(number: str) -> None:
    assert not has_valid_check_digit(number)
    assert not is_well_formed(number)
    assert find_invalid([number]) == [0]


@pytest.mark.parametrize("number", ["", "1", "87100840142", "8710084014270"])
def test_a_number_of_another_length_is_refused(number: str) -> None:
    with pytest.raises(InvalidLength):
        iin.validate(number)
    assert not iin.is_valid(number)


@pytest.mark.parametrize("number", [ARABIC_INDIC, "87100840142A", "8710 8401427", "87100840142²"])
def test_a_number_with_other_characters_than_ascii_digits_is_refused(number: str) -> None:
    with pytest.raises(InvalidFormat):
        iin.validate(number)
    assert not iin.is_valid(number)


def test_a_wrong_check_digit_is_refused_with_a_masked_message() -> None:
    with pytest.raises(InvalidChecksum, match=r"^871008\*{6}: the last digit") as refusal:
        iin.validate("871008401428")
    assert not isinstance(refusal.value, NeverIssued)
    assert isinstance(refusal.value, ValueError)
    assert isinstance(refusal.value, InvalidInput)
    assert refusal.value.code == "identification-number-invalid"


@pytest.mark.parametrize("first_eleven", NEVER_ISSUED)
def test_a_prefix_for_which_both_rounds_give_ten_is_never_issued(first_eleven: str) -> None:
    with pytest.raises(NeverIssued):
        iin.calc_check_digit(first_eleven)
    for digit in "0123456789":
        with pytest.raises(NeverIssued):
            iin.validate(first_eleven + digit)
        assert not has_valid_check_digit(first_eleven + digit)


@pytest.mark.parametrize(("first_eleven", "error"), [("8710084014", InvalidLength), ("8710084014x", InvalidFormat)])
def test_a_check_digit_is_calculated_of_exactly_eleven_digits(first_eleven: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        iin.calc_check_digit(first_eleven)


def test_only_spaces_around_a_number_are_forgiven() -> None:
    assert iin.compact("  871008401427 ") == "871008401427"
    assert iin.format(" 871008401427") == "871008401427"
    assert iin.validate(" 871008401427 ") == "871008401427"
    assert iin.is_valid(" 871008401427 ")
    assert not iin.is_valid("\t871008401427")
    assert not iin.is_valid("871008401427\u00a0")


@given(digits_12)
def test_the_fast_check_agrees_with_the_book_on_twelve_digits(number: str) -> None:
    assert has_valid_check_digit(number) == is_valid_by_the_book(number)


@given(valid_numbers())
def test_the_fast_check_accepts_every_completed_prefix(number: str) -> None:
    assert has_valid_check_digit(number)
    assert iin.calc_check_digit(number[:11]) == number[11]


@given(st.text(st.sampled_from("0123456789 \u0663x\n"), max_size=14) | st.text(max_size=14))
def test_the_fast_check_agrees_with_the_book_on_any_text(text: str) -> None:
    assert has_valid_check_digit(text) == is_valid_by_the_book(text)


@given(digits_11)
def test_a_check_digit_completes_every_prefix_unless_it_is_never_issued(first_eleven: str) -> None:
    if check_digit_by_the_book(first_eleven) == 10:
        with pytest.raises(NeverIssued):
            iin.calc_check_digit(first_eleven)
    else:
        assert iin.is_valid(first_eleven + iin.calc_check_digit(first_eleven))


@given(valid_numbers(), st.integers(0, 9))
def test_one_altered_check_digit_is_always_noticed(number: str, digit: int) -> None:
    assume(str(digit) != number[11])
    assert not has_valid_check_digit(number[:11] + str(digit))


def _is_of_the_first_round(number: str) -> bool:
    return sum(int(number[place - 1]) * place for place in range(1, 12)) % 11 < 10


@given(valid_numbers(), st.integers(0, 9), st.integers(0, 9))
def test_one_altered_digit_among_the_first_ten_is_noticed_within_the_first_round(
    number: str, place: int, digit: int
) -> None:
    altered = number[:place] + str(digit) + number[place + 1 :]
    assume(altered != number and _is_of_the_first_round(number) and _is_of_the_first_round(altered))
    assert not has_valid_check_digit(altered)


def test_an_altered_eleventh_digit_stays_unnoticed_in_the_first_round() -> None:
    assert [digit for digit in "0123456789" if has_valid_check_digit(f"8710084014{digit}7")] == list("0123456789")


@given(st.lists(valid_numbers() | digits_12 | st.sampled_from(MALFORMED), max_size=40))
@example([])
@example(["87100840142", "8710084014270"])  # lengths that only add up to the right one
def test_a_bulk_search_finds_exactly_the_invalid_numbers(numbers: list[str]) -> None:
    expected = [index for index, number in enumerate(numbers) if not is_valid_by_the_book(number)]
    assert find_invalid(numbers) == expected
    assert find_invalid(tuple(numbers)) == expected


@pytest.mark.parametrize("bad", ["871008401428", "", ARABIC_INDIC])
def test_a_bulk_search_counts_on_through_its_batches(bad: str) -> None:
    numbers = VALID * (2 * BATCH // len(VALID) + 1)
    for index in (0, BATCH - 1, BATCH, 2 * BATCH):
        numbers[index] = bad
    assert find_invalid(numbers) == [0, BATCH - 1, BATCH, 2 * BATCH]


@pytest.mark.parametrize(
    ("number", "birth_date", "sex"),
    [
        ("871008401427", date(1987, 10, 8), Sex.FEMALE),
        ("760212350620", date(1976, 2, 12), Sex.MALE),
        ("800416100254", date(1880, 4, 16), Sex.MALE),
        ("680503250034", date(1868, 5, 3), Sex.FEMALE),
        ("061211600012", date(2006, 12, 11), Sex.FEMALE),
        ("000229500000", date(2000, 2, 29), Sex.MALE),
        ("000229300000", None, Sex.MALE),
        ("871308401427", None, Sex.FEMALE),
        ("871008001427", None, None),
        ("871008701427", None, None),
        ("871008801427", None, None),
        ("871008901427", None, None),
        (" 871008401427 ", date(1987, 10, 8), Sex.FEMALE),
        ("87100840142", None, None),
        (ARABIC_INDIC, None, None),
        ("940140000385", None, None),
        ("940140300385", None, None),
    ],
)
def test_birth_date_and_sex_are_read_from_the_digits_where_they_tell_them(
    number: str, birth_date: date | None, sex: Sex | None
) -> None:
    assert iin.get_birth_date(number) == birth_date
    assert iin.get_sex(number) is sex


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("871008401427", NumberKind.IIN),
        ("760212350620", NumberKind.IIN),
        ("000000000000", NumberKind.IIN),
        ("940140000385", NumberKind.BIN),
        ("940150000385", NumberKind.BIN),
        ("940160000385", NumberKind.BIN),
        ("940170000385", NumberKind.UNKNOWN),
        ("940180000385", NumberKind.UNKNOWN),
        ("940190000385", NumberKind.UNKNOWN),
        ("94014000038", NumberKind.UNKNOWN),
        (ARABIC_INDIC, NumberKind.UNKNOWN),
    ],
)
def test_the_fifth_digit_tells_the_kind_of_a_number(number: str, kind: NumberKind) -> None:
    assert kind_of(number) is kind


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("900101300017", "900101******"),
        ("90010130001", "90010******"),
        ("12345", "12***"),
        ("1", "*"),
        ("", ""),
        ("Ахметова Айгерим", "Ахмето******"),
    ],
)
def test_a_masked_text_shows_at_most_six_characters_and_half_of_a_short_one(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_an_iin_is_a_value_that_hides_itself_in_logs() -> None:
    number = Iin("871008401427")
    assert number == Iin("871008401427")
    assert len({number, Iin("871008401427"), Iin("760212350620")}) == 2
    assert str(number) == "871008401427"
    assert number.masked == "871008******"
    assert repr(number) == "Iin(number=871008******)"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        number.number = "760212350620"  # type: ignore[misc]  # this is what must fail


@pytest.mark.parametrize("number", ["871008401428", *MALFORMED, NEVER_ISSUED[0] + "0"])
def test_an_iin_that_is_not_valid_does_not_exist(number: str) -> None:
    with pytest.raises(InvalidIdentificationNumber):
        Iin(number)


def test_a_number_with_the_fifth_digit_of_a_bin_is_valid_by_its_check_digit_alone() -> None:
    assert iin.is_valid("940140000385")
    assert str(Iin("940140000385")) == "940140000385"
