"""Outgoing files: whole under their name or not there at all."""

import resource
from pathlib import Path

import pytest

from esep.adapters.outbox.folder import FolderOutbox
from esep.domain.errors import Conflict, InvalidInput, Unavailable


def test_a_file_stands_whole_under_its_name_and_nothing_beside_it(tmp_path: Path) -> None:
    FolderOutbox().write(str(tmp_path), "returns.txt", b"{1:}")
    assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == {"returns.txt": b"{1:}"}


def test_the_same_file_again_is_left_as_it_is(tmp_path: Path) -> None:
    outbox = FolderOutbox()
    outbox.write(str(tmp_path), "returns.txt", b"{1:}")
    before = (tmp_path / "returns.txt").stat()
    outbox.write(str(tmp_path), "returns.txt", b"{1:}")
    after = (tmp_path / "returns.txt").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_with_other_bytes_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "returns.txt").write_bytes(b"something else")
    with pytest.raises(Conflict, match=r"returns\.txt is there already with other bytes"):
        FolderOutbox().write(str(tmp_path), "returns.txt", b"{1:}")
    assert (tmp_path / "returns.txt").read_bytes() == b"something else"


def test_a_folder_that_is_gone_is_temporary(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="No such file or directory"):
        FolderOutbox().write(str(tmp_path / "gone"), "returns.txt", b"{1:}")


def test_a_folder_is_told_by_its_full_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    assert FolderOutbox().resolve("out") == str(tmp_path / "out")


def test_a_missing_folder_is_made_and_left_empty(tmp_path: Path) -> None:
    folder = FolderOutbox().resolve(str(tmp_path / "out/2025"))
    assert list(Path(folder).iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(InvalidInput, match="is a file; expected a folder"):
        FolderOutbox().resolve(str(tmp_path / "out"))


def test_a_place_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(InvalidInput, match="cannot be written to"):
        FolderOutbox().resolve("/proc/esep-out")


def test_a_file_that_finds_no_room_is_temporary_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4, limits[1]))
    try:
        with pytest.raises(Unavailable, match="File too large"):
            FolderOutbox().write(str(tmp_path), "returns.txt", b"{1:F01}{2:O102}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []
