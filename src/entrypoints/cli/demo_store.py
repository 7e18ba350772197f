"""A store for the demonstration: in a temporary folder, with a clock that stands still."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from esep.domain.model.almaty import ALMATY
from esep.entrypoints.composition import Application, open_application
from esep.entrypoints.settings import Settings

NOW = datetime(2025, 3, 20, 10, 0, tzinfo=ALMATY)  # the day before Nauryz: its deadlines lie behind the holidays
SHARED = ("/tmp", "/var/tmp")  # noqa: S108  # only where a folder with a name of its own is made, by mkdtemp
_SEARCHABLE_BY_OTHERS = 0o001


@contextmanager
def demo_store() -> Iterator[tuple[Application, Path]]:
    """An application on an empty store, and the folder that it lies in; both are gone after the block."""
    folder = Path(tempfile.mkdtemp(prefix="esep-demo-", dir=_temporary_folder()))
    try:
        if os.geteuid() == 0:
            folder.chmod(0o755)  # root's server runs as another user, who must reach it
        with open_application(Settings(data_directory=folder / "data", now=NOW)) as application:
            yield application, folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _temporary_folder() -> str:
    """Where temporary files go; for root the first such folder that other users can reach."""
    usual = tempfile.gettempdir()
    if os.geteuid() != 0:
        return usual
    return next((folder for folder in (usual, *SHARED) if _is_reachable(Path(folder))), usual)


def _is_reachable(folder: Path) -> bool:
    real = folder.resolve()
    return all(one.is_dir() and one.stat().st_mode & _SEARCHABLE_BY_OTHERS for one in (real, *real.parents))
