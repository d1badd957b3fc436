"""A file is written whole or not at all, and who cannot write is told why."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from graph.errors import UnwritableFile
from graph.files.whole import put_bytes, unwritable, whole


def test_a_file_that_was_there_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "名单.csv"
    put_bytes(file, b"old")
    try:
        with whole(file) as half:
            half.write_bytes(b"ne")
            assert file.read_bytes() == b"old"
            raise KeyError("half way")
    except KeyError:
        pass
    assert [p.name for p in file.parent.iterdir()] == ["名单.csv"]
    assert file.read_bytes() == b"old"
    put_bytes(file, b"new")
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("room", [0, 1, 4_096, 60_000])
def test_a_disk_that_fills_leaves_the_old_file(tmp_path: Path, room: int) -> None:
    resource = pytest.importorskip("resource", reason="limits of a process are POSIX's")
    file = tmp_path / "a.xlsx"
    put_bytes(file, b"old")
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
        with pytest.raises(UnwritableFile) as told:
            put_bytes(file, b"x" * 65_536)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert told.value.reason == "full"
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.xlsx", b"old")]


def test_the_reason_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UnwritableFile, match="cannot be written"):
        put_bytes(tmp_path / "file" / "a.csv", b"")
    assert unwritable(tmp_path, OSError(28, "No space left on device")).reason == "full"
    assert unwritable(tmp_path, OSError(30, "Read-only file system")).reason == "barred"
