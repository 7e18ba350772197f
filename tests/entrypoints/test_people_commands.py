"""esep people: refresh, show, correct, merge, separate."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import Result

RunEsep = Callable[..., Result]
Answer = Callable[..., Any]

MARRIED, MOVED, DEAD, NEWCOMER = "880417490000", "791102390104", "691201391209", "980709393403"


@pytest.fixture
def demo_data(pytestconfig: pytest.Config) -> Path:
    return pytestconfig.rootpath / "src/entrypoints/cli/demo_data"


@pytest.fixture
def people(esep: RunEsep, demo_data: Path, variables: dict[str, str]) -> RunEsep:
    """`esep` on a store with the register that ships, on a day of its time."""
    variables["ESEP_NOW"] = "2025-03-20T12:00:00+05:00"
    assert esep("register", "load", demo_data / "register.csv").exit_code == 0
    return esep


@pytest.fixture
def refreshed(people: RunEsep, demo_data: Path) -> RunEsep:
    """Likewise, refreshed four days later, too late, by the file that ships."""
    result = people(
        "people", "refresh", demo_data / "register-refresh.csv", "--valid-on", "2025-03-20", ESEP_NOW="2025-03-27"
    )
    assert result.exit_code == 0
    return people


def test_a_refresh_tells_what_it_changed(people: RunEsep, answer: Answer, demo_data: Path) -> None:
    expected: dict[str, Any] = {
        "version": 2,
        "file": "register-refresh.csv",
        "valid_on": "2025-03-20",
        "due_on": "2025-03-26",
        "state": "met",
        "people": 5,
        "new": 1,
        "changed": 4,
        "unchanged": 0,
        "changes": {
            "surname": 1,
            "citizenship": 4,
            "document": 4,
            "address": 4,
            "post_office": 4,
            "life_status": 1,
            "death_date": 1,
        },
    }
    assert answer("people", "refresh", demo_data / "register-refresh.csv") == expected
    again = answer("people", "refresh", demo_data / "register-refresh.csv")
    nothing: dict[str, Any] = {
        "version": None,
        "due_on": None,
        "state": None,
        "new": 0,
        "changed": 0,
        "unchanged": 5,
        "changes": {},
    }
    assert again == expected | nothing
    told = people("people", "refresh", demo_data / "register-refresh.csv")
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout == "5 people read, nobody new or changed: no new version was recorded.\n"
    assert [
        (one["version"], one["is_whole"], one["people"], one["changed"])
        for one in answer("register", "list")["versions"]
    ] == [
        (1, True, 30, None),
        (2, False, 5, 4),
    ]
    assert "register-refresh.csv (part)" in people("register", "list").stdout


def test_a_refresh_is_told_in_words(people: RunEsep, demo_data: Path) -> None:
    told = people("people", "refresh", demo_data / "register-refresh.csv", ESEP_NOW="2025-03-20").stdout
    assert " ".join(told.split()).startswith(
        "Version 2 of the register: 5 people read, 1 new, 4 changed, 0 unchanged. "
        "So since 2025-03-20, due 2025-03-26: met."
    )
    assert "post office" in told


def test_a_refresh_with_bad_rows_names_them_all_and_records_nothing(
    people: RunEsep, answer: Answer, demo_data: Path, tmp_path: Path
) -> None:
    text = (demo_data / "register-refresh.csv").read_text(encoding="utf-8")
    bad = text.replace("2019-06-04", "04.06.2019").replace("2023-09-01", "2023-02-30")
    (tmp_path / "bad.csv").write_text(bad, encoding="utf-8")
    result = people("people", "refresh", tmp_path / "bad.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "line 3: document_issued_on '04.06.2019'; expected a day" in result.stderr
    assert "line 6: document_issued_on '2023-02-30'; expected a day" in result.stderr
    assert len(answer("register", "list")["versions"]) == 1
    assert people("people", "show", NEWCOMER).exit_code == 1


@pytest.mark.parametrize(("name", "told"), [("gone.csv", "does not exist"), ("", "is a folder")])
def test_the_file_of_a_refresh_must_be_there(people: RunEsep, tmp_path: Path, name: str, told: str) -> None:
    result = people("people", "refresh", tmp_path / name)
    assert result.exit_code == 1
    assert told in result.stderr


def test_a_refresh_without_a_whole_version_tells_what_to_do(esep: RunEsep, demo_data: Path) -> None:
    result = esep("people", "refresh", demo_data / "register-refresh.csv")
    assert result.exit_code == 1
    assert "load one with esep register load" in result.stderr


@pytest.mark.parametrize(("day", "code"), [("2025-03-19", 1), ("2025-03-21", 1), ("20 March", 2)])
def test_the_day_of_a_refresh_is_checked(people: RunEsep, demo_data: Path, day: str, code: int) -> None:
    result = people("people", "refresh", demo_data / "register-refresh.csv", "--valid-on", day)
    assert (result.exit_code, result.stdout) == (code, "")


def test_a_person_is_shown_with_history(refreshed: RunEsep, answer: Answer) -> None:
    page = answer("people", "show", MARRIED)
    history = page.pop("history")
    assert page == {
        "iin": MARRIED,
        "numbers": [
            {
                "iin": MARRIED,
                "kind": "stands",
                "since": "2025-03-20",
                "recorded_at": "2025-03-20T07:00:00+00:00",
                "reason": "",
            }
        ],
        "surname": "Сапарова",
        "name": "Айгүл",
        "patronymic": "Маратқызы",
        "birth_date": "1988-04-17",
        "sex": "female",
        "citizenship": "KAZ",
        "document": {
            "type": "identity card",
            "number": "049000011",
            "issued_on": "2025-03-14",
            "issuer": "ҚР ІІМ",
        },
        "address": "Алматы, Абай даңғылы 10, 5-пәтер",
        "post_office": "050000",
        "life_status": "alive",
        "death_date": None,
        "excluded": False,
        "links": [],
    }
    assert [one for one in history if one["attribute"] == "surname"] == [
        {
            "attribute": "surname",
            "value": "Әбенова",
            "valid_from": "2025-03-20",
            "valid_to": "2025-03-20",
            "recorded_at": "2025-03-20T07:00:00+00:00",
            "version": 1,
            "due_on": None,
        },
        {
            "attribute": "surname",
            "value": "Сапарова",
            "valid_from": "2025-03-20",
            "valid_to": None,
            "recorded_at": "2025-03-27T07:00:00+00:00",
            "version": 2,
            "due_on": "2025-03-26",
        },
    ]
    shown = refreshed("people", "show", MARRIED).stdout
    assert shown.startswith(f"{MARRIED}   Сапарова Айгүл Маратқызы")
    assert "identity card 049000011 of 2025-03-14 ҚР ІІМ" in shown


def test_what_was_known_then_and_what_was_so_then_are_two_things(refreshed: RunEsep, answer: Answer) -> None:
    assert answer("people", "show", DEAD)["death_date"] == "2025-03-17"
    assert answer("people", "show", DEAD, "--as-of", "2025-03-26")["life_status"] == "alive"
    assert answer("people", "show", DEAD, "--valid-on", "2025-03-20")["life_status"] == "dead"
    assert answer("people", "show", DEAD, "--valid-on", "2025-03-19")["life_status"] is None
    assert answer("people", "show", NEWCOMER, "--as-of", "2025-03-26")["history"] == []
    assert refreshed("people", "show", NEWCOMER, "--as-of", "2025-03-26").stdout.startswith(NEWCOMER)


def test_a_wrong_number_is_replaced_and_put_back(refreshed: RunEsep, answer: Answer) -> None:
    link = answer("people", "correct", MOVED, MARRIED, "--reason", "misread", "--document", "17/2")
    assert link == {
        "link": 1,
        "kind": "correct",
        "iin": "791102******",
        "stands": "880417******",
        "undoes": None,
        "reason": "misread",
        "document": "17/2",
        "known_on": "2025-03-20",
        "recorded_at": "2025-03-20T07:00:00+00:00",
        "due_on": "2025-03-26",
        "state": "met",
        "actor": "saule",
    }
    page = answer("people", "show", MOVED, ESEP_NOW="2025-03-28")
    assert (page["iin"], page["surname"]) == (MARRIED, "Сапарова")
    assert [(one["iin"], one["kind"]) for one in page["numbers"]] == [(MARRIED, "stands"), (MOVED, "correct")]
    assert page == answer("people", "show", MARRIED)
    back = refreshed("people", "correct", MARRIED, MOVED, "--reason", "was right")
    assert back.stdout == "Link 2: 791102****** and 880417****** are parted; link 1 is taken back.\n"
    assert [answer("people", "show", one)["iin"] for one in (MOVED, MARRIED)] == [MOVED, MARRIED]
    assert [one["kind"] for one in answer("people", "show", MOVED)["links"]] == ["correct", "separate"]


def test_two_numbers_are_merged_and_separated(refreshed: RunEsep, answer: Answer) -> None:
    merged = refreshed("people", "merge", MOVED, MARRIED, "--reason", "two numbers")
    assert merged.stdout == "Link 1: 791102****** is given up, 880417****** stands for the person.\n"
    refused = refreshed("people", "merge", MARRIED, MOVED, "--reason", "again")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "one person's already" in refused.stderr
    assert MARRIED not in refused.stderr
    parted = answer("people", "separate", MARRIED, MOVED, "--reason", "two persons", "--known-on", "2025-03-10")
    assert (parted["kind"], parted["undoes"], parted["state"]) == ("separate", 1, "late")
    assert refreshed("people", "separate", MARRIED, MOVED, "--reason", "again").exit_code == 1


def test_either_number_shows_the_account(
    loaded: RunEsep, answer: Answer, kept_samples: Path, variables: dict[str, str]
) -> None:
    loaded("orders", "receive", kept_samples / "05-cut-names.txt")
    register = (kept_samples / "register.csv").read_text(encoding="utf-8").splitlines()
    person = next(line.split(",")[0] for line in register if line.startswith("030820"))
    other = next(line.split(",")[0] for line in register[1:] if not line.startswith(person))
    totals = answer("accounts", "show", person)["totals"]
    loaded("people", "correct", person, other, "--reason", "misread")
    assert answer("accounts", "show", other)["totals"] == totals
    assert answer("accounts", "show", person)["totals"] == totals
    loaded("people", "separate", person, other, "--reason", "mistake")
    assert answer("accounts", "show", other)["records"] == []
    assert answer("accounts", "show", person)["totals"] == totals


@pytest.mark.parametrize("verb", ["correct", "merge", "separate"])
def test_a_link_needs_a_reason(people: RunEsep, verb: str) -> None:
    assert people("people", verb, MOVED, MARRIED).exit_code == 2


@pytest.mark.parametrize("number", ["880417490001", "12", "abc"])
def test_what_is_no_iin_is_refused(people: RunEsep, number: str) -> None:
    assert people("people", "show", number).exit_code == 1
    result = people("people", "merge", number, MARRIED, "--reason", "x")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "is no IIN" in result.stderr


def test_each_view_is_recorded_with_who_and_why(people: RunEsep, database_url: str) -> None:
    people("people", "show", MARRIED, "--purpose", "request 12", ESEP_ACTOR="dana")
    with psycopg.connect(database_url) as connection:
        views = connection.execute(
            "select person_key, actor_identity, actor_purpose, what from usage_record"
        ).fetchall()
    assert views == [(int(MARRIED), "dana", "request 12", "person")]


def test_changes_stand_among_the_deadlines(refreshed: RunEsep, answer: Answer) -> None:
    refreshed("people", "merge", MOVED, MARRIED, "--reason", "two numbers")
    late = {
        "state": "late",
        "due_on": "2025-03-26",
        "duty": "record-change",
        "name": "register-refresh.csv, version 2",
        "received_on": "2025-03-20",
        "amount_tiyn": None,
        "count": 5,
    }
    met = late | {"state": "met", "name": "link 1, merge 791102****** 880417******", "count": None}
    assert answer("deadlines", "list")["deadlines"] == [met, late]
    assert answer("deadlines", "list", ESEP_NOW="2025-03-27")["deadlines"] == []
    assert answer("deadlines", "list", "--all", ESEP_NOW="2025-03-27")["deadlines"] == [met, late]
    shown = refreshed("deadlines", "list").stdout
    assert "change of personal data" in shown
    assert refreshed("deadlines", "list", ESEP_NOW="2025-03-27").stderr == "Nothing is left to be done.\n"


def test_orders_are_judged_by_the_refreshed_register(refreshed: RunEsep, answer: Answer, demo_data: Path) -> None:
    refreshed("orders", "receive", demo_data / "incoming")
    orders = answer("orders", "list")["orders"]
    shown = answer("orders", "show", orders[0]["reference"])
    assert {decision["register"]["version"] for order in shown["orders"] for decision in order["decisions"]} == {2}


def test_the_store_with_parts_and_links_is_verified(refreshed: RunEsep, answer: Answer, database_url: str) -> None:
    refreshed("people", "merge", MOVED, MARRIED, "--reason", "two numbers")
    verified = answer("verify")
    assert verified["ok"] is True
    with psycopg.connect(database_url) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("delete from register_person where version = 2 and iin = %s", [int(NEWCOMER)])
    failing = [
        check["name"]
        for check in json.loads(refreshed("verify", "--format", "json").stdout)["checks"]
        if not check["ok"]
    ]
    assert failing == ["register-complete"]
