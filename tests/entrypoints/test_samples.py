"""The samples come out exactly as expected."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

COMPARED = ("reference", "purpose_code", "lines", "total_tiyn", "outcome", "credited", "returned", "held")


@pytest.fixture
def received(esep: Callable[..., Result], answer: Callable[..., Any], samples: Path) -> Any:
    esep("register", "load", samples / "register.csv")
    files = sorted(samples.glob("*.txt"))
    return answer("orders", "receive", *files)


def expected(samples: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((samples / "expected.json").read_text(encoding="utf-8"))
    # One file is described in words: see below.
    return {name: orders for name, orders in expected.items() if isinstance(orders, list)}


def test_orders_and_their_sums_are_as_expected(received: Any, samples: Path) -> None:
    for name, orders in expected(samples).items():
        found = [order for order in received["orders"] if order["file"] == name]
        assert [{key: order[key] for key in COMPARED} | {"payer": order["payer"]["id"]} for order in found] == [
            {key: order[key] for key in (*COMPARED, "payer")} for order in orders
        ]


def test_findings_are_as_expected(received: Any, samples: Path) -> None:
    for name, orders in expected(samples).items():
        found = [order for order in received["orders"] if order["file"] == name]
        assert [_findings(order) for order in found] == [_findings(order) for order in orders]


def test_what_is_quarantined_does_not_touch_its_neighbours(received: Any) -> None:
    outcomes = [order["outcome"] for order in received["orders"] if order["file"] == "13-quarantine.txt"]
    assert outcomes in ([], ["accepted", *["quarantined"] * 5])


def test_every_tenge_received_is_credited_returned_or_held(received: Any) -> None:
    totals = received["totals"]
    assert totals["received_tiyn"] == totals["credited_tiyn"] + totals["returned_tiyn"] + totals["held_tiyn"] > 0


def _findings(order: dict[str, Any]) -> Counter[tuple[str, int | None]]:
    return Counter((finding["code"], finding["line"]) for finding in order["findings"])
