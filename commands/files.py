"""Files that a command writes: named as they must be, whole or not at all, and refused in one sentence."""

from __future__ import annotations

from pathlib import Path

from graph.errors import InvalidArgument, UnreadableFile


def ends_in(file: Path, suffix: str) -> Path:
    """The same path. Raises `InvalidArgument` where its name has another ending."""
    if file.suffix.lower() != suffix:
        raise InvalidArgument(f"“{file.name}”应以 {suffix} 结尾 / name a {suffix} file with --out")
    return file


def write_file(file: Path, content: bytes) -> None:
    """Write a file, and the folders it lies in; a file that was there is replaced at once. Raises `UnreadableFile`."""
    half = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            half.write_bytes(content)
            half.replace(file)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        why = f"cannot be written ({error.strerror})"
        raise UnreadableFile(str(file), why, "close it where it is open, or name another file") from error
