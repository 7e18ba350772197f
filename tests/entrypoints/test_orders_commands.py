"""esep orders: receive, list, show, retry, release, send-back."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from esep.domain.errors import Unavailable
from esep.domain.model.actor import Actor
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.receipt import Receipt
from esep.domain.use_cases.receive_orders import ReceiveOrders
from esep.entrypoints import receiving

RunEsep = Callable[..., Result]
Answer = Callable[..., Any]

HELD = "09-held.txt"
CUT = "05-cut-names.txt"


def test_a_cut_order_is_told_with_every_key_of_the_contract(
    loaded: RunEsep, answer: Answer, kept_samples: Path
) -> None:
    order = answer("orders", "receive", kept_samples / CUT)["orders"][0]
    assert order["findings"].pop(0) == {
        "code": "name-mismatch",
        "severity": "return",
        "line": 5,
        "field": order["findings"][0]["field"],
        "message": "surname, name or patronymic differs from the state register's",
    }
    assert {key: value for key, value in order.items() if key != "findings"} == {
        "file": CUT,
        "position": 1,
        "reference": "R1-000006",
        "value_date": "2020-02-21",
        "sender_bic": "HSBKKZKX",
        "payer": {"id": "990751176540", "name": "ТОО Алма"},
        "actual_payer": None,
        "purpose_code": "012",
        "period": "2020-01",
        "lines": 12,
        "total_tiyn": 6273077,
        "outcome": "cut",
        "credited": {"lines": 9, "tiyn": 4834601},
        "returned": {"lines": 3, "tiyn": 1438476},
        "held": {"lines": 0, "tiyn": 0},
        "due_on": "2020-02-24",
    }


def test_the_table_tells_what_was_found_and_why(loaded: RunEsep, kept_samples: Path) -> None:
    result = loaded("orders", "receive", kept_samples / CUT)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:5] == [
        "05-cut-names.txt",
        "  cut          R1-000006             12 lines       62 730.77   ТОО Алма, 990751176540",
        "      credited 9 lines, 48 346.01; returned 3 lines, 14 384.76",
        "      line 5   name-mismatch            surname, name or patronymic differs from the state",
        "                                        register's",
    ]
    assert result.stdout.splitlines()[-2:] == [
        "1 message: 1 cut",
        "received 62 730.77 (12 lines) = credited 48 346.01 + returned 14 384.76 + held 0.00 tenge",
    ]


def test_findings_are_told_in_the_language_asked_for(loaded: RunEsep, answer: Answer, kept_samples: Path) -> None:
    order = answer("orders", "receive", kept_samples / CUT, "--language", "ru")["orders"][0]
    assert order["findings"][0]["message"] == "[ИИН] не соответствует указанным Ф.И.О."


def test_held_orders_end_with_code_3(loaded: RunEsep, kept_samples: Path) -> None:
    assert loaded("orders", "receive", kept_samples / HELD).exit_code == 3


def test_an_order_received_again_is_a_duplicate_and_adds_nothing(
    loaded: RunEsep, answer: Answer, kept_samples: Path
) -> None:
    first = answer("orders", "receive", kept_samples / HELD)
    again = answer("orders", "receive", kept_samples / HELD)
    assert [order.pop("outcome") for order in again["orders"]] == ["duplicate"] * 3
    assert [order.pop("outcome") for order in first["orders"]] == ["held"] * 3
    assert again["orders"] == first["orders"]
    assert again["totals"] == {
        "orders": 3,
        "lines": 0,
        "received_tiyn": 0,
        "credited_tiyn": 0,
        "returned_tiyn": 0,
        "held_tiyn": 0,
    }
    assert loaded("orders", "receive", kept_samples / HELD).exit_code == 0


def test_a_folder_is_received_by_name_without_hidden_files_and_inner_folders(
    loaded: RunEsep, kept_samples: Path, tmp_path: Path
) -> None:
    for name, source in (("b.txt", CUT), ("a.txt", HELD), (".hidden.txt", CUT)):
        (tmp_path / name).write_bytes((kept_samples / source).read_bytes())
    (tmp_path / "inner").mkdir()
    result = loaded("orders", "receive", tmp_path, "--format", "json")
    assert [order["file"] for order in json.loads(result.stdout)["orders"]] == ["a.txt", "a.txt", "a.txt", "b.txt"]
    assert "the folders inside are left out (inner)" in result.stderr


def test_where_a_path_is_missing_nothing_is_received(loaded: RunEsep, answer: Answer, kept_samples: Path) -> None:
    result = loaded("orders", "receive", kept_samples / CUT, "gone-1.txt", "gone-2.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "gone-1.txt, gone-2.txt do not exist" in result.stderr
    assert answer("orders", "list") == {"orders": []}


def test_an_empty_file_is_told(loaded: RunEsep, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = loaded("orders", "receive", tmp_path / "empty.txt", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["orders"] == []
    assert result.stderr == "No message in 1 file: nothing to receive.\n"


def test_junk_is_one_quarantined_message_with_nulls(loaded: RunEsep, answer: Answer, tmp_path: Path) -> None:
    (tmp_path / "junk.bin").write_bytes(bytes(range(256)) * 20)
    received = answer("orders", "receive", tmp_path / "junk.bin")
    (order,) = received["orders"]
    unreadable = ("reference", "value_date", "sender_bic", "purpose_code", "period", "lines", "total_tiyn")
    assert order["outcome"] == "quarantined"
    assert [order[key] for key in unreadable] == [None] * len(unreadable)
    assert order["payer"] == {"id": None, "name": None}
    assert {finding["code"] for finding in order["findings"]} == {"unreadable-message"}
    assert received["totals"] == {
        "orders": 1,
        "lines": 0,
        "received_tiyn": 0,
        "credited_tiyn": 0,
        "returned_tiyn": 0,
        "held_tiyn": 0,
    }
    assert loaded("orders", "receive", tmp_path / "junk.bin").exit_code == 3


def test_a_payer_who_is_a_person_is_masked(loaded: RunEsep, answer: Answer, kept_samples: Path, tmp_path: Path) -> None:
    text = (kept_samples / CUT).read_text(encoding="cp1251").replace("990751176540", "880417490000")
    (tmp_path / "person.txt").write_text(text, encoding="cp1251")
    order = answer("orders", "receive", tmp_path / "person.txt")["orders"][0]
    assert order["payer"]["id"] == "880417******"


def test_of_many_accepted_orders_only_the_first_are_listed(loaded: RunEsep, kept_samples: Path, tmp_path: Path) -> None:
    text = (kept_samples / "12-penalty-and-periods.txt").read_text(encoding="utf-8")
    first = text[: text.index("-}") + 3]
    assert "R1-000018" in first
    many = "".join(first.replace("R1-000018", f"M-{number:06}") for number in range(30))
    (tmp_path / "many.txt").write_text(many, encoding="utf-8")
    lines = loaded("orders", "receive", tmp_path / "many.txt").stdout.splitlines()
    assert len([line for line in lines if line.startswith("  accepted")]) == 20
    assert "… 10 accepted orders and duplicates not listed; --verbose lists them" in lines
    lines = loaded("orders", "receive", tmp_path / "many.txt", "--verbose").stdout.splitlines()
    assert len([line for line in lines if line.startswith("  duplicate")]) == 30


def test_orders_are_listed_by_outcome(loaded: RunEsep, answer: Answer, kept_samples: Path, tmp_path: Path) -> None:
    (tmp_path / "junk.bin").write_bytes(b"junk")
    loaded("orders", "receive", kept_samples / HELD, kept_samples / CUT, tmp_path / "junk.bin")
    assert len(answer("orders", "list")["orders"]) == 5
    assert [order["reference"] for order in answer("orders", "list", "--outcome", "held")["orders"]] == [
        "R1-000013",
        "R1-000014",
        "R1-000015",
    ]
    assert [order["file"] for order in answer("orders", "list", "--outcome", "quarantined")["orders"]] == ["junk.bin"]
    rows = loaded("orders", "list", "--outcome", "cut", "--format", "csv").stdout.splitlines()
    assert rows[1] == (
        "05-cut-names.txt,1,R1-000006,2020-02-21,HSBKKZKX,990751176540,ТОО Алма,012,2020-01,12,6273077,cut,"
        "9,4834601,3,1438476,0,0,2020-02-24"
    )


def test_an_order_is_shown_with_its_decisions_and_masked_lines(
    loaded: RunEsep, answer: Answer, kept_samples: Path
) -> None:
    loaded("orders", "receive", kept_samples / HELD)
    loaded("orders", "release", "R1-000013", "--purpose-code", "012", "--reason", "letter 17")
    (order,) = answer("orders", "show", "R1-000013")["orders"]
    assert [
        (one["action"], one["outcome"], one["actor"], one["purpose_code"], one["reason"], one["register"]["version"])
        for one in order["decisions"]
    ] == [("receive", "held", "saule", "183", "", 1), ("release", "accepted", "saule", "012", "letter 17", 1)]
    assert order["participants"][0] == {
        "line": 1,
        "iin": "891208******",
        "period": "2020-01",
        "amount_tiyn": 664312,
        "outcome": "credited",
        "comparison": "exact",
    }
    assert "891208488959" not in loaded("orders", "show", "R1-000013").stdout


def test_an_order_is_found_by_its_full_name(loaded: RunEsep, kept_samples: Path) -> None:
    loaded("orders", "receive", kept_samples / HELD)
    assert "letter" not in loaded("orders", "show", "HSBKKZKX/R1-000013/2020-02-21").stdout
    result = loaded("orders", "show", "HSBKKZKX/R1-000013/2020-02-22")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no order has the reference" in result.stderr


def test_a_quarantined_message_is_shown_by_its_place(loaded: RunEsep, tmp_path: Path) -> None:
    (tmp_path / "junk.bin").write_bytes(b"junk")
    loaded("orders", "receive", tmp_path / "junk.bin")
    assert "unreadable-message" in loaded("orders", "show", "junk.bin#1").stdout


def test_a_released_order_is_judged_again(loaded: RunEsep, answer: Answer, kept_samples: Path) -> None:
    loaded("orders", "receive", kept_samples / HELD)
    result = loaded("orders", "release", "R1-000015", "--purpose-code", "012", "--reason", "letter 18")
    assert result.exit_code == 0
    assert "returned     R1-000015" in result.stdout
    result = loaded("orders", "release", "R1-000014", "--accept", "wrong-beneficiary", "--reason", "ours")
    assert "accepted     R1-000014" in result.stdout
    assert answer("orders", "show", "R1-000014")["orders"][0]["decisions"][1]["accepted_findings"] == [
        "wrong-beneficiary"
    ]


def test_an_order_is_sent_back_once(loaded: RunEsep, kept_samples: Path) -> None:
    loaded("orders", "receive", kept_samples / HELD)
    assert "returned     R1-000013" in loaded("orders", "send-back", "R1-000013", "--reason", "not ours").stdout
    result = loaded("orders", "send-back", "R1-000013", "--reason", "not ours")
    assert result.exit_code == 1
    assert "R1-000013/2020-02-21 is returned; only a held order" in result.stderr


def test_a_decision_needs_a_reason(loaded: RunEsep) -> None:
    assert loaded("orders", "send-back", "R1-000013").exit_code == 2
    assert loaded("orders", "send-back", "R1-000013", "--reason", " ").exit_code == 1


def test_orders_held_for_want_of_a_register_are_decided_by_retry(esep: RunEsep, kept_samples: Path) -> None:
    result = esep("orders", "receive", kept_samples / CUT)
    assert result.exit_code == 3
    assert "register-unavailable" in result.stdout
    assert esep("orders", "retry").exit_code == 3
    esep("register", "load", kept_samples / "register.csv")
    result = esep("orders", "retry")
    assert result.exit_code == 0
    assert "cut          R1-000006" in result.stdout
    assert esep("orders", "retry").stderr == "No order is held.\n"


def test_a_document_cut_short_by_an_error_is_whole_and_tells_what_was_recorded(
    loaded: RunEsep, answer: Answer, kept_samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = ReceiveOrders.__call__

    def fail_at_the_last(self: ReceiveOrders, messages: Sequence[IncomingMessage], actor: Actor) -> list[Receipt]:
        if any(message.position == 3 for message in messages):
            raise Unavailable("the store went away")
        return receive(self, messages, actor)

    monkeypatch.setattr(receiving, "BATCH_ORDERS", 1)
    monkeypatch.setattr(ReceiveOrders, "__call__", fail_at_the_last)
    result = loaded("orders", "receive", kept_samples / HELD, "--format", "json")
    assert (result.exit_code, result.stderr) == (4, "esep: the store went away\n")
    told = json.loads(result.stdout)
    assert [order["reference"] for order in told["orders"]] == ["R1-000013", "R1-000014"]
    assert told["totals"]["orders"] == 2
    assert [order["reference"] for order in answer("orders", "list")["orders"]] == ["R1-000013", "R1-000014"]
