"""No page points at something that is not there."""

import re
from pathlib import Path
from typing import Protocol

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
NAMED_PATH = re.compile(r"`((?:src|tests|docs|benchmarks)/[\w./-]*)`")


class Page(Protocol):
    path: Path
    text: str
    without_blocks: str


def test_every_link_points_at_a_file_and_a_heading_that_exist(pages: dict[str, Page]) -> None:
    broken = [
        f"{name}: {target}"
        for name, page in pages.items()
        for target in LINK.findall(page.without_blocks)
        if not target.startswith(("https://", "http://", "mailto:")) and not _is_there(page, target)
    ]
    assert broken == []


def _is_there(page: Page, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = (page.path.parent / path).resolve() if path else page.path
    if not file.exists():
        return False
    return not anchor or anchor in {_anchor(title) for title in _titles(file.read_text(encoding="utf-8"))}


def _titles(text: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)


def _anchor(title: str) -> str:
    """As Git hosts make it: lower case, without punctuation, blanks as hyphens."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def test_every_path_of_the_project_that_a_page_names_exists(pages: dict[str, Page]) -> None:
    root = pages["README.md"].path.parent
    missing = [
        f"{name}: {path}"
        for name, page in pages.items()
        if not name.startswith("docs/decisions/")  # which also name what was decided against
        for path in NAMED_PATH.findall(page.without_blocks)
        if not (root / path).exists()
    ]
    assert missing == []


def test_every_page_can_be_reached_from_the_index(pages: dict[str, Page]) -> None:
    seen: set[Path] = set()
    waiting = [pages["README.md"].path]
    while waiting:
        path = waiting.pop()
        if path in seen or path.suffix != ".md":
            continue
        seen.add(path)
        targets = (target.partition("#")[0] for target in LINK.findall(path.read_text(encoding="utf-8")))
        waiting += [(path.parent / target).resolve() for target in targets if target and "://" not in target]
    assert {page.path.resolve() for page in pages.values()} - {path.resolve() for path in seen} == set()


def test_links_are_looked_for_as_git_hosts_write_anchors() -> None:
    assert _anchor("Exit codes, and `esep verify`") == "exit-codes-and-esep-verify"
