"""The encoding of a message is recognised by its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esep.adapters.payment_files.encodings import decode, decode_as, encode, likelier_encoding

KAZAKH = "әңғүұқөһӘҢҒҮҰҚӨҺ"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"


@pytest.mark.parametrize("encoding", ["cp1251", "cp866"])
@pytest.mark.parametrize(
    "text",
    [
        "/FM/Иванов\n/NM/Иван\n/FT/Иванович\n",
        "/FM/ЩЁГОЛЕВА\n/NM/ЮЛИЯ\n/FT/ЭДУАРДОВНА\n",
        "/ASSIGN/обязательные социальные отчисления за январь\n",
        "/NAME/ТОО Alma\n",
        "/NAME/ООО Alma\n",
        "/NAME/ИП\n",
        "/NM/Ян\n",
    ],
)
def test_russian_text_is_read_in_the_encoding_it_was_written_in(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text
    assert decode(text.encode(encoding)).encoding == encoding


@pytest.mark.parametrize(
    "text",
    [
        "/FM/Құнанбаев\n/NM/Әлихан\n/FT/Серікұлы\n",
        "/FM/ҒАБИТҰЛЫ\n/NM/ҮМІТ\n/FT/ӨМІРҚЫЗЫ\n",
        "/FM/Һәкімұлы\n/NM/Өңғұқ\n",
        "/NM/Қ. Ә. Серік\n",
        "/NAME/«Әлем» № 5\n",
        "/NM/Ә\n",
    ],
)
def test_kazakh_letters_are_carried_by_foreign_ones_in_cp1251(text: str) -> None:
    content = encode(text, "cp1251")

    assert decode(content).encoding == "cp1251"
    assert decode(content).text == text


def test_every_kazakh_letter_has_the_code_point_that_banks_use() -> None:
    assert encode(KAZAKH, "cp1251") == "јѕєїўќґћЈЅЄЇЎЌҐЋ".encode("cp1251")
    assert encode("Іі", "cp1251") == "Іі".encode("cp1251")


def test_letters_that_both_encodings_have_are_read_as_cp1251() -> None:
    assert likelier_encoding("рсту".encode("cp866")) == "cp1251"


def test_utf_8_is_taken_wherever_it_decodes() -> None:
    assert decode("/FM/Құнанбаев".encode()).encoding == "utf-8"
    assert decode(b"/FM/Ivanov").encoding == "utf-8"
    assert decode("/FM/Құнанбаев Р".encode()[:-1]).text == "/FM/Құнанбаев \ufffd"


def test_one_foreign_letter_at_the_end_is_no_utf_8_that_was_cut_off() -> None:
    assert decode(b"/FM/Ivanov \xd0").encoding == "cp1251"


def test_nul_and_bytes_without_a_character_are_marked() -> None:
    assert decode(b"a\0b").text == "a\ufffdb"
    assert decode("Иванов".encode("cp1251") + b"\x98\0").text == "Иванов\ufffd\ufffd"
    assert decode("Иванов".encode("cp866") + b"\0").text == "Иванов\ufffd"
    assert decode(b"a\x00\x00\x00\x00\xd8b\x00", "utf-16-le").text == "a\ufffd\ufffdb"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", " \t\r\n", " \n"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "cp866", "utf-16-le", "utf-16-be"])
def test_lines_end_with_a_line_feed_and_no_blank(line_end: str, encoding: str) -> None:
    content = line_end.join(["Иванов Пётр", "Юлия", "", "Мадина"]).encode(encoding)

    assert decode_as(content, encoding) == "Иванов Пётр\nЮлия\n\nМадина"


@given(st.binary(), st.sampled_from([None, "utf-16-le", "utf-16-be"]))
def test_any_bytes_are_decoded_and_decoded_the_same_again(content: bytes, file_encoding: str | None) -> None:
    decoded = decode(content, file_encoding)

    assert decode_as(content, decoded.encoding) == decoded.text
    assert "\0" not in decoded.text
    assert "\r" not in decoded.text


@given(st.text(KAZAKH + RUSSIAN + "Іі ABC-.,«»№", min_size=1))
def test_cp1251_gives_back_what_was_written(text: str) -> None:
    assert decode_as(encode(text, "cp1251"), "cp1251") == text


def test_a_character_that_the_encoding_lacks_becomes_a_question_mark() -> None:
    assert encode("Қазақ", "cp866") == "?аза?".encode("cp866")
    assert encode("Иван é\ufffd", "cp1251") == "Иван ??".encode("cp1251")
    assert encode("Ж", "utf-16") == b"\xff\xfe\x16\x04"
