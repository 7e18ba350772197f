"""What is written reads as the same order."""

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esep.adapters.payment_files.writer import Mt102Writer
from esep.domain.errors import InvalidInput
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.money import Money
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import Party, PaymentOrder

ReadBytes = Callable[..., list[IncomingMessage]]

LETTERS = {
    "cp1251": "АяЁёӘқіҺһҰAz19 -/:.,«№}",
    "cp866": "АяЁёЩъAz19 -/:.,}",
    "utf-8": "АяӘқҺ€жAz19 -/:.,}\u2028\ufffd",
    "utf-16": "АяӘқҺ€😀⵽紭Az19 -/:.,}",
}
WRITERS = [Mt102Writer(encoding=encoding, line_end=end) for encoding in LETTERS for end in ("\n", "\r\n")]
TAGS = st.sampled_from(["LA", "RNN", "ASSIGN", "FT", "PERIOD", "IDN", "NAME", "CHIEF", "PRT", "X1"])
COLON_TAGS = st.sampled_from([":72:", ":54C:", ":32B:", ":77B:"])


@st.composite
def _orders(draw: st.DrawFn, letters: str) -> PaymentOrder:
    """Orders whose every field is any text that can stand in it; the names tell the encoding for certain."""
    short = st.text(letters, max_size=8).map(lambda text: text.rstrip(" "))
    some = short.filter(bool)
    # Behind the first line none may look like a new field, nor the last be empty.
    following = st.lists(short.filter(lambda text: text[:1] not in {"/", ":", "-"}), max_size=2)
    text = st.builds(lambda first, more: "\n".join([first, *more]).rstrip("\n"), short, following)
    others = st.lists(st.tuples(TAGS, text), max_size=3).map(tuple)
    line_others = st.lists(st.tuples(TAGS, text) | st.tuples(COLON_TAGS, text), max_size=4).map(tuple)
    free = st.lists(st.tuples(st.just(""), some.map(lambda value: f"a{value}")), max_size=1).map(tuple)
    day = st.dates(date(2000, 1, 1), date(2099, 12, 31))
    tiyn = st.integers(1, 10**17 - 1)
    line = st.builds(
        ParticipantLine,
        number=short,
        amount_tiyn=tiyn,
        list_kind=short,
        surname=short,
        name=short,
        patronymic=short,
        birth_date=short,
        identification_number=short,
        period=short,
        others=line_others,
    )
    post = {"chief": short, "main_bookkeeper": short, "residency": short, "sector": short, "others": others}
    is_list = draw(st.booleans())
    return PaymentOrder(
        basic_header="F01K059140000000001000001",
        application_header=f"{draw(st.sampled_from('IO'))}{'102' if is_list else '100'}SGROSS000000U3003",
        reference=draw(some),
        payer=draw(st.builds(Party, account=short, name=some, identification_number=some, **post)),
        sender_bic=draw(some),
        beneficiary_bic=draw(some),
        beneficiary=attrs.evolve(
            draw(
                st.builds(
                    Party, account=some.map(lambda value: f"K{value}"), name=short, identification_number=short, **post
                )
            ),
            chief="ГЛАВНЫЙ Щёголев Юрий Эдуардович",
        ),
        document_number=draw(some),
        document_date=draw(day),
        purpose_code=draw(some),
        value_date=draw(day),
        total=Money(draw(tiyn)),
        sending_way=draw(short),
        operation_kind=draw(short),
        processing=draw(short),
        priority=draw(short),
        period=draw(short),
        assignment=draw(text),
        participants=ParticipantList.of(*draw(st.lists(line, min_size=1, max_size=4)))
        if is_list
        else ParticipantList(),
        details_others=draw(free) + draw(others),
        others=draw(free) + draw(st.lists(st.tuples(COLON_TAGS, text), max_size=2).map(tuple)),
    )


@pytest.mark.parametrize("writer", WRITERS, ids=str)
@settings(max_examples=30)
@given(data=st.data())
def test_what_is_written_reads_as_the_same_order(
    writer: Mt102Writer, data: st.DataObject, read_bytes: ReadBytes
) -> None:
    order = data.draw(_orders(LETTERS[writer.encoding]))

    (message,) = read_bytes(writer.write(order))

    assert message.reading == order
    assert message.encoding == {"utf-16": "utf-16-le"}.get(writer.encoding, writer.encoding)


@pytest.fixture
def good_order(good_text: str, read_bytes: ReadBytes) -> PaymentOrder:
    (message,) = read_bytes(good_text.encode())
    assert isinstance(message.reading, PaymentOrder)
    return message.reading


def test_a_good_message_is_written_as_it_came(good_text: str, good_order: PaymentOrder) -> None:
    written = Mt102Writer(encoding="utf-8", line_end="\n").write(good_order)

    assert written.decode() == good_text.replace("KZT1500,", "KZT1500,00")


def test_the_usual_file_is_cp1251_with_carriage_returns(good_order: PaymentOrder) -> None:
    written = Mt102Writer().write(good_order)

    assert b"\r\n/FM/" + "Ќўнанбаев".encode("cp1251") + b"\r\n" in written
    assert written.count(b"\n") == written.count(b"\r\n")


def test_a_second_message_behind_the_first_is_read(good_order: PaymentOrder, read_bytes: ReadBytes) -> None:
    second = attrs.evolve(good_order, reference="G-000002")
    for writer in WRITERS:
        order = good_order if writer.encoding != "cp866" else attrs.evolve(good_order, reference="G-000001")
        messages = read_bytes(writer.write(order) + writer.write(second))
        assert [getattr(message.reading, "reference", None) for message in messages] == ["G-000001", "G-000002"]


def test_several_messages_in_one_file_of_utf_16_stand_behind_one_mark_each(good_order: PaymentOrder) -> None:
    written = Mt102Writer(encoding="utf-16").write(good_order)

    assert written.startswith(b"\xff\xfe{\0")


def _with_line(order: PaymentOrder, **changes: Any) -> PaymentOrder:
    line = attrs.evolve(order.participants[1], **changes)
    return attrs.evolve(order, participants=ParticipantList.of(order.participants[0], line))


@pytest.mark.parametrize(
    ("field", "change"),
    [
        (":20:", lambda order: attrs.evolve(order, reference="A\n:32A:")),
        (":20:", lambda order: attrs.evolve(order, reference="")),
        (":20:", lambda order: attrs.evolve(order, reference="A ")),
        (":20:", lambda order: attrs.evolve(order, reference="A\rB")),
        (":20:", lambda order: attrs.evolve(order, reference="{1:F01")),
        (":52B:", lambda order: attrs.evolve(order, sender_bic="")),
        (":59:", lambda order: attrs.evolve(order, beneficiary=attrs.evolve(order.beneficiary, account="/NAME/x"))),
        ("{1:", lambda order: attrs.evolve(order, basic_header="F01}{2:")),
        ("{2:", lambda order: attrs.evolve(order, application_header="102")),
        ("NAME", lambda order: attrs.evolve(order, payer=attrs.evolve(order.payer, name=""))),
        ("lower", lambda order: attrs.evolve(order, payer=attrs.evolve(order.payer, others=(("lower", "x"),)))),
        (":72:", lambda order: attrs.evolve(order, payer=attrs.evolve(order.payer, others=((":72:", "x"),)))),
        ("ASSIGN", lambda order: attrs.evolve(order, assignment="a\n/KNP/017")),
        ("ASSIGN", lambda order: attrs.evolve(order, assignment="a\n:32A:200101KZT1,")),
        ("ASSIGN", lambda order: attrs.evolve(order, assignment="a\n-}")),
        ("ASSIGN", lambda order: attrs.evolve(order, assignment="a\n")),
        (":70:", lambda order: attrs.evolve(order, details_others=(("", "\nx"),))),
        (":21:", lambda order: attrs.evolve(order, others=((":21:", "x"),))),
        ("XX", lambda order: attrs.evolve(order, others=(("XX", "x"),))),
        (":32A:", lambda order: attrs.evolve(order, total=Money(0))),
        (":32A:", lambda order: attrs.evolve(order, total=Money(10**17))),
        ("a day", lambda order: attrs.evolve(order, value_date=date(1999, 12, 31))),
        (":21:", lambda order: attrs.evolve(order, participants=ParticipantList())),
        (":21:", lambda order: attrs.evolve(order, application_header="O100SCLEAR000000U3003")),
        ("FM of line 2", lambda order: _with_line(order, surname="A\nB")),
        ("IDN of line 2", lambda order: _with_line(order, identification_number="1\t")),
        (":32B: of line 2", lambda order: _with_line(order, amount_tiyn=0)),
        ("LA of line 2", lambda order: _with_line(order, others=(("LA", "x\n/FM/y"),))),
        (":32A: of line 2", lambda order: _with_line(order, others=((":32A:", "x"),))),
    ],
)
def test_a_value_that_would_not_be_read_as_the_same_is_refused_with_its_field(
    field: str, change: Callable[[PaymentOrder], PaymentOrder], good_order: PaymentOrder
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        Mt102Writer().write(change(good_order))

    assert str(refusal.value).startswith(f"{field} cannot be written into a payment message: ")


def test_a_reason_stands_in_the_line_and_the_header_of_a_return(good_order: PaymentOrder) -> None:
    returned = _with_line(good_order, others=(("ASSIGN", "[ИИН] не соответствует указанным Ф.И.О."),))
    written = Mt102Writer(encoding="utf-8", line_end="\n").write(returned).decode()

    assert "/IDN/810629496268\n/PERIOD/022020\n/ASSIGN/[ИИН] не соответствует указанным Ф.И.О.\n:32A:" in written
