"""Files of payers: the columns, every bad row named, all or nothing."""

import hashlib
import io
from datetime import date

import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.in_memory.store import InMemoryStore
from esep.adapters.payer_register.csv_payers import CsvPayersReader
from esep.domain.model.actor import Actor
from esep.domain.model.payer_register import RegisteredPayer
from esep.domain.ports.payer_register import PayersFileInvalid
from esep.domain.use_cases.load_payers import LoadPayers

HEAD = "BIN,name,registered,removed\n"


def read(content: str | bytes) -> list[RegisteredPayer]:
    data = content.encode() if isinstance(content, str) else content
    return list(CsvPayersReader().read(io.BytesIO(data), "payers.csv").payers())


def refusal(content: str | bytes) -> str:
    with pytest.raises(PayersFileInvalid) as caught:
        read(content)
    return str(caught.value)


@pytest.mark.parametrize("head", ["BIN", "bin", "iin_bin", "\ufeffBIN", " Bin "])
def test_payers_are_read_whatever_the_column_of_the_number_is_called(head: str) -> None:
    rows = f"name,removed,{head.strip(chr(0xFEFF))},registered,address\nТОО «Алма»,,940140000385,1994-01-05,Алматы\n"
    rows += "ИП Ахметов,2020-02-01,871008401427,,\n"
    content = rows if "\ufeff" not in head else "\ufeff" + rows
    assert read(content) == [
        RegisteredPayer(payer_id="940140000385", name="ТОО «Алма»", registered_on=date(1994, 1, 5), removed_on=None),
        RegisteredPayer(payer_id="871008401427", name="ИП Ахметов", registered_on=None, removed_on=date(2020, 2, 1)),
    ]


def test_every_bad_row_is_named_with_everything_that_is_wrong_and_numbers_are_masked() -> None:
    told = refusal(
        HEAD + "94014000038,А,,\n"
        "940140000380,,2020-13-01,20200101\n"
        "940140000385,Б,,\n"
        "\n"
        "940140000385,Б,2020-02-01,2020-01-31\n"
        "950341000052,В\n"
        f"961141000023,{'я' * 501},,\n"
        '070941024691,"Г\tД",,\n'
    )
    assert told.splitlines() == [
        "payers.csv: 6 rows cannot be used, so nothing was loaded; correct them and load it again:",
        "  line 2: BIN 94014******: expected twelve digits",
        "  line 3: BIN 940140******: wrong check digit; no name; expected one; "  # noqa: ISC004  # one line of output
        "registered '2020-13-01'; expected a day as YYYY-MM-DD, or nothing; "
        "removed '20200101'; expected a day as YYYY-MM-DD, or nothing",
        "  line 6: BIN 940140******: stands in an earlier row too; expected each payer once; "  # noqa: ISC004  # the same
        "removed 2020-01-31 before registered 2020-02-01",
        "  line 7: 2 fields; expected 4 as in the first line",
        "  line 8: a name of 501 characters; expected at most 500",
        "  line 9: a line end, tab or other control character in the name; expected one line of text",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "has no column BIN, name, registered, removed"),
        ("BIN,name,registered\n", "has no column removed"),
        ("BIN,iin_bin,name,registered,removed\n", "has more than one column BIN"),
        (b"\xff\xfe\x00", "line 1: a byte that is not UTF-8"),
        (HEAD.encode() + "940140000385,Алма,,\n".encode("cp1251"), "line 2: a byte that is not UTF-8"),
        (HEAD.encode() + b"940140000385,A,,\n" * 1_000 + b"\xff\n", "line 1002: a byte that is not UTF-8"),
        ('"BIN', "its first line: unexpected end of data"),
        (HEAD + '940140000385,"Алма,,\n', "after line 2"),
    ],
)
def test_a_file_that_is_no_register_of_payers_is_refused(content: str | bytes, told: str) -> None:
    assert told in refusal(content)


def test_a_stream_that_cannot_be_read_twice_is_refused() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with pytest.raises(PayersFileInvalid, match="no file on a disk"):
        CsvPayersReader().read(Pipe(b""), "payers.csv")


def test_of_very_many_bad_rows_only_the_number_is_told() -> None:
    told = refusal(HEAD + "1,А,,\n" * 10_002)
    assert told.splitlines()[0].startswith("payers.csv: 10002 rows")
    assert told.splitlines()[-1] == "  … and 2 rows more"


@pytest.mark.parametrize("content", [HEAD, HEAD + "940140000385,,,\n"])
def test_an_empty_or_a_bad_file_loads_nothing(clock: FixedClock, actor: Actor, content: str) -> None:
    store = InMemoryStore()
    load = LoadPayers(open_unit=store.open_unit, reader=CsvPayersReader(), clock=clock)
    with pytest.raises(PayersFileInvalid):
        load(io.BytesIO(content.encode()), "payers.csv", actor)
    with store.open_unit() as unit:
        assert unit.payer_register.versions() == []
    good = (HEAD + "940140000385,Алма,,\n").encode()
    version = load(io.BytesIO(good), "payers.csv", actor)
    assert (version.version, version.payers_count, version.loaded_by) == (1, 1, "saule")
    assert version.sha256 == hashlib.sha256(good).digest()
