"""esep accounts correct, esep illegal-amounts and esep trace, on the built-in data."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

RunEsep = Callable[..., Result]
Answer = Callable[..., Any]

PERSON = "850109390301"
DOCUMENT = ("--reason", "month misprinted", "--document-number", "5", "--document-date", "2025-03-20")


@pytest.fixture
def data() -> Path:
    return Path(str(files("esep.entrypoints.cli") / "demo_data"))


@pytest.fixture
def received(esep: RunEsep, variables: dict[str, str], data: Path) -> RunEsep:
    """`esep` on a store with the built-in register and orders."""
    variables["ESEP_NOW"] = "2025-03-20"
    assert esep("register", "load", data / "register.csv").exit_code == 0
    assert esep("orders", "receive", data / "incoming").exit_code == 3
    return esep


def records(answer: Answer, iin: str = PERSON) -> list[tuple[str, str, int]]:
    return [(one["period"], one["status"], one["amount_tiyn"]) for one in answer("accounts", "show", iin)["records"]]


def test_a_corrected_line_shows_the_reversed_record_and_the_new_one(received: RunEsep, answer: Answer) -> None:
    done = received("accounts", "correct", "D-000001", "--line", "4", "--to-period", "2025-01", *DOCUMENT)
    told = (
        "Correction 1: 21 000.00 tenge of line 4 of D-000001 from 850109****** for 2025-02 to 850109****** for 2025-01."
    )
    assert (done.exit_code, done.stdout) == (0, f"{told}\n")
    assert records(answer) == [("2025-01", "credited", 2_100_000), ("2025-02", "reversed", 2_100_000)]
    page = received("accounts", "show", PERSON).stdout
    assert "reversed: month" in page
    assert PERSON in page
    assert received("verify").exit_code == 0


def test_a_correction_told_as_json_masks_both_persons(received: RunEsep, answer: Answer) -> None:
    told = answer(
        "accounts",
        "correct",
        "D-000001",
        "--line",
        "4",
        "--to-iin",
        "930725490205",
        "--to-period",
        "2025-01",
        *DOCUMENT,
    )
    assert told == {
        "correction": 1,
        "reference": "D-000001",
        "line": 4,
        "amount_tiyn": 2_100_000,
        "from": {"iin": "850109******", "period": "2025-02"},
        "to": {"iin": "930725******", "period": "2025-01"},
        "reason": "month misprinted",
        "document_number": "5",
        "document_date": "2025-03-20",
        "recorded_at": "2025-03-20T07:00:00+00:00",
        "due_on": "2025-03-26",
        "actor": "saule",
    }


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        (("D-000001", "--line", "9", "--to-period", "2025-01"), 1, "line 9 of"),
        (("D-000009", "--line", "1", "--to-period", "2025-01"), 1, "is on nobody's account"),
        (("D-009999", "--line", "1", "--to-period", "2025-01"), 1, "no order has the reference"),
        (("D-000001", "--line", "4"), 1, "nothing to correct"),
        (("D-000001", "--line", "4", "--to-period", "012025"), 1, "is no month"),
        (("D-000001", "--line", "0", "--to-period", "2025-01"), 2, "0 is not in the range"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    received: RunEsep, changed: tuple[str, ...], code: int, said: str
) -> None:
    refused = received("accounts", "correct", *changed, *DOCUMENT)
    assert (refused.exit_code, refused.stdout) == (code, "")
    assert said in refused.stderr


def test_a_court_list_is_recorded_once_and_shown_on_the_account(received: RunEsep, answer: Answer, data: Path) -> None:
    for _ in range(2):
        loaded = received("illegal-amounts", "load", data / "illegal-amounts.csv")
        assert (loaded.exit_code, loaded.stdout) == (
            0, "List 1, act 2-1170/25 of 2025-03-14: 1 line with 21 000.00 tenge count no more.\n",
        )  # fmt: skip
    account = answer("accounts", "show", PERSON)
    assert account["records"][0]["illegal"] == [
        {
            "amount_tiyn": 2_100_000,
            "act_number": "2-1170/25",
            "act_date": "2025-03-14",
            "recorded_at": "2025-03-20T07:00:00+00:00",
        }
    ]
    assert account["totals"] == {
        "contributions_tiyn": 2_100_000, "penalties_tiyn": 0, "returned_tiyn": 0, "months": 0,
    }  # fmt: skip
    [listed] = answer("illegal-amounts", "list")["lists"]
    assert (listed["lines"], listed["amount_tiyn"], listed["actor"]) == (1, 2_100_000, "saule")


def test_a_list_that_is_no_file_is_refused(received: RunEsep, tmp_path: Path) -> None:
    refused = received("illegal-amounts", "load", tmp_path / "none.csv")
    assert (refused.exit_code, "does not exist" in refused.stderr) == (1, True)


def test_no_list_is_told(received: RunEsep) -> None:
    assert "No list is recorded" in received("illegal-amounts", "list").stderr


def test_a_return_is_traced_back_to_its_order_and_lines(received: RunEsep, answer: Answer, tmp_path: Path) -> None:
    received("returns", "dispatch", "--out", tmp_path)
    trail = answer("trace", "GCVP-00000000001")
    assert (trail["outgoing"]["kind"], trail["outgoing"]["amount_tiyn"]) == ("return", 1_440_000)
    [order] = trail["orders"]
    assert (order["reference"], [line["findings"] for line in order["lines"]]) == (
        "D-000007", [["iin-excluded"], ["deceased"]],
    )  # fmt: skip
    told = received("trace", "D-000007").stdout
    assert "return GCVP-00000000001, code 026, 14 400.00, sent on 2025-03-20" in " ".join(told.split())


def test_a_trace_never_tells_a_number_whole(received: RunEsep) -> None:
    for form in ("table", "json"):
        told = received("trace", PERSON, "--format", form)
        assert (told.exit_code, PERSON in told.stdout) == (0, False)
        assert "850109******" in told.stdout


def test_a_name_that_leads_nowhere_is_refused(received: RunEsep) -> None:
    refused = received("trace", "GCVP-00000000099")
    assert (refused.exit_code, refused.stdout) == (1, "")


def test_the_trace_of_a_person_leaves_out_what_concerns_others(received: RunEsep, answer: Answer, data: Path) -> None:
    assert received("refunds", "submit", data / "refund-application.json").exit_code == 0
    told = {iin: answer("trace", iin)["orders"][0]["refunds"] for iin in (PERSON, "791102390104")}
    assert [one["refund"] for one in told["791102390104"]] == ["RF-000001"]
    assert told[PERSON] == []
    assert [len(one["orders"][0]["lines"]) for one in (answer("trace", "RF-000001"), answer("trace", PERSON))] == [2, 1]


def test_what_was_recorded_in_time_stands_in_the_deadlines_until_its_day(
    received: RunEsep, answer: Answer, data: Path
) -> None:
    received("illegal-amounts", "load", data / "illegal-amounts.csv")
    received("accounts", "correct", "D-000001", "--line", "4", "--to-period", "2025-01", *DOCUMENT)
    received("refunds", "submit", data / "refund-application.json")
    received("refunds", "check", "RF-000001")

    def done(*options: str, **changed: str) -> list[tuple[str, str, str]]:
        listed = answer("deadlines", "list", *options, **changed)["deadlines"]
        return sorted((one["name"], one["due_on"], one["state"]) for one in listed if one["state"] in {"met", "late"})

    names = ("RF-000001", "correction 1", "illegal-amounts.csv, list 1 of illegal amounts")
    expected = [(name, "2025-03-26", "met") for name in names]
    assert done() == expected
    assert done(ESEP_NOW="2025-03-27") == []
    assert done("--all", ESEP_NOW="2025-03-27") == expected
