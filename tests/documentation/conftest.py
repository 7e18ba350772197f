"""What the documentation is held against: its pages, and the command line on an empty store of its own."""

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner, Result

from esep.entrypoints.cli.main import command

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOW = "2025-03-20T10:00"

FreshDatabase = Callable[[str], str]


@attrs.frozen(kw_only=True)
class Page:
    """One page of the documentation."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        """Its path from the project's folder."""
        return str(self.path.relative_to(ROOT))

    def blocks(self, *languages: str) -> list[str]:
        """The fenced blocks in these languages, in order."""
        return [content for language, content in FENCE.findall(self.text) if language in languages]

    @property
    def without_blocks(self) -> str:
        """The prose."""
        return FENCE.sub("", self.text)

    @property
    def commands(self) -> list[str]:
        """Every call of esep that the page shows, without what a shell does with the answer."""
        lines = "".join(self.blocks("sh", "console")).replace("\\\n", " ").splitlines()
        shown = (line.removeprefix("$ ").removeprefix(".venv/bin/") for line in lines)
        return [re.split(r" [>|] ", line)[0] for line in shown if line.startswith("esep ")]


@pytest.fixture(scope="session")
def pages() -> dict[str, Page]:
    """Every page of the project by its name."""
    paths = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    found = [Page(path=path, text=path.read_text(encoding="utf-8")) for path in sorted(paths)]
    return {page.name: page for page in found}


@pytest.fixture
def in_demo_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files that ship for the demonstration; the test stands in it."""
    folder = tmp_path / "first-day"
    shutil.copytree(ROOT / "src/entrypoints/cli/demo_data", folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def variables(embedded_conninfo: str, fresh_database: FreshDatabase) -> dict[str, str]:
    """What the environment holds, with an empty store; a page may set others."""
    return {
        "ESEP_DATABASE_URL": fresh_database(embedded_conninfo),
        "ESEP_NOW": NOW,
        "ESEP_LANGUAGE": "en",
        "ESEP_ACTOR": "saule",
        "COLUMNS": "100",
    }


@pytest.fixture
def esep(variables: dict[str, str], in_demo_data: Path) -> Callable[[str], Result]:
    """Run a command line, written as in the documentation."""

    def run(line: str) -> Result:
        name, *arguments = shlex.split(line)
        assert name == "esep"
        return CliRunner(env=variables).invoke(command, arguments)

    return run
