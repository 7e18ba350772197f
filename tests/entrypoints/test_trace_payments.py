"""esep trace from a social payment to the orders that it rests on, and from an order to the payments."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

MOTHER = "880417490000"
RunEsep = Callable[..., Result]
Answer = Callable[..., Any]


@pytest.fixture
def paid(esep: RunEsep, pytestconfig: pytest.Config, variables: dict[str, str], tmp_path: Path) -> RunEsep:
    """`esep` on a store where SP-000001 was paid for May 2025, came back, was sent again and was paid over."""
    data = pytestconfig.rootpath / "src/entrypoints/cli/demo_data"
    out = ("--out", tmp_path / "out")
    story: tuple[tuple[str, tuple[object, ...]], ...] = (
        ("2025-03-20", ("register", "load", data / "register.csv")),
        ("2025-03-20", ("orders", "receive", data / "incoming")),
        ("2025-05-20", ("applications", "register", data / "application-childcare.json")),
        ("2025-05-20", ("applications", "check", "SP-000001")),
        ("2025-05-20", ("applications", "send", "SP-000001")),
        ("2025-05-20", ("decisions", "appoint", "SP-000001", "--document", "12", "--document-date", "2025-05-20",
                        "--actor", "aigul")),
        ("2025-05-20", ("payments", "prepare", "--month", "2025-05", *out)),
        ("2025-05-26", ("payments", "receive-returns", data / "returned-payments.txt")),
        ("2025-05-26", ("payments", "resend", "SP-000001", "--month", "2025-05", *out)),
        ("2025-05-27", ("payments", "confirm", "--month", "2025-05")),
        ("2025-05-27", ("overpayments", "find", "SP-000001", "--month", "2025-05", "--amount", "1500", "--reason",
                        "wrong order")),
        ("2025-05-27", ("overpayments", "repay", "OP-000001", "--on", "2025-05-27", "--amount", "500",
                        "--document", "7")),
    )  # fmt: skip
    for day, arguments in story:
        variables["ESEP_NOW"] = f"{day}T12:00:00+05:00"
        result = esep(*arguments)
        assert result.exit_code in (0, 3), result.output
    return esep


def _on_one_line(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def test_a_message_leads_to_its_payments_and_to_the_message_that_carries_them_again(
    paid: RunEsep, answer: Answer
) -> None:
    trail = answer("trace", "GCVP-00000000001")
    outgoing = trail["outgoing"]
    told = ("kind", "purpose_code", "amount_tiyn", "state", "sent_on", "payment_count")
    assert [outgoing[name] for name in told] == [
        "social-payment", "091", 2_677_680, "paid", "2025-05-20", 1,
    ]  # fmt: skip
    [payment] = trail["payments"]
    told = ("payment", "line", "payee", "amount_tiyn", "state", "resent_in")
    assert [payment[name] for name in told] == [
        "SP-000001/2025-05/1", 1, "880417******", 2_677_680, "returned", "GCVP-00000000003",
    ]  # fmt: skip
    assert (payment["return"]["reference"], payment["return"]["line"]) == ("KZKO-000417", 1)
    decision = payment["rests_on"]
    assert (decision["event"], decision["document_number"], decision["document_date"]) == (4, "12", "2025-05-20")
    assert _on_one_line(paid("trace", "GCVP-00000000001")) == (
        "social-payment GCVP-00000000001, code 091, 26 776.80, sent on 2025-05-20 in "
        "payments-20250520-GCVP-00000000001.txt, confirmed on 2025-05-27, 1 payment "
        "line 1: SP-000001/2025-05/1 to 880417******, 26 776.80 returned by KZKOKZKX/KZKO-000417/2025-05-23, line 1, "
        "sent again in GCVP-00000000003, by decision 4, document 12 of 2025-05-20"
    )
    assert (
        "pension-contribution GCVP-00000000002, code 010, 2 975.20, sent on 2025-05-20 in "
        "payments-20250520-GCVP-00000000001.txt, confirmed on 2025-05-27, 1 payment "
        "SP-000001/2025-05/1 to 880417******, 2 975.20 paid, by decision 4"
    ) in _on_one_line(paid("trace", "GCVP-00000000002"))


def test_a_payment_leads_to_the_orders_that_its_decision_counted_and_they_lead_back(
    paid: RunEsep, answer: Answer
) -> None:
    case = answer("trace", "SP-000001/2025-05")["case"]
    [payment] = case["payments"]
    assert [(one["reference"], one["contribution_reference"]) for one in payment["sendings"]] == [
        ("GCVP-00000000001", "GCVP-00000000002"), ("GCVP-00000000003", None),
    ]  # fmt: skip
    assert [one["reference"] for one in payment["returns"]] == ["KZKO-000417"]
    assert [one["attempt"] for one in payment["resends"]] == [2]
    assert [(one["debit"], one["credit"]) for one in payment["entries"][-2:]] == [
        ("social-payments-paid", "overpayments"), ("overpayments", "returned-social-payments"),
    ]  # fmt: skip
    assert {one["overpayment"] for one in payment["entries"][-2:]} == {"OP-000001"}
    [overpayment] = case["overpayments"]
    assert (overpayment["number"], overpayment["repaid_tiyn"], overpayment["withheld_from"]) == (
        "OP-000001", 50_000, [],
    )  # fmt: skip
    [counted] = case["counted"]
    assert (counted["decision"], counted["reference"], counted["line"]) == ("SP-000001/4", "D-000001", 1)

    back = answer("trace", counted["reference"])
    assert back["counted_in"] == ["SP-000001/4"]
    line = next(line for line in back["orders"][0]["lines"] if line["line"] == counted["line"])
    assert line["counted"] == [{"decision": "SP-000001/4", "amount_tiyn": counted["amount_tiyn"]}]
    assert answer("trace", MOTHER)["counted_in"] == ["SP-000001/4"]
    assert "counted in decisions on social payments: SP-000001/4" in _on_one_line(paid("trace", MOTHER))
    assert [one["payment"] for one in answer("trace", "SP-000001/4")["case"]["payments"]] == ["SP-000001/2025-05/1"]


def test_a_case_is_told_step_by_step_and_no_number_whole(paid: RunEsep) -> None:
    told = _on_one_line(paid("trace", "SP-000001"))
    steps = """
        SP-000001 childcare of 880417******: appointed application 41-2025 of 2025-05-19, right of 2025-05-12
        4 appoint 2025-05-20 12:00 by aigul: appointed, document 12 of 2025-05-20, 29 752.00 a payment
            counted 9 500.00 of order KZKOKZKX/D-000001/2025-03-20, line 1
        payment SP-000001/2025-05/1 to 880417******, 29 752.00 decided, 26 776.80 to pay: paid, by decision 4
        entry 1: debit social payments decided, credit social payments payable 29 752.00, 2025-05-20 12:00
        sent on 2025-05-20: 26 776.80 in GCVP-00000000001, line 1, contribution in GCVP-00000000002,
        returned: 26 776.80 by KZKOKZKX/KZKO-000417/2025-05-23, line 1, returned-payments.txt
        to be sent again, by saule, 2025-05-26 12:00
        sent on 2025-05-26: 26 776.80 in GCVP-00000000003, line 1, payments-20250526-GCVP-00000000003.txt
        overpayment OP-000001 of SP-000001/2025-05/1, 1 500.00: found, wrong order
            repay 500.00 on 2025-05-27 by saule, document 7
    """
    places = [told.find(step.strip()) for step in steps.strip().splitlines()]
    assert -1 not in places
    assert places == sorted(places)
    for name in ("SP-000001", "GCVP-00000000001"):
        for form in ("table", "json"):
            assert MOTHER not in paid("trace", name, "--format", form).stdout


@pytest.mark.parametrize("name", ["SP-000002", "SP-000001/2025-06", "SP-000001/9", "SP-000001/2025-13"])
def test_a_case_or_payment_that_is_not_there_is_refused(paid: RunEsep, name: str) -> None:
    refused = paid("trace", name)
    assert (refused.exit_code, refused.stdout) == (1, "")
