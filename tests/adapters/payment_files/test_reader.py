"""Files of messages are read as orders, or as unreadable with everything that could be read."""

import hashlib
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esep.adapters.payment_files.message import DEFECTS_MAX
from esep.domain.errors import MessageTooLong
from esep.domain.model.incoming_message import Defect, IncomingMessage, UnreadableMessage
from esep.domain.model.money import Money
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import Party, PaymentOrder

ReadBytes = Callable[..., list[IncomingMessage]]
HEADER = "{1:F01K059140000000001000001}\n{2:I102SGROSS000000U3003}\n{4:\n"
SIGNS = [
    "{1:",
    "{2:I102",
    "{4:",
    "}",
    "-}",
    "\n",
    ":20:",
    ":21:",
    ":32A:",
    ":32B:KZT",
    ":50:/D/",
    "/FM/",
    "/",
    ":",
    "1",
    "Ж",
]


def test_every_field_of_an_order_is_read(good_text: str, read_bytes: ReadBytes) -> None:
    (message,) = read_bytes(good_text.encode())

    assert message.file_name == "orders.txt"
    assert message.position == 1
    assert message.content == good_text.rstrip().encode()
    assert message.sha256 == hashlib.sha256(message.content).digest()
    assert message.encoding == "utf-8"
    assert message.reading == PaymentOrder(
        basic_header="F01K059140000000001000001",
        application_header="I102SGROSS000000U3003",
        reference="G-000001",
        payer=Party(
            account="KZ926010131000123456",
            name="ТОО Алма",
            identification_number="980250615763",
            chief="Директор",
            main_bookkeeper="Бухгалтер",
            residency="1",
            sector="7",
        ),
        sender_bic="HSBKKZKX",
        beneficiary_bic="GCVPKZ2A",
        beneficiary=Party(
            account="KZ67009SS00368609110",
            name="НАО ГК Правительство для граждан",
            identification_number="160440007161",
            residency="1",
            sector="1",
        ),
        document_number="71317",
        document_date=date(2020, 2, 21),
        purpose_code="012",
        value_date=date(2020, 2, 21),
        total=Money(600_965),
        sending_way="07",
        operation_kind="01",
        processing="01",
        period="012020",
        assignment="Социальные отчисления",
        participants=ParticipantList.of(
            ParticipantLine(
                number="1",
                amount_tiyn=450_965,
                list_kind="S",
                surname="Құнанбаев",
                name="Әлихан",
                patronymic="Серікұлы",
                birth_date="20011125",
                identification_number="011125533390",
                period="",
            ),
            ParticipantLine(
                number="2",
                amount_tiyn=150_000,
                list_kind="S",
                surname="Щёголева",
                name="Юлия",
                patronymic="",
                birth_date="19810629",
                identification_number="810629496268",
                period="022020",
            ),
        ),
    )


def test_a_single_order_needs_no_participants_and_keeps_unknown_fields(good_text: str, read_bytes: ReadBytes) -> None:
    header, _, _ = good_text.partition(":21:")
    text = header.replace("I102", "I100") + ":21:OTHER\n:32A:200221KZT7,\n-}"
    (message,) = read_bytes(text.encode())

    assert isinstance(message.reading, PaymentOrder)
    assert message.reading.message_type == "100"
    assert len(message.reading.participants) == 0
    assert message.reading.others == ((":21:", "OTHER"),)


def test_other_types_have_the_same_mandatory_header(read_bytes: ReadBytes) -> None:
    (message,) = read_bytes(HEADER.replace("102", "950").encode() + b":20:R\n-}")

    assert isinstance(message.reading, UnreadableMessage)
    assert [defect.field for defect in message.reading.defects][:2] == [":50:", ":52B:"]
    assert ":21:" not in [defect.field for defect in message.reading.defects]


def test_an_account_of_the_payer_may_stand_without_its_sign_or_be_absent(good_text: str, read_bytes: ReadBytes) -> None:
    (bare,) = read_bytes(good_text.replace(":50:/D/", ":50:").encode())
    (absent,) = read_bytes(good_text.replace("/D/KZ926010131000123456", "").encode())

    assert isinstance(bare.reading, PaymentOrder)
    assert isinstance(absent.reading, PaymentOrder)
    assert bare.reading.payer.account == "KZ926010131000123456"
    assert absent.reading.payer.account == ""


def test_a_purpose_of_several_lines_is_one_text(good_text: str, read_bytes: ReadBytes) -> None:
    (message,) = read_bytes(good_text.replace("отчисления\n", "отчисления\nза январь\n").encode())

    assert isinstance(message.reading, PaymentOrder)
    assert message.reading.assignment == "Социальные отчисления\nза январь"


def test_an_unreadable_message_tells_what_could_be_read(good_text: str, read_bytes: ReadBytes) -> None:
    (message,) = read_bytes(good_text.replace("KZT1500,", "KZT1500").encode())

    assert message.reading == UnreadableMessage(
        defects=(
            Defect(
                field=":32B:",
                found="KZT1500",
                expected="in line 2: KZT, 1 to 15 digits, a comma and at most two digits, more than zero",
            ),
        ),
        reference="G-000001",
        value_date=date(2020, 2, 21),
        sender_bic="HSBKKZKX",
        payer_id="980250615763",
        payer_name="ТОО Алма",
        purpose_code="012",
        period="012020",
        line_count=2,
        total=Money(600_965),
    )


@pytest.mark.parametrize("day", ["200230", "20022", "2002211", "20-2-1", "", "20022X", "٢٠٠٢٢١", "000000"])
def test_a_value_date_that_is_none_is_a_defect(day: str, good_text: str, read_bytes: ReadBytes) -> None:
    (message,) = read_bytes(good_text.replace(":32A:200221", f":32A:{day}").encode())

    assert isinstance(message.reading, UnreadableMessage)
    assert [(defect.field, defect.expected) for defect in message.reading.defects] == [(":32A:", "a day YYMMDD")]
    assert message.reading.value_date is None
    assert message.reading.total == Money(600_965)


def test_a_closing_field_without_its_parts_is_a_defect_for_each(good_text: str, read_bytes: ReadBytes) -> None:
    (message,) = read_bytes(good_text.replace(":32A:200221KZT6009,65", ":32A:nothing").encode())

    assert isinstance(message.reading, UnreadableMessage)
    assert [defect.field for defect in message.reading.defects] == [":32A:", ":32A:"]


def test_a_long_list_of_defects_is_cut_and_counted(good_text: str, read_bytes: ReadBytes) -> None:
    header, _, _ = good_text.partition(":21:")
    text = header.replace("/KNP/012\n", "") + ":21:1\n" * 50 + ":32A:200221KZT7,\n-}"
    (message,) = read_bytes(text.encode())

    assert isinstance(message.reading, UnreadableMessage)
    assert len(message.reading.defects) == DEFECTS_MAX
    assert message.reading.defects[0].field == "KNP"
    assert message.reading.defects[-1].found == f"{1 + 5 * 50 - (DEFECTS_MAX - 1)} more defects"
    assert message.reading.line_count == 50


def test_a_message_beyond_the_limit_is_refused(good_text: str, read_bytes: ReadBytes) -> None:
    with pytest.raises(MessageTooLong, match=r"orders\.txt: message 1 is longer than 100 bytes"):
        read_bytes(good_text.encode(), message_bytes_max=100)


@given(content=st.binary() | st.lists(st.sampled_from(SIGNS)).map(lambda signs: (HEADER + "".join(signs)).encode()))
def test_any_bytes_are_read_without_an_error(content: bytes, read_bytes: ReadBytes) -> None:
    for message in read_bytes(content):
        assert message.content in content
        assert not isinstance(message.reading, UnreadableMessage) or message.reading.defects


@given(start=st.integers(0, 900), length=st.integers(1, 400), noise=st.binary(max_size=20))
def test_a_message_between_two_damaged_ones_is_read(
    start: int, length: int, noise: bytes, good_text: str, read_bytes: ReadBytes
) -> None:
    good = good_text.encode()
    damaged = good[:start] + noise + good[start + length :]
    middle = good.replace(b"G-000001", b"G-MIDDLE")

    read = [
        message.reading.reference
        for message in read_bytes(damaged + b"\n" + middle + b"\n" + damaged)
        if isinstance(message.reading, PaymentOrder)
    ]
    assert "G-MIDDLE" in read


@given(
    encodings=st.lists(st.sampled_from(["cp1251", "cp866", "utf-8"]), max_size=5),
    between=st.sampled_from(["", "\n", "\r\n"]),
)
def test_a_file_of_several_messages_gives_each_in_its_encoding(
    good_text: str, read_bytes: ReadBytes, encodings: list[str], between: str
) -> None:
    plain = good_text.rstrip().replace("Құнанбаев", "Кунанбаев").replace("Әлихан", "Алихан").replace("Серікұлы", "-")
    texts = [plain.replace("G-000001", f"G-{place}") for place in range(len(encodings))]
    contents = [text.encode(encoding) for text, encoding in zip(texts, encodings, strict=True)]

    messages = read_bytes(between.encode().join(contents))

    assert [message.content for message in messages] == contents
    assert [message.encoding for message in messages] == encodings
    assert [message.position for message in messages] == list(range(1, len(contents) + 1))
    assert all(isinstance(message.reading, PaymentOrder) for message in messages)
    assert len({message.reading.payer for message in messages if isinstance(message.reading, PaymentOrder)}) <= 1
