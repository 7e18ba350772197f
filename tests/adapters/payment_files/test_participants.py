"""The list of participants reads the same all at once and block by block."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esep.adapters.payment_files.participant_block import read_block
from esep.adapters.payment_files.participants import ListReading, read_list
from esep.domain.model.incoming_message import Defect
from esep.domain.model.participant_list import ParticipantLine

EXPECTED_AMOUNT = "KZT, 1 to 15 digits, a comma and at most two digits, more than zero"
VALUES = st.text("Аб қ/:-{}S1", max_size=12).map(lambda text: text.rstrip(" "))
AMOUNTS = st.from_regex(r"[0-9]{0,14}[1-9],[0-9]{0,2}", fullmatch=True)


def _read(text: str) -> ListReading:
    text = f"header{text}\n:32A:"
    return read_list(text, len("header"), len(text) - len("\n:32A:"))


@st.composite
def _regular_blocks(draw: st.DrawFn) -> str:
    slashes = draw(st.sampled_from(["/", "//"]))
    lines = [draw(VALUES), ":32B:KZT" + draw(AMOUNTS), ":70:/OPV/" + draw(VALUES)]
    for tag, is_optional in (("FM", 0), ("NM", 0), ("FT", 1), ("DT", 0), ("IDN", 0), ("PERIOD", 1)):
        if not is_optional or draw(st.booleans()):
            lines.append(f"{slashes}{tag}/{draw(VALUES)}")
    return "\n".join(lines)


@given(st.lists(_regular_blocks(), min_size=1, max_size=5))
def test_both_ways_read_a_regular_list_the_same(blocks: list[str]) -> None:
    together = _read("".join(f"\n:21:{block}" for block in blocks))
    one_by_one = [read_block(block) for block in blocks]

    assert together.defects == ()
    assert [reading.defects for reading in one_by_one] == [()] * len(blocks)
    for line, reading in zip(together.participants, one_by_one, strict=True):
        tenge, tiyn = reading.row[1].split(",")
        amount_tiyn = int(tenge + tiyn.ljust(2, "0"))
        shared = (line.number, line.list_kind, line.surname, line.name, line.patronymic, line.birth_date)
        assert (*shared, line.identification_number, line.period) == (reading.row[0], *reading.row[2:])
        assert line.amount_tiyn == amount_tiyn
        assert line.others == reading.others == ()


def _block(number: int, *lines: str) -> str:
    return "\n".join([f"\n:21:{number}", *lines])


REGULAR = (":32B:KZT1,5", ":70:/OPV/S", "/FM/Иванов", "/NM/Иван", "/FT/-", "/DT/19900101", "/IDN/900101300000")
REGULAR_LINE = ParticipantLine(
    number="1",
    amount_tiyn=150,
    list_kind="S",
    surname="Иванов",
    name="Иван",
    patronymic="-",
    birth_date="19900101",
    identification_number="900101300000",
    period="",
)


def test_an_irregular_block_among_regular_ones_is_read_in_its_place() -> None:
    irregular = (":70:/NM/Иван", "/IDN/900101300000", "/LA/KZ1", "more", "/FM/Ива", "нов", "/DT/19900101", "/OPV/S")
    reading = _read(
        _block(1, *REGULAR) + _block(2, *irregular, "/FM/again", ":32B:KZT2,", ":77B:x", "/Y/z") + _block(3, *REGULAR)
    )

    assert reading.defects == ()
    assert reading.participants[0] == REGULAR_LINE
    assert reading.participants[1] == ParticipantLine(
        number="2",
        amount_tiyn=200,
        list_kind="S",
        surname="Ива нов",
        name="Иван",
        patronymic="",
        birth_date="19900101",
        identification_number="900101300000",
        period="",
        others=(("LA", "KZ1\nmore"), ("FM", "again"), (":77B:", "x\n/Y/z")),
    )
    assert reading.participants[2].number == "3"
    assert reading.participants.others == ((1, reading.participants[1].others),)


def test_an_old_block_keeps_the_social_code_and_the_taxpayer_number() -> None:
    lines = (
        ":32B:KZT600,00",
        ":70:/OPV/C1234567890123456",
        "//FM/Иванова/Петрова",
        "//NM/Анна",
        "//FT/",
        "//DT/19700101",
    )
    reading = _read(_block(1, *lines, "//RNN/600400073391"))

    (line,) = reading.participants
    assert line.list_kind == "C1234567890123456"
    assert line.surname == "Иванова/Петрова"
    assert line.identification_number == ""
    assert line.others == (("RNN", "600400073391"),)


@pytest.mark.parametrize(
    ("written", "amount_tiyn"),
    [
        ("0,01", 1),
        ("0,1", 10),
        ("1,", 100),
        ("1500,5", 150050),
        ("999999999999999,99", 99999999999999999),
        ("007,07", 707),
    ],
)
def test_an_amount_has_up_to_two_digits_behind_the_comma(written: str, amount_tiyn: int) -> None:
    reading = _read(_block(1, *REGULAR) + _block(2, f":32B:KZT{written}", *REGULAR[1:]) + _block(3, *REGULAR))

    assert reading.participants.amounts_tiyn == (150, amount_tiyn, 150)


@pytest.mark.parametrize(
    "written",
    [
        *("", "KZT", "KZT0,", "KZT0,00", "KZT-1,00", "KZT1", "KZT1.00", "KZT1,000", "KZT 1,00", "KZT1 000,00"),
        *("kzt1,00", "USD1,00", "KZT1234567890123456,00", "KZT,50", "KZT1,00x", "KZT\u0661,00"),
    ],
)
def test_what_is_no_amount_or_not_positive_is_a_defect_of_its_line(written: str) -> None:
    reading = _read(_block(1, *REGULAR) + _block(2, f":32B:{written}", *REGULAR[1:]))

    (defect,) = reading.defects
    assert defect.field == ":32B:"
    assert defect.expected == f"in line 2: {EXPECTED_AMOUNT}"


@pytest.mark.parametrize("tag", ["FM", "NM", "DT"])
def test_a_line_without_a_mandatory_tag_is_a_defect(tag: str) -> None:
    reading = _read(_block(1, *(line for line in REGULAR if f"/{tag}/" not in line)))

    assert reading.defects == (Defect(field=tag, found="", expected=f"in line 1: the tag /{tag}/"),)


def test_empty_values_of_a_line_are_no_defects() -> None:
    reading = _read(_block(1, REGULAR[0], ":70:/OPV/", "/FM/", "/NM/", "/DT/", "/IDN/"))

    assert reading.defects == ()
    assert reading.participants[0].surname == ""


def test_all_defects_of_all_lines_are_told() -> None:
    reading = _read(_block(1, ":32B:KZT0,", *REGULAR[1:]) + _block(2) + _block(3, *REGULAR))

    assert [(defect.field, defect.expected.partition(":")[0]) for defect in reading.defects] == [
        (":32B:", "in line 1"),
        (":32B:", "in line 2"),
        ("FM", "in line 2"),
        ("NM", "in line 2"),
        ("DT", "in line 2"),
        ("IDN", "in line 2"),
    ]


def test_names_and_whole_numbers_are_not_told_in_a_defect() -> None:
    reading = _read(_block(1, ":32B:Иванов 900101300000 Ivanov", *REGULAR[1:]))

    assert reading.defects[0].found == "И*** 900101****** I***"


def test_a_field_of_the_whole_message_inside_the_list_is_given_back() -> None:
    reading = _read(_block(1, *REGULAR, ":52B:HSBKKZKX") + _block(2, *REGULAR))

    assert reading.header_text == "\n:52B:HSBKKZKX"
    assert len(reading.participants) == 2


def test_no_text_is_an_empty_list() -> None:
    assert len(_read("").participants) == 0
