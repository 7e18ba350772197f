"""What is built from this checkout is whole: every package, every data file, a command that runs."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

COMMAND = "from esep.entrypoints.cli.main import main; main()"
NOT_CODE = shutil.ignore_patterns("__pycache__", "*.egg-info")
WITHOUT_AN_IMPORT = {"tzdata"}  # zoneinfo finds it where the machine has no time zones

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def project(pytestconfig: pytest.Config) -> dict[str, Any]:
    return tomllib.loads((pytestconfig.rootpath / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def unpacked_wheel(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content; built from a copy, so that nothing of an earlier build gets in."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    shutil.copytree(pytestconfig.rootpath / "src", source / "src", ignore=NOT_CODE)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(pytestconfig.rootpath / name, source)
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--quiet")
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", target, source], check=True)
    [wheel] = target.glob("esep-*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(target / "content")
    return target / "content"


@pytest.fixture
def run(unpacked_wheel: Path, tmp_path: Path) -> Run:
    """Run Python with the wheel's content before what is installed, in an empty folder and without settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ESEP_", "PYTHON"))}
    environment |= {"PYTHONPATH": str(unpacked_wheel), "LC_ALL": "C.UTF-8"}

    def run(code: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=tmp_path,
            env=environment,
        )

    return run


def test_the_packages_listed_are_the_folders_with_an_init_file(
    project: dict[str, Any], pytestconfig: pytest.Config
) -> None:
    source = pytestconfig.rootpath / "src"
    found = [".".join(("esep", *path.parent.relative_to(source).parts)) for path in source.rglob("__init__.py")]

    assert project["tool"]["setuptools"]["packages"] == sorted(found)


def test_every_module_lies_in_a_package(pytestconfig: pytest.Config) -> None:
    source = pytestconfig.rootpath / "src"

    assert [path for path in source.rglob("*.py") if not (path.parent / "__init__.py").is_file()] == []


def test_every_dependency_is_imported_somewhere(project: dict[str, Any], pytestconfig: pytest.Config) -> None:
    declared = {re.split(r"[^\w-]", each)[0].lower() for each in project["project"]["dependencies"]}
    source = "\n".join(path.read_text(encoding="utf-8") for path in (pytestconfig.rootpath / "src").rglob("*.py"))
    modules = packages_distributions()
    # The embedded server is looked for by its package's name, not imported.
    named = {name for name in modules if re.search(rf'\b(?:import|from) {name}\b|"{name}"', source)}
    used = {distribution.lower().replace("_", "-") for name in named for distribution in modules[name]}

    assert declared - used == WITHOUT_AN_IMPORT


def test_every_pinned_version_is_one_exact_version(pytestconfig: pytest.Config) -> None:
    lines = (pytestconfig.rootpath / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]

    assert [line for line in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_every_dependency_is_pinned(project: dict[str, Any], pytestconfig: pytest.Config) -> None:
    text = (pytestconfig.rootpath / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    pinned = set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))
    direct = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["dev"]]

    assert {re.split(r"[^\w-]", each)[0].lower() for each in direct} - pinned == set()


def test_the_wheel_has_every_file_of_the_source(unpacked_wheel: Path, pytestconfig: pytest.Config) -> None:
    source, built = pytestconfig.rootpath / "src", unpacked_wheel / "esep"
    files = {
        path.relative_to(source) for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }

    assert {path.relative_to(built) for path in built.rglob("*") if path.is_file()} == files


def test_the_wheel_installs_the_command_and_brings_the_licence(unpacked_wheel: Path) -> None:
    [information] = unpacked_wheel.glob("esep-*.dist-info")
    commands = (information / "entry_points.txt").read_text()

    assert commands == "[console_scripts]\nesep = esep.entrypoints.cli.main:main\n"
    assert "Apache License" in (information / "licenses" / "LICENSE").read_text()


def test_the_code_that_these_tests_run_is_the_wheels(run: Run, unpacked_wheel: Path) -> None:
    assert run("import esep; print(esep.__file__)").stdout.strip() == str(unpacked_wheel / "esep" / "__init__.py")


def test_the_wheel_answers_the_call_for_help(run: Run) -> None:
    answer = run(COMMAND, "--help")

    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("Usage: esep")


def test_the_demonstration_runs_from_the_wheel_and_leaves_nothing_in_the_folder(run: Run, tmp_path: Path) -> None:
    answer = run(COMMAND, "demo")

    assert answer.returncode == 0, answer.stderr
    assert list(tmp_path.iterdir()) == []
