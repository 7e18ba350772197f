"""Which files a list of paths means."""

import os
from collections.abc import Iterable
from pathlib import Path

from esep.domain.errors import InvalidInput, NotFound
from esep.entrypoints.cli.failures import tell


class PathsMissing(NotFound):
    """Some of the paths given do not exist."""

    code = "paths-missing"


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files, and those of the folders by name without hidden ones. All are looked at before any is received.

    Raises `PathsMissing` with every one that does not exist, `InvalidInput` with those that cannot be read.
    """
    given = list(paths)
    _require_all(given)
    files = [file for path in given for file in (_files_in(path) if path.is_dir() else [path])]
    closed = [str(file) for file in files if not os.access(file, os.R_OK)]
    if closed:
        raise InvalidInput(f"cannot be read: {', '.join(closed)}; nothing was received: check the permissions")
    return files


def _require_all(paths: Iterable[Path]) -> None:
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        verb = "does" if len(missing) == 1 else "do"
        raise PathsMissing(
            f"{', '.join(missing)} {verb} not exist; expected files or folders of payment messages. "
            "Nothing was received: check the names, then run the same command again"
        )


def _files_in(folder: Path) -> list[Path]:
    entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    inner = [entry.name for entry in entries if entry.is_dir()]
    if inner:
        tell(f"{folder}: the folders inside are left out ({', '.join(inner)}); name them to receive them too")
    files = [entry for entry in entries if entry.is_file()]
    if not files:
        tell(f"{folder}: no file in this folder")
    return files
