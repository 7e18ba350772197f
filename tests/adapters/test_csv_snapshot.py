"""Register files: what is read, and that every bad row is named."""

import csv
import hashlib
import io
from datetime import date

import attrs
import pytest

from esep.adapters.state_register.csv_snapshot import CsvRegisterReader
from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.model.sex import Sex
from esep.domain.ports.register_files import RegisterFileInvalid

HEADER = "iin,surname,name,patronymic,birth_date,sex,life_status,death_date,excluded"
GOOD = "880417490000,Әбенова,Айгүл,Маратқызы,1988-04-17,F,alive,,no"
DEAD = "650719392607,Дьячков,Иван,,1965-07-19,M,dead,2024-12-29,yes"


def people_of(*lines: str, encoding: str = "utf-8", line_end: str = "\n") -> list[RegisterPerson]:
    source = io.BytesIO(line_end.join((*lines, "")).encode(encoding))
    return list(CsvRegisterReader().read(source, "register.csv").people())


def faults_of(*lines: str) -> list[str]:
    with pytest.raises(RegisterFileInvalid) as raised:
        people_of(HEADER, *lines)
    return [line.strip() for line in str(raised.value).splitlines()[1:]]


def test_every_field_is_read() -> None:
    assert people_of(HEADER, DEAD) == [
        RegisterPerson(
            iin="650719392607",
            surname="Дьячков",
            name="Иван",
            patronymic="",
            birth_date=date(1965, 7, 19),
            sex=Sex.MALE,
            life_status=LifeStatus.DEAD,
            death_date=date(2024, 12, 29),
            excluded=True,
        )
    ]


def test_an_unknown_sex_is_left_empty() -> None:
    assert people_of(HEADER, GOOD.replace(",F,", ",,"))[0].sex is None


@pytest.mark.parametrize(("encoding", "line_end"), [("utf-8", "\n"), ("utf-8-sig", "\r\n")])
def test_a_byte_order_mark_and_dos_line_ends_change_nothing(encoding: str, line_end: str) -> None:
    people = people_of(HEADER, GOOD, encoding=encoding, line_end=line_end)
    assert [person.surname for person in people] == ["Әбенова"]


def test_columns_may_stand_in_any_order_beside_unknown_ones() -> None:
    fields = dict(zip(HEADER.split(","), GOOD.split(","), strict=True)) | {"height": "170"}
    target = io.StringIO()
    writer = csv.DictWriter(target, sorted(fields), lineterminator="\n")
    writer.writeheader()
    writer.writerow(fields)
    assert people_of(*target.getvalue().splitlines()) == people_of(HEADER, GOOD)


def test_the_digest_is_of_the_file_as_it_is() -> None:
    content = f"{HEADER}\r\n{GOOD}\r\n".encode("utf-8-sig")
    reading = CsvRegisterReader().read(io.BytesIO(content), "register.csv")
    assert reading.sha256 == hashlib.sha256(content).digest()


def test_a_register_without_people_is_empty() -> None:
    assert people_of(HEADER) == []


def test_the_source_stays_open_for_whoever_opened_it() -> None:
    source = io.BytesIO(f"{HEADER}\n{GOOD}\n".encode())
    list(CsvRegisterReader().read(source, "register.csv").people())
    assert not source.closed


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "has no column iin, surname"),
        (b"iin,name\n", "has no column surname, patronymic"),
        (f"{HEADER},sex\n".encode(), "has more than one column sex"),
        (b"\xd0\xff\xfe", "line 1: byte 0xd0 is not UTF-8"),
        (b'"iin\n', "line 1: unexpected end of data"),
    ],
)
def test_what_is_no_register_is_refused_at_once(content: bytes, told: str) -> None:
    with pytest.raises(RegisterFileInvalid, match=told):
        CsvRegisterReader().read(io.BytesIO(content), "register.csv")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (GOOD.replace("880417490000", "880417490001"), "line 2: iin 880417******: wrong check digit"),
        (GOOD.replace("880417490000", "88041749000"), "line 2: iin 88041******: expected twelve digits"),
        (GOOD.replace("1988-04-17", "19880417"), "line 2: birth_date '19880417'; expected a day as YYYY-MM-DD"),
        (GOOD.replace("1988-04-17", "1988-02-30"), "line 2: birth_date '1988-02-30'; expected a day as YYYY-MM-DD"),
        (GOOD.replace(",F,", ",W,"), "line 2: sex 'W'; expected M, F or nothing where it is not known"),
        (GOOD.replace("alive", "unknown"), "line 2: life_status 'unknown'; expected alive or dead"),
        (GOOD.replace(",no", ",0"), "line 2: excluded '0'; expected yes or no"),
        (DEAD.replace("2024-12-29", ""), "line 2: dead without a death_date; expected the day"),
        (DEAD.replace("dead", "alive"), "line 2: alive with a death_date; expected none"),
        (
            DEAD.replace("2024-12-29", "yesterday"),
            "line 2: death_date 'yesterday'; expected a day as YYYY-MM-DD, or nothing",
        ),
        (GOOD.replace("Әбенова,Айгүл", ","), "line 2: neither surname nor name; expected at least one"),
        (f"{GOOD},more", "line 2: 10 fields; expected 9 as in the first line"),
        (
            GOOD.replace("Айгүл", "Айгүл\t"),
            "line 2: a line end, tab or other control character in a name; expected one line of text",
        ),
    ],
)
def test_a_bad_row_is_named_with_what_is_wrong(row: str, fault: str) -> None:
    assert faults_of(row) == [fault]


def test_a_number_that_stands_twice_is_named() -> None:
    assert faults_of(GOOD, GOOD) == [
        "line 3: iin 880417******: stands in an earlier row too; expected each person once"
    ]


def test_all_bad_rows_and_all_faults_of_each_are_named() -> None:
    faults = faults_of(GOOD, GOOD.replace(",F,alive,,no", ",W,gone,,no"), "", DEAD.replace("yes", "si"))
    assert faults == [
        (
            "line 3: iin 880417******: stands in an earlier row too; expected each person once; "
            "sex 'W'; expected M, F or nothing where it is not known; life_status 'gone'; expected alive or dead"
        ),
        "line 5: excluded 'si'; expected yes or no",
    ]


def test_a_byte_that_is_not_utf_8_is_named_with_its_line() -> None:
    content = f"{HEADER}\n{GOOD}\n".encode() + DEAD.encode("cp1251") + b"\n"
    with pytest.raises(RegisterFileInvalid, match=r"line 3: byte 0x.. is not UTF-8; save the file as UTF-8"):
        list(CsvRegisterReader().read(io.BytesIO(content), "register.csv").people())


OPTIONAL = "citizenship,address,post_office,document_type,document_number,document_issued_on,document_issuer"
FULL = f'{GOOD},KAZ,"Алматы, Абай 1",050000,passport,N1,2019-05-06,МВД РК'


def test_optional_columns_are_read() -> None:
    (person,) = people_of(f"{HEADER},{OPTIONAL}", FULL)
    assert person == attrs.evolve(
        people_of(HEADER, GOOD)[0],
        citizenship="KAZ",
        address="Алматы, Абай 1",
        post_office="050000",
        document_type="passport",
        document_number="N1",
        document_issued_on=date(2019, 5, 6),
        document_issuer="МВД РК",
    )


def test_an_absent_column_is_unknown_and_an_empty_one_is_none() -> None:
    (person,) = people_of(f"{HEADER},address,document_issued_on", f"{GOOD},,")
    assert (person.address, person.document_issued_on, person.citizenship) == ("", None, None)
    (person,) = people_of(f"{HEADER},address", f"{GOOD},Алматы")
    assert (person.address, person.document_issued_on) == ("Алматы", None)


def test_gender_is_another_name_of_sex() -> None:
    assert people_of(HEADER.replace("sex", "gender"), GOOD) == people_of(HEADER, GOOD)


@pytest.mark.parametrize(("column", "told"), [("gender", "sex"), ("address,address", "address")])
def test_a_column_is_named_once(column: str, told: str) -> None:
    with pytest.raises(RegisterFileInvalid, match=f"has more than one column {told}"):
        people_of(f"{HEADER},{column}")


def test_all_faults_of_optional_columns_are_named() -> None:
    bad = FULL.replace("2019-05-06", "06.05.2019").replace("МВД РК", '"МВД\nРК"')
    with pytest.raises(RegisterFileInvalid) as raised:
        people_of(f"{HEADER},{OPTIONAL}", FULL, bad.replace("Айгүл,", ",").replace("Әбенова", ""))
    assert str(raised.value).splitlines()[1:] == [
        (
            "  line 4: iin 880417******: stands in an earlier row too; expected each person once; "
            "neither surname nor name; expected at least one; "
            "document_issued_on '06.05.2019'; expected a day as YYYY-MM-DD, or nothing; "
            "a line end, tab or other control character in document_issuer; expected one line of text"
        )
    ]
