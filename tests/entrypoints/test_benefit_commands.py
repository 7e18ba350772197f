"""esep benefits and esep payers load-regimes, on a store with the demonstration's register."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from esep.domain.model.month import Month

RunEsep = Callable[..., Result]
Answer = Callable[..., Any]

DEMO_DATA = Path(__file__).parents[2] / "src/entrypoints/cli/demo_data"
NOW = "2026-02-12T12:00:00+05:00"
AIGUL = "880417490000"
ALTYN = "050340019011"
ASKED = ("--right-on", "2026-02-10", "--applied-on", "2026-02-12")

MESSAGE = """{{1:F01K059140000000001000001}}{{2:O102SCLEAR000000U3003}}{{4:
:20:{reference}
:50:/D/KZ12345678901234567X
/NAME/ТОО Алтын
/IDN/050340019011
:52B:KZKOKZKX
:57B:GCVPKZ2A
:59:KZ67009SS00368609110
/NAME/НАО Госкорпорация
/IDN/160440007161
:70:/NUM/17
/DATE/{day}
/SEND/07
/VO/01
/KNP/012
/PSO/01
/PRT/50
/PERIOD/{period}
/ASSIGN/{assignment}
:21:1
:32B:KZT{amount}
:70:/OPV/S
//FM/Әбенова
//NM/Айгүл
//FT/Маратқызы
//DT/19880417
//IDN/880417490000
:32A:{day}KZT{amount}
-}}
"""


@pytest.fixture
def variables(variables: dict[str, str]) -> dict[str, str]:
    return variables | {"ESEP_NOW": NOW, "COLUMNS": "120"}


@pytest.fixture
def paid(esep: RunEsep, tmp_path: Path) -> RunEsep:
    """`esep` on a store where a person's contributions for 2025 are recorded, each of 100 000 tenge of income."""
    assert esep("register", "load", DEMO_DATA / "register.csv").exit_code == 0
    messages = []
    for number in range(1, 13):
        month = Month(2025, number)
        messages.append(
            MESSAGE.format(
                reference=f"R{number:03}",
                period=f"{number:02}2025",
                day=f"{month.next().first_day:%y%m%d}",
                amount="5000,00",
                assignment="отчисления",
            )
        )
    (tmp_path / "orders.txt").write_text("".join(messages), encoding="utf-8")
    assert esep("orders", "receive", tmp_path / "orders.txt").exit_code == 0
    return esep


def test_a_calculation_as_json(paid: RunEsep, answer: Answer) -> None:
    found = answer("benefits", "calculate", "--kind", "job-loss", "--iin", AIGUL, *ASKED)
    steps = found.pop("steps")
    assert found == {
        "kind": "job-loss",
        "law": "Social Code 224-VII of 20.04.2023, article 118; Order 237 of 22.06.2023",
        "length_months": 12,
        "average_income_tiyn": 5_000_000,
        "coefficients": {"income_replacement": 0.45, "length": 0.75},
        "amount_tiyn": 1_687_500,
        "payments": 2,
        "withheld_pension_tiyn": 168_750,
    }
    assert {tuple(step) for step in steps} == {("what", "value", "reference")}
    assert {"what": "coefficient of length of participation (КСУ)", "value": "0.75",
            "reference": "Order 237 of 22.06.2023, 37; Social Code 118(3)"} in steps  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "options", "amount_tiyn", "coefficients"),
    [
        ("disability", ("--degree", "80"), 270_000, {"income_replacement": 0.6, "length": 0.75, "disability": 0.8}),
        ("breadwinner", ("--dependants", "3"), 270_000, {"income_replacement": 0.6, "length": 0.75, "dependants": 0.8}),
        ("maternity", ("--days", "126"), 38_500_000, {"days": 4.2}),
        ("childcare", ("--birth-order", "1"), 2_768_000, {"income_replacement": 0.4}),
        ("childcare", ("--birth-order", "1", "--pension-exempt"), 2_491_200, {"income_replacement": 0.4}),
    ],
)
def test_each_kind_has_its_options(
    paid: RunEsep, answer: Answer, kind: str, options: tuple[str, ...], amount_tiyn: int, coefficients: dict[str, float]
) -> None:
    found = answer("benefits", "calculate", "--kind", kind, "--iin", AIGUL, *ASKED, *options)
    assert (found["kind"], found["amount_tiyn"], found["coefficients"]) == (kind, amount_tiyn, coefficients)


def test_a_calculation_for_people(paid: RunEsep) -> None:
    told = paid("benefits", "calculate", "--kind", "job-loss", "--iin", AIGUL, *ASKED)
    assert (told.exit_code, told.stderr) == (0, "")
    lines = told.stdout.splitlines()
    assert lines[0] == "job-loss   16 875.00 tenge, 2 payments"
    assert "length 12 months, average income 50 000.00 tenge; 1 687.50 of it go to the pension fund" in lines
    assert "where it stands" in told.stdout
    assert AIGUL not in told.stdout


def test_a_refusal_says_which_rule_or_number(paid: RunEsep) -> None:
    def refused(*options: str) -> str:
        told = paid("benefits", "calculate", "--iin", AIGUL, *options)
        assert (told.exit_code, told.stdout) == (1, "")
        return told.stderr

    assert "half the minimum wage" in refused(
        "--kind", "disability", "--right-on", "2025-03-10", "--applied-on", "2025-03-12", "--degree", "60"
    )
    assert "КСУ" in refused("--kind", "job-loss", "--right-on", "2022-03-10", "--applied-on", "2022-03-12")
    assert "Order 80" in refused(
        "--kind", "maternity", "--right-on", "2025-04-10", "--applied-on", "2025-04-12", "--days", "126"
    )
    assert "give as --applied-on the day of right or a later one" in refused(
        "--kind", "job-loss", "--right-on", "2026-02-10", "--applied-on", "2026-02-09"
    )
    assert "give --degree" in refused("--kind", "disability", *ASKED)
    assert "the length of participation is 2 months" in refused(
        "--kind", "job-loss", "--right-on", "2025-03-10", "--applied-on", "2025-03-12"
    )


def test_wrong_usage_is_told(esep: RunEsep) -> None:
    assert esep("benefits", "calculate", "--kind", "pension", "--iin", AIGUL, *ASKED).exit_code == 2
    assert esep("benefits", "calculate", "--kind", "job-loss", "--iin", AIGUL, "--right-on", "2026").exit_code == 2
    assert esep("benefits", "calculate", "--kind", "job-loss", "--iin", "1", *ASKED).exit_code == 1


def test_credited_months_add_to_the_length_and_received_ones_take_off(
    paid: RunEsep, answer: Answer, tmp_path: Path
) -> None:
    head = "iin,month,kind,income,document_number,document_date\n"
    rows = [f"{AIGUL},2020-{month:02},zero-coefficient,,15-1,2021-02-01" for month in range(4, 12)]
    rows.append(f"{AIGUL},2020-12,certified-income,120000.50,15-2,2021-02-01")
    rows.append(f"{AIGUL},2019-05,job-loss-benefit,,15-3,2019-06-01")
    (tmp_path / "months.csv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    version = answer("benefits", "load-credited-months", tmp_path / "months.csv")
    assert (version["version"], version["rows"], version["file"], version["loaded_by"]) == (
        1,
        10,
        "months.csv",
        "saule",
    )
    told = paid("benefits", "load-credited-months", tmp_path / "months.csv")
    assert told.stdout == "Loaded version 2 of the credited months: 10 rows.\n"
    found = answer("benefits", "calculate", "--kind", "job-loss", "--iin", AIGUL, *ASKED)
    assert (found["length_months"], found["coefficients"]["length"]) == (9, 0.7)  # 12 + 9 - 12


def test_a_bad_list_of_credited_months_loads_nothing(esep: RunEsep, tmp_path: Path) -> None:
    head = "iin,month,kind,income,document_number,document_date\n"

    def told(text: str, encoding: str = "utf-8") -> str:
        (tmp_path / "bad.csv").write_text(text, encoding=encoding)
        result = esep("benefits", "load-credited-months", tmp_path / "bad.csv")
        assert (result.exit_code, result.stdout) == (1, "")
        return result.stderr

    faults = told(
        head
        + "880417490001,2020-05,zero-coefficient,,7,2021-01-15\n"
        + f"{AIGUL},2020-13,zero-coefficient,,7,2021-01-15\n"
        + f"{AIGUL},2020-05,holiday,,7,2021-01-15\n"
        + f"{AIGUL},2020-05,zero-coefficient,much,7,2021-01-15\n"
        + f"{AIGUL},2020-05,zero-coefficient,0,7,2021-01-15\n"
        + f"{AIGUL},2020-05,zero-coefficient,,,2021-01-15\n"
        + f"{AIGUL},2020-05,zero-coefficient,,7,15.01.2021\n"
        + f"{AIGUL},2020-06,zero-coefficient,,7,2021-01-15\n"
        + f"{AIGUL},2020-06,zero-coefficient,5,7,2021-01-15\n"
    )
    for fault in (
        "line 2: iin 880417******: expected twelve digits with a right check digit",
        "line 3: 13",
        "line 4: kind 'holiday'; expected one of emergency-benefit",
        "line 5: income 'much'; expected an amount in tenge",
        "line 6: income is 0",
        "line 7: document_number is empty",
        "line 8: document_date '15.01.2021'; expected a day as YYYY-MM-DD",
        "line 10: says the same of this month and document as line 9",
    ):
        assert fault in faults
    assert "2019-05 cannot be credited" in told(f"{head}{AIGUL},2019-05,emergency-benefit,,7,2021-01-15\n")
    assert "has no row" in told(head)
    assert "has no column kind" in told("iin,month\n")
    assert "is not in UTF-8" in told(head + "Ә", "utf-16")
    assert "is a folder" in esep("benefits", "load-credited-months", tmp_path).stderr
    assert "does not exist" in esep("benefits", "load-credited-months", tmp_path / "gone.csv").stderr


def test_a_payer_of_the_single_payment_needs_the_rate_of_its_year(
    paid: RunEsep, answer: Answer, tmp_path: Path
) -> None:
    (tmp_path / "regimes.csv").write_text(
        f"payer,regime,from,to\n{ALTYN},single-payment,2025-06-01,2025-06-30\n{AIGUL},self-employed,2026-01-01,\n",
        encoding="utf-8",
    )
    version = answer("payers", "load-regimes", tmp_path / "regimes.csv")
    assert (version["version"], version["rows"], version["file"]) == (1, 2, "regimes.csv")
    told = paid("payers", "load-regimes", tmp_path / "regimes.csv")
    assert told.stdout == "Loaded version 2 of the regimes: 2 rows.\n"
    refused = paid("benefits", "calculate", "--kind", "job-loss", "--iin", AIGUL, *ASKED)
    assert refused.exit_code == 1
    assert "for 2025-06 the tables of parameters do not hold the rate of the single payment" in refused.stderr


def test_a_bad_list_of_regimes_loads_nothing(esep: RunEsep, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(
        "payer,regime,from,to\n"
        "050340019012,single-payment,2024-01-01,\n"
        f"{ALTYN},simple,2024-01-01,\n"
        f"{ALTYN},single-payment,2024,\n"
        f"{ALTYN},single-payment,2024-02-01,2024-01-01\n"
        f"{ALTYN},single-payment,2024-01-01,2024-06-30\n"
        f"{ALTYN},single-payment,2024-07-01,\n"
        f"{ALTYN},platform,2025-01-01,\n"
        f"{ALTYN},platform,2023-01-01,2023-12-31\n",
        encoding="utf-8",
    )
    result = esep("payers", "load-regimes", tmp_path / "bad.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    for fault in (
        "line 2: payer 050340******",
        "line 3: regime 'simple'; expected one of single-payment, self-employed, platform",
        "line 4: from '2024'",
        "line 5: to 2024-01-01 lies before from 2024-02-01",
        "line 8: overlaps the days of the same payer in line 7",
    ):
        assert fault in result.stderr
    assert "line 9" not in result.stderr
    assert "is a folder" in esep("payers", "load-regimes", tmp_path).stderr
