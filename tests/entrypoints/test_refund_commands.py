"""`esep refunds`: the sample application that ships with the package, from the payer's letter to the bank's file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

RunEsep = Callable[..., Result]
Answer = Callable[..., Any]

DEMO_DATA = Path(__file__).parents[2] / "src/entrypoints/cli/demo_data"
SAMPLE = DEMO_DATA / "refund-application.json"


@pytest.fixture
def variables(variables: dict[str, str]) -> dict[str, str]:
    """The day of the sample."""
    return variables | {"ESEP_NOW": "2025-03-20T10:00"}


@pytest.fixture
def received(esep: RunEsep) -> RunEsep:
    """`esep` on a store that has received what ships with the package."""
    assert esep("register", "load", DEMO_DATA / "register.csv").exit_code == 0
    assert esep("orders", "receive", DEMO_DATA / "incoming").exit_code == 3
    return esep


@pytest.fixture
def submitted(received: RunEsep) -> RunEsep:
    assert received("refunds", "submit", SAMPLE).exit_code == 0
    return received


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Path]:
    """The sample with other values, in a file of its own."""

    def change(**changes: Any) -> Path:
        path = tmp_path / "application.json"
        path.write_text(json.dumps(json.loads(SAMPLE.read_text(encoding="utf-8")) | changes), encoding="utf-8")
        return path

    return change


def test_the_sample_goes_all_the_way(received: RunEsep, answer: Answer, tmp_path: Path) -> None:
    document = answer("refunds", "submit", SAMPLE)
    refund = document["refund"]
    assert document["is_new"] is True
    digest = refund.pop("content_sha256")
    assert refund == {
        "name": "RF-000001",
        "state": "received",
        "state_since": "2025-03-20",
        "payer": {"id": "050340019011", "name": "ТОО «Алтын дән»"},
        "application_number": "17-2025",
        "applied_on": "2025-03-20",
        "order": {
            "reference": "D-000001",
            "sender_bic": "KZKOKZKX",
            "value_date": "2025-03-20",
            "document_number": "1",
            "document_date": "2025-03-20",
        },
        "purpose_code": "026",
        "amount_tiyn": 1_600_000,
        "line_count": 2,
        "reason": "wrong-sum",
        "received_on": "2025-03-20",
        "due_on": "2025-03-26",
        "next_due_on": "2025-03-26",
        "outgoing_reference": None,
        "file": None,
        "dispatched_on": None,
        "reason_text": "",
        "documents": ["letter.pdf", "taxpayer-account-extract.pdf"],
        "recorded_at": "2025-03-20T05:00:00+00:00",
        "lines": [
            {"line": 2, "iin": "791102******", "period": "2025-02", "amount_tiyn": 425_000},
            {"line": 5, "iin": "760930******", "period": "2025-02", "amount_tiyn": 1_175_000},
        ],
        "events": [
            {
                "state": "received",
                "happened_on": "2025-03-20",
                "recorded_at": "2025-03-20T05:00:00+00:00",
                "due_on": "2025-03-26",
                "actor": "saule",
                "purpose": "operator's work",
                "reason": "",
                "document": "",
            }
        ],
    }
    assert len(digest) == 64
    again = answer("refunds", "submit", SAMPLE)
    assert again == {"refund": refund | {"content_sha256": digest}, "is_new": False}
    assert answer("refunds", "check", "RF-000001")["refund"]["state"] == "sent-to-fund"
    alone = received("refunds", "decide", "RF-000001", "--approve", "--document", "decision 12")
    assert (alone.exit_code, "another person" in alone.stderr) == (1, True)
    decided = answer("refunds", "decide", "RF-000001", "--approve", "--document", "decision 12", ESEP_ACTOR="aigul")
    assert [event["state"] for event in decided["refund"]["events"]][-2:] == ["approved", "money-received"]
    due = [one for one in answer("deadlines", "list")["deadlines"] if one["name"] == "RF-000001"]
    assert sorted((one["duty"], one["due_on"], one["state"], one["amount_tiyn"]) for one in due) == [
        ("check-refund", "2025-03-26", "met", 1_600_000),
        ("send-refund", "2025-03-26", "open", 1_600_000),
    ]
    (file,) = answer("refunds", "dispatch", "--out", tmp_path / "out")["files"]
    assert (file["file"], file["messages"], file["total_tiyn"]) == (
        "refunds-20250320-GCVP-00000000001.txt",
        1,
        1_600_000,
    )
    shown = answer("refunds", "show", "rf-000001")["refund"]
    assert (shown["state"], shown["outgoing_reference"], shown["dispatched_on"], shown["next_due_on"]) == (
        "dispatched",
        "GCVP-00000000001",
        "2025-03-20",
        None,
    )
    assert received("verify").exit_code == 0


def test_what_waits_for_the_fund_is_awaited_then_sent(submitted: RunEsep, answer: Answer, tmp_path: Path) -> None:
    assert submitted("transfers", "prepare", "--on", "2025-03-20", "--out", tmp_path / "out").exit_code == 0
    assert submitted("refunds", "check", "RF-000001").exit_code == 0
    decide = ("refunds", "decide", "RF-000001", "--approve", "--document", "decision 12")
    assert answer(*decide, ESEP_ACTOR="aigul")["refund"]["state"] == "approved"
    waiting = submitted("refunds", "dispatch", "--out", tmp_path / "out")
    assert (waiting.exit_code, waiting.stderr) == (0, "No refund waits for its file: nothing was written.\n")
    money = ("refunds", "receive-money", "RF-000001", "--on", "2025-03-20", "--document", "payment order 77")
    assert answer(*money)["refund"]["state"] == "money-received"
    result = submitted("refunds", "dispatch", "--out", tmp_path / "out")
    assert (result.exit_code, result.stderr) == (0, "1 message written.\n")
    assert submitted("verify").exit_code == 0


def test_a_refused_application_tells_every_ground_and_leaves_no_trace(
    received: RunEsep, answer: Answer, changed: Callable[..., Path]
) -> None:
    lines = [{"line": 2, "amount": "14250.01"}, {"line": 7}]
    result = received("refunds", "submit", changed(lines=lines))
    assert result.exit_code == 1
    assert "refund-exceeds, line 2: of 14 250.00 tenge credited 14 250.00 tenge remain" in result.stderr
    assert "refund-not-credited, line 7: was never credited" in result.stderr
    assert answer("refunds", "list")["refunds"] == []


def test_a_known_number_with_another_content_is_refused(submitted: RunEsep, changed: Callable[..., Path]) -> None:
    result = submitted("refunds", "submit", changed(documents=[]))
    assert (result.exit_code, "RF-000001" in result.stderr) == (1, True)


def test_a_file_that_holds_no_application_is_refused_with_every_fault(
    received: RunEsep, changed: Callable[..., Path], tmp_path: Path
) -> None:
    result = received("refunds", "submit", changed(applied_on="20.03.2025", reason="greed"))
    assert result.exit_code == 1
    assert "applied_on: is not a date like 2025-04-02" in result.stderr
    assert "reason: is not one of wrong-period" in result.stderr
    for path, told in ((tmp_path, "is a folder"), (tmp_path / "none.json", "does not exist")):
        result = received("refunds", "submit", path)
        assert (result.exit_code, told in result.stderr) == (1, True)


def test_refunds_are_listed_by_state(submitted: RunEsep, answer: Answer) -> None:
    assert [one["name"] for one in answer("refunds", "list", "--state", "received")["refunds"]] == ["RF-000001"]
    assert answer("refunds", "list", "--state", "dispatched")["refunds"] == []
    assert "RF-000001" in submitted("refunds", "list").stdout
    header, row = submitted("refunds", "list", "--format", "csv").stdout.splitlines()
    assert header.startswith("name,state,state_since,payer_id,payer_name,application_number,")
    assert row.startswith("RF-000001,received,2025-03-20,050340019011,")


def test_people_are_told_what_stands_and_what_comes_next(submitted: RunEsep, tmp_path: Path) -> None:
    again = submitted("refunds", "submit", SAMPLE)
    assert "Received before, on 2025-03-20: nothing was recorded now." in again.stderr
    shown = submitted("refunds", "show", "RF-000001")
    assert "order D-000001, № 1 of 2025-03-20, 2 lines" in shown.stdout
    assert "attached: letter.pdf, taxpayer-account-extract.pdf" in shown.stdout
    assert "no outgoing message yet" in shown.stdout
    assert "791102390104" not in shown.stdout
    assert shown.stderr == "Next: esep refunds check RF-000001\n"
    refused = submitted("refunds", "check", "RF-000001", "--refuse", "--reason", "no letter")
    assert (refused.stdout, refused.stderr) == ("RF-000001 is refused.\n", "")
    assert "no letter" in submitted("refunds", "show", "RF-000001").stdout


def test_the_payers_own_words_and_the_file_are_shown(
    received: RunEsep, changed: Callable[..., Path], tmp_path: Path
) -> None:
    path = changed(reason="other", reason_text="по письму 17", documents=[])
    assert received("refunds", "submit", path).exit_code == 0
    assert received("refunds", "check", "RF-000001").exit_code == 0
    decide = ("refunds", "decide", "RF-000001", "--approve", "--document", "decision 12")
    decided = received(*decide, ESEP_ACTOR="aigul")
    assert decided.stdout == "RF-000001 is money-received.\n"
    assert decided.stderr == "Next: esep refunds dispatch --out outgoing/\n"
    written = received("refunds", "dispatch", "--out", tmp_path / "out")
    assert "refunds-20250320-GCVP-00000000001.txt" in written.stdout
    shown = received("refunds", "show", "RF-000001").stdout
    assert "reason other: по письму 17" in shown
    assert "outgoing message GCVP-00000000001 in refunds-20250320-GCVP-00000000001.txt, sent on 2025-03-20" in shown


@pytest.mark.parametrize("given", [[], ["--approve", "--refuse"]])
def test_a_decision_is_one_of_two(submitted: RunEsep, given: list[str]) -> None:
    result = submitted("refunds", "decide", "RF-000001", "--document", "decision 12", *given)
    assert (result.exit_code, "give one of --approve and --refuse" in result.stderr) == (2, True)


def test_a_name_that_is_not_known_is_told(submitted: RunEsep) -> None:
    result = submitted("refunds", "show", "17-2025")
    assert (result.exit_code, "expected a name like RF-000001" in result.stderr) == (1, True)
