"""What the project keeps to everywhere, and no linter looks at."""

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

MODULE_LINES_MAX = 300
FUNCTION_LINES_MAX = 45

# What is longer than that, with the reason why it would be worse in parts.
LONG_MODULES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}

# Put together here, so that this file does not hold them.
REGISTRY_HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.", "index" + "-url", "arti" + "factory"]
MACHINE_PATHS = ["ro" + "ot", "wo" + "rk", "ho" + "me", "Us" + "ers"]


def _kept_files(root: Path) -> Iterator[Path]:
    """Every file below the root that is not left out by .gitignore, whose patterns here are plain names."""
    ignored = [".git", *(line.rstrip("/") for line in (root / ".gitignore").read_text().splitlines())]
    for path in root.iterdir():
        if any(fnmatch(path.name, pattern) for pattern in ignored):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files_below(path, ignored)
        elif path.is_file():
            yield path


def _files_below(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(fnmatch(part, pattern) for part in parts for pattern in ignored):
            yield path


def _modules(source: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(source.rglob("*.py")):
        name = ".".join(("esep", *path.relative_to(source).with_suffix("").parts))
        yield name, path.read_text(encoding="utf-8")


@pytest.fixture
def modules(pytestconfig: pytest.Config) -> list[tuple[str, str]]:
    """Name and text of every module."""
    return list(_modules(pytestconfig.rootpath / "src"))


def test_no_file_names_a_package_registry_or_a_path_of_one_machine(pytestconfig: pytest.Config) -> None:
    hosts = "|".join(re.escape(host) for host in REGISTRY_HOSTS)
    wanted = re.compile(rf"{hosts}|(?<![\w.$}}/-])/(?:{'|'.join(MACHINE_PATHS)})(?:/|\b(?![\w/-]))".encode())
    found = [
        f"{path.relative_to(pytestconfig.rootpath)}: {match[0].decode()}"
        for path in _kept_files(pytestconfig.rootpath)
        for match in wanted.finditer(path.read_bytes())
    ]

    assert found == []


def test_a_module_has_300_lines_at_most(modules: list[tuple[str, str]]) -> None:
    long = {name for name, text in modules if len(text.splitlines()) > MODULE_LINES_MAX}

    assert long == set(LONG_MODULES)


def test_a_function_has_45_lines_at_most(modules: list[tuple[str, str]]) -> None:
    long = {
        f"{name}.{node.name}"
        for name, text in modules
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= FUNCTION_LINES_MAX
    }

    assert long == set(LONG_FUNCTIONS)


def test_the_domain_imports_the_standard_library_attrs_and_itself_only(modules: list[tuple[str, str]]) -> None:
    allowed = {*sys.stdlib_module_names, "attrs"}
    others = {
        (name, imported)
        for name, text in modules
        if name.startswith("esep.domain")
        for node in ast.walk(ast.parse(text))
        for imported in _imported(node)
        if imported.split(".")[0] not in allowed and not imported.startswith("esep.domain")
    }

    assert others == set()


def _imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import():
            return [each.name for each in node.names]
        case ast.ImportFrom():
            return ["." * node.level + (node.module or "")]
        case _:
            return []


def test_the_check_of_paths_finds_what_it_looks_for(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("left_out/\n*.log\n")
    for name in ("kept.txt", "left_out/a.txt", "folder/kept.txt", "folder/a.log", "folder/left_out/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).touch()

    kept = {str(path.relative_to(tmp_path)) for path in _kept_files(tmp_path)}
    assert kept == {".gitignore", "kept.txt", "folder/kept.txt"}
