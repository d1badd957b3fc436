"""Files that a command writes: named as they must be, whole or not at all, and refused in one sentence."""

from __future__ import annotations

from pathlib import Path

from graph.errors import InvalidArgument
from graph.files import whole


def ends_in(file: Path, suffix: str) -> Path:
    """The same path. Raises `InvalidArgument` where its name has another ending."""
    if file.suffix.lower() != suffix:
        raise InvalidArgument(f"“{file.name}”应以 {suffix} 结尾 / name a {suffix} file with --out")
    return file


def write_file(file: Path, content: bytes) -> None:
    """Write a file, and the folders it lies in; a file that was there is replaced at once. Raises `UnwritableFile`."""
    whole.put_bytes(file, content)
