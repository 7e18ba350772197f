"""esep payers, penalties and registers, on the files that ship for the demonstration."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

RunEsep = Callable[..., Result]
Answer = Callable[..., Any]

DEMO_DATA = Path(__file__).parents[2] / "src/entrypoints/cli/demo_data"
NOW = "2025-03-20T12:00:00+05:00"
ALTYN, PERSON = "050340019011", "880417490000"
SPAN = ("--from", "2025-03-01", "--to", "2025-03-31")


@pytest.fixture
def variables(variables: dict[str, str]) -> dict[str, str]:
    return variables | {"ESEP_NOW": NOW, "COLUMNS": "130"}


@pytest.fixture
def received(esep: RunEsep) -> RunEsep:
    """`esep` on a store with the demonstration's register, orders and a person's own payment."""
    assert esep("register", "load", DEMO_DATA / "register.csv").exit_code == 0
    assert esep("orders", "receive", DEMO_DATA / "incoming", DEMO_DATA / "self-payment.txt").exit_code == 3
    return esep


def test_the_shipped_register_of_payers_knows_every_payer_of_the_demonstration(esep: RunEsep, answer: Answer) -> None:
    version = answer("payers", "load-register", DEMO_DATA / "payers.csv")
    assert (version["version"], version["file"], version["payers"], version["loaded_by"]) == (
        1,
        "payers.csv",
        4,
        "saule",
    )
    told = esep("payers", "load-register", DEMO_DATA / "payers.csv")
    assert told.stdout == "Loaded version 2 of the register of payers: 4 payers.\n"
    esep("register", "load", DEMO_DATA / "register.csv")
    orders = answer("orders", "receive", DEMO_DATA / "incoming")["orders"]
    assert "payer-not-registered" not in {finding["code"] for order in orders for finding in order["findings"]}


def test_an_order_of_a_payer_who_is_not_there_waits_for_a_newer_register(
    esep: RunEsep, answer: Answer, tmp_path: Path
) -> None:
    (tmp_path / "few.csv").write_text(
        "BIN,name,registered,removed\n981140029006,АО,,2025-03-19\n120740039004,ТОО,,\n", encoding="utf-8"
    )
    esep("register", "load", DEMO_DATA / "register.csv")
    esep("payers", "load-register", tmp_path / "few.csv")
    held = answer("orders", "receive", DEMO_DATA / "incoming" / "2-cp1251-kazakh-letters.txt")["orders"][0]
    assert (held["outcome"], [finding["code"] for finding in held["findings"]]) == ("held", ["payer-not-registered"])
    assert "981140029006 (2025-03-19)" in held["findings"][0]["message"]
    esep("payers", "load-register", DEMO_DATA / "payers.csv")
    taken = answer("orders", "retry")["orders"]
    assert {order["outcome"] for order in taken} == {"accepted", "cut"}


def test_a_bad_register_of_payers_loads_nothing(esep: RunEsep, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("BIN,name,registered,removed\n940140000380,А,,\n", encoding="utf-8")
    result = esep("payers", "load-register", tmp_path / "bad.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "line 2: BIN 940140******: wrong check digit" in result.stderr
    (tmp_path / "empty.csv").write_text("BIN,name,registered,removed\n", encoding="utf-8")
    assert "empty.csv names no payer" in esep("payers", "load-register", tmp_path / "empty.csv").stderr
    assert "is a folder" in esep("payers", "load-register", tmp_path).stderr
    assert "does not exist" in esep("payers", "load-register", tmp_path / "gone.csv").stderr


def test_a_persons_own_payment_is_one_line_of_its_order(received: RunEsep, answer: Answer) -> None:
    [order] = answer("orders", "show", "D-000021")["orders"]
    assert (order["outcome"], order["lines"], order["credited"], order["actual_payer"]) == (
        "accepted",
        1,
        {"lines": 1, "tiyn": 425_000},
        None,
    )
    assert order["participants"] == [
        {
            "line": 1,
            "iin": "880417******",
            "period": "2025-01",
            "amount_tiyn": 425_000,
            "outcome": "credited",
            "comparison": "normalised",
        }
    ]
    assert "1 line " in received("orders", "show", "D-000021").stdout
    records = answer("accounts", "show", PERSON)["records"]
    assert [(one["reference"], one["order_lines"]) for one in records] == [("D-000021", 1), ("D-000001", 6)]


def test_a_payers_month_is_shown_with_what_went_back_and_what_is_open(
    received: RunEsep, answer: Answer, tmp_path: Path
) -> None:
    received("returns", "dispatch", "--out", tmp_path / "out")
    page = answer("payers", "show", ALTYN, "--period", "2025-02")
    assert page["payer"] == {"id": ALTYN, "name": "ТОО «Алтын дән»"}
    assert [order["reference"] for order in page["orders"]] == ["D-000001", "D-000006", "D-000010"]
    assert page["totals"] == {
        "contributions_tiyn": 12_070_000,
        "penalties_tiyn": 0,
        "refunded_tiyn": 0,
        "returned_tiyn": 2_475_000,
        "held_tiyn": 0,
    }
    assert (page["people"], page["last_payment_on"]) == (10, "2025-03-20")
    assert [(one["reference"], one["reasons"]) for one in page["sent_back"]] == [("D-000006", ["total-mismatch"])]
    assert [(one["reference"], one["code"]) for one in page["findings"]] == [
        ("D-000010", "below-minimum"),
        ("D-000010", "above-maximum"),
        ("D-000010", "patronymic-missing"),
    ]
    assert [(one["iin"], one["excess_tiyn"], one["shortfall_tiyn"]) for one in page["out_of_bounds"]] == [
        ("911224******", 125_000, 0),
        ("980115******", 0, 125_000),
    ]
    table = received("payers", "show", ALTYN, "--period", "2025-02").stdout
    assert "contributions 120 700.00, penalties 0.00, refunded 0.00, returned 24 750.00, held 0.00 tenge" in table
    for part in ("sent back", "open findings", "over or under the bounds", "911224******"):
        assert part in table


def test_a_month_without_payments_and_a_wrong_month_or_number_are_told(received: RunEsep) -> None:
    assert "nothing recorded" in received("payers", "show", ALTYN, "--period", "2019-01").stdout
    assert received("payers", "show", ALTYN, "--period", "2019-13").exit_code == 2
    wrong = received("payers", "show", "050340019012", "--period", "2019-01")
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert "no IIN or BIN" in wrong.stderr


def test_a_persons_own_page_as_payer_shows_the_number_masked(received: RunEsep, answer: Answer) -> None:
    page = answer("payers", "show", PERSON, "--period", "2025-01")
    assert (page["payer"]["id"], page["totals"]["contributions_tiyn"]) == ("880417******", 425_000)
    assert PERSON not in received("payers", "show", PERSON, "--period", "2025-01").stdout


@pytest.fixture
def late(esep: RunEsep, tmp_path: Path) -> RunEsep:
    """`esep` on a store where a payer paid for March 2023 a day late, and for January 2025 as well."""
    esep("register", "load", DEMO_DATA / "register.csv")
    text = (DEMO_DATA / "self-payment.txt").read_text(encoding="utf-8")
    known = text.replace("250320", "230426").replace("012025", "032023")
    unknown = text.replace("250320KZT", "250227KZT")
    penalty = known.replace("D-000021", "D-000022").replace("/KNP/012", "/KNP/017").replace("4250,00", "2,50")
    (tmp_path / "late.txt").write_text(known + unknown + penalty, encoding="utf-8")
    assert esep("orders", "receive", tmp_path / "late.txt").exit_code == 0
    return esep


def test_the_penalty_for_paying_late_is_compared_with_what_came(late: RunEsep, answer: Answer) -> None:
    check = answer("penalties", "check", PERSON, "--period", "2023-03")
    assert check["late"] == [
        {
            "received_on": "2023-04-26",
            "amount_tiyn": 425_000,
            "days_late": 1,
            "penalty_tiyn": 244,
            "unknown_days": [],
        }
    ]
    assert (check["due_on"], check["expected_tiyn"], check["received_tiyn"], check["difference_tiyn"]) == (
        "2023-04-25",
        244,
        250,
        6,
    )
    assert "decision of the product" in check["basis"]
    told = late("penalties", "check", PERSON, "--period", "2023-03")
    assert "expected 2.44, penalties received 2.50 tenge, difference 0.06" in told.stdout
    assert "365" in told.stderr


def test_where_the_base_rate_is_not_known_the_days_are_named(late: RunEsep, answer: Answer) -> None:
    check = answer("penalties", "check", PERSON, "--period", "2025-01")
    assert (check["expected_tiyn"], check["difference_tiyn"]) == (None, None)
    assert check["late"][0]["unknown_days"] == [{"from": "2025-02-26", "to": "2025-02-27"}]
    told = late("penalties", "check", PERSON, "--period", "2025-01").stdout
    assert "2025-02-26 to 2025-02-27" in told
    assert "expected not known" in told
    told = late("penalties", "check", PERSON, "--period", "2024-01").stdout
    assert "no contribution for this month came late" in told


def test_the_registers_add_up_and_name_no_participant(received: RunEsep, answer: Answer, tmp_path: Path) -> None:
    received("returns", "dispatch", "--out", tmp_path / "out")
    document = answer("registers", "received", *SPAN)
    assert document["totals"] == {"rows": 12, "lines": 38, "amount_tiyn": 39_051_200}
    assert sum(row["amount_tiyn"] for row in document["rows"]) == 39_051_200
    own = document["rows"][-1]
    assert (own["reference"], own["payer"], own["lines"]) == ("D-000021", {"id": "880417******", "name": None}, 1)
    rows = list(csv.DictReader(io.StringIO(received("registers", "received", *SPAN, "--format", "csv").stdout)))
    assert len(rows) == 12
    assert rows[0] == {
        "received_on": "2025-03-19",
        "payer_id": "120740039004",
        "payer_name": "ТОО Актобе хлеб",
        "actual_payer_id": "",
        "actual_payer_name": "",
        "sender_bic": "IRTYKZKA",
        "reference": "D-000009",
        "value_date": "2025-03-19",
        "document_number": "9",
        "document_date": "2025-03-19",
        "purpose_code": "012",
        "period": "2025-02",
        "lines": "2",
        "amount_tiyn": "1740000",
    }
    assert "12 rows, 38 lines, 390 512.00 tenge" in received("registers", "received", *SPAN).stdout

    returned = answer("registers", "returned", *SPAN)
    assert returned["totals"] == {"rows": 4, "lines": 10, "amount_tiyn": 10_515_000}
    cells = received("registers", "returned", *SPAN, "--format", "csv").stdout.splitlines()
    assert len(cells) == 5
    assert "examination,deceased iin-invalid name-mismatch,026,3,3290000" in cells[2]
    assert "4 rows, 10 lines, 105 150.00 tenge" in received("registers", "returned", *SPAN).stdout


def test_days_without_anything_and_days_in_the_wrong_order_are_told(received: RunEsep) -> None:
    empty = received("registers", "returned", *SPAN)
    assert (empty.exit_code, empty.stdout, empty.stderr) == (0, "", "Nothing in these days.\n")
    turned = received("registers", "received", "--from", "2025-03-02", "--to", "2025-03-01")
    assert (turned.exit_code, turned.stdout) == (1, "")
    assert "earlier one first" in turned.stderr


def test_an_actual_payer_is_told_beside_the_sender(esep: RunEsep, answer: Answer, tmp_path: Path) -> None:
    esep("register", "load", DEMO_DATA / "register.csv")
    text = (DEMO_DATA / "incoming" / "1-utf8.txt").read_text(encoding="utf-8")
    named = text.replace("/PERIOD/022025\n", "/PERIOD/022025\n/FSNAME/Филиал\n/FSIDN/981140029006\n", 1)
    (tmp_path / "named.txt").write_text(named, encoding="utf-8")
    [order] = answer("orders", "receive", tmp_path / "named.txt")["orders"]
    assert order["actual_payer"] == {"id": "981140029006", "name": "Филиал"}
    page = answer("payers", "show", "981140029006", "--period", "2025-02")
    assert (page["payer"]["name"], len(page["orders"])) == ("Филиал", 1)
    [row] = answer("registers", "received", *SPAN)["rows"]
    assert row["actual_payer"] == {"id": "981140029006", "name": "Филиал"}
    assert "Филиал, 981140029006 by ТОО" in esep("registers", "received", *SPAN).stdout
    assert "actual payer: Филиал, 981140029006" in esep("orders", "show", "D-000001").stdout
    assert "981140029006" in esep("registers", "received", *SPAN, "--format", "csv").stdout
