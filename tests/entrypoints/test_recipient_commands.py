"""esep applications, decisions, recipients: from the file to the record of the recipient."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

RunEsep = Callable[..., Result]
Answer = Callable[..., Any]

MOTHER = "880417490000"
DOCUMENT = ("--document", "12", "--document-date", "2025-05-20")


@pytest.fixture
def demo_data(pytestconfig: pytest.Config) -> Path:
    return pytestconfig.rootpath / "src/entrypoints/cli/demo_data"


@pytest.fixture
def office(esep: RunEsep, demo_data: Path, variables: dict[str, str]) -> RunEsep:
    """`esep` on a store with the demonstration's register and orders, two months later."""
    variables["ESEP_NOW"] = "2025-03-20T12:00:00+05:00"
    assert esep("register", "load", demo_data / "register.csv").exit_code == 0
    assert esep("orders", "receive", demo_data / "incoming").exit_code == 3
    variables["ESEP_NOW"] = "2025-05-20T12:00:00+05:00"
    return esep


@pytest.fixture
def appointed(office: RunEsep, demo_data: Path) -> RunEsep:
    """Likewise, with an appointed childcare payment, SP-000001."""
    for arguments in (
        ("applications", "register", demo_data / "application-childcare.json"),
        ("applications", "check", "SP-000001"),
        ("applications", "send", "SP-000001"),
        ("decisions", "appoint", "SP-000001", *DOCUMENT, "--actor", "aigul"),
    ):
        assert office(*arguments).exit_code == 0
    return office


def test_an_application_is_registered_once(office: RunEsep, answer: Answer, demo_data: Path) -> None:
    first = answer("applications", "register", demo_data / "application-childcare.json")
    assert first["is_new"]
    case = first["case"]
    assert (case["name"], case["kind"], case["code"], case["state"]) == (
        "SP-000001",
        "childcare",
        "0705",
        "registered",
    )
    assert (case["iin"], case["registered_on"], case["next_due_on"]) == ("880417******", "2025-05-19", "2025-05-21")
    assert case["details"]["child_birth_date"] == "2025-05-12"

    again = office("applications", "register", demo_data / "application-childcare.json")
    assert again.stdout == "SP-000001 is registered; next step due 2025-05-21.\n"
    assert "Registered before, on 2025-05-19: nothing was recorded now." in again.stderr
    assert answer("applications", "register", demo_data / "application-childcare.json") == first | {"is_new": False}


def test_a_wrong_file_is_refused_with_every_fault(office: RunEsep, tmp_path: Path, demo_data: Path) -> None:
    said = json.loads((demo_data / "application-job-loss.json").read_text(encoding="utf-8"))
    said["applicant"]["iin"] = "930725490206"
    del said["region"]
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(said), encoding="utf-8")
    refused = office("applications", "register", wrong)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "applicant.iin: is no IIN" in refused.stderr
    assert "region: is missing" in refused.stderr
    assert "930725490206" not in refused.stderr

    folder = office("applications", "register", tmp_path)
    assert (folder.exit_code, "is a directory" in folder.stderr) == (2, True)
    missing = office("applications", "register", tmp_path / "none.json")
    assert (missing.exit_code, "does not exist" in missing.stderr) == (2, True)


def test_a_payment_is_appointed_by_another_person_and_shown_with_its_extract(
    office: RunEsep, answer: Answer, demo_data: Path
) -> None:
    office("applications", "register", demo_data / "application-childcare.json")
    too_early = office("decisions", "appoint", "SP-000001", *DOCUMENT, "--actor", "aigul")
    assert (too_early.exit_code, "SP-000001 is registered" in too_early.stderr) == (1, True)
    office("applications", "check", "SP-000001")
    office("applications", "send", "SP-000001")
    same = office("decisions", "appoint", "SP-000001", *DOCUMENT)
    assert (same.exit_code, "was prepared by saule" in same.stderr) == (1, True)

    done = office("decisions", "appoint", "SP-000001", *DOCUMENT, "--actor", "aigul")
    assert done.stdout == "SP-000001 is appointed: 29 752.00 tenge from 2025-05-12; next step due 2025-05-23.\n"
    shown = answer("decisions", "show", "SP-000001")
    [decision] = shown["decisions"]
    assert (decision["amount_tiyn"], decision["from_on"], decision["until_on"]) == (
        2_975_200,
        "2025-05-12",
        "2026-11-12",
    )
    assert decision["calculation"]["extract"] == [
        {
            "month": "2025-02",
            "payer_id": "050340019011",
            "amount_tiyn": 950_000,
            "received_on": "2025-03-20",
            "document_number": "1",
            "order_number": decision["calculation"]["extract"][0]["order_number"],
            "line_number": 1,
            "counted_tiyn": 950_000,
            "is_income": True,
        }
    ]
    told = office("decisions", "show", "SP-000001")
    assert "29 752.00 tenge from 2025-05-12 until 2026-11-12" in told.stdout
    assert MOTHER not in told.stdout


def test_a_payment_is_suspended_resumed_raised_and_ended(appointed: RunEsep, answer: Answer) -> None:
    def decide(action: str, ground: str, day: str, on: str) -> Result:
        cause = ("--ground", ground, "--document", "7", "--document-date", day, "--on", on)
        return appointed("decisions", action, "SP-000001", *cause, ESEP_NOW=day)

    assert decide("suspend", "no-debits", "2025-06-03", "2025-06-02").stdout == (
        "SP-000001 is suspended from 2025-07-01.\n"
    )
    assert decide("resume", "no-debits", "2025-07-03", "2025-07-03").stdout == (
        "SP-000001 is appointed from 2025-07-01.\n"
    )
    assert decide("recalculate", "minimum-changed", "2026-01-05", "2026-01-01").stdout == (
        "SP-000001 is appointed: 32 726.00 tenge from 2026-01-01.\n"
    )
    unknown = decide("terminate", "unemployed-deregistered", "2026-02-12", "2026-02-10")
    assert (unknown.exit_code, "expected one of child-died" in unknown.stderr) == (1, True)
    ended = decide("terminate", "child-died", "2026-02-12", "2026-02-10")
    assert ended.stdout == "SP-000001 is terminated from 2026-03-01; next step due 2026-02-17.\n"
    told = appointed("applications", "tell", "SP-000001", ESEP_NOW="2026-02-13")
    assert (told.stdout, told.stderr) == ("SP-000001 is terminated.\n", "")

    earlier = answer("decisions", "show", "SP-000001", "--as-of", "2025-12-31", ESEP_NOW="2026-02-13")
    assert [one["amount_tiyn"] for one in earlier["decisions"]] == [2_975_200]
    later = answer("decisions", "show", "SP-000001", ESEP_NOW="2026-02-13")
    assert [one["amount_tiyn"] for one in later["decisions"]] == [2_975_200, 3_272_600]
    actions = [one["action"] for one in answer("applications", "show", "SP-000001")["case"]["events"]]
    assert actions == [
        "register", "check", "send", "appoint", "suspend", "resume", "recalculate", "terminate", "tell"
    ]  # fmt: skip


def test_a_payee_is_named_whole_or_not_at_all(appointed: RunEsep) -> None:
    arguments = ("decisions", "resume", "SP-000001", "--ground", "missing", *DOCUMENT)
    assert appointed(*arguments, "--payee", MOTHER).exit_code == 2
    wrong = appointed(*arguments, "--payee", MOTHER, "--iban", "KZ1", "--bic", "KZKOKZKX")
    assert (wrong.exit_code, "no account of Kazakhstan" in wrong.stderr) == (1, True)


def test_a_refusal_is_announced_first(office: RunEsep, demo_data: Path, variables: dict[str, str]) -> None:
    office("applications", "register", demo_data / "application-job-loss.json")
    office("applications", "check", "SP-000001")
    office("applications", "send", "SP-000001")
    refused = office("decisions", "appoint", "SP-000001", *DOCUMENT, "--actor", "aigul")
    assert "--ground short-participation" in refused.stderr
    ground = ("--ground", "short-participation", *DOCUMENT)
    announced = office("decisions", "announce-refusal", "SP-000001", *ground)
    assert announced.stdout == "SP-000001 is refusal-announced; next step due 2025-05-22.\n"
    assert office("decisions", "refuse", "SP-000001", *ground).exit_code == 1
    variables["ESEP_NOW"] = "2025-05-23"
    assert office("decisions", "refuse", "SP-000001", *ground).stdout == "SP-000001 is refused.\n"


def test_cases_are_listed_and_withdrawn(appointed: RunEsep, answer: Answer, demo_data: Path) -> None:
    appointed("applications", "register", demo_data / "application-breadwinner.json")
    listed = appointed("applications", "list", "--format", "csv").stdout.splitlines()
    assert len(listed) == 3
    assert listed[1].startswith("SP-000001,childcare,0705,appointed,880417******,41-2025,2025-05-19,2025-05-12,Алматы")
    assert [one["name"] for one in answer("applications", "list", "--kind", "breadwinner")["cases"]] == ["SP-000002"]
    assert answer("applications", "list", "--state", "refused") == {"cases": []}
    assert "SP-000001" in appointed("applications", "list").stdout

    day = ("--on", "2026-12-31", "--document", "1", "--document-date", "2026-12-31")
    withdrawn = answer("decisions", "withdraw", *day, ESEP_NOW="2026-12-31")
    assert [(one["name"], one["state"]) for one in withdrawn["cases"]] == [("SP-000001", "withdrawn")]
    again = appointed("decisions", "withdraw", *day, ESEP_NOW="2026-12-31")
    assert "nothing was withdrawn" in again.stderr


def test_what_was_paid_last_is_kept_with_a_withdrawal_and_shown_with_the_recipient(
    appointed: RunEsep, answer: Answer, tmp_path: Path
) -> None:
    out = ("--out", tmp_path / "out")
    assert appointed("payments", "prepare", "--month", "2025-05", *out, ESEP_NOW="2025-05-22").exit_code == 0
    assert appointed("payments", "prepare", "--month", "2026-11", *out, ESEP_NOW="2026-11-25").exit_code == 0
    day = ("--on", "2026-12-31", "--document", "1", "--document-date", "2026-12-31")
    assert appointed("decisions", "withdraw", *day, ESEP_NOW="2026-12-31").exit_code == 0

    record = answer("recipients", "show", MOTHER, ESEP_NOW="2026-12-31")
    [case] = record["cases"]
    last = case["events"][-1]
    assert (last["ground"], last["last_paid_on"], last["last_paid_tiyn"]) == ("term-ended", "2026-11-25", 2_975_200)
    assert len(record["payments"]) == 19
    assert case["withheld_pension_tiyn"] == 19 * 297_520
    assert "2026-11-25:" in appointed("applications", "show", "SP-000001").stdout
    assert "SP-000001/2026-11/1" in appointed("recipients", "show", MOTHER).stdout
    [figures] = answer("recipients", "summary", "--month", "2025-05")["figures"]
    assert (figures["paid"], figures["paid_tiyn"], figures["withheld_tiyn"]) == (1, 2_677_680, 297_520)
    assert "withheld for pensions" in appointed("recipients", "summary", "--month", "2025-05").stdout


def test_papers_are_asked_for_and_come(office: RunEsep, answer: Answer, demo_data: Path) -> None:
    office("applications", "register", demo_data / "application-breadwinner.json")
    office("applications", "check", "SP-000001")
    office("applications", "send", "SP-000001", "--on", "2025-05-20")
    office("applications", "ask", "SP-000001", "--reason", "birth certificate")
    assert office("applications", "tell", "SP-000001").stdout == "SP-000001 is incomplete; next step due 2025-07-02.\n"
    office("applications", "complete", "SP-000001", "--document", "birth certificate")
    page = office("applications", "show", "SP-000001").stdout
    assert "940404******" in page
    assert "complete" in page
    case = answer("applications", "show", "SP-000001")["case"]
    assert [one["iin"] for one in case["details"]["dependants"]] == ["130901******", "090701******"]
    assert case["state"] == "with-fund"
    nobody = office("applications", "show", "SP-9")
    assert (nobody.exit_code, "no case is called" in nobody.stderr) == (1, True)


def test_grounds_are_listed_in_the_language_asked_for(office: RunEsep, answer: Answer) -> None:
    found = answer("decisions", "grounds", "--kind", "job-loss", "--action", "suspend")["grounds"]
    assert [one["code"] for one in found] == ["no-debits", "document-expired", "false-size"]
    assert found[0]["article"] == "119(1)(1)"
    russian = answer("decisions", "grounds", "--kind", "job-loss", "--action", "suspend", "--language", "ru")
    assert russian["grounds"][0]["text"].startswith("отсутствие расходных операций")
    assert "119(1)(1)" in office("decisions", "grounds", "--kind", "job-loss").stdout
    assert office("decisions", "grounds", "--format", "csv").stdout.startswith("kind,action,code,ends,effect,text")


def test_a_recipients_record_is_shown_in_full(appointed: RunEsep, answer: Answer, demo_data: Path) -> None:
    assert appointed("people", "refresh", demo_data / "register-refresh.csv", "--valid-on", "2025-05-19").exit_code == 0
    record = answer("recipients", "show", MOTHER)
    assert (record["iin"], record["birth_date"], record["sex"]) == (MOTHER, "1988-04-17", "female")
    assert record["document"] is not None
    [case] = record["cases"]
    assert (case["applied_on"], case["right_on"], case["decided_on"], case["ends_on"]) == (
        "2025-05-19",
        "2025-05-12",
        "2025-05-20",
        "2026-11-12",
    )
    assert (case["length_months"], case["average_income_tiyn"], case["birth_order"]) == (1, 791_667, 2)
    assert case["period"] == {"from_on": "2025-05-12", "until_on": "2026-11-12", "payment_count": None}
    assert {one["attribute"] for one in record["history"]} >= {"document", "address", "surname"}
    page = appointed("recipients", "show", MOTHER).stdout
    assert page.startswith(MOTHER)
    assert "no payment was made yet" in page
    assert appointed("recipients", "show", "940404491309").exit_code == 1
    assert appointed("recipients", "show", "1").exit_code == 1


def test_the_months_figures_count_decisions(appointed: RunEsep, answer: Answer) -> None:
    [figures] = answer("recipients", "summary", "--month", "2025-05")["figures"]
    assert (figures["kind"], figures["region"], figures["appointed"], figures["appointed_tiyn"]) == (
        "childcare",
        "Алматы",
        1,
        2_975_200,
    )
    csv = appointed("recipients", "summary", "--month", "2025-05", "--format", "csv").stdout.splitlines()
    assert csv[0].startswith("kind,code,region,appointed,appointed_tiyn,suspended")
    assert csv[1].startswith("childcare,0705,Алматы,1,2975200,0")
    assert "29 752.00" in appointed("recipients", "summary", "--month", "2025-05").stdout
    assert "Nothing was decided or paid in 2025-06." in appointed("recipients", "summary", "--month", "2025-06").stderr


def test_steps_and_records_stand_among_the_deadlines(office: RunEsep, demo_data: Path) -> None:
    office("applications", "register", demo_data / "application-job-loss.json")
    told = office("deadlines", "list").stdout
    assert "application to check" in told
    assert "SP-000001" in told
    assert "data of a recipient" in told


def test_who_is_paid_in_the_recipients_place_has_a_record_with_the_case(
    appointed: RunEsep, answer: Answer, tmp_path: Path
) -> None:
    guardian, account = "791102390104", "KZ756010002000123456"

    def decide(action: str, day: str, *payee: str) -> int:
        cause = ("--ground", "parental-rights", "--document", "7", "--document-date", day, "--on", day)
        return appointed("decisions", action, "SP-000001", *cause, *payee, ESEP_NOW=day).exit_code

    assert appointed("recipients", "show", guardian).exit_code == 1
    assert decide("suspend", "2025-06-03") == 0
    assert decide("resume", "2025-06-10", "--payee", guardian, "--iban", account, "--bic", "HSBKKZKX") == 0
    out = ("--out", tmp_path / "out")
    assert appointed("payments", "prepare", "--month", "2025-07", *out, ESEP_NOW="2025-07-22").exit_code == 0

    record = answer("recipients", "show", guardian, ESEP_NOW="2025-07-22")
    assert (record["surname"], record["birth_date"], record["cases"]) == ("Бектұров", "1979-11-02", [])
    [paid] = record["paid_cases"]
    [decided] = paid.pop("decisions")
    assert paid == {
        "name": "SP-000001",
        "kind": "childcare",
        "code": "0705",
        "state": "appointed",
        "role": "payee",
        "relation": None,
        "recipient": "880417******",
        "applied_on": "2025-05-19",
        "right_on": "2025-05-12",
        "decided_on": "2025-05-20",
        "ends_on": "2026-11-12",
        "withheld_pension_tiyn": sum(one["withheld_tiyn"] for one in record["payments"]),
        "account_changes": [],
    }
    assert (decided["action"], decided["amount_tiyn"], decided["account"]) == ("resume", 2_975_200, account)
    assert {one["payee"] for one in record["payments"]} == {guardian}
    assert record["payments"][-1]["payment"] == "SP-000001/2025-07/1"

    page = appointed("recipients", "show", guardian).stdout
    assert "paid as payee; the recipient is 880417******" in page
    assert account in page
    assert MOTHER not in page
    earlier = answer("recipients", "show", guardian, "--as-of", "2025-06-09")
    assert (earlier["birth_date"], earlier["paid_cases"], earlier["payments"]) == ("1979-11-02", [], [])


def test_a_death_that_the_register_confirms_is_no_warning(office: RunEsep, answer: Answer, demo_data: Path) -> None:
    assert answer("applications", "register", demo_data / "application-breadwinner.json")["warnings"] == []
    assert answer("applications", "show", "SP-000001")["warnings"] == []


def test_a_day_of_death_that_the_register_does_not_know_is_a_warning(
    office: RunEsep, answer: Answer, demo_data: Path, tmp_path: Path
) -> None:
    said = json.loads((demo_data / "application-breadwinner.json").read_text(encoding="utf-8"))
    said["breadwinner"]["died_on"] = "2024-12-28"
    other = tmp_path / "other.json"
    other.write_text(json.dumps(said), encoding="utf-8")
    expected = "by the register the breadwinner died on 2024-12-29, the application says 2024-12-28"

    told = office("applications", "register", other)
    assert (told.exit_code, f"Warning: {expected}" in told.stderr) == (0, True)
    [warning] = answer("applications", "show", "SP-000001")["warnings"]
    assert warning.startswith(expected)
    assert f"Warning: {expected}" in office("applications", "show", "SP-000001").stderr
    office("orders", "receive", demo_data / "late-contributions.txt")
    assert f"Warning: {expected}" in office("applications", "check", "SP-000001").stderr
    assert answer("applications", "send", "SP-000001")["warnings"] == [warning]
    appointed = office("decisions", "appoint", "SP-000001", *DOCUMENT, "--actor", "aigul")
    assert (appointed.exit_code, f"Warning: {expected}" in appointed.stderr) == (0, True)


def test_a_dependant_whose_studies_ended_is_a_signal(office: RunEsep, answer: Answer, demo_data: Path) -> None:
    for arguments in (
        ("orders", "receive", demo_data / "late-contributions.txt"),
        ("applications", "register", demo_data / "application-breadwinner.json"),
        ("applications", "check", "SP-000001"),
        ("applications", "send", "SP-000001"),
        ("decisions", "appoint", "SP-000001", *DOCUMENT, "--actor", "aigul"),
    ):
        done = office(*arguments)
        assert done.exit_code == 0, done.stderr
    assert answer("recipients", "signals", ESEP_NOW="2027-06-30")["people"] == []
    assert answer("recipients", "signals", ESEP_NOW="2027-07-01")["people"] == [
        {
            "signal": "dependant-term-ended",
            "case": "SP-000001",
            "case_state": "appointed",
            "recipient": "940404******",
            "about": "090701******",
            "since": "2027-07-01",
            "action": "recalculate",
            "ground": "dependants-changed",
            "reference": "Order 239 of 22.06.2023, 51",
        }
    ]
    told = office("recipients", "signals", ESEP_NOW="2027-07-01", COLUMNS="140").stdout
    assert "dependant-term-ended" in told
    assert "recalculate --ground dependants-changed" in told


def test_the_day_on_which_papers_came_is_kept_with_a_resumption(appointed: RunEsep, answer: Answer) -> None:
    suspended = ("--ground", "no-debits", "--document", "7", "--document-date", "2026-06-03")
    assert appointed("decisions", "suspend", "SP-000001", *suspended, ESEP_NOW="2026-06-03").exit_code == 0
    resumed = ("--ground", "no-debits", "--document", "8", "--document-date", "2026-11-13")
    late = appointed("decisions", "resume", "SP-000001", *resumed, ESEP_NOW="2026-11-13")
    assert (late.exit_code, "give that day with --received" in late.stderr) == (1, True)
    case = answer("decisions", "resume", "SP-000001", *resumed, "--received", "2026-11-11", ESEP_NOW="2026-11-13")[
        "case"
    ]
    assert case["state"] == "appointed"
    assert case["events"][-1]["reason"] == "papers came on 2026-11-11."


def test_a_step_before_the_application_is_refused(office: RunEsep, demo_data: Path) -> None:
    office("applications", "register", demo_data / "application-childcare.json")
    early = office("applications", "check", "SP-000001", "--on", "2019-02-01")
    assert (early.exit_code, early.stdout) == (1, "")
    assert "2019-02-01 lies before 2025-05-19, the day of the last step (register)" in early.stderr
    ask = office("applications", "ask", "SP-000001", "--reason", "income")
    assert "cannot be dealt with so (ask); allowed: check" in ask.stderr


def test_a_payee_is_paid_to_another_account_from_the_application_on(
    appointed: RunEsep, answer: Answer, tmp_path: Path
) -> None:
    account, out = "KZ756010002000123456", ("--out", tmp_path / "out")
    asked = ("--document", "31", "--document-date", "2025-06-02")
    to = ("decisions", "change-account", "SP-000001", *asked)
    assert appointed("payments", "prepare", "--month", "2025-05", *out, ESEP_NOW="2025-05-22").exit_code == 0
    assert appointed(*to, "--account", "KZ1", "--bic", "HSBKKZKX", ESEP_NOW="2025-06-02").exit_code == 1
    done = appointed(*to, "--account", account, "--bic", "HSBKKZKX", ESEP_NOW="2025-06-02")
    assert (done.exit_code, done.stdout) == (0, "SP-000001 is appointed.\n")
    assert appointed("payments", "prepare", "--month", "2025-06", *out, ESEP_NOW="2025-06-20").exit_code == 0

    record = answer("recipients", "show", MOTHER, ESEP_NOW="2025-06-20")
    assert [one["account"] for one in record["payments"]] == ["KZ86125KZT5004100100", account]
    [case] = record["cases"]
    assert [one["account"] for one in case["events"]] == [None] * 4 + [
        {"payee": "880417******", "account": account, "bic": "HSBKKZKX"}
    ]
    assert account in appointed("decisions", "show", "SP-000001").stdout
    earlier = answer("recipients", "show", MOTHER, "--as-of", "2025-06-01", ESEP_NOW="2025-06-20")
    assert [one["account"] for one in earlier["payments"]] == ["KZ86125KZT5004100100"]
    assert len(earlier["cases"][0]["events"]) == 4
