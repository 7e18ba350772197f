"""Applications for return as JSON files: what is read, and every fault by its place."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from esep.adapters.application_files.refund_application import (
    BYTES_MAX,
    DOCUMENTS_MAX,
    LINES_MAX,
    REASON_CHARACTERS_MAX,
    JsonApplicationReader,
)
from esep.domain.model.month import Month
from esep.domain.model.refund import RefundReason
from esep.domain.model.refund_application import AskedLine, NamedOrder, RefundApplication
from esep.domain.ports.refund_files import ApplicationInvalid

IIN, BIN = "900101300017", "940140000385"

Read = Callable[..., RefundApplication]


def document(**changes: Any) -> dict[str, Any]:
    plain = {
        "application_number": "17-2025",
        "applied_on": "2025-04-02",
        "payer": {"id": BIN, "name": "ТОО Алма"},
        "order": {"reference": "REF1", "number": "17", "date": "2025-03-20"},
        "reason": "wrong-sum",
        "lines": [{"line": 3}],
    }
    return plain | changes


def read(content: bytes) -> RefundApplication:
    return JsonApplicationReader().read(content, "a.json")


def faults_of(content: bytes | dict[str, Any]) -> tuple[str, ...]:
    if isinstance(content, dict):
        content = json.dumps(content).encode()
    with pytest.raises(ApplicationInvalid) as error:
        read(content)
    return error.value.faults


def test_an_application_is_read_with_everything_in_it() -> None:
    full = document(
        order={
            "reference": " REF1 ",
            "number": "17",
            "date": "2025-03-20",
            "sender_bic": "KZKOKZKX",
            "value_date": "2025-03-21",
            "total_tiyn": 7_090_000,
        },
        reason="other",
        reason_text="два\n письма",
        lines=[
            {"line": 3, "iin": IIN, "period": "2025-02", "amount_tiyn": 425_000},
            {"line": 1, "amount": "4250.5"},
            {"line": 2, "amount": "1", "iin": None},
        ],
        documents=["letter.pdf", "extract.pdf"],
    )
    assert read(b"\xef\xbb\xbf" + json.dumps(full, ensure_ascii=False).encode()) == RefundApplication(
        application_number="17-2025",
        applied_on=date(2025, 4, 2),
        payer_id=BIN,
        payer_name="ТОО Алма",
        order=NamedOrder(
            reference="REF1",
            document_number="17",
            document_date=date(2025, 3, 20),
            sender_bic="KZKOKZKX",
            value_date=date(2025, 3, 21),
            total_tiyn=7_090_000,
        ),
        reason=RefundReason.OTHER,
        reason_text="два письма",
        lines=(
            AskedLine(line_number=1, amount_tiyn=425_050),
            AskedLine(line_number=2, amount_tiyn=100),
            AskedLine(line_number=3, iin=IIN, period=Month(2025, 2), amount_tiyn=425_000),
        ),
        documents=("letter.pdf", "extract.pdf"),
    )


def test_what_may_be_left_out_is_none() -> None:
    application = read(json.dumps(document()).encode())
    assert application.lines == (AskedLine(line_number=3),)
    assert (application.documents, application.reason_text) == ((), "")
    assert application.order == NamedOrder(reference="REF1", document_number="17", document_date=date(2025, 3, 20))


def test_the_same_application_written_otherwise_has_the_same_digest() -> None:
    plain = read(json.dumps(document(lines=[{"line": 1, "amount_tiyn": 100}, {"line": 3}])).encode())
    other = document(lines=[{"line": 3, "iin": None}, {"amount": "1.00", "line": 1}], documents=[])
    assert read(json.dumps(other, indent=4).encode()).content_sha256 == plain.content_sha256


@pytest.mark.parametrize(
    "changes",
    [
        {"application_number": "18-2025"},
        {"applied_on": "2025-04-03"},
        {"payer": {"id": BIN, "name": "ТОО Груша"}},
        {"order": {"reference": "REF1", "number": "17", "date": "2025-03-20", "total_tiyn": 1}},
        {"reason": "paid-twice"},
        {"reason_text": "x"},
        {"lines": [{"line": 3, "amount_tiyn": 1}]},
        {"lines": [{"line": 3, "iin": IIN}]},
        {"lines": [{"line": 3, "period": "2025-02"}]},
        {"documents": ["letter.pdf"]},
    ],
)
def test_whatever_is_said_changes_the_digest(changes: dict[str, Any]) -> None:
    plain = read(json.dumps(document()).encode())
    assert read(json.dumps(document(**changes)).encode()).content_sha256 != plain.content_sha256


def test_everything_that_is_missing_is_told() -> None:
    assert faults_of({}) == (
        "application_number: is missing",
        "applied_on: is missing",
        "payer: is missing",
        "order: is missing",
        "reason: is missing",
        "lines: is missing",
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"applied_on": "20250402"}, "applied_on: is not a date like 2025-04-02"),
        ({"applied_on": "2025-02-30"}, "applied_on: is not a date like 2025-04-02"),
        ({"application_number": 17}, "application_number: is no text; write it in quotes"),
        ({"application_number": " "}, "application_number: is empty"),
        ({"application_number": "7" * 51}, "application_number: has 51 characters; at most 50 are kept"),
        ({"application_number": "1\u00007"}, "application_number: has a character that cannot be shown; take it out"),
        ({"application_number": "\ud800"}, "application_number: has a character that cannot be shown; take it out"),
        ({"payer": []}, "payer: is no object; expected {…}"),
        ({"payer": {"id": "940140000386", "name": "x"}}, "payer.id: is not an IIN or BIN: twelve digits, the last one"),
        ({"payer": {"id": BIN, "name": "x", "iban": ""}}, "payer.iban: is not known; take it out or correct its name"),
        ({IIN: 1}, "…: is not known; take it out or correct its name"),
        ({"reason": "greed"}, "reason: is not one of wrong-period, wrong-sum, paid-twice, sent-by-mistake, pensioner"),
        ({"reason": "other"}, "reason_text: is missing"),
        ({"reason_text": "x" * (REASON_CHARACTERS_MAX + 1)}, "reason_text: has 1001 characters; at most 1000 are kept"),
        ({"lines": []}, "lines: is no list with something in it"),
        ({"lines": [3]}, "lines[0]: is no object; expected {…}"),
        ({"lines": [{"line": 3}, {"line": 3}]}, "lines[1].line: 3 stands here a second time"),
        ({"lines": [{"line": 0}]}, "lines[0].line: is no whole number from 1 to 2147483647"),
        ({"lines": [{"line": True}]}, "lines[0].line: is no whole number from 1 to 2147483647"),
        ({"lines": [{"line": 3, "iin": BIN}]}, "lines[0].iin: is not an IIN: twelve digits, the last one checks"),
        ({"lines": [{"line": 3, "period": "2025-13"}]}, "lines[0].period: is not a month like 2025-02"),
        ({"lines": [{"line": 3, "amount_tiyn": 0}]}, "lines[0].amount_tiyn: is no whole number from 1 to "),
        ({"lines": [{"line": 3, "amount_tiyn": 1.5}]}, "lines[0].amount_tiyn: is no whole number from 1 to "),
        ({"lines": [{"line": 3, "amount": 4250}]}, "lines[0].amount: is not an amount in tenge above nothing, a text"),
        ({"lines": [{"line": 3, "amount": "0.00"}]}, "lines[0].amount: is not an amount in tenge above nothing"),
        ({"lines": [{"line": 3, "amount": "1.005"}]}, "lines[0].amount: is not an amount in tenge above nothing"),
        ({"lines": [{"line": 3, "amount": "1", "amount_tiyn": 100}]}, "lines[0].amount: stands beside amount_tiyn"),
        ({"lines": [{"line": 3, "amout": "1"}]}, "lines[0].amout: is not known; take it out or correct its name"),
        ({"documents": "letter.pdf"}, "documents: is no list; expected […]"),
        ({"documents": [1]}, "documents.0: is no text; write it in quotes"),
        ({"documents": ["x"] * (DOCUMENTS_MAX + 1)}, "documents: has 51 items; at most 50 are taken"),
        ({"lines": [{}] * (LINES_MAX + 1)}, "lines: has 20001 items; at most 20000 are taken"),
    ],
)
def test_a_fault_is_told_with_its_place(changes: dict[str, Any], fault: str) -> None:
    [told] = faults_of(document(**changes))
    assert told.startswith(fault)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "document: is no JSON, line 1, column 1"),
        (b'{"a": 1', "document: is no JSON, line 1, column 8"),
        (b"[]", "document: is no object; expected"),
        ("{}".encode("utf-16"), "document: is not UTF-8; save it in that encoding"),
        (b'{"reason": "other", "reason": "other"}', "document: the key 'reason' stands twice in one object"),
        (b"[" * 100_000, "document: is nested too deep or has too long a number"),
        (b"9" * 10_000, "document: is nested too deep or has too long a number"),
        (b" " * (BYTES_MAX + 1), "document: has over 4194304 bytes; no more are read"),
    ],
    ids=["empty", "cut", "list", "utf-16", "twice", "deep", "number", "long"],
)
def test_what_is_no_document_is_refused(content: bytes, fault: str) -> None:
    assert faults_of(content)[0].startswith(fault)


def test_no_number_of_a_person_is_told() -> None:
    with pytest.raises(ApplicationInvalid) as error:
        read(json.dumps(document(lines=[{"line": 3, "iin": "900101300018"}, {"line": "900101300017"}])).encode())
    assert "9001013000" not in str(error.value)
