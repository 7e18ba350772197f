"""Every file of the gallery is read as its name says."""

from pathlib import Path

import pytest

from esep.adapters.payment_files.reader import Mt102Reader
from esep.domain.model.incoming_message import IncomingMessage, UnreadableMessage

FIRST, SECOND = "G-000001", "G-000002"
NO_BLOCKS = ("block structure", "block structure", "block structure", "block structure")
CUT_IN_LINE_1 = ("block structure", ":32A:", "DT", "IDN")

EXPECTED: dict[str, list[tuple[str, str | tuple[str, ...]]]] = {
    "blank.txt": [],
    "empty.txt": [],
    "good-blanks-at-ends-of-lines.txt": [("utf-8", FIRST)],
    "good-blocks-on-one-line-with-trailer.txt": [("utf-8", FIRST), ("utf-8", SECOND)],
    "good-cp1251-crlf-kazakh.txt": [("cp1251", FIRST)],
    "good-cp866-crlf.txt": [("cp866", FIRST)],
    "good-header-without-period.txt": [("utf-8", FIRST)],
    "good-mt100-single-order.txt": [("utf-8", FIRST)],
    "good-old-participant-block.txt": [("utf-8", FIRST)],
    "good-tags-in-another-order-and-unknown-ones.txt": [("utf-8", FIRST)],
    "good-two-files-joined-with-bom-and-ctrl-z.txt": [("utf-8", FIRST), ("utf-8", SECOND)],
    "good-utf-16-be.txt": [("utf-16-be", FIRST), ("utf-16-be", SECOND)],
    "good-utf-16-le.txt": [("utf-16-le", FIRST)],
    "good-utf-8-lf.txt": [("utf-8", FIRST)],
    "good-utf-8-lone-cr.txt": [("utf-8", FIRST)],
    "unreadable-block-2-missing.txt": [("utf-8", ("block structure",))],
    "unreadable-cut-off-at-end-of-file.txt": [
        ("utf-8", ("block structure", ":59:", "NUM", "DATE", "KNP", ":32A:", ":21:"))
    ],
    "unreadable-cut-off-inside-line-then-good.txt": [("utf-8", CUT_IN_LINE_1), ("utf-8", SECOND)],
    "unreadable-cut-off-then-good.txt": [("utf-8", CUT_IN_LINE_1), ("utf-8", SECOND)],
    "unreadable-document-date-30-february.txt": [("utf-8", ("DATE",))],
    "unreadable-junk-between-good.txt": [("utf-8", FIRST), ("utf-8", NO_BLOCKS), ("utf-8", SECOND)],
    "unreadable-junk.txt": [("cp1251", NO_BLOCKS)],
    "unreadable-line-amount-of-other-currency.txt": [("utf-8", (":32B:",))],
    "unreadable-line-amount-with-arabic-digits.txt": [("utf-8", (":32B:",))],
    "unreadable-line-amount-zero.txt": [("utf-8", (":32B:",))],
    "unreadable-line-without-surname-and-number.txt": [("utf-8", ("FM", "IDN"))],
    "unreadable-no-participants.txt": [("utf-8", (":21:",))],
    "unreadable-payer-missing.txt": [("utf-8", (":50:",))],
    "unreadable-payer-name-missing.txt": [("utf-8", ("NAME",))],
    "unreadable-purpose-code-empty.txt": [("utf-8", ("KNP",))],
    "unreadable-reference-missing.txt": [("utf-8", (":20:",))],
    "unreadable-several-defects.txt": [("utf-8", (":20:", "KNP", ":32A:", ":32B:", ":32B:"))],
    "unreadable-total-with-decimal-point.txt": [("utf-8", (":32A:",))],
    "unreadable-two-messages-mixed.txt": [("utf-8", ("block structure", "DT", "IDN"))],
    "unreadable-type-with-letters.txt": [("utf-8", ("block structure",))],
    "unreadable-value-date-with-letter.txt": [("utf-8", (":32A:",))],
}


def _summary(message: IncomingMessage) -> tuple[str, str | tuple[str, ...]]:
    if isinstance(message.reading, UnreadableMessage):
        return message.encoding, tuple(defect.field for defect in message.reading.defects)
    return message.encoding, message.reading.reference


@pytest.mark.parametrize("file_name", EXPECTED)
def test_a_file_of_the_gallery_is_read_as_its_name_says(gallery: Path, file_name: str) -> None:
    with (gallery / file_name).open("rb") as source:
        assert [_summary(message) for message in Mt102Reader().read(source, file_name)] == EXPECTED[file_name]


def test_every_file_of_the_gallery_is_tested(gallery: Path) -> None:
    assert {path.name for path in gallery.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize(
    "file_name",
    [
        "good-blanks-at-ends-of-lines.txt",
        "good-blocks-on-one-line-with-trailer.txt",
        "good-cp1251-crlf-kazakh.txt",
        "good-two-files-joined-with-bom-and-ctrl-z.txt",
        "good-utf-16-be.txt",
        "good-utf-16-le.txt",
        "good-utf-8-lone-cr.txt",
    ],
)
def test_encoding_line_ends_and_frame_change_nothing_in_the_order(gallery: Path, file_name: str) -> None:
    with (gallery / "good-utf-8-lf.txt").open("rb") as source:
        (plain,) = Mt102Reader().read(source, "plain")
    with (gallery / file_name).open("rb") as source:
        first = next(Mt102Reader().read(source, file_name))

    assert first.reading == plain.reading


@pytest.mark.parametrize("file_name", EXPECTED)
def test_every_message_is_a_piece_of_its_file_and_reads_the_same_again(gallery: Path, file_name: str) -> None:
    content = (gallery / file_name).read_bytes()
    with (gallery / file_name).open("rb") as source:
        messages = list(Mt102Reader().read(source, file_name))

    place = 0
    for message in messages:
        place = content.index(message.content, place) + len(message.content)
        assert Mt102Reader().read_kept(message.content, message.encoding) == message.reading
