"""What all commands have in common: help, options as variables, errors, signals, speed of the help."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from esep.entrypoints.cli.main import COMMANDS, command

RunEsep = Callable[..., Result]

HEAVY = ("psycopg", "rich", "holidays", "hypothesis", "esep.entrypoints.composition")


def _commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(command)
    for name in COMMANDS:
        found = command.get_command(context, name)
        assert found is not None
        yield name, found
        if isinstance(found, click.Group):
            yield from ((f"{name} {inner}", one) for inner, one in found.commands.items())


def test_help_imports_nothing_heavy() -> None:
    program = f"""
import sys
from click.testing import CliRunner
from esep.entrypoints.cli.main import command
assert CliRunner().invoke(command, ["--help"]).exit_code == 0
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", [name for name, _ in _commands()])
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = CliRunner().invoke(command, [*name.split(), "--help"])
    assert result.exit_code == 0
    is_group = isinstance(dict(_commands())[name], click.Group)
    assert ("Commands:" if is_group else "Example:") in result.stdout


@pytest.mark.parametrize("name", [name for name, found in _commands() if not isinstance(found, click.Group)])
def test_every_option_is_also_a_variable(name: str) -> None:
    for option in dict(_commands())[name].params:
        if isinstance(option, click.Option):
            written = max(option.opts, key=len)
            assert option.envvar == "ESEP_" + written.removeprefix("--").replace("-", "_").upper()


def test_the_version_is_told() -> None:
    result = CliRunner().invoke(command, ["--version"])
    assert (result.exit_code, result.stdout[:5]) == (0, "esep ")


@pytest.mark.parametrize("arguments", [["nonsense"], ["orders", "list", "--outcome", "lost"], ["orders", "receive"]])
def test_wrong_usage_ends_with_code_2(esep: RunEsep, arguments: list[str]) -> None:
    assert esep(*arguments).exit_code == 2


def test_the_form_of_the_answer_is_a_variable_too(esep: RunEsep) -> None:
    assert esep("orders", "list", ESEP_FORMAT="json").stdout == '{"orders": []}\n'


def test_a_database_that_does_not_answer_is_temporary(esep: RunEsep) -> None:
    result = esep("verify", ESEP_DATABASE_URL="postgresql://127.0.0.1:1/esep")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "the database did not answer" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_address_that_is_none_is_refused(esep: RunEsep) -> None:
    result = esep("verify", ESEP_DATABASE_URL="secret@nowhere")
    assert result.exit_code == 1
    assert "is no address of a PostgreSQL database" in result.stderr
    assert "secret" not in result.stderr


def test_a_data_directory_that_is_a_file_is_refused(esep: RunEsep, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    result = esep("verify", ESEP_DATABASE_URL=None, ESEP_DATA_DIR=str(tmp_path / "data"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "ESEP_DATA_DIR" in result.stderr


def test_a_data_directory_that_nobody_can_write_may_be_writable_later(esep: RunEsep) -> None:
    result = esep("verify", ESEP_DATABASE_URL=None, ESEP_DATA_DIR="/proc/esep")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "cannot be used" in result.stderr


def test_a_fault_of_the_product_is_told_without_its_text(esep: RunEsep, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("900101300017 and other secrets")

    monkeypatch.setattr("esep.domain.use_cases.list_deadlines.ListDeadlines.__call__", fail)
    result = esep("deadlines", "list")
    assert result.exit_code == 1
    assert "unexpected builtins.ZeroDivisionError at test_command_line.py" in result.stderr
    assert "secrets" not in result.stderr


def test_whoever_stops_reading_is_not_bothered(loaded: RunEsep, variables: dict[str, str], kept_samples: Path) -> None:
    program = [sys.executable, "-m", "esep.entrypoints.cli.main", "orders", "receive", str(kept_samples)]
    with subprocess.Popen(
        program, env={**os.environ, **variables}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def _told_after(process: subprocess.Popen[str], number: signal.Signals) -> str:
    """A signal that comes just before the program falls asleep in a read is seen only at the next one."""
    for _ in range(5):
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=30)[1]
    raise AssertionError("the command does not end")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_a_command_cleanly(
    loaded: RunEsep, variables: dict[str, str], tmp_path: Path, number: signal.Signals, code: int
) -> None:
    """The file is a pipe that never ends, so that the command is sure to be at work."""
    os.mkfifo(tmp_path / "endless")
    program = [sys.executable, "-m", "esep.entrypoints.cli.main", "orders", "receive", str(tmp_path / "endless")]
    with (
        subprocess.Popen(
            program, env={**os.environ, **variables}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process,
        (tmp_path / "endless").open("wb") as pipe,  # opens once the command reads
    ):
        pipe.write(b"{1:F01")
        pipe.flush()
        told = _told_after(process, number)
    assert process.returncode == code
    assert "running the same command again is safe" in told
    assert "Traceback" not in told
