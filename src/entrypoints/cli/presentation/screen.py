"""The terminal: stdout for answers, stderr for talk and progress."""

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

WIDTH_OF_FILES = 100  # where the output goes to a file or a pipe
WIDTH_MAX = 120  # longer lines are hard to follow


def answers() -> Console:
    """Console on stdout."""
    console = Console(highlight=False, soft_wrap=False, emoji=False, markup=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDTH_OF_FILES
    console.width = min(console.width, WIDTH_MAX)
    return console


@contextmanager
def reading_progress(paths: Iterable[Path], what: str, screen: Console) -> "Iterator[Progressing]":
    """Show how far the files are read, on a terminal only; elsewhere nothing is shown."""
    # On one terminal the bar and the answers must share a console, or they overwrite one another.
    console = screen if screen.is_terminal else Console(stderr=True)
    is_shown = sys.stderr.isatty() and console.is_terminal
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not is_shown) as progress:
        total = sum(path.stat().st_size for path in paths) if is_shown else None
        yield Progressing(progress, progress.add_task(what, total=total))


class Progressing:
    """Counts the bytes that pass."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        """Take the bar."""
        self._progress = progress
        self._task = task

    def open_file(self, path: Path) -> BinaryIO:
        """Open a file whose reading moves the bar."""
        if self._progress.disable:
            return path.open("rb")
        return io.BufferedReader(_CountedFile(path, self))

    def advance(self, byte_count: int) -> None:
        """Move the bar."""
        self._progress.advance(self._task, byte_count)


class _CountedFile(io.FileIO):
    """A file that tells how much of it was read."""

    def __init__(self, path: Path, progressing: Progressing) -> None:
        super().__init__(path, "rb")
        self._progressing = progressing

    def readinto(self, buffer: "Buffer", /) -> int:
        count = super().readinto(buffer) or 0
        self._progressing.advance(count)
        return count
