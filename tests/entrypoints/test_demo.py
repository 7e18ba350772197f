"""esep demo: twice alike, and nothing is left behind."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from esep.entrypoints.cli import demo_store
from esep.entrypoints.cli.main import command

VARIABLES = {"ESEP_LANGUAGE": "en", "COLUMNS": "100", "ESEP_DATABASE_URL": "postgresql://127.0.0.1:1/untouched"}


def _left_behind() -> set[Path]:
    return set(Path(demo_store._temporary_folder()).glob("esep-demo-*"))


def test_the_demonstration_runs_twice_alike_and_leaves_nothing() -> None:
    before = _left_behind()
    first, second = (CliRunner(env=VARIABLES).invoke(command, ["demo"]) for _ in range(2))
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    assert _left_behind() == before


def test_every_outcome_is_shown_and_the_store_holds() -> None:
    lines = CliRunner(env=VARIABLES).invoke(command, ["demo"]).stdout.splitlines()
    assert "13 messages: 5 accepted, 2 cut, 2 returned, 2 held, 1 quarantined, 1 duplicate" in lines
    assert "All checks hold." in lines


def test_money_is_corrected_given_back_and_transferred() -> None:
    text = CliRunner(env=VARIABLES).invoke(command, ["demo"]).stdout
    assert "Version 2 of the register: 5 people read, 1 new, 4 changed, 0 unchanged." in text
    assert "reversed: month" in text
    assert "RF-000001   dispatched   16 000.00 tenge by KNP 026" in text
    assert "entry 3: debit fund settlement, credit bank 54 900.00" in text  # 70 900.00 less what went back before


def test_the_demonstration_stays_readable() -> None:
    lines = CliRunner(env=VARIABLES).invoke(command, ["demo"]).stdout.splitlines()
    assert len(lines) < 300
    assert max(map(len, lines)) <= 160  # a step of a chain is one line, which the terminal may break


def test_also_an_error_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("esep.entrypoints.cli.demo_tour.Tour._release", fail)
    before = _left_behind()
    result = CliRunner(env=VARIABLES).invoke(command, ["demo"])
    assert result.exit_code == 1
    assert _left_behind() == before
