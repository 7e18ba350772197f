"""The reference says what the code says: everything that has a name is there."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import click

from esep.adapters.postgres import migrations
from esep.adapters.rule_tables.packaged import packaged_rulebook
from esep.adapters.state_register.register_row import COLUMNS, OPTIONAL_COLUMNS
from esep.domain.model.invariants import ALL_INVARIANTS
from esep.domain.model.ledger import Account
from esep.entrypoints.cli import failures
from esep.entrypoints.cli.main import command as main_command

GENERATOR = Path(__file__).with_name("generate.py")


class Page(Protocol):
    text: str


def test_the_generated_parts_are_up_to_date() -> None:
    done = subprocess.run([sys.executable, GENERATOR, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run tests/documentation/generate.py\n{done.stdout}{done.stderr}"


def test_every_command_has_its_section(pages: dict[str, Page]) -> None:
    sections = set(re.findall(r"^## `(.+)`$", pages["docs/reference/commands.md"].text, re.MULTILINE))
    assert sections == set(_command_names("esep", main_command))


def _command_names(name: str, found: click.Command) -> list[str]:
    if not isinstance(found, click.Group):
        return [name]
    context = click.Context(found)
    inner = [(each, found.get_command(context, each)) for each in found.list_commands(context)]
    return [name, *(one for each, below in inner if below for one in _command_names(f"{name} {each}", below))]


def test_every_finding_has_its_section(pages: dict[str, Page]) -> None:
    sections = re.findall(r"^### `(.+)`$", pages["docs/reference/findings.md"].text, re.MULTILINE)
    assert sections == list(packaged_rulebook().kinds)


def test_every_setting_of_the_environment_is_told(pages: dict[str, Page]) -> None:
    told = set(re.findall(r"ESEP_[A-Z_]+", pages["docs/reference/settings.md"].text)) - {"ESEP_"}
    assert told == _variables(main_command)


def _variables(found: click.Command) -> set[str]:
    own = {str(param.envvar) for param in found.params if param.envvar}
    if not isinstance(found, click.Group):
        return own
    context = click.Context(found)
    inner = [found.get_command(context, name) for name in found.list_commands(context)]
    return own.union(*(_variables(each) for each in inner if each))


def test_every_exit_code_has_its_row(pages: dict[str, Page]) -> None:
    codes = {value for name, value in vars(failures).items() if name.isupper() and isinstance(value, int)}
    told = re.findall(r"^\| (\d+) \|", pages["docs/reference/exit-codes.md"].text, re.MULTILINE)
    assert {int(code) for code in told} == codes


def test_every_account_and_invariant_has_its_row(pages: dict[str, Page]) -> None:
    text = pages["docs/reference/ledger.md"].text
    told = re.findall(r"^\| (\d+) \| ([a-z ]+) \|", text, re.MULTILINE)
    assert told == [(str(account.value), account.name.lower().replace("_", " ")) for account in Account]
    assert re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE) == [invariant.name for invariant in ALL_INVARIANTS]


def test_every_migration_and_table_of_the_schema_is_told(pages: dict[str, Page]) -> None:
    text = pages["docs/reference/schema.md"].text
    shipped = migrations.shipped()
    assert re.findall(r"`(\d{4}_\w+\.sql)`", text) == [f"{one.number:04}_{one.name}.sql" for one in shipped]
    made = {name for one in shipped for name in re.findall(r"create (?:table|view|sequence) (\w+)", one.sql)}
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == made | {"schema_migration"}


def test_every_column_of_a_register_file_has_its_row(pages: dict[str, Page]) -> None:
    told = re.findall(r"^\| `(\w+)` \|", pages["docs/reference/register-file.md"].text, re.MULTILINE)
    assert told == [*COLUMNS, *OPTIONAL_COLUMNS]
