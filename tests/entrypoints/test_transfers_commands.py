"""esep transfers, on the samples."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from esep.adapters.payment_files.reader import Mt102Reader
from esep.domain.model.payment_order import PaymentOrder

RunEsep = Callable[..., Result]
Answer = Callable[..., Any]

ACCOUNT, BIC = "KZ67009SS00368609110", "NBRKKZKX"
FUND = ("--fund-account", ACCOUNT, "--fund-bic", BIC)
DAY = ("transfers", "prepare", "--on", "2020-02-21")


@pytest.fixture
def received(loaded: RunEsep, kept_samples: Path) -> RunEsep:
    """A cut order of contributions, and held ones."""
    loaded("orders", "receive", kept_samples / "05-cut-names.txt", kept_samples / "09-held.txt")
    return loaded


@pytest.fixture
def credited(received: RunEsep, answer: Answer) -> dict[str, Any]:
    [order] = [one for one in answer("orders", "list")["orders"] if one["outcome"] == "cut"]
    found: dict[str, Any] = order["credited"]
    return found


def test_money_is_prepared_written_and_listed(
    received: RunEsep, answer: Answer, credited: dict[str, Any], tmp_path: Path
) -> None:
    prepared = answer(*DAY, "--out", tmp_path, *FUND)
    [transfer], [file] = prepared["transfers"], prepared["files"]
    assert transfer == {
        "number": 1,
        "transferred_on": "2020-02-21",
        "purpose_code": "012",
        "amount_tiyn": credited["tiyn"],
        "orders": 1,
        "lines": credited["lines"],
        "prepared_at": "2020-02-21T06:00:00+00:00",
    }
    assert file["file"] == "transfers-20200221-GCVP-00000000001.txt"
    with (tmp_path / file["file"]).open("rb") as source:
        [message] = list(Mt102Reader().read(source, "out.txt"))
    assert isinstance(message.reading, PaymentOrder)
    assert (message.reading.message_type, message.reading.total.tiyn) == ("100", credited["tiyn"])
    assert (message.reading.beneficiary.account, message.reading.beneficiary_bic) == (ACCOUNT, BIC)
    [listed] = answer("transfers", "list")["transfers"]
    assert listed == {
        **transfer,
        "late_orders": 0,
        "reference": "GCVP-00000000001",
        "file": file["file"],
    }
    assert list(listed)[-1] == "prepared_at"
    assert "GCVP-00000000001" in received("transfers", "list").stdout
    assert received("transfers", "list", "--format", "csv").stdout.splitlines() == [
        "number,transferred_on,purpose_code,amount_tiyn,orders,lines,late_orders,reference,file,prepared_at",
        (
            f"1,2020-02-21,012,{credited['tiyn']},1,{credited['lines']},0,GCVP-00000000001,{file['file']},"
            "2020-02-21T06:00:00+00:00"
        ),
    ]
    assert received("verify").exit_code == 0


def test_a_second_preparation_tells_that_nothing_was_left(received: RunEsep, tmp_path: Path) -> None:
    first = received(*DAY, "--out", tmp_path, *FUND)
    assert (first.exit_code, first.stderr) == (0, "1 file written.\n")
    assert "transfers-20200221-GCVP-00000000001.txt" in first.stdout
    second = received(*DAY, "--out", tmp_path, *FUND)
    assert (second.exit_code, second.stdout) == (0, "")
    assert second.stderr == "Nothing was left to be transferred.\n"


def test_without_the_funds_account_it_says_what_to_give_and_the_next_run_writes_the_file(
    received: RunEsep, answer: Answer, tmp_path: Path
) -> None:
    first = received(*DAY, "--out", tmp_path / "out")
    assert first.exit_code == 0
    assert "--fund-account" in first.stderr
    assert "ESEP_FUND_BIC" in first.stderr
    assert not (tmp_path / "out").exists()
    assert "waits" in received("transfers", "list").stdout
    [waiting] = answer("transfers", "list")["transfers"]
    assert (waiting["reference"], waiting["file"]) == (None, None)
    later = answer(*DAY, "--out", tmp_path / "out", ESEP_FUND_ACCOUNT=ACCOUNT, ESEP_FUND_BIC=BIC)
    assert later["transfers"] == []
    [file] = later["files"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == [file["file"]]


def test_orders_that_went_after_the_next_working_day_are_told_as_late(
    received: RunEsep, answer: Answer, tmp_path: Path
) -> None:
    received("transfers", "prepare", "--on", "2020-02-25", "--out", tmp_path, *FUND, ESEP_NOW="2020-02-25")
    [listed] = answer("transfers", "list")["transfers"]
    assert (listed["orders"], listed["late_orders"]) == (1, 1)
    assert "transfer-money" not in {one["duty"] for one in answer("deadlines", "list")["deadlines"]}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--on", "2020-02-25", *FUND), "2020-02-25 is too far ahead"),
        (("--on", "2020-02-21", "--fund-account", ACCOUNT), "belong together"),
        (("--on", "2020-02-21", "--fund-bic", BIC), "belong together"),
        (("--on", "2020-02-21", "--fund-account", "KZ1", "--fund-bic", BIC), "is no account"),
        (("--on", "2020-02-21", "--fund-account", ACCOUNT, "--fund-bic", "x"), "is no code of a bank"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_recorded_nowhere(
    received: RunEsep, answer: Answer, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    result = received("transfers", "prepare", *arguments, "--out", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert answer("transfers", "list")["transfers"] == []


def test_a_day_must_be_one(received: RunEsep) -> None:
    assert received("transfers", "prepare").exit_code == 2
    assert received("transfers", "prepare", "--on", "21.02.2020").exit_code == 2
