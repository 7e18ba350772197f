"""A file is cut into the exact bytes of its messages."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esep.adapters.payment_files import splitting
from esep.adapters.payment_files.splitting import MessageSlices
from esep.domain.errors import MessageTooLong

HEADER = b"{1:F01K059140000000001000001}"
ONE = HEADER + b"\n{2:I102SGROSS000000U3003}\n{4:\n:20:A\n-}"
TWO = HEADER + b"{2:I102SGROSS000000U3003}{4:\r\n:20:B\r\n-}{5:{CHK:0011}{TNG:}}"


def _split(content: bytes, length_bytes_max: int = 10_000_000) -> list[bytes]:
    return list(MessageSlices(io.BytesIO(content), "orders.txt", length_bytes_max))


@pytest.mark.parametrize(
    "between", [b"", b"\n", b"\r\n", b"\r", b" \n\t\n", b"\x1a", b"\xef\xbb\xbf", b"\x1a\xef\xbb\xbf"]
)
def test_messages_stand_behind_one_another_with_any_blanks_between(between: bytes) -> None:
    assert _split(between + ONE + between + TWO + between + ONE + between) == [ONE, TWO, ONE]


def test_a_trailer_on_the_next_line_belongs_to_its_message() -> None:
    assert _split(ONE + b"\r\n{5:{CHK:0011}}\r\n" + TWO) == [ONE + b"\r\n{5:{CHK:0011}}", TWO]


def test_a_broken_trailer_swallows_no_message() -> None:
    assert _split(ONE + b"{5:{CHK:\n" + TWO) == [ONE, b"{5:{CHK:", TWO]


def test_a_message_that_is_cut_off_ends_where_the_next_begins() -> None:
    assert _split(ONE[:40] + b"\n" + TWO + b"\n" + ONE) == [ONE[:40], TWO, ONE]


def test_a_message_cut_off_inside_a_line_ends_where_whole_blocks_follow() -> None:
    assert _split(ONE[:50] + ONE + b"\n" + TWO) == [ONE[:50], ONE, TWO]


def test_a_sign_inside_a_line_begins_and_ends_nothing() -> None:
    message = ONE.replace(b":20:A", b":20:A -} and {1: too")

    assert _split(message + b"\n" + TWO) == [message, TWO]


def test_junk_before_between_and_behind_messages_is_one_piece_each() -> None:
    assert _split(b"x\ny\n" + ONE + b"z\n\nz \n" + TWO + b"\nend\n") == [b"x\ny", ONE, b"z\n\nz", TWO, b"end"]


def test_a_message_whose_beginning_is_damaged_is_junk_up_to_the_next() -> None:
    assert _split(b"{!" + ONE[2:] + TWO) == [b"{!" + ONE[2:], TWO]


@pytest.mark.parametrize(
    "content", [b"", b"\r\n \t", b"\xef\xbb\xbf", b"\x1a", b"\n\0\0\0", b"\xff\xfe", b"\xfe\xff\0\n\0\0"]
)
def test_an_empty_or_blank_file_has_no_messages(content: bytes) -> None:
    assert _split(content) == []


def test_nuls_fill_up_the_end_of_a_file_but_are_damage_elsewhere() -> None:
    assert _split(ONE + b"\n\0\0\n" + TWO + b"\0\0") == [ONE, b"\0\0", TWO]
    assert _split(ONE[:40] + b"\0\0\0") == [ONE[:40]]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_cut_at_its_own_signs_only(encoding: str) -> None:
    # U+2D7D and U+7D2D hold the bytes of "-}" across the borders of characters.
    text = ONE.decode().replace(":20:A", ":20:\u2d7d\u7d2d\n\u7d00\u002d\u317b\u7b31")
    messages = [text.encode(encoding), TWO.decode().encode(encoding)]

    assert _split("\ufeff".encode(encoding) + "\r\n".encode(encoding).join(messages)) == messages


@given(st.lists(st.sampled_from([ONE, TWO]), max_size=4), st.integers(1, 60), st.sampled_from(["", "utf-16-le"]))
def test_messages_are_the_same_wherever_chunks_end(messages: list[bytes], chunk_bytes: int, encoding: str) -> None:
    expected = [message.decode().encode(encoding or "ascii") for message in messages]
    mark, line_end = ("\ufeff".encode(encoding), "\n".encode(encoding)) if encoding else (b"", b"\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(splitting, "CHUNK_BYTES", chunk_bytes if chunk_bytes > 1 else 2)
        patch.setattr(splitting, "LOOK_AHEAD_BYTES", 200)
        assert _split(mark + line_end.join(expected)) == expected


def test_many_messages_are_cut_over_many_chunks() -> None:
    numbers = random.Random(1)
    messages = [ONE.replace(b"A", b"x" * numbers.randrange(1, 4000)) for _ in range(2_000)]

    assert _split(b"\r\n".join(messages)) == messages


@given(
    st.binary(max_size=400)
    | st.lists(st.sampled_from([b"{1:", b"-}", b"\n", b"{5:", b"}", b"\0", b"\r", b"a", HEADER])).map(b"".join)
)
def test_any_bytes_are_cut_without_loss_of_what_is_not_blank(content: bytes) -> None:
    pieces = _split(content)
    place, gaps = 0, []
    for piece in pieces:
        found = content.index(piece, place)
        gaps.append(content[place:found])
        place = found + len(piece)
    gaps.append(content[place:])

    assert all(pieces)
    if content[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        assert all(not gap.replace(b"\xef\xbb\xbf", b"").strip(b" \t\r\n\v\f\x1a") for gap in gaps[:-1])
        assert not gaps[-1].replace(b"\xef\xbb\xbf", b"").strip(b" \t\r\n\v\f\x1a\0")


@pytest.mark.parametrize("content", [ONE + b"\n" + ONE[:-3] + b"x" * 500, ONE + b"\n" + b"x" * 500])
def test_a_piece_beyond_the_limit_is_refused_after_those_before_it(content: bytes) -> None:
    slices = iter(MessageSlices(io.BytesIO(content), "orders.txt", 300))

    assert next(slices) == ONE
    with pytest.raises(MessageTooLong, match=r"^orders\.txt: message 2 is longer than 300 bytes"):
        next(slices)


def test_a_message_of_exactly_the_limit_is_not_too_long() -> None:
    assert _split(ONE + b"\n" + ONE, len(ONE)) == [ONE, ONE]
    with pytest.raises(MessageTooLong):
        _split(ONE, len(ONE) - 1)


def test_the_limit_stops_the_reading_of_an_endless_message() -> None:
    class Endless(io.RawIOBase):
        read_count = 0

        def read(self, size: int = -1) -> bytes:
            self.read_count += 1
            return HEADER + b"\n" if self.read_count == 1 else b"x" * size

    source = Endless()
    with pytest.raises(MessageTooLong):
        list(MessageSlices(source, "orders.txt", 5 * splitting.CHUNK_BYTES))  # type: ignore[arg-type]  # it reads, no more
    assert source.read_count <= 8


def test_positions_of_signs_are_found_once() -> None:
    # Many signs inside lines would cost the square of their number if each were searched for anew.
    content = ONE[:-3] + b"x{1:-}" * 300_000 + b"\n-}"

    assert _split(content, len(content)) == [content]
