"""Files written whole or not at all: into a temporary file beside the target, to the disk, then renamed over it."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.errors import InvalidArgument, UnwritableFile

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG}) if hasattr(errno, "EDQUOT") else frozenset({errno.ENOSPC})
_BARRED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@contextmanager
def whole(file: Path, mend: str = "") -> Iterator[Path]:
    """A path to write to; when the block ends well, what was written there takes the place of `file` at once, else
    nothing is left of it and `file` is as it was. Folders are made.

    mend: what to do where the file cannot be written for another reason than a full disk. Raises `UnwritableFile`.
    """
    half = file.with_name(f".{file.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield half
            _to_disk(half)
            half.replace(file)
            _to_disk(file.parent)
        finally:
            with suppress(OSError):
                half.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(file, error, mend) from error


def put_bytes(file: Path, content: bytes, mend: str = "") -> None:
    """Write a file whole or not at all. Raises `UnwritableFile`."""
    with whole(file, mend) as half:
        half.write_bytes(content)


def put_text(file: Path, text: str, mend: str = "") -> None:
    """Write a text in UTF-8 with plain line ends, whole or not at all. Raises `UnwritableFile`."""
    put_bytes(file, text.encode("utf-8"), mend)


def put_result(file: Path, text: str) -> None:
    """Write the file that `--out` of an evaluation names. Raises `InvalidArgument`: a place that cannot be written to
    is a wrong call, as any other wrong option."""
    try:
        put_text(file, text)
    except UnwritableFile as error:
        raise InvalidArgument(f"cannot write {file.name}: {error.why}") from error


def unwritable(file: Path, error: OSError, mend: str = "") -> UnwritableFile:
    """Why a file could not be written, as one sentence with the next step."""
    if error.errno in _FULL:
        return UnwritableFile(str(file), "full", "the disk is full", "free some space, or name a place on another disk")
    told = error.strerror or type(error).__name__
    reason = "barred" if error.errno in _BARRED else "other"
    return UnwritableFile(
        str(file), reason, f"cannot be written ({told})", mend or "close it where it is open, or name another file"
    )


def _to_disk(place: Path) -> None:
    """Have the system put it on the disk now, so that a power cut leaves the old file or the new one. A folder cannot
    be opened for that on Windows, nor on some network drives."""
    folder = place.is_dir()
    try:
        handle = os.open(place, os.O_RDONLY if folder or os.name != "nt" else os.O_RDWR)
    except OSError:
        if folder:
            return
        raise
    try:
        os.fsync(handle)
    except OSError as error:
        if not folder and error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
