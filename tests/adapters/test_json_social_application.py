"""Applications for social payments read from JSON; every fault is told with its path and quotes nothing."""

import json
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from esep.adapters.application_files.social_application import BYTES_MAX, JsonSocialApplicationReader
from esep.domain.model.recipient_case import CaseDetails, Channel, Dependant, Relation
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.application_files import ApplicationFileInvalid

IIN, CHILD = "880417490000", "130901550013"
ACCOUNT = {"iban": "KZ86 125K ZT50 0410 0100", "bic": "KZKOKZKX"}
SAID: dict[str, Any] = {
    "application_number": " 17  2025 ",
    "kind": "job-loss",
    "applicant": {"iin": IIN},
    "right_on": "2025-05-05",
    "channel": "egov",
    "region": "Алматы",
    "account": ACCOUNT,
}


@pytest.fixture
def reader() -> JsonSocialApplicationReader:
    return JsonSocialApplicationReader()


def _faults(reader: JsonSocialApplicationReader, document: object) -> list[str]:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(ApplicationFileInvalid) as invalid:
        reader.read(content, "application.json")
    assert IIN not in str(invalid.value)
    return list(invalid.value.faults)


def test_a_short_application_is_read(reader: JsonSocialApplicationReader) -> None:
    found = reader.read(json.dumps(SAID).encode("utf-8-sig"), "application.json")
    assert (found.application_number, found.kind) == ("17 2025", SocialPaymentKind.JOB_LOSS)
    assert (found.applicant_iin, found.insured_iin, found.channel) == (IIN, IIN, Channel.EGOV)
    assert (found.submitted_at, found.right_on, found.documents) == (None, date(2025, 5, 5), ())
    assert found.details == CaseDetails(account="KZ86125KZT5004100100", bic="KZKOKZKX")
    assert IIN not in repr(found)


def test_every_part_is_read(reader: JsonSocialApplicationReader) -> None:
    parts = {
        "kind": "0701",
        "submitted_at": "2025-05-19T10:30:00+05:00",
        "breadwinner": {"iin": "650719392607", "died_on": "2024-12-29"},
        "dependants": [
            {"iin": CHILD, "relation": "child", "until_on": "2031-08-31", "share": "1/3", "account": ACCOUNT},
            {"iin": IIN, "relation": "carer", "until_on": None},
        ],
        "disability": {"degree_percent": 60, "until": "2027-05-31"},
        "unemployed": {"since": "2025-05-05", "number": "17"},
        "maternity": {"leave_days": 126, "is_adoption": True},
        "child": {"birth_date": "2025-05-12", "birth_order": 2, "iin": CHILD},
        "pension_exempt": {"ground": "group I"},
        "documents": ["a.pdf"],
    }
    found = reader.read(json.dumps(SAID | parts).encode(), "application.json")
    assert found.kind is SocialPaymentKind.BREADWINNER
    assert found.submitted_at == datetime(2025, 5, 19, 5, 30, tzinfo=UTC)
    assert (found.insured_iin, found.documents) == ("650719392607", ("a.pdf",))
    assert found.details == CaseDetails(
        account="KZ86125KZT5004100100",
        bic="KZKOKZKX",
        degree_percent=60,
        disability_until=date(2027, 5, 31),
        dependants=(
            Dependant(
                iin=CHILD,
                relation=Relation.CHILD,
                until_on=date(2031, 8, 31),
                share=Fraction(1, 3),
                account="KZ86125KZT5004100100",
                bic="KZKOKZKX",
            ),
            Dependant(iin=IIN, relation=Relation.CARER),
        ),
        breadwinner_died_on=date(2024, 12, 29),
        leave_days=126,
        is_adoption=True,
        child_iin=CHILD,
        child_birth_date=date(2025, 5, 12),
        birth_order=2,
        unemployed_since=date(2025, 5, 5),
        unemployed_number="17",
        is_pension_exempt=True,
        pension_exempt_ground="group I",
    )


def test_the_same_said_otherwise_has_the_same_digest(reader: JsonSocialApplicationReader) -> None:
    def digest(**changes: Any) -> bytes:
        return reader.read(json.dumps(SAID | changes).encode(), "a.json").content_sha256

    first = digest()
    assert digest(application_number="17 2025", documents=[], dependants=[], child=None) == first
    for changes in ({"region": "Астана"}, {"documents": ["a.pdf"]}, {"submitted_at": "2025-05-19T10:30:00"}):
        assert digest(**changes) != first


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"kind": "pension"}, ["kind: is no kind of social payment"]),
        ({"kind": 701}, ["kind: is no kind of social payment"]),
        ({"applicant": {"iin": "880417490001"}}, ["applicant.iin: is no IIN: the last digit"]),
        ({"applicant": {"iin": 880417490000}}, ["applicant.iin: is no IIN; expected twelve digits"]),
        ({"applicant": {"iin": "160440007161"}}, ["applicant.iin: is no IIN; expected twelve digits"]),
        ({"applicant": IIN}, ["applicant: is not of the kind expected"]),
        ({"applicant": {"iin": IIN, IIN: 1}}, ["applicant: …: not known"]),
        ({"extra": 1}, ["document: extra: not known"]),
        ({"right_on": "2025-02-29"}, ["right_on: is no date"]),
        ({"right_on": "05.05.2025"}, ["right_on: is no date"]),
        ({"submitted_at": "2025-05-19"}, ["submitted_at: is no instant"]),
        ({"submitted_at": "yesterday"}, ["submitted_at: is no instant"]),
        ({"channel": "post"}, ["channel: is none of state-corporation"]),
        ({"region": " "}, ["region: is empty"]),
        ({"region": "x" * 251}, ["region: has 251 characters"]),
        ({"region": "a\u0007b"}, ["region: has a character that cannot be shown"]),
        ({"region": 5}, ["region: is no text"]),
        (
            {"account": {"iban": "KZ87125KZT5004100100", "bic": "KZKO"}},
            ["account.iban: is no account of Kazakhstan", "account.bic: is no bank's code"],
        ),
        ({"documents": "a.pdf"}, ["documents: is no list"]),
        ({"documents": ["a.pdf", None]}, ["documents[1]: is no text"]),
        ({"documents": ["a.pdf"] * 51}, ["document: is longer or greater than is taken"]),
        (
            {"dependants": [{"iin": CHILD, "relation": "child"}, {"iin": "1", "share": "3/0"}]},
            ["dependants[1].iin: is no IIN", "dependants[1].relation: is missing", "dependants[1].share: is no share"],
        ),
        ({"disability": {"degree_percent": True}}, ["disability.degree_percent: is no whole number"]),
        ({"disability": {"degree_percent": 60.0}}, ["disability.degree_percent: is no whole number"]),
        ({"maternity": {"leave_days": 367}}, ["maternity.leave_days: is no whole number from 1 to 366"]),
        (
            {"maternity": {"leave_days": 126, "is_adoption": "no"}},
            ["maternity.is_adoption: is neither true nor false"],
        ),
        ({"child": {"birth_order": 0}}, ["child.birth_date: is missing", "child.birth_order: is no whole number"]),
    ],
)
def test_a_value_that_is_none_of_its_kind_is_told_with_its_path(
    reader: JsonSocialApplicationReader, changes: dict[str, Any], faults: list[str]
) -> None:
    told = _faults(reader, SAID | changes)
    assert len(told) == len(faults)
    assert all(one.startswith(begin) for one, begin in zip(sorted(told), sorted(faults), strict=True))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"[]", "document: is no object"),
        (b"{", "document: is no JSON, line 1"),
        (b'{"kind": 1, "kind": 2}', "document: the key 'kind' stands twice"),
        (b"\xff\xfe{}", "document: is not UTF-8"),
        (b"[" * 100_000, "document: is nested too deep"),
        (b" " * (BYTES_MAX + 1), "document: has over 1048576 bytes"),
    ],
)
def test_what_is_no_document_is_told(reader: JsonSocialApplicationReader, content: bytes, fault: str) -> None:
    [told] = _faults(reader, content)
    assert told.startswith(fault)


def test_a_list_of_dependants_alone_is_read(reader: JsonSocialApplicationReader) -> None:
    content = json.dumps([{"iin": CHILD, "relation": "grandchild"}]).encode()
    assert reader.read_dependants(content, "d.json") == (Dependant(iin=CHILD, relation=Relation.GRANDCHILD),)
    for wrong, fault in (([], "document: is no list of 1 to 50"), ([{"iin": CHILD}], "[0].relation: is missing")):
        with pytest.raises(ApplicationFileInvalid) as invalid:
            reader.read_dependants(json.dumps(wrong).encode(), "d.json")
        assert invalid.value.faults[0].startswith(fault)


@pytest.mark.parametrize("kind", ["childcare", "job-loss", "breadwinner"])
def test_the_samples_that_ship_are_read(
    reader: JsonSocialApplicationReader, pytestconfig: pytest.Config, kind: str
) -> None:
    folder: Path = pytestconfig.rootpath / "src/entrypoints/cli/demo_data"
    name = f"application-{kind}.json"
    assert reader.read((folder / name).read_bytes(), name).kind.word == kind
