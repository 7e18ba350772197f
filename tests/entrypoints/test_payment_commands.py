"""esep payments, overpayments and recipients signals: from the appointed payment to the account and back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

MOTHER = "880417490000"
RunEsep = Callable[..., Result]
Answer = Callable[..., Any]


@pytest.fixture
def demo_data(pytestconfig: pytest.Config) -> Path:
    return pytestconfig.rootpath / "src/entrypoints/cli/demo_data"


@pytest.fixture
def appointed(esep: RunEsep, demo_data: Path, variables: dict[str, str]) -> RunEsep:
    """`esep` on a store with an appointed childcare payment of 29 752 tenge, SP-000001, on 20 May 2025."""
    variables["ESEP_NOW"] = "2025-03-20T12:00:00+05:00"
    assert esep("register", "load", demo_data / "register.csv").exit_code == 0
    assert esep("orders", "receive", demo_data / "incoming").exit_code == 3
    variables["ESEP_NOW"] = "2025-05-20T12:00:00+05:00"
    for arguments in (
        ("applications", "register", demo_data / "application-childcare.json"),
        ("applications", "check", "SP-000001"),
        ("applications", "send", "SP-000001"),
        ("decisions", "appoint", "SP-000001", "--document", "12", "--document-date", "2025-05-20", "--actor", "aigul"),
    ):
        assert esep(*arguments).exit_code == 0
    return esep


@pytest.fixture
def prepared(appointed: RunEsep, tmp_path: Path) -> RunEsep:
    """Likewise, paid for May."""
    assert appointed("payments", "prepare", "--month", "2025-05", "--out", tmp_path / "out").exit_code == 0
    return appointed


def test_a_month_is_prepared_once(appointed: RunEsep, answer: Answer, tmp_path: Path) -> None:
    done = answer("payments", "prepare", "--month", "2025-05", "--out", tmp_path / "out")
    assert (done["run"]["payments"], done["run"]["gross_tiyn"], done["waiting"]) == (1, 2_975_200, [])
    [file] = done["files"]
    assert (file["messages"], file["total_tiyn"]) == (2, 2_975_200)
    text = (tmp_path / "out" / file["file"]).read_bytes().decode("cp1251")
    assert "/KNP/091\r\n" in text
    assert "/LA/KZ86125KZT5004100100\r\n" in text
    assert text.count(":32B:KZT26776,80") == 1
    assert text.count(":32B:KZT2975,20") == 1

    again = appointed("payments", "prepare", "--month", "2025-05", "--out", tmp_path / "out")
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr == "Nothing was due up to 2025-05 that was not formed before.\n"
    assert appointed("verify").exit_code == 0


def test_payments_are_listed_and_shown(prepared: RunEsep, answer: Answer) -> None:
    [payment] = answer("payments", "list", "--month", "2025-05", "--state", "sent", "--kind", "childcare")["payments"]
    assert (payment["case"], payment["payee"], payment["withheld_tiyn"], payment["net_tiyn"]) == (
        "SP-000001",
        "880417******",
        297_520,
        2_677_680,
    )
    assert answer("payments", "list", "--state", "paid") == {"payments": []}
    assert answer("payments", "show", "SP-000001")["payments"] == [payment]
    rows = prepared("payments", "show", "SP-000001", "--format", "csv").stdout.splitlines()
    assert rows[0].startswith("case,kind,region,month,part,state,gross_tiyn")
    assert rows[1].startswith("SP-000001,childcare,Алматы,2025-05,1,sent,2975200")
    unknown = prepared("payments", "show", "SP-000009")
    assert (unknown.exit_code, "no case is called" in unknown.stderr) == (1, True)


def test_a_held_line_is_matched_by_hand_to_the_payment_that_is_named(
    prepared: RunEsep, answer: Answer, demo_data: Path, tmp_path: Path, variables: dict[str, str]
) -> None:
    """In the bank's file the number of the mother is typed wrong."""
    variables["ESEP_NOW"] = "2025-05-26T12:00:00+05:00"
    back = tmp_path / "back.txt"
    back.write_bytes((demo_data / "returned-payments.txt").read_bytes().replace(MOTHER.encode(), b"880417490001"))
    assert prepared("payments", "receive-returns", back).exit_code == 3
    match = ("payments", "match-returned", "KZKO-000417", "SP-000001/2025-05/1")
    refused = prepared(*match, "--contribution", "--reason", "letter 17")
    assert (refused.exit_code, "the line brings 26 776.80 tenge, sent were 2 975.20" in refused.stderr) == (1, True)
    found = answer(*match, "--line", 1, "--value-date", "2025-05-23", "--reason", "letter 17")
    assert (found["case"], found["month"], found["held_because"], found["by_hand"]) == (
        "SP-000001", "2025-05", None, "letter 17",
    )  # fmt: skip
    assert answer("payments", "show", "SP-000001")["payments"][0]["state"] == "returned"
    told = [" ".join(line.split()) for line in prepared("payments", "returns").stdout.splitlines()]
    assert "KZKO-000417 1 2025-05-23 092 880417****** 26 776.80 SP-000001/2025-05/1, by hand: letter 17" in told
    assert prepared("verify").exit_code == 0


def test_the_bank_confirms(prepared: RunEsep, answer: Answer) -> None:
    assert answer("payments", "confirm", "--month", "2025-05") == {"messages": 2}
    assert answer("payments", "show", "SP-000001")["payments"][0]["confirmed_on"] == "2025-05-20"
    assert prepared("payments", "confirm").exit_code == 2


def test_what_the_bank_sends_back_is_found_held_and_sent_again(
    prepared: RunEsep, answer: Answer, demo_data: Path, tmp_path: Path, variables: dict[str, str]
) -> None:
    variables["ESEP_NOW"] = "2025-05-26T12:00:00+05:00"
    received = prepared("payments", "receive-returns", demo_data / "returned-payments.txt", "--format", "json")
    assert received.exit_code == 3
    assert "0 lines matched now" in prepared("payments", "receive-returns", demo_data / "returned-payments.txt").stderr
    told = json.loads(received.stdout)
    assert (told["orders"], told["matched"], told["held"]) == (2, 1, 1)
    assert [(line["case"], line["held_because"], line["iin"]) for line in told["lines"]] == [
        ("SP-000001", None, "880417******"),
        (None, "no-payment", "930725******"),
    ]
    assert [line["reference"] for line in answer("payments", "returns", "--held")["lines"]] == ["KZKO-000418"]
    duties = [(one["duty"], one["state"]) for one in answer("deadlines", "list")["deadlines"]]
    assert ("find-returned", "due-today") in duties
    assert ("resend-payment", "due-today") in duties
    sent = answer(
        "payments", "resend", "SP-000001", "--month", "2025-05", "--account", "KZ84722C000012345678",
        "--bic", "CASPKZKA", "--out", tmp_path / "out",
    )  # fmt: skip
    assert [file["total_tiyn"] for file in sent["files"]] == [2_677_680]
    assert answer("payments", "show", "SP-000001")["payments"][0]["state"] == "sent-again"
    for command in (("payments", "list"), ("payments", "show", "SP-000001"), ("accounts", "show", MOTHER)):
        row = "SP-000001/2025-05/1  childcare  sent-again  29 752.00  2 975.20  26 776.80  2025-05-26"
        assert row in [" ".join(line.split(" ")).rstrip() for line in prepared(*command).stdout.splitlines()]
    [payment] = answer("recipients", "show", MOTHER)["payments"]
    corporation = {"id": "160440007161", "name": 'НАО "Государственная корпорация "Правительство для граждан"'}
    asked = ("kind", "sent_on", "document_date", "purpose_code", "sender", "total_tiyn", "net_tiyn", "state", "month")
    assert [payment[name] for name in asked] == [
        "childcare", "2025-05-26", "2025-05-26", "091", corporation, 2_677_680, 2_677_680, "sent-again", "2025-05",
    ]  # fmt: skip
    assert (payment["recipient_name"], payment["document_number"]) == ("Получатели по списку", "3")
    assert payment["return"] == {
        "received_on": "2025-05-23",
        "reference": "KZKO-000417",
        "document_number": "417",
        "document_date": "2025-05-23",
        "purpose_code": "092",
        "sender": {"id": "940140000385", "name": "АО Казкоммерцбанк"},
        "recipient_name": "НАО ГК Правительство для граждан",
        "total_tiyn": 2_677_680,
        "amount_tiyn": 2_677_680,
        "period": "052025",
    }
    assert prepared("verify").exit_code == 0


def test_a_file_received_as_orders_is_taken_over(
    prepared: RunEsep, answer: Answer, demo_data: Path, tmp_path: Path, variables: dict[str, str]
) -> None:
    variables["ESEP_NOW"] = "2025-05-26T12:00:00+05:00"
    file = demo_data / "returned-payments.txt"
    as_orders = prepared("orders", "receive", file)
    assert as_orders.exit_code == 3
    assert "returned-social-payment" in as_orders.stdout
    assert "`esep payments receive-returns`" in " ".join(as_orders.stdout.split())
    taken = prepared("payments", "receive-returns", file)
    assert taken.exit_code == 3  # a line is held
    assert "2 orders recorded, 0 known, 1 line matched now, 1 held" in taken.stderr
    assert "KZKO-000417/2025-05-23 was held among the payment orders and is taken over" in taken.stderr
    assert json.loads(prepared("payments", "receive-returns", file, "--format", "json").stdout)["taken_over"] == []
    [shown] = answer("orders", "show", "KZKO-000417")["orders"]
    assert (shown["outcome"], shown["held"]["tiyn"]) == ("returned", 0)
    assert [(one["action"], one["reason"]) for one in shown["decisions"]] == [
        ("receive", ""), ("take-over", "received as returned social payments"),
    ]  # fmt: skip
    assert prepared("orders", "send-back", "KZKO-000417", "--reason", "x").exit_code == 1
    assert prepared("returns", "dispatch", "--out", tmp_path / "out").exit_code == 0
    assert "KZKO-000417" not in prepared("returns", "list").stdout
    assert prepared("trace", "KZKO-000417").exit_code == 0
    assert prepared("verify").exit_code == 0


def test_a_file_received_as_returns_is_told_by_orders_receive(
    prepared: RunEsep, answer: Answer, demo_data: Path, variables: dict[str, str]
) -> None:
    variables["ESEP_NOW"] = "2025-05-26T12:00:00+05:00"
    file = demo_data / "returned-payments.txt"
    assert prepared("payments", "receive-returns", file).exit_code == 3
    before = answer("orders", "list")
    again = prepared("orders", "receive", file)
    assert again.exit_code == 0
    said = " ".join(again.stdout.split())
    for told in ("received before by `esep payments receive-returns`, as returned order", "2 messages: 2 duplicate"):
        assert told in said
    assert "KZKO-000417/2025-05-23" in said
    assert "received 0.00 (0 lines)" in said
    told = answer("orders", "receive", file)
    assert [(one["reference"], one["outcome"], one["received_as"]) for one in told["orders"]] == [
        ("KZKO-000417", "duplicate", "returned-payments"), ("KZKO-000418", "duplicate", "returned-payments"),
    ]  # fmt: skip
    assert answer("orders", "list") == before
    assert prepared("verify").exit_code == 0


def test_why_a_message_of_returns_cannot_be_read_is_told(prepared: RunEsep, demo_data: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.txt"
    torn.write_bytes((demo_data / "returned-payments.txt").read_bytes().replace(b":32A:", b":32X:", 1))
    received = prepared("payments", "receive-returns", torn)
    assert received.exit_code == 3
    assert "1 message unreadable" in received.stderr
    assert "unreadable-message" in received.stdout
    assert "the message cannot be read" in " ".join(received.stdout.split())
    assert "Ask the sender for a message that can be read" in received.stderr
    told = json.loads(prepared("payments", "receive-returns", torn, "--format", "json").stdout)
    assert told["unreadable"] == 1
    [message] = told["messages"]
    assert (message["file"], message["position"], message["outcome"]) == ("torn.txt", 1, "quarantined")
    assert {finding["code"] for finding in message["findings"]} == {"unreadable-message"}
    assert prepared("verify").exit_code == 0


def test_a_step_said_again_changes_nothing_and_says_so(prepared: RunEsep, answer: Answer) -> None:
    early = prepared("payments", "confirm", "--month", "2025-05", "--on", "2025-05-19")
    assert (early.exit_code, "no bank confirmed on 2025-05-19 what was sent on 2025-05-20" in early.stderr) == (1, True)
    assert prepared("payments", "confirm", "--month", "2025-05", "--on", "2025-05-21").exit_code == 1
    assert prepared("payments", "confirm", "--month", "2025-05").exit_code == 0
    again = prepared("payments", "confirm", "--month", "2025-05").stderr
    assert again.startswith("0 messages confirmed.\nNo message with payments prepared for 2025-05 waits")
    assert prepared(
        "overpayments", "find", "SP-000001", "--month", "2025-05", "--amount", "100", "--reason", "wrong order"
    ).exit_code == 0  # fmt: skip
    repay = ("overpayments", "repay", "OP-000001", "--on", "2025-05-20", "--amount", "40", "--document", "7")
    first, second = prepared(*repay), prepared(*repay)
    assert (first.exit_code, first.stderr) == (0, "")
    assert (second.exit_code, second.stdout) == (0, first.stdout)
    assert second.stderr == "This payment is recorded already: nothing was changed.\n"
    assert answer("overpayments", "list")["overpayments"][0]["left_tiyn"] == 6_000


def test_an_overpayment_is_found_told_and_repaid(prepared: RunEsep, answer: Answer) -> None:
    found = answer(
        "overpayments", "find", "SP-000001", "--month", "2025-05", "--amount", "1500.50", "--reason", "wrong order"
    )
    assert (found["number"], found["amount_tiyn"], found["due_on"]) == ("OP-000001", 150_050, "2025-05-23")
    assert answer("overpayments", "notify", "OP-000001", "--document", "14")["state"] == "notified"
    assert answer("overpayments", "withhold", "OP-000001", "--document", "21")["state"] == "withheld"
    repaid = answer(
        "overpayments", "repay", "OP-000001", "--on", "2025-05-20", "--amount", "1500,50", "--document", "7"
    )
    assert (repaid["left_tiyn"], repaid["state"]) == (0, "settled")
    row = "OP-000001  SP-000001/2025-05/1  settled   1 500.50    1 500.50  0.00  wrong order  2025-05-23"
    assert row in prepared("overpayments", "list").stdout
    assert answer("overpayments", "list", "--case", "SP-000001")["overpayments"] == [repaid]
    unknown = prepared("overpayments", "list", "--case", "zzz")
    assert (unknown.exit_code, "no case is called 'zzz'" in unknown.stderr) == (1, True)
    listed = prepared("overpayments", "list", "--format", "csv").stdout.splitlines()
    assert listed[1].startswith("OP-000001,SP-000001,2025-05,1,settled,150050,150050,0,0,wrong order")
    assert prepared("overpayments", "find", "SP-000001", "--month", "2025-05", "--amount", "x").exit_code == 2
    assert prepared("verify").exit_code == 0


def test_there_is_no_signal_without_a_breadwinner(appointed: RunEsep, answer: Answer) -> None:
    assert answer("recipients", "signals") == {"signals": [], "people": []}
    assert "No contribution came" in appointed("recipients", "signals").stderr
