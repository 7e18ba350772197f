"""The record of a recipient has the 25 data of item 12 of the Rules, and each of them is in the answer."""

import json
import re
from collections.abc import Callable
from typing import Any, Protocol

import pytest
from click.testing import Result

PAGE = "docs/reference/recipient-record.md"
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| `([^`]+)` \|$", re.MULTILINE)


class Page(Protocol):
    text: str


@pytest.fixture
def rows(pages: dict[str, Page]) -> list[tuple[str, ...]]:
    """Item, datum, fields, source, command."""
    return [match.groups() for match in ROW.finditer(pages[PAGE].text)]


def test_all_25_data_have_a_row(rows: list[tuple[str, ...]]) -> None:
    assert [int(row[0]) for row in rows] == list(range(1, 26))


def test_every_field_named_is_in_the_answer(
    rows: list[tuple[str, ...]], esep: Callable[[str], Result], in_demo_data: object, variables: dict[str, str]
) -> None:
    assert esep("esep register load register.csv").exit_code == 0
    variables["ESEP_NOW"] = "2025-05-20T12:00"
    assert esep("esep applications register application-childcare.json").exit_code == 0
    answer = json.loads(esep("esep recipients show 880417490000 --format json").stdout)

    fields = {field for row in rows for field in re.findall(r"`([a-z_.\[\]]+)`", row[2])} - {"document"}
    missing = [field for field in fields if not _is_there(answer, field)]
    assert missing == []
    assert "document" in answer


def _is_there(answer: Any, field: str) -> bool:
    name, _, rest = field.partition(".")
    key = name.removesuffix("[]")
    if key not in answer:
        return False
    return not rest or _is_there(answer[key][0], rest)
