"""esep register, returns, accounts, deadlines, verify, database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import Result

RunEsep = Callable[..., Result]
Answer = Callable[..., Any]

PERSON = "030820"  # begin of the number of the first person of the cut order


@pytest.fixture
def received(loaded: RunEsep, kept_samples: Path) -> RunEsep:
    loaded("orders", "receive", kept_samples / "05-cut-names.txt", kept_samples / "09-held.txt")
    return loaded


@pytest.fixture
def person(kept_samples: Path) -> str:
    text = (kept_samples / "register.csv").read_text(encoding="utf-8")
    return next(line.split(",")[0] for line in text.splitlines() if line.startswith(PERSON))


def test_a_register_is_loaded_by_versions(loaded: RunEsep, answer: Answer, kept_samples: Path) -> None:
    version = answer("register", "load", kept_samples / "register.csv")
    assert (version["version"], version["people"], version["loaded_by"]) == (2, 412, "saule")
    assert [one["version"] for one in answer("register", "list")["versions"]] == [1, 2]
    assert "register.csv" in loaded("register", "list").stdout


def test_a_register_with_bad_rows_leaves_the_one_before(loaded: RunEsep, answer: Answer, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(
        "iin,surname,name,patronymic,birth_date,sex,life_status,death_date,excluded\n"
        "880417490000,А,Б,,1988-04-17,F,alive,,no\n"
        "880417490001,А,Б,,1988-04-17,F,alive,,no\n",
        encoding="utf-8",
    )
    result = loaded("register", "load", tmp_path / "bad.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "line 3: iin 880417******: wrong check digit" in result.stderr
    assert [one["version"] for one in answer("register", "list")["versions"]] == [1]


def test_a_register_without_people_is_refused(loaded: RunEsep, answer: Answer, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text(
        "iin,surname,name,patronymic,birth_date,sex,life_status,death_date,excluded\n", encoding="utf-8"
    )
    result = loaded("register", "load", tmp_path / "empty.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "empty.csv names no person" in result.stderr
    assert [one["version"] for one in answer("register", "list")["versions"]] == [1]


@pytest.mark.parametrize(("name", "told"), [("gone.csv", "does not exist"), ("", "is a folder")])
def test_a_register_file_must_be_there(esep: RunEsep, tmp_path: Path, name: str, told: str) -> None:
    result = esep("register", "load", tmp_path / name)
    assert result.exit_code == 1
    assert told in result.stderr


def test_returns_are_listed_and_dispatched_once(received: RunEsep, answer: Answer, tmp_path: Path) -> None:
    (waiting,) = answer("returns", "list")["returns"]
    assert waiting == {
        "reference": "R1-000006",
        "value_date": "2020-02-21",
        "payer": {"id": "990751176540", "name": "ТОО Алма"},
        "purpose_code": "026",
        "amount_tiyn": 1438476,
        "lines": 3,
        "decided_at": "2020-02-21T06:00:00+00:00",
        "due_on": "2020-02-24",
        "outgoing_reference": None,
        "file": None,
        "dispatched_on": None,
    }
    (file,) = answer("returns", "dispatch", "--out", tmp_path / "out")["files"]
    assert (file["file"], file["folder"], file["messages"], file["total_tiyn"]) == (
        "returns-20200221-GCVP-00000000001.txt",
        str(tmp_path / "out"),
        1,
        1438476,
    )
    assert [entry.name for entry in (tmp_path / "out").iterdir()] == [file["file"]]
    result = received("returns", "dispatch", "--out", tmp_path / "out")
    assert (result.exit_code, result.stderr) == (0, "No return waits: nothing was written.\n")
    assert answer("returns", "list")["returns"][0]["outgoing_reference"] == "GCVP-00000000001"
    assert "GCVP-00000000001" in received("returns", "list").stdout
    assert received("returns", "list", "--format", "csv").stdout.startswith("reference,value_date,payer_id,")


def test_an_outgoing_folder_that_cannot_be_is_refused(received: RunEsep, answer: Answer, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    result = received("returns", "dispatch", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "is a file; expected a folder" in result.stderr
    assert answer("returns", "list")["returns"][0]["file"] is None


def test_an_account_is_shown_with_every_key_of_the_contract(received: RunEsep, answer: Answer, person: str) -> None:
    account = answer("accounts", "show", person)
    (record,) = account.pop("records")
    (month,) = account.pop("payer_months")
    names = {key: account.pop(key) for key in ("surname", "name", "patronymic")}
    assert all(isinstance(name, str) for name in names.values())
    assert account == {
        "iin": person,
        "numbers": [person],
        "birth_date": "2003-08-20",
        "social_payments": [],
        "totals": {"contributions_tiyn": 468679, "penalties_tiyn": 0, "returned_tiyn": 0, "months": 1},
    }
    assert record == {
        "period": "2020-01",
        "kind": "contribution",
        "status": "credited",
        "amount_tiyn": 468679,
        "received_on": "2020-02-21",
        "recorded_at": "2020-02-21T06:00:00+00:00",
        "dispatched_on": None,
        "document_number": record["document_number"],
        "document_date": "2020-02-21",
        "reference": "R1-000006",
        "purpose_code": "012",
        "sender": {"id": "990751176540", "name": "ТОО Алма"},
        "recipient_name": "НАО ГК Правительство для граждан",
        "order_total_tiyn": 6273077,
        "order_lines": 12,
        "line": 1,
        "actual_payer": None,
        "iin": person,
        "returned_tiyn": 0,
        "refund": None,
        "days_late": None,
        "reversed_by": None,
        "corrected_from": None,
        "illegal": [],
    }
    assert month == {
        "payer": {"id": "990751176540", "name": "ТОО Алма"},
        "period": "2020-01",
        "credited_tiyn": 468679,
        "minimum_tiyn": 148750,
        "maximum_tiyn": 1041250,
        "excess_tiyn": 0,
        "shortfall_tiyn": 0,
    }
    assert person in received("accounts", "show", person).stdout


def test_as_of_a_date_means_its_end_in_almaty(received: RunEsep, answer: Answer, person: str) -> None:
    assert len(answer("accounts", "show", person, "--as-of", "2020-02-21")["records"]) == 1
    assert len(answer("accounts", "show", person, "--as-of", "2020-02-21T12:00:00+06:00")["records"]) == 1
    before = answer("accounts", "show", person, "--as-of", "2020-02-21T11:59:59+06:00")
    assert before["records"] == []
    assert before["totals"] == {"contributions_tiyn": 0, "penalties_tiyn": 0, "returned_tiyn": 0, "months": 0}


@pytest.mark.parametrize("instant", ["2020-02-30", "yesterday", "2020-02-21T12:00:00"])
def test_as_of_what_is_no_instant_is_wrong_usage(received: RunEsep, person: str, instant: str) -> None:
    assert received("accounts", "show", person, "--as-of", instant).exit_code == 2


def test_each_view_of_an_account_is_recorded_with_who_and_why(
    received: RunEsep, database_url: str, person: str
) -> None:
    received("accounts", "show", person, "--purpose", "request 12", ESEP_ACTOR="dana")
    with psycopg.connect(database_url) as connection:
        views = connection.execute("select person_key, actor_identity, actor_purpose from usage_record").fetchall()
    assert views == [(int(person), "dana", "request 12")]


@pytest.mark.parametrize("number", ["030820000000", "12", "abc"])
def test_what_is_no_iin_is_refused(received: RunEsep, number: str) -> None:
    result = received("accounts", "show", number)
    assert (result.exit_code, result.stderr[:5]) == (1, "esep:")


def test_deadlines_are_open_then_due_then_breached(received: RunEsep, answer: Answer) -> None:
    deadlines = answer("deadlines", "list")["deadlines"]
    assert [(one["duty"], one["name"], one["state"]) for one in deadlines] == [
        ("decide-order", "HSBKKZKX/R1-000013/2020-02-21", "open"),
        ("decide-order", "HSBKKZKX/R1-000014/2020-02-21", "open"),
        ("decide-order", "HSBKKZKX/R1-000015/2020-02-21", "open"),
        ("send-return", "R1-000006/2020-02-21", "open"),
        ("transfer-money", "credited/2020-02-21", "open"),
    ]
    due = answer("deadlines", "list", ESEP_NOW="2020-02-24T23:59:00+06:00")["deadlines"]
    assert {one["state"] for one in due} == {"due-today"}
    late = answer("deadlines", "list", ESEP_NOW="2020-02-25")["deadlines"]
    assert {one["state"] for one in late} == {"breached"}
    assert "breached" in received("deadlines", "list", ESEP_NOW="2020-02-25").stdout
    assert received("deadlines", "list", "--format", "csv").stdout.splitlines()[1] == (
        "open,2020-02-24,decide-order,HSBKKZKX/R1-000013/2020-02-21,2020-02-21,1686255"
    )


def test_a_store_that_holds_is_verified(received: RunEsep, answer: Answer) -> None:
    verified = answer("verify")
    assert verified["ok"] is True
    assert {check["ok"] for check in verified["checks"]} == {True}
    result = received("verify")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "All checks hold.")


def test_a_store_that_was_damaged_is_named(received: RunEsep, answer: Answer, database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("update message set content = content || 'x' where encoding = 'cp1251'")
    verified = answer("verify")
    assert verified["ok"] is False
    assert [check["name"] for check in verified["checks"] if not check["ok"]] == ["messages-intact"]
    result = received("verify")
    assert result.exit_code == 1
    assert "FAILS  messages-intact" in result.stdout


@pytest.mark.usefixtures("new_store")
def test_the_schema_is_made_by_upgrade_and_told_by_status(esep: RunEsep, answer: Answer) -> None:
    before = answer("database", "status")
    assert (before["store"], before["applied"]) == ("server", [])
    assert answer("database", "upgrade") == {"applied": before["pending"]}
    after = answer("database", "status")
    assert (after["applied"], after["pending"]) == (before["pending"], [])
    assert esep("database", "upgrade").stderr == "The store is up to date.\n"
    assert "0001" in esep("database", "status").stdout


def test_a_store_of_a_newer_version_is_refused(new_store: str, loaded: RunEsep) -> None:
    with psycopg.connect(new_store) as connection:
        connection.execute("insert into schema_migration (number, name, sha256) values (9999, 'later', '')")
    result = loaded("orders", "list")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "written by a newer version of esep" in result.stderr
